"""The commands of the house do what the README and the operators' page say."""

import os
import re
import stat
import subprocess
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
import sqlalchemy

from assess.config import PREFIX, Settings
from tests.house import tree

COMMANDS = ("script/server", "script/test", "script/check")
EXECUTABLES = (*COMMANDS, *tree.PYTHON_SCRIPTS, ".ci/run")


@pytest.mark.timeout(300)
def test_the_check_is_clean() -> None:
    checked = subprocess.run(["script/check"], cwd=tree.ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_linter_reads_every_python_script() -> None:
    settings = tomllib.loads((tree.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert settings["tool"]["ruff"]["extend-include"] == list(tree.PYTHON_SCRIPTS)


@pytest.mark.parametrize("name", EXECUTABLES)
def test_a_command_can_be_run(name: str) -> None:
    assert (tree.ROOT / name).stat().st_mode & stat.S_IXUSR


@pytest.mark.parametrize("name", COMMANDS)
def test_the_readme_names_the_command(name: str) -> None:
    readme = (tree.ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"^[\s`$]*{re.escape(name)}\b", readme, re.MULTILINE)


def test_the_gate_is_the_test_command() -> None:
    commands = [line for line in tree.lines(tree.ROOT / ".ci/run") if line and not line.startswith("#")]
    assert commands == ["set -euo pipefail", 'cd "$(dirname "$0")/.."', "exec script/test"]


@pytest.mark.parametrize("setting", [field.name for field in fields(Settings)])
def test_operators_are_told_about_the_setting(setting: str) -> None:
    assert f"`{PREFIX}{setting.upper()}`" in (tree.ROOT / "docs/operators.md").read_text(encoding="utf-8")


def test_operators_are_told_about_no_setting_that_is_gone() -> None:
    told = set(re.findall(rf"`{PREFIX}([A-Z_]+)`", (tree.ROOT / "docs/operators.md").read_text(encoding="utf-8")))
    assert told - {field.name.upper() for field in fields(Settings)} == set()


def cluster_address(tmp_path: Path) -> str:
    """Return the address `script/postgres` gives, once the command that read it has ended."""
    note = tmp_path / "address"
    subprocess.run(
        ["script/postgres", "sh", "-c", f'printf %s "$ASSESS_TEST_POSTGRES_URL" > {note}'], cwd=tree.ROOT, check=True
    )
    return note.read_text(encoding="utf-8")


def test_the_test_cluster_is_removed(tmp_path: Path) -> None:
    folder = Path(str(sqlalchemy.make_url(cluster_address(tmp_path)).query["host"]))
    assert folder.name.startswith("assess-postgres-")
    assert not folder.exists()


def test_the_test_cluster_hands_on_the_status_of_its_command() -> None:
    ended = subprocess.run(["script/postgres", "sh", "-c", "exit 7"], cwd=tree.ROOT, check=False)
    assert ended.returncode == 7


def test_this_run_has_a_cluster_of_its_own() -> None:
    engine = sqlalchemy.create_engine(os.environ["ASSESS_TEST_POSTGRES_URL"])
    with engine.connect() as connection:
        assert connection.scalar(sqlalchemy.text("select current_setting('listen_addresses')")) == ""
    engine.dispose()


def packages_asked_for(search_path: str) -> subprocess.CompletedProcess[str]:
    """Ask for packages on a machine where nothing is found and nobody may install."""
    pretend = 'id() { echo 1000; }; sudo() { return 1; }; has_package() { [ "$1" = there ]; }; find_uv() { :; }'
    return subprocess.run(
        ["bash", "-c", f". script/lib.sh; {pretend}; need_packages there gone lost"],
        cwd=tree.ROOT,
        env={"PATH": search_path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_who_may_not_install_is_told_in_one_line() -> None:
    told = packages_asked_for("/usr/bin:/bin")
    assert told.returncode == 1
    assert told.stdout == ""
    assert len(told.stderr.splitlines()) == 1
    assert told.stderr.rstrip().endswith("apt-get install -y gone lost")
