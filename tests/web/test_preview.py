"""A preview serves one checklist from its file: always as the file is now, and nothing else."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal

from assess.checklists.drafts import Watched
from assess.config import Settings
from assess.db import Database
from assess.main import create_preview
from tests.checklists.conftest import content
from tests.web.browsing import Browser

__all__ = ["content"]
DRAFT = "demo-2020/enterprise/1.0.0.yaml"
FOREIGN = "/assessments/00000000-0000-4000-8000-000000000000"


@pytest.fixture
def previewed(content: Path, settings: Settings, database: Database) -> Iterator[Browser]:
    """Give a browser at a preview of the small checklist; the installed content is the copy itself."""
    app = create_preview(settings, database, Watched(content / DRAFT, content), roles=None, region=None)
    with start_blocking_portal() as portal:
        browser = Browser(app, portal, settings)
        with portal.wrap_async_context_manager(app.router.lifespan_context(app)):
            yield browser
            portal.call(browser.client.aclose)


def edit(content: Path, before: str, after: str) -> None:
    path = content / DRAFT
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 1_000_000))


def opened(browser: Browser) -> str:
    """Open the preview and give the address of its trial."""
    answer = browser.get("/")
    assert answer.status_code == 303
    return str(answer.headers["location"])


def test_the_address_opens_the_trial_at_once_and_goes_on_with_it(previewed: Browser) -> None:
    hub = opened(previewed)
    page = previewed.get(hub)
    assert page.status_code == 200
    assert "示范市企业自评表" in page.text
    assert opened(previewed) == hub
    assert "列入严重违法失信名单" in previewed.get(f"{hub}/sections/credit/lists").text


def test_the_organisation_has_every_role_so_that_every_question_is_there(previewed: Browser) -> None:
    hub = opened(previewed)
    assert "知识产权保险保单" in previewed.get(f"{hub}/sections/overseas/cover").text


def test_answers_are_kept_over_a_change_and_the_page_shows_the_file_as_it_is(previewed: Browser, content: Path) -> None:
    hub = opened(previewed)
    page = f"{hub}/sections/credit/lists"
    previewed.get(page)
    saved = previewed.post(page, {"credit.serious-list": "no", "credit.serious-list:revision": "0"})
    assert saved.status_code == 303
    edit(content, "未列入严重违法失信名单", "不在失信名单上")
    text = previewed.get(page).text
    assert "不在失信名单上" in text
    assert 'value="no"\n' in text
    assert "checked" in text


def test_an_answer_the_question_no_longer_takes_is_taken_back(previewed: Browser, content: Path) -> None:
    hub = opened(previewed)
    page = f"{hub}/sections/credit/lists"
    previewed.get(page)
    previewed.post(page, {"credit.procedure": "partial", "credit.procedure:revision": "0"})
    facts = content / "facts" / "credit.yaml"
    facts.write_text(facts.read_text(encoding="utf-8").replace("    allow: [partial]\n", ""), encoding="utf-8")
    edit(content, "in: [yes, partial]", "is: yes")
    edit(
        content, "                partial: {do: {zh: 补齐制度。", "                partial: {do: {zh: 补齐制度和培训。"
    )
    again = previewed.get(page)
    assert again.status_code == 200
    assert 'value="partial"' not in again.text


def test_a_wrong_file_is_a_page_that_names_line_and_key(previewed: Browser, content: Path) -> None:
    hub = opened(previewed)
    edit(content, "points: 6\n              rule: {levels", "points: 7\n              rule: {levels")
    page = previewed.get(hub)
    assert page.status_code == 422
    assert f"{DRAFT}:" in page.text
    assert "lists.points" in page.text
    assert previewed.get("/").status_code == 422
    assert previewed.get("/static/none/none.css").status_code == 404
    edit(content, "points: 7\n", "points: 6\n")
    assert previewed.get(hub).status_code == 200
    edit(content, "measure: demo-2020", "measure: [")
    assert "语法错误" in previewed.get(hub).text
    (content / DRAFT).unlink()
    assert "文件不存在" in previewed.get(hub).text


@pytest.mark.parametrize(
    "path",
    ["/start", "/start/questions", "/start/checklists", "/sign-in", "/register", "/about", "/assessments", "/readyz"],
)
def test_nothing_else_is_served(previewed: Browser, path: str) -> None:
    opened(previewed)
    assert previewed.get(path).status_code == 404
    assert previewed.post(path, {}).status_code == 404


def test_other_hosts_and_other_assessments_are_refused(previewed: Browser) -> None:
    opened(previewed)
    assert previewed.get("/", host="evil.example").status_code == 400
    assert previewed.get(FOREIGN).status_code == 404


def test_english_is_spoken_too(previewed: Browser, content: Path) -> None:
    hub = opened(previewed)
    edit(content, "audience: enterprise", "audience: enterprise\nauthor: me")
    assert "unknown key author" in previewed.get(f"{hub}?lang=en").text
