"""What goes wrong while a batch is worked off: an entry that cannot be told, a database that is busy, many entries."""

import uuid
from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy.exc import OperationalError

from assess.db import Database
from assess.errors import InvalidError
from assess.jobs.runner import Task
from assess.reports.bulk import queries, working
from assess.reports.bulk.models import BatchState, EntryError, ReportBatch
from assess.reports.bulk.working import Run
from assess.storage import Folder
from tests.conftest import CountQueries
from tests.factories.batches import Cycle, Tiny, begin, make_cycle, shown, work

Raising = Callable[[Exception, int], None]


@pytest.fixture
def cycle(database: Database, now: datetime) -> Cycle:
    return make_cycle(database, now=now)


@pytest.fixture
def raising(monkeypatch: pytest.MonkeyPatch) -> Raising:
    """Have asking for a report of a batch fail so many times."""

    def fail(error: Exception, times: int) -> None:
        ordinary, left = working._requested, [error] * times

        def requested(*given: object) -> int:
            if left:
                raise left.pop()
            return ordinary(*given)  # type: ignore[arg-type]  # handed on as they came

        monkeypatch.setattr(working, "_requested", requested)

    return fail


@pytest.mark.parametrize("error", [InvalidError("value.negative"), ValueError("no such fact")])
def test_one_that_cannot_be_told_keeps_no_other_from_being_made(  # noqa: PLR0917 - fixtures
    database: Database, cycle: Cycle, storage: Folder, now: datetime, raising: Raising, error: Exception
) -> None:
    batch_id, pool = begin(database, cycle, now), Tiny()
    raising(error, 1)
    work(database, storage, pool, now)
    one = shown(database, batch_id)
    assert (one.batch.state, one.made, one.failed) == (BatchState.DONE, 2, 1)
    with database.read() as session:
        (failure,) = queries.failures(session, batch_id)
    assert (failure.number, failure.error, failure.detail) == (1, EntryError.CONTENT, type(error).__name__)


def test_a_busy_database_is_no_fault_of_a_report(
    database: Database, cycle: Cycle, storage: Folder, now: datetime, raising: Raising
) -> None:
    batch_id = begin(database, cycle, now)
    raising(OperationalError("SELECT", {}, Exception("database is locked")), 2)
    work(database, storage, Tiny(), now)
    one = shown(database, batch_id)
    assert (one.batch.state, one.made, one.failed) == (BatchState.DONE, 3, 0)


def test_settling_takes_as_many_queries_however_many_are_ready(
    database: Database, storage: Folder, now: datetime, count_queries: CountQueries
) -> None:
    cycle = make_cycle(database, 6, now=now)
    work_off = begin(database, cycle, now)
    work(database, storage, Tiny(), now)

    def settled(most: int) -> tuple[int, int]:
        batch_id = begin(database, cycle, now)
        run = Run(_task(database, batch_id, now), storage, batch_id, 1)
        for number in range(1, most + 1):
            run._ask(number, None)
        with count_queries() as statements:
            run.settle()
        return shown(database, batch_id).made, len(statements)

    assert shown(database, work_off).made == 6
    (one, few), (six, many) = settled(1), settled(6)
    assert (one, six) == (1, 6)
    assert many == few


def _task(database: Database, batch_id: uuid.UUID, now: datetime) -> Task:
    with database.read() as session:
        step = session.get_one(ReportBatch, batch_id).step
    payload = {"batch": str(batch_id), "step": step}
    return Task(uuid.uuid4(), "report.batch", payload, 1, database, lambda: now)
