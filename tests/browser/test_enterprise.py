"""The whole job of an enterprise in Chinese, on a real server: from signing in to the text of the PDF."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.browser import steps
from tests.browser.conftest import Site, context
from tests.browser.filling import Respondent, answers
from tests.browser.looking import look

REFERENCE = re.compile(r"ZP-\d{8}-[0-9A-Z]{6}")
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f00050001ff89993d1d"
    "0000000049454e44ae426082"
)


@pytest.mark.timeout(300)
def test_an_enterprise_assesses_itself_and_takes_home_its_report(
    page: Page, site: Site, chromium: Browser, tmp_path: Path
) -> None:
    steps.sign_in(page, site.first)
    look(page)
    steps.consent(page)
    look(page)
    steps.five_questions(page)
    look(page)
    base = steps.begin(page)
    look(page)
    page.click("main .actions a.button")
    expect(page.locator(".task--next")).to_have_count(1)
    look(page)
    fill_everything(page)
    attach(page, base)
    stale_write(page, site, chromium, base)
    score = check(page, base)
    reference = submit(page)
    text = report(page, tmp_path)
    assert reference in text.replace("\n", "")
    assert score in text
    for words in ("临沂示例机械出口有限公司", "差距", "合规得分", "自我评估"):
        assert words in text.replace("\n", ""), words
    final(page, base, score)


def fill_everything(page: Page) -> None:
    """Go from task to task as the list leads, until nothing is left."""
    respondent = Respondent(page, answers("linyi-exporter"))
    while page.locator(".task--next a").count():
        page.locator(".task--next a").first.click()
        page.wait_for_url("**/sections/**")
        assert respondent.fill_page()
        look(page)
        page.click("button[name=go][value=hub]")
        page.locator(".task").first.wait_for()
    expect(page.locator(".task").filter(has_text="未开始")).to_have_count(0)
    look(page)


def attach(page: Page, base: str) -> None:
    """Attach a picture, be refused a program that calls itself a PDF, and take the picture off and on."""
    page.goto(f"{base}/sections/credit/credit-lists")
    page.locator("[data-fact='credit.serious-list'] button[value^='evidence:']").click()
    look(page)
    page.select_option("#kind", "list-screenshot")
    page.set_input_files("#files", {"name": "查询截图.png", "mimeType": "image/png", "buffer": PIXEL})
    page.click("form[data-upload] button")
    expect(page.locator(".file")).to_contain_text("查询截图.png")
    look(page)
    page.select_option("#kind", "list-screenshot")
    page.set_input_files("#files", {"name": "凭证.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90\x00" * 9})
    page.click("form[data-upload] button")
    expect(page.locator("[data-progress]")).to_contain_text("文件内容与扩展名不符")
    page.reload()
    expect(page.locator(".file")).to_have_count(1)


def stale_write(page: Page, site: Site, chromium: Browser, base: str) -> None:
    """Two people at one question: the second sees both answers and who wrote the other."""
    address = f"{base}/sections/credit/credit-lists"
    page.goto(address)
    with context(chromium, site) as other:
        colleague = other.new_page()
        steps.sign_in(colleague, site.second)
        steps.consent(colleague)
        colleague.goto(address)
        Respondent(colleague, {"credit.red-list": "unknown"}).answer("credit.red-list")
        question = page.locator("[data-fact='credit.red-list']")
        question.locator("[value=yes]").check()
        panel = question.locator(".conflict")
        expect(panel).to_contain_text("李强")
        expect(panel).to_contain_text("不清楚")
        look(page)
        panel.get_by_role("button", name="改用我的答案").click()
        expect(question.locator(".saved")).to_contain_text("已保存")
        colleague.reload()
        expect(colleague.locator("[data-fact='credit.red-list'] [value=yes]")).to_be_checked()


def check(page: Page, base: str) -> str:
    """Look everything over, change one answer and come back; give the score that is shown."""
    page.goto(f"{base}/check")
    expect(page.locator(".notice--success")).to_contain_text("必填的题都已填好")
    look(page)
    page.locator("#c-q-credit_red-list a").click()
    Respondent(page, {"credit.red-list": "no"}).answer("credit.red-list")
    page.click("button[name=go][value=next]")
    page.wait_for_url("**/check")
    expect(page.locator("#c-q-credit_red-list")).to_contain_text("否")
    return page.locator(".dial--duty strong").inner_text()


def submit(page: Page) -> str:
    """Forget the declaration, then make it; give the reference number."""
    page.click("form[action$='/submit'] button")
    expect(page.locator("#error-summary")).to_be_focused()
    expect(page).to_have_title(re.compile("^错误："))
    look(page)
    page.check("#declared")
    page.click("form[action$='/submit'] button")
    page.wait_for_url("**/submitted*")
    look(page)
    reference = page.locator(".confirmation__number").inner_text()
    assert REFERENCE.fullmatch(reference)
    return reference


def report(page: Page, tmp_path: Path) -> str:
    """Wait for the report on the confirmation page, download it and read it."""
    link = page.get_by_role("link", name="下载差距报告")
    expect(link).to_be_visible(timeout=60_000)
    look(page)
    with page.expect_download() as download:
        link.click()
    place = tmp_path / "report.pdf"
    download.value.save_as(place)
    assert download.value.suggested_filename.startswith("知识产权保护自评差距报告")
    reader = PdfReader(place)
    assert len(reader.pages) > 5
    return "\n".join(one.extract_text() for one in reader.pages)


def final(page: Page, base: str, score: str) -> None:
    """Find the same score in the result, and nothing that can still be changed."""
    page.goto(f"{base}/result")
    assert page.locator(".dial--duty strong").inner_text() == score
    look(page)
    page.goto(f"{base}/trace/serious-list")
    look(page)
    page.goto(f"{base}/sections/credit/credit-lists")
    expect(page.locator(".notice")).to_contain_text("不能再修改")
    expect(page.locator("button[name=go][value=next]")).to_have_count(0)
