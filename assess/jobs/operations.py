"""Queueing, taking and finishing long work. Handlers are idempotent: a job may run again after a crash."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from assess.errors import NotFoundError
from assess.jobs.models import Job, JobStatus

LEASE: Final = timedelta(seconds=30)
"""A running job whose runner has not renewed it for so long is taken over."""

CLOCKS_APART: Final = timedelta(seconds=5)
"""A job that is handed to us may seem to come so much too early: the clocks of two machines never agree."""

MOST_ATTEMPTS: Final = 3
_FIRST_WAIT: Final = timedelta(seconds=5)
_ERROR_MAXIMUM: Final = 500


def enqueue(
    session: Session,
    *,
    name: str,
    payload: Mapping[str, Any],
    now: datetime,
    key: str | None = None,
    total: int = 1,
    run_after: datetime | None = None,
) -> Job:
    """Queue a job in the caller's transaction.

    Args:
        session: A writing session.
        name: Which handler.
        payload: What it needs, as JSON; ids rather than content.
        now: The present instant.
        key: What makes it one of a kind: a job with the same key is not queued twice; one that failed is tried anew.
        total: What its progress counts to.
        run_after: Not before this instant.
    """
    row = {
        "id": uuid.uuid4(),
        "name": name,
        "key": key,
        "payload": dict(payload),
        "status": JobStatus.QUEUED,
        "done": 0,
        "total": total,
        "attempts": 0,
        "run_after": run_after or now,
        "created_at": now,
    }
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    session.execute(dialect.insert(Job).values(row).on_conflict_do_nothing())
    same = Job.key == key if key is not None else Job.id == row["id"]
    job = session.scalars(select(Job).where(same)).one()
    if job.status is JobStatus.FAILED:
        job.status, job.attempts, job.done, job.error, job.run_after = JobStatus.QUEUED, 0, 0, None, run_after or now
    return job


def get(session: Session, job_id: uuid.UUID) -> Job:
    """Give a job.

    Raises:
        NotFoundError: There is none.
    """
    job = session.get(Job, job_id)
    if job is None:
        raise NotFoundError
    return job


def by_key(session: Session, key: str) -> Job | None:
    """Give the job of a key."""
    return session.scalar(select(Job).where(Job.key == key))


def due(now: datetime, names: Collection[str]) -> ColumnElement[bool]:
    """Give the condition for jobs that somebody should take now."""
    waiting = and_(Job.status == JobStatus.QUEUED, Job.run_after <= now)
    return and_(Job.name.in_(names), or_(waiting, _orphaned(now)))


def _orphaned(now: datetime) -> ColumnElement[bool]:
    return and_(Job.status == JobStatus.RUNNING, Job.locked_until < now)


def anything_due(session: Session, *, names: Collection[str], now: datetime) -> bool:
    """Say whether there is work, without taking any lock."""
    return session.scalar(select(Job.id).where(due(now, names)).limit(1)) is not None


def waiting(session: Session, *, name: str, now: datetime) -> int:
    """Count the jobs of a name that could be taken and are in nobody's hands."""
    queued = (Job.status == JobStatus.QUEUED) & (Job.run_after <= now)
    return session.scalar(select(func.count()).select_from(Job).where(queued, Job.name == name)) or 0


def claim(session: Session, *, names: Collection[str], now: datetime, lease: timedelta = LEASE) -> Job | None:
    """Take the job that waits longest; on PostgreSQL runners skip what another one is taking.

    A job that took its runner down too often is marked as failed instead.
    """
    wanted = select(Job).where(due(now, names)).order_by(Job.run_after, Job.created_at, Job.id).limit(1)
    return _taken(session.scalar(wanted.with_for_update(skip_locked=True)), now, lease)


def claim_one(session: Session, job_id: uuid.UUID, *, now: datetime, lease: timedelta = LEASE) -> Job | None:
    """Take a job that was handed to us, unless it is done, waits for later or is in somebody's hands."""
    early = and_(Job.status == JobStatus.QUEUED, Job.run_after <= now + CLOCKS_APART)
    wanted = select(Job).where(Job.id == job_id, or_(early, _orphaned(now)))
    return _taken(session.scalar(wanted.with_for_update(skip_locked=True)), now, lease)


def _taken(job: Job | None, now: datetime, lease: timedelta) -> Job | None:
    if job is None:
        return None
    if job.attempts >= MOST_ATTEMPTS:
        _give_up(job, job.error or "the runner stopped while it worked on this", now)
        return None
    job.status, job.attempts, job.locked_until = JobStatus.RUNNING, job.attempts + 1, now + lease
    return job


def renew(session: Session, *, job_ids: Collection[uuid.UUID], now: datetime, lease: timedelta = LEASE) -> None:
    """Say that these jobs are still being worked on."""
    session.execute(
        update(Job).where(Job.id.in_(job_ids), Job.status == JobStatus.RUNNING).values(locked_until=now + lease)
    )


def progress(session: Session, *, job_id: uuid.UUID, done: int, total: int, now: datetime) -> None:
    """Note how far a job is."""
    session.execute(update(Job).where(Job.id == job_id).values(done=done, total=total, locked_until=now + LEASE))


def finish(session: Session, *, job_id: uuid.UUID, now: datetime) -> None:
    """Mark a job as done."""
    session.execute(
        update(Job)
        .where(Job.id == job_id)
        .values(status=JobStatus.DONE, done=Job.total, error=None, locked_until=None, finished_at=now)
    )


def fail(session: Session, *, job_id: uuid.UUID, error: str, now: datetime) -> None:
    """Note that a job failed: it waits longer each time, and is given up after three tries."""
    job = get(session, job_id)
    if job.attempts >= MOST_ATTEMPTS:
        _give_up(job, error, now)
    else:
        job.status, job.locked_until, job.error = JobStatus.QUEUED, None, error[:_ERROR_MAXIMUM]
        job.run_after = now + _FIRST_WAIT * 2 ** (job.attempts - 1)


def give_back(session: Session, *, job_id: uuid.UUID, now: datetime) -> None:
    """Queue a job again whose runner stops in good order; the try does not count."""
    job = get(session, job_id)
    job.status, job.locked_until, job.run_after, job.attempts = JobStatus.QUEUED, None, now, job.attempts - 1


def _give_up(job: Job, error: str, now: datetime) -> None:
    job.status, job.error = JobStatus.FAILED, error[:_ERROR_MAXIMUM]
    job.locked_until, job.finished_at = None, now


def purge(session: Session, *, names: Collection[str], before: datetime) -> None:
    """Delete finished jobs of these names that nobody asks about any more."""
    session.execute(delete(Job).where(Job.name.in_(names), Job.finished_at < before))


def purge_done(session: Session, *, names: Collection[str], before: datetime) -> None:
    """Delete the jobs of these names that succeeded; one that was given up still says so of what it was for."""
    done = (Job.status == JobStatus.DONE) & (Job.finished_at < before)
    session.execute(delete(Job).where(Job.name.in_(names), done))
