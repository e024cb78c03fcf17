"""An administrator at work: imports organisations from a table, invites, opens a campaign, follows and publishes it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Final

from openpyxl import load_workbook
from playwright.sync_api import FilePayload, Locator, Page, expect

from assess import clock
from assess.clock import to_local
from tests.browser.looking import look
from tests.factories.accounts import credit_code

MANY: Final = 50
NAMED: Final = ("临沂甲字机械出口有限公司", "临沂乙字板材出口有限公司")
"""The two that will hand in; the table names their leads."""

LEADS: Final = ("陈晓华", "刘建国")
DISTRICT: Final = "临沂市兰山区市场监督管理局"
CAMPAIGN: Final = "2026年度企业知识产权保护自评"
SECOND_BODY: Final = "临沂市知识产权保护中心"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UUID: Final = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
SUMMED_SECONDS: Final = 60


@dataclass(frozen=True)
class Line:
    """A row of the table that is sent."""

    name: str
    code: str
    lead: str = ""

    def cells(self) -> dict[str, str]:
        """Give the cells by the headings of the template."""
        return {
            "单位名称": self.name,
            "统一社会信用代码": self.code,
            "类型": "企业",
            "行政区划代码": "371302",
            "规模": "中型",
            "行业门类": "C 制造业",
            "单位角色": "key-goods、ecommerce-seller、exporter",
            "上级单位": DISTRICT,
            "负责人姓名": self.lead,
        }


def lines() -> list[Line]:
    """Make fifty enterprises, and one whose code cannot be."""
    named = [Line(name, credit_code(), lead) for name, lead in zip(NAMED, LEADS, strict=True)]
    others = [Line(f"临沂示例{number:02d}号商贸有限公司", credit_code()) for number in range(3, MANY + 1)]
    return [*named, *others, Line("临沂代码有误贸易有限公司", "91371300MA00000000")]


def filled(template: bytes, rows: Sequence[Line]) -> bytes:
    """Fill the template in as a person does: the example goes, the headings stay."""
    book = load_workbook(BytesIO(template))
    sheet = book.worksheets[0]
    texts = [[str(cell) for cell in row] for row in sheet.iter_rows(max_row=5, values_only=True)]
    head = next(number for number, row in enumerate(texts) if row[0] == "单位名称")
    columns = {heading: number for number, heading in enumerate(texts[head], 1)}
    first = head + 2
    sheet.delete_rows(first)
    for number, row in enumerate(rows, first):
        for heading, text in row.cells().items():
            sheet.cell(number, columns[heading]).value = text or None
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def download(page: Page, link: Locator) -> bytes:
    """Download what a link leads to."""
    with page.expect_download() as waiting:
        link.click()
    return Path(waiting.value.path()).read_bytes()


def follow(page: Page, words: str, address: str | re.Pattern[str]) -> None:
    """Follow the link or press the button of the page's body that says so."""
    body = page.locator("main")
    body.get_by_role("link", name=words).or_(body.get_by_role("button", name=words)).first.click()
    page.wait_for_url(address)


def counted(page: Page, words: str) -> str:
    """Give the number that stands before some words in the list of an import's outcomes."""
    return page.get_by_role("link", name=re.compile(f"^[0-9]+ {words}")).locator("strong").inner_text()


def import_fifty(page: Page) -> None:
    """Take the template from the page, fill it in, send it, see what it would do, and have it done."""
    page.get_by_role("link", name="单位管理").first.click()
    follow(page, "从表格导入", "**/organisations/import")
    look(page)
    template = download(page, page.get_by_role("link", name="下载模板（XLSX）"))
    sent = FilePayload(name="兰山区参评企业.xlsx", mimeType=XLSX, buffer=filled(template, lines()))
    page.set_input_files("#file", files=[sent])
    page.click("#page-form button[type=submit]")
    page.wait_for_url("**/organisations/imports/*")
    assert [counted(page, one) for one in ("新增", "有变化", "没有变化", "有问题")] == ["50", "0", "0", "1"]
    broken = page.locator(".org-preview tbody tr")
    expect(broken).to_have_count(1)
    expect(broken).to_contain_text("统一社会信用代码")
    expect(broken).to_contain_text("临沂代码有误贸易有限公司")
    look(page)
    follow(page, "确认导入：新增 50，变化 0", "**/organisations/imports/*")
    expect(page.locator(".notice--success")).to_contain_text("新增 50 个单位，更改 0 个单位")
    look(page)


