"""The cheapest way as a page, and trying out actions: what it says is what the engine says of such answers."""

import re
from collections.abc import Sequence

import pytest

from assess.accounts.models import Account
from assess.db import Database
from assess.scoring import remembered
from assess.scoring.form import Form
from assess.scoring.inputs import Inputs
from assess.scoring.options import Options, options
from assess.scoring.path import Goal
from assess.values.fact import Fact
from tests.web.browsing import Browser
from tests.web.conftest import Browsers
from tests.web.filling import FRAGMENT, Sitting, begin

TICK = re.compile(r'id="do-([0-9a-f]{10})"')
CHECKED = re.compile(r"^checked>", re.MULTILINE)
ROW = re.compile(r'<th scope="row">([^<]+)</th><td>([^<]*)</td><td>(?:<strong>)?([^<]*)<')


@pytest.fixture
def sitting(lead_browser: Browser, database: Database, lead: Account) -> Sitting:
    """Open an assessment with a veto, one thing to mend, one unknown and one benefit not used."""
    made = begin(lead_browser, database, lead)
    made.save("credit.serious-list", "yes")
    made.save("credit.procedure", "no")
    made.save("overseas.sells-abroad", "yes")
    made.save("insurance.policies", "", none=True)
    return made


def rows(text: str) -> dict[str, tuple[str, str]]:
    return {title: (before, after) for title, before, after in ROW.findall(text)}


def ticks_of(text: str) -> list[str]:
    return TICK.findall(text)


def test_the_path_is_on_the_result_page_and_on_its_own(sitting: Sitting) -> None:
    for path in ("/result", "/plan"):
        text = sitting.get(path).text
        assert "最短达标路径" in text
        assert "先解除一票否决" in text
        assert "人日" in text
    assert f'href="{sitting.base}/plan"' in sitting.get("/result").text


def test_nothing_is_ticked_at_first_and_nothing_changes(sitting: Sitting) -> None:
    text = sitting.get("/plan").text
    assert len(ticks_of(text)) >= 3
    assert not CHECKED.findall(text)
    assert all(before == after for title, (before, after) in rows(text).items() if title != "工作量")
    assert rows(text)["工作量"] == ("", "0 人日")


def test_ticks_in_the_address_give_the_scores_the_answers_would_have(sitting: Sitting) -> None:
    page = sitting.get("/plan").text
    query = re.findall(r'/plan(\?do=[^"#]+)#try', page)[0].replace("&amp;", "&")
    text = sitting.get(f"/plan{query}").text
    before, after = rows(text)["合规得分"]
    assert float(after) > float(before)
    assert rows(text)["等级"][0] != rows(text)["等级"][1]
    assert len(CHECKED.findall(text)) == query.count("do=")
    fragment = sitting.get(f"/plan/outcome{query}", **FRAGMENT)
    assert rows(fragment.text) == rows(text)
    assert fragment.headers["hx-replace-url"] == f"{sitting.base}/plan{query}"
    assert "<html" not in fragment.text


def test_all_that_can_be_done_gives_what_the_answers_give_once_they_say_so(sitting: Sitting) -> None:
    page = sitting.get("/plan").text
    text = sitting.get("/plan?" + "&".join(f"do={key}" for key in ticks_of(page))).text
    hoped = rows(text)["合规得分"][1]
    for fact, value in (("credit.serious-list", "no"), ("credit.procedure", "yes")):
        assert sitting.save(fact, value, 1).status_code == 200
    assert sitting.save("credit.trainings", "3").status_code == 200
    now = rows(sitting.get("/plan").text)["合规得分"][0]
    assert hoped == now == "100.0"


def test_trying_stores_nothing(sitting: Sitting) -> None:
    before = sitting.stored("credit.procedure")
    page = sitting.get("/plan").text
    sitting.get("/plan?" + "&".join(f"do={key}" for key in ticks_of(page)))
    assert sitting.stored("credit.procedure") == before


def test_an_address_that_is_out_of_date_says_so(sitting: Sitting) -> None:
    answer = sitting.get("/plan?do=0000000000&do=ffffffffff&goal=Z")
    assert answer.status_code == 200
    assert "网址里有 2 项措施现在不在列" in answer.text
    assert sitting.get("/plan?" + "&".join(["do=0"] * 201)).status_code in {400, 422}


def test_a_named_grade_can_be_asked_for(sitting: Sitting) -> None:
    text = sitting.get("/plan").text
    letters = re.findall(r'/plan\?goal=([A-Z])"', text)
    assert letters
    other = sitting.get(f"/plan?goal={letters[-1]}").text
    assert f'name="goal" value="{letters[-1]}"' in other


def test_the_sentences_are_there_in_english(sitting: Sitting) -> None:
    text = sitting.get("/plan?lang=en").text
    assert "the compliance score" in text
    assert "no combination takes less effort" in text


def test_a_stranger_finds_nothing(sitting: Sitting, browsers: Browsers) -> None:
    other = browsers()
    for path in ("/plan", "/plan/outcome"):
        assert other.get(sitting.base + path).status_code in {303, 404}


def test_a_trial_has_it_as_well(browser: Browser, database: Database) -> None:
    browser.consent()
    browser.answer_questions()
    version = re.findall(r'name="version" value="([^"]+)"', browser.get("/start/checklists").text)
    base = browser.post("/start/begin", {"version": version[0]}).headers["location"].removesuffix("/start")
    answer = browser.get(f"{base}/plan")
    assert answer.status_code == 200
    assert "试一试" in answer.text
    del database


def test_pages_are_shown_again_without_searching_again(sitting: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[Goal | None] = []

    def counted(form: Form, facts: Sequence[Fact], inputs: Inputs, goal: Goal | None) -> Options:
        searched.append(goal)
        return options(form, facts, inputs, goal)

    monkeypatch.setattr(remembered, "options", counted)
    remembered._worked_out.cache_clear()
    pages = [sitting.get(path).text for path in ("/result", "/plan", "/plan/outcome?do=0123456789")]
    assert searched == [None]
    assert sitting.get("/result", **{"Accept-Language": "en"}).status_code == 200
    assert [sitting.get(path).text for path in ("/result", "/plan")] == pages[:2]
    assert searched == [None]
    sitting.save("credit.procedure", "yes", 1)
    assert rows(sitting.get("/plan").text)["合规得分"][0] != rows(pages[1])["合规得分"][0]
    assert searched == [None, None]
    sitting.get("/plan?goal=A")
    assert searched == [None, None, Goal(grade="A")]


def test_actions_for_the_same_item_are_told_apart_by_what_they_change(
    lead_browser: Browser, database: Database, lead: Account
) -> None:
    made = begin(lead_browser, database, lead)
    made.finish()
    page = made.get("/plan").text
    labels = re.findall(r'<label class="choice__label"[^>]*>(.*?)</label>', page, re.DOTALL)
    assert len(labels) == len(set(labels)) > 0
