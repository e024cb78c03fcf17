"""Making reports before anybody asks: new ones where what is known has changed, and drafts of forms that are complete.

Where a campaign's deadline has passed, a report can say how others did; where a campaign put a face of its own into
use, its reports look otherwise. Both make the reports of everybody who handed in due again, and nobody shall wait.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from assess.accounts import queries as accounts
from assess.assessments.models import Assessment, Submission
from assess.campaigns.definition import CampaignStatus
from assess.campaigns.models import Campaign, Participant
from assess.clock import to_local
from assess.db import Database
from assess.errors import AssessError
from assess.jobs import operations as jobs
from assess.jobs.models import Job, JobStatus
from assess.jobs.runner import Task
from assess.reports import operations, peers
from assess.reports.bulk.models import BatchChoice, BatchState, BatchTarget, ReportBatch
from assess.reports.bulk.operations import STEP, Wanted, go_on, latest, step_key, store
from assess.reports.models import Report, ReportFace
from assess.reviews.reach import SHOWN
from assess.values.text import Locale

KEEPING: Final = "report.batches"
EVERY: Final = timedelta(minutes=2)
DRAFT: Final = "report.draft"
MOST_DRAFTS: Final = 6
"""So many drafts of one assessment an hour are made without being asked for."""

_LATE: Final = timedelta(days=2)
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_MOST_RECENT: Final = 10_000
_RECENT: Final[set[str]] = set()


@dataclass(frozen=True, slots=True)
class _Due:
    """Reports of a campaign that are to be made by themselves, with what made them due."""

    campaign_id: uuid.UUID
    reason: str
    locale: Locale
    rows: Sequence[Row[uuid.UUID, str, str]]


def keep(task: Task) -> None:
    """See that every batch goes on, and begin those that are due by themselves."""
    now = task.clock()
    with task.database.read() as session:  # who handed in is looked up before anybody has to wait for the writing
        due = [one for campaign_id, reason in _reasons(session, now) for one in _due(session, campaign_id, reason)]
    with task.database.write() as session:
        for batch in _stuck(session):
            go_on(session, batch, now)
        for one in due:
            wanted = Wanted(locale=one.locale, target=BatchTarget.READY)
            store(
                session,
                campaign_id=one.campaign_id,
                asked_by=None,
                reason=one.reason,
                wanted=wanted,
                rows=one.rows,
                now=now,
            )
        jobs.purge(session, names=[STEP, DRAFT], before=now - _DAY)
        session.commit()


def _stuck(session: Session) -> list[ReportBatch]:
    """Give the batches nobody works on any more: their job was given up, or is not there."""
    running = session.scalars(select(ReportBatch).where(ReportBatch.state == BatchState.RUNNING)).all()
    alive = {JobStatus.QUEUED, JobStatus.RUNNING}
    keys = {step_key(one.id, one.step): one for one in running}
    known = set(session.scalars(select(Job.key).where(Job.key.in_(list(keys)), Job.status.in_(alive))))
    return [one for key, one in keys.items() if key not in known]


def _reasons(session: Session, now: datetime) -> Iterator[tuple[uuid.UUID, str]]:
    """Name the campaigns whose reports would say or look otherwise now than two days ago, and what did that."""
    longer = select(Participant.campaign_id).where(_of_late(Participant.closes_at, now))
    closing = or_(_of_late(Campaign.closes_at, now), Campaign.id.in_(longer))
    for campaign in session.scalars(select(Campaign).where(Campaign.status != CampaignStatus.DRAFT, closing)).all():
        at = peers.closes_at(session, campaign)  # the latest deadline: before it no report tells of the others
        if now - _LATE < at <= now:
            yield campaign.id, f"closed:{campaign.id.hex}:{at:%Y%m%d%H%M%S}"
    worn = select(ReportFace.campaign_id, ReportFace.id).where(ReportFace.used_at > now - _LATE)
    for campaign_id, face_id in session.execute(worn).all():
        yield campaign_id, f"face:{face_id.hex}"


def _of_late(column: InstrumentedAttribute[Any], now: datetime) -> ColumnElement[bool]:
    return and_(column <= now, column > now - _LATE)


def _due(session: Session, campaign_id: uuid.UUID, reason: str) -> Iterator[_Due]:
    """Say what is due in each language, once: in Chinese for everybody, else where there was such a report before."""
    for locale in operations.LOCALES:
        named = f"{reason}:{locale}"
        if session.scalar(select(ReportBatch.id).where(ReportBatch.reason == named)) is not None:
            continue
        seen = (Assessment.campaign_id == campaign_id) & Assessment.status.in_(SHOWN)
        seen &= Assessment.organisation_id.is_not(None)
        if locale != "zh":
            before = (Report.submission_id == Submission.id) & (Report.locale == locale)
            seen &= select(Report.id).where(before).exists()
        rows = session.execute(latest(seen, BatchChoice.SUBMITTED)).all()
        if rows:
            yield _Due(campaign_id, named, locale, rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A draft that somebody may want soon; `state` is that of the answers it would tell."""

    assessment_id: uuid.UUID
    account_id: uuid.UUID
    state: int
    locale: Locale


def expect(database: Database, wanted: Expected, now: datetime) -> bool:
    """Have a draft made before somebody presses the button, once a day for each state; says whether that was new.

    What this process queued before it knows without asking the database, which knows for all of them.
    """
    key = f"{DRAFT}:{wanted.assessment_id.hex}:{wanted.locale}:{wanted.state}:{to_local(now):%Y%m%d}"
    if key in _RECENT:
        return False
    who = {"assessment": str(wanted.assessment_id), "account": str(wanted.account_id), "locale": wanted.locale}
    with database.write() as session:
        jobs.enqueue(session, name=DRAFT, payload=who, key=key, now=now)
        session.commit()
    if len(_RECENT) >= _MOST_RECENT:
        _RECENT.clear()
    _RECENT.add(key)
    return True


def draft(task: Task) -> None:
    """Ask for a draft as the one who looks at the form would; left alone where there were many, or they may not."""
    now, assessment_id = task.clock(), uuid.UUID(task.payload["assessment"])
    locale: Locale = "en" if task.payload["locale"] == "en" else "zh"
    with task.database.write() as session:
        actor = accounts.acting(session, uuid.UUID(task.payload["account"]))
        if actor is None or _drafts(session, assessment_id, now) >= MOST_DRAFTS:
            return
        try:
            operations.request_draft(session, actor=actor, assessment_id=assessment_id, locale=locale, now=now)
        except AssessError:
            session.rollback()
            return
        session.commit()


def _drafts(session: Session, assessment_id: uuid.UUID, now: datetime) -> int:
    of = (Report.assessment_id == assessment_id) & Report.submission_id.is_(None) & (Report.created_at > now - _HOUR)
    return session.scalar(select(func.count()).where(of)) or 0
