"""A real server on a real database, and real browsers in Chinese."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from assess.access.roles import Role
from assess.accounts.models import Account, Membership
from assess.checklists.loader import canonical, digest, resolve_path
from assess.checklists.models import ChecklistVersion
from assess.db import Database
from tests.browser import looking, serving
from tests.factories.accounts import make_account, make_organisation

ROOT = Path(__file__).resolve().parents[2]
LINYI = ROOT / "checklists" / "linyi-2021" / "enterprise" / "1.0.0.yaml"
PATIENCE_MS = 15_000  # on a slow machine that does other things as well


@dataclass(frozen=True)
class Site:
    """A running server with two people of one enterprise."""

    address: str
    first: str
    second: str


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(autouse=True)
def _thorough(kind: str) -> None:
    """Look at pages closely during the runs on SQLite only (`looking.look`)."""
    looking.thorough = kind == "sqlite"


@pytest.fixture
def people(database: Database) -> tuple[Account, Account]:
    """Register the Linyi checklist and two colleagues of an enterprise."""
    document = canonical(resolve_path(LINYI))
    with database.write() as session:
        session.add(
            ChecklistVersion(
                key="linyi-2021/enterprise",
                version="1.0.0",
                sha256=digest(document),
                document=document.decode(),
                published_at=datetime(2026, 11, 1, tzinfo=UTC),
            )
        )
        organisation = make_organisation(session, name="临沂示例机械出口有限公司")
        first = make_account(session, organisation, Role.LEAD, name="王敏")
        second = make_account(session, organisation, Role.RESPONDENT, name="李强")
        session.commit()
        assert session.query(Membership).count() == 2
        session.refresh(first)
        session.refresh(second)
        session.expunge_all()
    return first, second


@pytest.fixture
def site(database_url: str, people: tuple[Account, Account], tmp_path: Path) -> Iterator[Site]:
    """Start the server."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    settings = {
        "ASSESS_DATABASE_URL": database_url,
        "ASSESS_DATA_PATH": str(tmp_path / "var"),
        "ASSESS_CHECKLISTS_PATH": str(tmp_path / "none"),
        "ASSESS_BASE_URL": address,
        "ASSESS_REPORT_WORKERS": "1",
        "ASSESS_LOG_LEVEL": "warning",
    }
    server = serving.start(settings, port, tmp_path / "server.log")
    yield Site(address, people[0].login, people[1].login)
    serving.stop(server)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Start Debian's browser once for a file; its event loop ends with it, for other tests run their own."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


def context(chromium: Browser, site: Site, *, script: bool = True, width: int = 1280) -> BrowserContext:
    """Open a fresh browser profile of somebody in China."""
    made = chromium.new_context(
        base_url=site.address,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        java_script_enabled=script,
        viewport={"width": width, "height": 900},
        accept_downloads=True,
    )
    made.set_default_timeout(PATIENCE_MS)
    return made


@pytest.fixture
def page(chromium: Browser, site: Site) -> Iterator[Page]:
    """Give a browser page."""
    with context(chromium, site) as opened:
        yield opened.new_page()


@pytest.fixture
def plain_page(chromium: Browser, site: Site) -> Iterator[Page]:
    """Give a browser page without JavaScript."""
    with context(chromium, site, script=False) as opened:
        yield opened.new_page()
