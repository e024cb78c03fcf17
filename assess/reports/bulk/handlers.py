"""The jobs of batches, for the composition root to register."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from assess.jobs.runner import Handler
from assess.reports.bulk.foreseeing import DRAFT, EVERY, KEEPING, draft, keep
from assess.reports.bulk.operations import STEP
from assess.reports.bulk.working import step
from assess.storage import Storage

RECURRING: Final[Mapping[str, timedelta]] = {KEEPING: EVERY}


def handlers(storage: Storage) -> Mapping[str, Handler]:
    """Give the handlers."""
    return {STEP: lambda task: step(task, storage=storage), KEEPING: keep, DRAFT: draft}
