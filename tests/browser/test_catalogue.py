"""The catalogue: an administrator publishes a draft and retires a version; a guest reads measures and the crosswalk."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from assess.access.roles import Role
from assess.accounts.models import Account
from assess.checklists.loader import resolve_path
from assess.db import Database
from tests.browser import steps
from tests.browser.conftest import Site, context
from tests.browser.looking import look
from tests.factories.accounts import make_account, make_organisation
from tests.factories.checklists import register_version

SHIPPED = Path(__file__).resolve().parents[2] / "checklists"
KEY = "linyi-2021/enterprise"
DRAFT = "9.9.9"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Give the content folder of the site: what is shipped, and one more draft of Linyi's checklist."""
    folder = tmp_path / "none"  # where the site looks
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns("*.json", "published.lock"))
    newest = max((folder / KEY).glob("*.yaml"))
    text = re.sub(r"^version: .*$", f"version: {DRAFT}", newest.read_text(encoding="utf-8"), flags=re.MULTILINE)
    (folder / KEY / f"{DRAFT}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def administrator(database: Database, content: Path, people: tuple[Account, Account]) -> str:
    """Give the login of an administrator; Xuhui's checklist is on offer beside Linyi's."""
    assert len(people) == 2
    document = resolve_path(content / "xuhui-2023/enterprise/1.0.0.yaml", content)
    with database.write() as session:
        register_version(session, document)
        organisation = make_organisation(session, name="平台运行单位", operator=True)
        login = make_account(session, organisation, Role.ADMINISTRATOR, name="孙丽").login
        session.commit()
    return login


@pytest.mark.timeout(300)
def test_the_administrator_publishes_and_retires_and_a_guest_reads(
    administrator: str, site: Site, page: Page, chromium: Browser
) -> None:
    steps.sign_in(page, administrator)
    page.get_by_role("navigation", name="账号与语言").get_by_role("link", name="自评表目录").click()
    page.wait_for_url("**/catalogue")
    look(page)
    publish(page)
    retire(page)
    with context(chromium, site) as opened:
        read(opened.new_page())


def publish(page: Page) -> None:
    """Look through the draft, compare it and publish it."""
    page.locator(f"a[href='/catalogue/{KEY}/{DRAFT}']").click()
    look(page)
    page.locator("a[href$='/sections/1']").first.click()
    look(page)
    page.goto(f"/catalogue/{KEY}/{DRAFT}/measure")
    look(page)
    page.goto(f"/catalogue/{KEY}/{DRAFT}/diff?with=1.0.0")
    look(page)
    page.goto(f"/catalogue/{KEY}/{DRAFT}")
    page.get_by_role("link", name="发布这个版本").click()
    look(page)
    page.get_by_role("button", name=f"发布 {DRAFT} 版").click()
    page.wait_for_url("**?done=published")
    expect(page.locator("main")).to_contain_text("这个版本从现在起用于新的自评")
    look(page)


def retire(page: Page) -> None:
    """Retire the version before, after having forgotten the reason once."""
    page.goto(f"/catalogue/{KEY}/1.0.0")
    page.get_by_role("link", name="停用", exact=True).click()
    look(page)
    page.get_by_role("button", name="停用", exact=True).click()
    expect(page.locator("#error-summary")).to_contain_text("请写明理由")
    look(page)
    page.get_by_label("理由").fill(f"改用 {DRAFT}")
    page.get_by_role("button", name="停用", exact=True).click()
    page.wait_for_url("**?done=retired")
    expect(page.locator("main")).to_contain_text(f"理由：改用 {DRAFT}")
    page.get_by_role("link", name="哪些单位").click()
    look(page)


def read(page: Page) -> None:
    """Read as somebody without an account: measures, one of them, the regions side by side, an external rule."""
    page.goto("/")
    page.get_by_role("contentinfo").get_by_role("link", name="措施文件").click()
    look(page)
    page.get_by_role("link", name="关于强化知识产权全链条保护持续优化营商环境的十二条措施").click()
    expect(page.locator("#clause-7")).to_be_visible()
    look(page)
    page.get_by_role("contentinfo").get_by_role("link", name="各地对照").click()
    expect(page.locator("#counts")).to_be_visible()
    look(page)
    page.get_by_role("navigation", name="专题").get_by_role("link", name="信用名单").click()
    expect(page.locator("#facts")).to_be_visible()
    look(page)
    page.goto("/programmes/shandong-ip-insurance-2021")
    expect(page.locator("h1")).to_contain_text("山东省企业知识产权保险扶持项目")
    look(page)
    page.goto("/catalogue")
    expect(page.locator("h1")).to_contain_text("没有找到这个页面")
