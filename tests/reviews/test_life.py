"""The life of an assessment, whatever people do in whatever order: what must always hold does."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Final

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.accounts.models import Membership
from assess.assessments import operations, submitting
from assess.assessments.models import Assessment, Submission
from assess.assessments.workflow import TABLE, Status, Step
from assess.audit import log
from assess.audit.models import AuditEvent
from assess.errors import AssessError, NotFoundError
from assess.reviews import operations as reviews
from assess.reviews import queries, reach, recomputing
from assess.reviews.models import Decision, Publication, ReasonCode, Return, Review
from assess.reviews.queries import Filter, Whose
from tests.factories.accounts import START, actor_of, make_account
from tests.factories.checklists import published
from tests.factories.reviews import CLAIMED, Scene, make_authority, reviewer_of

ITEMS: Final = tuple(CLAIMED)
EXAMPLES: Final = 3
SEEING: Final = ("first", "second", "other", "third")
ROLES: Final[Mapping[str, Role]] = {
    "respondent": Role.RESPONDENT, "lead": Role.LEAD, "administrator": Role.ADMINISTRATOR, "far": Role.ADMINISTRATOR,
    "first": Role.REVIEWER, "other": Role.REVIEWER, "second": Role.REVIEWER, "third": Role.REVIEWER,
    "stranger": Role.REVIEWER, "both": Role.REVIEWER,
}  # fmt: skip
NAMES: Final = st.sampled_from(sorted(ROLES))


class Life(RuleBasedStateMachine):
    """One participant, reviewers of two bodies, administrators near and far, and a clock that moves."""

    session: Session
    levels: int

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = self.session.begin_nested()
        scene = self.scene = Scene(self.session, START, levels=self.levels)
        scene.fill()
        self.now, self.trainings = START, 2
        strangers = make_authority(self.session, "外市知识产权局")
        account = make_account(self.session, scene.body, Role.REVIEWER, name="内部")
        own = {"organisation_id": scene.organisation.id, "role": Role.RESPONDENT}
        self.session.add(Membership(account_id=account.id, **own))
        self.session.flush()
        self.people: dict[str, Actor] = {
            "respondent": actor_of(self.session, make_account(self.session, scene.organisation, Role.RESPONDENT)),
            "lead": scene.lead,
            "first": scene.first,
            "other": scene.other,
            "second": scene.second,
            "third": scene.third,
            "administrator": scene.administrator,
            "stranger": reviewer_of(self.session, strangers, "外人"),
            "far": actor_of(self.session, make_account(self.session, strangers, Role.ADMINISTRATOR)),
            "both": actor_of(self.session, account),
        }
        self.looked: tuple[object, ...] = ()
        self.frozen: dict[tuple[str, object], tuple[object, ...]] = {}

    def teardown(self) -> None:
        self.savepoint.rollback()
        self.session.expunge_all()

    def status(self) -> Status:
        return self.session.scalars(select(Assessment.status).where(Assessment.id == self.scene.id)).one()

    def attempt(self, name: str, step: Step, event: str, work: Callable[[Actor], object]) -> None:
        """Do something, which succeeds only where the table has it for the role, and then leaves its event."""
        before, events = self.status(), len(self.events())
        try:
            with self.session.begin_nested():
                work(self.people[name])
        except AssessError:
            self.session.expire_all()
            assert (self.status(), len(self.events())) == (before, events)
            return
        now, said = self.status(), self.events()[events:]
        if said:  # a second click changes nothing and says nothing
            following, roles = TABLE[before, step]
            assert (now, ROLES[name] in roles) == (following, True)
            assert event in said
            assert name not in {"stranger", "far", "both"}
        else:
            assert now == before

    def events(self) -> list[str]:
        found = select(AuditEvent.action).where(AuditEvent.stream == self.scene.id.hex).order_by(AuditEvent.seq)
        return list(self.session.scalars(found))

    @rule(moves=st.lists(st.integers(0, 99), min_size=6, max_size=6))
    def go_on(self, moves: list[int]) -> None:
        """Do what would be done in this state, so that lives get long; what nobody would do is for the other rules."""
        for number in moves:
            likely = self.likely()
            likely[number % len(likely)]()
            self.check()

    @rule(moves=st.lists(st.integers(0, 99), min_size=8, max_size=8))
    def go_on_longer(self, moves: list[int]) -> None:
        """Once more, so that it is done more often than the rest."""
        self.go_on(moves)

    @rule(name=NAMES, mine=st.booleans(), which=st.integers(0, 10))
    def stray(self, name: str, which: int, *, mine: bool) -> None:
        """Let anybody try anything."""
        tries: list[Callable[[], object]] = [
            lambda: self.edit(name),
            lambda: self.submit(name),
            lambda: self.take_up(name),
            lambda: self.take_over(name),
            lambda: self.mark(name, [0, 1, 2], mine=mine),
            lambda: self.send_back(name, "serious-list", mine=mine),
            lambda: self.forward(name, mine=mine),
            lambda: self.decide(name, mine=mine),
            lambda: self.publish(name),
            lambda: self.appeal(name),
            lambda: self.reopen(name) if mine else self.withdraw(name),
        ]
        tries[which]()

    def likely(self) -> Sequence[Callable[[], object]]:
        """Give what would be done next."""
        writing: list[Callable[[], object]] = [
            lambda: self.submit("lead"),
            lambda: self.submit("lead"),
            lambda: self.edit("lead"),
        ]
        marking: list[Callable[[], object]] = [
            lambda: self.mark("first", [6, 3, 4], mine=True),
            lambda: self.mark("first", [6, 4, 6], mine=True),
            lambda: self.forward("first", mine=True) if self.levels > 1 else self.decide("first", mine=True),
            lambda: self.send_back("first", "procedure", mine=True),
        ]
        second: list[Callable[[], object]] = [
            lambda: self.take_up("second"),
            lambda: self.take_up("third"),
            lambda: self.mark("first", [6, 2, 1], mine=True),
            lambda: self.decide("first", mine=True),
            lambda: self.decide("first", mine=True),
        ]
        table: dict[Status, Sequence[Callable[[], object]]] = {
            Status.DRAFT: writing,
            Status.RETURNED: writing,
            Status.REOPENED: writing,
            Status.SUBMITTED: [lambda: self.take_up("first"), lambda: self.take_up("other")],
            Status.IN_REVIEW: marking,
            Status.IN_SECOND_REVIEW: [*second, lambda: self.send_back("first", "overseas-cover", mine=True)],
            Status.DECIDED: [
                lambda: self.publish("administrator"),
                lambda: self.appeal("lead"),
                lambda: self.appeal("lead"),
                lambda: self.reopen("administrator"),
            ],
            Status.APPEALED: [lambda: self.take_up("other"), *second],
            Status.WITHDRAWN: [lambda: self.reopen("administrator")],
        }
        return table[self.status()]

    @rule(hours=st.sampled_from([1, 24, 24 * 5, 24 * 12]))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    def edit(self, name: str) -> None:
        self.trainings += 1
        lead, self.scene.lead = self.scene.lead, self.people[name]
        self.attempt(
            name,
            Step.EDIT,
            "answer.saved",
            lambda _: self.scene.fill({"credit.trainings": self.trainings}, now=self.now),
        )
        self.scene.lead = lead

    def submit(self, name: str) -> None:
        self.attempt(
            name,
            Step.SUBMIT,
            "assessment.submitted",
            lambda actor: submitting.submit(
                self.session,
                actor=actor,
                assessment_id=self.scene.id,
                declared=True,
                declared_name="李明",
                now=self.now,
            ),
        )

    def withdraw(self, name: str) -> None:
        self.attempt(
            name,
            Step.WITHDRAW,
            "assessment.withdrawn",
            lambda actor: operations.withdraw(self.session, actor=actor, assessment_id=self.scene.id, now=self.now),
        )

    def take_up(self, name: str) -> None:
        self.attempt(
            name,
            Step.TAKE_UP,
            "review.taken-up",
            lambda actor: reviews.take_up(self.session, actor=actor, assessment_id=self.scene.id, now=self.now),
        )

    def take_over(self, name: str) -> None:
        self.attempt(
            name,
            Step.TAKE_OVER,
            "review.taken-over",
            lambda actor: reviews.take_over(
                self.session, actor=actor, assessment_id=self.scene.id, reason="休假", now=self.now
            ),
        )

    def holder(self, otherwise: str) -> str:
        """Name who has it, so that reviews get somewhere; somebody else where nobody has."""
        held = self.session.scalar(
            select(Review.reviewer_id).where(Review.assessment_id == self.scene.id, Review.finished_at.is_(None))
        )
        return next((name for name, actor in self.people.items() if actor.account_id == held), otherwise)

    def mark(self, name: str, points: list[int], *, mine: bool) -> None:
        name = self.holder(name) if mine else name
        self.attempt(name, Step.MARK, "review.marked", lambda actor: self._mark(actor, points))

    def _mark(self, actor: Actor, points: list[int]) -> None:
        desk = queries.desk(self.session, actor=actor, assessment_id=self.scene.id, now=self.now)
        for key, given in zip(ITEMS, points, strict=True):
            row = desk.mark(key, desk.level or 1)
            reviews.put_mark(
                self.session,
                actor=actor,
                assessment_id=self.scene.id,
                item=key,
                change=reviews.MarkChange(points=min(CLAIMED[key], Decimal(given)), reason=ReasonCode.LISTED),
                expected=row.revision if row else 0,
                now=self.now,
            )

    def send_back(self, name: str, item: str, *, mine: bool) -> None:
        self.attempt(
            self.holder(name) if mine else name,
            Step.RETURN,
            "review.returned",
            lambda actor: reviews.send_back(
                self.session,
                actor=actor,
                assessment_id=self.scene.id,
                items={item: "请补正"},
                message="",
                now=self.now,
            ),
        )

    def forward(self, name: str, *, mine: bool) -> None:
        self.attempt(
            self.holder(name) if mine else name,
            Step.SECOND_REVIEW,
            "review.forwarded",
            lambda actor: reviews.forward(self.session, actor=actor, assessment_id=self.scene.id, now=self.now),
        )

    def decide(self, name: str, *, mine: bool) -> None:
        self.attempt(
            self.holder(name) if mine else name,
            Step.DECIDE,
            "review.decided",
            lambda actor: reviews.decide(
                self.session, actor=actor, assessment_id=self.scene.id, answer="答复", now=self.now
            ),
        )

    def publish(self, name: str) -> None:
        found = self.session.scalars(
            select(Decision).where(Decision.assessment_id == self.scene.id).order_by(Decision.number)
        ).all()
        for decision in found:
            self.attempt(
                name,
                Step.PUBLISH,
                "review.published",
                lambda actor, one=decision: reviews.publish(  # type: ignore[misc]  # the loop's own decision
                    self.session, actor=actor, decision_id=one.id, now=self.now
                ),
            )

    def appeal(self, name: str) -> None:
        self.attempt(
            name,
            Step.APPEAL,
            "review.appealed",
            lambda actor: reviews.appeal(
                self.session, actor=actor, assessment_id=self.scene.id, grounds="不服", items={}, now=self.now
            ),
        )

    def reopen(self, name: str) -> None:
        self.attempt(
            name,
            Step.REOPEN,
            "assessment.reopened",
            lambda actor: reviews.reopen(
                self.session, actor=actor, assessment_id=self.scene.id, reason="有误", now=self.now
            ),
        )

    def unchanged(self) -> bool:
        """Say whether nothing has happened since somebody looked last: looking again would only take time."""
        before, self.looked = self.looked, (len(self.events()), self.now)
        return before == self.looked

    @invariant()
    def check(self) -> None:
        if not self.unchanged():
            self.nothing_handed_in_or_decided_ever_changes()
            self.nobody_sees_what_is_not_theirs()
            self.the_queue_offers_exactly_what_can_be_taken_up()
            self.two_levels_are_two_people()
            self.respondents_learn_marks_by_publication_only()
            self.decisions_compute_again()
            assert log.verify(self.session, self.scene.id.hex) is None

    def nothing_handed_in_or_decided_ever_changes(self) -> None:
        self.session.flush()
        for model, columns in (
            (Submission, (Submission.id, Submission.snapshot, Submission.result, Submission.snapshot_sha256)),
            (Decision, (Decision.id, Decision.marks, Decision.result, Decision.statement)),
            (Return, (Return.id, Return.message, Return.mend_by)),
            (Publication, (Publication.decision_id, Publication.at, Publication.appeal_until)),
        ):
            rows = {(model.__name__, row[0]): tuple(row) for row in self.session.execute(select(*columns))}
            for key, row in rows.items():
                assert self.frozen.setdefault(key, row) == row
        kept = {key for key in self.frozen if key[0] == "Decision"}
        assert kept == {("Decision", key) for key in self.session.scalars(select(Decision.id))}

    def nobody_sees_what_is_not_theirs(self) -> None:
        handed_in = self.session.scalar(select(Submission.id).limit(1)) is not None
        hidden = self.status() in {Status.DRAFT, Status.WITHDRAWN} or not handed_in
        bodies = {"first", "other"} | ({"second", "third"} if self.levels > 1 else set())
        for name, actor in self.people.items():
            try:
                reach.get(self.session, actor=actor, assessment_id=self.scene.id)
                seen = True
            except NotFoundError:
                seen = False
            assert seen == (name in bodies and not hidden), name

    def the_queue_offers_exactly_what_can_be_taken_up(self) -> None:
        for name in (SEEING[len(self.events()) % len(SEEING)],):  # one after the other
            actor = self.people[name]
            free, mine = (
                queries.queue(self.session, actor=actor, wanted=Filter(whose=whose), page=1, now=self.now).rows
                for whose in (Whose.FREE, Whose.MINE)
            )
            try:
                desk = queries.desk(self.session, actor=actor, assessment_id=self.scene.id, now=self.now)
            except NotFoundError:
                assert (free, mine) == ((), ())
                continue
            offered = Step.TAKE_UP in desk.may
            assert bool(free or mine) == (offered or desk.mine), name
            assert bool(mine) == desk.mine, name

    def two_levels_are_two_people(self) -> None:
        rows = self.session.execute(select(Review.submission_id, Review.level, Review.reviewer_id)).all()
        for submission, level, person in rows:
            others = {row[2] for row in rows if row[0] == submission and row[1] != level}
            assert person not in others
        assert {row[2] for row in rows}.isdisjoint({self.people["both"].account_id, self.people["stranger"].account_id})

    def respondents_learn_marks_by_publication_only(self) -> None:
        known = self.session.scalars(select(Publication.decision_id)).all()
        found = queries.outcome(
            self.session, actor=self.people["respondent"], assessment_id=self.scene.id, now=self.now
        )
        assert (found is not None) == bool(known)
        assert found is None or found.decision_id in known

    def decisions_compute_again(self) -> None:
        for kept in recomputing.read(self.session):
            assert recomputing.recompute(kept, lambda _: published()).same


@pytest.mark.timeout(600)  # long lives, looked at after every step
@pytest.mark.parametrize("levels", [1, 2])
def test_whatever_people_do(session: Session, levels: int) -> None:
    class Machine(Life):
        pass

    Machine.session, Machine.levels = session, levels
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Machine, settings=settings(max_examples=EXAMPLES, stateful_step_count=5, suppress_health_check=quiet)
    )
