"""Working through an import's rows in pieces: each piece and how far it went are one transaction.

So a step that is killed goes on behind its last whole piece, and one that two runners work on is done by one of them.
"""

import uuid
from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection, func, select, update
from sqlalchemy.orm import Session

from assess.db import Database, table_of
from assess.jobs.runner import Task
from assess.listings.models import Listing, ListingImport, State

PIECE: Final = 5000
"""Rows of one transaction: long enough to be fast, short enough that nobody waits for it."""

IMPORTS: Final = table_of(ListingImport)
ROWS: Final = table_of(Listing)
Work = Callable[[Connection, int, int], None]
"""Does the rows above the first number, up to and including the second."""


class OvertakenError(Exception):
    """Another runner, or an administrator, has moved the import on; there is nothing left to do here."""


def advance(session: Session, import_id: uuid.UUID, state: State, *, before: int, after: int) -> None:
    """Move the cursor of an import, within the transaction of the work it stands for.

    Raises:
        OvertakenError: The import is in another state, or its cursor elsewhere.
    """
    moved = session.execute(
        update(IMPORTS)
        .where(IMPORTS.c.id == import_id, IMPORTS.c.state == state, IMPORTS.c.cursor == before)
        .values(cursor=after)
        .returning(IMPORTS.c.id)
    )
    if moved.first() is None:
        raise OvertakenError


def last_number(database: Database, import_id: uuid.UUID) -> int:
    """Give the number of an import's last row, 0 where it has none."""
    with database.read() as session:
        return session.scalar(select(func.max(ROWS.c.number)).where(ROWS.c.import_id == import_id)) or 0


def work_through(task: Task, import_id: uuid.UUID, state: State, work: Work, *, start: int, offset: int = 0) -> None:
    """Apply a function to all rows of an import, piece by piece.

    Args:
        task: Whose progress is told.
        import_id: Which import.
        state: In which it must stay.
        work: What to do.
        start: The cursor: what is done already.
        offset: What progress counts besides, of an earlier step of the same job.

    Raises:
        OvertakenError: The import was moved on meanwhile.
    """
    last = last_number(task.database, import_id)
    while start < last:
        end = min(start + PIECE, last)
        with task.database.write() as session:
            advance(session, import_id, state, before=start, after=end)
            work(session.connection(), start, end)
            session.commit()
        start = end
        task.progress(offset + start, offset + last)
