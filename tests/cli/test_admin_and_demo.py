"""`assess admin create`, and the demo that stays in demo mode."""

import dataclasses
import json
import stat
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from assess.access.roles import Role
from assess.accounts.models import Account, Membership, Organisation, OrganisationKind
from assess.accounts.operations import sign_in
from assess.assessments.consulted import of_snapshot
from assess.assessments.models import Answer, Assessment, Evidence, Submission
from assess.assessments.workflow import Status
from assess.audit import log
from assess.campaigns.models import Campaign, CampaignStatus
from assess.cli import demo
from assess.cli.main import app
from assess.config import Settings, load_settings
from assess.db import Database
from assess.errors import InvalidError
from assess.jobs.models import Job
from assess.main import UnreadyError, check
from tests.factories.accounts import LIMITS, PASSWORD

CREATE = ["admin", "create", "--login", "root-admin", "--name", "孙丽", "--password-stdin"]


def test_an_administrator_is_made_at_the_machine(
    database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSESS_DATABASE_URL", database_url)
    monkeypatch.setenv("ASSESS_DATA_PATH", str(tmp_path))
    done = CliRunner().invoke(app, CREATE, input=f"{PASSWORD}\n")
    assert (done.exit_code, "root-admin" in done.output) == (0, True)
    with database.read() as session:
        member = session.scalars(select(Membership)).one()
        account = session.get_one(Account, member.account_id)
        assert (member.role, account.login, account.name) == (Role.ADMINISTRATOR, "root-admin", "孙丽")
    again = CliRunner().invoke(app, CREATE, input=f"{PASSWORD}\n")
    assert (again.exit_code, "该登录名已被使用" in again.output) == (2, True)
    weak = CliRunner().invoke(app, [*CREATE[:3], "other-admin", *CREATE[4:]], input="short\n")
    assert (weak.exit_code, "密码应为 10 至 200 个字符" in weak.output) == (2, True)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings({"ASSESS_DATA_PATH": str(tmp_path / "var"), "ASSESS_DEMO": "true"})


def counts(session: Session) -> dict[str, int]:
    tables = (Account, Organisation, Assessment, Submission, Job)
    return {table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def test_the_demo_is_seeded_once_with_logins_of_its_own(database: Database, settings: Settings, now: datetime) -> None:
    logins = demo.prepare(database, settings, now)
    assert demo.prepare(database, settings, now) == logins
    assert len({one.password for one in logins}) == 5
    stored = settings.data_path / "demo-logins"
    assert stat.S_IMODE(stored.stat().st_mode) == 0o600
    assert [line["login"] for line in json.loads(stored.read_text())] == [one.login for one in logins]
    with database.read() as session:
        assert counts(session) == {"account": 5, "organisation": 6, "assessment": 3, "submission": 1, "job": 3}
        kinds = sorted(session.scalars(select(Organisation.kind)))
        assert kinds.count(OrganisationKind.ENTERPRISE) == 2
        assert {account.demo for account in session.scalars(select(Account))} == {True}
        statuses = {one.status: one.id for one in session.scalars(select(Assessment))}
        assert set(statuses) == {Status.DRAFT, Status.SUBMITTED}
        half = session.scalar(select(func.count()).where(Answer.assessment_id == statuses[Status.DRAFT])) or 0
        full = session.scalar(select(func.count()).where(Answer.assessment_id == statuses[Status.SUBMITTED])) or 0
        assert 10 < half < full
        assert session.scalar(select(func.count()).select_from(Evidence)) == 5
        campaign = session.scalars(select(Campaign)).one()
        mine = {one.status for one in session.scalars(select(Assessment)) if one.campaign_id == campaign.id}
        assert (mine, campaign.status) == ({Status.DRAFT, Status.SUBMITTED}, CampaignStatus.OPEN)
        kept = of_snapshot(json.loads(session.scalars(select(Submission.snapshot)).one()))
        assert kept is not None  # what the lists said stands in the demo's report
        assert {one.list for one in kept.lists} >= {"serious-dishonesty", "local-black", "red"}
        reviewer = session.scalars(select(Account.id).where(Account.login == "fuhe")).one()
        body = session.scalars(select(Membership.organisation_id).where(Membership.account_id == reviewer)).one()
        assert (campaign.reviewing_body_id, campaign.organiser_id) == (body, body)
        assert all(log.verify(session, one.hex) is None for one in statuses.values())


def test_every_demo_login_signs_in(database: Database, settings: Settings, now: datetime) -> None:
    empty = dataclasses.replace(settings, checklists_path=settings.data_path)
    for one in demo.prepare(database, empty, now):
        with database.write() as session:
            given = {"address": "192.0.2.1", "now": now, "limits": LIMITS}
            assert sign_in(session, login=one.login, password=one.password, **given).token  # type: ignore[arg-type]  # by name
            session.commit()


def test_lost_demo_passwords_are_made_anew_and_the_old_ones_end(
    database: Database, settings: Settings, now: datetime
) -> None:
    empty = dataclasses.replace(settings, checklists_path=settings.data_path)
    old = demo.prepare(database, empty, now)
    (settings.data_path / "demo-logins").unlink()
    new = demo.prepare(database, empty, now)
    assert [one.login for one in new] == [one.login for one in old]
    with database.write() as session, pytest.raises(InvalidError):
        sign_in(session, login=old[0].login, password=old[0].password, address="x", now=now, limits=LIMITS)
    with database.write() as session:
        assert sign_in(session, login=new[0].login, password=new[0].password, address="x", now=now, limits=LIMITS).token


def test_outside_demo_mode_a_database_with_demo_accounts_is_not_served(
    database: Database, settings: Settings, now: datetime
) -> None:
    empty = dataclasses.replace(settings, checklists_path=settings.data_path)
    plain = dataclasses.replace(settings, demo=False)
    check(database, plain)
    demo.prepare(database, empty, now)
    check(database, settings)
    with pytest.raises(UnreadyError, match="演示账号"):
        check(database, plain)
