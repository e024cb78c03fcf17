"""Personal data in the browser: the notice asked for anew, the copy, erasing accounts and drafts."""

import io
import json
import uuid
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assess import clock
from assess.access.roles import Role
from assess.accounts.models import Account, Consent, Membership, OrganisationKind, WebSession
from assess.accounts.notice import NOTICE
from assess.accounts.totp import Keys
from assess.assessments.models import Assessment
from assess.audit.models import AuditEvent
from assess.config import Settings
from assess.db import Database
from tests.factories.accounts import PASSWORD, make_account, make_organisation
from tests.factories.assessments import make_assessment
from tests.factories.reviews import make_authority, store_campaign
from tests.web.browsing import Browser, complaints
from tests.web.guarding import code_of
from tests.web.markup import faults


def _outdate(database: Database) -> None:
    """Let everybody have agreed to the notice before the one in force."""
    with database.write() as session:
        session.execute(update(Consent).values(notice_version="2020-01-01"))
        session.execute(update(WebSession).values(consent_version="2020-01-01"))
        session.commit()


def _event(database: Database, action: str) -> AuditEvent:
    with database.read() as session:
        return session.scalars(select(AuditEvent).where(AuditEvent.action == action)).one()


def test_a_newer_notice_is_asked_of_everybody_signed_in(
    lead_browser: Browser, lead: Account, database: Database
) -> None:
    assert lead_browser.get("/account").status_code == 200
    _outdate(database)
    for path in ("/account", "/organisation", "/account/tokens"):
        answer = lead_browser.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/start?next={path}")
    page = lead_browser.get("/start?next=/account").text
    assert "隐私告知有变化，请再看一遍" in page
    assert "您同意过的是 2020-01-01 版" in page
    assert faults(page) == []
    assert lead_browser.post("/start", {"consent": "yes", "next": "/account"}).headers["location"] == "/account"
    assert lead_browser.get("/account").status_code == 200
    with database.read() as session:
        given = session.scalars(
            select(Consent.notice_version).where(Consent.account_id == lead.id).order_by(Consent.at)
        )
        assert list(given) == ["2020-01-01", NOTICE]
    assert _event(database, "consent.given").actor_id == lead.id


def test_who_does_not_agree_still_gets_and_erases_their_data(lead_browser: Browser, database: Database) -> None:
    _outdate(database)
    assert lead_browser.get("/account/data").status_code == 200
    assert lead_browser.get("/account/erase").status_code == 200
    assert lead_browser.post("/sign-out").headers["location"] == "/"


def test_a_newer_notice_is_asked_of_guests_before_they_go_on(browser: Browser, database: Database) -> None:
    browser.consent()
    browser.answer_questions()
    version = browser.get("/start/checklists").text.partition('name="version" value="')[2][:36]
    begun = browser.post("/start/begin", {"version": version}).headers["location"].removesuffix("/start")
    assert browser.get(begun).status_code == 200
    _outdate(database)
    assert browser.get(begun).headers["location"] == f"/start?next={begun}"
    saved = browser.send(
        "POST",
        f"{begun}/answers/credit.serious-list",
        headers={"x-csrf-token": browser.token, "accept": "application/json"},
        json={"value": "no", "revision": 0},
    )
    assert saved.status_code == 403
    browser.get(f"/start?next={begun}")
    assert browser.post("/start", {"consent": "yes", "next": begun}).headers["location"] == begun
    assert browser.get(begun).status_code == 200


def test_consent_given_as_a_guest_becomes_the_accounts(browser: Browser, lead: Account, database: Database) -> None:
    browser.consent()
    browser.sign_in(lead.login, PASSWORD)
    with database.read() as session:
        assert len(session.scalars(select(Consent).where(Consent.account_id == lead.id)).all()) == 2
        assert session.scalars(select(Consent).where(Consent.account_id.is_(None))).all() == []


