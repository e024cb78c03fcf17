"""The second step of an import: what each row is, compared with its own file and with what the imports so far say."""

import uuid
from datetime import datetime

from sqlalchemy import Connection, ScalarSelect, and_, case, func, null, select, update
from sqlalchemy.orm import Session

from assess.jobs.runner import Task
from assess.listings.chunks import IMPORTS, ROWS, advance, last_number, work_through
from assess.listings.models import ListingImport, Outcome, State

_EARLIER = ROWS.alias("earlier")
_KNOWN = ROWS.alias("known")


def compare(task: Task, import_id: uuid.UUID, *, start: int) -> None:
    """Say of every row whether it is new, changed, unchanged or a conflict, and count.

    Raises:
        OvertakenError: The import was moved on meanwhile.
    """
    if start == 0:
        _begin(task, import_id)

    def work(connection: Connection, above: int, end: int) -> None:
        here = and_(ROWS.c.import_id == import_id, ROWS.c.number > above, ROWS.c.number <= end)
        connection.execute(update(ROWS).where(here, ROWS.c.digest.is_not(None), _first().is_not(None)).values(_TWIN))
        connection.execute(update(ROWS).where(here, ROWS.c.digest.is_not(None)).values(outcome=_outcome()))

    read = last_number(task.database, import_id)  # reading was the first half of the way
    work_through(task, import_id, State.READING, work, start=start, offset=read)
    _finish(task, import_id)


def latest_sequence(session: Session) -> int:
    """Give the sequence of the latest import that holds, 0 where there is none."""
    found = select(func.max(IMPORTS.c.sequence)).where(IMPORTS.c.state == State.APPLIED)
    return session.scalar(found) or 0


def _begin(task: Task, import_id: uuid.UUID) -> None:
    """Note what the rows are compared with: should that change meanwhile, they are compared anew."""
    with task.database.write() as session:
        session.get_one(ListingImport, import_id).compared_with = latest_sequence(session)
        session.commit()


def _same_file() -> tuple[object, ...]:
    return (
        _EARLIER.c.digest == ROWS.c.digest,
        _EARLIER.c.import_id == ROWS.c.import_id,
        _EARLIER.c.number < ROWS.c.number,
    )


def _first() -> ScalarSelect[int]:
    """Give the first row of the same file that is the same listing; it keeps its digest, so that it is always found."""
    return select(func.min(_EARLIER.c.number)).where(*_same_file()).scalar_subquery()  # type: ignore[arg-type]  # conditions


def _first_content() -> ScalarSelect[bytes]:
    found = select(_EARLIER.c.content).where(*_same_file())  # type: ignore[arg-type]  # conditions
    return found.order_by(_EARLIER.c.number).limit(1).scalar_subquery()


def _latest() -> ScalarSelect[bytes]:
    """Give what the latest applied import says of the same listing."""
    return (
        select(_KNOWN.c.content)
        .join(IMPORTS, IMPORTS.c.id == _KNOWN.c.import_id)
        .where(_KNOWN.c.digest == ROWS.c.digest, IMPORTS.c.state == State.APPLIED)
        .order_by(IMPORTS.c.sequence.desc())
        .limit(1)
        .correlate(ROWS)
        .scalar_subquery()
    )


def _outcome() -> object:
    latest = _latest()
    return case(
        (latest.is_(None), Outcome.NEW.value), (latest == ROWS.c.content, Outcome.UNCHANGED.value), else_="changed"
    )


_TWIN = {
    "outcome": Outcome.CONFLICT,
    "problems": case((_first_content() == ROWS.c.content, "twin"), else_="twin-differs"),
    "twin": _first(),
    "digest": null(),
}


def _finish(task: Task, import_id: uuid.UUID) -> None:
    with task.database.read() as session:
        counts = count(session, import_id)
        last = session.scalar(select(IMPORTS.c.cursor).where(IMPORTS.c.id == import_id)) or 0
    with task.database.write() as session:
        advance(session, import_id, State.READING, before=last, after=0)
        _ready(session.get_one(ListingImport, import_id), counts, task.clock())
        session.commit()


def _ready(row: ListingImport, counts: dict[str, int], now: datetime) -> None:
    row.state, row.counts, row.compared_at = State.READY, counts, now


def count(session: Session, import_id: uuid.UUID) -> dict[str, int]:
    """Count an import's rows by what they are."""
    found = session.execute(
        select(ROWS.c.outcome, func.count()).where(ROWS.c.import_id == import_id).group_by(ROWS.c.outcome)
    )
    counts = {outcome.value: number for outcome, number in found.all()}
    return {outcome.value: counts.get(outcome.value, 0) for outcome in Outcome if outcome is not Outcome.PENDING}
