"""Asking for the reports of a campaign all at once, and steering how they are made.

Only reviewers of a campaign's bodies may: a report tells answers, which they read and administrators do not.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Row, Select, func, insert, select, update
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.accounts import throttle
from assess.accounts.models import Organisation
from assess.assessments.models import Assessment, Submission
from assess.audit.chain import Subject
from assess.audit.log import GENERAL, append
from assess.campaigns.models import Campaign
from assess.errors import ConflictError, InvalidError, NotFoundError
from assess.jobs import operations as jobs
from assess.reports.bulk.models import (
    OPEN,
    BatchChoice,
    BatchState,
    BatchTarget,
    EntryState,
    ReportBatch,
    ReportBatchEntry,
)
from assess.reports.bulk.naming import names
from assess.reports.models import ReportFormat
from assess.reports.orders import Format
from assess.reviews import reach
from assess.reviews.models import Decision, Publication
from assess.values.text import Locale

STEP: Final = "report.batch"
KEPT: Final = timedelta(days=7)
"""How long a batch and its archive are kept after its end."""

MOST_OPEN: Final = 3
"""So many unfinished batches of one campaign one person may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for."""

    locale: Locale = "zh"
    format: Format = "pdf"
    target: BatchTarget = BatchTarget.ZIP
    whose: BatchChoice = BatchChoice.SUBMITTED


def campaign(session: Session, *, actor: Actor, campaign_id: uuid.UUID) -> Campaign:
    """Give a campaign that a body of the actor reviews.

    Raises:
        NotFoundError: Not there, or not theirs to review: nobody can tell which.
    """
    found = session.scalar(select(Campaign).where(Campaign.id == campaign_id, reach.reviewed_by(actor)))
    if found is None:
        raise NotFoundError
    return found


def counted(session: Session, *, actor: Actor, campaign_id: uuid.UUID) -> dict[BatchChoice, int]:
    """Say how many reports each choice would bring."""
    seen = reach.visible(actor) & (Assessment.campaign_id == campaign_id)
    return {
        one: session.scalar(select(func.count()).select_from(latest(seen, one).subquery())) or 0 for one in BatchChoice
    }


def latest(seen: ColumnElement[bool], whose: BatchChoice) -> Select[uuid.UUID, str, str]:
    """Select the latest submissions of some assessments with reference and organisation, in the order of references."""
    last = (
        select(func.max(Submission.number))
        .where(Submission.assessment_id == Assessment.id)
        .correlate(Assessment)
        .scalar_subquery()
    )
    wanted = (
        select(Submission.id, Submission.reference, Organisation.name)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .join(Organisation, Organisation.id == Assessment.organisation_id)
        .where(seen, Submission.number == last)
        .order_by(Submission.reference)
    )
    if whose is BatchChoice.PUBLISHED:
        known = select(Decision.submission_id).join(Publication, Publication.decision_id == Decision.id)
        wanted = wanted.where(Submission.id.in_(known))
    return wanted


def begin(session: Session, *, actor: Actor, campaign_id: uuid.UUID, wanted: Wanted, now: datetime) -> ReportBatch:
    """Begin a batch; nothing is made yet.

    Raises:
        NotFoundError: Not there, or not the actor's to review.
        ConflictError: `bulk.too-many`: so many of theirs are unfinished.
        InvalidError: `bulk.nothing`: nobody has handed in, or no decision is published.
        ThrottledError: They have begun so many within a day: each may be an archive of gigabytes.
    """
    found = campaign(session, actor=actor, campaign_id=campaign_id)
    throttle.check(session, throttle.BATCHES, str(actor.account_id), now)  # of two at once the second counts the first
    if _unfinished(session, actor, found.id) >= MOST_OPEN:
        raise ConflictError("bulk.too-many", most=MOST_OPEN)
    seen = reach.visible(actor) & (Assessment.campaign_id == found.id)
    rows = session.execute(latest(seen, wanted.whose)).all()
    if not rows:
        raise InvalidError("bulk.nothing", field="whose")
    made = store(
        session, campaign_id=found.id, asked_by=actor.account_id, reason=None, wanted=wanted, rows=rows, now=now
    )
    throttle.count(session, throttle.BATCHES, str(actor.account_id), now)
    told = {"format": wanted.format, "target": wanted.target.value, "locale": wanted.locale, "reports": len(rows)}
    note(session, made, actor.account_id, "batch.begun", now, told | {"campaign": str(found.id)})
    return made


def _unfinished(session: Session, actor: Actor, campaign_id: uuid.UUID) -> int:
    mine = (ReportBatch.asked_by == actor.account_id) & (ReportBatch.campaign_id == campaign_id)
    return session.scalar(select(func.count()).where(mine, ReportBatch.state.in_(OPEN))) or 0


def store(
    session: Session,
    *,
    campaign_id: uuid.UUID,
    asked_by: uuid.UUID | None,
    reason: str | None,
    wanted: Wanted,
    rows: Sequence[Row[uuid.UUID, str, str]],
    now: datetime,
) -> ReportBatch:
    """Store a batch with its entries, and queue the first step; the caller has checked who is asking."""
    made = ReportBatch(
        id=uuid.uuid4(),
        campaign_id=campaign_id,
        asked_by=asked_by,
        reason=reason,
        locale=wanted.locale,
        format=ReportFormat(wanted.format),
        target=wanted.target,
        whose=wanted.whose,
        step=0,
        created_at=now,
        touched_at=now,
    )
    session.add(made)
    session.flush()
    called = names(((row[1], row[2]) for row in rows), wanted.format)
    entries = [
        {"batch_id": made.id, "number": number, "submission_id": row[0], "name": name}
        for number, (row, name) in enumerate(zip(rows, called, strict=True), 1)
    ]
    session.execute(insert(ReportBatchEntry), entries)
    go_on(session, made, now)
    return made


def go_on(session: Session, batch: ReportBatch, now: datetime, wait: timedelta = timedelta(0)) -> None:
    """Queue the next step of a batch in the caller's transaction; what earlier ones would do is void from then on."""
    batch.step += 1
    batch.touched_at = now
    jobs.enqueue(
        session,
        name=STEP,
        payload={"batch": str(batch.id), "step": batch.step},
        key=step_key(batch.id, batch.step),
        now=now,
        run_after=now + wait,
    )


