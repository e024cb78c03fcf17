"""An assessment as the review meets it: the campaign, the submission, who works on it, and what the actor may do."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Action, Role
from assess.accounts.models import Account, Membership
from assess.assessments.earlier import published_as
from assess.assessments.models import Assessment, Submission
from assess.assessments.save import locked
from assess.assessments.workflow import Status, Step
from assess.campaigns.models import Campaign
from assess.checklists.definition import Published
from assess.errors import AssessError, ConflictError, ForbiddenError
from assess.reviews import reach
from assess.reviews.models import Decision, Review, ReviewMark
from assess.reviews.standing import Standing, level_due


@dataclass(frozen=True)
class Case:
    """What operations and the desk start from; `reviews` are in the order in which they were taken up."""

    assessment: Assessment
    campaign: Campaign
    submission: Submission
    published: Published
    reviews: tuple[Review, ...]
    standing: Standing

    @property
    def level(self) -> int:
        """Give the level that is due; only where one is."""
        level = self.standing.level
        if level is None:
            raise locked(self.assessment.status)
        return level

    @cached_property
    def open(self) -> Review | None:
        """Give the review that somebody is at."""
        return next((one for one in self.reviews if one.finished_at is None), None)


def body_of(campaign: Campaign, level: int) -> uuid.UUID:
    """Give the organisation whose reviewers work on a level."""
    return campaign.deciding_body_id if level >= campaign.levels else campaign.reviewing_body_id


def take(session: Session, *, actor: Actor, assessment_id: uuid.UUID, step: Step, held_will_do: bool = False) -> Case:
    """Lock an assessment for a reviewer's step and check that it is open to them.

    Args:
        session: A writing session.
        actor: A reviewer.
        assessment_id: Which.
        step: What they are about to do.
        held_will_do: Whether whoever has it already is let through: a second click does no harm.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
        ForbiddenError: The state, the level or the person does not allow it.
        ConflictError: Somebody else has taken it up, or it is kept for somebody.
    """
    found = reach.lock(session, assessment_id=assessment_id, seen=reach.visible(actor))
    case = build(session, actor=actor, assessment=found)
    refusal = case.standing.refusal(step)
    held = held_will_do and case.standing.holder == actor.account_id
    if refusal is not None and not held:
        raise _refused(session, case, refusal)
    return case


def build(session: Session, *, actor: Actor, assessment: Assessment) -> Case:
    """Gather what belongs to an assessment the actor may see, in four to six queries."""
    campaign = session.get_one(Campaign, assessment.campaign_id)
    submission = latest(session, assessment.id)
    order = (Review.taken_at, Review.level, Review.turn)
    reviews = tuple(session.scalars(select(Review).where(Review.assessment_id == assessment.id).order_by(*order)))
    return Case(
        assessment=assessment,
        campaign=campaign,
        submission=submission,
        published=document_of(session, submission),
        reviews=reviews,
        standing=_standing(session, actor, assessment, campaign, submission, reviews),
    )


def latest(session: Session, assessment_id: uuid.UUID) -> Submission:
    """Give the latest submission of an assessment that was handed in."""
    of = Submission.assessment_id == assessment_id
    return session.scalars(select(Submission).where(of).order_by(Submission.number.desc()).limit(1)).one()


def document_of(session: Session, submission: Submission) -> Published:
    """Give the document a submission was made on."""
    return published_as(session, submission.version_sha256)


def last_decision(session: Session, assessment_id: uuid.UUID) -> Decision | None:
    """Give the latest decision on an assessment."""
    of = Decision.assessment_id == assessment_id
    return session.scalars(select(Decision).where(of).order_by(Decision.number.desc()).limit(1)).first()


def _standing(  # noqa: PLR0917 - `build` passes on what it has gathered
    session: Session,
    actor: Actor,
    assessment: Assessment,
    campaign: Campaign,
    submission: Submission,
    reviews: Sequence[Review],
) -> Standing:
    me = actor.account_id or uuid.UUID(int=0)
    level = level_due(assessment.status, campaign.levels)
    holder = next((one.reviewer_id for one in reviews if one.finished_at is None), None)
    others = frozenset[uuid.UUID]() if level is None else _others(session, submission, reviews, level)
    scene = _Scene(session, assessment, body_of(campaign, level or 1), others)
    return Standing(
        status=assessment.status,
        levels=campaign.levels,
        me=me,
        ours=level is not None and scene.body in actor.organisations(Action.REVIEW),
        holder=holder,
        kept_for=None if holder else scene.kept_for([one for one in reviews if one.level == level], submission),
        barred=None if holder == me else scene.barred(me),
    )


def _others(session: Session, submission: Submission, reviews: Sequence[Review], level: int) -> frozenset[uuid.UUID]:
    """Give the people of the other level: who reviewed this submission there, and whose marks stand there."""
    of = (ReviewMark.assessment_id == submission.assessment_id) & (ReviewMark.level != level)
    marked = session.scalars(select(ReviewMark.by).where(of).distinct())
    at = {one.reviewer_id for one in reviews if one.submission_id == submission.id and one.level != level}
    return frozenset((*marked, *at))


@dataclass(frozen=True, slots=True)
class _Scene:
    """An assessment at a level of the review; `others` are the people of the other level."""

    session: Session
    assessment: Assessment
    body: uuid.UUID
    others: frozenset[uuid.UUID]

    def kept_for(self, before: Sequence[Review], submission: Submission) -> uuid.UUID | None:
        """Give who worked at this level on an earlier submission, as long as they still could."""
        if self.assessment.status not in {Status.SUBMITTED, Status.IN_SECOND_REVIEW}:
            return None
        earlier = [one.reviewer_id for one in before if one.submission_id != submission.id]
        return earlier[-1] if earlier and self._able(Membership.account_id == earlier[-1]) else None

    def barred(self, me: uuid.UUID) -> str | None:
        """Give the refusal for a person who may not work on this level."""
        if me in self.others:
            return "review.same-person"
        if self.assessment.status is not Status.APPEALED:
            return None
        decision = last_decision(self.session, self.assessment.id)
        decided = decision is not None and decision.by == me
        return "review.decided-by-you" if decided and self._able(Membership.account_id != me) else None

    def _able(self, who: ColumnElement[bool]) -> bool:
        """Say whether the body has such a reviewer who may work on this assessment."""
        inside = select(Membership.account_id).where(Membership.organisation_id == self.assessment.organisation_id)
        found = (
            select(Membership.account_id)
            .join(Account, Account.id == Membership.account_id)
            .where(Membership.organisation_id == self.body, Membership.role == Role.REVIEWER, who)
            .where(Account.disabled_at.is_(None), Membership.account_id.not_in(inside))
            .where(Membership.account_id.not_in(self.others))
        )
        return self.session.scalar(select(found.exists())) is True


def _refused(session: Session, case: Case, refusal: str) -> AssessError:
    standing = case.standing
    if refusal == "assessment.locked":
        return locked(standing.status)
    if refusal in {"review.taken", "review.kept-for"}:
        person = session.get(Account, standing.holder or standing.kept_for)
        return ConflictError(refusal, name=person.name if person else "")
    return ForbiddenError(refusal)
