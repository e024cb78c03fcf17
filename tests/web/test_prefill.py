"""Answers from elsewhere in the browser: offered at the question and on a page, taken only when somebody says so."""

import dataclasses
import re
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from assess.accounts.models import Account, Organisation
from assess.assessments.models import Answer, Assessment
from assess.assessments.workflow import Status
from assess.checklists.definition import Published
from assess.db import Database
from tests.checklists.editing import with_fact
from tests.conftest import CountQueries
from tests.factories.accounts import PASSWORD, make_account, make_organisation
from tests.factories.assessments import make_assessment
from tests.factories.checklists import published, register_version
from tests.factories.regions import regional
from tests.web.browsing import Browser, complaints
from tests.web.conftest import Browsers
from tests.web.filling import LISTS, Sitting, begin, revisions
from tests.web.markup import faults

BUTTON = re.compile(r'name="take" value="([^"]+)"')
VERSION = re.compile(r'name="version" value="([^"]+)"')


def other() -> Published:
    """Give Xuhui's checklist: the same questions, but for one that means something else there."""
    return regional(base=with_fact("credit.trainings", revision=2))


def second(database: Database, like: uuid.UUID) -> uuid.UUID:
    """Begin the owner's assessment on the other checklist."""
    with database.write() as session:
        first = session.get_one(Assessment, like)
        owner = session.get(Organisation, first.organisation_id) if first.organisation_id else None
        made = make_assessment(session, owner, guest_key=first.guest_key)
        made.checklist_version_id = register_version(session, other()).id
        if first.guest_key:
            made.guest_expires_at = first.guest_expires_at
        session.commit()
        return made.id


@pytest.fixture
def first(lead_browser: Browser, database: Database, lead: Account) -> Sitting:
    sitting = begin(lead_browser, database, lead)
    sitting.finish()
    return sitting


@pytest.fixture
def sitting(first: Sitting, database: Database) -> Sitting:
    return Sitting(first.browser, database, second(database, first.id))


def test_the_hub_and_the_briefing_say_that_there_is_something_to_take_over(sitting: Sitting, first: Sitting) -> None:
    for path in ("", "/start"):
        page = sitting.get(path).text
        assert "有 2 题在别处填过，可以沿用" in page  # an exporter is not asked whether it sells abroad
        assert f'href="{sitting.base}/prefill"' in page
    assert "可以沿用" not in first.get().text


def test_an_offer_stands_at_the_question_and_fills_nothing_in(sitting: Sitting, first: Sitting) -> None:
    page = sitting.get(LISTS).text
    offers = BUTTON.findall(page)
    assert offers == [f"credit.procedure {first.id} 1"]
    assert "在别处填过：<strong>是</strong>" in page
    assert re.search(r"来自《示范市企业自评表》（.+，1\.0\.0 版），王丽，20\d\d年\d+月\d+日", page)
    assert "checked" not in page
    assert sitting.stored("credit.procedure") is None


def test_one_click_takes_it_over_without_javascript_and_saves_the_rest_of_the_page(sitting: Sitting) -> None:
    page = sitting.get(LISTS)
    boxes: dict[str, object] = {f"{fact}:revision": number for fact, number in revisions(page).items()}
    sent = {**boxes, "credit.procedure": "no", "credit.trainings": "7", "take": BUTTON.findall(page.text)[0]}
    answer = sitting.post(LISTS, sent)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{sitting.base}{LISTS}#q-credit_procedure")
    assert (sitting.stored("credit.procedure"), sitting.stored("credit.trainings")) == ('"yes"', '"7"')
    assert not BUTTON.findall(sitting.get(LISTS).text)
    assert "沿用自 demo-2020/enterprise 1.0.0 版" in sitting.get("/prefill").text


def test_the_page_lists_all_with_why_not_and_ticks_nothing(sitting: Sitting) -> None:
    page = sitting.get("/prefill").text
    assert [code.split(" ")[0] for code in BUTTON.findall(page)] == [
        "credit.procedure",
        "insurance.policies",
    ]
    assert "checked" not in page
    refused = page.partition('id="refused"')[2]
    assert "填过但不能沿用（2 题）" in page
    assert "这道题每次都要重新核实，不沿用以前的回答。" in refused
    assert "问法不同：题目的含义、选项或填法与那里的不一样。" in refused
    assert sitting.get("/prefill?tick=all").text.count("checked") == 2


def test_what_is_ticked_is_taken_and_what_is_not_is_not(sitting: Sitting) -> None:
    codes = BUTTON.findall(sitting.get("/prefill").text)
    answer = sitting.post("/prefill", {"take": codes[1:]})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{sitting.base}/prefill?done=1")
    page = sitting.get("/prefill?done=1").text
    assert "已沿用 1 题" in page
    assert sitting.stored("insurance.policies") == "[]"
    assert sitting.stored("credit.procedure") is None
    assert sitting.post("/prefill", {"take": codes[:1]}).status_code == 303
    page = sitting.get("/prefill?done=1").text
    assert "能沿用的回答都已经沿用" in page
    assert "目前没有可以沿用的回答" not in page


