"""Results everywhere, trend and comparison in the browser: the right numbers, nobody else's, few queries."""

import re
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from assess.access.roles import Role
from assess.accounts.models import Account, Membership, Organisation, OrganisationKind
from assess.assessments.models import Answer, Assessment, Submission
from assess.assessments.workflow import Status
from assess.db import Database
from tests.checklists.editing import with_fact, with_item
from tests.conftest import CountQueries
from tests.factories.accounts import PASSWORD, make_account, make_organisation
from tests.factories.assessments import make_assessment
from tests.factories.checklists import published, register_version
from tests.factories.regions import regional
from tests.web.browsing import Browser
from tests.web.conftest import Browsers
from tests.web.filling import Sitting, begin
from tests.web.markup import faults

RESULTS, COMPARE = "/organisation/results", "/organisation/compare"
STATE = re.compile(r'name="state" value="(\d+)"')
NUMBER = re.compile(r'dial--(duty|readiness)">.*?<strong>([\d.]+)</strong>', re.DOTALL)
OPTION = re.compile(r'<option value="([as]-[^"]+)" (?:selected)?>([^<]+)</option>')
OWNERS = re.compile(r'<option value="([0-9a-f-]{36})" (selected)?>([^<]+)</option>')
VERSION = re.compile(r'name="version" value="([^"]+)"')


@pytest.fixture
def sitting(lead_browser: Browser, database: Database, lead: Account) -> Sitting:
    """Give a lead who has answered all that Demo City asks, with Xuhui's checklist beside it."""
    with database.write() as session:
        register_version(session, regional(base=with_fact("credit.trainings", revision=2)))
        session.commit()
    sitting = begin(lead_browser, database, lead)
    sitting.finish()
    return sitting


def card(text: str, title: str) -> str:
    """Cut a checklist's card out of the page."""
    cards: list[str] = re.findall(r'<article class="card place.*?</article>', text, re.DOTALL)
    return next(one for one in cards if f">{title}<" in one)


def submit(sitting: Sitting) -> None:
    state = STATE.findall(sitting.get("/check").text)[0]
    answer = sitting.post("/submit", {"declared": "yes", "name": "王丽", "state": state})
    assert answer.status_code == 303, answer.text


def numbers(text: str) -> dict[str, str]:
    return dict(NUMBER.findall(text))


def test_one_set_of_answers_gives_each_region_its_own_result(sitting: Sitting) -> None:
    page = sitting.browser.get(RESULTS).text
    here, there = card(page, "示范市企业自评表"), card(page, "徐汇区企业自评表")
    assert numbers(here) == {"duty": "100.0", "readiness": "0.0"}
    assert numbers(there) == {"duty": "90.0", "readiness": "0.0"}  # trainings means something else there: 1 of 10
    assert "所问的 4 题都有可用的回答" in here
    assert "还有 1 题没有可用的回答（共问 4 题）" in there
    assert re.search(r"上一年培训次数 <span[^>]*>\d+年\d+月\d+日填过，这里的问法不同</span>", there)
    assert "最高可到 100.0" in there
    near, _, far = page.partition("其他地区（仅供对照）")
    assert ("示范市企业自评表" in near, "徐汇区企业自评表" in far) == (True, True)
    assert f'href="{sitting.base}"' in here
    assert 'name="version"' in there


def test_what_to_answer_next_names_the_regions_that_wait(sitting: Sitting) -> None:
    sitting.save("credit.procedure", "", 1)
    page = sitting.browser.get(RESULTS).text
    wanted = page.partition('id="wanted"')[2]
    first, second = re.findall(r'rowheader">([^<]+)</th>\s*<td[^>]*>([^<]+)</td>', wanted)
    assert first[0] == "是否有知识产权管理制度?"
    assert first[1].count("、") == 1
    assert second == ("上一年培训次数", "徐汇区")


def test_a_listed_enterprise_is_vetoed_everywhere_and_tomorrow_it_must_be_checked_anew(
    sitting: Sitting, database: Database
) -> None:
    sitting.save("credit.serious-list", "yes", 1)
    page = sitting.browser.get(RESULTS).text
    assert page.count("一票否决（") == 2
    with database.write() as session:
        session.scalars(select(Answer).where(Answer.fact == "credit.serious-list")).one().at -= timedelta(days=1)
        session.commit()
    page = sitting.browser.get(RESULTS).text
    assert page.count("每次都要重新核实") == 2
    assert numbers(card(page, "示范市企业自评表"))["duty"] == "40.0"
    assert "待定" in card(page, "示范市企业自评表")


