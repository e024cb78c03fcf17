"""How an owner's results moved: every submission of a checklist over time."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.assessments.cycles import MOST, cycles
from assess.assessments.models import Assessment, Submission
from assess.assessments.scored import Point
from assess.assessments.workflow import Status
from assess.checklists.models import ChecklistVersion
from assess.overview.owner import Owner


@dataclass(frozen=True, slots=True)
class Trend:
    """The submissions of one checklist, the oldest first; `earlier` counts those before the ones shown."""

    key: str
    points: tuple[Point, ...]
    earlier: int = 0


def trends(session: Session, whose: Owner) -> tuple[Trend, ...]:
    """Give every checklist the owner has submitted, by key; one query, and one more for the latest results."""
    rows = session.execute(
        select(Submission.id, ChecklistVersion.key)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .join(ChecklistVersion, ChecklistVersion.sha256 == Submission.version_sha256)
        .where(whose.condition, Assessment.status != Status.WITHDRAWN)
        .order_by(ChecklistVersion.key, Submission.at, Submission.id)
    ).all()
    by_key: dict[str, list[uuid.UUID]] = {}
    for found, key in rows:
        by_key.setdefault(key, []).append(found)
    shown = cycles(session, [one for ids in by_key.values() for one in ids[-MOST:]])
    return tuple(
        Trend(key, tuple(shown[one].point for one in ids[-MOST:]), max(len(ids) - MOST, 0))
        for key, ids in by_key.items()
    )
