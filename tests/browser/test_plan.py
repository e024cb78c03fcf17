"""The cheapest way and trying out actions in a real browser, with and without scripts."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Site
from tests.browser.filling import Respondent, answers
from tests.browser.looking import look


def begun(page: Page, *, script: bool = True) -> str:
    """Begin a trial and answer its first page."""
    page.goto("/")
    steps.consent(page)
    steps.five_questions(page)
    base = steps.begin(page)
    page.goto(f"{base}/sections/credit/credit-lists")
    Respondent(page, answers("linyi-exporter"), saves=script).fill_page()
    if not script:
        page.click("button[name=go][value=next]")
        page.wait_for_url("**/sections/credit/conduct")
    return base


@pytest.mark.timeout(300)
def test_ticking_shows_at_once_what_it_would_come_to(page: Page, site: Site) -> None:
    base = begun(page)
    page.goto(f"{base}/result")
    look(page)
    page.get_by_role("link", name="试一试：做完哪些会怎样").click()
    page.wait_for_url("**/plan")
    look(page)
    score = page.locator("#outcome tr", has_text="合规得分").locator("td").last
    before = score.inner_text()
    page.locator("[name=do]").first.check()
    expect(score).not_to_have_text(before)
    expect(page.locator("#outcome")).to_contain_text("做完勾选的 1 项")
    expect(page).to_have_url(re.compile(r"/plan\?do=[0-9a-f]{10}$"))
    after = score.inner_text()
    look(page)
    page.reload()
    expect(page.locator("[name=do]").first).to_be_checked()
    expect(score).to_have_text(after)
    assert base.startswith(site.address)


@pytest.mark.timeout(300)
def test_it_works_without_scripts(plain_page: Page, site: Site) -> None:
    base = begun(plain_page, script=False)
    plain_page.goto(f"{base}/plan")
    score = plain_page.locator("#outcome tr", has_text="合规得分").locator("td").last
    before = score.inner_text()
    plain_page.locator("[name=do]").first.check()
    plain_page.get_by_role("button", name="算一算").click()
    plain_page.wait_for_url("**/plan?do=*")
    assert score.inner_text() != before
    assert base.startswith(site.address)