def step_key(batch_id: uuid.UUID, step: int) -> str:
    """Give the key of the job of a step."""
    return f"{STEP}:{batch_id}:{step}"


def take(session: Session, *, actor: Actor, campaign_id: uuid.UUID, batch_id: uuid.UUID) -> ReportBatch:
    """Lock a batch the actor asked for, for a change.

    Raises:
        NotFoundError: Not there, or not theirs.
    """
    wanted = mine(actor, campaign_id).where(ReportBatch.id == batch_id)
    found = session.scalar(wanted.with_for_update(of=ReportBatch).execution_options(populate_existing=True))
    if found is None:
        raise NotFoundError
    return found


def mine(actor: Actor, campaign_id: uuid.UUID) -> Select[ReportBatch]:
    """Select the batches of a campaign that the actor asked for, as long as they review it."""
    return (
        select(ReportBatch)
        .join(Campaign, Campaign.id == ReportBatch.campaign_id)
        .where(ReportBatch.campaign_id == campaign_id, reach.reviewed_by(actor))
        .where(ReportBatch.asked_by == actor.account_id, ReportBatch.reason.is_(None))
    )


def pause(session: Session, *, actor: Actor, campaign_id: uuid.UUID, batch_id: uuid.UUID, now: datetime) -> ReportBatch:
    """Let a batch rest; what is being made just now is finished.

    Raises:
        NotFoundError: Not there, or not theirs.
        ConflictError: `bulk.step`: it does not run.
    """
    batch = _in(take(session, actor=actor, campaign_id=campaign_id, batch_id=batch_id), BatchState.RUNNING)
    batch.state, batch.touched_at, batch.step = BatchState.PAUSED, now, batch.step + 1
    note(session, batch, actor.account_id, "batch.paused", now)
    return batch


def resume(
    session: Session, *, actor: Actor, campaign_id: uuid.UUID, batch_id: uuid.UUID, now: datetime
) -> ReportBatch:
    """Go on with a batch that rests; NotFoundError and ConflictError as `pause`."""
    batch = _in(take(session, actor=actor, campaign_id=campaign_id, batch_id=batch_id), BatchState.PAUSED)
    batch.state = BatchState.RUNNING
    go_on(session, batch, now)
    note(session, batch, actor.account_id, "batch.resumed", now)
    return batch


def cancel(
    session: Session, *, actor: Actor, campaign_id: uuid.UUID, batch_id: uuid.UUID, now: datetime
) -> ReportBatch:
    """End a batch before it is complete; what was made stays where it is. Errors as `pause`."""
    batch = _in(take(session, actor=actor, campaign_id=campaign_id, batch_id=batch_id), *OPEN)
    batch.state, batch.finished_at, batch.touched_at, batch.step = BatchState.CANCELLED, now, now, batch.step + 1
    note(session, batch, actor.account_id, "batch.cancelled", now)
    return batch


def retry(
    session: Session,
    *,
    actor: Actor,
    campaign_id: uuid.UUID,
    batch_id: uuid.UUID,
    now: datetime,
    number: int | None = None,
) -> ReportBatch:
    """Try what failed again: one file, or all of them. An archive that is there already is made anew afterwards.

    Raises:
        NotFoundError: Not there, or not theirs.
        ConflictError: `bulk.step`: it was cancelled, or nothing of the kind failed.
    """
    batch = _in(take(session, actor=actor, campaign_id=campaign_id, batch_id=batch_id), *OPEN, BatchState.DONE)
    failed = (ReportBatchEntry.batch_id == batch.id) & (ReportBatchEntry.state == EntryState.FAILED)
    if number is not None:
        failed &= ReportBatchEntry.number == number
    again = {"state": EntryState.WAITING, "error": None, "detail": "", "report_id": None}
    count = session.execute(update(ReportBatchEntry).where(failed).values(again)).rowcount  # type: ignore[attr-defined]  # an update's result
    if not count:
        raise ConflictError("bulk.step")
    if batch.state is BatchState.DONE:
        batch.state, batch.finished_at, batch.file_key, batch.size = BatchState.RUNNING, None, None, None
    if batch.state is BatchState.RUNNING:
        go_on(session, batch, now)
    note(session, batch, actor.account_id, "batch.retried", now, {"reports": count})
    return batch


def _in(batch: ReportBatch, *states: BatchState) -> ReportBatch:
    if batch.state not in states:
        raise ConflictError("bulk.step")
    return batch


def note(  # noqa: PLR0917 - what an event is made of
    session: Session,
    batch: ReportBatch,
    by: uuid.UUID | None,
    action: str,
    now: datetime,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Write an event of a batch."""
    about = Subject("batch", str(batch.id))
    append(session, stream=GENERAL, actor=by, action=action, subject=about, now=now, detail=dict(detail or {}))
