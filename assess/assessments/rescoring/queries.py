"""Runs of re-scoring for the pages: references and digits, never an answer, never a name."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.assessments.models import Submission
from assess.assessments.rescoring.models import RescoreResult, RescoreRun
from assess.assessments.rescoring.tally import Tally
from assess.checklists.models import ChecklistVersion
from assess.errors import NotFoundError
from assess.jobs.models import Job, JobStatus

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """A run with its counts; `failed` says that its job was given up and waits for somebody to go on."""

    run: RescoreRun
    tally: Tally
    failed: bool
    versions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One submission that comes out differently, by its reference."""

    reference: str
    before: str
    after: str
    changes: Sequence[Sequence[str | None]]
    problem: dict[str, str] | None


def runs(session: Session) -> tuple[Shown, ...]:
    """List the runs, the newest first, in two queries."""
    rows = session.execute(
        select(RescoreRun, Job.status).outerjoin(Job, Job.id == RescoreRun.job_id).order_by(RescoreRun.until.desc())
    ).all()
    names = _names(session)
    return tuple(_shown(run, status, names) for run, status in rows)


def get(session: Session, run_id: uuid.UUID) -> Shown:
    """Give one run.

    Raises:
        NotFoundError: There is none.
    """
    row = session.execute(
        select(RescoreRun, Job.status).outerjoin(Job, Job.id == RescoreRun.job_id).where(RescoreRun.id == run_id)
    ).one_or_none()
    if row is None:
        raise NotFoundError
    return _shown(row[0], row[1], _names(session))


def differences(session: Session, run_id: uuid.UUID) -> tuple[tuple[Difference, ...], int]:
    """Give the first differences of a run in the order of their references, and how many there are."""
    rows = session.execute(
        select(Submission.reference, RescoreResult)
        .join(Submission, Submission.id == RescoreResult.submission_id)
        .where(RescoreResult.run_id == run_id)
        .order_by(Submission.reference)
        .limit(SHOWN)
    )
    found = tuple(Difference(name, one.before, one.after, one.changes, one.problem) for name, one in rows)
    count = session.scalar(select(func.count()).where(RescoreResult.run_id == run_id)) or 0
    return found, count


def _names(session: Session) -> dict[str, str]:
    rows = session.execute(select(ChecklistVersion.sha256, ChecklistVersion.key, ChecklistVersion.version))
    return {sha256: f"{key} {version}" for sha256, key, version in rows}


def _shown(run: RescoreRun, status: JobStatus | None, names: dict[str, str]) -> Shown:
    versions = tuple(names.get(one, one[:12]) for one in run.versions)
    return Shown(run, Tally.from_json(run.tally), status is JobStatus.FAILED, versions)
