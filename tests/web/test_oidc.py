"""Single sign-on against a small provider: whoever it vouches for gets in, and nobody by any other way."""

import dataclasses
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select, update

from assess import clock
from assess.accounts.credentials import Identity, OidcAttempt
from assess.accounts.models import Account, Membership, WebSession
from assess.config import Settings
from assess.db import Database
from assess.main import create_app, make_provider
from tests.factories.accounts import PASSWORD, make_account, make_organisation
from tests.web.browsing import Browser, complaints
from tests.web.conftest import quiet
from tests.web.single_sign_on import CLIENT, SECRET, Provider, serving

Browsers = Callable[[], Browser]
CALLBACK = "/sign-in/oidc/callback"
FAILED = "单点登录服务没有给出可信的回答，未能登录。请稍后再试；仍不成功时请联系管理员。"
REFUSED = "单点登录没有完成：可能等得太久，或不是从本浏览器开始的。请重新登录。"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with serving() as found:
        yield found


@pytest.fixture
def app(settings: Settings, database: Database, provider: Provider) -> FastAPI:
    """Give an application that knows the provider."""
    known = dataclasses.replace(
        settings, oidc_issuer=provider.issuer, oidc_client_id=CLIENT, oidc_client_secret=SECRET, oidc_name="政务网"
    )
    return quiet(create_app(known, database, warm=False))


@pytest.fixture
def account(database: Database) -> str:
    """Give the login of somebody whose identity is linked."""
    with database.write() as session:
        made = make_account(session, make_organisation(session), name="周晓华")
        session.commit()
        return made.login


def link(database: Database, login: str, provider: Provider, subject: str = "u-1001") -> None:
    with database.write() as session:
        who = session.scalars(select(Account.id).where(Account.login == login)).one()
        session.add(Identity(issuer=provider.issuer, subject=subject, account_id=who, linked_at=clock.now()))
        session.commit()


def begin(browser: Browser, back: str = "") -> str:
    """Go to the provider; gives where the browser was sent."""
    answer = browser.get(f"/sign-in/oidc?next={back}")
    assert answer.status_code == 303
    return answer.headers["location"]


def refused(browser: Browser, answer: httpx.Response) -> dict[str, str]:
    """Follow a refusal to the page that explains it."""
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in/oidc/problem?why=")
    return complaints(browser.get(answer.headers["location"]))


def test_the_sign_in_page_offers_it_by_its_name(browser: Browser) -> None:
    assert "用政务网登录" in browser.get("/sign-in").text


def test_who_is_linked_gets_in_with_a_new_session_and_goes_where_they_wanted(
    browser: Browser, database: Database, provider: Provider, account: str
) -> None:
    link(database, account, provider)
    where = begin(browser, "/organisation")
    assert where.startswith(f"{provider.issuer}/authorize?")
    asked = parse_qs(urlsplit(where).query)
    assert asked["redirect_uri"] == [f"{browser.settings.base_url}{CALLBACK}"]
    assert len(asked["state"][0]) == len(asked["nonce"][0]) == 64
    before = browser.session
    answer = browser.get(provider.approve(where))
    assert (answer.status_code, answer.headers["location"]) == (303, "/organisation")
    assert browser.session not in {None, before}  # rotated: nobody who planted the first can use the second
    assert browser.get("/organisation").status_code == 200
    with database.read() as session:
        assert session.scalars(select(OidcAttempt.state_hash)).all() == []
        assert provider.calls.count("/token") == 1


def test_a_link_elsewhere_is_not_followed_afterwards(
    browser: Browser, database: Database, provider: Provider, account: str
) -> None:
    link(database, account, provider)
    for hostile in ("https://evil.example/", "//evil.example", "/\\evil.example"):
        browser.client.cookies.clear()
        answer = browser.get(provider.approve(begin(browser, hostile)))
        assert answer.headers["location"] == "/assessments"


def test_an_unknown_identity_gets_nothing_unless_the_operator_lets_it(
    browser: Browser, app: FastAPI, database: Database, provider: Provider
) -> None:
    answer = browser.get(provider.approve(begin(browser)))
    assert refused(browser, answer)["oidc"].startswith("没有与此身份绑定的账号。")
    app.state.settings = dataclasses.replace(app.state.settings, oidc_new_accounts=True)
    assert browser.get(provider.approve(begin(browser))).status_code == 303
    with database.read() as session:
        made = session.scalars(select(Account)).one()
        assert (made.login, made.name, made.email) == ("zhou@example.com", "周晓华", "zhou@example.com")
        assert session.scalars(select(Membership)).all() == []
    browser.client.cookies.clear()
    assert browser.sign_in("zhou@example.com", "!").status_code == 422  # there is no password, whatever is typed


