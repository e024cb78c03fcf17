"""An import that is killed in the middle of any step goes on where it was, every row exactly once."""

import io
import subprocess
import sys
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from assess.access.actor import Actor
from assess.db import Database
from assess.jobs.models import Job, JobStatus
from assess.jobs.runner import Runner
from assess.listings import operations, queries
from assess.listings.handlers import handlers
from assess.listings.models import Listing, ListingTotal, State
from assess.storage import Folder
from tests.factories.accounts import credit_code
from tests.factories.listings import bring_in, names, row, run, send, state_of, table

PROGRAM = Path(__file__).with_name("working_loop.py")
ROOT = PROGRAM.parents[2]
ROWS = 1000
CODES = [credit_code(20_000 + number) for number in range(ROWS)]
PIECES = 6


def killed(database: Database, database_url: str, storage: Folder) -> int:
    """Let a process work on what is due and kill it after some pieces; give the cursor it left."""
    command = [sys.executable, str(PROGRAM), database_url, str(storage.root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}) as one:
        assert one.stdout is not None
        said = [one.stdout.readline() for _ in range(PIECES)]
        one.kill()
    assert all(said), "the process ended before it was killed"
    with database.write() as session:
        job = session.scalars(select(Job).where(Job.status == JobStatus.RUNNING)).one()
        job.locked_until = datetime.now(UTC) - timedelta(seconds=1)
        session.commit()
    return int(said[-1])


def go_on(database: Database, storage: Folder) -> None:
    """Have another runner take over what the dead one left."""
    run(database, storage, datetime.now(UTC))


def rows(database: Database, import_id: uuid.UUID) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).where(Listing.import_id == import_id)) or 0


def upload(database: Database, storage: Folder, administrator: Actor, content: bytes) -> uuid.UUID:
    with database.write() as session:
        made = operations.upload(
            session,
            storage,
            actor=administrator,
            name="名单.csv",
            content=io.BytesIO(content),
            limit=10_000_000,
            default_list=None,
            known=(),
            now=datetime.now(UTC),
        )
        session.commit()
        return made.id


def test_reading_goes_on_after_kill_9(
    database: Database, database_url: str, storage: Folder, administrator: Actor
) -> None:
    found = upload(database, storage, administrator, table(*(row(code) for code in CODES), row(CODES[0])))
    killed(database, database_url, storage)
    left = state_of(database, found)
    assert left.state is State.READING
    assert 0 < rows(database, found) < ROWS
    assert rows(database, found) == left.cursor - 1
    go_on(database, storage)
    done = state_of(database, found)
    assert (done.state, done.counts) == (State.READY, {"new": ROWS, "changed": 0, "unchanged": 0, "conflict": 1})
    assert rows(database, found) == ROWS + 1


def test_applying_goes_on_after_kill_9_and_counts_all_at_once(
    database: Database, database_url: str, storage: Folder, administrator: Actor
) -> None:
    now = datetime.now(UTC)
    bring_in(database, storage, administrator, table(*(row(code) for code in CODES[::2])), now=now)
    found = send(database, storage, administrator, table(*(row(code) for code in CODES)), now=now)
    with database.write() as session:
        operations.accept(session, actor=administrator, import_id=found, now=now)
        session.commit()
    killed(database, database_url, storage)
    assert state_of(database, found).state is State.APPLYING
    assert ROWS // 2 < rows(database, found) < ROWS
    with database.read() as session:
        assert queries.of_code(session, CODES[1]) == ()
    go_on(database, storage)
    assert (state_of(database, found).state, rows(database, found)) == (State.APPLIED, ROWS // 2)
    with database.read() as session:
        assert [len(queries.of_code(session, code)) for code in CODES] == [1] * ROWS
        assert session.scalars(select(ListingTotal.current)).all() == [ROWS]


def test_undoing_goes_on_after_kill_9(
    database: Database, database_url: str, storage: Folder, administrator: Actor
) -> None:
    now = datetime.now(UTC)
    found = bring_in(database, storage, administrator, table(*(row(code) for code in CODES)), now=now)
    with database.write() as session:
        operations.undo(session, actor=administrator, import_id=found, now=now)
        session.commit()
    killed(database, database_url, storage)
    assert state_of(database, found).state is State.UNDOING
    assert 0 < rows(database, found) < ROWS
    with database.read() as session:
        assert queries.of_code(session, CODES[-1]) == ()
    go_on(database, storage)
    assert (state_of(database, found).state, rows(database, found)) == (State.UNDONE, 0)


def test_work_that_was_given_up_can_be_tried_again(database: Database, storage: Folder, administrator: Actor) -> None:
    now = datetime.now(UTC)
    content = table(row(CODES[0]))
    found = upload(database, storage, administrator, content)
    storage.delete(state_of(database, found).sha256)
    for _ in range(3):
        now += timedelta(minutes=1)
        Runner(database, handlers(storage, names), lambda at=now: at).run_due()  # type: ignore[misc]  # the loop's instant
    with database.write() as session:
        _, job = queries.get(session, actor=administrator, import_id=found)
        assert job is not None
        assert (job.status, state_of(database, found).state) == (JobStatus.FAILED, State.READING)
        storage.put(content)
        operations.retry(session, actor=administrator, import_id=found, now=now)
        session.delete(job)
        session.commit()
    run(database, storage, now)
    assert state_of(database, found).counts["new"] == 1