def test_what_is_claimed_not_to_apply_holds_on_its_own_checklist_only(sitting: Sitting) -> None:
    assert sitting.post("/items/procedure/not-applicable", {"reason": "没有员工"}).status_code == 303
    page = sitting.browser.get(RESULTS).text
    assert "已申报不适用 1 项" in card(page, "示范市企业自评表")
    assert "已申报不适用" not in card(page, "徐汇区企业自评表")


def test_nothing_is_stored_by_looking(sitting: Sitting, database: Database) -> None:
    def rows() -> tuple[int, int]:
        with database.read() as session:
            return session.query(Answer).count(), session.query(Assessment).count()

    before = rows()
    sitting.browser.get(RESULTS)
    assert rows() == before


def test_submissions_become_a_line_with_its_table(sitting: Sitting, database: Database) -> None:
    assert "历次提交的变化" not in sitting.browser.get(RESULTS).text
    submit(sitting)
    page = sitting.browser.get(RESULTS).text
    assert "提交两次以后，这里会画出变化。" in page
    assert "<polyline" not in page.partition('id="trend"')[2]
    second = again(sitting, database)
    second.save("credit.procedure", "no")
    submit(second)
    page = sitting.browser.get(RESULTS).text
    trend = page.partition('id="trend"')[2]
    assert 'points="44,16 320,' in trend
    assert re.findall(r"(\d+ / 100) <span class=\"muted\">\((\d+%)\)</span>", trend) == [
        ("70 / 100", "70%"), ("0 / 100", "0%"), ("100 / 100", "100%"), ("0 / 100", "0%"),
    ]  # fmt: skip
    assert re.findall(r"<td>([ABC] [^<]+)</td>", trend) == ["B 合格", "A 优秀"]


def again(sitting: Sitting, database: Database, number: str | None = None) -> Sitting:
    """Begin the next cycle, on a later version if one is named."""
    with database.write() as session:
        owner = session.get(Organisation, session.get_one(Assessment, sitting.id).organisation_id)
        made = make_assessment(session, owner)
        if number:
            changed = with_item("procedure", with_fact("credit.since"), revision=2)
            made.checklist_version_id = register_version(session, changed, number).id
        session.commit()
        here = Sitting(sitting.browser, database, made.id)
    for fact, value in (("credit.serious-list", "no"), ("credit.trainings", "3"), ("overseas.sells-abroad", "yes")):
        here.save(fact, value)
    here.save("insurance.policies", "", none=True)
    return here


def refs(sitting: Sitting) -> dict[str, str]:
    """Give what can be compared: words → name."""
    page = sitting.browser.get(COMPARE).text
    return {words: ref for ref, words in OPTION.findall(page)}


def pair(sitting: Sitting, database: Database, number: str | None = None) -> str:
    """Submit one cycle, answer the next differently, and give the page that compares them."""
    submit(sitting)
    second = again(sitting, database, number)
    second.save("credit.procedure", "no")
    found = refs(sitting)
    handed = next(ref for words, ref in found.items() if "ZP-" in words)
    return sitting.browser.get(f"{COMPARE}?from={handed}&to=a-{second.id}").text


def test_two_cycles_are_compared_by_score_section_item_and_answer(sitting: Sitting, database: Database) -> None:
    page = pair(sitting, database)
    totals = page.partition('id="totals"')[2].partition("<h2")[0]
    assert re.findall(r'data-label="[^"]+">([^<]*)</td>', totals)[:2] == ["100.0 / 100", "70.0 / 100"]
    assert "−30" in totals
    assert "A 优秀" in totals
    items = page.partition('id="items"')[2].partition("<h2")[0]
    assert "管理制度与培训" in items
    assert "“是否有知识产权管理制度?”由“是”变为“否”" in items
    assert "回答有变化" in items
    assert "−3" in items
    assert "另有 2 项没有变化。" in page
    assert "不同的回答（1 题）" in page


def test_two_versions_are_compared_by_item_key_with_what_was_changed(sitting: Sitting, database: Database) -> None:
    page = pair(sitting, database, "1.1.0")
    assert "同一份自评表的两个版本" in page
    assert "回答有变化；题目或评价要点的含义有改动" in page


