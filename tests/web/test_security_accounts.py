"""What protects an account, as seen from the browser: tokens, cookies, second factor, links."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from anyio.from_thread import start_blocking_portal
from fastapi import FastAPI
from sqlalchemy import select, update

from assess import clock
from assess.access.roles import Role
from assess.accounts import totp
from assess.accounts.models import Account, OrganisationKind, WebSession
from assess.accounts.totp import Keys
from assess.config import Settings
from assess.db import Database
from assess.main import create_app
from tests.factories.accounts import PASSWORD, make_account, make_organisation, make_visit
from tests.web.browsing import Browser, complaints
from tests.web.conftest import Browsers
from tests.web.guarding import code_of, held, secret_of
from tests.web.markup import faults

FRESH = "a-new-password-7"
ELSEWHERE = ["https://evil.example/", "//evil.example/", "/\\evil.example", "\t//evil.example", "javascript:alert(1)"]


def replayed(browser: Browser, token: str | None, path: str = "/account") -> httpx.Response:
    """Ask with an older token."""
    browser.client.cookies.clear()
    return browser.send("GET", path, headers={"accept": "text/html", "cookie": f"assess={token}"})


# Session fixation and rotation


def test_each_step_of_a_sign_in_gives_another_token_and_the_old_ones_open_nothing(
    browser: Browser, guarded: Account, database: Database, keys: Keys
) -> None:
    browser.get("/sign-in")
    planted = browser.session
    answer = browser.sign_in(guarded.login, PASSWORD)
    waiting = browser.session
    assert answer.headers["location"] == "/sign-in/code?next=/assessments"
    assert browser.get("/account").headers["location"].startswith("/sign-in"), "the password alone opens nothing"
    assert faults(browser.get("/sign-in/code").text) == []
    answer = browser.post("/sign-in/code", {"code": code_of(database, keys, guarded), "next": "/organisation"})
    inside = browser.session
    assert (answer.status_code, answer.headers["location"]) == (303, "/organisation")
    assert len({planted, waiting, inside}) == 3
    assert browser.get("/account").status_code == 200
    for old in (planted, waiting):
        assert replayed(browser, old).headers["location"].startswith("/sign-in")
    assert [web.method for web in held(database, guarded)] == ["password+totp"]


def test_changing_the_password_gives_another_token(lead_browser: Browser, lead: Account, database: Database) -> None:
    lead_browser.get("/account/password")
    before, form_token = lead_browser.session, lead_browser.token
    answer = lead_browser.post("/account/password", {"old": PASSWORD, "password": FRESH, "again": FRESH})
    assert answer.headers["location"] == "/account/security?done=password"
    assert lead_browser.session not in {None, before}
    assert "其他设备上的登录都已退出" in lead_browser.get("/account/security?done=password").text
    assert lead_browser.token != form_token
    assert len(held(database, lead)) == 1
    assert replayed(lead_browser, before).headers["location"].startswith("/sign-in")


def test_the_other_browser_is_signed_out_by_a_new_password(
    lead_browser: Browser, browsers: Browsers, lead: Account
) -> None:
    other = browsers()
    other.sign_in(lead.login, PASSWORD)
    assert other.get("/account").status_code == 200
    lead_browser.get("/account/password")
    lead_browser.post("/account/password", {"old": PASSWORD, "password": FRESH, "again": FRESH})
    assert other.get("/account").headers["location"].startswith("/sign-in")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"old": "wrong-password"}, "old"),
        ({"password": "short", "again": "short"}, "password"),
        ({"again": "something-else-9"}, "again"),
    ],
)
def test_a_password_is_refused_beside_its_field(lead_browser: Browser, given: dict[str, str], field: str) -> None:
    lead_browser.get("/account/password")
    answer = lead_browser.post("/account/password", {"old": PASSWORD, "password": FRESH, "again": FRESH} | given)
    assert (answer.status_code, list(complaints(answer))) == (422, [field])
    assert FRESH not in answer.text


# Expiry and cookies


@pytest.mark.parametrize("ends", ["idle", "absolute"])
def test_a_session_ends_idle_and_at_last(
    lead_browser: Browser, database: Database, settings: Settings, ends: str
) -> None:
    with database.write() as session:
        web = session.scalars(select(WebSession).where(WebSession.account_id.is_not(None))).one()
        if ends == "idle":
            web.last_seen_at = clock.now() - timedelta(minutes=settings.session_idle_minutes)
            web.expires_at = clock.now()
        else:
            web.created_at = clock.now() - timedelta(hours=settings.session_absolute_hours)
            web.last_seen_at = clock.now() - timedelta(minutes=2)
        session.commit()
    if ends == "absolute":
        lead_browser.get("/account")  # the visit that would extend it finds its end
    assert lead_browser.get("/account").headers["location"].startswith("/sign-in")


def cookie_of(answer: httpx.Response, name: str) -> set[str]:
    (found,) = [line for line in answer.headers.get_list("set-cookie") if line.startswith(f"{name}=")]
    return {part.strip().partition("=")[0] if "SameSite" not in part else part.strip() for part in found.split(";")[1:]}


def test_the_cookie_is_for_this_site_and_no_script(browser: Browser, lead: Account) -> None:
    assert cookie_of(browser.sign_in(lead.login, PASSWORD), "assess") == {"Path", "HttpOnly", "SameSite=Lax"}


@pytest.fixture
def secure_browser(settings: Settings, database: Database, app: FastAPI) -> Iterator[Browser]:
    """Give a browser of a service behind TLS."""
    del app  # has stored its checklist
    behind_tls = replace(settings, secure_cookies=True, base_url="https://testserver")
    made = create_app(behind_tls, database, warm=False)
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(made.router.lifespan_context(made)):
        browser = Browser(made, portal, behind_tls)
        yield browser
        portal.call(browser.client.aclose)


def test_behind_tls_the_cookie_is_bound_to_host_and_https(secure_browser: Browser, lead: Account) -> None:
    answer = secure_browser.sign_in(lead.login, PASSWORD)
    assert cookie_of(answer, "__Host-assess") == {"Path", "HttpOnly", "SameSite=Lax", "Secure"}
    assert answer.headers["strict-transport-security"].startswith("max-age=")


# Open redirects


@pytest.mark.parametrize("back", ELSEWHERE)
def test_neither_step_leads_elsewhere(
    browser: Browser, guarded: Account, database: Database, keys: Keys, back: str
) -> None:
    browser.sign_in(guarded.login, PASSWORD)
    page = browser.send("GET", "/sign-in/code", params={"next": back}, headers={"accept": "text/html"})
    assert re.search(r'name="next" value="/assessments"', page.text)
    browser.get("/sign-in/code")
    answer = browser.post("/sign-in/code", {"code": code_of(database, keys, guarded), "next": back})
    assert answer.headers["location"] == "/assessments"


# The second factor


def test_a_code_that_let_somebody_in_lets_nobody_else_in(
    browsers: Browsers, guarded: Account, database: Database, keys: Keys
) -> None:
    first, second = browsers(), browsers()
    for one in (first, second):
        one.sign_in(guarded.login, PASSWORD)
        one.get("/sign-in/code")
    code = code_of(database, keys, guarded)
    assert first.post("/sign-in/code", {"code": code}).status_code == 303
    answer = second.post("/sign-in/code", {"code": code})
    assert (answer.status_code, list(complaints(answer))) == (422, ["code"])
    assert second.get("/account").headers["location"].startswith("/sign-in")


def test_guessing_codes_ends_with_429_even_in_a_new_browser(browsers: Browsers, guarded: Account) -> None:
    for _ in range(5):
        one = browsers()
        one.sign_in(guarded.login, PASSWORD)
        one.get("/sign-in/code")
        assert one.post("/sign-in/code", {"code": "000000"}).status_code == 422
    last = browsers()
    last.sign_in(guarded.login, PASSWORD)
    last.get("/sign-in/code")
    assert last.post("/sign-in/code", {"code": "000000"}).status_code == 429


def test_the_code_page_is_for_who_gave_the_password(browser: Browser, lead: Account) -> None:
    assert browser.get("/sign-in/code").headers["location"] == "/sign-in?next=/assessments&expired=1"
    browser.get("/sign-in")
    assert browser.post("/sign-in/code", {"code": "123456"}).headers["location"].startswith("/sign-in?")
    browser.sign_in(lead.login, PASSWORD)
    assert browser.get("/sign-in/code").headers["location"] == "/assessments"


def test_a_sign_in_that_waited_too_long_begins_again(
    browser: Browser, guarded: Account, database: Database, keys: Keys
) -> None:
    browser.sign_in(guarded.login, PASSWORD)
    browser.get("/sign-in/code")
    with database.write() as session:
        waiting = update(WebSession).where(WebSession.pending_account_id.is_not(None))
        session.execute(waiting.values(pending_until=clock.now()))
        session.commit()
    answer = browser.post("/sign-in/code", {"code": code_of(database, keys, guarded)})
    assert answer.headers["location"].startswith("/sign-in?")
    assert held(database, guarded) == []


def test_turning_it_on_and_off_from_the_browser(
    lead_browser: Browser, lead: Account, database: Database, keys: Keys
) -> None:
    assert lead_browser.get("/account/second-factor/confirm").headers["location"] == "/account/second-factor"
    lead_browser.get("/account/second-factor")
    wrong = lead_browser.post("/account/second-factor", {"password": "wrong-password"})
    assert list(complaints(wrong)) == ["password"]
    assert lead_browser.post("/account/second-factor", {"password": PASSWORD}).status_code == 303
    page = lead_browser.get("/account/second-factor/confirm").text
    assert totp.spelled(secret_of(database, keys, lead)) in page
    assert 'src="data:image/png;base64,' in page
    assert faults(page) == []
    assert list(complaints(lead_browser.post("/account/second-factor/confirm", {"code": "000000"}))) == ["code"]
    shown = lead_browser.post("/account/second-factor/confirm", {"code": code_of(database, keys, lead)}).text
    codes = re.findall(r"<code>([2-9A-Z-]{14})</code>", shown)
    assert (len(codes), faults(shown)) == (10, [])
    assert lead_browser.get("/account/second-factor/confirm").status_code == 303, "nothing is shown a second time"
    assert "还有 10 个恢复码" in lead_browser.get("/account/security").text
    assert faults(lead_browser.get("/account/second-factor/off").text) == []
    answer = lead_browser.post("/account/second-factor/off", {"password": PASSWORD, "code": codes[0]})
    assert answer.headers["location"] == "/account/security?done=off"
    assert "未开启" in lead_browser.get("/account/security").text


def test_new_recovery_codes_from_the_browser(
    browser: Browser, guarded: Account, database: Database, keys: Keys
) -> None:
    browser.sign_in(guarded.login, PASSWORD)
    browser.get("/sign-in/code")
    browser.post("/sign-in/code", {"code": code_of(database, keys, guarded)})
    browser.get("/account/second-factor/codes")
    given = {"password": PASSWORD, "code": code_of(database, keys, guarded, 1)}
    assert (
        len(re.findall(r"<code>([2-9A-Z-]{14})</code>", browser.post("/account/second-factor/codes", given).text)) == 10
    )


@pytest.mark.parametrize(("role", "hinted"), [(Role.REVIEWER, True), (Role.ADMINISTRATOR, True)])
def test_who_reaches_others_is_asked_to_turn_it_on(
    browser: Browser, database: Database, role: Role, *, hinted: bool
) -> None:
    with database.write() as session:
        login = make_account(session, make_organisation(session, kind=OrganisationKind.AUTHORITY), role).login
        session.commit()
    browser.sign_in(login, PASSWORD)
    assert ("建议开启两步验证" in browser.get("/assessments").text) is hinted
    assert "建议尽快开启" in browser.get("/account/security").text


def test_who_fills_in_is_not_pressed(lead_browser: Browser) -> None:
    assert "建议开启两步验证" not in lead_browser.get("/assessments").text
    assert "建议尽快开启" not in lead_browser.get("/account/security").text


# Sessions of one's own


def test_devices_are_named_and_can_be_signed_out(lead_browser: Browser, browsers: Browsers, lead: Account) -> None:
    other = browsers()
    other.client.headers["user-agent"] = "Mozilla/5.0 (Windows NT 10.0; Win64) Gecko/20100101 Firefox/140.0"
    other.sign_in(lead.login, PASSWORD)
    page = lead_browser.get("/account/security").text
    assert "Windows 上的 Firefox" in page
    address = re.search(r'action="(/account/sessions/[0-9a-f-]{36}/end)"', page)
    assert address is not None
    assert lead_browser.post(address.group(1)).headers["location"] == "/account/security?done=ended"
    assert other.get("/account").headers["location"].startswith("/sign-in")
    assert lead_browser.post(address.group(1)).status_code == 404


def test_somebody_elses_session_answers_as_none(lead_browser: Browser, database: Database) -> None:
    with database.write() as session:
        foreign = make_visit(session, make_account(session), now=clock.now()).id
        session.commit()
    lead_browser.get("/account/security")
    answers = [
        lead_browser.post(f"/account/sessions/{one}/end") for one in (foreign, "00000000-0000-4000-8000-000000000000")
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert len({re.sub(r"错误编号：\w+", "", answer.text) for answer in answers}) == 1
