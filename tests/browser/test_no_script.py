"""Everything also works without JavaScript: whole pages are saved, errors lose nothing, rows and evidence go in."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Site
from tests.browser.filling import Respondent, answers
from tests.factories.papers import PDF

NEXT = "button[name=go][value=next]"


@pytest.mark.timeout(300)
def test_a_form_is_filled_in_without_javascript(plain_page: Page, site: Site) -> None:
    page = plain_page
    steps.sign_in(page, site.first)
    steps.consent(page)
    steps.five_questions(page)
    base = steps.begin(page)
    page.goto(f"{base}/sections/credit/credit-lists")
    Respondent(page, answers("linyi-exporter"), saves=False).fill_page()
    page.click(NEXT)
    page.wait_for_url("**/sections/credit/conduct")
    page.goto(base)
    expect(page.locator(".task").first).to_contain_text("已完成")
    what_is_wrong_comes_back(page, base)
    rows(page, base)
    not_applicable(page, base)
    evidence(page, base)


def what_is_wrong_comes_back(page: Page, base: str) -> None:
    """One bad answer: the others are saved, the bad one is shown again with its message and a summary on top."""
    page.goto(f"{base}/sections/use/services")
    page.check("[name='services.aid'][value=yes]")
    page.check("[name='services.legal-team'] >> nth=0")
    page.locator("[data-fact='services.aid'] summary", has_text="补充说明").click()
    page.fill("[name='services.aid:note']", "长" * 2001)
    page.click(NEXT)
    expect(page).to_have_title(re.compile("^错误："))
    expect(page.locator("#error-summary")).to_be_visible()
    expect(page.locator("[name='services.aid'][value=yes]")).to_be_checked()
    assert page.locator("[name='services.aid:note']").input_value() == "长" * 2001
    page.goto(f"{base}/sections/use/services")
    expect(page.locator("[name='services.aid'][value=yes]")).not_to_be_checked()
    expect(page.locator("[name='services.legal-team'] >> nth=0")).to_be_checked()


def rows(page: Page, base: str) -> None:
    """Rows are typed in, pasted from a spreadsheet and removed."""
    page.goto(f"{base}/sections/overseas/insurance")
    page.check("[name='insurance.overseas-cover'][value=yes]")
    page.click("button[name=go][value=hub]")
    page.goto(f"{base}/sections/overseas/insurance")
    box = page.locator("[data-fact='insurance.policies']")
    box.locator("summary", has_text="从 Excel 粘贴").click()
    titles = box.locator("[data-row]").first.locator("label")
    names = [re.sub(r"（.*?）|选填", "", one).strip() for one in titles.all_inner_texts()]
    first = ("知识产权海外侵权责任险", "示例财险", "2026/3/1", "2027年2月28日")
    second = ("专利执行险", "示例财险", "2026-1-1", "2026-12-31")
    sheet = "\n".join("\t".join(line) for line in (names[:4], first, second))
    box.locator("[data-paste]").fill(sheet)
    box.locator("[data-take]").click()
    expect(page.locator("[data-fact='insurance.policies'] [data-row]").first).to_contain_text("第 1 行")
    assert page.locator("[name='insurance.policies:2:start']").input_value() == "2026-01-01"
    page.locator("button[name=remove][value='insurance.policies:1']").click()
    assert page.locator("[name='insurance.policies:1:start']").input_value() == "2026-01-01"


def not_applicable(page: Page, base: str) -> None:
    """不适用 asks for a reason, says what it does, and can be taken back."""
    page.goto(f"{base}/sections/overseas/insurance")
    page.locator("button[value^='na:']").first.click()
    page.click("main form button[type=submit]")
    expect(page).to_have_title(re.compile("^错误："))
    page.fill("#reason", "本单位不直接出口。")
    page.click("main form button[type=submit]")
    expect(page.locator(".notice").filter(has_text="已申报不适用")).to_contain_text("本单位不直接出口。")
    page.click("button[name=unclaim]")
    expect(page.locator(".notice").filter(has_text="已申报不适用")).to_have_count(0)


def evidence(page: Page, base: str) -> None:
    """Send a file with an ordinary form and take it off again."""
    page.goto(f"{base}/sections/credit/credit-lists")
    page.locator("button[value='evidence:credit.serious-list']").click()
    page.select_option("#kind", "list-screenshot")
    page.set_input_files("#files", {"name": "说明.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.click("form[data-upload] button")
    expect(page.locator(".file")).to_contain_text("说明.pdf")
    page.click("form[action$='/remove'] button")
    expect(page.locator(".file")).to_have_count(0)
