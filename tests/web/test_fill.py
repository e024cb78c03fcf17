"""Filling in: what is saved, what is refused in Chinese with nothing changed, what two people at once see."""

import html
import json
import re
import uuid

import pytest
from sqlalchemy import func, select

from assess.accounts.models import Account
from assess.assessments.models import AnswerHistory, Submission
from assess.db import Database
from tests.conftest import CountQueries
from tests.factories.accounts import PASSWORD, make_account, make_organisation
from tests.web.browsing import Browser, complaints
from tests.web.conftest import Browsers
from tests.web.filling import COVER, FRAGMENT, LISTS, Sitting, begin, revisions, state_of

MOST_QUERIES = 10


@pytest.fixture
def sitting(lead_browser: Browser, database: Database, lead: Account) -> Sitting:
    return begin(lead_browser, database, lead)


def test_an_answer_is_saved_and_says_when(sitting: Sitting) -> None:
    answer = sitting.save("credit.serious-list", "no", note="已查询")
    assert answer.status_code == 200
    assert re.match(r"已保存 \d\d:\d\d<input", answer.text)
    assert revisions(answer) == {"credit.serious-list": 1}
    assert answer.headers["hx-trigger"] == "saved"
    assert sitting.stored("credit.serious-list") == '"no"'
    shown = sitting.get(LISTS)
    assert re.search(r'value="no"\s+checked', shown.text)
    assert "已查询" in shown.text
    assert revisions(shown)["credit.serious-list"] == 1


