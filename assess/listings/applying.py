"""The last step of an import: from one instant on it counts, or it is cleared away."""

import uuid

from sqlalchemy import Connection, Exists, and_, case, delete, func, insert, select, update
from sqlalchemy.orm import Session

from assess.clock import to_local
from assess.db import table_of
from assess.jobs.runner import Task
from assess.listings.chunks import IMPORTS, ROWS, advance, last_number, work_through
from assess.listings.models import ListingImport, ListingTotal, Outcome, State

_LATER = IMPORTS.alias("later")
_NEWER = ROWS.alias("newer")


def apply(task: Task, import_id: uuid.UUID, *, start: int) -> None:
    """Drop the rows that say nothing new, then make the others count, all in one instant.

    Raises:
        OvertakenError: The import was moved on meanwhile.
    """

    def work(connection: Connection, above: int, end: int) -> None:
        here = and_(ROWS.c.import_id == import_id, ROWS.c.number > above, ROWS.c.number <= end)
        connection.execute(delete(ROWS).where(here, ROWS.c.outcome == Outcome.UNCHANGED))

    work_through(task, import_id, State.APPLYING, work, start=start)
    with task.database.write() as session:
        cursor = session.scalar(select(IMPORTS.c.cursor).where(IMPORTS.c.id == import_id)) or 0
        advance(session, import_id, State.APPLYING, before=cursor, after=0)
        highest = session.scalar(select(func.max(IMPORTS.c.sequence))) or 0
        session.execute(
            update(IMPORTS)
            .where(IMPORTS.c.id == import_id)
            .values(state=State.APPLIED, busy=None, sequence=highest + 1, finished_at=task.clock())
        )
        session.commit()
    count_totals(task)


def clear(task: Task, found: ListingImport) -> None:
    """Delete the rows of an import that was discarded or undone.

    Raises:
        OvertakenError: The import was moved on meanwhile.
    """
    if found.state is State.UNDOING:
        count_totals(task)

    def work(connection: Connection, above: int, end: int) -> None:
        connection.execute(
            delete(ROWS).where(ROWS.c.import_id == found.id, ROWS.c.number > above, ROWS.c.number <= end)
        )

    work_through(task, found.id, found.state, work, start=min(found.cursor, last_number(task.database, found.id)))
    after = State.UNDONE if found.state is State.UNDOING else State.DISCARDED
    with task.database.write() as session:
        session.execute(
            update(IMPORTS)
            .where(IMPORTS.c.id == found.id, IMPORTS.c.state == found.state)
            .values(state=after, cursor=0, finished_at=task.clock())
        )
        session.commit()


def count_totals(task: Task) -> None:
    """Count the listings that hold, by list; from the rows, so that doing it again does no harm."""
    totals = _totals(task)
    with task.database.write() as session:
        _replace(session, totals)
        session.commit()


def _replace(session: Session, totals: list[dict[str, object]]) -> None:
    session.execute(delete(ListingTotal))
    if totals:
        session.execute(insert(table_of(ListingTotal)), totals)


def _totals(task: Task) -> list[dict[str, object]]:
    today = to_local(task.clock()).date()
    current = case((ROWS.c.removed_on.is_(None) | (ROWS.c.removed_on > today), 1), else_=0)
    found = (
        select(ROWS.c.list, func.sum(current), func.count(), func.max(ROWS.c.listed_on))
        .join(IMPORTS, IMPORTS.c.id == ROWS.c.import_id)
        .where(IMPORTS.c.state == State.APPLIED, ROWS.c.digest.is_not(None), ~_superseded())
        .group_by(ROWS.c.list)
    )
    with task.database.read() as session:
        return [
            {"list": name, "current": now, "removed": all_ - now, "latest_on": latest}
            for name, now, all_, latest in session.execute(found)
        ]


def _superseded() -> Exists:
    return (
        select(_NEWER.c.number)
        .join(_LATER, _LATER.c.id == _NEWER.c.import_id)
        .where(
            _NEWER.c.digest == ROWS.c.digest,
            _LATER.c.state == State.APPLIED,
            _LATER.c.sequence > IMPORTS.c.sequence,
        )
        .exists()
    )