def test_a_login_that_is_taken_is_not_taken_over(
    browser: Browser, app: FastAPI, database: Database, provider: Provider, account: str
) -> None:
    app.state.settings = dataclasses.replace(app.state.settings, oidc_new_accounts=True)
    provider.lie = {"email": account}
    assert browser.get(provider.approve(begin(browser))).status_code == 303
    with database.read() as session:
        made = session.scalars(select(Account).where(Account.login != account)).one()
        assert made.login.startswith("sso-")
        assert session.scalars(select(Identity.account_id)).all() == [made.id]


@pytest.mark.parametrize("address", ["x" * 300 + "@example.com", "a@b.example\r\nBcc: c@d.example", "\0@example.com"])
def test_what_a_provider_calls_somebody_is_kept_only_where_it_can_be(
    browser: Browser, app: FastAPI, database: Database, provider: Provider, address: str
) -> None:
    app.state.settings = dataclasses.replace(app.state.settings, oidc_new_accounts=True)
    provider.lie = {"email": address, "name": "周\0晓\u2028华" + "长" * 200}
    assert browser.get(provider.approve(begin(browser))).status_code == 303
    with database.read() as session:
        made = session.scalars(select(Account)).one()
        assert (made.login[:4], made.name, made.email) == ("sso-", "周晓华" + "长" * 97, None)


LIES: list[tuple[str, dict[str, Any]]] = [
    ("another nonce", {"nonce": "x" * 64}),
    ("no nonce", {"nonce": None}),
    ("another issuer", {"iss": "https://evil.example"}),
    ("for another client", {"aud": "somebody-else"}),
    ("for several, not handed to us", {"aud": [CLIENT, "other"], "azp": "other"}),
    ("ended", {"exp": 1000000000, "iat": 999999000}),
    ("of the future", {"iat": 4000000000, "exp": 4000000300}),
    ("not yet valid", {"nbf": 4000000000}),
    ("nobody", {"sub": None}),
    ("without an end", {"exp": None}),
]


@pytest.mark.parametrize(("lie"), [lie for _, lie in LIES], ids=[name for name, _ in LIES])
def test_a_token_that_is_not_right_in_every_part_lets_nobody_in(
    browser: Browser, database: Database, provider: Provider, account: str, lie: dict[str, Any]
) -> None:
    link(database, account, provider)
    provider.lie = lie
    answer = browser.get(provider.approve(begin(browser)))
    assert refused(browser, answer) == {"oidc": FAILED}
    assert signed_in(database) == 0


@pytest.mark.parametrize("seal", ["none", "HS256", "ES256"])
def test_a_token_with_another_seal_lets_nobody_in(
    browser: Browser, database: Database, provider: Provider, account: str, seal: str
) -> None:
    link(database, account, provider)
    provider.seal = seal
    answer = browser.get(provider.approve(begin(browser)))
    assert refused(browser, answer) == {"oidc": FAILED}
    assert signed_in(database) == 0


def signed_in(database: Database) -> int:
    with database.read() as session:
        return len(session.scalars(select(WebSession).where(WebSession.account_id.is_not(None))).all())


def test_a_state_works_once_in_the_browser_that_began_and_for_ten_minutes(
    browsers: Browsers, database: Database, provider: Provider, account: str
) -> None:
    link(database, account, provider)
    mine, other = browsers(), browsers()
    back = provider.approve(begin(mine))
    begin(other)
    stolen = other.get(back)  # somebody else's browser is sent to the end of my sign-in
    assert refused(other, stolen) == {"oidc": REFUSED}
    assert refused(mine, mine.get(back)) == {"oidc": REFUSED}  # it is used up all the same
    again = provider.approve(begin(mine))
    with database.write() as session:
        session.execute(update(OidcAttempt).values(expires_at=clock.now() - timedelta(seconds=1)))
        session.commit()
    assert refused(mine, mine.get(again)) == {"oidc": REFUSED}
    for path in (CALLBACK, f"{CALLBACK}?code=x", f"{CALLBACK}?code=x&state=guessed"):
        assert refused(mine, mine.get(path)) == {"oidc": REFUSED}
    assert signed_in(database) == 0


