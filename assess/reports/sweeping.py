"""Deleting stored files that no row speaks of: reports of trials that are over, uploads that never finished."""

from datetime import UTC, datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.assessments.models import Evidence
from assess.jobs.runner import Task
from assess.listings.queries import kept_files
from assess.reports.models import Report
from assess.storage import Storage

SWEEP: Final = "storage.sweep"
EVERY: Final = timedelta(minutes=15)
GRACE: Final = timedelta(hours=1)
"""A file is stored a moment before its row is: younger ones are left alone."""

_log = structlog.get_logger()


def sweep(task: Task, *, storage: Storage) -> None:
    """Delete the files without a row; also what a crash between file and row left behind."""
    old = [key for key in storage.keys() if _stored_at(storage, key) < task.clock() - GRACE]  # noqa: SIM118 - not a dict
    with task.database.read() as session:
        kept = _spoken_of(session)
    orphans = [key for key in old if key not in kept]
    for key in orphans:
        storage.delete(key)
    _log.info("storage.swept", files=len(orphans))


def _stored_at(storage: Storage, key: str) -> datetime:
    return datetime.fromtimestamp(storage.path(key).stat().st_mtime, UTC)


def _spoken_of(session: Session) -> set[str]:
    reports = session.scalars(select(Report.file_key).where(Report.file_key.is_not(None)))
    return {key for key in reports if key} | set(session.scalars(select(Evidence.sha256))) | kept_files(session)
