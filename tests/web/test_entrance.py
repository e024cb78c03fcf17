"""From the first page to a started assessment."""

import dataclasses
import re
import uuid

import pytest
from sqlalchemy import select, update

from assess import clock
from assess.accounts import throttle
from assess.accounts.models import Account, Consent, WebSession
from assess.assessments.models import Assessment
from assess.db import Database
from assess.web.notice import NOTICE
from tests.factories.checklists import published, register_version
from tests.web import filling
from tests.web.browsing import Browser, complaints


def test_the_first_page_says_what_this_is_and_which_measures_there_are(browser: Browser) -> None:
    page = browser.get("/")
    assert page.status_code == 200
    assert "不用注册就能填完并下载报告" in page.text
    assert "目前可以对照的措施文件" in page.text
    assert browser.session is None, "looking at the first page makes no session"


def test_who_issued_a_measure_is_said_and_so_is_that_a_text_names_nobody(browser: Browser, database: Database) -> None:
    assert "<td>示范市市场监督管理局</td>" in browser.get("/").text
    whole = published()
    for number, kind in (("1.0.1", "news-summary"), ("1.0.2", "official")):
        source = dataclasses.replace(whole.measure.source, kind=kind)  # type: ignore[arg-type]  # one of the kinds
        measure = dataclasses.replace(whole.measure, issuers=(), source=source)
        with database.write() as session:
            register_version(session, dataclasses.replace(whole, measure=measure), number)
            session.commit()
        assert ("摘要" if kind == "news-summary" else "文本") + "没有写明</td>" in browser.get("/").text


def test_nobody_is_asked_anything_before_the_notice(browser: Browser) -> None:
    for path in ("/start/questions", "/start/checklists"):
        answer = browser.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/start")
    notice = browser.get("/start").text
    assert notice.index("谁会看到您的回答") < notice.index("同意并继续")


def test_consent_is_asked_for_and_recorded(browser: Browser, database: Database) -> None:
    browser.get("/start")
    refused = browser.post("/start")
    assert refused.status_code == 422
    assert "<title>错误：" in refused.text
    assert complaints(refused) == {"consent": "请阅读后勾选同意，才能进入问题。"}
    assert browser.post("/start", {"consent": "yes"}).headers["location"] == "/start/questions"
    with database.read() as session:
        assert session.scalar(select(Consent.notice_version)) == NOTICE
        assert session.scalar(select(WebSession.consent_version)) == NOTICE


def test_every_missing_answer_is_named_at_once(browser: Browser) -> None:
    browser.consent()
    browser.get("/start/questions")
    missing = browser.post("/start/questions", {"kind": "enterprise"})
    assert missing.status_code == 422
    assert list(complaints(missing)) == ["province", "exports", "size"]


def test_nothing_is_chosen_beforehand(browser: Browser) -> None:
    browser.consent()
    page = browser.get("/start/questions").text
    assert "checked" not in page
    assert "selected" not in page


def test_a_district_is_asked_two_questions_only(browser: Browser) -> None:
    browser.consent()
    taken = browser.answer_questions(kind="district", exports="", size="")
    assert (taken.status_code, taken.headers["location"]) == (303, "/start/checklists")


def test_an_office_may_be_the_provinces_own_but_an_enterprise_lies_in_a_city(browser: Browser) -> None:
    browser.consent()
    office = browser.answer_questions(kind="district", city="", county="", exports="", size="")
    assert office.status_code == 303
    enterprise = browser.answer_questions(city="", county="")
    assert (enterprise.status_code, list(complaints(enterprise))) == (422, ["city"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"province": "999999"}, "province"),
        ({"city": "410300"}, "city"),
        ({"roles": "no-such-role"}, "roles"),
        ({"size": "huge"}, "size"),
        ({"kind": "authority"}, "kind"),
    ],
)
def test_what_is_not_on_offer_is_refused(browser: Browser, changes: dict[str, object], field: str) -> None:
    browser.consent()
    answer = browser.answer_questions(**changes)
    assert answer.status_code == 422
    assert field in complaints(answer)


def test_without_javascript_a_button_asks_for_the_next_region(browser: Browser) -> None:
    browser.consent()
    browser.get("/start/questions")
    page = browser.post("/start/questions", {"province": "370000", "more": "region", "kind": "enterprise"})
    assert page.status_code == 200
    assert '<option value="371300" >临沂市</option>' in page.text
    assert re.search(r'id="kind" name="kind" value="enterprise"\s+checked', page.text), "what was chosen stays"


def test_with_javascript_the_selects_are_fetched(browser: Browser) -> None:
    part = browser.get("/start/region?province=370000&city=371300&county=371302")
    assert '<option value="371302" selected>兰山区</option>' in part.text
    assert "<html" not in part.text
    assert "hx-get" not in part.text, "what listens is never replaced, so no choice is missed"


