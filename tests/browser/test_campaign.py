"""A campaign from the table of fifty enterprises to the answered appeal, in Chinese, on a real server.

The answers of the two that take part are put in without the pages (`test_enterprise` fills them in by hand); reviewers
touch no mouse.
"""

import uuid
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from assess.access.roles import Role
from assess.accounts.models import Account, OrganisationKind
from assess.db import Database
from assess.storage import Folder, Storage
from tests.browser import campaigning, enterprises, steps
from tests.browser.campaigning import DISTRICT, LEADS, MANY, NAMED, SECOND_BODY, figure, follow, row_of
from tests.browser.conftest import Site, context
from tests.browser.enterprises import COMMENT, INFRINGEMENT
from tests.browser.filling import answers
from tests.browser.looking import look
from tests.browser.reviewing import Keyboard
from tests.factories.accounts import make_account, make_organisation
from tests.factories.reviews import make_authority

BODY = "临沂市知识产权局"
LOGINS = ("chen.xiaohua", "liu.jianguo")
LOST = "未被列入严重违法失信名单"
Visit = Callable[[str], AbstractContextManager[Page]]


@dataclass(frozen=True)
class Scene:
    """Who is there before anything happens: logins by what people are called here."""

    logins: dict[str, str]
    database: Database
    files: Storage
    visit: Visit


@pytest.fixture
def scene(database: Database, people: tuple[Account, Account], site: Site, chromium: Browser, tmp_path: Path) -> Scene:
    """Set the scene: an operator, a city with its centre and a district below, an administrator and reviewers."""
    assert len(people) == 2, "they and the checklist are there"
    with database.write() as session:
        operator = make_authority(session, "山东省知识产权局", operator=True)
        city = make_authority(session, BODY, parent=operator)
        centre = make_authority(session, SECOND_BODY, parent=city)
        make_organisation(session, name=DISTRICT, kind=OrganisationKind.DISTRICT, parent=city)
        wanted = {
            "administrator": (city, Role.ADMINISTRATOR, "周敏"),
            "first": (city, Role.REVIEWER, "张初"),
            "second": (centre, Role.REVIEWER, "孙复"),
            "third": (centre, Role.REVIEWER, "钱复"),
        }
        logins = {
            name: make_account(session, body, role, name=called).login for name, (body, role, called) in wanted.items()
        }
        session.commit()
    return Scene(logins, database, Folder(tmp_path / "var" / "files"), partial(steps.visiting, chromium, site))


@pytest.mark.timeout(900)
def test_fifty_are_invited_two_take_part_and_all_of_it_can_be_followed(
    scene: Scene, site: Site, chromium: Browser
) -> None:
    with scene.visit(scene.logins["administrator"]) as page:
        campaigning.import_fifty(page)
        codes = [campaigning.invite_lead(page, name, lead) for name, lead in zip(NAMED, LEADS, strict=True)]
        campaign = campaigning.create_campaign(page, BODY)
        nobody_has_begun(page, campaign)
    ids = []
    for code, login, lead in zip(codes, LOGINS, LEADS, strict=True):
        with context(chromium, site) as opened:
            ids.append(take_part(opened.new_page(), scene, code, login, lead))
    with scene.visit(scene.logins["administrator"]) as page:
        two_have_handed_in(page, campaign)
    reviewed(scene, ids)
    with scene.visit(scene.logins["administrator"]) as page:
        publish(page, campaign)
        figures(page, campaign)
    appealed(scene, ids[0], campaign)


def reviewed(scene: Scene, ids: list[uuid.UUID]) -> None:
    """Review both at two levels; the first comes back once."""
    bases = [f"/reviews/{one}" for one in ids]
    with scene.visit(scene.logins["first"]) as page:
        first_level(page, bases)
    with scene.visit(LOGINS[0]) as page:
        enterprises.mend(page, f"/assessments/{ids[0]}", LEADS[0])
    with scene.visit(scene.logins["first"]) as page:
        pass_on(page, bases)
    with scene.visit(scene.logins["second"]) as page:
        decide(page, bases[0], NAMED[0], again=5)
        decide(page, bases[1], NAMED[1], again=0)


def appealed(scene: Scene, one: uuid.UUID, campaign: str) -> None:
    """Appeal against what was published; the answer is known once it is published as well."""
    own = f"/assessments/{one}"
    with scene.visit(LOGINS[0]) as page:
        enterprises.appeal(page, own)
    with scene.visit(scene.logins["third"]) as page:
        answer(page, f"/reviews/{one}")
    with scene.visit(scene.logins["administrator"]) as page:
        publish_again(page, campaign)
    with scene.visit(LOGINS[0]) as page:
        page.goto(f"{own}/result")
        expect(page.locator("#appeal")).to_contain_text("经核对，维持原评定。")
        expect(page.locator(".outcome .worklist")).to_contain_text("4.5")
        look(page)


