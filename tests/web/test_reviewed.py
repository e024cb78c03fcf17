"""What the organisation learns of its review: comments at its questions, nothing before publication, then all."""

import pytest
from sqlalchemy import select

from assess import clock
from assess.jobs.models import Job
from assess.reports import operations as reports
from assess.reviews.models import Decision
from assess.reviews.publishing import PUBLISHED
from tests.web.browsing import Browser, complaints
from tests.web.markup import faults
from tests.web.reviewing import Stage, Stages

COMMENT = "请上传制度全文"
OPINION = "制度没有正式发布"
STATEMENT = "总体属实"


@pytest.fixture
def returned(stage: Stage) -> Stage:
    """Send the item about the procedure back."""
    browser = stage.taken()
    stage.mark_all(browser)
    sent = {"item": "procedure", "comment:procedure": COMMENT, "message": "其余无误"}
    assert browser.post(f"{stage.base}/return", sent).status_code == 303
    return stage


def decided(stage: Stage) -> None:
    """Find one item different, judge a file, and decide."""
    browser = stage.taken()
    stage.mark_all(browser)
    file = stage.files["截图.png"]
    given = {f"verdict:{file}": "unreadable", f"remark:{file}": "太模糊"}
    assert stage.mark(browser, "serious-list", **given).status_code == 303
    lower = {"points": "1", "reason": "evidence-missing", "opinion": OPINION}
    assert stage.mark(browser, "procedure", "other", **lower).status_code == 303
    assert browser.post(f"{stage.base}/decide", {"statement": STATEMENT}).status_code == 303


def submit(stage: Stage, browser: Browser) -> str:
    """Hand in again; give the page that confirms it."""
    browser.get(f"{stage.own}/check")
    answer = browser.post(f"{stage.own}/submit", {"declared": "yes", "name": "李明"})
    assert answer.status_code == 303, answer.text
    return browser.get(answer.headers["location"]).text


def test_a_comment_stands_on_the_list_at_its_questions_and_on_the_check_page(returned: Stage) -> None:
    lead = returned.browser("lead")
    lead.consent()
    hub = lead.get(returned.own)
    assert hub.text.count("退回修改</span>") == 1
    assert f'<a href="{returned.own}/sections/credit/lists#i-procedure">' in hub.text
    section = lead.get(f"{returned.own}/sections/credit/lists").text
    at = section.partition('id="i-procedure"')
    assert COMMENT not in at[0]
    assert COMMENT in at[2]
    check = lead.get(f"{returned.own}/check")
    for page in (hub.text, check.text):
        assert COMMENT in page
        assert "其余无误" in page
        assert "24:00 前修改并重新提交" in page
        assert faults(page) == []
    assert COMMENT not in lead.get(f"{returned.own}/sections/overseas/cover").text


def test_after_mending_the_form_is_handed_in_again_and_marks_of_the_rest_are_kept(returned: Stage) -> None:
    lead = returned.browser("lead")
    lead.consent()
    lead.get(f"{returned.own}/sections/credit/lists")
    sent = {"credit.procedure": "yes", "credit.procedure:revision": "1", "credit.procedure:note": ""}
    assert lead.post(f"{returned.own}/answers/credit.procedure", sent).status_code == 200
    page = submit(returned, lead)
    assert "已重新提交" in page
    assert "由“临沂市知识产权局”复核" in page
    assert "没有任何机关能看到" not in page
    assert COMMENT not in lead.get(returned.own).text
    assert returned.submissions() == 2
    again = returned.taken()
    desk = again.get(returned.base).text
    assert "已评定 2 / 3 项" in desk
    item = again.get(f"{returned.base}/items/procedure").text
    assert COMMENT in item
    assert "这是第 2 次提交" in item