def invite_lead(page: Page, name: str, person: str) -> str:
    """Invite the lead of an organisation by a code to be read aloud; give the code."""
    page.goto("/organisations")
    page.fill("#q", name)
    follow(page, "筛选", "**/organisations?q=*")
    follow(page, name, re.compile(f"/organisations/{UUID}$"))
    follow(page, "成员（0）", "**/members")
    page.check("[name=role][value=lead]")
    page.fill("#name", person)
    page.locator("#page-form").get_by_role("button", name="邀请").click()
    code = page.locator(".notice--success .org-invite strong")
    expect(code).to_have_text(re.compile("^[2-9A-Z]{4}(-[2-9A-Z]{4}){3}$"))
    expect(page.locator("#invitations")).to_contain_text("1")
    look(page)
    return code.inner_text()


def create_campaign(page: Page, body: str) -> str:
    """Describe a campaign with two levels, add the district's enterprises by filter, open it; give its address."""
    today = to_local(clock.now()).date()
    page.get_by_role("link", name="评估批次").first.click()
    follow(page, "新建批次", "**/campaigns/new")
    page.fill("#name", CAMPAIGN)
    page.select_option("#checklist_version_id", index=1)
    page.select_option("#organiser_id", label=body)
    page.fill("#opens_on", f"{today - timedelta(days=1)}")
    page.fill("#closes_on", f"{today + timedelta(days=30)}")
    page.check("[name=levels][value='2']")
    page.select_option("#reviewing_body_id", label=body)
    page.select_option("#second_body_id", label=SECOND_BODY)
    page.fill("#review_by", f"{today + timedelta(days=45)}")
    look(page)
    follow(page, "保存，接着添加参评单位", "**/participants/add")
    add_the_district(page)
    address = page.url.split("/participants")[0]
    page.goto(address)
    look(page)
    follow(page, "开放填报", "**/steps/open")
    expect(page.locator("main")).to_contain_text("50 个参评单位")
    look(page)
    follow(page, "开放填报", "**?done=opened")
    expect(page.locator("main")).to_contain_text("两级：临沂市知识产权局，再由临沂市知识产权保护中心")
    look(page)
    return address


def add_the_district(page: Page) -> None:
    """Add whoever lies below the district; the page counts them before anything happens."""
    page.select_option("#below", label=DISTRICT)
    expect(page.locator("#count")).to_contain_text("符合条件、还不在批次里的单位：50 个")
    look(page)
    follow(page, "全部添加", "**/participants?done=added")
    expect(page.locator("#found")).to_have_text("共 50 个单位")
    look(page)


def figure(page: Page, name: str) -> Locator:
    """Find one of the large figures by its name."""
    return page.locator(".key-figures li").filter(has=page.get_by_text(name, exact=True)).locator(".key-figures__value")


def row_of(page: Page, district: str) -> list[str]:
    """Read a district's row: decided, in review, waiting, returned, filling, not begun, withdrawn, together."""
    row = page.locator("[aria-labelledby=districts] tbody tr").filter(has_text=district)
    return row.locator("td:not(.bar-cell)").all_inner_texts()[1:]


def summed(page: Page, words: str) -> None:
    """Wait until the figures, which are added up beside the requests, say so."""
    for _second in range(SUMMED_SECONDS):
        if words in page.locator("main").inner_text():
            return
        page.wait_for_timeout(1000)
        page.reload()
    raise AssertionError(words)


def export(page: Page) -> dict[str, list[tuple[object, ...]]]:
    """Download the workbook of the dashboard; give the rows of every sheet, the headings first."""
    book = load_workbook(BytesIO(download(page, page.get_by_role("link", name="下载全部数据（XLSX）"))))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
