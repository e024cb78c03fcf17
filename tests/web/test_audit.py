"""The audit log on the pages: an organisation sees its own assessment's, the operator that of the service."""

import csv
import io
import re
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from assess import clock
from assess.access.roles import Role
from assess.accounts.models import OrganisationKind
from assess.audit import checkpoints, log, reading
from assess.audit.chain import Subject
from assess.audit.models import AuditEvent, AuditReading
from assess.db import Database
from tests.audit.test_checkpoints import KEY
from tests.factories.accounts import PASSWORD, make_account, make_organisation
from tests.web.browsing import Browser
from tests.web.conftest import Browsers
from tests.web.reviewing import Stage


def events(database: Database, action: str) -> list[AuditEvent]:
    with database.read() as session:
        return list(session.scalars(select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.seq)))


@pytest.fixture
def operator(database: Database, browsers: Browsers) -> Browser:
    with database.write() as session:
        office = make_organisation(session, name="运营单位", kind=OrganisationKind.AUTHORITY, operator=True)
        account = make_account(session, office, Role.ADMINISTRATOR, name="孙运营")
        login, who = account.login, account.id
        for number in range(60):
            log.append(
                session,
                stream=log.GENERAL,
                actor=who,
                action="token.issued" if number % 2 else "organisation.edited",
                subject=Subject("organisation", str(office.id)) if number % 2 == 0 else Subject("token", "=1+1"),
                now=clock.now() - timedelta(days=number),
                detail={"secret": "不给人看的内容"},
            )
        checkpoints.make(session, key=KEY, now=clock.now())
        session.commit()
    one = browsers()
    assert one.sign_in(login, PASSWORD).status_code == 303
    return one


@pytest.fixture
def reviewed(stage: Stage) -> Stage:
    """Give a form that a reviewer has opened, marked, read files of, and decided."""
    reviewer = stage.taken()
    for item in ("serious-list", "procedure", "overseas-cover"):
        stage.mark(reviewer, item)
    reviewer.get(f"{stage.base}/evidence/{stage.files['凭证.pdf']}")
    return stage


def test_an_organisation_sees_that_it_was_looked_at_and_nothing_of_the_review(reviewed: Stage) -> None:
    lead = reviewed.browser("lead")
    page = lead.get(f"{reviewed.own}/log")
    assert page.status_code == 200
    table = page.text.partition("<tbody")[2].partition("</tbody>")[0]
    for told in ("查看提交内容", "查看评价要点", "查看佐证材料", "复核人员", "提交", "保存填报内容"):
        assert told in table
    with reviewed.database.read() as session:
        hidden = session.scalars(select(AuditEvent.action).where(AuditEvent.action.startswith("review."))).all()
    assert {"review.taken-up", "review.marked"} <= set(hidden)
    for kept in ("受理复核", "评定", "认定", "转下一级", "审定", "赵复核"):
        assert kept not in table


def test_the_log_can_be_narrowed_and_is_for_the_organisation_only(reviewed: Stage) -> None:
    lead = reviewed.browser("respondent")
    reads, changes = (lead.get(f"{reviewed.own}/log?show={show}").text for show in ("reads", "changes"))
    assert "查看佐证材料" in reads
    assert "保存填报内容" not in reads
    assert "保存填报内容" in changes
    assert "查看佐证材料" not in changes
    assert lead.get(f"{reviewed.own}/log?show=neither&page=9999999").status_code == 200
    for stranger in ("first", "administrator", "elsewhere"):
        assert reviewed.browser(stranger).get(f"{reviewed.own}/log").status_code in {403, 404}


def test_a_reviewers_reading_is_told_once_within_ten_minutes(stage: Stage) -> None:
    reviewer = stage.browser("first")
    for _ in range(3):
        assert reviewer.get(stage.base).status_code == 200
        assert reviewer.get(f"{stage.base}/items/procedure").status_code == 200
    assert [one.stream for one in events(stage.database, "submission.read")] == [stage.id.hex]
    assert [one.subject_id for one in events(stage.database, "item.read")] == [f"{stage.id}/procedure"]
    assert reviewer.get(f"{stage.base}/items/nothing-such").status_code == 404
    assert len(events(stage.database, "item.read")) == 1


def test_what_cannot_be_written_down_is_not_shown(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object, **_named: object) -> None:
        raise OSError("the disk is full")

    reviewer, administrator = stage.browser("first"), stage.browser("administrator")
    monkeypatch.setattr(reading, "append", refuse)
    for browser, address in (
        (reviewer, stage.base),
        (reviewer, f"{stage.base}/items/procedure"),
        (reviewer, f"{stage.base}/evidence/{stage.files['凭证.pdf']}"),
        (administrator, f"/campaigns/{stage.campaign_id}/participants"),
        (administrator, f"/campaigns/{stage.campaign_id}/dashboard/participants.csv"),
    ):
        assert browser.get(address).status_code == 500, address
    with stage.database.read() as session:
        assert session.scalar(select(func.count()).select_from(AuditReading)) == 0


def test_an_administrators_reading_is_told_in_the_general_chain(stage: Stage) -> None:
    administrator, campaign = stage.browser("administrator"), str(stage.campaign_id)
    for page in ("participants", "dashboard", "deviations", "dashboard.xlsx"):
        assert administrator.get(f"/campaigns/{campaign}/{page}").status_code == 200
    for action in ("participants-read", "results-read", "deviations-read", "exported"):
        told = events(stage.database, f"campaign.{action}")
        assert [(one.stream, one.subject_id) for one in told] == [(log.GENERAL, campaign)], action
    missing = administrator.get(f"/campaigns/{uuid.uuid4()}/participants")
    assert missing.status_code == 404
    assert len(events(stage.database, "campaign.participants-read")) == 1


def test_ones_own_people_are_not_foreign(stage: Stage) -> None:
    lead = stage.browser("lead")
    assert lead.get("/organisation/members").status_code == 303
    assert lead.get(lead.get("/organisation/members").headers["location"]).status_code == 200
    assert events(stage.database, "organisation.members-read") == []


def test_the_operator_searches_and_sees_no_content(operator: Browser, database: Database) -> None:
    page = operator.get("/audit").text
    assert re.search("第 [12] 个，", page)  # the daily job may have made one more
    assert "还没有核验过" in page
    assert "孙运营" not in page
    assert "不给人看的内容" not in page
    assert 'rel="next"' in page
    found = operator.get("/audit?action=token.issued").text
    assert "共 30 条" in found
    assert operator.get("/audit?organisation=运营单位&who=nobody").text.count("<tr") == 0
    assert "共 30 条" in operator.get("/audit?organisation=运营单位").text
    day = f"{clock.to_local(clock.now() - timedelta(days=3)):%Y-%m-%d}"
    assert "共 1 条" in operator.get(f"/audit?since={day}&until={day}").text
    assert "日期无法识别" in operator.get("/audit?since=gestern").text
    assert len(events(database, "audit.searched")) == 1


def test_a_search_can_be_taken_away_and_no_cell_is_a_formula(operator: Browser, database: Database) -> None:
    answer = operator.get("/audit/events.csv?action=token.issued")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 31
    assert {row[3] for row in rows[1:]} == {"token.issued"}
    assert all(not row[5].startswith("=") for row in rows[1:])
    assert len(events(database, "audit.exported")) == 1


def test_to_everybody_else_there_is_no_audit(stage: Stage) -> None:
    for name in ("lead", "first", "administrator"):
        assert stage.browser(name).get("/audit").status_code == 404
        assert stage.browser(name).get("/audit/events.csv").status_code == 404
