"""A review from the queue to the answered appeal, in Chinese, on a real server; reviewers touch no mouse."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from assess.accounts import tree
from assess.accounts.models import Account, Organisation
from assess.checklists.models import ChecklistVersion
from assess.db import Database
from assess.storage import Folder
from tests.browser import steps
from tests.browser.conftest import Site
from tests.browser.filling import answers
from tests.browser.looking import look
from tests.browser.reviewing import EXPORTER, Cast, Keyboard

INFRINGEMENT = "没有生效的侵权认定"
COMMENT = "请补充判决的履行情况，并说明停止侵权的日期。"


@pytest.fixture
def cast(database: Database, people: tuple[Account, Account], tmp_path: Path) -> Cast:
    """Set the scene: the enterprise has handed in, two bodies review, what is decided is known at once."""
    with database.write() as session:
        lead = session.get_one(Account, people[0].id)
        organisation = session.scalars(select(Organisation)).one()
        version = session.scalars(select(ChecklistVersion)).one()
        made = Cast(session, organisation, lead, version, {"publish_at_once": True})
        tree.place(session, organisation, made.body)
        made.hand_in(answers("linyi-exporter"), profile=EXPORTER, files=Folder(tmp_path / "var" / "files"))
        session.commit()
    return made


@pytest.mark.timeout(600)
def test_reviewers_work_by_keyboard_and_the_enterprise_learns_all_of_it(
    cast: Cast, site: Site, chromium: Browser
) -> None:
    own, base = f"/assessments/{cast.id}", f"/reviews/{cast.id}"
    with steps.visiting(chromium, site, cast.logins["first"]) as page:
        first_level(page, base)
        send_back(page, base)
    with steps.visiting(chromium, site, cast.logins["lead"]) as page:
        mend(page, own)
    with steps.visiting(chromium, site, cast.logins["first"]) as page:
        pass_on(page, base)
    with steps.visiting(chromium, site, cast.logins["second"]) as page:
        decide(page, base)
    with steps.visiting(chromium, site, cast.logins["lead"]) as page:
        appeal(page, own)
    with steps.visiting(chromium, site, cast.logins["third"]) as page:
        answer(page, base)
    with steps.visiting(chromium, site, cast.logins["lead"]) as page:
        page.goto(f"{own}/result")
        expect(page.locator("#appeal")).to_contain_text("经核对，维持原评定。")
        look(page)


def first_level(page: Page, base: str) -> None:
    """Take it up, mark one item lower with a reason, accept what is proved together, and the rest one by one."""
    board = Keyboard(page)
    expect(page.locator(".empty")).to_contain_text("待受理 1 份")
    page.goto("/reviews")
    look(page)
    board.open("受理：临沂示例机械出口有限公司")
    page.wait_for_url("**?done=taken")
    look(page)
    board.go("j", f"**{base}/items/*")
    expect(page.locator("h1")).to_be_focused()
    expect(page.locator("#mark-title")).to_contain_text("初审")
    board.press("?")
    expect(page.locator("#keys")).to_be_visible()
    board.press("Escape")
    look(page)
    board.press("2", "s")  # a different score without a reason
    expect(page.locator("#error-summary")).to_be_focused()
    expect(page).to_have_title(re.compile("^错误："))
    look(page)
    board.mark("2", reason="佐证材料已过期", opinion="截图没有日期，不能证明目前的状态。")
    expect(page.locator(".notice--success")).to_contain_text("未被列入严重违法失信名单")
    board.go("u", f"**{base}")
    expect(page.locator(".progress__text")).to_contain_text("已评定 1 / ")
    board.go("a", f"**{base}/accept")
    look(page)
    board.open("确认同意")
    page.wait_for_url("**?done=accepted")
    board.go("j", f"**{base}/items/*")
    the_rest(board)
    expect(page.locator(".notice--success")).to_contain_text("所有事项都已评定")


def the_rest(board: Keyboard) -> None:
    """Agree with whatever is still open."""
    while "/items/" in board.page.url:
        if board.page.locator(".proof__view img").count():
            look(board.page)
        board.mark("1")
    board.page.wait_for_url("**?done=marked")


def send_back(page: Page, base: str) -> None:
    """Send one item back with what is to be mended."""
    board = Keyboard(page)
    board.go("b", f"**{base}/return")
    look(page)
    board.walk(INFRINGEMENT)
    board.press("Space", "Tab")
    page.keyboard.insert_text(COMMENT)
    board.open("退回给填报单位")
    page.wait_for_url("**/reviews?done=returned")
    expect(page.locator(".worklist")).to_contain_text("已退回")
    look(page)


def mend(page: Page, own: str) -> None:
    """Meet the comment at the question, mend it, and hand in again."""
    steps.consent(page)
    page.goto(own)
    expect(page.locator(".notice--warning").first).to_contain_text(COMMENT)
    expect(page.locator(".task").filter(has_text="退回修改")).to_have_count(1)
    look(page)
    page.locator(".notice--warning a").filter(has_text=INFRINGEMENT).click()
    beside = page.locator(".item").filter(has_text=INFRINGEMENT).locator(".notice--warning")
    expect(beside).to_contain_text(COMMENT)
    look(page)
    question = page.locator('[data-fact="compliance.infringement-found"]')
    question.locator("summary").click()
    question.locator("textarea").fill("已于2025年7月1日停止销售并付清赔偿。")
    question.locator("textarea").blur()
    expect(question.locator(".saved")).to_contain_text("已保存")
    page.goto(f"{own}/check")
    expect(page.locator(".notice--warning").first).to_contain_text(INFRINGEMENT)
    look(page)
    page.check("#declared")
    page.fill("#declared_name", "王敏")
    page.click("form[action$='/submit'] button")
    page.wait_for_url("**/submitted*")
    expect(page.locator("h1")).to_contain_text("已重新提交")
    expect(page.locator("main")).to_contain_text("临沂市知识产权局")
    look(page)


def pass_on(page: Page, base: str) -> None:
    """Take it up again, see what became of the comment, and pass it on."""
    board = Keyboard(page)
    page.goto(base)
    board.go("t", "**?done=taken")
    expect(page.locator(".progress__text")).not_to_contain_text("已评定 0 /")
    board.go("j", f"**{base}/items/*")
    expect(page.locator(".notice--warning").first).to_contain_text(COMMENT)
    the_rest(board)
    board.go("f", f"**{base}/forward")
    look(page)
    board.open("转下一级复核")
    page.wait_for_url("**/reviews?done=forwarded")


def decide(page: Page, base: str) -> None:
    """See the first level's mark, say otherwise, and decide."""
    board = Keyboard(page)
    page.goto("/reviews?whose=free")
    board.open("受理：临沂示例机械出口有限公司")
    page.wait_for_url("**done=taken")
    board.go("j", f"**{base}/items/*")
    expect(page.locator(".stand")).to_contain_text("初审")
    expect(page.locator(".marking")).to_contain_text("截图没有日期")
    look(page)
    board.press("e")
    page.keyboard.type("4.5")
    board.press("Escape")
    board.mark(opinion="网上可以查到，给一半多。")
    board.go("u", f"**{base}*")
    board.go("d", f"**{base}/decide*")
    expect(page.locator("main")).to_contain_text("未被列入严重违法失信名单")
    look(page)
    board.walk("审定意见")
    page.keyboard.insert_text("总体真实，个别材料不足。")
    board.open("审定")
    page.wait_for_url("**done=published")
    look(page)


