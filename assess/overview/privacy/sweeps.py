"""How each class of data is counted and taken away once its time is over."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, delete, func, or_, select, tuple_
from sqlalchemy import inspect as inspected
from sqlalchemy.orm import Session

from assess.accounts import letters
from assess.accounts.credentials import ApiToken, OidcAttempt, OneTimeLink
from assess.accounts.import_models import OrganisationImport, OrganisationImportRow
from assess.accounts.join_models import JoinRequest
from assess.accounts.models import Account, Attempt, Consent, WebSession
from assess.accounts.request_models import KeptAnswer
from assess.accounts.webhooks.models import WebhookDelivery, WebhookTry
from assess.assessments import trials
from assess.assessments.models import AnswerHistory, Assessment, Submission
from assess.assessments.together_models import Presence
from assess.assessments.upload_models import FormUpload
from assess.assessments.workflow import Status
from assess.audit.models import AuditDetail, AuditEvent
from assess.db import Base
from assess.jobs.models import Job
from assess.overview.privacy import assessments, erasing
from assess.reports.bulk.models import ReportBatch
from assess.reviews.models import Decision

PIECE: Final = 1000
"""Rows of one transaction: nobody waits long for the database."""

_FEW: Final = 20


@dataclass(frozen=True, slots=True)
class Found:
    """What of a class is over: how many rows, and since when the oldest."""

    rows: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Sweep:
    """One class: what is over before an instant, and how a piece of it is taken away.

    `take` says how many rows it took; it is called again, in a transaction of its own, until there are none.
    """

    count: Callable[[Session, datetime], Found]
    take: Callable[[Session, datetime, datetime], int]


def _rows(model: type[Base], at: SQLColumnExpression[Any], *conditions: ColumnElement[bool]) -> Sweep:
    """Delete the rows of a table that are older."""
    key = list(inspected(model).primary_key)

    def over(before: datetime) -> ColumnElement[bool]:
        return and_(at < before, *conditions)

    def count(session: Session, before: datetime) -> Found:
        rows, oldest = session.execute(select(func.count(), func.min(at)).select_from(model).where(over(before))).one()
        return Found(rows, oldest)

    def take(session: Session, before: datetime, now: datetime) -> int:
        del now  # nothing is written about them
        some = select(*key).where(over(before)).limit(PIECE)
        mine = tuple_(*key).in_(some) if len(key) > 1 else key[0].in_(some)
        gone = session.execute(delete(model).where(mine), execution_options={"synchronize_session": False})
        return int(gone.rowcount)  # type: ignore[attr-defined]  # a deletion's result

    return Sweep(count, take)


def _each(
    wanted: Callable[[datetime], Select[Any]],
    at: SQLColumnExpression[Any],
    go: Callable[[Session, uuid.UUID, datetime], None],
) -> Sweep:
    """Go through things one by one, a few in a transaction; `wanted` selects the ids of those that are over."""

    def count(session: Session, before: datetime) -> Found:
        some = wanted(before).add_columns(at.label("since")).subquery()
        rows, oldest = session.execute(select(func.count(), func.min(some.c.since))).one()
        return Found(rows, oldest)

    def take(session: Session, before: datetime, now: datetime) -> int:
        ids = session.scalars(wanted(before).limit(_FEW)).all()
        for one in ids:
            go(session, one, now)
        return len(ids)

    return Sweep(count, take)


_CHANGED: Final = func.coalesce(
    select(func.max(AnswerHistory.at)).where(AnswerHistory.assessment_id == Assessment.id).scalar_subquery(),
    Assessment.submitted_at,
    Assessment.created_at,
)
_SETTLED: Final = func.coalesce(
    select(func.max(Decision.at)).where(Decision.assessment_id == Assessment.id).scalar_subquery(),
    select(func.max(Submission.at)).where(Submission.assessment_id == Assessment.id).scalar_subquery(),
    Assessment.created_at,
)


def _assessments(statuses: ColumnElement[bool], at: SQLColumnExpression[Any]) -> Sweep:
    """Erase assessments of organisations; one that a campaign still waits for is none of them."""

    def wanted(before: datetime) -> Select[Any]:
        open_ended = or_(Assessment.closes_at.is_(None), Assessment.closes_at < before)
        theirs = Assessment.organisation_id.is_not(None)
        return select(Assessment.id).where(theirs, statuses, at < before, open_ended)

    def go(session: Session, one: uuid.UUID, now: datetime) -> None:
        assessments.erase(session, assessment_id=one, by=None, reason="retention", now=now)

    return _each(wanted, at, go)


def _accounts() -> Sweep:
    """Erase accounts that were disabled long ago."""

    def wanted(before: datetime) -> Select[Any]:
        return select(Account.id).where(Account.erased_at.is_(None), Account.disabled_at < before)

    def go(session: Session, one: uuid.UUID, now: datetime) -> None:
        erasing.erase(session, account_id=one, by=None, reason="retention", now=now)

    return _each(wanted, Account.disabled_at, go)


def _trials() -> Sweep:
    """Delete trials; `before` counts from their beginning, but what was promised each of them holds."""

    def count(session: Session, before: datetime) -> Found:
        over = and_(Assessment.guest_key.is_not(None), Assessment.created_at < before)
        return Found(*session.execute(select(func.count(), func.min(Assessment.created_at)).where(over)).one())

    def take(session: Session, before: datetime, now: datetime) -> int:
        del before
        return trials.purge_trials(session, now=now)

    return Sweep(count, take)


def _imports() -> Sweep:
    """Take people out of the rows of imported tables; what the rows say of organisations stays."""
    ended = func.coalesce(OrganisationImport.undone_at, OrganisationImport.applied_at, OrganisationImport.at)
    given = OrganisationImportRow.given
    named = or_(given["lead_name"].as_string().is_not(None), given["lead_email"].as_string().is_not(None))

    def wanted(before: datetime) -> Select[Any]:
        rows = select(OrganisationImportRow).join(
            OrganisationImport, OrganisationImport.id == OrganisationImportRow.import_id
        )
        return rows.where(ended < before, named)

    def count(session: Session, before: datetime) -> Found:
        over = wanted(before).with_only_columns(func.count(), func.min(ended))
        return Found(*session.execute(over).one())

    def take(session: Session, before: datetime, now: datetime) -> int:
        del now
        rows = session.scalars(wanted(before).limit(PIECE)).all()
        for row in rows:
            row.given = {key: value for key, value in row.given.items() if key not in {"lead_name", "lead_email"}}
        session.flush()
        return len(rows)

    return Sweep(count, take)


_EVENT_AT: Final = (
    select(AuditEvent.at)
    .where(AuditEvent.stream == AuditDetail.stream, AuditEvent.seq == AuditDetail.seq)
    .scalar_subquery()
)
_DELIVERED_AT: Final = select(WebhookDelivery.at).where(WebhookDelivery.id == WebhookTry.delivery_id).scalar_subquery()
_CONSENT_OVER: Final = func.coalesce(
    select(Account.erased_at).where(Account.id == Consent.account_id).scalar_subquery(), Consent.at
)
_WITHOUT_ACCOUNT: Final = or_(
    Consent.account_id.is_(None),
    Consent.account_id.in_(select(Account.id).where(Account.erased_at.is_not(None))),
)
_HANDED_IN: Final = Assessment.status.not_in((Status.DRAFT, Status.WITHDRAWN))

SWEEPS: Final[Mapping[str, tuple[Sweep, ...]]] = {
    "trials": (_trials(),),
    "drafts": (_assessments(~_HANDED_IN, _CHANGED),),
    "submitted": (_assessments(_HANDED_IN, _SETTLED),),
    "accounts": (_accounts(),),
    "consents": (_rows(Consent, _CONSENT_OVER, _WITHOUT_ACCOUNT),),
    "sessions": (_rows(WebSession, WebSession.expires_at), _rows(OidcAttempt, OidcAttempt.expires_at)),
    "attempts": (_rows(Attempt, Attempt.at),),
    "tokens": (_rows(ApiToken, func.coalesce(ApiToken.revoked_at, ApiToken.expires_at)),),
    "links": (_rows(OneTimeLink, OneTimeLink.expires_at),),
    "requests": (_rows(JoinRequest, JoinRequest.answered_at),),
    "letters": (_rows(Job, Job.finished_at, Job.name == letters.JOB),),
    "presence": (_rows(Presence, Presence.seen_at),),
    "uploads": (_rows(FormUpload, FormUpload.at),),
    "imports": (_imports(),),
    "deliveries": (_rows(WebhookTry, _DELIVERED_AT), _rows(WebhookDelivery, WebhookDelivery.at)),
    "answers-to-programs": (_rows(KeptAnswer, KeptAnswer.at),),
    "report-batches": (_rows(ReportBatch, func.coalesce(ReportBatch.finished_at, ReportBatch.touched_at)),),
    "event-details": (_rows(AuditDetail, _EVENT_AT),),
}
"""Class → what is looked at for it; the class `files` is the storage's own (`assess.reports.sweeping`)."""
