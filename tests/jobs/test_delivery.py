"""On PostgreSQL jobs are delivered to any number of processes, and one that is killed loses none."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from procrastinate.schema import SchemaManager
from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from assess.db import Database
from assess.jobs import delivery, operations
from assess.jobs.models import Job, JobStatus
from assess.jobs.runner import Runner, Task

LEASE = timedelta(seconds=1.5)
ROOT = Path(__file__).resolve().parents[2]
WAITING = text("SELECT args ->> 'job', scheduled_at FROM procrastinate.procrastinate_jobs WHERE status = 'todo'")


@pytest.fixture
def kind() -> str:
    return "postgresql"


def clock() -> datetime:
    return datetime.now(UTC)


def queue(database: Database, *payloads: dict[str, Any], name: str = "work") -> list[str]:
    with database.write() as session:
        jobs = [operations.enqueue(session, name=name, payload=payload, now=clock()) for payload in payloads]
        session.commit()
        return [str(job.id) for job in jobs]


def waiting(session: Session) -> dict[str, datetime | None]:
    return {job: at for job, at in session.execute(WAITING)}  # noqa: C416 - rows are no pairs to mypy


def until(done: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def all_done(database: Database) -> bool:
    with database.read() as session:
        return session.scalar(select(func.count()).where(Job.status != JobStatus.DONE)) == 0


def attempts(database: Database) -> dict[str, int]:
    with database.read() as session:
        return {job.payload["name"]: job.attempts for job in session.scalars(select(Job))}


def lease_of(database: Database, name: str) -> datetime:
    with database.read() as session:
        return next(job.locked_until for job in session.scalars(select(Job)) if job.payload["name"] == name) or clock()


def test_the_schema_kept_is_that_of_the_release_installed() -> None:
    kept = (ROOT / "migrations" / "procrastinate-3.10.sql").read_text("utf-8")
    assert kept == SchemaManager.get_schema(), "another release of Procrastinate needs a migration"


def test_a_delivery_is_there_exactly_when_its_job_is(database: Database) -> None:
    with database.write() as session:
        operations.enqueue(session, name="work", payload={}, now=clock())
        assert len(waiting(session)) == 1
        session.rollback()
        assert waiting(session) == {}
    (job,) = queue(database, {})
    with database.write() as session:
        assert waiting(session) == {job: None}
        operations.enqueue(session, name="work", payload={}, now=clock(), run_after=clock() + timedelta(hours=1))
        (at,) = [at for at in waiting(session).values() if at]
        assert timedelta(minutes=59) < at - clock() < timedelta(hours=1)


def test_a_job_tried_again_is_delivered_when_it_may_run(database: Database) -> None:
    (job,) = queue(database, {})
    with database.write() as session:
        session.execute(text("DELETE FROM procrastinate.procrastinate_jobs"))
        row = operations.claim(session, names=["work"], now=clock())
        assert row is not None
        session.flush()
        operations.fail(session, job_id=row.id, error="ValueError", now=clock())
        session.flush()
        at = waiting(session)[job]
        assert at == row.run_after
        session.execute(text("DELETE FROM procrastinate.procrastinate_jobs"))
        row.status, row.attempts = JobStatus.FAILED, 3
        session.flush()
        assert waiting(session) == {}


def test_what_lost_its_delivery_is_delivered_again_and_nothing_twice(database: Database) -> None:
    lost, there, late, held, dead = queue(database, *[{}] * 5)
    now = clock()
    with database.write() as session:
        for job, until_then in ((held, 1), (dead, -1)):
            locked = {"status": JobStatus.RUNNING, "locked_until": now + timedelta(seconds=until_then)}
            session.execute(update(Job).where(Job.id == job).values(locked))
        session.execute(
            text("DELETE FROM procrastinate.procrastinate_jobs WHERE args ->> 'job' = ANY(:gone)"),
            {"gone": [lost, held, dead]},
        )
        session.execute(
            text("UPDATE procrastinate.procrastinate_jobs SET scheduled_at = :at WHERE args ->> 'job' = :job"),
            {"at": now + timedelta(hours=1), "job": late},
        )
        assert delivery.deliver(session, names=["other"], now=now) == 0
        assert delivery.deliver(session, names=["work"], now=now) == 3
        assert waiting(session) == dict.fromkeys((lost, there, late, dead))
        assert delivery.deliver(session, names=["work"], now=now) == 0


def test_a_job_that_is_handed_over_is_taken_once_and_not_long_before_its_time(session: Session, now: datetime) -> None:
    due = operations.enqueue(session, name="work", payload={}, now=now)
    later = operations.enqueue(session, name="work", payload={}, now=now, run_after=now + timedelta(minutes=1))
    behind = now - operations.CLOCKS_APART
    assert operations.claim_one(session, due.id, now=behind - timedelta(seconds=1)) is None
    assert operations.claim_one(session, due.id, now=behind, lease=timedelta(seconds=60)) is due
    assert (due.attempts, due.locked_until) == (1, behind + timedelta(seconds=60))
    assert operations.claim_one(session, due.id, now=now) is None
    assert operations.claim_one(session, later.id, now=now) is None


@contextmanager
def running(database: Database, handlers: dict[str, Callable[[Task], None]]) -> Iterator[Runner]:
    runner = Runner(database, handlers, clock, threads=2, lease=LEASE)
    runner.start()
    try:
        yield runner
    finally:
        runner.stop()


def test_a_notice_wakes_whoever_has_room_also_after_connections_were_cut(database: Database) -> None:
    began: dict[str, float] = {}

    def work(task: Task) -> None:
        began[task.payload["name"]] = time.monotonic()

    with running(database, {"work": work}):
        queue(database, {"name": "first"})
        until(lambda: all_done(database))
        with database.read() as session:
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            session.execute(text(f"{others} AND pid <> pg_backend_pid()"))
        for name in ("second", "third", "fourth"):
            queue(database, {"name": name})
            until(lambda name=name: name in began)  # type: ignore[misc]  # the loop's own name
        waits = []
        for name in "abcde":
            queued = time.monotonic()
            queue(database, {"name": name})
            until(lambda name=name: name in began)  # type: ignore[misc]  # likewise
            waits.append(began[name] - queued)
        until(lambda: all_done(database))
    assert min(waits) < delivery._POLL / 4
    with database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM procrastinate.procrastinate_jobs")) == 0
        assert session.scalar(text("SELECT count(*) FROM procrastinate.procrastinate_events")) == 0


def test_a_runner_that_stops_lets_its_jobs_finish_and_keeps_them_until_then(database: Database) -> None:
    begun, go = threading.Event(), threading.Event()

    def handler(_task: Task) -> None:
        begun.set()
        assert go.wait(10)

    with running(database, {"work": handler}) as runner:
        queue(database, {"name": "one"})
        assert begun.wait(10)
        stopping = threading.Thread(target=runner.stop)
        stopping.start()
        queue(database, {"name": "two"})
        soon = clock() + LEASE
        until(lambda: lease_of(database, "one") > soon)
        go.set()
        stopping.join()
    assert attempts(database) == {"one": 1, "two": 0}


@contextmanager
def workers(url: str, folder: Path, count: int = 2) -> Iterator[dict[int, subprocess.Popen[bytes]]]:
    command = [sys.executable, "-m", "tests.jobs.delivered", url, str(folder)]
    started = [subprocess.Popen(command, cwd=ROOT) for _ in range(count)]
    try:
        yield {one.pid: one for one in started}
    finally:
        for one in started:
            one.terminate()
        assert {one.wait(10) for one in started} <= {0, -signal.SIGKILL}


def worker_of(folder: Path, name: str) -> int:
    """Wait until a job was begun, and give the process that did."""
    until(lambda: any(folder.glob(f"begun.{name}.*")))
    return int(next(folder.glob(f"begun.{name}.*")).suffix[1:])


def test_a_killed_workers_jobs_are_finished_by_another(database: Database, database_url: str, tmp_path: Path) -> None:
    with workers(database_url, tmp_path) as processes:
        queue(database, {"name": "held", "waits": True}, *[{"name": f"n{number}"} for number in range(30)])
        killed = worker_of(tmp_path, "held")
        os.kill(killed, signal.SIGKILL)
        processes[killed].wait()
        (tmp_path / "go").touch()
        until(lambda: all_done(database))
    tried = attempts(database)
    assert tried["held"] == 2
    assert {path.suffix[1:] for path in tmp_path.glob("done.*")} == tried.keys()
    assert (tmp_path / "done.held").read_text() != str(killed)
    begun = [path.name.split(".")[1:] for path in tmp_path.glob("begun.*")]
    assert len(begun) == sum(tried.values())
    assert {name for name, count in tried.items() if count > 1} <= {name for name, pid in begun if pid == str(killed)}


def test_a_worker_that_is_asked_to_leave_finishes_or_gives_back(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    with workers(database_url, tmp_path, 1) as processes:
        queue(database, {"name": "held", "waits": True}, {"name": "slow", "seconds": 0.5})
        first = worker_of(tmp_path, "held")
        assert worker_of(tmp_path, "slow") == first
        processes[first].terminate()
        assert processes[first].wait(10) == 0
        assert [path.name for path in tmp_path.glob("done.*")] == ["done.slow"]
        (tmp_path / "go").touch()
        with workers(database_url, tmp_path, 1):
            until(lambda: all_done(database))
    assert attempts(database) == {"held": 1, "slow": 1}
