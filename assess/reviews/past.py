"""What happened in a review so far: who worked on it, the last decision, the last appeal."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.accounts.models import Account
from assess.assessments.models import Submission
from assess.reviews.desk import Appealed, Decided, Turn
from assess.reviews.models import (
    Appeal,
    AppealedItem,
    Decision,
    Publication,
    Review,
)


def turns(session: Session, assessment_id: uuid.UUID) -> tuple[Turn, ...]:
    """List who worked on an assessment, the earliest first; the caller has checked who is asking."""
    rows = session.execute(
        select(Review, Account.name, Submission.number)
        .join(Account, Account.id == Review.reviewer_id)
        .join(Submission, Submission.id == Review.submission_id)
        .where(Review.assessment_id == assessment_id)
        .order_by(Review.taken_at, Review.level, Review.turn)
    )
    return tuple(
        Turn(
            level=one.level,
            turn=one.turn,
            reviewer_id=one.reviewer_id,
            reviewer_name=name,
            submission=number,
            taken_at=one.taken_at,
            finished_at=one.finished_at,
            outcome=one.outcome,
        )
        for one, name, number in rows
    )


def last_appeal(session: Session, assessment_id: uuid.UUID) -> Appealed | None:
    """Give the last appeal with what it says of items, in two queries; the caller has checked who is asking."""
    found = session.execute(
        select(Appeal, Account.name)
        .join(Account, Account.id == Appeal.by)
        .where(Appeal.assessment_id == assessment_id)
        .order_by(Appeal.at.desc())
        .limit(1)
    ).first()
    if found is None:
        return None
    one, by_name = found
    items = session.execute(
        select(AppealedItem.item, AppealedItem.grounds).where(AppealedItem.appeal_id == one.id)
    ).all()
    return Appealed(
        id=one.id,
        decision_id=one.decision_id,
        outcome_id=one.outcome_id,
        grounds=one.grounds,
        items={row[0]: row[1] for row in items},
        at=one.at,
        by_name=by_name,
        answer=one.answer,
        answered_at=one.answered_at,
    )


def last_decided(session: Session, assessment_id: uuid.UUID) -> Decided | None:
    """Give the last decision, with its publication where there is one; the caller has checked who is asking."""
    found = session.execute(
        select(Decision, Account.name, Publication.at, Publication.appeal_until)
        .join(Account, Account.id == Decision.by)
        .outerjoin(Publication, Publication.decision_id == Decision.id)
        .where(Decision.assessment_id == assessment_id)
        .order_by(Decision.number.desc())
        .limit(1)
    ).first()
    if found is None:
        return None
    one, by_name, published_at, appeal_until = found
    return Decided(
        id=one.id,
        number=one.number,
        statement=one.statement,
        at=one.at,
        by_name=by_name,
        published_at=published_at,
        appeal_until=appeal_until,
    )
