"""The steps journeys share: signing in, the five questions, beginning a checklist."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

from tests.browser.conftest import Site, context
from tests.factories.accounts import PASSWORD

ROLES = ("key-goods", "ecommerce-seller")


def sign_in(page: Page, login: str) -> None:
    page.goto("/sign-in")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/assessments")


@contextmanager
def visiting(chromium: Browser, site: Site, login: str) -> Iterator[Page]:
    """Open a browser in which somebody is signed in."""
    with context(chromium, site) as opened:
        page = opened.new_page()
        sign_in(page, login)
        yield page


def consent(page: Page) -> None:
    page.goto("/start")
    page.check("[name=consent]")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/start/questions")


def five_questions(page: Page) -> None:
    """Answer as an exporter of Lanshan district, choosing the region level by level as without a script."""
    for level, code in (("province", "370000"), ("city", "371300"), ("county", "371302")):
        if page.locator("[name=more]:visible").count():  # without a script a button brings the next level
            page.click("[name=more]:visible")
        page.locator(f"#{level} option[value='{code}']").wait_for(state="attached")
        page.select_option(f"#{level}", code)
    page.check("[name=kind][value=enterprise]")
    for role in ROLES:
        page.check(f"[name=roles][value={role}]")
    page.check("[name=exports][value=yes]")
    page.check("[name=size][value=medium]")
    page.click("main form button[type=submit]:not([name])")
    page.wait_for_url("**/start/checklists")


def begin(page: Page) -> str:
    """Begin the Linyi checklist; give the address of the assessment."""
    page.locator("form[action='/start/begin'] button").first.click()
    page.wait_for_url("**/assessments/*/start")
    return page.url.removesuffix("/start")
