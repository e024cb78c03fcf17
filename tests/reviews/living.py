"""What people may try with an assessment: it succeeds where the table of steps has it, and leaves its event."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.accounts.models import Membership
from assess.assessments import operations, submitting
from assess.assessments.models import Assessment
from assess.assessments.workflow import TABLE, Status, Step
from assess.audit.models import AuditEvent
from assess.errors import AssessError
from assess.reviews import operations as reviews
from assess.reviews import queries
from assess.reviews.models import Decision, ReasonCode, Review
from tests.factories.accounts import START, actor_of, make_account
from tests.factories.reviews import CLAIMED, Scene, make_authority, reviewer_of

ITEMS: Final = tuple(CLAIMED)
ROLES: Final[Mapping[str, Role]] = {
    "respondent": Role.RESPONDENT, "lead": Role.LEAD, "administrator": Role.ADMINISTRATOR, "far": Role.ADMINISTRATOR,
    "first": Role.REVIEWER, "other": Role.REVIEWER, "second": Role.REVIEWER, "third": Role.REVIEWER,
    "stranger": Role.REVIEWER, "both": Role.REVIEWER,
}  # fmt: skip
NAMES: Final = st.sampled_from(sorted(ROLES))


class Moves:
    """One participant, reviewers of two bodies, administrators near and far, and a clock that moves."""

    session: Session
    levels: int

    def __init__(self) -> None:
        self.now = START
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
