"""`assess privacy`: what is over, requests on paper, and erasing at the machine."""

import json
import stat
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from assess import clock
from assess.access.roles import Role
from assess.accounts.models import Account, Attempt
from assess.accounts.privacy_models import Erasure
from assess.assessments.models import Assessment
from assess.audit.models import AuditEvent
from assess.db import Database
from tests.cli.running import run
from tests.factories.accounts import make_account
from tests.factories.assessments import make_assessment
from tests.factories.reviews import make_authority


@pytest.fixture
def login(database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    monkeypatch.setenv("ASSESS_DATABASE_URL", database_url)
    monkeypatch.setenv("ASSESS_DATA_PATH", str(tmp_path / "var"))
    with database.write() as session:
        found = make_account(session, make_authority(session, operator=True), Role.ADMINISTRATOR, name="周敏").login
        session.commit()
    return found


@pytest.fixture
def old(database: Database, login: str) -> str:
    """Store an old try and an old draft."""
    long_ago = clock.now() - timedelta(days=4000)
    with database.write() as session:
        session.add(Attempt(key=b"k" * 32, at=long_ago))
        made = make_assessment(session, now=long_ago)
        session.commit()
        assert login
        return str(made.id)


def left(database: Database) -> tuple[int, int]:
    with database.read() as session:
        return tuple(session.scalar(select(func.count()).select_from(table)) or 0 for table in (Attempt, Assessment))  # type: ignore[return-value]  # two of them


def test_a_dry_run_lists_every_class_and_changes_nothing(old: str, database: Database) -> None:
    shown = run("privacy", "retention", "--dry-run")
    assert shown.exit_code == 0
    lines = {line.split("\t")[0]: line.split("\t")[1:] for line in shown.stdout.splitlines()}
    day = clock.to_local(clock.now() - timedelta(days=4000)).date().isoformat()
    assert lines["attempts"] == ["24 小时", "每天执行", "1", day]
    assert lines["drafts"] == ["2 年", "未开启，只列出", "1", day]
    assert lines["submitted"][2:] == ["0", "-"]
    assert left(database) == (1, 1)
    rows = json.loads(run("privacy", "retention", "--dry-run", "--format", "json").stdout)
    assert [one["rows"] for one in rows if one["class"] == "drafts"] == [1]
    assert old


def test_without_it_what_is_switched_on_goes(old: str, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run("privacy", "retention", "--locale", "en")
    assert (done.exit_code, "Taken away: 1." in done.stderr) == (0, True)
    assert left(database) == (0, 1)
    monkeypatch.setenv("ASSESS_RETENTION", "drafts=730")
    assert "已处理 1 条。" in run("privacy", "retention").stderr
    assert left(database) == (0, 0)
    assert old


def test_a_copy_is_written_for_its_person_only(login: str, database: Database, tmp_path: Path) -> None:
    path = tmp_path / "copy.zip"
    done = run("privacy", "export", login.upper(), "--out", path)
    assert done.exit_code == 0, done.stderr
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with zipfile.ZipFile(path) as archive:
        assert json.loads(archive.read("account.json"))[0]["login"] == login
    with database.read() as session:
        assert session.scalars(select(AuditEvent.action)).all() == ["account.exported"]


def test_an_account_is_erased_after_a_question(login: str, database: Database) -> None:
    refused = run("privacy", "erase", login, "--yes")
    assert refused.exit_code == 2
    assert "最后一个管理员" in refused.stderr
    with database.write() as session:
        other = make_account(session, name="吴用").login
        session.commit()
    assert run("privacy", "erase", other).exit_code == 1  # nobody answered
    assert run("privacy", "erase", other, "--yes").exit_code == 0
    with database.read() as session:
        assert session.scalars(select(Account.name).order_by(Account.name)).all() == ["周敏", "已注销用户"]
        assert session.scalars(select(Erasure.reason)).all() == ["request"]
    nobody = run("privacy", "erase", other, "--yes")
    assert (nobody.exit_code, f"没有登录名为“{other}”的账号" in nobody.stderr) == (2, True)


def test_an_assessment_is_erased_by_its_number(old: str, database: Database) -> None:
    assert run("privacy", "erase-assessment", old, "--yes").exit_code == 0
    assert left(database) == (1, 0)
    again = run("privacy", "erase-assessment", "ZP-nothing", "--yes")
    assert (again.exit_code, "没有编号为“ZP-nothing”的自评" in again.stderr) == (2, True)


def test_a_wrong_period_is_refused(login: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert login
    monkeypatch.setenv("ASSESS_RETENTION", "sessions=1")
    refused = run("privacy", "retention", "--dry-run")
    assert (refused.exit_code, "ASSESS_RETENTION" in refused.stderr) == (2, True)