def test_two_regions_are_laid_side_by_side_by_question(sitting: Sitting, database: Database) -> None:
    submit(sitting)
    with database.write() as session:
        owner = session.get(Organisation, session.get_one(Assessment, sitting.id).organisation_id)
        made = make_assessment(session, owner)
        made.checklist_version_id = register_version(
            session, regional(base=with_fact("credit.trainings", revision=2))
        ).id
        session.commit()
        other = made.id
    handed = next(ref for words, ref in refs(sitting).items() if "ZP-" in words)
    page = sitting.browser.get(f"{COMPARE}?from={handed}&to=a-{other}").text
    assert "两个地区的自评表没有共同的评价要点" in page
    assert "两边都问的问题（4 题）" in page
    assert "未列入严重违法失信名单：6 / 6 分" in page
    assert "有变化的评价要点" not in page
    assert "无变化" not in page


def test_the_page_asks_which_two_and_says_when_there_are_none(sitting: Sitting) -> None:
    page = sitting.browser.get(COMPARE).text
    assert "还没有两次可以比较的结果" in page
    assert "得分和等级" not in page


@pytest.mark.parametrize("ref", ["x", "a-1", *(f"{kind}-{uuid.UUID(int=7)}" for kind in "asq")])
def test_what_is_not_there_is_not_found(sitting: Sitting, ref: str) -> None:
    assert sitting.browser.get(f"{COMPARE}?from={ref}&to=a-{sitting.id}").status_code == 404


def test_nobody_else_finds_anything(sitting: Sitting, browsers: Browsers, database: Database) -> None:
    submit(sitting)
    with database.write() as session:
        handed = session.scalars(select(Submission.id)).one()
        own = session.get_one(Assessment, sitting.id).organisation_id
        stranger = make_account(session, make_organisation(session, name="乙公司"))
        administrator = make_account(
            session, make_organisation(session, name="平台", operator=True), Role.ADMINISTRATOR
        )
        session.commit()
        logins = stranger.login, administrator.login
    other = browsers()
    other.sign_in(logins[0], PASSWORD)
    assert "还没有可以计算的回答" in other.get(RESULTS).text
    assert other.get(f"{RESULTS}?organisation={own}").status_code == 404
    assert other.get(f"{RESULTS}?organisation={uuid.uuid4()}").status_code == 404
    for ref in (f"s-{handed}", f"a-{sitting.id}"):
        assert other.get(f"{COMPARE}?from={ref}&to={ref}").status_code == 404
    assert "ZP-" not in other.get(COMPARE).text
    runs = browsers()
    runs.sign_in(logins[1], PASSWORD)
    assert "还没有可以计算的回答" in runs.get(RESULTS).text
    assert browsers().get(RESULTS).status_code in {303, 401}


def test_who_works_for_two_organisations_says_which(sitting: Sitting, lead: Account, database: Database) -> None:
    submit(sitting)
    with database.write() as session:
        second = make_organisation(session, name="第二公司")
        session.add(Membership(account_id=lead.id, organisation_id=second.id, role=Role.LEAD))
        first = session.get_one(Assessment, sitting.id).organisation_id
        make_assessment(session, second)
        handed = session.scalars(select(Submission.id)).one()
        session.commit()
        other = second.id
    assert "临沂示范科技有限公司" in sitting.browser.get(f"{RESULTS}?organisation={first}").text
    page = sitting.browser.get(f"{RESULTS}?organisation={other}").text
    assert ("第二公司" in page, "ZP-" in page) == (True, False)
    assert sitting.browser.get(f"{COMPARE}?organisation={other}&from=s-{handed}&to=s-{handed}").status_code == 404
    assert sitting.browser.get(f"{COMPARE}?organisation={first}&from=s-{handed}&to=s-{handed}").status_code == 200


def test_who_works_for_two_organisations_chooses_on_the_page(
    sitting: Sitting, lead: Account, database: Database
) -> None:
    submit(sitting)
    with database.write() as session:
        first = session.get_one(Organisation, session.get_one(Assessment, sitting.id).organisation_id)
        second = make_organisation(session, name="A 第二公司")  # comes first by its name
        office = make_organisation(session, name="0 某市局", kind=OrganisationKind.AUTHORITY)
        for one, role in ((second, Role.LEAD), (office, Role.REVIEWER)):
            session.add(Membership(account_id=lead.id, organisation_id=one.id, role=role))
        session.commit()
        own, other = str(first.id), str(second.id)
    browser = sitting.browser
    for path in (RESULTS, COMPARE):
        page = browser.get(path).text
        assert OWNERS.findall(page) == [(other, "selected", "A 第二公司"), (own, "", "临沂示范科技有限公司")]
        assert "ZP-" not in page
        assert faults(page) == []
    page = browser.get(f"{RESULTS}?organisation={own}").text
    assert OWNERS.findall(page)[1] == (own, "selected", "临沂示范科技有限公司")
    assert f'<input type="hidden" name="organisation" value="{own}">' in page
    assert f'href="{sitting.base}/result"' in page
    assert f'href="/organisation/results?organisation={own}"' in browser.get(f"{COMPARE}?organisation={own}").text
    browser.get(f"{RESULTS}?organisation={own}")
    version = VERSION.findall(browser.get(f"{RESULTS}?organisation={own}").text)[0]
    begun = browser.post("/start/begin", {"version": version, "organisation": other})
    assert begun.status_code == 303
    with database.read() as session:
        made = session.get_one(Assessment, uuid.UUID(begun.headers["location"].split("/")[2]))
        assert str(made.organisation_id) == other
    for unknown in (str(uuid.uuid4()), "x"):
        assert browser.post("/start/begin", {"version": version, "organisation": unknown}).status_code == 404


