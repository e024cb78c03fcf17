"""Reviewers at work: the queue, one item on one screen, and what is stored of it."""

import html

import pytest

from tests.web.browsing import complaints
from tests.web.markup import faults
from tests.web.reviewing import ITEMS, Stage, Stages

NAME = "临沂示范科技有限公司"
EVIL = "<script>alert(1)</script>"


def test_the_queue_shows_what_waits_and_gives_it_to_who_takes_it_up(stage: Stage) -> None:
    browser = stage.browser("first")
    page = browser.get("/reviews")
    assert faults(page.text) == []
    assert NAME in page.text
    assert "接手" not in page.text
    answer = browser.post(f"{stage.base}/take-up")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{stage.base}?done=taken")
    desk = browser.get(answer.headers["location"])
    assert faults(desk.text) == []
    assert "已受理" in desk.text
    assert "已评定 0 / 3 项" in desk.text


def test_who_comes_second_is_told_by_whom_it_was_taken(stage: Stage) -> None:
    late = stage.browser("other")
    late.get("/reviews")
    stage.taken("first")
    answer = late.post(f"{stage.base}/take-up")
    assert answer.status_code == 409
    assert "该自评已由张初受理" in answer.text
    late.get(f"{stage.base}/take-over")
    assert complaints(late.post(f"{stage.base}/take-over")) == {"reason": "请说明接手的原因。"}
    assert late.post(f"{stage.base}/take-over", {"reason": "张初出差"}).status_code == 303
    assert stage.mark(late, "procedure").status_code == 303
    assert stage.stored("procedure") == ("4.00", None, "", 1)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("whose=mine", False),
        ("whose=free", True),
        ("status=submitted", True),
        ("status=decided", False),
        ("overdue=1", False),
        ("text=示范科技", True),
        ("text=别家", False),
        ("text=%00%25", False),
        ("deviation=0", True),
        ("deviation=99", False),
        ("deviation=nonsense", True),
        ("campaign=nonsense&district=nonsense&page=-3&whose=?&status=?", True),
        ("page=99999", True),
    ],
)
def test_the_queue_is_filtered_and_nonsense_is_no_filter(stages: Stages, query: str, *, found: bool) -> None:
    page = stages().browser("first").get(f"/reviews?{query}")
    assert page.status_code == 200
    assert (NAME in page.text) is found
    assert faults(page.text) == []
    if not found:
        assert "没有符合条件的自评" in page.text
    assert ("请填写分数，例如 5。" in page.text) is (query == "deviation=nonsense")


def test_a_screen_has_everything_about_its_item(stage: Stage) -> None:
    browser = stage.taken()
    page = browser.get(f"{stage.base}/items/serious-list")
    for words in (
        "未列入严重违法失信名单",
        "自评得分",
        "6 / 6",
        "有据得分",
        "同意自评：6 分",
        "一票否决",
        "凭证.pdf",
        "截图.png",
    ):
        assert words in page.text, words
    assert f'src="{stage.base}/evidence/{stage.files["截图.png"]}/pages/1?near=1"' in page.text
    assert "frame-src" not in page.headers["content-security-policy"]
    assert "unsafe-inline" not in page.headers["content-security-policy"]
    table = browser.get(f"{stage.base}/items/overseas-cover").text
    assert "<table" in table.partition('id="answers-title"')[2].partition("</section>")[0]
    assert "2027年5月31日" in table
    assert "要求 1 份佐证材料" in table


@pytest.mark.parametrize("page", [*(f"items/{item}" for item in ITEMS), "accept", "return", "decide", ""])
def test_every_page_is_sound_in_both_languages(stage: Stage, page: str) -> None:
    browser = stage.taken()
    for language in ("zh", "en"):
        shown = browser.get(f"{stage.base}/{page}?lang={language}".replace("/?", "?"))
        assert (shown.status_code, faults(shown.text)) == (200, []), language


