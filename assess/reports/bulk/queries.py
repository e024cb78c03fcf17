"""Batches as the pages show them: how far they are, and what could not be made."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.accounts.models import Organisation
from assess.assessments.models import Assessment, Submission
from assess.errors import NotFoundError
from assess.reports.bulk.models import BatchState, EntryError, EntryState, ReportBatch, ReportBatchEntry
from assess.reports.bulk.operations import KEPT, mine

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """A batch with its counts."""

    batch: ReportBatch
    counts: Mapping[EntryState, int]

    @property
    def total(self) -> int:
        """Give how many files it has."""
        return sum(self.counts.values())

    @property
    def made(self) -> int:
        """Give how many are there."""
        return self.counts.get(EntryState.MADE, 0)

    @property
    def failed(self) -> int:
        """Give how many could not be made."""
        return self.counts.get(EntryState.FAILED, 0)

    @property
    def done(self) -> int:
        """Give how many nothing has to be done about any more."""
        return self.made + self.failed

    @property
    def packing(self) -> bool:
        """Say whether all that is left is to put the files together."""
        return self.batch.state is BatchState.RUNNING and self.done == self.total

    @property
    def kept_until(self) -> datetime | None:
        """Give until when the archive can be downloaded."""
        return self.batch.finished_at + KEPT if self.batch.finished_at else None


@dataclass(frozen=True, slots=True)
class Failure:
    """One file that could not be made."""

    number: int
    organisation: str
    reference: str
    error: EntryError | None
    detail: str
    tries: int


def listed(session: Session, *, actor: Actor, campaign_id: uuid.UUID) -> tuple[Shown, ...]:
    """List the actor's batches of a campaign, the newest first, in two queries."""
    found = session.scalars(mine(actor, campaign_id).order_by(ReportBatch.created_at.desc(), ReportBatch.id)).all()
    counts = _counts(session, [one.id for one in found])
    return tuple(Shown(one, counts.get(one.id, {})) for one in found)


def get(session: Session, *, actor: Actor, campaign_id: uuid.UUID, batch_id: uuid.UUID) -> Shown:
    """Give one batch of the actor's.

    Raises:
        NotFoundError: Not there, or not theirs.
    """
    found = session.scalar(mine(actor, campaign_id).where(ReportBatch.id == batch_id))
    if found is None:
        raise NotFoundError
    return Shown(found, _counts(session, [found.id]).get(found.id, {}))


def _counts(session: Session, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, dict[EntryState, int]]:
    entry = ReportBatchEntry
    rows = session.execute(
        select(entry.batch_id, entry.state, func.count())
        .where(entry.batch_id.in_(list(ids)))
        .group_by(entry.batch_id, entry.state)
    )
    found: dict[uuid.UUID, dict[EntryState, int]] = {}
    for batch_id, state, count in rows:
        found.setdefault(batch_id, {})[state] = count
    return found


def failures(session: Session, batch_id: uuid.UUID) -> Sequence[Failure]:
    """List what could not be made, by number; the first few hundred, for a page. The caller has checked who asks."""
    entry = ReportBatchEntry
    rows = session.execute(
        select(entry.number, Organisation.name, Submission.reference, entry.error, entry.detail, entry.tries)
        .join(Submission, Submission.id == entry.submission_id)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .join(Organisation, Organisation.id == Assessment.organisation_id)
        .where(entry.batch_id == batch_id, entry.state == EntryState.FAILED)
        .order_by(entry.number)
        .limit(SHOWN)
    )
    return tuple(Failure(*row) for row in rows)
