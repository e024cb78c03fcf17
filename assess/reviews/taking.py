"""Taking up a submission, and taking it over from somebody else."""

import json
import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.assessments.operations import log
from assess.assessments.workflow import Step, after
from assess.reviews import case as cases
from assess.reviews import keeping
from assess.reviews.case import Case
from assess.reviews.models import Review
from assess.reviews.texts import need
from assess.scoring import serial

REASON_MAXIMUM = 1000


def take_up(session: Session, *, actor: Actor, assessment_id: uuid.UUID, now: datetime) -> Review:
    """Take up what waits for a reviewer; whoever has it already gets it again.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
        ForbiddenError: Nothing is to be reviewed now, another body does it, or another person must.
        ConflictError: `review.taken` or `review.kept-for`, with the `name` of who has it or is offered it first.
    """
    case = cases.take(session, actor=actor, assessment_id=assessment_id, step=Step.TAKE_UP, held_will_do=True)
    if case.open is not None:
        return case.open
    return _begin(session, case, actor, now)


def take_over(session: Session, *, actor: Actor, assessment_id: uuid.UUID, reason: str, now: datetime) -> Review:
    """Take over from whoever has it, or is offered it first.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
        ForbiddenError: There is nobody to take it over from, another body does it, or another person must.
        InvalidError: The reason is missing or too long.
    """
    case = cases.take(session, actor=actor, assessment_id=assessment_id, step=Step.TAKE_OVER, held_will_do=True)
    if case.open is not None and case.standing.mine:
        return case.open
    why = need(reason, "review.reason-missing", field="reason", most=REASON_MAXIMUM)
    giver = case.standing.holder or case.standing.kept_for
    log(session, case.assessment, actor, "review.taken-over", now, giver=str(giver), reason=why, level=case.level)
    if case.open is None:
        return _begin(session, case, actor, now)
    case.open.reviewer_id, case.open.taken_at = actor.account_id, now  # type: ignore[assignment]  # a reviewer has one
    case.assessment.revision += 1
    return case.open


def _begin(session: Session, case: Case, actor: Actor, now: datetime) -> Review:
    """Open the review of the level that is due; marks that no longer hold go first."""
    keeping.settle(session, case, actor, now)
    turns = [one.turn for one in case.reviews if (one.submission_id, one.level) == (case.submission.id, case.level)]
    made = Review(
        id=uuid.uuid4(),
        assessment_id=case.assessment.id,
        submission_id=case.submission.id,
        level=case.level,
        turn=max(turns, default=0) + 1,
        reviewer_id=actor.account_id,
        items=_counted(case),
        taken_at=now,
    )
    session.add(made)
    log(session, case.assessment, actor, "review.taken-up", now, level=made.level, turn=made.turn, id=str(made.id))
    case.assessment.status = after(case.assessment.status, Step.TAKE_UP, Role.REVIEWER) or case.assessment.status
    case.assessment.revision += 1
    session.flush()
    return made


def _counted(case: Case) -> int:
    """Count the items that take part in the claimed score."""
    claimed = serial.from_json(json.loads(case.submission.result))
    return sum(item.counted for item in claimed.items)