def test_a_city_of_another_province_does_not_count(browser: Browser) -> None:
    part = browser.get("/start/region?province=410000&city=371300")
    assert "selected>临沂市" not in part.text


def test_the_checklists_of_ones_region_come_with_their_reason(browser: Browser) -> None:
    browser.consent()
    browser.answer_questions()
    page = browser.get("/start/checklists").text
    assert "不登录先试填" in page
    assert "文本来源" in page
    assert "效力" in page


def test_another_regions_checklist_is_offered_for_comparison_only(browser: Browser) -> None:
    browser.consent()
    browser.answer_questions(province="540000", city="540100", county="")
    page = browser.get("/start/checklists").text
    assert "还没有适合您的自评表" in page
    assert "不适用于您所在的西藏自治区拉萨市，可以用来对照参考。" in page


def test_the_answers_come_back_when_they_are_changed(browser: Browser) -> None:
    browser.consent()
    browser.answer_questions()
    page = browser.get("/start/questions").text
    assert '<option value="371302" selected>兰山区</option>' in page
    assert re.search(r'id="exports" name="exports" value="yes"\s+checked', page)


def test_a_trial_needs_no_account(browser: Browser, database: Database) -> None:
    browser.consent()
    browser.answer_questions()
    page = browser.get("/start/checklists").text
    version = re.search(r'name="version" value="([^"]+)"', page)
    assert version is not None
    begun = browser.post("/start/begin", {"version": version.group(1)})
    with database.read() as session:
        trial = session.scalars(select(Assessment)).one()
    assert begun.headers["location"] == f"/assessments/{trial.id}/start"
    assert trial.trial
    again = browser.post("/start/begin", {"version": version.group(1)})
    assert again.headers["location"] == f"/assessments/{trial.id}", "a second press goes on with the first"


def test_one_address_begins_so_many_trials_and_no_more(browser: Browser, database: Database) -> None:
    browser.consent()
    browser.answer_questions()
    version = re.search(r'name="version" value="([^"]+)"', browser.get("/start/checklists").text)
    assert version is not None
    with database.write() as session:
        for _ in range(throttle.TRIAL_BY_ADDRESS.most):
            throttle.count(session, throttle.TRIAL_BY_ADDRESS, "203.0.113.7", clock.now())
        session.commit()
    assert browser.post("/start/begin", {"version": version.group(1)}).status_code == 429
    with database.read() as session:
        assert session.scalars(select(Assessment)).all() == []


@pytest.mark.parametrize("version", ["", "not-an-id", str(uuid.UUID(int=0))])
def test_a_checklist_that_does_not_exist_cannot_be_begun(browser: Browser, database: Database, version: str) -> None:
    browser.consent()
    browser.answer_questions()
    assert browser.post("/start/begin", {"version": version}).status_code == 404
    with database.read() as session:
        assert session.scalars(select(Assessment)).all() == []


def test_the_language_button_keeps_what_was_typed(browser: Browser) -> None:
    browser.consent()
    browser.get("/start/questions")
    page = browser.post("/start/questions", {"province": "370000", "kind": "enterprise", "lang": "en"})
    assert page.status_code == 200
    assert '<html lang="en">' in page.text
    assert '<option value="370000" selected>Shandong</option>' in page.text
    assert re.search(r'value="enterprise"\s+checked', page.text)
    assert '<html lang="en">' in browser.get("/").text, "the choice is kept"


def test_who_has_begun_gets_on_from_the_first_page(browser: Browser, database: Database) -> None:
    browser.consent()
    browser.answer_questions()
    version = re.search(r'name="version" value="([^"]+)"', browser.get("/start/checklists").text)
    assert version is not None
    browser.post("/start/begin", {"version": version.group(1)})
    with database.read() as session:
        trial = session.scalars(select(Assessment.id)).one()
    page = browser.get("/").text
    assert "还没填完" in page
    assert f'href="/assessments/{trial}"' in page


def test_no_question_is_asked_before_consent(lead_browser: Browser, database: Database, lead: Account) -> None:
    browser, sitting = lead_browser, filling.begin(lead_browser, database, lead)
    with database.write() as session:
        session.execute(update(WebSession).values(consent_version=None, consent_at=None))
        session.commit()
    page = f"{sitting.base}{filling.LISTS}"
    sent_on = browser.get(page)
    assert (sent_on.status_code, sent_on.headers["location"]) == (303, f"/start?next={page}")
    assert browser.post(page, {"credit.serious-list": "no"}).status_code == 303
    assert sitting.stored("credit.serious-list") is None
    assert f'name="next" value="{page}"' in browser.get(f"/start?next={page}").text
    assert browser.post("/start", {"consent": "yes", "next": page}).headers["location"] == page
    assert browser.get(page).status_code == 200


def test_consent_leads_nowhere_else(browser: Browser) -> None:
    browser.get("/start?next=//evil.example/")
    sent = {"consent": "yes", "next": "//evil.example/"}
    assert browser.post("/start", sent).headers["location"] == "/start/questions"
