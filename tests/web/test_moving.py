"""Moving to a newer version in the browser: told on the hub, shown, applied, confirmed question by question."""

import re

import pytest
from sqlalchemy import select

from assess.accounts.models import Account
from assess.assessments.models import Assessment
from assess.assessments.workflow import Status
from assess.checklists.definition import Published
from assess.checklists.models import ChecklistVersion
from assess.db import Database
from assess.values.text import Text
from tests.checklists.editing import with_fact, with_item, with_items, without_facts
from tests.conftest import CountQueries
from tests.factories.accounts import PASSWORD, START, make_account, make_organisation
from tests.factories.checklists import published, register_version
from tests.factories.papers import PDF
from tests.web.browsing import Browser, complaints
from tests.web.conftest import Browsers
from tests.web.filling import LISTS, Sitting, begin, revisions

STATE = re.compile(r'name="state" value="(\d+)"')
VERSION = re.compile(r'name="version" value="([^"]+)"')


def changed() -> Published:
    """Give a version that asks one question anew and another in people, adds one for a part, and drops a section."""
    fewer = with_items(lambda item: None if item.key == "overseas-cover" else item, published())
    new = without_facts(fewer, "overseas.sells-abroad", "insurance.policies")
    meant = with_fact("credit.procedure", new, revision=2, wording=Text(zh="制度是否成文？", en="Is it in writing?"))
    return with_fact("credit.trainings", meant, unit=Text(zh="人次", en="people"))


def publish(database: Database, document: Published, number: str = "1.1.0") -> None:
    with database.write() as session:
        register_version(session, document, number)
        session.commit()


@pytest.fixture
def sitting(lead_browser: Browser, database: Database, lead: Account) -> Sitting:
    sitting = begin(lead_browser, database, lead)
    sitting.finish()
    publish(database, changed())
    return sitting


def sent(sitting: Sitting) -> dict[str, str]:
    """Open the preview and give what its form sends."""
    page = sitting.get("/newer")
    assert page.status_code == 200, page.text
    return {"state": STATE.findall(page.text)[0], "version": VERSION.findall(page.text)[0]}


def move(sitting: Sitting) -> None:
    answer = sitting.post("/newer", sent(sitting))
    assert (answer.status_code, answer.headers["location"]) == (303, sitting.base)


def part(text: str, start: str, end: str) -> str:
    return text.partition(start)[2].partition(end)[0]


def test_the_hub_says_that_there_is_a_newer_version(sitting: Sitting) -> None:
    page = sitting.get().text
    assert "这份自评表有新版本 1.1.0（2026年11月1日发布）" in page
    assert f'href="{sitting.base}/newer"' in page
    assert "请再确认" not in page
    assert "version 1.1.0" in sitting.get("", **{"accept-language": "en"}).text or "1.1.0" in page


def test_the_preview_lists_every_answer_in_one_of_four_places(sitting: Sitting) -> None:
    page = sitting.get("/newer").text
    for place, line in (
        ("kept", "沿用 1 题"),
        ("confirm", "请再确认 1 题"),
        ("answer", "需要填写 1 题"),
        ("retired", "不再使用 2 题"),
    ):
        assert f'<li><a href="#{place}">{line}</a></li>' in page
    confirm = part(page, 'id="confirm"', "<h2")
    assert "制度是否成文？" in confirm
    assert "原来的题目：是否有知识产权管理制度?" in confirm
    needed = part(page, 'id="answer"', "<h2")
    assert "上一年培训次数" in needed
    assert "3 次" in needed
    assert "填法有变化" in needed
    retired = part(page, 'id="retired"', "<h2")
    assert "是否向境外销售?" in retired
    assert "知识产权保险保单" in retired
    assert "企业现在是否列入严重违法失信名单?" in part(page, 'id="kept"', "<form")
    assert "评价要点的变化：含义变化 1 项、停用 1 项" in page
    assert sitting.stored("credit.procedure") == '"yes"'


def test_moving_marks_what_waits_and_asks_it_again(sitting: Sitting) -> None:
    move(sitting)
    page = sitting.get().text
    assert "有 1 题请再确认" in page
    assert "请再确认 1 题</span>" in page
    assert "这份自评表有新版本" not in page
    assert "查看原版本中不再计分的回答（4 题）" in page
    questions = sitting.get(LISTS).text
    assert "制度是否成文？" in questions
    assert "（1.0.0 版，王丽，" in questions
    assert 'name="confirm" value="credit.procedure"' in questions
    assert 'name="confirm" value="credit.trainings"' not in questions
    assert "请重新填写。" in questions
    check = sitting.get("/check").text
    assert "还有 2 题没有填" in check
    assert "请再确认，原来的回答是：是" in check


