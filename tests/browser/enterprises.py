"""An enterprise's lead in a campaign: comes by a code, begins, hands in, mends what came back, appeals."""

import re
import uuid
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Page, expect
from sqlalchemy import select

from assess.accounts.models import Account
from assess.db import Database
from assess.storage import Storage
from tests.browser.answering import Form
from tests.browser.campaigning import CAMPAIGN, SECOND_BODY, follow
from tests.browser.looking import look
from tests.factories.accounts import PASSWORD

INFRINGEMENT = "没有生效的侵权认定"
COMMENT = "请补充判决的履行情况，并说明停止侵权的日期。"


def register(page: Page, code: str, login: str) -> None:
    """Type the code that was read aloud, and make an account."""
    page.goto("/invitation")
    page.fill("#code", code.lower())
    page.click("#page-form button[type=submit]")
    page.wait_for_url("**/invitation/*")
    look(page)
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    page.check("#consent")
    page.click("#page-form button[type=submit]")
    page.wait_for_url("**/organisation")


def join(page: Page) -> uuid.UUID:
    """Find the campaign among one's own, read who will read the answers, and begin; give the assessment."""
    page.get_by_role("link", name="我的自评").first.click()
    card = page.locator("section[aria-labelledby=campaigns] .assessment")
    expect(card).to_contain_text(CAMPAIGN)
    expect(card).to_contain_text("还有 30 天")
    look(page)
    card.get_by_role("link", name="开始填报").click()
    page.wait_for_url("**/start")
    readers = page.locator(".campaign-readers li")
    expect(readers).to_contain_text(
        [
            "填报人和负责人：随时",
            "“临沂市知识产权局”的复核人员：提交之后，全部填报内容和佐证材料",
            f"“{SECOND_BODY}”的复核人员（第二级）",
            "主办单位“临沂市知识产权局”的管理员：进度、得分和复核偏差，不包括填报内容",
        ]
    )
    look(page)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/assessments/*/start")
    expect(page.locator(".campaign-readers")).to_contain_text(SECOND_BODY)
    return uuid.UUID(page.url.split("/")[-2])


def fill(database: Database, login: str, assessment_id: uuid.UUID, prepared: Mapping[str, Any], files: Storage) -> None:
    """Answer everything without the pages: other journeys fill in by hand."""
    with database.write() as session:
        account = session.scalars(select(Account).where(Account.login == login)).one()
        Form(session, account, assessment_id).fill(prepared, profile=None, files=files)
        session.commit()


def hand_in(page: Page, own: str, person: str, heading: str = "已提交") -> None:
    """Check the answers, declare, and hand in."""
    page.goto(f"{own}/check")
    look(page)
    page.check("#declared")
    page.fill("#declared_name", person)
    page.click("form[action$='/submit'] button")
    page.wait_for_url("**/submitted*")
    expect(page.locator("h1")).to_contain_text(heading)
    expect(page.locator("main")).to_contain_text("临沂市知识产权局")
    look(page)


def mend(page: Page, own: str, person: str) -> None:
    """Meet the comment at the question, mend it, and hand in again."""
    page.goto("/assessments")
    expect(page.locator("section[aria-labelledby=campaigns]")).to_contain_text("已退回")
    page.goto(own)
    expect(page.locator(".notice--warning").first).to_contain_text(COMMENT)
    page.locator(".notice--warning a").filter(has_text=INFRINGEMENT).click()
    expect(page.locator(".item").filter(has_text=INFRINGEMENT).locator(".notice--warning")).to_contain_text(COMMENT)
    question = page.locator('[data-fact="compliance.infringement-found"]')
    question.locator("summary").click()
    question.locator("textarea").fill("已于2025年7月1日停止销售并付清赔偿。")
    question.locator("textarea").blur()
    expect(question.locator(".saved")).to_contain_text("已保存")
    hand_in(page, own, person, "已重新提交")


def appeal(page: Page, own: str) -> None:
    """Read the published result, and appeal."""
    page.goto(f"{own}/result")
    outcome = page.locator(".outcome")
    expect(outcome).to_contain_text("总体真实，个别材料不足。")
    expect(outcome.locator(".worklist")).to_contain_text("网上可以查到，给一半多。")
    look(page)
    follow(page, "提出申诉", "**/appeal")
    look(page)
    page.fill("#grounds", "截图的日期在页脚，请放大查看。")
    page.click("#page-form button[type=submit] >> nth=-1")
    page.wait_for_url(re.compile("/result.*appealed=1"))
    expect(page.locator("#appeal")).to_contain_text("正在重新审定")
    look(page)