def test_an_authority_assesses_nothing(browser: Browser, database: Database) -> None:
    with database.write() as session:
        office = make_organisation(session, name="某市局", kind=OrganisationKind.AUTHORITY)
        login = make_account(session, office).login
        session.commit()
    browser.sign_in(login, PASSWORD)
    assert "还没有可以计算的回答" in browser.get(RESULTS).text
    assert browser.get(COMPARE).status_code == 404


def test_a_guest_sees_the_results_of_their_trial_only(browser: Browser, database: Database, browsers: Browsers) -> None:
    browser.consent()
    browser.answer_questions()
    assert "还没有可以计算的回答" in browser.get(RESULTS).text
    page = browser.get("/start/checklists")
    begun = browser.post("/start/begin", {"version": VERSION.findall(page.text)[0]})
    trial = Sitting(browser, database, uuid.UUID(begun.headers["location"].split("/")[2]))
    trial.finish()
    assert numbers(card(browser.get(RESULTS).text, "示范市企业自评表"))["duty"] == "100.0"
    other = browsers()
    other.consent()
    assert "还没有可以计算的回答" in other.get(RESULTS).text
    assert other.get(f"{COMPARE}?from=a-{trial.id}&to=a-{trial.id}").status_code == 404


def test_a_withdrawn_assessment_counts_nowhere(sitting: Sitting, database: Database) -> None:
    with database.write() as session:
        session.get_one(Assessment, sitting.id).status = Status.WITHDRAWN
        session.commit()
    assert "还没有可以计算的回答" in sitting.browser.get(RESULTS).text


def test_the_pages_are_complete_in_english(sitting: Sitting, database: Database) -> None:
    pair(sitting, database)
    for path in (RESULTS, COMPARE):
        page = sitting.browser.get(f"{path}?lang=en").text
        assert "Demo City enterprise checklist" in page


def test_the_pages_take_few_queries_however_much_there_is(
    sitting: Sitting, database: Database, count_queries: CountQueries
) -> None:
    pair(sitting, database)
    sitting.browser.app.state.runner.stop()  # it looks for jobs all the time

    def spent(path: str) -> int:
        sitting.browser.get(path)
        with count_queries() as statements:
            assert sitting.browser.get(path).status_code == 200
        return len(statements)

    handed = next(ref for words, ref in refs(sitting).items() if "ZP-" in words)
    comparison = f"{COMPARE}?from={handed}&to={handed}"
    few = spent(RESULTS), spent(comparison)
    for number in range(3):
        submit(again_answered(sitting, database))
        with database.write() as session:
            register_version(session, regional(f"m{number}-2024", "610100", title=f"第{number}市企业自评表"))
            session.commit()
    assert (spent(RESULTS), spent(comparison)) == few
    assert max(few) <= 12, few


def again_answered(sitting: Sitting, database: Database) -> Sitting:
    made = again(sitting, database)
    made.save("credit.procedure", "yes")
    return made


def test_the_small_checklist_is_what_these_tests_think() -> None:
    assert sum(item.points for item in published().checklist.form.items() if item.purpose == "duty") == 10


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pages_are_sound_and_light(sitting: Sitting, database: Database, language: str) -> None:
    assert faults(sitting.browser.get(f"{COMPARE}?lang={language}").text) == []
    page = pair(sitting, database)
    handed = next(ref for words, ref in refs(sitting).items() if "ZP-" in words)
    assert faults(page) == []
    for path in (f"{RESULTS}?lang={language}", f"{COMPARE}?from={handed}&to={handed}&lang={language}"):
        answer = sitting.browser.get(path)
        assert faults(answer.text) == []
        assert len(answer.content) < 100_000
