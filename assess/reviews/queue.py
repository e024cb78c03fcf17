"""The queue of reviewers: what waits for them, the most urgent first, in a fixed number of queries."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, SQLColumnExpression, case, func, select
from sqlalchemy.orm import Session, aliased

from assess.access.actor import Actor
from assess.accounts.models import Organisation, OrganisationKind
from assess.assessments.figure_models import Figure
from assess.assessments.models import Assessment
from assess.assessments.workflow import Status
from assess.reviews.filters import DEVIATION, Filter, Scope, conditions, load_scope
from assess.reviews.queue_rows import QueueRow, read

PAGE_ROWS: Final = 50
_DISTRICT: Final = aliased(Organisation)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """One page of the queue. `counts` are by status, whatever status is filtered by; `total` is what the filter finds.

    `campaigns` and `districts` are what can be filtered by, as pairs of id and name.
    """

    rows: tuple[QueueRow, ...]
    counts: Mapping[Status, int]
    total: int
    page: int
    pages: int
    campaigns: tuple[tuple[uuid.UUID, str], ...]
    districts: tuple[tuple[uuid.UUID, str], ...]


def queue(
    session: Session, *, actor: Actor, wanted: Filter, page: int, now: datetime, size: int = PAGE_ROWS
) -> QueuePage:
    """Give a page of the queue: overdue first, then one's own, then the oldest.

    Args:
        session: A session.
        actor: A reviewer.
        wanted: What to show.
        page: Which page, from 1; one beyond the end is the last.
        now: The present instant.
        size: How many rows a page has.
    """
    scope = load_scope(session, actor, now)
    asked = tuple(conditions(scope, wanted))
    counts = _counts(session, wanted, asked)
    total = sum(counts.values()) if wanted.status is None else counts.get(wanted.status, 0)
    pages = max(1, -(-total // size))
    shown = min(max(page, 1), pages)
    found = _rows(session, scope, wanted, asked, size, (shown - 1) * size)
    return QueuePage(
        rows=tuple(read(session, scope, found)),
        counts=counts,
        total=total,
        page=shown,
        pages=pages,
        campaigns=tuple((one.id, one.name) for one in scope.campaigns.values()),
        districts=_districts(session, scope),
    )


def neighbours(
    session: Session, *, actor: Actor, wanted: Filter, assessment_id: uuid.UUID, now: datetime
) -> tuple[uuid.UUID | None, uuid.UUID | None]:
    """Give what comes before and after an assessment in the queue; None at the ends, and where it is not in it."""
    scope = load_scope(session, actor, now)
    order = _order(scope)
    before, after = (
        walk(Assessment.id, type_=Assessment.id.type).over(order_by=order) for walk in (func.lag, func.lead)
    )
    listed = (
        _joined(select(Assessment.id.label("id"), before.label("before"), after.label("after")), wanted)
        .where(*conditions(scope, wanted), *_status(wanted))
        .subquery()
    )
    found = session.execute(select(listed.c.before, listed.c.after).where(listed.c.id == assessment_id)).first()
    return (None, None) if found is None else (found[0], found[1])


def _order(scope: Scope) -> tuple[SQLColumnExpression[Any], ...]:
    late, mine = (case((condition, 0), else_=1) for condition in (scope.overdue, scope.mine))
    return late, mine, Assessment.submitted_at, Assessment.id


def _status(wanted: Filter) -> Iterable[ColumnElement[bool]]:
    return () if wanted.status is None else (Assessment.status == wanted.status,)


def _counts(session: Session, wanted: Filter, asked: Sequence[ColumnElement[bool]]) -> dict[Status, int]:
    counted = _joined(select(Assessment.status, func.count()), wanted)
    return {row[0]: row[1] for row in session.execute(counted.where(*asked).group_by(Assessment.status))}


def _rows(  # noqa: PLR0917 - the one caller has worked all of it out
    session: Session, scope: Scope, wanted: Filter, asked: Sequence[ColumnElement[bool]], size: int, offset: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Pick the page first, then look up what it shows."""
    picked = _joined(select(Assessment.id), wanted).where(*asked, *_status(wanted))
    ids = session.scalars(picked.order_by(*_order(scope)).limit(size).offset(offset)).all()
    rows = session.execute(
        select(Assessment, Organisation.name, Organisation.region, _DISTRICT.name, Figure, DEVIATION, scope.free)
        .join(Organisation, Organisation.id == Assessment.organisation_id)
        .outerjoin(_DISTRICT, _DISTRICT.id == Organisation.parent_id)
        .outerjoin(Figure, Figure.assessment_id == Assessment.id)
        .where(Assessment.id.in_(ids))
    )
    places = {key: place for place, key in enumerate(ids)}
    return sorted(rows, key=lambda row: places[row[0].id])


def _joined(selected: Select[*tuple[Any, ...]], wanted: Filter) -> Select[*tuple[Any, ...]]:
    """Bring in the figures where the filter asks for them: all ten thousand are looked through."""
    if wanted.deviation is None:
        return selected
    return selected.outerjoin(Figure, Figure.assessment_id == Assessment.id)


def _districts(session: Session, scope: Scope) -> tuple[tuple[uuid.UUID, str], ...]:
    """Give what lies directly above somebody in the queue."""
    seen = select(Assessment.id).where(Assessment.organisation_id == Organisation.id, scope.visible)
    below = Organisation.parent_id == _DISTRICT.id
    inside = select(Organisation.id).where(below, seen.correlate(Organisation).exists())
    rows = session.execute(
        select(_DISTRICT.id, _DISTRICT.name)
        .where(_DISTRICT.kind != OrganisationKind.ENTERPRISE, inside.correlate(_DISTRICT).exists())
        .order_by(_DISTRICT.region, _DISTRICT.name)
    )
    return tuple((row[0], row[1]) for row in rows)