@pytest.mark.parametrize(
    ("fact", "value", "message"),
    [
        ("no.such-fact", "yes", "自评表中没有“no.such-fact”这一题。"),
        ("credit.serious-list", "maybe", "请从所列答案中选择。"),
        ("credit.trainings", "三次", "请填写数字，例如 12 或 3.5。"),
        ("credit.trainings", "9" * 40, "数字过长：小数点前最多 15 位。"),
        ("credit.trainings", "9" * 400, "数字过长：小数点前最多 15 位。"),
        ("credit.trainings", "NaN", "请填写数字，例如 12 或 3.5。"),
        ("credit.trainings", "-1", "不能小于 0。"),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(
    sitting: Sitting, fact: str, value: str, message: str
) -> None:
    answer = sitting.save(fact, value)
    assert answer.status_code == 422
    assert answer.text == message
    assert sitting.stored(fact) is None


def test_too_long_a_note_is_refused(sitting: Sitting) -> None:
    answer = sitting.save("credit.procedure", "yes", note="长" * 2001)
    assert answer.status_code == 422
    assert "2,000" in answer.text or "2000" in answer.text
    assert sitting.stored("credit.procedure") is None


def test_a_request_without_its_token_is_refused(sitting: Sitting) -> None:
    sent = {"credit.serious-list": "no", "credit.serious-list:revision": "0"}
    answer = sitting.browser.send("POST", f"{sitting.base}/answers/credit.serious-list", data=sent, headers=FRAGMENT)
    assert answer.status_code == 403
    assert sitting.stored("credit.serious-list") is None


@pytest.mark.parametrize("path", ["", LISTS, "/check", "/result", "/trace/procedure", "/evidence/credit.serious-list"])
def test_another_organisations_assessment_answers_like_a_missing_one(
    sitting: Sitting, browsers: Browsers, database: Database, path: str
) -> None:
    with database.write() as session:
        stranger = make_account(session, make_organisation(session, name="别家公司"))
        login = stranger.login
        session.commit()
    other = browsers()
    other.sign_in(login, PASSWORD)
    other.consent()
    foreign, missing = other.get(sitting.base + path), other.get(f"/assessments/{uuid.uuid4()}{path}")
    assert foreign.status_code == missing.status_code == 404
    masked = [re.sub(r"[0-9a-f]{16}|[0-9a-f-]{36}", "", one.text) for one in (foreign, missing)]
    assert masked[0] == masked[1]
    saved = Sitting(other, database, sitting.id).save("credit.serious-list", "no")
    assert saved.status_code == 404
    assert sitting.stored("credit.serious-list") is None


def test_two_tabs_show_both_answers_and_overwrite_nothing(sitting: Sitting) -> None:
    assert sitting.save("credit.procedure", "yes").status_code == 200
    late = sitting.save("credit.procedure", "no", note="我的说明")
    assert late.status_code == 409
    for words in ("您本人", "是", "否", "我的说明", "改用我的答案", "采用已保存的答案"):
        assert words in late.text
    assert sitting.stored("credit.procedure") == '"yes"'
    assert sitting.save("credit.procedure", "no", 1).status_code == 200
    assert sitting.stored("credit.procedure") == '"no"'


def test_a_whole_page_is_saved_and_leads_on(sitting: Sitting) -> None:
    page = sitting.get(LISTS)
    sent: dict[str, object] = {f"{fact}:revision": number for fact, number in revisions(page).items()}
    sent |= {"credit.serious-list": "no", "credit.procedure": "unknown", "credit.trainings": "２", "go": "next"}
    answer = sitting.post(LISTS, sent)
    assert answer.status_code == 303
    assert answer.headers["location"] == sitting.base + COVER
    assert sitting.stored("credit.procedure") == '{"unknown":true}'
    assert sitting.stored("credit.trainings") == '"2"'


def test_a_page_saves_what_is_right_and_shows_the_rest_again(sitting: Sitting) -> None:
    sent = {f"{fact}:revision": 0 for fact in ("credit.serious-list", "credit.trainings")}
    answer = sitting.post(LISTS, sent | {"credit.serious-list": "no", "credit.trainings": "许多", "go": "next"})
    assert answer.status_code == 422
    assert "<title>错误：" in answer.text
    assert complaints(answer) == {"q-credit_trainings-1": "请填写数字，例如 12 或 3.5。"}
    assert 'value="许多"' in answer.text
    assert sitting.stored("credit.serious-list") == '"no"'
    assert revisions(answer)["credit.serious-list"] == 1
    assert sitting.stored("credit.trainings") is None


def test_a_page_meets_a_newer_answer_and_asks_which_to_keep(sitting: Sitting) -> None:
    sitting.save("credit.procedure", "yes")
    mine = {"credit.procedure": "no", "credit.procedure:revision": 0}
    late = sitting.post(LISTS, mine | {"go": "next"})
    assert late.status_code == 409
    assert 'value="mine credit.procedure 1"' in late.text
    assert sitting.stored("credit.procedure") == '"yes"'
    kept = sitting.post(LISTS, mine | {"keep": "theirs credit.procedure 1"})
    assert kept.status_code == 303
    assert sitting.stored("credit.procedure") == '"yes"'
    assert sitting.post(LISTS, mine | {"keep": "mine credit.procedure 1"}).status_code == 303
    assert sitting.stored("credit.procedure") == '"no"'


def test_the_same_answer_sent_again_is_no_conflict(sitting: Sitting, database: Database) -> None:
    sitting.save("credit.procedure", "yes")
    assert sitting.post(LISTS, {"credit.procedure": "yes", "credit.procedure:revision": 0}).status_code == 303
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(AnswerHistory)) == 1


def test_switching_the_language_keeps_what_was_typed_and_saves_nothing(sitting: Sitting) -> None:
    answer = sitting.post(LISTS, {"credit.trainings": "12", "credit.trainings:revision": 0, "lang": "en"})
    assert answer.status_code == 200
    assert '<html lang="en">' in answer.text
    assert 'value="12"' in answer.text
    assert sitting.stored("credit.trainings") is None


def test_an_answer_is_cleared_with_its_button(sitting: Sitting) -> None:
    sitting.save("credit.procedure", "yes")
    sent = {"credit.procedure": "yes", "credit.procedure:revision": 1, "clear": "credit.procedure"}
    assert sitting.post(LISTS, sent).status_code == 303
    assert sitting.stored("credit.procedure") is None


def test_rows_come_from_a_spreadsheet_and_are_removed(sitting: Sitting) -> None:
    sitting.save("overseas.sells-abroad", "yes")
    fact = "insurance.policies"
    paste = "海外侵权责任险\t2027/2/28\t是\t86,000\n专利保险\t2025-01-31\t否\t1"
    answer = sitting.post(COVER, {f"{fact}:revision": 0, f"{fact}:paste": paste, "add": fact})
    assert answer.headers["location"] == f"{sitting.base}{COVER}?more={fact}#q-insurance_policies"
    rows = json.loads(sitting.stored(fact) or "")
    assert [(row["id"], row["end"], row["premium"]) for row in rows] == [
        ("r1", "2027-02-28", "86000"),
        ("r2", "2025-01-31", "1"),
    ]
    page = sitting.get(f"{COVER}?more={fact}")
    names = dict(re.findall(rf'name="({fact}:[^"]+)" value="([^"]*)"', page.text))
    chosen = {f"{fact}:{number}:product": row["product"] for number, row in enumerate(rows, 1)}
    sitting.post(COVER, names | chosen | {"remove": f"{fact}:1"})
    assert [row["id"] for row in json.loads(sitting.stored(fact) or "")] == ["r2"]


def test_the_score_says_what_shows_now(sitting: Sitting) -> None:
    sitting.save("credit.serious-list", "no")
    answer = sitting.get("/score?at=overseas/cover", **FRAGMENT)
    assert answer.status_code == 200
    states = json.loads(html.unescape(re.findall(r"data-states='([^']+)'", answer.text)[0]))
    assert states["facts"]["insurance.policies"] is True
    assert sitting.get("/score?at=no/page").status_code == 404


def test_not_applicable_needs_a_reason_and_can_be_taken_back(sitting: Sitting) -> None:
    path = "/items/procedure/not-applicable"
    assert sitting.get(path).status_code == 200
    empty = sitting.post(path, {"reason": "  "})
    assert empty.status_code == 422
    assert complaints(empty) == {"reason": "请写明不适用的理由。"}
    assert sitting.post(path, {"reason": "没有员工"}).headers["location"] == f"{sitting.base}{LISTS}#i-procedure"
    assert "没有员工" in sitting.get(LISTS).text
    assert sitting.post(LISTS, {"unclaim": "procedure"}).status_code == 303
    assert "没有员工" not in sitting.get(LISTS).text
    assert sitting.post("/items/serious-list/not-applicable", {"reason": "不想填"}).status_code == 422


def test_nothing_is_submitted_while_something_is_missing(sitting: Sitting, database: Database) -> None:
    sitting.save("credit.serious-list", "no")
    page = sitting.get("/check")
    state = re.findall(r'name="state" value="(\d+)"', page.text)[0]
    answer = sitting.post("/submit", {"declared": "yes", "name": "王丽", "state": state})
    assert answer.status_code == 422
    assert "填完才能提交" in answer.text
    assert "c-q-credit_procedure" in complaints(answer)
    assert state_of(database, sitting.id) == "draft"


def test_submitting_twice_gives_one_submission(sitting: Sitting, database: Database) -> None:
    sitting.finish()
    state = re.findall(r'name="state" value="(\d+)"', sitting.get("/check").text)[0]
    undeclared = sitting.post("/submit", {"name": "王丽", "state": state})
    assert complaints(undeclared) == {"declared": "请先阅读并勾选声明。"}
    sent = {"declared": "yes", "name": "王丽", "state": state}
    first, second = sitting.post("/submit", sent), sitting.post("/submit", sent)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]
    with database.read() as session:
        reference = session.scalars(select(Submission.reference)).one()
    assert reference in sitting.browser.get(first.headers["location"]).text
    assert sitting.save("credit.procedure", "no", 1).status_code == 403
    assert sitting.stored("credit.procedure") == '"yes"'
    assert "不能再修改" in sitting.get(LISTS).text


