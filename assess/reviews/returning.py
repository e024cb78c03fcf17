"""Sending a form back: what is to be mended, item by item, and by when."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.assessments import announcing
from assess.assessments.models import Assessment, Submission
from assess.assessments.operations import log
from assess.assessments.workflow import Status, Step, after
from assess.errors import InvalidError
from assess.reviews import case as cases
from assess.reviews import notices
from assess.reviews.case import Case
from assess.reviews.models import Return, ReturnedItem, Review, ReviewOutcome
from assess.reviews.texts import clean, need
from assess.reviews.times import end_of_day

COMMENT_MAXIMUM: Final = 1000
MESSAGE_MAXIMUM: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What was sent back: `items` maps each item to what is to be mended; `number` is the submission it speaks of."""

    id: uuid.UUID
    number: int
    level: int
    message: str
    items: Mapping[str, str]
    mend_by: datetime
    at: datetime
    by_name: str | None = None


def send_back(
    session: Session,
    *,
    actor: Actor,
    assessment_id: uuid.UUID,
    items: Mapping[str, str],
    message: str,
    now: datetime,
) -> Return:
    """Send a form back; it stays open for the campaign's days to mend, to the end of the last one.

    Args:
        session: A writing session.
        actor: Who has taken it up.
        assessment_id: Which assessment.
        items: What is to be mended, by item.
        message: What is to be said besides; may be empty.
        now: The present instant.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
        ForbiddenError: The state does not allow it, or the actor has not taken it up.
        ConflictError: `review.taken`.
        InvalidError: No item, one the form does not have, or one without a comment.
    """
    case = cases.take(session, actor=actor, assessment_id=assessment_id, step=Step.RETURN)
    comments = _comments(case, items)
    text = clean(message, field="message", most=MESSAGE_MAXIMUM)
    made = Return(
        id=uuid.uuid4(),
        assessment_id=assessment_id,
        submission_id=case.submission.id,
        level=case.level,
        message=text,
        mend_by=end_of_day(now, case.campaign.mend_days),
        by=actor.account_id,
        at=now,
    )
    session.add(made)
    session.flush()
    session.add_all(ReturnedItem(return_id=made.id, item=key, comment=comment) for key, comment in comments.items())
    finish(case, ReviewOutcome.RETURNED, Step.RETURN, now)
    case.assessment.closes_at = made.mend_by
    detail = {"level": made.level, "number": case.submission.number, "items": comments, "message": text}
    log(session, case.assessment, actor, "review.returned", now, mend_by=made.mend_by.isoformat(), **detail)
    notices.returned(session, case.assessment, made, now)
    announcing.returned(session, case.assessment, case.submission, made.mend_by, now)
    session.flush()
    return made


def _comments(case: Case, items: Mapping[str, str]) -> dict[str, str]:
    """Give the comments in the order of the form."""
    if not items:
        raise InvalidError("review.nothing-chosen", field="items")
    known = [item.key for item in case.published.checklist.form.items()]
    unknown = next((key for key in items if key not in known), None)
    if unknown is not None:
        raise InvalidError("review.no-such-item", field=unknown, given=unknown)
    return {
        key: need(items[key], "review.comment-missing", field=key, most=COMMENT_MAXIMUM)
        for key in known
        if key in items
    }


def finish(case: Case, outcome: ReviewOutcome, step: Step, now: datetime) -> Review:
    """End the open review and move the assessment on; `take` has seen to it that there is one."""
    if case.open is None:
        raise RuntimeError("nobody has taken this up")
    case.open.finished_at, case.open.outcome = now, outcome
    case.assessment.status = after(case.assessment.status, step, Role.REVIEWER) or case.assessment.status
    case.assessment.revision += 1
    return case.open


def returned(session: Session, *, assessment_id: uuid.UUID) -> Returned | None:
    """Give what was sent back, as long as it waits to be mended; the caller has checked who is asking."""
    assessment = session.get(Assessment, assessment_id)
    if assessment is None or assessment.status is not Status.RETURNED:
        return None
    return history(session, assessment_id)[-1]


def history(session: Session, assessment_id: uuid.UUID) -> tuple[Returned, ...]:
    """List what was ever sent back, the earliest first, in two queries; the caller has checked who is asking."""
    rows = session.execute(
        select(Return, Submission.number)
        .join(Submission, Submission.id == Return.submission_id)
        .where(Return.assessment_id == assessment_id)
        .order_by(Return.at, Return.id)
    ).all()
    items = session.execute(
        select(ReturnedItem.return_id, ReturnedItem.item, ReturnedItem.comment)
        .join(Return, Return.id == ReturnedItem.return_id)
        .where(Return.assessment_id == assessment_id)
        .order_by(ReturnedItem.item)
    ).all()
    return tuple(
        Returned(
            id=one.id,
            number=number,
            level=one.level,
            message=one.message,
            items={item: comment for of, item, comment in items if of == one.id},
            mend_by=one.mend_by,
            at=one.at,
        )
        for one, number in rows
    )
