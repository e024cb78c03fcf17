"""The steps of a review, and who may take them: everybody else meets what does not exist."""

import re
import uuid

import pytest

from tests.web.browsing import complaints
from tests.web.markup import faults
from tests.web.reviewing import ITEMS, Stage, Stages

PATHS = ("", "/items/procedure", "/accept", "/return", "/forward", "/decide", "/take-over", "/evidence/{file}")
POSTS = ("/take-up", "/take-over", "/items/procedure", "/accept", "/return", "/forward", "/decide", "/report")
STRANGERS = ("elsewhere", "inside", "lead", "respondent", "administrator")
NUMBERS = re.compile(r"[0-9a-f]{16}|/reviews/[0-9a-f-]{36}|[A-Za-z0-9_-]{43}|%2F[0-9a-f-]{36}")


def plain(text: str) -> str:
    """Take out of a page what differs with every request."""
    return NUMBERS.sub("", text)


@pytest.mark.parametrize("who", STRANGERS)
def test_to_everybody_else_a_review_does_not_exist(stage: Stage, who: str) -> None:
    browser, missing = stage.browser(who), f"/reviews/{uuid.uuid4()}"
    file = str(stage.files["凭证.pdf"])
    for path in PATHS:
        foreign, nothing = (browser.get(base + path.format(file=file)) for base in (stage.base, missing))
        assert (foreign.status_code, nothing.status_code) == (404, 404), path
        assert plain(foreign.text) == plain(nothing.text), path
    browser.get("/assessments")
    for path in POSTS:
        foreign, nothing = (browser.post(base + path, {"choice": "claimed"}) for base in (stage.base, missing))
        assert (foreign.status_code, nothing.status_code) == (404, 404), path
        assert plain(foreign.text) == plain(nothing.text), path
    assert stage.stored("procedure") is None


def test_who_is_signed_out_signs_in_first_whatever_is_behind_the_address(stage: Stage) -> None:
    browser = stage.open_browser()
    for base in (stage.base, f"/reviews/{uuid.uuid4()}", "/reviews"):
        answer = browser.get(base)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next={base}&expired=1")


@pytest.mark.parametrize("path", POSTS)
def test_a_form_without_its_token_changes_nothing(stage: Stage, path: str) -> None:
    browser = stage.taken()
    sent = {"choice": "claimed", "expected": "0", "csrf_token": "x" * 43}
    assert browser.post(stage.base + path, sent).status_code == 403
    assert stage.stored("procedure") is None


def test_an_item_or_file_that_is_none_does_not_exist(stage: Stage) -> None:
    browser = stage.taken()
    for path in ("/items/no-such", f"/evidence/{uuid.uuid4()}", "/evidence/nonsense", f"/reports/{uuid.uuid4()}"):
        assert browser.get(stage.base + path).status_code == 404, path


def test_many_items_are_accepted_after_a_list_of_them(stage: Stage) -> None:
    browser = stage.taken()
    page = browser.get(f"{stage.base}/accept")
    assert "以下 2 项" in page.text
    assert "海外侵权责任险" not in page.text  # its required proof is missing
    assert complaints(browser.post(f"{stage.base}/accept")) == {"items": "请至少选择一项。"}
    assert browser.post(f"{stage.base}/accept", {"item": "overseas-cover"}).status_code == 409
    answer = browser.post(f"{stage.base}/accept", {"item": ["serious-list", "procedure"]})
    assert answer.headers["location"] == f"{stage.base}?done=accepted"
    assert (stage.stored("serious-list")[0], stage.stored("procedure")[0]) == ("6.00", "4.00")
    assert "没有可以批量同意的事项" in browser.get(f"{stage.base}/accept").text


