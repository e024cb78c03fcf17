"""`assess serve` as an operator meets it: a real process on a real port."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from assess.cli.serve import _at, _door
from assess.config import load_settings
from tests.house.tree import ROOT

ASSESS = Path(sys.executable).with_name("assess")
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
LOGIN = re.compile(r"^    (\S+) +(\S+) +(\S.*)$", re.MULTILINE)


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Give a process only what a fresh machine has, and a data folder of its own."""
    return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "ASSESS_DATA_PATH": str(folder), **more}


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[str]:
    """Start the service and give the block it prints; it must stop when it is asked to."""
    with subprocess.Popen(
        [ASSESS, "serve", *options], cwd=ROOT, env=environment(folder), stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield block(process)
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=20) in {0, -signal.SIGTERM}


def block(process: subprocess.Popen[str]) -> str:
    """Read what stands between the two rules."""
    assert process.stdout is not None
    printed: list[str] = []
    while sum(line.startswith("───") for line in printed) < 2:
        line = process.stdout.readline()
        assert line, "the service ended before it was ready"
        printed.append(line)
    return "".join(printed)


def address(printed: str) -> str:
    """Find the address."""
    found = re.search(r"http://127\.0\.0\.1:\d+", printed)
    assert found is not None
    return found.group()


def test_the_demo_starts_with_logins_that_work_and_keeps_them(tmp_path: Path) -> None:
    with serving(tmp_path, "--demo") as printed:
        logins = LOGIN.findall(printed)
        assert len(logins) == 5
        with httpx.Client(base_url=address(printed), timeout=20) as client:
            assert client.get("/readyz").json()["status"] == "ok"
            for login, password, _about in logins:
                token = TOKEN.search(client.get("/sign-in").text)
                assert token is not None
                data = {"csrf_token": token.group(1), "login": login, "password": password}
                assert client.post("/sign-in", data=data).status_code == 303
                client.cookies.clear()
    assert (tmp_path / "demo-logins").stat().st_mode & 0o777 == 0o600
    with serving(tmp_path, "--demo") as again:
        assert LOGIN.findall(again) == logins
    for command in ([str(ASSESS), "serve"], [sys.executable, "-m", "assess.worker"]):
        refused = subprocess.run(
            command, cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, check=False
        )
        assert refused.returncode == 1
        assert refused.stderr.startswith("数据库中有演示账号")
        assert refused.stderr.count("\n") == 1


def test_the_links_of_the_demo_lead_to_where_it_listens() -> None:
    with _door("127.0.0.1", 0) as door:
        port = door.getsockname()[1]
        assert _at(load_settings({}), port).base_url == f"http://127.0.0.1:{port}"
    told = load_settings({"ASSESS_BASE_URL": "https://demo.example"})
    assert _at(told, 8123).base_url == "https://demo.example"


def test_an_empty_service_says_how_to_make_the_first_account(tmp_path: Path) -> None:
    with serving(tmp_path, "--port", "0") as printed:
        assert "assess admin create" in printed
        assert LOGIN.findall(printed) == []
        assert httpx.get(f"{address(printed)}/healthz").json() == {"status": "ok"}


def test_a_wrong_setting_is_one_line(tmp_path: Path) -> None:
    refused = subprocess.run(
        [ASSESS, "serve"],
        cwd=ROOT,
        env=environment(tmp_path, ASSESS_TRIAL_HOURS="soon"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 1
    assert refused.stderr.startswith("环境变量 ASSESS_TRIAL_HOURS")
    assert refused.stderr.count("\n") == 1


@pytest.mark.parametrize("options", [["--demo"], ["--port", "0"]])
def test_content_that_differs_from_its_lock_is_one_line_and_not_a_traceback(tmp_path: Path, options: list[str]) -> None:
    own = shutil.copytree(ROOT / "checklists", tmp_path / "checklists")
    frozen = own / "linyi-2021" / "enterprise" / "1.0.0.json"
    frozen.write_bytes(frozen.read_bytes() + b" ")
    given = environment(tmp_path / "var", ASSESS_CHECKLISTS_PATH=str(own))
    ended = subprocess.run(
        [ASSESS, "serve", *options], cwd=ROOT, env=given, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert ended.stdout == ""
    said = (
        f"{frozen}: 内容与 published.lock 记录的 SHA-256 不符；已发布的版本不可更改 "
        "(the content differs from the SHA-256 in published.lock; a published version never changes)"
    )
    assert ended.stderr.splitlines() == [said]
