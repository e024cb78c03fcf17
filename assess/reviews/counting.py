"""Small counts for other pages: how much waits for a reviewer, and of which assessments the result is known."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from assess.access.actor import Actor
from assess.assessments.models import Assessment
from assess.assessments.workflow import Status
from assess.reviews.filters import load_scope
from assess.reviews.models import Decision, Publication

_AT_WORK: Final = (Status.SUBMITTED, Status.IN_REVIEW, Status.IN_SECOND_REVIEW, Status.APPEALED)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a reviewer: what they could take up, what they have, and all that is not finished."""

    free: int
    mine: int
    total: int


def waiting(session: Session, *, actor: Actor, now: datetime) -> Waiting:
    """Count what waits for a reviewer, in a fixed number of queries."""
    scope = load_scope(session, actor, now)
    counts = (
        select(func.count()).select_from(Assessment).where(scope.visible, condition).scalar_subquery()
        for condition in (scope.free, scope.mine, Assessment.status.in_(_AT_WORK))
    )
    free, mine, total = session.execute(select(*counts)).one()
    return Waiting(free, mine, total)


def known(session: Session, *, assessments: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Give those of some assessments whose last decision was published; the caller has checked who is asking."""
    if not assessments:
        return frozenset()
    later = aliased(Decision)
    newer = select(later.id).where(later.assessment_id == Decision.assessment_id, later.number > Decision.number)
    published = select(Decision.assessment_id).join(Publication, Publication.decision_id == Decision.id)
    return frozenset(session.scalars(published.where(Decision.assessment_id.in_(assessments), ~newer.exists())))
