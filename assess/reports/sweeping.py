"""Deleting stored files that no row speaks of: reports of trials that are over, uploads that never finished."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.assessments.models import Evidence
from assess.errors import NotFoundError
from assess.jobs import operations as jobs
from assess.jobs.runner import Task
from assess.listings.queries import kept_files
from assess.reports.bulk.models import ReportBatch
from assess.reports.models import Report, ReportFace
from assess.reports.operations import RENDER
from assess.reviews.publishing import PUBLISHED
from assess.storage import Listed, Storage

SWEEP: Final = "storage.sweep"
EVERY: Final = timedelta(minutes=15)
GRACE: Final = timedelta(hours=1)
"""A file is stored a moment before its row is: younger ones are left alone."""

KEPT: Final = timedelta(days=7)
"""How long the job of a report is kept after it was made: there is one for every report, and ten thousand a batch."""

_log = structlog.get_logger()


def sweep(task: Task, *, storage: Storage) -> None:
    """Delete the files without a row, what a crash between file and row left behind, and jobs of reports long made."""
    before = task.clock() - GRACE
    with task.database.write() as session:
        jobs.purge_done(session, names=[RENDER, PUBLISHED], before=task.clock() - KEPT)
        session.commit()
    storage.tidy(before)
    with task.database.read() as session:
        old = orphans(session, storage=storage, before=before)
    for one in old:
        _drop(storage, one.key, before)
    _log.info("storage.swept", files=len(old))


def orphans(session: Session, *, storage: Storage, before: datetime) -> list[Listed]:
    """List the files that were last sent before an instant and that no row speaks of."""
    old = [one for one in storage.listed() if one.at < before]
    kept = _spoken_of(session)  # read after the list: a row that was written meanwhile counts
    return [one for one in old if one.key not in kept]


def _drop(storage: Storage, key: str, before: datetime) -> None:
    """Delete a file unless the same content was sent again since the list was made: its row is being written now."""
    with suppress(NotFoundError):
        if storage.find(key).at < before:
            storage.delete(key)


def _spoken_of(session: Session) -> set[str]:
    reports = session.scalars(select(Report.file_key).where(Report.file_key.is_not(None)))
    logos = session.scalars(select(ReportFace.logo_key).where(ReportFace.logo_key.is_not(None)))
    archives = session.scalars(select(ReportBatch.file_key).where(ReportBatch.file_key.is_not(None)))
    kept = {key for key in (*reports, *logos, *archives) if key}
    return kept | set(session.scalars(select(Evidence.sha256))) | kept_files(session)