def nobody_has_begun(page: Page, campaign: str) -> None:
    """Look at the dashboard of a campaign that has just opened."""
    page.goto(f"{campaign}/dashboard")
    expect(figure(page, "已提交")).to_have_text("0 / 50")
    expect(figure(page, "未开始")).to_have_text("50 家")
    expect(figure(page, "提交截止")).to_have_text("还有 30 天")
    assert row_of(page, DISTRICT) == ["0", "0", "0", "0", "0", "50", "0", "50"]
    invited = page.locator("[aria-labelledby=waiting] tbody tr").filter(has_text="已邀请，还没有登录")
    expect(invited).to_have_count(2)
    look(page)


def take_part(page: Page, scene: Scene, code: str, login: str, lead: str) -> uuid.UUID:
    """Come by the code, begin, and hand in."""
    enterprises.register(page, code, login)
    found = enterprises.join(page)
    enterprises.fill(scene.database, login, found, answers("linyi-exporter"), scene.files)
    enterprises.hand_in(page, f"/assessments/{found}", lead)
    return found


def two_have_handed_in(page: Page, campaign: str) -> None:
    """Look at the dashboard: two of fifty."""
    page.goto(f"{campaign}/dashboard")
    expect(figure(page, "已提交")).to_have_text("2 / 50")
    expect(figure(page, "未开始")).to_have_text("48 家")
    expect(figure(page, "待审核")).to_have_text("2 家")
    assert row_of(page, DISTRICT) == ["0", "0", "2", "0", "0", "48", "0", "50"]


def first_level(page: Page, bases: list[str]) -> None:
    """Take the first up, mark one item lower with a reason and the rest as claimed, and send one item back."""
    board = Keyboard(page)
    page.goto("/reviews")
    rows = page.locator(".worklist tbody tr")
    expect(rows).to_have_count(2)
    expect(rows).to_contain_text([NAMED[0], NAMED[1]])
    expect(rows.first).to_contain_text(DISTRICT)
    look(page)
    board.open(f"受理：{NAMED[0]}")
    page.wait_for_url("**?done=taken")
    board.go("j", f"**{bases[0]}/items/*")
    expect(page.locator("h1")).to_contain_text(LOST)
    board.mark("2", reason="佐证材料已过期", opinion="截图没有日期，不能证明目前的状态。")
    agree_with_the_rest(board, bases[0])
    board.go("b", f"**{bases[0]}/return")
    board.walk(INFRINGEMENT)
    board.press("Space", "Tab")
    page.keyboard.insert_text(COMMENT)
    board.open("退回给填报单位")
    page.wait_for_url("**/reviews?done=returned")


def agree_with_the_rest(board: Keyboard, base: str) -> None:
    """Accept together what is proved, and the rest one by one."""
    board.page.goto(base)
    board.go("a", f"**{base}/accept")
    if board.page.locator("#items").count():
        board.open("确认同意")
        board.page.wait_for_url("**?done=accepted")
    board.page.goto(base)
    board.go("j", f"**{base}/items/*")
    one_by_one(board)


def one_by_one(board: Keyboard) -> None:
    """Agree with whatever is still open."""
    while "/items/" in board.page.url:
        board.mark("1")
    board.page.wait_for_url("**?done=marked")


def pass_on(page: Page, bases: list[str]) -> None:
    """See what was mended, finish both, and pass them on."""
    board = Keyboard(page)
    page.goto(bases[0])
    board.go("t", "**?done=taken")
    expect(page.locator(".progress__text")).not_to_contain_text("已评定 0 /")
    board.go("j", f"**{bases[0]}/items/*")
    expect(page.locator(".notice--warning").first).to_contain_text(COMMENT)
    expect(page.locator("main")).to_contain_text("已于2025年7月1日停止销售并付清赔偿。")
    one_by_one(board)
    page.goto(bases[1])
    board.go("t", "**?done=taken")
    agree_with_the_rest(board, bases[1])
    for base in bases:
        page.goto(base)
        board.go("f", f"**{base}/forward")
        board.open("转下一级复核")
        page.wait_for_url("**/reviews?done=forwarded")


