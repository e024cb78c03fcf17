"""The application on a database of each kind, and browsers that visit it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal
from fastapi import FastAPI

from assess.accounts.models import Account
from assess.config import Settings, load_settings
from assess.db import Database
from assess.main import create_app
from tests.factories.accounts import PASSWORD, make_account, make_organisation
from tests.factories.checklists import make_version
from tests.web.browsing import Browser

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
def app(settings: Settings, database: Database) -> FastAPI:
    """Give the application with one published checklist."""
    with database.write() as session:
        make_version(session)
        session.commit()
    return create_app(settings, database, warm=False)


@pytest.fixture
def browsers(app: FastAPI, settings: Settings) -> Iterator[Browsers]:
    """Give a maker of browsers; the application runs while they do."""
    with start_blocking_portal() as portal:
        opened: list[Browser] = []

        def open_one() -> Browser:
            opened.append(Browser(app, portal, settings))
            return opened[-1]

        with portal.wrap_async_context_manager(app.router.lifespan_context(app)):
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