def test_nothing_ticked_is_told_and_nonsense_takes_nothing(sitting: Sitting) -> None:
    sitting.get("/prefill")
    code = f"credit.procedure {uuid.uuid4()} 1"
    for sent, status in (({}, 422), ({"take": "x"}, 422), ({"take": "a b c"}, 422), ({"take": code}, 409)):
        answer = sitting.post("/prefill", sent)
        assert answer.status_code == status
        assert complaints(answer).keys() == {"offers"}
    assert sitting.stored("credit.procedure") is None


def test_a_changed_answer_there_is_not_taken_as_it_was_shown(sitting: Sitting, first: Sitting) -> None:
    codes = BUTTON.findall(sitting.get("/prefill").text)
    first.save("credit.procedure", "no", 1)
    answer = sitting.post("/prefill", {"take": codes})
    assert answer.status_code == 409
    assert "有 1 题没有沿用" in answer.text
    assert "已沿用 1 题" in answer.text
    assert sitting.stored("credit.procedure") is None
    assert "<strong>否</strong>" in answer.text


def test_a_stale_answer_is_not_offered_and_says_so(first: Sitting, database: Database) -> None:
    fresh = dataclasses.replace(other(), facts=with_fact("credit.procedure", other(), fresh_days=90).facts)
    here = Sitting(first.browser, database, second(database, first.id))
    with database.write() as session:
        version = register_version(session, fresh, "1.1.0")
        session.get_one(Assessment, here.id).checklist_version_id = version.id
        for answer in session.scalars(select(Answer).where(Answer.fact == "credit.procedure")):
            answer.at -= timedelta(days=120)
        session.commit()
    page = here.get("/prefill").text
    assert re.search(r"已过有效期：回答于 \d+ 天前，这道题的回答只在 90 天内可以沿用。", page)
    assert "credit.procedure" not in " ".join(BUTTON.findall(page))


def test_nobody_else_finds_it_and_nothing_is_offered_once_submitted(
    sitting: Sitting, browsers: Browsers, database: Database
) -> None:
    codes = BUTTON.findall(sitting.get("/prefill").text)
    stranger_browser = browsers()
    with database.write() as session:
        stranger = make_account(session, make_organisation(session, name="乙公司"))
        session.commit()
        login = stranger.login
    stranger_browser.sign_in(login, PASSWORD)
    stranger_browser.consent()
    assert stranger_browser.get(f"{sitting.base}/prefill").status_code == 404
    assert stranger_browser.post(f"{sitting.base}/prefill", {"take": codes}).status_code == 404
    with database.write() as session:
        session.get_one(Assessment, sitting.id).status = Status.SUBMITTED
        session.commit()
    assert not BUTTON.findall(sitting.get(LISTS).text)
    assert "可以沿用" not in sitting.get().text
    assert sitting.post("/prefill", {"take": codes}).status_code == 403
    assert sitting.stored("credit.procedure") is None


def test_a_guest_is_offered_their_own_trials_only(browser: Browser, database: Database, browsers: Browsers) -> None:
    browser.consent()
    browser.answer_questions()
    page = browser.get("/start/checklists")
    begun = browser.post("/start/begin", {"version": VERSION.findall(page.text)[0]})
    trial = uuid.UUID(begun.headers["location"].split("/")[2])
    first = Sitting(browser, database, trial)
    first.finish()
    here = Sitting(browser, database, second(database, trial))
    page = here.get("/prefill")
    assert "您在其他自评中" in page.text
    assert "），试填，" in page.text
    assert here.post("/prefill", {"take": BUTTON.findall(page.text)}).status_code == 303
    assert here.stored("credit.procedure") == '"yes"'
    stranger = browsers()
    stranger.consent()
    assert stranger.get(f"{here.base}/prefill").status_code == 404


def test_the_page_is_complete_in_english_and_keeps_the_language(sitting: Sitting) -> None:
    assert "Demo City enterprise checklist" in sitting.get("/prefill?lang=en").text
    assert sitting.get("/prefill", **{"accept-language": "en"}).status_code == 200


@pytest.mark.parametrize("path", ["", "/start", LISTS, "/prefill"])
def test_pages_with_offers_take_few_queries(
    sitting: Sitting, first: Sitting, count_queries: CountQueries, path: str, database: Database
) -> None:
    sitting.browser.app.state.runner.stop()  # it looks for jobs all the time
    sitting.get(path)
    with count_queries() as few:
        assert sitting.get(path).status_code == 200
    with database.write() as session:
        owner = session.get(Organisation, session.get_one(Assessment, first.id).organisation_id)
        for _ in range(4):
            made = make_assessment(session, owner)
            session.add(
                Answer(assessment_id=made.id, fact="credit.procedure", value='"no"', revision=1, at=made.created_at)
            )
        session.commit()
    sitting.get(path)
    with count_queries() as many:
        sitting.get(path)
    assert len(many) == len(few) <= 11, many


def test_the_small_checklist_still_asks_what_these_tests_think() -> None:
    assert published().fact("credit.serious-list").fresh_days == 0


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", ["", "/start", LISTS, "/prefill", "/prefill?tick=all", "/prefill?done=2"])
def test_the_pages_are_sound(sitting: Sitting, path: str, language: str) -> None:
    page = sitting.get(f"{path}{'&' if '?' in path else '?'}lang={language}")
    assert faults(page.text) == []
    refused = sitting.post("/prefill", {"take": "x"})
    assert (refused.status_code, faults(refused.text)) == (422, [])
