"""The life of an assessment, whatever people do in whatever order: what must always hold does."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.assessments.models import Submission
from assess.assessments.workflow import Status, Step
from assess.audit import log
from assess.errors import NotFoundError
from assess.reviews import queries, reach, recomputing
from assess.reviews.models import Decision, Publication, Return, Review
from assess.reviews.queries import Filter, Whose
from tests.factories.checklists import published
from tests.reviews.living import NAMES, Moves

EXAMPLES: Final = 3
SEEING: Final = ("first", "second", "other", "third")


class Life(Moves, RuleBasedStateMachine):
    """One participant, reviewers of two bodies, administrators near and far, and a clock that moves."""

    def __init__(self) -> None:
        RuleBasedStateMachine.__init__(self)
        Moves.__init__(self)
        self.looked: tuple[object, ...] = ()
        self.frozen: dict[tuple[str, object], tuple[object, ...]] = {}

    def teardown(self) -> None:
        self.savepoint.rollback()
        self.session.expunge_all()

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
