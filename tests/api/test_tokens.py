"""Tokens for programs: made on the page, shown once, good for their scopes until they end or are revoked."""

import re
import uuid
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select, update

from assess import clock
from assess.access.roles import Action, Role
from assess.accounts import tokens
from assess.accounts.credentials import ApiToken
from assess.accounts.models import Account
from assess.audit.models import AuditDetail
from assess.db import Database
from tests.factories.accounts import PASSWORD, make_account, make_organisation
from tests.factories.assessments import make_assessment
from tests.web.browsing import Browser, complaints
from tests.web.conftest import Browsers, app, browsers, settings  # noqa: F401 - fixtures

SECRET = re.compile(r'id="token-secret">([^<]+)<')
FORM = {"name": "法务系统", "scopes": ["assessments:read"], "days": "90"}


@pytest.fixture
def browser(browsers: Browsers, database: Database) -> Browser:  # noqa: F811 - the fixture
    """Give the browser of a lead with one assessment; there is a foreign one besides."""
    with database.write() as session:
        organisation = make_organisation(session, name="临沂甲公司")
        login = make_account(session, organisation, name="王建国").login
        make_assessment(session, organisation)
        make_assessment(session, make_organisation(session, name="外人公司"))
        session.commit()
    made = browsers()
    assert made.sign_in(login, PASSWORD).status_code == 303
    return made


def issue(browser: Browser, **changes: object) -> str:
    browser.get("/account/tokens")
    page = browser.post("/account/tokens", FORM | changes)
    assert page.status_code == 200, complaints(page)
    found = SECRET.search(page.text)
    assert found is not None
    return found[1]


def ask(browser: Browser, path: str, token: str | None, **headers: str) -> httpx.Response:
    given = {"authorization": f"Bearer {token}"} if token else {}
    browser.client.cookies.clear()  # a program has none, and a cookie must open nothing here
    return browser.send("GET", f"/api/v1{path}", headers=given | headers)


def test_a_token_is_shown_once_and_kept_as_a_hash(browser: Browser, database: Database) -> None:
    secret = issue(browser)
    assert re.fullmatch(r"assess_[A-Za-z0-9_-]{43}", secret)
    page = browser.get("/account/tokens").text
    assert secret not in page
    assert f"{secret[:13]}…" in page
    with database.read() as session:
        kept = session.scalars(select(ApiToken)).one()
        assert (kept.name, kept.scopes, kept.start) == ("法务系统", ["assessments:read"], secret[:13])
        assert kept.expires_at - kept.created_at == timedelta(days=90)
        everything = " ".join(session.scalars(select(AuditDetail.detail)))
        assert secret not in everything
        assert secret.encode() not in kept.token_hash


def test_it_says_whose_it_is_and_reaches_what_is_theirs_only(browser: Browser, database: Database) -> None:
    secret = issue(browser)
    me = ask(browser, "/me", secret)
    assert me.status_code == 200
    assert me.json()["name"] == "王建国"
    assert [one["role"] for one in me.json()["memberships"]] == ["lead"]
    assert me.json()["actions"] == ["download", "view"]  # a lead may more, this token may not
    listed = ask(browser, "/assessments", secret).json()["items"]
    assert [(one["organisation"], one["checklist"], one["status"]) for one in listed] == [
        ("临沂甲公司", "demo-2020/enterprise", "draft")
    ]
    with database.read() as session:
        assert session.scalars(select(ApiToken.last_used_at)).one() is not None


def test_a_scope_that_does_not_reach_is_refused_in_both_languages(browser: Browser) -> None:
    secret = issue(browser, scopes=["reviews"])
    answer = ask(browser, "/assessments", secret)
    assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")
    assert answer.json() == {
        "type": "about:blank",
        "title": "Not allowed",
        "status": 403,
        "code": "token.scope",
        "detail": "令牌的权限不包括此操作。",
    }
    english = ask(browser, "/assessments", secret, **{"accept-language": "en-GB"})
    assert english.json()["detail"] == "The token's scopes do not allow this."


