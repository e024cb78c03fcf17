"""What an attacker tried once and must not work again: floods, odd encodings, misleading addresses, misuse of forms."""

import asyncio
import collections
import functools
import time
import uuid
from datetime import timedelta
from urllib.parse import unquote

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import delete, func, select, update
from starlette.types import Message

from assess import clock
from assess.accounts import throttle
from assess.accounts.models import Account, Consent, Organisation, OrganisationKind, WebSession
from assess.assessments.models import Assessment, ItemClaim
from assess.checklists.models import ChecklistVersion
from assess.db import Database
from tests.factories.accounts import PASSWORD, make_account, make_organisation
from tests.factories.assessments import make_assessment
from tests.web.browsing import HTML, Browser
from tests.web.conftest import Browsers
from tests.web.filling import COVER, FRAGMENT, Sitting, begin
from tests.web.test_result import wait

FLOOD = 120
POLICIES = "insurance.policies"


@pytest.fixture
def sitting(lead_browser: Browser, database: Database, lead: Account) -> Sitting:
    return begin(lead_browser, database, lead)


def flood(browser: Browser, path: str, count: int) -> collections.Counter[int]:
    """Open one page many times at once."""

    async def all_at_once() -> list[httpx.Response]:
        return await asyncio.gather(*(browser.client.get(path, headers=HTML) for _ in range(count)))

    return collections.Counter(answer.status_code for answer in browser.portal.call(all_at_once))


@pytest.mark.parametrize("last_seen", [timedelta(0), timedelta(minutes=5)], ids=["fresh", "stale"])
def test_a_flood_of_requests_is_answered_one_after_the_other(sitting: Sitting, last_seen: timedelta) -> None:
    """Requests that hold a connection and wait for a thread once met threads that waited for a connection."""
    with sitting.database.write() as session:
        session.execute(update(WebSession).values(last_seen_at=clock.now() - last_seen))
        session.commit()
    started = time.monotonic()
    assert flood(sitting.browser, sitting.base, FLOOD) == {200: FLOOD}
    assert time.monotonic() - started < 20, "a pool that has run dry makes everybody wait for thirty seconds"


@pytest.mark.parametrize("path", ["//evil.example/x", "/%5Cevil.example/x", "/%09/evil.example/x", "/%0A/evil.example"])
def test_the_language_link_never_leads_to_another_site(browser: Browser, path: str) -> None:
    answer = browser.send("GET", browser.settings.base_url + path, headers=HTML)
    links = [part.partition('"')[0] for part in answer.text.split('href="')[1:] if "lang=en" in part.partition('"')[0]]
    assert answer.status_code == 404
    assert links
    assert all(link.startswith("/") and link[1:2].isalnum() | (link[1:2] == "%") for link in links)


def test_a_referer_that_is_no_address_is_taken_for_none(browser: Browser) -> None:
    cookie = {"cookie": "assess=over", "referer": "http://["}
    answer = browser.send("POST", "/start", headers=HTML | cookie)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/assessments&expired=1")


@pytest.mark.parametrize("charset", ["undefined", "punycode", "unicode_escape", "utf-16"])
def test_a_form_in_another_code_is_refused(browser: Browser, charset: str) -> None:
    browser.get("/start")
    body = b'--b\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n\\ud800\xff\r\n--b--\r\n'
    kind = {"content-type": f"multipart/form-data; boundary=b; charset={charset}"}
    assert browser.send("POST", "/start", content=body, headers=HTML | kind).status_code == 400


def test_a_form_may_say_that_it_is_utf_8(browser: Browser) -> None:
    browser.get("/start")
    body = f"csrf_token={browser.token}&consent=yes".encode()
    kind = {"content-type": "application/x-www-form-urlencoded; charset=UTF-8"}
    assert browser.send("POST", "/start", content=body, headers=HTML | kind).status_code == 303


def test_nul_in_a_login_or_a_question_is_a_refusal(sitting: Sitting, browsers: Browsers) -> None:
    answer = sitting.post("/answers/credit%00.serious-list", {}, **FRAGMENT)
    assert answer.status_code == 422
    assert "没有“credit.serious-list”" in answer.text
    assert browsers().sign_in("nobody\0", "some-password").status_code == 422


def test_too_many_pasted_rows_do_not_come_back_as_a_page_of_them(sitting: Sitting) -> None:
    usual = len(sitting.get(COVER).text)
    answer = sitting.post(COVER, {f"{POLICIES}:revision": "0", f"{POLICIES}:paste": "a\n" * 20_000})
    assert answer.status_code == 422
    assert "最多" in answer.text
    assert len(answer.text) < usual + 201 * 10_000
    assert sitting.stored(POLICIES) is None