def test_a_return_names_items_and_says_what_is_to_be_mended(stage: Stage) -> None:
    browser = stage.taken()
    browser.get(f"{stage.base}/return")
    assert complaints(browser.post(f"{stage.base}/return")) == {"items": "请至少选择一项。"}
    silent = browser.post(f"{stage.base}/return", {"item": "procedure", "message": "请改"})
    assert list(complaints(silent)) == ["comment-i-procedure"]
    assert "请改</textarea>" in silent.text
    assert faults(silent.text) == []
    sent = {"item": "procedure", "comment:procedure": "请补制度全文", "comment:serious-list": "不退", "message": "请改"}
    assert browser.post(f"{stage.base}/return", sent).headers["location"] == "/reviews?done=returned"
    desk = browser.get(stage.base).text
    assert "请补制度全文" in desk
    assert "不退" not in desk
    assert "已退回，等填报单位修改后重新提交" in desk
    assert browser.get(f"{stage.base}/return").status_code == 403


def test_deciding_is_refused_with_the_list_of_what_is_open(stage: Stage) -> None:
    browser = stage.taken()
    stage.mark(browser, "procedure")
    page = browser.get(f"{stage.base}/decide")
    assert "还有 2 项没有评定" in page.text
    assert f'href="{stage.base}/items/serious-list"' in page.text
    answer = browser.post(f"{stage.base}/decide", {"statement": "好"})
    assert (answer.status_code, stage.decisions()) == (422, [])
    assert "还有 2 项没有评定" in answer.text
    stage.mark_all(browser)
    assert faults(browser.get(f"{stage.base}/decide").text) == []
    answer = browser.post(f"{stage.base}/decide", {"statement": "好"})
    assert answer.headers["location"] == f"{stage.base}?done=decided"
    assert stage.decisions() == ["好"]
    desk = browser.get(stage.base)
    assert faults(desk.text) == []
    assert "尚未公布" in desk.text
    assert browser.post(f"{stage.base}/decide").status_code == 403


def test_with_two_levels_the_second_sees_the_first_and_the_last_word_counts(stages: Stages) -> None:
    stage = stages(levels=2)
    first = stage.taken("first")
    stage.mark_all(first)
    stage.mark(first, "procedure", "other", points="3", reason="facts-differ", opinion="制度不全")
    assert first.post(f"{stage.base}/decide").status_code == 403
    first.get(f"{stage.base}/forward")
    assert first.post(f"{stage.base}/forward").headers["location"] == "/reviews?done=forwarded"
    second = stage.taken("second")
    page = second.get(f"{stage.base}/items/procedure").text
    assert "初审（张初" in page
    assert "制度不全" in page
    stage.mark(second, "procedure", "other", points="2", opinion="同意初审，另缺记录")
    assert second.post(f"{stage.base}/decide", {"statement": "终"}).status_code == 303
    desk = second.get(stage.base).text
    assert re.search(r'data-label="初审">3<.*?data-label="复核">2<', desk, re.DOTALL)
    assert stage.decisions() == ["终"]


def test_somebody_of_the_first_level_cannot_take_the_second(stages: Stages) -> None:
    stage = stages(levels=2)
    first = stage.taken("first")
    stage.mark_all(first)
    first.post(f"{stage.base}/forward")
    assert first.post(f"{stage.base}/take-up").status_code == 403


def test_neighbours_and_the_filter_stay_with_the_reviewer(stage: Stage) -> None:
    browser = stage.taken()
    page = browser.get(f"{stage.base}/items/procedure?whose=mine").text
    assert f'href="{stage.base}/items/overseas-cover?whose=mine"' in page
    assert f'href="{stage.base}?whose=mine"' in page
    assert 'href="/reviews?whose=mine"' in page
    assert ITEMS[0] in page


def test_reviewers_get_a_report_of_their_marks_that_nobody_else_finds(stage: Stage) -> None:
    browser = stage.taken()
    stage.mark(browser, "procedure", "zero", reason="evidence-missing", opinion="没有制度")
    browser.get(stage.base)
    answer = browser.post(f"{stage.base}/report")
    address = answer.headers["location"]
    assert address.startswith(f"{stage.base}/reports/")
    assert "报告" in browser.get(address).text
    lead = stage.browser("lead")
    name = address.rpartition("/")[2]
    assert lead.get(address).status_code == 404
    assert lead.get(f"{stage.own}/reports/{name}").status_code == 404
    assert lead.get(f"{stage.own}/reports/{name}/report.pdf").status_code == 404
    assert name not in lead.get(f"{stage.own}/result").text
