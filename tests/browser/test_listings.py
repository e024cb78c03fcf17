"""Published lists in a browser: an administrator brings one in, a respondent meets it at once beside the answer."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from assess.access.roles import Role
from assess.accounts.models import Account, Organisation, OrganisationKind
from assess.checklists.loader import SHIPPED
from assess.db import Database
from tests.browser.conftest import Site, context
from tests.browser.looking import look
from tests.browser.steps import begin, consent, five_questions, sign_in
from tests.factories.accounts import make_account, make_organisation
from tests.factories.listings import row, table

FLAG = "公开名单显示"


@pytest.fixture
def content(tmp_path: Path) -> None:
    """Put the kinds of lists where the server looks for content."""
    (tmp_path / "none").mkdir()
    shutil.copy(SHIPPED / "lists.yaml", tmp_path / "none")


@pytest.fixture
def administrator(database: Database, people: tuple[Account, Account]) -> str:
    assert people
    with database.write() as session:
        office = make_organisation(session, name="示范平台", kind=OrganisationKind.AUTHORITY, operator=True)
        login = make_account(session, office, Role.ADMINISTRATOR, name="周管理").login
        session.commit()
    return login


@pytest.fixture
def office(content: None, administrator: str, chromium: Browser, site: Site) -> Iterator[Page]:
    """Give the administrator's browser."""
    del content
    with context(chromium, site) as opened:
        page = opened.new_page()
        sign_in(page, administrator)
        yield page


def bring_in(page: Page, path: Path) -> None:
    """Send a file, look at what it would bring, accept it."""
    page.goto("/listings")
    look(page)
    page.set_input_files("#file", path)
    page.click("#page-form button[type=submit]")
    page.wait_for_selector(".listing-counts")
    look(page)
    page.click("text=接受，导入 1 条")
    page.wait_for_selector("summary:has-text('撤销这批导入')")
    look(page)


def test_a_list_that_is_brought_in_is_shown_beside_the_answer(
    office: Page, page: Page, site: Site, database: Database, tmp_path: Path
) -> None:
    with database.read() as session:
        code = session.scalars(select(Organisation.credit_code).where(Organisation.credit_code.is_not(None))).one()
    path = tmp_path / "名单.csv"
    path.write_bytes(table(row(str(code)), row("123"), encoding="gb18030"))
    bring_in(office, path)
    sign_in(page, site.first)
    consent(page)
    five_questions(page)
    base = begin(page)
    page.goto(f"{base}/sections/credit/credit-lists")
    question = page.locator("[data-fact='credit.serious-list']")
    question.locator("input[value=no]").check()
    expect(page.get_by_text(FLAG)).to_be_visible()
    look(page)
    question.locator("input[value=yes]").check()
    expect(page.get_by_text(FLAG)).to_have_count(0)
    question.locator("input[value=no]").check()
    expect(page.get_by_text(FLAG)).to_be_visible()
    page.goto(f"{base}/check")
    expect(page.get_by_text("有 1 处回答与公开名单不一致")).to_be_visible()
    look(page)