def appeal(page: Page, own: str) -> None:
    """See the three columns and every opinion, and appeal."""
    page.goto(f"{own}/result")
    outcome = page.locator(".outcome")
    expect(outcome).to_contain_text("总体真实，个别材料不足。")
    expect(outcome.locator(".worklist")).to_contain_text("网上可以查到，给一半多。")
    expect(outcome.locator(".worklist tbody tr")).to_have_count(1)
    look(page)
    page.get_by_role("link", name="提出申诉").click()
    look(page)
    page.click("#page-form button")
    expect(page.locator("#error-summary")).to_be_focused()
    look(page)
    page.fill("#grounds", "截图的日期在页脚，请放大查看。")
    page.locator("[name^='item:']").first.fill("页脚写明2026年11月10日。")
    page.click("#page-form button[type=submit] >> nth=-1")
    page.wait_for_url("**/result?appealed=1#appeal")
    expect(page.locator("#appeal")).to_contain_text("正在重新审定")
    look(page)


def answer(page: Page, base: str) -> None:
    """Another reviewer of the deciding body answers."""
    board = Keyboard(page)
    page.goto(base)
    expect(page.locator(".notice--warning")).to_contain_text("截图的日期在页脚")
    look(page)
    board.go("t", "**?done=taken")
    board.go("d", f"**{base}/decide")
    board.open("答复申诉并审定")
    expect(page.locator("#error-summary")).to_be_focused()
    look(page)
    board.press("Tab", "Enter")  # the summary leads to the field
    expect(page.locator("#answer")).to_be_focused()
    page.keyboard.insert_text("经核对，维持原评定。")
    board.open("答复申诉并审定")
    page.wait_for_url("**?done=published")
    look(page)
