"""A report beside earlier cycles, on both databases: what counts as one, what is compared, and what changes nothing."""

import dataclasses
import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.accounts.models import Account, Organisation
from assess.assessments import snapshot
from assess.assessments.cycles import MOST
from assess.assessments.models import Assessment, Submission
from assess.assessments.workflow import Status
from assess.campaigns.models import Campaign
from assess.checklists.models import ChecklistVersion
from assess.reports import history, html, operations, stored
from assess.reports.models import Report
from assess.reports.parts import ReportContent
from assess.reviews.models import Decision, Publication
from assess.scoring import serial
from assess.scoring.columns import score_columns
from assess.scoring.marks import Mark
from tests.checklists.editing import with_item
from tests.conftest import CountQueries
from tests.factories.accounts import START, actor_of, make_account, make_organisation
from tests.factories.assessments import make_assessment
from tests.factories.checklists import make_version, published, register_version
from tests.factories.reviews import make_authority, store_campaign
from tests.factories.submissions import DOCUMENT, make_submission
from tests.reports import printed, shipped

YES: Mapping[str, Any] = {
    "credit.serious-list": "no",
    "credit.procedure": "yes",
    "credit.trainings": "3",
    "overseas.sells-abroad": "yes",
    "insurance.policies": [],
}
LESS: Mapping[str, Any] = {**YES, "credit.procedure": "no"}


def read_content(made: Report) -> ReportContent:
    content = stored.from_text(made.content or "")
    assert isinstance(content, ReportContent)
    return content


