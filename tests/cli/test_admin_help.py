"""What somebody at the machine does for people who lost their way in."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from assess import clock
from assess.accounts import passwords, recovery, totp
from assess.accounts.credentials import RecoveryCode
from assess.accounts.models import Account
from assess.audit.models import AuditEvent
from assess.cli import demo
from assess.cli.main import app
from assess.db import Database
from tests.factories.accounts import make_account

FRESH = "a-new-password-7"


@pytest.fixture
def login(database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the login of somebody with a second factor, in the database the command finds."""
    monkeypatch.setenv("ASSESS_DATABASE_URL", database_url)
    monkeypatch.setenv("ASSESS_DATA_PATH", str(tmp_path))
    monkeypatch.setenv("ASSESS_BASE_URL", "https://assess.example")
    with database.write() as session:
        account = make_account(session)
        _guard(account, clock.now())
        session.add(RecoveryCode(account_id=account.id, code_hash=b"1" * 32))
        login = account.login
        session.commit()
    return login


def _guard(account: Account, now: datetime) -> None:
    account.totp_secret, account.totp_since = totp.Keys.of("k" * 40).sealed(totp.new_secret()), now


def test_a_reset_link_is_printed_for_who_has_no_mail(database: Database, login: str) -> None:
    done = CliRunner().invoke(app, ["admin", "reset-link", "--login", f" {login.upper()}"])
    found = re.fullmatch(r"https://assess\.example/password/reset/(\S+)\n", done.output)
    assert found is not None
    with database.write() as session:
        recovery.reset(session, token=found.group(1), password=FRESH, now=clock.now())
        session.commit()
        assert passwords.verify(session.scalar(select(Account.password_hash)), FRESH)
        event = session.scalars(select(AuditEvent).where(AuditEvent.action == "account.reset-link-made")).one()
        assert event.actor_id is None


def test_a_second_factor_is_taken_away_at_the_machine(database: Database, login: str) -> None:
    done = CliRunner().invoke(app, ["admin", "forget-second-factor", "--login", login])
    assert (done.exit_code, login in done.output) == (0, True)
    with database.read() as session:
        account = session.scalars(select(Account)).one()
        assert (account.totp_secret, account.totp_since) == (None, None)
        assert session.scalars(select(RecoveryCode)).all() == []
        event = session.scalars(select(AuditEvent).where(AuditEvent.action == "account.second-factor-off")).one()
        assert (event.actor_id, event.subject_id) == (None, str(account.id))


@pytest.mark.parametrize("command", ["reset-link", "forget-second-factor"])
@pytest.mark.usefixtures("login")
def test_an_unknown_login_is_named(command: str) -> None:
    done = CliRunner().invoke(app, ["admin", command, "--login", "nobody"])
    assert (done.exit_code, "没有登录名为 nobody 的账号" in done.output) == (2, True)


def test_the_demo_takes_a_visitors_second_factor_away(database: Database, now: datetime) -> None:
    with database.write() as session:
        account = make_account(session)
        account.login, account.demo = "qiye-a", True
        _guard(account, now)
        session.add(RecoveryCode(account_id=account.id, code_hash=b"1" * 32))
        session.flush()
        demo._renew(session)
        session.refresh(account)
        assert (account.totp_secret, account.totp_since) == (None, None)
        assert session.scalars(select(RecoveryCode)).all() == []