PERIODS = {
    "zh": ("最后一次改动起 2 年，期满由运营单位决定删除", "开始试填起 24 小时"),
    "en": ("2 years after the last change; then the operator decides", "24 hours after the trial began"),
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_notice_tells_periods_and_whom_to_ask(browser: Browser, settings: Settings, language: str) -> None:
    page = browser.get(f"/privacy?lang={language}").text
    assert faults(page) == []
    assert NOTICE in page
    for said in PERIODS[language]:
        assert said in page
    assert settings.privacy_contact == ""
    if language == "zh":
        assert "运营单位还没有填写个人信息保护的联系方式" in page


def _copy(browser: Browser, **given: str) -> dict[str, bytes]:
    browser.get("/account/data")
    answer = browser.post("/account/data", given)
    assert answer.status_code == 200, complaints(answer)
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"].startswith('attachment; filename="personal-data-2')
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_copy_takes_the_password_and_holds_what_is_ones_own(
    lead_browser: Browser, lead: Account, database: Database
) -> None:
    page = lead_browser.get("/account/data")
    assert faults(page.text) == []
    assert "同意记录" in page.text
    wrong = lead_browser.post("/account/data", {"password": "wrong"})
    assert (wrong.status_code, list(complaints(wrong))) == (422, ["password"])
    files = _copy(lead_browser, password=PASSWORD)
    (account,) = json.loads(files["account.json"])
    assert (account["login"], account["name"]) == (lead.login, "王丽")
    assert [row["role"] for row in json.loads(files["memberships.json"])] == ["lead"]
    assert [row["notice_version"] for row in json.loads(files["consents.json"])] == [NOTICE]
    everything = b"".join(files.values()).decode()
    with database.read() as session:
        stored = session.get_one(Account, lead.id).password_hash
    assert stored not in everything
    assert str(lead_browser.session) not in everything
    assert "<h2>所在单位和角色</h2>" in files["index.html"].decode()
    assert _event(database, "account.exported").subject_id == str(lead.id)


def test_the_copy_takes_a_code_too_where_the_second_factor_is_on(
    browser: Browser, guarded: Account, database: Database, keys: Keys
) -> None:
    browser.sign_in(guarded.login, PASSWORD)
    browser.get("/sign-in/code")
    assert browser.post("/sign-in/code", {"code": code_of(database, keys, guarded)}).status_code == 303
    browser.get("/account/data")
    wrong = browser.post("/account/data", {"password": PASSWORD, "code": "000000"})
    assert (wrong.status_code, list(complaints(wrong))) == (422, ["code"])
    assert "account.json" in _copy(browser, password=PASSWORD, code=code_of(database, keys, guarded, 1))


def test_without_a_password_a_fresh_sign_in_is_the_proof(
    lead_browser: Browser, lead: Account, database: Database
) -> None:
    with database.write() as session:
        session.execute(update(Account).where(Account.id == lead.id).values(password_hash="!"))
        session.commit()
    assert "account.json" in _copy(lead_browser)
    with database.write() as session:
        session.execute(update(WebSession).values(strong_at=clock.now() - timedelta(minutes=11)))
        session.commit()
    late = lead_browser.post("/account/data")
    assert (late.status_code, list(complaints(late))) == (422, ["password"])


def test_an_account_is_erased_by_its_person(lead_browser: Browser, lead: Account, database: Database) -> None:
    page = lead_browser.get("/account/erase")
    assert faults(page.text) == []
    wrong = lead_browser.post("/account/erase", {"login": "other", "password": PASSWORD})
    assert (wrong.status_code, list(complaints(wrong))) == (422, ["login"])
    wrong = lead_browser.post("/account/erase", {"login": lead.login, "password": "wrong"})
    assert (wrong.status_code, list(complaints(wrong))) == (422, ["password"])
    done = lead_browser.post("/account/erase", {"login": lead.login, "password": PASSWORD})
    assert (done.status_code, faults(done.text)) == (200, [])
    assert "账号已注销" in done.text
    assert lead_browser.get("/account").headers["location"].startswith("/sign-in")
    assert lead_browser.sign_in(lead.login, PASSWORD).status_code == 422
    with database.read() as session:
        found = session.get_one(Account, lead.id)
        assert (found.name, found.email) == ("已注销用户", None)
        assert found.erased_at is not None
        assert session.scalars(select(Membership)).all() == []


def test_the_only_lead_in_a_campaign_is_told_what_to_do_first(
    lead_browser: Browser, lead: Account, database: Database
) -> None:
    with database.write() as session:
        organisation = session.scalars(select(Membership.organisation_id)).one()
        made = make_assessment(session)
        made.organisation_id, made.closes_at = organisation, clock.now() + timedelta(days=1)
        made.campaign_id = _campaign(session)
        session.commit()
    page = lead_browser.get("/account/erase").text
    assert "正在参加评估批次，只有这个账号是负责人" in page
    assert '<form id="page-form"' not in page
    refused = lead_browser.post("/account/erase", {"login": lead.login, "password": PASSWORD})
    assert refused.status_code == 200
    with database.read() as session:
        assert session.get_one(Account, lead.id).erased_at is None


def _campaign(session: Session) -> uuid.UUID:
    return store_campaign(session, make_authority(session)).id


@pytest.fixture
def office(database: Database) -> Account:
    """Give an administrator of the operator."""
    with database.write() as session:
        body = make_organisation(session, name="运营单位", kind=OrganisationKind.AUTHORITY, operator=True)
        made = make_account(session, body, Role.ADMINISTRATOR, name="孙运营")
        session.commit()
        session.refresh(made)
        session.expunge(made)
    return made


def test_an_administrator_of_the_operator_erases_for_somebody(
    browser: Browser, office: Account, lead: Account, database: Database
) -> None:
    browser.sign_in(office.login, PASSWORD)
    address = f"/accounts/{lead.id}/erase"
    page = browser.get(address).text
    assert faults(page) == []
    assert "王丽" in page
    wrong = browser.post(address, {"login": office.login, "password": PASSWORD})
    assert (wrong.status_code, list(complaints(wrong))) == (422, ["login"])
    done = browser.post(address, {"login": lead.login, "password": PASSWORD})
    assert (done.status_code, "账号已注销" in done.text) == (200, True)
    event = _event(database, "account.erased")
    assert (event.subject_id, event.actor_id) == (str(lead.id), office.id)
    assert browser.get(address).status_code == 404


def test_a_lead_deletes_a_draft(lead_browser: Browser, database: Database) -> None:
    with database.write() as session:
        draft = make_assessment(session)
        draft.organisation_id = session.scalars(select(Membership.organisation_id)).one()
        session.commit()
        address = f"/assessments/{draft.id}"
    assert f'href="{address}/erase"' in lead_browser.get(address).text
    page = lead_browser.get(f"{address}/erase").text
    assert faults(page) == []
    unsure = lead_browser.post(f"{address}/erase")
    assert (unsure.status_code, list(complaints(unsure))) == (422, ["sure"])
    assert lead_browser.post(f"{address}/erase", {"sure": "yes"}).headers["location"] == "/assessments"
    assert lead_browser.get(address).status_code == 404
    with database.read() as session:
        assert session.scalars(select(Assessment)).all() == []