def test_without_a_working_token_nothing_opens(browser: Browser, database: Database) -> None:
    secret = issue(browser)
    for given in (None, "assess_" + "x" * 43, secret[:-1], secret + "x", ""):
        answer = ask(browser, "/assessments", given)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    with database.write() as session:
        session.execute(update(ApiToken).values(expires_at=clock.now()))
        session.commit()
    assert ask(browser, "/me", secret).json()["code"] == "token.invalid"


def test_a_signed_in_browser_is_no_token(browser: Browser) -> None:
    assert browser.send("GET", "/api/v1/me").status_code == 401


def test_it_ends_when_it_is_revoked_or_its_account_is_disabled(browser: Browser, database: Database) -> None:
    first = issue(browser)
    with database.read() as session:
        token_id = session.scalars(select(ApiToken.id)).one()
    browser.get("/account/tokens")
    for _ in range(2):  # a second click changes nothing
        assert browser.post(f"/account/tokens/{token_id}/revoke").status_code == 303
    assert "已撤销" in browser.get("/account/tokens").text
    second = issue(browser)
    with database.write() as session:
        session.execute(update(Account).values(disabled_at=clock.now()))
        session.commit()
    assert [ask(browser, "/me", one).status_code for one in (first, second)] == [401, 401]


def test_nobody_revokes_another_ones(browsers: Browsers, browser: Browser, database: Database) -> None:  # noqa: F811 - the fixture
    issue(browser)
    with database.write() as session:
        login = make_account(session, make_organisation(session)).login
        token_id = session.scalars(select(ApiToken.id)).one()
        session.commit()
    other = browsers()
    other.sign_in(login, PASSWORD)
    other.get("/account/tokens")
    foreign = other.post(f"/account/tokens/{token_id}/revoke")
    missing = other.post(f"/account/tokens/{uuid.uuid4()}/revoke")
    assert foreign.status_code == missing.status_code == 404
    with database.read() as session:
        assert session.scalars(select(ApiToken.revoked_at)).one() is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "长" * 101}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["publish"]}, "scopes"),
        ({"days": "0"}, "days"),
        ({"days": "367"}, "days"),
        ({"days": "zehn"}, "days"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_made(
    browser: Browser, database: Database, changes: dict[str, object], field: str
) -> None:
    browser.get("/account/tokens")
    answer = browser.post("/account/tokens", FORM | changes)
    assert (answer.status_code, list(complaints(answer))) == (422, [field])
    with database.read() as session:
        assert session.scalars(select(ApiToken)).all() == []


def test_there_are_at_most_twenty_that_work(browser: Browser) -> None:
    for _ in range(tokens.MOST):
        issue(browser)
    browser.get("/account/tokens")
    answer = browser.post("/account/tokens", FORM)
    assert complaints(answer) == {"name": "有效令牌最多 20 个，请先撤销不用的令牌。"}


def test_no_scope_reaches_the_service_itself() -> None:
    reached = frozenset[Action]().union(*tokens.SCOPES.values())
    assert reached & {Action.PUBLISH, Action.IMPORT_LISTINGS, Action.INVITE, Action.CLAIM_TRIAL} == set()


def test_an_administrators_token_is_no_administrator_beyond_its_scopes(
    browsers: Browsers,  # noqa: F811 - the fixture
    database: Database,
) -> None:
    with database.write() as session:
        login = make_account(session, make_organisation(session, operator=True), Role.ADMINISTRATOR).login
        session.commit()
    browser = browsers()
    browser.sign_in(login, PASSWORD)
    secret = issue(browser, scopes=["campaigns"])
    assert ask(browser, "/me", secret).json()["actions"] == ["follow-campaign", "run-campaign"]


def test_an_address_that_is_not_there_is_a_problem_too(browser: Browser, app: FastAPI) -> None:  # noqa: F811 - the fixture
    answer = ask(browser, "/nothing", None)
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    schema = ask(browser, "/openapi.json", None).json()
    assert {"/me", "/assessments/{assessment_id}/answers/{fact}"} < set(schema["paths"])
    del app