def test_a_code_of_another_sign_in_fails_at_its_verifier(
    browsers: Browsers, database: Database, provider: Provider, account: str
) -> None:
    link(database, account, provider)
    theirs = provider.approve(begin(browsers()))
    mine = browsers()
    state = parse_qs(urlsplit(begin(mine)).query)["state"][0]
    code = parse_qs(urlsplit(theirs).query)["code"][0]
    answer = mine.get(f"{CALLBACK}?code={code}&state={state}")
    assert refused(mine, answer) == {"oidc": FAILED}


def test_who_says_no_at_the_provider_can_go_on_otherwise(browser: Browser) -> None:
    state = parse_qs(urlsplit(begin(browser)).query)["state"][0]
    answer = browser.get(f"{CALLBACK}?error=access_denied&state={state}")
    assert refused(browser, answer) == {"oidc": "单点登录已取消。您可以重试，或用密码登录。"}
    assert "state=" not in answer.headers["location"]
    assert browser.get("/sign-in/oidc/problem?why=<b>").status_code == 404


def test_new_keys_of_the_provider_are_fetched(
    browser: Browser, app: FastAPI, database: Database, provider: Provider, account: str
) -> None:
    link(database, account, provider)
    assert browser.get(provider.approve(begin(browser))).status_code == 303
    browser.client.cookies.clear()
    provider.key = type(provider.key).generate_key(2048, {"kid": "two", "use": "sig"})
    answer = browser.get(provider.approve(begin(browser)))
    assert refused(browser, answer) == {
        "oidc": FAILED
    }  # fetched half a minute ago: nobody makes us hammer the provider
    app.state.provider._keys_at -= timedelta(minutes=1)
    assert browser.get(provider.approve(begin(browser))).status_code == 303


def test_a_provider_that_calls_itself_something_else_is_not_asked(browser: Browser, provider: Provider) -> None:
    provider.metadata = {"issuer": "https://evil.example"}
    answer = browser.get("/sign-in/oidc")
    assert refused(browser, answer) == {"oidc": FAILED}


def test_somebody_signed_in_links_and_unlinks_it(
    browsers: Browsers, database: Database, provider: Provider, account: str
) -> None:
    browser = browsers()
    assert browser.sign_in(account, PASSWORD).status_code == 303
    answer = browser.get(provider.approve(begin(browser)))
    assert (answer.status_code, answer.headers["location"]) == (303, "/account/security")
    fresh = browsers()
    assert fresh.get(provider.approve(begin(fresh))).headers["location"] == "/assessments"
    with database.write() as session:
        other = make_account(session, make_organisation(session)).login
        session.commit()
    taken = browsers()
    taken.sign_in(other, PASSWORD)
    assert taken.get(provider.approve(begin(taken))).status_code == 409
    browser.get("/organisation")
    assert browser.post("/account/oidc/unlink").status_code == 303
    late = browsers()
    assert "oidc" in refused(late, late.get(provider.approve(begin(late))))


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_another_site_cannot_begin_to_link_an_identity(
    browser: Browser, database: Database, provider: Provider, account: str, site: str
) -> None:
    assert browser.sign_in(account, PASSWORD).status_code == 303
    answer = browser.get("/sign-in/oidc", **{"sec-fetch-site": site})
    assert (answer.status_code, answer.headers["location"]) == (303, "/account/security")
    own = browser.get("/sign-in/oidc", **{"sec-fetch-site": "same-origin"})
    assert own.headers["location"].startswith(f"{provider.issuer}/authorize?")
    browser.client.cookies.clear()
    other = browser.get("/sign-in/oidc", **{"sec-fetch-site": site})  # to sign in, one may come from anywhere
    assert other.headers["location"].startswith(f"{provider.issuer}/authorize?")
    with database.read() as session:
        assert session.scalars(select(Identity.subject)).all() == []


def test_a_disabled_account_stays_outside(
    browser: Browser, database: Database, provider: Provider, account: str
) -> None:
    link(database, account, provider)
    with database.write() as session:
        session.execute(update(Account).values(disabled_at=clock.now()))
        session.commit()
    answer = browser.get(provider.approve(begin(browser)))
    assert refused(browser, answer) == {"oidc": "该账号已停用，请联系管理员。"}


def test_without_a_provider_these_addresses_do_not_exist(settings: Settings, browser: Browser, app: FastAPI) -> None:
    assert make_provider(settings) is None
    app.state.provider = None
    for path in ("/sign-in/oidc", CALLBACK):
        assert browser.get(path).status_code == 404
    assert "用政务网登录" not in browser.get("/sign-in").text