def test_nothing_of_a_decision_is_known_before_it_is_published(stage: Stage) -> None:
    decided(stage)
    for who in ("lead", "respondent"):
        browser = stage.browser(who)
        for path in ("", "/result", "/check", "/sections/credit/lists"):
            page = browser.get(stage.own + path)
            if page.status_code == 303:
                browser.consent()
                page = browser.get(stage.own + path)
            assert (page.status_code, faults(page.text)) == (200, []), path
            for secret in (OPINION, STATEMENT, "太模糊", "已审定", "审定意见"):
                assert secret not in page.text, (path, secret)
        assert "复核结果公布后显示在这里" in browser.get(f"{stage.own}/result").text
        listed = browser.get("/assessments").text
        assert "复核中" in listed
        assert "已审定" not in listed
    lead = stage.browser("lead")
    assert lead.get(f"{stage.own}/appeal").headers["location"] == f"{stage.own}/result"
    assert lead.post(f"{stage.own}/appeal", {"grounds": "不服"}).status_code == 403


@pytest.fixture
def published(stages: Stages) -> Stage:
    made = stages(given={"publish_at_once": True})
    decided(made)
    return made


def test_a_published_result_has_three_columns_opinions_verdicts_and_the_statement(published: Stage) -> None:
    browser = published.browser("respondent")
    page = browser.get(f"{published.own}/result")
    assert faults(page.text) == []
    outcome = page.text.partition('class="outcome"')[2].partition("自评得分与差距")[0]
    for words in (STATEMENT, OPINION, "缺少佐证材料", "临沂市知识产权局于", "太模糊", "看不清或打不开", "复核等级"):
        assert words in outcome, words
    assert 'data-label="自评">4 / 4</td>' in outcome
    assert 'data-label="复核">1</td>' in outcome
    assert "与自评不同的事项（1 项）" in outcome
    assert "申诉期限" in outcome
    assert f'href="{published.own}/appeal"' not in outcome  # the lead's to make
    assert "已审定" in browser.get("/assessments").text
    assert faults(browser.get(f"{published.own}/result?lang=en").text) == []


def test_the_lead_appeals_once_and_the_answer_is_shown(published: Stage) -> None:
    lead = published.browser("lead")
    page = lead.get(f"{published.own}/appeal")
    assert faults(page.text) == []
    assert OPINION in page.text
    assert "item:serious-list" not in page.text
    empty = lead.post(f"{published.own}/appeal", {"item:procedure": "已经发布"})
    assert list(complaints(empty)) == ["grounds"]
    assert "已经发布</textarea>" in empty.text
    sent = {"grounds": "<b>不服</b>", "item:procedure": "已经发布"}
    answer = lead.post(f"{published.own}/appeal", sent)
    assert answer.headers["location"] == f"{published.own}/result?appealed=1#appeal"
    result = lead.get(f"{published.own}/result").text
    assert "正在重新审定" in result
    assert "&lt;b&gt;不服&lt;/b&gt;" in result
    assert STATEMENT in result
    assert lead.get(f"{published.own}/appeal").status_code == 303
    other = published.taken("other")
    desk = other.get(published.base)
    assert faults(desk.text) == []
    assert "已经发布" in other.get(f"{published.base}/items/procedure").text
    assert complaints(other.post(f"{published.base}/decide", {"statement": "维持"})).keys() == {"answer"}
    assert other.post(f"{published.base}/decide", {"statement": "维持", "answer": "经核，维持"}).status_code == 303
    result = lead.get(f"{published.own}/result").text
    assert "经核，维持" in result
    assert "审定（第 2 次）" in result


@pytest.mark.parametrize("who", ["respondent", "first", "administrator", "elsewhere"])
def test_nobody_but_the_lead_appeals(published: Stage, who: str) -> None:
    browser = published.browser(who)
    shown = browser.get(f"{published.own}/appeal")
    browser.get("/assessments")
    sent = browser.post(f"{published.own}/appeal", {"grounds": "不服"})
    assert {shown.status_code, sent.status_code} <= {403, 404}


def test_publishing_asks_for_the_report_with_the_decision(published: Stage) -> None:
    with published.database.write() as session:
        decision = session.scalars(select(Decision)).one()
        job = session.scalars(select(Job).where(Job.name == PUBLISHED)).one()
        assert job.payload == {"decision": str(decision.id)}
        made = reports.request_decided(session, decision_id=decision.id, now=clock.now())
        assert [(one.decided_sha256, one.locale, one.for_reviewers) for one in made] == [
            (decision.result_sha256, "zh", False)
        ]
        session.commit()
    page = published.browser("lead").get(f"{published.own}/result").text
    assert "生成差距报告</button>" not in page
