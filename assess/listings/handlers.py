"""The job of an import: whatever its state asks for next. It may run again after a crash, at any point."""

import uuid
from collections.abc import Callable, Mapping
from typing import Final

from assess.exchange.refusal import WorkbookError
from assess.jobs.runner import Handler, Task
from assess.listings import applying, comparing, reading
from assess.listings.chunks import OvertakenError
from assess.listings.models import ListingImport, State
from assess.listings.reading import Names
from assess.storage import Storage

WORK: Final = "listings.work"


def handlers(storage: Storage, names: Callable[[], Names]) -> Mapping[str, Handler]:
    """Give the job handlers of imports, for the composition root to register.

    Args:
        storage: Where the files are.
        names: Gives the names of lists; asked when a file is read, for they are content.
    """
    return {WORK: lambda task: work(task, storage=storage, names=names)}


def work(task: Task, *, storage: Storage, names: Callable[[], Names]) -> None:
    """Bring an import to the next state in which it waits for a person."""
    import_id = uuid.UUID(task.payload["import"])
    try:
        _step(task, import_id, storage, names)
    except OvertakenError:
        return
    except WorkbookError as refusal:
        _refuse(task, import_id, refusal)


def _step(task: Task, import_id: uuid.UUID, storage: Storage, names: Callable[[], Names]) -> None:
    found = _found(task, import_id)
    if found.state is State.READING and found.read_at is None:
        reading.read(task, found, storage=storage, names=names())
        found = _found(task, import_id)
    match found.state:
        case State.READING:
            comparing.compare(task, import_id, start=found.cursor)
        case State.APPLYING:
            applying.apply(task, import_id, start=found.cursor)
        case State.DISCARDING | State.UNDOING:
            applying.clear(task, found)
        case State.APPLIED:
            applying.count_totals(task)
        case _:
            pass


def _found(task: Task, import_id: uuid.UUID) -> ListingImport:
    with task.database.read() as session:
        found = session.get_one(ListingImport, import_id)
        session.expunge(found)
        return found


def _refuse(task: Task, import_id: uuid.UUID, refusal: WorkbookError) -> None:
    """Keep why a file cannot be used; what was stored of it goes when it is discarded."""
    with task.database.write() as session:
        row = session.get_one(ListingImport, import_id)
        if row.state is State.READING:
            row.state = State.UNUSABLE
            row.refusal = {"message": refusal.step.message, "params": dict(refusal.step.params)}
        session.commit()