def test_a_mark_is_stored_and_leads_to_the_next_open_item(stage: Stage) -> None:
    browser = stage.taken()
    first = stage.mark(browser, "serious-list")
    assert first.headers["location"] == f"{stage.base}/items/procedure?saved=serious-list"
    assert "1.1.1 未列入严重违法失信名单" in browser.get(first.headers["location"]).text
    assert stage.mark(browser, "overseas-cover").headers["location"].startswith(f"{stage.base}/items/procedure?")
    last = stage.mark(browser, "procedure", "other", points="３.５", reason="facts-differ", opinion="缺培训记录")
    assert last.headers["location"] == f"{stage.base}?done=marked"
    assert stage.stored("procedure") == ("3.50", "facts-differ", "缺培训记录", 1)
    again = browser.get(f"{stage.base}/items/procedure").text
    assert 'value="3.5"' in again
    assert "缺培训记录" in again


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"choice": "zero"}, "reason", "请选择原因或填写审核意见"),
        ({"choice": "other", "points": "三分"}, "points", "请填写数字"),
        ({"choice": "other"}, "points", "请填写数字"),
        ({"choice": "other", "points": "NaN"}, "points", "请填写数字"),
        ({"choice": "other", "points": "9", "opinion": "多"}, "points", "4"),
        ({"choice": "other", "points": "1.234", "opinion": "细"}, "points", "两位小数"),
        ({"choice": "zero", "reason": "other"}, "opinion", "请在审核意见中写明"),
        ({"choice": ""}, "points", "请填写得分"),
        ({"choice": "zero", "reason": "no-such"}, "reason", "没有“no-such”"),
        ({"choice": "claimed", "veto": "set"}, "mark-title", ""),
        ({"choice": "claimed", "opinion": "长" * 2001}, "opinion", "2000"),
    ],
)
def test_what_is_no_mark_is_refused_at_its_field_and_kept(
    stage: Stage, given: dict[str, str], field: str, words: str
) -> None:
    browser = stage.taken()
    answer = stage.mark(browser, "procedure", **given)
    assert answer.status_code == 422
    assert list(complaints(answer)) == [field]
    assert words in complaints(answer)[field]
    assert faults(answer.text) == []
    assert "<title>错误：" in answer.text
    assert stage.stored("procedure") is None
    if given.get("points"):
        assert f'value="{given["points"]}"' in answer.text


def test_two_marks_at_once_are_both_shown_and_nothing_is_lost(stage: Stage) -> None:
    browser = stage.taken()
    page = browser.get(f"{stage.base}/items/procedure")
    assert 'name="expected" value="0"' in page.text
    stage.mark(browser, "procedure", "zero", reason="evidence-missing")
    sent = {"expected": "0", "choice": "other", "points": "2", "opinion": "先前的看法", "go": "next"}
    answer = browser.post(f"{stage.base}/items/procedure", sent)
    assert answer.status_code == 409
    for words in ("0 分；缺少佐证材料", "2 分；先前的看法", "张初"):
        assert words in answer.text, words
    assert 'name="expected" value="1"' in answer.text
    assert stage.stored("procedure")[0] == "0.00"
    assert browser.post(f"{stage.base}/items/procedure", sent | {"expected": "1"}).status_code == 303
    assert stage.stored("procedure")[2:] == ("先前的看法", 2)


def test_a_mark_can_be_taken_back(stage: Stage) -> None:
    browser = stage.taken()
    stage.mark(browser, "procedure")
    page = browser.get(f"{stage.base}/items/procedure").text
    assert "撤销本项评定" in page
    assert stage.mark(browser, "procedure", go="clear").status_code == 303
    assert stage.stored("procedure") is None


def test_files_are_judged_with_the_same_form(stage: Stage) -> None:
    browser, file = stage.taken(), stage.files["凭证.pdf"]
    given = {f"verdict:{file}": "unreadable", f"remark:{file}": "打不开"}
    assert stage.mark(browser, "serious-list", "", **given).status_code == 303  # only of the file
    assert stage.stored("serious-list") is None
    page = browser.get(f"{stage.base}/items/serious-list").text
    assert '<option value="unreadable" selected>' in page
    assert 'value="打不开"' in page
    lonely = stage.mark(browser, "serious-list", **{f"verdict:{file}": "", f"remark:{file}": "打不开"})
    assert list(complaints(lonely)) == [f"verdict-{file}"]
    assert stage.stored("serious-list") is None
    odd = {"verdict:nonsense": "accepted", f"verdict:{stage.id}": "accepted"}
    assert stage.mark(browser, "serious-list", **odd).status_code == 404


def test_what_people_write_is_never_markup(stages: Stages) -> None:
    stage = stages(given={"name": f"批次{EVIL}"})
    browser = stage.taken()
    file = stage.files["凭证.pdf"]
    given = {"reason": "other", f"verdict:{file}": "expired", f"remark:{file}": EVIL}
    assert stage.mark(browser, "serious-list", "zero", opinion=EVIL, **given).status_code == 303
    browser.get(f"{stage.base}/return")
    sent = {"message": EVIL, "item": "procedure", "comment:procedure": EVIL}
    pages = [browser.get(f"{stage.base}/items/serious-list"), browser.get(f"{stage.base}/return")]
    pages.append(browser.get(stage.base))
    assert browser.post(f"{stage.base}/return", sent).status_code == 303
    pages += [browser.get(stage.base), browser.get("/reviews")]
    lead = stage.browser("lead")
    lead.consent()
    pages += [lead.get(stage.own + path) for path in ("", "/check", "/sections/credit/lists")]
    for page in pages:
        assert page.status_code == 200
        assert EVIL not in page.text
    told = (pages[0], pages[3], *pages[5:])
    assert all(html.escape(EVIL) in page.text for page in told)


def test_the_language_button_keeps_what_was_typed(stage: Stage) -> None:
    browser = stage.taken()
    answer = stage.mark(browser, "procedure", "other", points="2", opinion="还没写完", lang="en")
    assert answer.status_code == 200
    assert '<html lang="en"' in answer.text
    assert "还没写完" in answer.text
    assert stage.stored("procedure") is None
