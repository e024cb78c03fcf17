"""`assess backup` and `assess restore` as an operator runs them, the second on a machine that has nothing yet."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assess.config import load_settings
from assess.db import migrate, open_database
from assess.storage import open_storage
from tests.backup.conftest import Empty, Service, content
from tests.cli.running import run

DATA = ("ASSESS_DATA_PATH", "ASSESS_DATABASE_URL", "ASSESS_STORAGE_PATH", "ASSESS_SECRET_KEY")


@pytest.fixture
def machine(service: Service, database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give the data folder of the machine the service runs on."""
    values = (tmp_path / "var", database_url, service.storage.root, "")
    for name, value in zip(DATA, values, strict=True):
        monkeypatch.setenv(name, str(value))
    load_settings().signing_key()
    return tmp_path / "var"


def fresh(folder: Path, url: str = "") -> dict[str, str]:
    """Give the environment of a machine that has nothing yet."""
    others = {name: value for name, value in os.environ.items() if name not in DATA}
    return {**others, "ASSESS_DATA_PATH": str(folder), "ASSESS_DATABASE_URL": url}


def test_an_empty_machine_has_everything_afterwards(
    machine: Path, service: Service, empty: Empty, kind: str, tmp_path: Path
) -> None:
    path = tmp_path / "backup.tar"
    made = run("backup", path, "--with-secret")
    assert made.exit_code == 0, made.output
    for words in (f"已备份到 {path}", "1 份文件", "含个人信息", "备份里有密钥"):
        assert words in made.output
    checked = run("backup", "--check", path)
    assert (checked.exit_code, "备份完好" in checked.output) == (0, True)

    new = tmp_path / "new"
    url = "" if kind == "sqlite" else empty("postgresql").engine.url.render_as_string(hide_password=False)
    command = [str(Path(sys.executable).with_name("assess")), "restore", str(path)]
    done = subprocess.run(command, env=fresh(new, url), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "数量、摘要和审计链均与备份一致" in done.stdout
    assert (new / "secret").read_bytes() == (machine / "secret").read_bytes()
    settings = load_settings(fresh(new, url))
    database, storage = open_database(settings.database_url), open_storage(settings)
    assert migrate.at_head(database)
    assert content(database) == content(service.database)
    assert [key for key in storage.keys() if storage.verify(key)] == list(service.files)  # noqa: SIM118 - not a dict
    database.close()


def test_what_stands_in_the_way_is_one_line(
    machine: Path, service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "backup.tar"
    plain = run("backup", path, "--locale", "en")
    assert plain.exit_code == 0
    assert f"Keys ({machine / 'secret'}" in plain.output
    again = run("backup", path)
    assert (again.exit_code, again.output) == (2, f"{path} 已经存在，不会覆盖；请换一个文件名。\n")
    full = run("restore", path)
    assert full.exit_code == 2
    assert full.output.startswith("数据库不是空的（有内容的表：")
    assert run("backup", tmp_path / "no" / "x.tar").exit_code == 2
    path.write_bytes(path.read_bytes()[:-9])
    assert run("backup", "--check", path).output.startswith("备份文件不完整")
    service.storage.delete(next(iter(service.files)))
    monkeypatch.setenv("ASSESS_SECRET_KEY", "k" * 40)
    partly = run("backup", tmp_path / "partly.tar")
    assert partly.exit_code == 1
    assert "有 1 份文件不在存储里" in partly.output
    assert "签名密钥来自 ASSESS_SECRET_KEY" in partly.output
    assert (tmp_path / "partly.tar").exists()
