"""Reading how answers came about, and comparing it with the audit chain."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.accounts.models import Account
from assess.assessments import reach
from assess.assessments.models import AnswerHistory
from assess.assessments.writing import SAVED, detail
from assess.audit.chain import canonical, digest
from assess.audit.models import AuditEvent


def history(
    session: Session, *, actor: Actor, assessment_id: uuid.UUID, fact: str, now: datetime
) -> list[tuple[AnswerHistory, str | None]]:
    """List the changes of one answer with the names of who made them, the oldest first.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
    """
    reach.get(session, actor=actor, assessment_id=assessment_id, now=now)
    rows = session.execute(
        select(AnswerHistory, Account.name)
        .outerjoin(Account, Account.id == AnswerHistory.by)
        .where(AnswerHistory.assessment_id == assessment_id, AnswerHistory.fact == fact)
        .order_by(AnswerHistory.revision)
    )
    return [(change, name) for change, name in rows]


def altered_answers(session: Session, assessment_id: uuid.UUID) -> tuple[tuple[str, int], ...]:
    """Compare the history with the audit chain.

    Returns:
        Fact and revision of every change whose stored content is not what the chain saw, or that the chain lacks.
    """
    events = session.execute(
        select(AuditEvent.subject_id, AuditEvent.detail_digest)
        .where(AuditEvent.stream == assessment_id.hex, AuditEvent.action == SAVED)
        .order_by(AuditEvent.seq)
    )
    seen: dict[str, list[bytes]] = {}
    for fact, found in events:
        seen.setdefault(fact, []).append(found)
    changes = session.scalars(select(AnswerHistory).where(AnswerHistory.assessment_id == assessment_id))
    return tuple((row.fact, row.revision) for row in changes if _digest(row) not in seen.get(row.fact, []))


def _digest(row: AnswerHistory) -> bytes:
    return digest(row.salt, canonical(detail(row.revision, row.value_after, row.note_after)))