def test_a_form_without_files_takes_none(sitting: Sitting) -> None:
    files = {"reason": ("reason.txt", b"words")}
    path = f"{sitting.base}/items/procedure/not-applicable"
    answer = sitting.browser.send("POST", path, data={"csrf_token": sitting.browser.token}, files=files, headers=HTML)
    assert answer.status_code == 400
    with sitting.database.read() as session:
        assert session.scalar(select(func.count()).select_from(ItemClaim)) == 0


def test_many_tries_at_the_same_moment_count_like_any(browser: Browser, lead: Account) -> None:
    browser.get("/sign-in")
    wrong = {"csrf_token": browser.token, "login": lead.login, "password": "wrong-password"}
    send = functools.partial(browser.client.post, "/sign-in", data=wrong, headers=HTML)

    async def all_at_once() -> list[httpx.Response]:
        return await asyncio.gather(*(send() for _ in range(20)))

    statuses = collections.Counter(answer.status_code for answer in browser.portal.call(all_at_once))
    assert statuses == {422: throttle.SIGN_IN_BY_LOGIN.most, 429: 20 - throttle.SIGN_IN_BY_LOGIN.most}


def test_who_signs_in_over_somebody_else_has_agreed_to_nothing_yet(
    lead_browser: Browser, database: Database, lead: Account
) -> None:
    lead_browser.consent()
    lead_browser.answer_questions()
    before = lead_browser.session
    with database.write() as session:
        somebody = make_account(session, make_organisation(session, name="另一家"))
        session.execute(delete(Consent).where(Consent.account_id == somebody.id))
        other = somebody.login
        session.commit()
    data = {"csrf_token": lead_browser.token, "login": other, "password": PASSWORD}
    assert lead_browser.send("POST", "/sign-in", data=data, headers=HTML).status_code == 303
    assert lead_browser.get("/start/checklists").headers["location"] == "/start"
    lead_browser.client.cookies.set("assess", before or "")
    assert lead_browser.get("/assessments").status_code == 303, f"the session of {lead.login} is over"


def test_a_district_cannot_start_as_an_enterprise(browser: Browser, database: Database) -> None:
    with database.write() as session:
        district = make_organisation(session, kind=OrganisationKind.DISTRICT)
        login = make_account(session, district).login
        session.commit()
    browser.sign_in(login, PASSWORD)
    browser.consent()
    browser.answer_questions()
    with database.read() as session:
        version = session.scalars(select(ChecklistVersion.id)).first()
    assert browser.post("/start/begin", {"version": str(version)}).status_code == 422
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Assessment)) == 0


def test_drafts_of_reports_are_throttled(sitting: Sitting, database: Database) -> None:
    with database.write() as session:
        for _ in range(throttle.DRAFTS.most):
            throttle.count(session, throttle.DRAFTS, sitting.id.hex, clock.now())
        session.commit()
    assert sitting.post("/report").status_code == 429


@pytest.mark.parametrize("path", ["/evidence/credit.serious-list/{}", "/reports/{}", "/reports/{}/report.pdf"])
def test_an_own_assessment_opens_no_foreign_object(sitting: Sitting, path: str) -> None:
    with sitting.database.write() as session:
        make_assessment(session)
        session.commit()
    assert sitting.get(path.format(uuid.uuid4())).status_code == 404


def test_a_report_is_named_like_a_file_whatever_the_organisation_is_called(
    sitting: Sitting, database: Database
) -> None:
    with database.write() as session:
        session.execute(update(Organisation).values(name='..\\甲/<b>"乙".exe'))
        session.commit()
    address = sitting.post("/report").headers["location"]
    assert wait(sitting, address).status_code == 200
    disposition = sitting.browser.get(f"{address}/report.pdf").headers["content-disposition"]
    name = unquote(disposition.partition("''")[2])
    assert not set(name) & set('/\\<>"')
    assert name.endswith("-草稿.pdf")


def test_who_hangs_up_while_sending_is_no_crash(
    browser: Browser, app: FastAPI, caplog: pytest.LogCaptureFixture
) -> None:
    async def hang_up() -> None:
        scope = {"type": "http", "method": "POST", "path": "/start", "raw_path": b"/start", "query_string": b""}
        scope |= {"scheme": "http", "root_path": "", "server": ("testserver", 80), "client": ("203.0.113.7", 1)}
        scope["headers"] = [(b"host", b"testserver"), (b"content-type", b"application/x-www-form-urlencoded")]
        await app(scope, receive, send)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        raise AssertionError(message)

    browser.portal.call(hang_up)
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
