"""Keeping to the periods: what is over is counted for whoever asks, and taken away once a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy.orm import Session

from assess.audit.chain import Subject
from assess.audit.log import GENERAL, append
from assess.db import Database
from assess.jobs.runner import Handler, PausedError, Task
from assess.overview.privacy.classes import Kept
from assess.overview.privacy.sweeps import SWEEPS, Found, Sweep
from assess.reports.sweeping import orphans
from assess.storage import Storage

RETENTION: Final = "privacy.retention"
EVERY: Final = timedelta(days=1)
FILES: Final = "files"

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Due:
    """What of a class is over: how many rows (or files), and since when the oldest."""

    kept: Kept
    rows: int
    oldest: datetime | None


def due(session: Session, *, storage: Storage, classes: Sequence[Kept], now: datetime) -> tuple[Due, ...]:
    """Count what is over, class by class; nothing is changed."""
    found = []
    for one in classes:
        if one.key == FILES:
            found.append(_files(session, storage, one, now))
        else:
            counted = [sweep.count(session, now - one.period) for sweep in SWEEPS[one.key]]
            found.append(Due(one, sum(part.rows for part in counted), _oldest(counted)))
    return tuple(found)


def _oldest(counted: Sequence[Found]) -> datetime | None:
    return min((part.oldest for part in counted if part.oldest is not None), default=None)


def _files(session: Session, storage: Storage, one: Kept, now: datetime) -> Due:
    old = orphans(session, storage=storage, before=now - one.period)
    return Due(one, len(old), min((file.at for file in old), default=None))


def apply(database: Database, *, classes: Sequence[Kept], task: Task) -> dict[str, int]:
    """Take away what is over in the classes that are applied, a piece at a time; the audit chain is told how much.

    Files are left to the storage's own sweep, which runs every quarter of an hour.

    Returns:
        Class → how many rows went, for the classes of which any did.
    """
    went: dict[str, int] = {}
    for one in classes:
        if one.applied and one.key != FILES:
            count = sum(_taken(database, sweep, one, task) for sweep in SWEEPS[one.key])
            if count:
                went[one.key] = count
    return went


def _taken(database: Database, sweep: Sweep, one: Kept, task: Task) -> int:
    before, total = task.clock() - one.period, 0
    while True:
        with database.write() as session:
            count = sweep.take(session, before, task.clock())
            if count:
                _tell(session, one.key, count, task.clock())
            session.commit()
        total += count
        if not count:
            return total
        if task.stopping():
            raise PausedError


def _tell(session: Session, key: str, count: int, now: datetime) -> None:
    append(
        session,
        stream=GENERAL,
        actor=None,
        action="privacy.retention",
        subject=Subject("retention", key),
        now=now,
        detail={"rows": count},
    )


def handlers(classes: Sequence[Kept]) -> Mapping[str, Handler]:
    """Give what the worker runs every day."""

    def handle(task: Task) -> None:
        _log.info("privacy.retention", **apply(task.database, classes=classes, task=task))

    return {RETENTION: handle}
