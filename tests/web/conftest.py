"""The application on a database of each kind, and browsers that visit it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal
from fastapi import FastAPI
from sqlalchemy import update

from assess import clock
from assess.accounts import second_factor, totp
from assess.accounts.models import Account, WebSession
from assess.accounts.totp import Keys
from assess.config import Settings, load_settings
from assess.db import Database
from assess.main import create_app
from tests.audit.watching import watched
from tests.factories.accounts import PASSWORD, make_account, make_organisation, make_visit
from tests.factories.checklists import make_version
from tests.rendering import Lasting
from tests.web.browsing import Browser
from tests.web.campaigning import Office, set_up
from tests.web.reviewing import Stage, Stages

Browsers = Callable[[], Browser]


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Give settings that touch the test's own folder only."""
    return load_settings(
        {
            "ASSESS_DATA_PATH": str(tmp_path / "var"),
            "ASSESS_DATABASE_URL": database_url,
            "ASSESS_CHECKLISTS_PATH": str(tmp_path / "none"),
            "ASSESS_BASE_URL": "http://testserver",
            "ASSESS_SECURE_COOKIES": "false",
            "ASSESS_REPORT_WORKERS": "1",
            "ASSESS_LOG_LEVEL": "warning",
        }
    )


@pytest.fixture
def app(settings: Settings, database: Database, render_pool: Lasting, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    """Give the application with one published checklist, in which nothing recurs: that is for test_recurring.py."""
    with database.write() as session:
        make_version(session)
        session.commit()
    monkeypatch.setattr("assess.main.RenderPool", lambda _size: render_pool)
    return quiet(create_app(settings, database, warm=False))


def quiet(app: FastAPI) -> FastAPI:
    """Have nothing but what somebody asks for run beside the pages."""
    for runner in (app.state.runner, app.state.couriers):
        runner.recurring = {}
    return app


@pytest.fixture
def browsers(app: FastAPI, settings: Settings) -> Iterator[Browsers]:
    """Give a maker of browsers; the application runs while they do."""
    with start_blocking_portal() as portal:
        opened: list[Browser] = []

        def open_one() -> Browser:
            opened.append(Browser(app, portal, settings))
            return opened[-1]

        with watched(), portal.wrap_async_context_manager(app.router.lifespan_context(app)):
            yield open_one
            for one in opened:
                portal.call(one.client.aclose)


@pytest.fixture
def browser(browsers: Browsers) -> Browser:
    """Give one browser."""
    return browsers()


@pytest.fixture
def lead(database: Database) -> Account:
    """Give the lead of an enterprise in Linyi."""
    with database.write() as session:
        account = make_account(session, make_organisation(session, roles=("exporter",)), name="王丽")
        session.commit()
        session.refresh(account)
        session.expunge(account)
    return account


@pytest.fixture
def lead_browser(browser: Browser, lead: Account) -> Browser:
    """Give a browser in which the lead is signed in."""
    assert browser.sign_in(lead.login, PASSWORD).status_code == 303
    return browser


@pytest.fixture
def keys(settings: Settings) -> Keys:
    """Give the keys of second factors."""
    return Keys.of(settings.signing_key())


@pytest.fixture
def guarded(database: Database, lead: Account, keys: Keys) -> Account:
    """Give the lead's account with its second factor on since two minutes ago."""
    now = clock.now() - timedelta(minutes=2)
    with database.write() as session:
        account = session.get_one(Account, lead.id)
        visit = make_visit(session, account, now=now)
        second_factor.begin(session, visit=visit, password=PASSWORD, keys=keys, now=now)
        code = totp.code_at(keys.opened(account.totp_secret) or b"", int(now.timestamp()) // totp.PERIOD)
        second_factor.confirm(session, visit=visit, code=code, keys=keys, now=now)
        session.execute(update(WebSession).values(expires_at=now))
        session.commit()
    return lead


@pytest.fixture
def stages(app: FastAPI, browsers: Browsers, database: Database) -> Stages:
    """Give a maker of forms that were handed in to a campaign, with everybody who has to do with them."""
    return lambda **given: Stage(database, browsers, app.state.storage, **given)


@pytest.fixture
def stage(stages: Stages) -> Stage:
    """Give one form that was handed in to a campaign."""
    return stages()


@pytest.fixture
def office(database: Database, browsers: Browsers) -> Office:
    """Set up a bureau with its browsers."""
    return set_up(database, browsers)


@pytest.fixture
def admin(office: Office) -> Browser:
    """Sign its administrator in."""
    return office.enter(office.admin)
