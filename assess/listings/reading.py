"""The first step of an import: its file's rows, checked one by one, become rows of the database."""

import dataclasses
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import insert

from assess.clock import to_local
from assess.jobs.runner import Task
from assess.listings.chunks import PIECE, ROWS, advance
from assess.listings.models import ListingImport, Outcome, State
from assess.listings.opening import Opened, opened
from assess.listings.rows import Entry, Reader
from assess.storage import Storage


@dataclass(frozen=True, slots=True)
class Names:
    """What lists are called: their keys by name, and how a name is brought into the form in which it is looked up."""

    lists: Mapping[str, str]
    fold: Callable[[str], str]


def read(task: Task, found: ListingImport, *, storage: Storage, names: Names) -> None:
    """Store the rows of an import's file that are not stored yet.

    Raises:
        WorkbookError: The file is no table, or lacks columns.
        OvertakenError: The import was moved on meanwhile.
    """
    with (
        storage.local(found.sha256) as path,
        opened(path, listed=found.default_list is not None) as file,
    ):
        reader = Reader(
            file.columns, names.lists, names.fold, to_local(task.clock()).date(), default=found.default_list
        )
        _note_columns(task, found.id, file)
        rows = (reader.entry(record.number, record.cells) for record in file.records if record.number > found.cursor)
        _store(task, found, rows, file.total)


def _note_columns(task: Task, import_id: uuid.UUID, file: Opened) -> None:
    with task.database.write() as session:
        row = session.get_one(ListingImport, import_id)
        row.encoding, row.columns = file.encoding, {str(key): word for key, word in file.columns.headings.items()}
        session.commit()


def _store(task: Task, found: ListingImport, rows: Iterator[Entry], total: int) -> None:
    cursor = found.cursor
    while piece := list(islice(rows, PIECE)):
        end = piece[-1].number
        with task.database.write() as session:
            advance(session, found.id, State.READING, before=cursor, after=end)
            session.execute(insert(ROWS), [_values(found.id, entry) for entry in piece])
            session.commit()
        cursor = end
        task.progress(cursor, max(cursor, 2 * total))
    with task.database.write() as session:
        advance(session, found.id, State.READING, before=cursor, after=0)
        session.get_one(ListingImport, found.id).read_at = task.clock()
        session.commit()


def _values(import_id: uuid.UUID, entry: Entry) -> dict[str, Any]:
    values = {field.name: getattr(entry, field.name) for field in _FIELDS}
    values["problems"] = ",".join(entry.problems) or None
    outcome = Outcome.CONFLICT if entry.problems else Outcome.PENDING
    return {**values, "import_id": import_id, "outcome": outcome, "twin": None}


_FIELDS = dataclasses.fields(Entry)
