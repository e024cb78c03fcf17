"""A campaign's life in any order of steps: what must hold after each of them does."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.assessments import deadlines, joining, leaving, submitting
from assess.assessments.answering import answer
from assess.assessments.models import Answer, Assessment, Submission
from assess.assessments.workflow import Status
from assess.assessments.writing import Change
from assess.audit import log
from assess.audit.models import AuditEvent
from assess.campaigns import definition, operations, participants, queries
from assess.campaigns.definition import CampaignEvent, CampaignStatus
from assess.campaigns.models import Campaign, CampaignRecord, Participant
from assess.clock import to_local
from assess.errors import AssessError
from tests.factories.accounts import START, actor_of
from tests.factories.campaigns import make_bureau, make_campaign

FIRMS = 3
ANSWERS = {
    "credit.serious-list": "no",
    "credit.procedure": "partial",
    "credit.trainings": 2,
    "overseas.sells-abroad": "no",
    "insurance.policies": [],
}
firms = st.integers(0, FIRMS - 1)
ahead = st.integers(-1, 20)


class Life(RuleBasedStateMachine):
    """An authority, a campaign, three enterprises, and a clock that moves."""

    session: Session

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = self.session.begin_nested()
        self.bureau = make_bureau(self.session, enterprises=FIRMS)
        self.leads = [actor_of(self.session, lead) for lead in self.bureau.leads]
        self.now = START
        self.campaign = make_campaign(self.session, self.bureau, self.bureau.enterprises[0], opened=False).id
        self.frozen: dict[uuid.UUID, str] = {}
        self.submitted: set[uuid.UUID] = set()

    def teardown(self) -> None:
        self.savepoint.rollback()
        self.session.expunge_all()

    def found(self) -> Campaign:
        return self.session.get_one(Campaign, self.campaign)

    def step(self, event: CampaignEvent, work: Callable[[dict[str, Any]], object]) -> None:
        """Take a step as the administrator: it happens only where the table has it, and then it is recorded."""
        where, before = queries.phase_of(self.found(), self.now), self.events()
        try:
            with self.session.begin_nested():
                work({"actor": self.bureau.actor, "campaign_id": self.campaign, "now": self.now})
        except AssessError:
            self.session.expire_all()
            assert self.events() == before
            return
        self.session.expire_all()
        assert self.events() == [*before, event]
        assert self.found().status == definition.after(where, event)

    def respond(self, number: int, work: Callable[[uuid.UUID], object]) -> None:
        """Let a lead do something with the campaign's assessment, if there is one."""
        mine = self.assessment(number)
        if mine is None:
            return
        over = mine.closes_at is not None and self.now >= mine.closes_at
        try:
            with self.session.begin_nested():
                work(mine.id)
        except AssessError:
            self.session.expire_all()
        else:
            assert not over

    def assessment(self, number: int) -> Assessment | None:
        return self.session.scalar(
            select(Assessment).where(
                Assessment.campaign_id == self.campaign,
                Assessment.organisation_id == self.bureau.enterprises[number].id,
            )
        )

    def events(self) -> list[CampaignEvent]:
        wanted = select(CampaignRecord.event).where(CampaignRecord.campaign_id == self.campaign)
        return list(self.session.scalars(wanted.order_by(CampaignRecord.number)))

    def day(self, days: int) -> Any:  # noqa: ANN401 - a date
        return to_local(self.now).date() + timedelta(days=days)

    @rule(hours=st.sampled_from([1, 20, 24 * 4, 24 * 9]))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def open(self) -> None:
        self.step(CampaignEvent.OPENED, lambda given: operations.open_campaign(self.session, **given))

    @rule(number=firms)
    def add(self, number: int) -> None:
        names = [self.bureau.enterprises[number].name]
        self.step(
            CampaignEvent.ADDED,
            lambda given: participants.add_listed(self.session, **given, entries=names, reason="补"),
        )

    @rule(number=firms, confirmed=st.booleans())
    def remove(self, number: int, *, confirmed: bool) -> None:
        firm = self.bureau.enterprises[number].id
        more: dict[str, Any] = {"organisation_id": firm, "reason": "迁出", "confirmed": confirmed}
        self.step(CampaignEvent.REMOVED, lambda given: leaving.remove(self.session, **given, **more))

    @rule(days=ahead, number=st.none() | firms)
    def extend(self, days: int, number: int | None) -> None:
        whose = None if number is None else self.bureau.enterprises[number].id
        more: dict[str, Any] = {"closes_on": self.day(days), "reason": "延", "organisation_id": whose}
        self.step(CampaignEvent.EXTENDED, lambda given: deadlines.extend(self.session, **given, **more))

    @rule()
    def close(self) -> None:
        self.step(CampaignEvent.CLOSED, lambda given: deadlines.close(self.session, **given, reason="收"))

    @rule(days=ahead)
    def reopen(self, days: int) -> None:
        day = self.day(days)
        self.step(
            CampaignEvent.REOPENED, lambda given: deadlines.reopen(self.session, **given, closes_on=day, reason="再")
        )

    @rule()
    def publish(self) -> None:
        self.step(CampaignEvent.PUBLISHED, lambda given: operations.publish(self.session, **given))

    @rule(number=firms)
    def join(self, number: int) -> None:
        known, firm = self.assessment(number), self.bureau.enterprises[number].id
        given: dict[str, Any] = {"campaign_id": self.campaign, "organisation_id": firm, "now": self.now}
        try:
            with self.session.begin_nested():
                made = joining.join(self.session, actor=self.leads[number], **given)
        except AssessError:
            self.session.expire_all()
            return
        assert made.new == (known is None)
        campaign = self.found()
        assert made.assessment.checklist_version_id == campaign.checklist_version_id
        assert known is not None or campaign.opens_at <= self.now < made.assessment.closes_at  # type: ignore[operator]  # it has one

    @rule(number=firms)
    def fill(self, number: int) -> None:
        def work(assessment_id: uuid.UUID) -> None:
            for fact, value in ANSWERS.items():
                kept = self.session.get(Answer, (assessment_id, fact))
                change = Change(value, "", kept.revision if kept else 0)
                given: dict[str, Any] = {"assessment_id": assessment_id, "fact": fact, "change": change}
                answer(self.session, actor=self.leads[number], **given, now=self.now)

        self.respond(number, work)

    @rule(number=firms)
    def submit(self, number: int) -> None:
        def work(assessment_id: uuid.UUID) -> None:
            given: dict[str, Any] = {"assessment_id": assessment_id, "declared": True, "declared_name": "王丽"}
            before = self.session.get_one(Assessment, assessment_id).status
            made = submitting.submit(self.session, actor=self.leads[number], **given, now=self.now)
            if made.new:
                assert before is Status.DRAFT
                self.frozen[made.submission.id] = made.submission.snapshot_sha256

        mine = self.assessment(number)
        if mine is None or mine.status is Status.DRAFT:
            self.respond(number, work)

    @invariant()
    def one_assessment_a_participant(self) -> None:
        rows = self.session.execute(
            select(func.count(), func.count(func.distinct(Assessment.organisation_id))).where(
                Assessment.campaign_id == self.campaign
            )
        ).one()
        assert rows[0] == rows[1]

    @invariant()
    def deadlines_follow_the_rule(self) -> None:
        campaign = self.found()
        rows = self.session.execute(
            select(Assessment, Participant)
            .join(Participant, Participant.organisation_id == Assessment.organisation_id)
            .where(Assessment.campaign_id == self.campaign, Participant.campaign_id == self.campaign)
        ).all()
        for mine, part in rows:
            assert part.removed_at is None
            assert mine.closes_at == queries.deadline_of(campaign, part)

    @invariant()
    def records_are_complete(self) -> None:
        events = self.events()
        audited = select(func.count()).where(AuditEvent.subject_id == str(self.campaign))
        assert self.session.scalar(audited) == len(events)
        numbers = select(CampaignRecord.number).where(CampaignRecord.campaign_id == self.campaign)
        assert sorted(self.session.scalars(numbers)) == list(range(1, len(events) + 1))

    @invariant()
    def nothing_submitted_changes(self) -> None:
        kept = {row.id: row.snapshot_sha256 for row in self.session.scalars(select(Submission))}
        assert kept == self.frozen
        if self.found().status is CampaignStatus.DRAFT:
            assert not kept

    @invariant()
    def chains_hold(self) -> None:
        assert log.verify(self.session, log.GENERAL) is None


def test_whatever_happens_to_a_campaign_its_promises_hold(session: Session, now: datetime) -> None:
    assert now == START

    class Here(Life):
        pass

    Here.session = session
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    limits = settings(max_examples=12, stateful_step_count=30, suppress_health_check=checks, deadline=None)
    run_state_machine_as_test(Here, settings=limits)
