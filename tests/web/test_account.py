"""Signing in and out, registering, the organisation, the session's life."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from assess import clock
from assess.access.roles import Role
from assess.accounts.models import Account, Consent, Organisation, OrganisationKind, WebSession
from assess.assessments.models import Assessment
from assess.db import Database
from tests.factories.accounts import PASSWORD, credit_code, make_account, make_organisation
from tests.web.browsing import Browser, complaints
from tests.web.conftest import Browsers

PERSON = {
    "name": "张三",
    "login": "zhangsan",
    "password": "correct-horse-9",
    "again": "correct-horse-9",
    "consent": "yes",
}
PLACE = {"province": "370000", "city": "371300", "kind": "enterprise", "exports": "no", "size": "small"}


def registration(**changes: object) -> dict[str, object]:
    """Give a complete registration."""
    return {**PLACE, **PERSON, "organisation_name": "临沂某某公司", "credit_code": credit_code(), **changes}


def test_signing_in_leads_to_the_list_with_a_new_token(browser: Browser, lead: Account) -> None:
    browser.get("/sign-in")
    before = browser.session
    answer = browser.sign_in(lead.login, PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/assessments")
    assert browser.session not in {None, before}


def test_a_wrong_password_is_refused_without_saying_what_was_wrong(browser: Browser, lead: Account) -> None:
    for login in (lead.login, "nobody@example.com"):
        answer = browser.sign_in(login, "wrong-password")
        assert answer.status_code == 422
        assert complaints(answer) == {"login": "登录名或密码不正确。"}


def test_too_many_tries_are_throttled_in_the_users_language(browser: Browser, lead: Account) -> None:
    for _ in range(5):
        browser.sign_in(lead.login, "wrong-password")
    answer = browser.sign_in(lead.login, PASSWORD)
    assert answer.status_code == 429
    assert "分钟" in answer.text


@pytest.mark.parametrize(
    ("back", "goes"),
    [
        ("/organisation", "/organisation"),
        ("/assessments?x=1", "/assessments?x=1"),
        ("https://evil.example/", "/assessments"),
        ("//evil.example/", "/assessments"),
        ("/\\evil.example", "/assessments"),
        ("\t//evil.example", "/assessments"),
        ("javascript:alert(1)", "/assessments"),
        ("", "/assessments"),
    ],
)
def test_signing_in_never_leads_elsewhere(browser: Browser, lead: Account, back: str, goes: str) -> None:
    assert browser.sign_in(lead.login, PASSWORD, back=back).headers["location"] == goes


def test_signing_out_ends_the_session(lead_browser: Browser, database: Database) -> None:
    lead_browser.get("/assessments")
    answer = lead_browser.post("/sign-out")
    assert answer.headers["location"] == "/"
    assert lead_browser.get("/assessments").headers["location"].startswith("/sign-in?next=/assessments")
    with database.read() as session:
        assert session.scalars(select(WebSession).where(WebSession.account_id.is_not(None))).all() == []


def test_what_needs_signing_in_leads_there_and_back(browser: Browser) -> None:
    assert browser.get("/organisation").headers["location"] == "/sign-in?next=/organisation&expired=1"
    assert "请登录后继续" in browser.get("/sign-in?next=/organisation&expired=1").text


def test_an_ended_session_counts_no_more(lead_browser: Browser, database: Database) -> None:
    with database.write() as session:
        session.execute(update(WebSession).values(expires_at=clock.now() - timedelta(seconds=1)))
        session.commit()
    assert lead_browser.get("/organisation").headers["location"].startswith("/sign-in")


def test_a_page_in_use_extends_the_session_at_most_once_a_minute(lead_browser: Browser, database: Database) -> None:
    def seen() -> object:
        with database.read() as session:
            return session.scalar(select(WebSession.last_seen_at).where(WebSession.account_id.is_not(None)))

    before = seen()
    lead_browser.get("/assessments")
    assert seen() == before
    with database.write() as session:
        session.execute(update(WebSession).values(last_seen_at=clock.now() - timedelta(minutes=2)))
        session.commit()
    lead_browser.get("/assessments")
    assert clock.now() - seen() < timedelta(minutes=1)  # type: ignore[operator]  # an instant


def test_a_reader_can_extend_the_session(lead_browser: Browser) -> None:
    lead_browser.get("/assessments")
    answer = lead_browser.send("POST", "/session/extend", headers={"x-csrf-token": lead_browser.token})
    assert answer.status_code == 200
    assert answer.json()["expires_at"] > clock.now().isoformat()


def test_every_mistake_of_a_registration_is_named_at_once(browser: Browser) -> None:
    browser.get("/register")
    answer = browser.post("/register", {"kind": "enterprise"})
    assert answer.status_code == 422
    expected = [
        "province",
        "exports",
        "size",
        "organisation_name",
        "credit_code",
        "name",
        "login",
        "password",
        "consent",
    ]
    assert sorted(complaints(answer)) == sorted(expected)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"credit_code": "91371300MA3C00000X"}, "credit_code"),
        ({"password": "short", "again": "short"}, "password"),
        ({"again": "something-else-9"}, "again"),
        ({"login": "Ü"}, "login"),
        ({"organisation_name": "长" * 201}, "organisation_name"),
        ({"consent": ""}, "consent"),
    ],
)
def test_a_registration_with_a_mistake_changes_nothing(
    browser: Browser, database: Database, changes: dict[str, object], field: str
) -> None:
    browser.get("/register")
    answer = browser.post("/register", registration(**changes))
    assert answer.status_code == 422
    assert list(complaints(answer)) == [field]
    assert "correct-horse-9" not in answer.text, "a password is never sent back"
    with database.read() as session:
        assert session.scalars(select(Organisation)).all() == []


def test_registering_signs_in_as_lead_and_keeps_the_trial(browser: Browser, database: Database) -> None:
    browser.consent()
    browser.answer_questions()
    version = re.search(r'name="version" value="([^"]+)"', browser.get("/start/checklists").text)
    assert version is not None
    browser.post("/start/begin", {"version": version.group(1)})
    assert re.search(r'id="exports" name="exports" value="yes"\s+checked', browser.get("/register").text)
    answer = browser.post("/register", registration())
    assert answer.headers["location"] == "/assessments?registered=1"
    page = browser.get("/assessments?registered=1").text
    assert "先前试填的内容已归入本单位" in page
    with database.read() as session:
        own = session.scalars(select(Assessment)).one()
        assert own.organisation_id == session.scalar(select(Organisation.id))
        assert own.guest_key is None


def test_an_organisation_registers_once(browsers: Browsers) -> None:
    code = credit_code()
    first, second = browsers(), browsers()
    first.get("/register")
    assert first.post("/register", registration(credit_code=code)).status_code == 303
    second.get("/register")
    answer = second.post("/register", registration(credit_code=code, login="lisi"))
    assert answer.status_code == 422
    assert "邀请" in complaints(answer)["credit_code"]


def test_the_lead_edits_the_organisation(lead_browser: Browser, database: Database) -> None:
    page = lead_browser.get("/organisation").text
    address = re.search(r'action="(/organisation/[^"]+)"', page)
    assert address is not None
    changed = {**PLACE, "organisation_name": "改名后的公司"}
    assert lead_browser.post(address.group(1), changed).headers["location"] == "/organisation?saved=1"
    with database.read() as session:
        found = session.scalars(select(Organisation)).one()
        assert (found.name, found.region, found.roles) == ("改名后的公司", "371300", [])
    assert lead_browser.post(address.group(1), {**changed, "organisation_name": ""}).status_code == 422


def test_a_foreign_organisation_is_not_there(lead_browser: Browser, database: Database) -> None:
    with database.write() as session:
        foreign = make_organisation(session, name="别的公司").id
        session.commit()
    lead_browser.get("/organisation")
    answer = lead_browser.post(f"/organisation/{foreign}", {**PLACE, "organisation_name": "夺取"})
    assert answer.status_code == 404
    missing = lead_browser.post(
        f"/organisation/{'0' * 8}-0000-4000-8000-{'0' * 12}", {**PLACE, "organisation_name": "x"}
    )
    assert missing.status_code == 404
    assert _without_number(answer.text) == _without_number(missing.text)


def _without_number(page: str) -> str:
    return re.sub(r"错误编号：\w+", "", page)


def test_a_trial_filled_in_before_signing_in_can_be_claimed(
    browser: Browser, lead: Account, database: Database
) -> None:
    browser.consent()
    browser.answer_questions()
    version = re.search(r'name="version" value="([^"]+)"', browser.get("/start/checklists").text)
    assert version is not None
    browser.post("/start/begin", {"version": version.group(1)})
    assert "只保存在当前浏览器的会话中" in browser.get("/assessments").text
    browser.sign_in(lead.login, PASSWORD)
    assert "归入本单位" in browser.get("/assessments").text
    browser.post("/assessments/claim")
    with database.read() as session:
        assert session.scalars(select(Assessment.organisation_id)).one() is not None


def test_an_empty_list_says_what_to_do(lead_browser: Browser) -> None:
    page = lead_browser.get("/assessments").text
    assert "还没有自评" in page
    assert 'href="/start/checklists"' in page


def test_who_has_agreed_once_is_not_asked_again(lead_browser: Browser, lead: Account, database: Database) -> None:
    with database.write() as session:
        session.execute(delete(Consent))
        session.execute(update(WebSession).values(consent_version=None, consent_at=None))
        session.commit()
    assert lead_browser.get("/start/checklists").headers["location"] == "/start"
    lead_browser.consent()
    assert "开始自评" in lead_browser.get("/start/checklists").text
    lead_browser.post("/sign-out")
    lead_browser.sign_in(lead.login, PASSWORD)
    assert lead_browser.get("/start/checklists").status_code == 200


def test_a_member_starts_for_the_organisation(lead_browser: Browser, database: Database) -> None:
    lead_browser.consent()
    version = re.search(r'name="version" value="([^"]+)"', lead_browser.get("/start/checklists").text)
    assert version is not None
    begun = lead_browser.post("/start/begin", {"version": version.group(1)})
    with database.read() as session:
        made = session.scalars(select(Assessment)).one()
        assert made.organisation_id == session.scalar(select(Organisation.id))
    assert begun.headers["location"] == f"/assessments/{made.id}/start"
    assert "填报中" in lead_browser.get("/assessments").text


@pytest.mark.parametrize(
    ("role", "said"), [(Role.REVIEWER, "目前没有需要复核的自评"), (Role.ADMINISTRATOR, "管理员不查看填报内容")]
)
def test_who_does_not_fill_in_is_told_what_there_is_for_them(
    browser: Browser, database: Database, role: Role, said: str
) -> None:
    with database.write() as session:
        authority = make_organisation(session, name="临沂示范局", kind=OrganisationKind.AUTHORITY)
        login = make_account(session, authority, role).login
        session.commit()
    browser.sign_in(login, PASSWORD)
    page = browser.get("/assessments").text
    assert said in page
    assert 'href="/about"' in page
    assert "/start/checklists" not in page


def test_a_guest_may_come_back_as_long_as_the_trial_is_kept(browser: Browser, database: Database) -> None:
    browser.get("/start")
    with database.read() as session:
        ends = session.scalars(select(WebSession.expires_at)).one()
    assert timedelta(hours=23, minutes=59) < ends - clock.now() <= timedelta(hours=24)


def test_a_member_is_signed_out_after_two_idle_hours(lead_browser: Browser, database: Database) -> None:
    assert lead_browser.session
    with database.read() as session:
        ends = session.scalars(select(WebSession.expires_at).where(WebSession.account_id.is_not(None))).one()
    assert timedelta(minutes=119) < ends - clock.now() <= timedelta(minutes=120)


def test_asking_for_the_end_does_not_move_it(lead_browser: Browser, database: Database) -> None:
    with database.write() as session:
        session.execute(update(WebSession).values(last_seen_at=clock.now() - timedelta(minutes=90)))
        session.commit()
        ends = session.scalars(select(WebSession.expires_at).where(WebSession.account_id.is_not(None))).one()
    answer = lead_browser.send("GET", "/session/expiry", headers={"accept": "application/json"})
    assert answer.json() == {"expires_at": ends.isoformat()}
    with database.read() as session:
        assert session.scalars(select(WebSession.expires_at).where(WebSession.account_id.is_not(None))).one() == ends


def test_a_stranger_has_no_session_to_ask_about(browser: Browser) -> None:
    assert browser.send("GET", "/session/expiry", headers={"accept": "application/json"}).status_code == 401


def test_a_form_sent_after_the_session_ended_leads_to_signing_in_and_back(
    lead_browser: Browser, database: Database
) -> None:
    lead_browser.get("/organisation")
    with database.write() as session:
        session.execute(update(WebSession).values(expires_at=clock.now() - timedelta(seconds=1)))
        session.commit()
    home = lead_browser.settings.base_url
    answer = lead_browser.post("/assessments/claim", referer=f"{home}/organisation")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/organisation&expired=1")
    foreign = lead_browser.post("/assessments/claim", referer="https://evil.example/page")
    assert foreign.headers["location"] == "/sign-in?next=/assessments&expired=1"
    scripted = lead_browser.post("/assessments/claim", None, **{"hx-request": "true"})
    assert scripted.status_code == 401
    assert "请先登录" in scripted.text
    assert "<html" not in scripted.text
