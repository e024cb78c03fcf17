"""How an owner's results moved: every submission of a checklist over time."""

import datetime as dt
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from assess.assessments.models import Assessment, Submission
from assess.assessments.workflow import Status
from assess.checklists.models import ChecklistVersion
from assess.overview.owner import Owner
from assess.scoring.rounding import HUNDRED, round1

MOST: Final = 24
"""How many submissions of one checklist are shown, the latest; a picture holds no more, and reading each takes time."""


@dataclass(frozen=True, slots=True)
class Score:
    """One dial of a submission; None where nothing applied."""

    final: Decimal | None
    high: Decimal | None
    full: Decimal

    @property
    def share(self) -> Decimal | None:
        """Give the score in percent of the full mark, so that forms of other full marks compare."""
        return None if self.final is None or not self.full else round1(self.final * HUNDRED / self.full)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One submission. `grade` is None where there is none."""

    id: uuid.UUID
    assessment_id: uuid.UUID
    reference: str
    as_of: dt.date
    version: str
    duty: Score
    readiness: Score
    grade: str | None
    grade_state: str


@dataclass(frozen=True, slots=True)
class Trend:
    """The submissions of one checklist, the oldest first; `earlier` counts those before the ones shown."""

    key: str
    points: tuple[Point, ...]
    earlier: int = 0


def trends(session: Session, whose: Owner) -> tuple[Trend, ...]:
    """Give every checklist the owner has submitted, by key; one query, and one more for the latest results."""
    rows = session.execute(
        select(Submission.id, ChecklistVersion.key, ChecklistVersion.version)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .join(ChecklistVersion, ChecklistVersion.sha256 == Submission.version_sha256)
        .where(whose.condition, Assessment.status != Status.WITHDRAWN)
        .order_by(ChecklistVersion.key, Submission.at, Submission.id)
    ).all()
    by_key: dict[str, list[uuid.UUID]] = {}
    for found, key, _ in rows:
        by_key.setdefault(key, []).append(found)
    points = _points(session, {row[0]: row[2] for row in rows}, by_key)
    return tuple(
        Trend(key, tuple(points[one] for one in ids[-MOST:]), max(len(ids) - MOST, 0)) for key, ids in by_key.items()
    )


def _points(
    session: Session, versions: Mapping[uuid.UUID, str], by_key: Mapping[str, Sequence[uuid.UUID]]
) -> Mapping[uuid.UUID, Point]:
    shown = [one for ids in by_key.values() for one in ids[-MOST:]]
    if not shown:
        return {}
    rows = session.execute(
        select(
            Submission.id, Submission.assessment_id, Submission.reference, Submission.as_of, Submission.result
        ).where(Submission.id.in_(shown))
    ).all()
    return {point.id: point for point in _read(rows, versions)}


def _read(rows: Sequence[Row[*tuple[Any, ...]]], versions: Mapping[uuid.UUID, str]) -> Iterator[Point]:
    for found, assessment_id, reference, as_of, text in rows:
        kept = json.loads(text)
        yield Point(
            id=found,
            assessment_id=assessment_id,
            reference=reference,
            as_of=as_of,
            version=versions[found],
            duty=_score(kept["duty"]),
            readiness=_score(kept["readiness"]),
            grade=kept["grade"]["effective"],
            grade_state=kept["grade"]["state"],
        )


def _score(dial: Mapping[str, Any]) -> Score:
    return Score(_decimal(dial["final"]), _decimal(dial["high"]), Decimal(dial["full"]))


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
