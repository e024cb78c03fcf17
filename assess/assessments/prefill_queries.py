"""Reading what one owner answered in other assessments; never another organisation's, never another session's."""

import datetime as dt
import json
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, and_, select
from sqlalchemy.orm import Session

from assess.accounts.models import Account
from assess.assessments import prefill
from assess.assessments.models import Answer, Assessment
from assess.assessments.prefill import Found, Given, Origin
from assess.assessments.queries import Loaded
from assess.assessments.workflow import Status
from assess.audit.models import AuditDetail, AuditEvent
from assess.checklists import documents
from assess.checklists.definition import Published
from assess.checklists.models import ChecklistVersion
from assess.clock import to_local

TAKEN: Final = "answer.taken-over"
Answered = Mapping[str, Sequence[Given]]


def owned_by(assessment: Assessment, now: dt.datetime) -> ColumnElement[bool]:
    """Give the condition for the assessments of the same owner: its organisation, or the same browser's trials."""
    if assessment.organisation_id is not None:
        return Assessment.organisation_id == assessment.organisation_id
    return trials_of(assessment.guest_key, now)


def trials_of(guest_key: bytes | None, now: dt.datetime) -> ColumnElement[bool]:
    """Give the condition for the living trials of a browser session."""
    return and_(Assessment.guest_key == guest_key, Assessment.guest_expires_at > now)


def given(
    session: Session,
    owner: ColumnElement[bool],
    *,
    facts: Collection[str] | None = None,
    without: uuid.UUID | None = None,
) -> Answered:
    """Give an owner's answers by question, the latest first; those of withdrawn assessments are left alone.

    Two queries, one where this process has read the versions before. The caller has checked who is asking.

    Args:
        session: Any session.
        owner: Whose assessments, by `owned_by` or a like condition.
        facts: Only these questions.
        without: An assessment to leave out.
    """
    wanted = (
        select(Answer.fact, Answer.value, Answer.revision, Answer.at, Account.name, Assessment.id, ChecklistVersion)
        .join(Assessment, Assessment.id == Answer.assessment_id)
        .join(ChecklistVersion, ChecklistVersion.id == Assessment.checklist_version_id)
        .outerjoin(Account, Account.id == Answer.by)
        .where(owner, Answer.value.is_not(None), Assessment.status != Status.WITHDRAWN)
        .order_by(Answer.at.desc(), Assessment.id)
    )
    if facts is not None:
        wanted = wanted.where(Answer.fact.in_(facts))
    if without is not None:
        wanted = wanted.where(Assessment.id != without)
    rows = session.execute(wanted).all()
    return _by_fact(rows, _documents(session, rows))


def _documents(session: Session, rows: Sequence[Row[*tuple[Any, ...]]]) -> Mapping[uuid.UUID, Published]:
    versions = {row[6].id: row[6] for row in rows}
    read = documents.gather(session, tuple(versions.values()))
    return dict(zip(versions, read, strict=True))


def _by_fact(rows: Sequence[Row[*tuple[Any, ...]]], read: Mapping[uuid.UUID, Published]) -> Answered:
    """Put the answers together by question; what a version does not ask any more is nobody's answer."""
    asked = {key: {fact.key: fact for fact in document.facts} for key, document in read.items()}
    gathered: dict[str, list[Given]] = {}
    for key, text, revision, at, name, assessment_id, version in rows:
        fact = asked[version.id].get(key)
        if fact is not None:
            document = read[version.id]
            origin = Origin(
                assessment_id=assessment_id,
                revision=revision,
                key=version.key,
                version=version.version,
                title=document.checklist.title,
                region=document.measure.region,
                at=at,
                by_name=name,
            )
            gathered.setdefault(key, []).append(Given(fact, text, to_local(at).date(), origin))
    return gathered


def elsewhere(
    session: Session, loaded: Loaded, *, now: dt.datetime, facts: Collection[str] | None = None
) -> Mapping[str, Found]:
    """Give what the owner answered elsewhere to the questions that have no answer here.

    The caller has loaded the assessment for who is asking.

    Args:
        session: Any session.
        loaded: The assessment that is being filled in.
        now: The present instant; its day in Shanghai judges freshness.
        facts: Only these questions.
    """
    answered = loaded.values
    open_ones = [
        fact for fact in loaded.published.facts if fact.key not in answered and (facts is None or fact.key in facts)
    ]
    if not open_ones:
        return {}
    there = given(
        session,
        owned_by(loaded.assessment, now),
        facts=[fact.key for fact in open_ones],
        without=loaded.assessment.id,
    )
    return prefill.found(open_ones, there, to_local(now).date())


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver:
    """An answer that was taken over: which revision of which question, from where, and who did it when."""

    fact: str
    revision: int
    assessment_id: uuid.UUID
    checklist: str
    version: str
    answered_at: dt.datetime
    at: dt.datetime
    by_name: str | None


def taken_over(session: Session, assessment_id: uuid.UUID) -> tuple[TakenOver, ...]:
    """List what was ever taken over into an assessment, the oldest first; the caller has checked who is asking."""
    rows = session.execute(
        select(AuditEvent.subject_id, AuditDetail.detail, AuditEvent.at, Account.name)
        .join(AuditDetail, and_(AuditDetail.stream == AuditEvent.stream, AuditDetail.seq == AuditEvent.seq))
        .outerjoin(Account, Account.id == AuditEvent.actor_id)
        .where(AuditEvent.stream == assessment_id.hex, AuditEvent.action == TAKEN)
        .order_by(AuditEvent.seq)
    )
    return tuple(_taken(rows.all()))


def _taken(rows: Sequence[Row[*tuple[Any, ...]]]) -> Iterator[TakenOver]:
    for fact, text, at, by_name in rows:
        kept = json.loads(text)
        yield TakenOver(
            fact=fact,
            revision=kept["revision"],
            assessment_id=uuid.UUID(kept["from"]),
            checklist=kept["checklist"],
            version=kept["version"],
            answered_at=dt.datetime.fromisoformat(kept["answered_at"]),
            at=at,
            by_name=by_name,
        )
