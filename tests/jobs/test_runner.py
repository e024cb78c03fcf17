"""Jobs: queued once, run once, tried again, taken over from the dead."""

import threading
import time
import uuid
from collections.abc import Callable, MutableMapping
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess import logs
from assess.db import Database
from assess.errors import NotFoundError
from assess.jobs import operations
from assess.jobs.models import Job, JobStatus
from assess.jobs.runner import Handler, Runner, Task

NAMES = ["render"]


def queue(session: Session, now: datetime, **other: object) -> Job:
    return operations.enqueue(session, name="render", payload={"n": 1}, now=now, **other)  # type: ignore[arg-type]  # tests name what they vary


def test_a_job_is_taken_once_and_in_order(session: Session, now: datetime) -> None:
    later = queue(session, now, run_after=now + timedelta(minutes=1))
    first, second = queue(session, now - timedelta(seconds=1)), queue(session, now)
    taken = [operations.claim(session, names=NAMES, now=now) for _ in range(3)]
    assert [job.id if job else None for job in taken] == [first.id, second.id, None]
    assert later.status is JobStatus.QUEUED
    assert operations.claim(session, names=["other"], now=now + timedelta(hours=1)) is None


def test_the_same_key_is_queued_once_and_tried_anew_after_it_failed(session: Session, now: datetime) -> None:
    job = queue(session, now, key="report:1")
    assert queue(session, now, key="report:1").id == job.id
    job.status, job.attempts, job.error = JobStatus.FAILED, 3, "boom"
    again = queue(session, now, key="report:1")
    assert (again.id, again.status, again.attempts, again.error) == (job.id, JobStatus.QUEUED, 0, None)


def test_progress_and_end_are_kept(session: Session, now: datetime) -> None:
    job = queue(session, now, total=4)
    operations.claim(session, names=NAMES, now=now)
    operations.progress(session, job_id=job.id, done=2, total=4, now=now)
    session.refresh(job)
    assert (job.done, job.total, job.status) == (2, 4, JobStatus.RUNNING)
    operations.finish(session, job_id=job.id, now=now)
    session.refresh(job)
    assert (job.done, job.status, job.finished_at) == (4, JobStatus.DONE, now)


def test_a_failing_job_waits_longer_each_time_and_is_given_up(session: Session, now: datetime) -> None:
    job = queue(session, now)
    waits = []
    for _ in range(3):
        assert operations.claim(session, names=NAMES, now=now) is not None
        operations.fail(session, job_id=job.id, error="ValueError", now=now)
        waits.append(job.run_after - now)
        now = job.run_after
    assert waits == [timedelta(seconds=5), timedelta(seconds=10), timedelta(0)]
    assert (job.status, job.error, job.attempts) == (JobStatus.FAILED, "ValueError", 3)


def test_a_dead_runners_job_is_taken_over_but_not_for_ever(session: Session, now: datetime) -> None:
    job = queue(session, now)
    for attempt in (1, 2, 3):
        assert operations.claim(session, names=NAMES, now=now) is job
        assert job.attempts == attempt
        assert operations.claim(session, names=NAMES, now=now) is None
        now += operations.LEASE + timedelta(seconds=1)
    assert operations.claim(session, names=NAMES, now=now) is None
    assert job.status is JobStatus.FAILED


def test_a_renewed_job_is_left_alone(session: Session, now: datetime) -> None:
    job = queue(session, now)
    operations.claim(session, names=NAMES, now=now)
    later = now + operations.LEASE
    operations.renew(session, job_ids=[job.id], now=later)
    assert operations.claim(session, names=NAMES, now=later + timedelta(seconds=1)) is None


def test_an_unknown_job_is_not_found(session: Session) -> None:
    with pytest.raises(NotFoundError):
        operations.get(session, uuid.uuid4())


def wait_for(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def run_all(database: Database, handlers: dict[str, Handler], now: datetime, count: int, threads: int = 2) -> list[Job]:
    """Queue jobs, run them on two runners at once, and give the rows."""
    with database.write() as session:
        for number in range(count):
            operations.enqueue(session, name="render", payload={"n": number}, now=now)
        session.commit()
    runners = [Runner(database, handlers, lambda: now + timedelta(minutes=1), threads=threads) for _ in range(2)]
    for runner in runners:
        runner.start()
        runner.wake()

    def over() -> bool:
        with database.read() as session:
            states = session.scalars(select(Job.status)).all()
            return all(state in {JobStatus.DONE, JobStatus.FAILED} for state in states)

    wait_for(over)
    for runner in runners:
        runner.stop()
    with database.read() as session:
        return list(session.scalars(select(Job)))


def test_two_runners_share_the_jobs_and_run_each_once(database: Database, now: datetime) -> None:
    seen: list[int] = []
    lock = threading.Lock()

    def handler(task: Task) -> None:
        with lock:
            seen.append(task.payload["n"])
        task.progress(1, 2)

    jobs = run_all(database, {"render": handler}, now, 20)
    assert sorted(seen) == list(range(20))
    assert {(job.status, job.done, job.total) for job in jobs} == {(JobStatus.DONE, 2, 2)}


def test_a_handler_that_raises_leaves_the_runner_alive(database: Database, now: datetime) -> None:
    def handler(task: Task) -> None:
        if task.payload["n"] == 0 and task.attempts == 1:
            raise ValueError("secret content of an answer")

    with database.write() as session:
        jobs = [operations.enqueue(session, name="render", payload={"n": n}, now=now) for n in (0, 1)]
        ids = [job.id for job in jobs]
        session.commit()
    runner = Runner(database, {"render": handler}, lambda: now)
    assert runner.run_due() == 2
    with database.read() as session:
        first, second = (session.get_one(Job, job_id) for job_id in ids)
        assert (first.status, first.error, second.status) == (JobStatus.QUEUED, "ValueError", JobStatus.DONE)
    runner.clock = lambda: now + timedelta(seconds=5)
    assert runner.run_due() == 1


def test_the_log_says_why_and_where_a_job_failed_and_not_with_what() -> None:
    said: MutableMapping[str, object] = {}
    try:
        int("secret content of an answer")
    except ValueError:
        said = logs.without_messages(None, "error", {"event": "jobs.failed", "exc_info": True})
    assert said["error"] == "ValueError"
    assert "test_runner.py" in str(said["places"])
    assert "secret" not in str(said)


def test_what_recurs_is_queued_once_an_interval_by_however_many(database: Database, now: datetime) -> None:
    seen: list[str] = []
    runners = [
        Runner(database, {"sweep": lambda task: seen.append(task.name)}, lambda: now, {"sweep": timedelta(minutes=15)})
        for _ in range(2)
    ]
    for runner in runners:
        runner.start()
    wait_for(lambda: bool(seen))
    for runner in runners:
        runner.stop()
    assert seen == ["sweep"]
