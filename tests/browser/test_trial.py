"""Without an account: the same form and the same report, marked 试填; kept by registering."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser import steps
from tests.browser.conftest import Site
from tests.browser.filling import Respondent, answers
from tests.browser.looking import look
from tests.factories.accounts import PASSWORD, credit_code


@pytest.mark.timeout(300)
def test_somebody_tries_it_without_an_account_and_keeps_it(page: Page, site: Site, tmp_path: Path) -> None:
    page.goto("/")
    look(page)
    steps.consent(page)
    steps.five_questions(page)
    base = steps.begin(page)
    look(page)
    assert base.startswith(site.address)
    page.goto(f"{base}/sections/credit/credit-lists")
    expect(page.locator(".trial-strip")).to_contain_text("试填")
    Respondent(page, answers("linyi-exporter")).fill_page()
    expect(page.locator("button[value^='evidence:']")).to_have_count(0)
    look(page)
    page.goto(f"{base}/check")
    expect(page.locator("form[action$='/submit']")).to_have_count(0)
    look(page)
    text = report(page, base, tmp_path)
    assert "试填" in text
    assert "ZP-" not in text
    keep(page, base)


def report(page: Page, base: str, tmp_path: Path) -> str:
    """Have the report made from the result page."""
    page.goto(f"{base}/result")
    look(page)
    page.get_by_role("button", name="生成差距报告").click()
    page.wait_for_url("**/reports/*")
    link = page.get_by_role("link", name="下载差距报告")
    expect(link).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        link.click()
    place = tmp_path / "trial.pdf"
    download.value.save_as(place)
    return "\n".join(one.extract_text() for one in PdfReader(place).pages)


def keep(page: Page, base: str) -> None:
    """Register in the same browser: the trial becomes the organisation's assessment with its answers."""
    page.goto(base)
    page.locator(".trial-strip a").click()
    look(page)
    fields = {
        "login": "zhao@example.com",
        "name": "赵宁",
        "password": PASSWORD,
        "again": PASSWORD,
        "organisation_name": "临沂新注册有限公司",
        "credit_code": credit_code(77),
    }
    for name, value in fields.items():
        page.fill(f"[name={name}]", value)
    page.check("[name=consent]")
    page.click("main form button[type=submit]:not([name])")
    page.wait_for_url("**/assessments?registered=1")
    page.goto(f"{base}/sections/credit/credit-lists")
    expect(page.locator(".trial-strip")).to_have_count(0)
    expect(page.locator("[name='credit.serious-list'][value=no]")).to_be_checked()
    expect(page.locator("button[value='evidence:credit.serious-list']")).to_be_visible()
