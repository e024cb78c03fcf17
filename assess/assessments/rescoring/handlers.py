"""Re-scoring as a job: it may be killed at any point and is finished by whoever takes it next."""

import os
import uuid
from collections.abc import Mapping
from functools import partial

from sqlalchemy.orm import Session

from assess.assessments.rescoring.operations import RESCORE, advance
from assess.jobs import operations as jobs
from assess.jobs.runner import Handler, PausedError, Task


def handlers() -> Mapping[str, Handler]:
    """Give the job handlers of re-scoring, for the composition root to register."""
    return {RESCORE: rescore}


def rescore(task: Task) -> None:
    """Work off a run; one core is left to those who wait for a page."""
    run_id = uuid.UUID(task.payload["run"])
    processes = max(1, cores() - 1)
    advance(task.database, run_id=run_id, processes=processes, clock=task.clock, noted=partial(_noted, task))


def cores() -> int:
    """Count the cores this process may use."""
    return len(os.sched_getaffinity(0))


def _noted(task: Task, session: Session, done: int, total: int) -> None:
    """Keep the progress; where the service stops, the batch at hand is left to the next who takes the run up."""
    if task.stopping():
        raise PausedError
    jobs.progress(session, job_id=task.id, done=done, total=total, now=task.clock())