def test_one_click_confirms_without_javascript_whatever_stands_in_the_boxes(sitting: Sitting) -> None:
    move(sitting)
    page = sitting.get(LISTS)
    boxes = {f"{fact}:revision": number for fact, number in revisions(page).items()}
    answer = sitting.post(LISTS, {**boxes, "credit.procedure": "no", "confirm": "credit.procedure"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{sitting.base}{LISTS}#q-credit_procedure")
    assert sitting.stored("credit.procedure") == '"yes"'
    page = sitting.get(LISTS)
    assert 'name="confirm"' not in page.text
    assert "有 1 题请再确认" not in sitting.get().text
    back = {**{f"{fact}:revision": number for fact, number in revisions(page).items()}, "back": "check"}
    answer = sitting.post(LISTS, {**back, "confirm": "credit.trainings"})
    assert answer.headers["location"] == f"{sitting.base}/check"
    assert sitting.stored("credit.trainings") is None


def test_an_answer_typed_anew_saves_by_itself_and_takes_the_place_of_the_old(sitting: Sitting) -> None:
    move(sitting)
    assert sitting.save("credit.procedure", "no", 2).status_code == 200
    assert sitting.save("credit.trainings", "12", 2).status_code == 200
    assert 'name="confirm"' not in sitting.get(LISTS).text
    assert sitting.stored("credit.trainings") == '"12"'
    page = sitting.get("/check").text
    assert "必填的题都已填好" in page
    answer = sitting.post("/submit", {"declared": "yes", "name": "王丽", "state": STATE.findall(page)[0]})
    assert answer.status_code == 303


def test_a_confirmation_that_comes_too_late_overwrites_nothing(sitting: Sitting) -> None:
    move(sitting)
    boxes = {f"{fact}:revision": number for fact, number in revisions(sitting.get(LISTS)).items()}
    sitting.save("credit.procedure", "no", 2)
    answer = sitting.post(LISTS, {**boxes, "credit.procedure:note": "已成文", "confirm": "credit.procedure"})
    assert answer.status_code == 409
    assert "已成文" in answer.text
    assert sitting.stored("credit.procedure") == '"no"'


def test_what_was_shown_is_what_is_done_or_nothing(sitting: Sitting) -> None:
    shown = sent(sitting)
    sitting.save("credit.trainings", "8", 1)
    answer = sitting.post("/newer", shown)
    assert answer.status_code == 409
    assert complaints(answer) == {"move": "在您操作期间，内容已被他人修改，请刷新后再试。"}
    assert "8 次" in answer.text
    assert sitting.stored("credit.trainings") == '"8"'
    fresh = {"state": STATE.findall(answer.text)[0], "version": VERSION.findall(answer.text)[0]}
    assert sitting.post("/newer", fresh).status_code == 303


@pytest.mark.parametrize("state", ["", "x", "-1", "9" * 40, "٣"])
def test_a_state_that_is_none_was_never_shown(sitting: Sitting, state: str) -> None:
    answer = sitting.post("/newer", {**sent(sitting), "state": state})
    assert answer.status_code == 409
    assert sitting.stored("credit.procedure") == '"yes"'


def test_a_version_retired_meanwhile_is_refused(sitting: Sitting, database: Database) -> None:
    shown = sent(sitting)
    with database.write() as session:
        version = session.scalars(select(ChecklistVersion).where(ChecklistVersion.version == "1.1.0")).one()
        version.retired_at = START
        session.commit()
    assert sitting.post("/newer", shown).status_code == 409
    assert sitting.get("/newer").status_code == 404
    assert sitting.post("/newer", {**shown, "version": "nothing"}).status_code == 404
    assert "新版本" not in sitting.get().text


def test_a_retired_version_is_told_and_goes_on(sitting: Sitting, database: Database) -> None:
    with database.write() as session:
        for version in session.scalars(select(ChecklistVersion)):
            version.retired_at = START if version.version == "1.0.0" else None
        session.commit()
    assert "您填写的 1.0.0 版已停用，可以继续填完，也可以转到新版本。" in sitting.get().text
    with database.write() as session:
        for version in session.scalars(select(ChecklistVersion)):
            version.retired_at = START
        session.commit()
    page = sitting.get().text
    assert "您填写的 1.0.0 版已停用" in page
    assert "这一份可以继续填完" in page
    assert f'href="{sitting.base}/newer"' not in page
    assert sitting.save("credit.trainings", "8", 1).status_code == 200


def test_what_was_set_apart_can_be_read(sitting: Sitting) -> None:
    assert "没有不再计分的回答" in sitting.get("/earlier").text
    move(sitting)
    page = sitting.get("/earlier").text
    for words in (
        "是否有知识产权管理制度?",
        "请再确认",
        "3 次",
        "填法有变化，需要重新填写",
        "新版本不再问这道题",
        "1.0.0 版",
    ):
        assert words in page, words


def test_a_claim_is_confirmed_with_one_click(lead_browser: Browser, database: Database, lead: Account) -> None:
    sitting = begin(lead_browser, database, lead)
    sitting.finish()
    assert sitting.post("/items/procedure/not-applicable", {"reason": "没有员工"}).status_code == 303
    publish(database, with_item("procedure", revision=2))
    preview = sitting.get("/newer").text
    assert "已申报不适用：没有员工" in part(preview, 'id="confirm"', "<h2")
    move(sitting)
    page = sitting.get(LISTS)
    assert "原来申报不适用的理由：没有员工" in page.text
    boxes = {f"{fact}:revision": number for fact, number in revisions(page).items()}
    answer = sitting.post(LISTS, {**boxes, "reclaim": "procedure"})
    assert answer.headers["location"] == f"{sitting.base}{LISTS}#i-procedure"
    assert "已申报不适用，不计入得分" in sitting.get(LISTS).text


def test_nobody_else_finds_it_and_nothing_moves_once_submitted(
    sitting: Sitting, browsers: Browsers, database: Database
) -> None:
    shown = sent(sitting)
    other = browsers()
    with database.write() as session:
        stranger = make_account(session, make_organisation(session))
        session.commit()
        login = stranger.login
    other.sign_in(login, PASSWORD)
    other.get(f"/assessments/{sitting.id}")
    for path in ("/newer", "/earlier"):
        assert other.get(sitting.base + path).status_code == 404
    assert other.post(f"{sitting.base}/newer", shown).status_code == 404
    assert browsers().get(f"{sitting.base}/newer").status_code in {303, 401}
    with database.write() as session:
        session.get_one(Assessment, sitting.id).status = Status.SUBMITTED
        session.commit()
    assert sitting.get("/newer").status_code == 403
    assert sitting.post("/newer", shown).status_code == 403
    assert "这份自评表有新版本" not in sitting.get().text


def test_a_guest_moves_their_trial(browser: Browser, database: Database) -> None:
    browser.consent()
    assert browser.answer_questions().status_code == 303
    page = browser.get("/start/checklists")
    begun = browser.post("/start/begin", {"version": VERSION.findall(page.text)[0]})
    base = begun.headers["location"].removesuffix("/start")
    browser.get(base)
    browser.post(f"{base}/answers/credit.procedure", {"credit.procedure": "yes", "credit.procedure:revision": 0})
    publish(database, changed())
    assert "有新版本 1.1.0" in browser.get(base).text
    shown = browser.get(f"{base}/newer").text
    data = {"state": STATE.findall(shown)[0], "version": VERSION.findall(shown)[0]}
    assert browser.post(f"{base}/newer", data).status_code == 303
    questions = browser.get(base + LISTS).text
    assert 'name="confirm" value="credit.procedure"' in questions
    assert "（1.0.0 版，试填，" in questions


def test_the_pages_are_complete_in_english_and_keep_the_language(sitting: Sitting) -> None:
    answer = sitting.post("/newer", {**sent(sitting), "lang": "en"})
    assert answer.status_code == 200
    assert "Is it in writing?" in answer.text
    assert "meaning changed" in answer.text
    assert sitting.stored("credit.procedure") == '"yes"'


@pytest.mark.parametrize("path", ["", LISTS, "/check", "/newer", "/earlier"])
def test_pages_take_few_queries_after_a_move(
    sitting: Sitting, count_queries: CountQueries, database: Database, path: str
) -> None:
    move(sitting)
    publish(database, changed(), "1.2.0")
    sitting.browser.app.state.runner.stop()  # it looks for jobs all the time
    sitting.get(path)
    with count_queries() as statements:
        assert sitting.get(path).status_code == 200
    assert len(statements) <= 12, statements


def test_a_withdrawn_assessment_still_shows_what_was_submitted_on_the_earlier_version(
    sitting: Sitting, database: Database
) -> None:
    page = sitting.get("/check").text
    sitting.post("/submit", {"declared": "yes", "name": "王丽", "state": STATE.findall(page)[0]})
    with database.write() as session:
        session.get_one(Assessment, sitting.id).status = Status.REOPENED
        session.commit()
    move(sitting)
    with database.write() as session:
        session.get_one(Assessment, sitting.id).status = Status.WITHDRAWN
        session.commit()
    result = sitting.get("/result")
    assert result.status_code == 200
    assert "海外侵权责任险" in result.text


def test_the_files_of_a_question_that_is_gone_can_still_be_fetched(sitting: Sitting) -> None:
    sent_files = {"files": ("保单.pdf", PDF, "application/pdf")}
    data = {"csrf_token": sitting.browser.token, "kind": "policy"}
    path = f"{sitting.base}/evidence/insurance.policies"
    answer = sitting.browser.send("POST", path, data=data, files=sent_files, headers={"accept": "text/html"})
    assert answer.status_code == 303, answer.text
    move(sitting)
    page = sitting.get("/earlier").text
    link = re.findall(rf'href="({path}/[0-9a-f-]+)">保单\.pdf<', page)[0]
    assert sitting.browser.get(link).content.startswith(b"%PDF-1.4")
    assert "保单.pdf" not in sitting.get("/check").text
    assert sitting.get("/result").status_code == 200