class Shop:
    """One organisation that hands in again and again."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.organisation: Organisation = make_organisation(session)
        self.account: Account = make_account(session, self.organisation, Role.LEAD)
        self.actor: Actor = actor_of(session, self.account)
        self.version: ChecklistVersion = make_version(session)

    def cycle(
        self,
        days: int,
        answers: Mapping[str, Any] = YES,
        *,
        status: Status = Status.SUBMITTED,
        campaign: Campaign | None = None,
        version: ChecklistVersion | None = None,
    ) -> Submission:
        """Hand in an assessment of its own, so many days after the start."""
        assessment = make_assessment(self.session, self.organisation, status=status)
        assessment.campaign_id = campaign.id if campaign else None
        return self.again(assessment, days, answers, version=version)

    def again(
        self,
        assessment: Assessment,
        days: int,
        answers: Mapping[str, Any] = YES,
        *,
        number: int = 1,
        version: ChecklistVersion | None = None,
    ) -> Submission:
        """Hand in an assessment once more."""
        at = START + timedelta(days=days)
        return make_submission(
            self.session, assessment, self.account, answers, version=version or self.version, number=number, at=at
        )

    def report(self, submission: Submission, now: datetime) -> ReportContent:
        """Ask for a report as the pages do."""
        made = operations.request_submission(
            self.session, actor=self.actor, submission_id=submission.id, locale="zh", now=now
        )
        return read_content(made)


@pytest.fixture
def shop(session: Session) -> Shop:
    return Shop(session)


def decide(session: Session, submission: Submission, at: datetime) -> None:
    """Decide a submission one point lower than claimed, and publish that."""
    inputs = snapshot.inputs(DOCUMENT, json.loads(submission.snapshot), submission.as_of)
    form = DOCUMENT.checklist.form
    items = [one for one in score_columns(form, inputs).claimed.items if one.counted]
    marks = [Mark(item=one.key, points=max(one.earned - 1, min(one.earned, Decimal(0)))) for one in items]
    text = snapshot.canonical(serial.columns_to_json(score_columns(form, inputs, (), marks)))
    made = Decision(
        assessment_id=submission.assessment_id,
        submission_id=submission.id,
        number=1,
        marks="[]",
        marks_sha256="0" * 64,
        result=text,
        result_sha256=snapshot.sha256(text),
        engine="1",
        by=submission.by,
        at=at,
    )
    session.add(made)
    session.flush()
    session.add(Publication(decision_id=made.id, by=None, at=at, appeal_until=at + timedelta(days=10)))
    session.flush()


def test_the_first_report_speaks_of_no_other(shop: Shop, now: datetime) -> None:
    assert shop.report(shop.cycle(0), now).trend is None


def test_earlier_cycles_stand_before_this_one_and_are_compared(shop: Shop, now: datetime) -> None:
    first, second = shop.cycle(0, LESS), shop.cycle(10, LESS)
    trend = shop.report(shop.cycle(20), now).trend
    assert trend is not None
    assert [one.reference for one in trend.cycles][:2] == [first.reference, second.reference]
    assert [one.current for one in trend.cycles] == [False, False, True]
    assert trend.lead.startswith("本单位在同一自评表上此前已提交 2 次")
    assert second.reference in trend.compared.lead
    was, now_ = trend.cycles[1].duty, trend.cycles[2].duty
    assert [(one.final, one.share) for one in (was, now_)] == [("70.0", "70"), ("100.0", "100")]
    assert trend.compared.dials[0].change == "+30 分"
    title = next(item.title.zh for item in published().checklist.form.items() if item.key == "procedure")
    assert [(one.title, one.was, one.now, one.change) for one in trend.compared.better] == [(title, "1", "4", "+3 分")]
    assert trend.compared.worse == ()
    assert trend.alt.startswith("折线图")
    assert f"{trend.cycles[0].as_of} {was.share}%" in trend.alt


def test_what_is_handed_in_or_decided_later_changes_nothing(shop: Shop, session: Session, now: datetime) -> None:
    earlier = shop.cycle(0, LESS)
    mine = shop.cycle(10)
    asked = operations.request_submission(session, actor=shop.actor, submission_id=mine.id, locale="zh", now=now)
    shop.cycle(11, LESS)
    shop.again(session.get_one(Assessment, earlier.assessment_id), 12, number=2)
    decide(session, earlier, START + timedelta(days=13))
    again = operations.request_submission(
        session, actor=shop.actor, submission_id=mine.id, locale="zh", now=now + timedelta(days=400)
    )
    assert again.id == asked.id


def test_only_the_last_submission_of_an_assessment_counts_and_no_withdrawn_one(shop: Shop, now: datetime) -> None:
    assessment = make_assessment(shop.session, shop.organisation, status=Status.SUBMITTED)
    shop.again(assessment, 0, LESS)
    last = shop.again(assessment, 5, number=2)
    shop.cycle(6, status=Status.WITHDRAWN)
    mine = make_assessment(shop.session, shop.organisation, status=Status.SUBMITTED)
    shop.again(mine, 7, LESS)  # what was returned for mending is no cycle of its own
    trend = shop.report(shop.again(mine, 8, number=2), now).trend
    assert trend is not None
    assert [one.reference for one in trend.cycles[:-1]] == [last.reference]


def test_a_decision_is_told_where_it_was_known_by_then(shop: Shop, session: Session, now: datetime) -> None:
    known, unknown = shop.cycle(0), shop.cycle(1)
    decide(session, known, START + timedelta(days=5))
    decide(session, unknown, START + timedelta(days=50))
    trend = shop.report(shop.cycle(10), now).trend
    assert trend is not None
    before, after, present = trend.cycles
    assert before.duty.reviewed is not None
    assert Decimal(before.duty.reviewed) < Decimal(before.duty.final or "")
    assert before.reviewed_grade is not None
    assert (after.duty.reviewed, after.reviewed_grade, present.duty.reviewed) == (None, None, None)


def test_who_organises_a_campaign_reads_only_of_its_own(shop: Shop, session: Session, now: datetime) -> None:
    body, other = make_authority(session), make_authority(session, "别处知识产权局")
    ours, theirs = store_campaign(session, body), store_campaign(session, other)
    last_year = store_campaign(session, body, name="上一年")
    seen = shop.cycle(0, LESS, campaign=last_year)
    shop.cycle(1)
    shop.cycle(2, campaign=theirs)
    content = shop.report(shop.cycle(10, campaign=ours), now)
    assert content.trend is not None
    assert [one.reference for one in content.trend.cycles[:-1]] == [seen.reference]
    assert any("批次组织单位可以查看" in note for note in content.trend.notes)
    draft = make_assessment(session, shop.organisation)
    draft.campaign_id = store_campaign(session, body, name="再一年").id
    asked = operations.request_draft(
        session, actor=shop.actor, assessment_id=draft.id, locale="zh", now=now + timedelta(days=30)
    )
    trend = read_content(asked).trend
    assert trend is not None
    assert len(trend.cycles) == 5  # all four, for nobody else reads a draft


def test_what_another_version_changed_is_not_compared(shop: Shop, session: Session, now: datetime) -> None:
    changed = with_item("procedure", revision=2)
    newer = register_version(session, changed, "9.0.0")
    shop.cycle(0, LESS)
    trend = shop.report(shop.cycle(10, version=newer), now).trend
    assert trend is not None
    title = next(item.title.zh for item in changed.checklist.form.items() if item.key == "procedure")
    assert {one.title: one.why for one in trend.compared.apart}[title] == "含义有变化"
    assert title not in {one.title for one in trend.compared.better}
    assert "9.0.0" in trend.compared.lead


def test_the_latest_are_shown_and_the_others_counted(shop: Shop, now: datetime) -> None:
    for day in range(MOST + 3):
        shop.cycle(day)
    trend = shop.report(shop.cycle(MOST + 10), now).trend
    assert trend is not None
    assert len(trend.cycles) == MOST + 1
    assert trend.notes[0] == "更早的 3 次没有列出。"


def test_few_queries_whatever_was_before(shop: Shop, session: Session, count_queries: CountQueries) -> None:
    def read() -> int:
        with count_queries() as queries:
            history.read(
                session,
                organisation_id=shop.organisation.id,
                key=shop.version.key,
                assessment_id=make_id,
                instant=START + timedelta(days=100),
            )
        return len(queries)

    make_id = make_assessment(session, shop.organisation).id
    assert read() == 1
    for day in range(10):
        shop.cycle(day)
    read()  # the document is read once a process
    assert read() <= 4


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_the_chapter_is_on_the_page(locale: str) -> None:
    content = shipped.fullest(locale)  # type: ignore[arg-type]  # of the two languages
    assert content.trend is not None
    page = html.render(content)
    for one in content.trend.cycles:
        assert (one.reference or "") in page
    for move in (*content.trend.compared.better, *content.trend.compared.worse):
        assert move.change is not None
        assert move.change in page
    changes = [
        Decimal(move.change.split()[0].removesuffix("分")) for move in content.trend.compared.better if move.change
    ]
    assert changes == sorted(changes, reverse=True)
    assert all(change > 0 for change in changes)


@pytest.mark.parametrize("kind", ["enterprise", "district"])
def test_every_negative_number_has_the_same_sign(kind: shipped.Kind) -> None:
    content = shipped.fullest("zh", kind)
    assert content.trend is not None
    worse = [one.change for one in content.trend.compared.worse]
    assert worse
    assert all(change is not None and change.startswith("\N{MINUS SIGN}") for change in worse)
    assert [text for text in printed.strings(content) if re.search(r"(?<![\w.-])-\d", text)] == []


def test_items_that_stopped_counting_are_named() -> None:
    content = shipped.fullest()
    assert content.trend is not None
    assert content.trend.compared.apart == ()
    published_, _ = shipped.documents()[shipped.FULLEST["enterprise"]]
    given = shipped.inputs(published_)
    columns = score_columns(published_.checklist.form, given)
    was = shipped.history(published_, columns)
    first = next(one for one in columns.claimed.items if one.counted)
    items = tuple(
        dataclasses.replace(one, status="not_due") if one.key == first.key else one for one in was.result.items
    )
    was = dataclasses.replace(was, result=dataclasses.replace(was.result, items=items))
    told = shipped.report(shipped.FULLEST["enterprise"], "zh", "draft", before=was).trend
    assert told is not None
    assert [one.why for one in told.compared.apart] == ["本次计分，上次不计分（未到期）"]