def test_a_change_after_the_check_page_is_shown_before_submitting(sitting: Sitting, database: Database) -> None:
    sitting.finish()
    state = re.findall(r'name="state" value="(\d+)"', sitting.get("/check").text)[0]
    sitting.save("credit.procedure", "no", 1)
    answer = sitting.post("/submit", {"declared": "yes", "name": "王丽", "state": state})
    assert answer.status_code == 409
    assert "请再核对一遍" in answer.text
    assert state_of(database, sitting.id) == "draft"


@pytest.mark.parametrize("path", ["", "/start", LISTS, COVER, "/check", "/result", "/trace/serious-list"])
def test_pages_take_a_fixed_small_number_of_queries(sitting: Sitting, count_queries: CountQueries, path: str) -> None:
    sitting.finish()
    sitting.browser.app.state.runner.stop()  # it looks for jobs all the time
    with count_queries() as statements:
        assert sitting.get(path).status_code == 200
    assert len(statements) <= MOST_QUERIES, statements


def test_a_full_table_in_chinese_is_taken(sitting: Sitting) -> None:
    sitting.save("overseas.sells-abroad", "yes")
    fact = "insurance.policies"
    rows = {
        f"{fact}:{row}:{column}": value
        for row in range(1, 201)
        for column, value in {"product": "overseas-liability", "end": "2027-02-28", "premium": "86000"}.items()
    }
    notes = {f"{fact}:note": "说明" * 999, f"{fact}:revision": 0}
    assert sitting.post(f"/answers/{fact}", rows | notes, **FRAGMENT).status_code == 200
    assert len(json.loads(sitting.stored(fact) or "")) == 200