def decide(page: Page, base: str, name: str, again: int) -> None:
    """Take one up at the second level; of the first so many items say anew what they are worth, and decide."""
    board = Keyboard(page)
    page.goto("/reviews?whose=free")
    board.open(f"受理：{name}")
    page.wait_for_url("**done=taken")
    if again:
        board.go("j", f"**{base}/items/*")
        expect(page.locator(".marking")).to_contain_text("截图没有日期")
        board.press("e")
        page.keyboard.type("4.5")
        board.press("Escape")
        board.mark(opinion="网上可以查到，给一半多。")
        for _item in range(1, again):
            board.mark("1")
        board.go("u", f"**{base}*")
    board.go("d", f"**{base}/decide*")
    look(page)
    board.walk("审定意见")
    page.keyboard.insert_text("总体真实，个别材料不足。")
    board.open("审定")
    page.wait_for_url("**done=decided")


def publish(page: Page, campaign: str) -> None:
    """End the filling in early, with a reason, and publish what was decided."""
    page.goto(campaign)
    follow(page, "提前截止", "**/steps/close")
    look(page)
    page.fill("#reason", "其余单位另行安排。")
    follow(page, "提前截止", "**?done=closed")
    follow(page, "公布结果", "**/steps/publish")
    published(page)
    expect(page.locator("#records + ol li").first).to_contain_text("公布结果")
    look(page)


def publish_again(page: Page, campaign: str) -> None:
    """Publish what was decided since."""
    page.goto(campaign)
    follow(page, "公布新审定的结果", "**/steps/publish")
    published(page)


def published(page: Page) -> None:
    """Have the results published, and wait until all are: that happens beside the request."""
    follow(page, "公布结果", "**?done=published")
    expect(page.locator("#publishing")).to_contain_text("已审定的结果已公布。")


def answer(page: Page, base: str) -> None:
    """Answer an appeal: another reviewer of the deciding body, as the second one decided what is appealed against."""
    board = Keyboard(page)
    page.goto(base)
    expect(page.locator(".notice--warning")).to_contain_text("截图的日期在页脚")
    board.go("t", "**?done=taken")
    board.go("d", f"**{base}/decide")
    board.walk("对申诉的答复")
    page.keyboard.insert_text("经核对，维持原评定。")
    board.open("答复申诉并审定")
    page.wait_for_url("**?done=decided")


def figures(page: Page, campaign: str) -> None:
    """Read the numbers: on the dashboard, in the deviations, in the workbook.

    Of 8 points one enterprise was given 4.5 at the second level and 0 at the first; of the other four items that both
    marked, three earn nothing and one a part. So of five pairs four agree, and 14 of 25 would by chance.
    """
    page.goto(f"{campaign}/dashboard")
    expect(figure(page, "已提交")).to_have_text("2 / 50")
    assert row_of(page, DISTRICT) == ["2", "0", "0", "0", "0", "48", "0", "50"]
    campaigning.summed(page, "2 家已审定")
    expect(page.locator("main")).to_contain_text(
        "自评平均 66.7 分，复核平均 63.45 分，相差 −3.25 分；调低 1 家，调高 0 家"
    )
    look(page)
    follow(page, "逐项看差异", "**/deviations")
    expect(figure(page, "已审定")).to_have_text("2 家")
    expect(figure(page, "平均相差")).to_have_text("−3.25")
    expect(figure(page, "两级判断的一致程度（κ）")).to_have_text("0.55 中等")
    lowered = page.locator("[aria-labelledby=items] tbody tr").filter(has_text=LOST).locator("td")
    assert lowered.all_inner_texts()[:5] == ["2", "8", "6.25", "−1.75", "50%"]
    people = page.locator("[aria-labelledby=reviewers] tbody tr")
    expect(people.filter(has_text="孙复").locator("td").nth(1)).to_have_text("5")
    look(page)
    workbook(campaigning.export(page))


def workbook(sheets: Mapping[str, list[tuple[Any, ...]]]) -> None:
    """Read the workbook that was downloaded."""
    assert list(sheets) == ["参评单位", "一级指标", "三级指标偏差", "区县"]
    head, *rows = sheets["参评单位"]
    everybody = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert len(rows) == len(everybody) == MANY
    assert [row["状态"] for row in everybody.values()].count("未开始") == MANY - 2
    lower, same = (everybody[name] for name in NAMED)
    assert (lower["状态"], lower["合规得分 自评得分"], lower["合规得分 复核得分"]) == ("已审定", 66.7, 60.2)
    assert (lower["复核减自评"], same["复核减自评"], same["合规得分 复核得分"]) == (-6.5, 0, 66.7)
    assert isinstance(lower["提交日期"], datetime)
    assert sheets["区县"][1][:9] == (DISTRICT, 2, 0, 0, 0, 0, 48, 0, 50)
