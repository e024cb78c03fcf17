"""Reading how answers came about, and comparing it with the audit chain."""

import uuid
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Row, select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.accounts.models import Account
from assess.assessments import reach
from assess.assessments.models import AnswerHistory
from assess.assessments.writing import SAVED, detail
from assess.audit.chain import canonical, digest
from assess.audit.log import GENERAL
from assess.audit.models import AuditEvent
from assess.audit.verifying import Damage, Harm
from assess.db import table_of

ENDS: Final = ("assessment.erased", "trial.deleted")
"""What a chain says last of all, once answers and their history are gone."""

_BATCH: Final = 5_000


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
    """Compare the history of one assessment with its audit chain.

    Returns:
        Fact and revision of every change whose stored content is not what the chain saw, that the chain lacks, or that
        the history lacks.
    """
    found = _compared(session.connection(), assessment_id, list(_steps(session.connection(), assessment_id.hex)))
    return tuple((one.fact, one.revision) for one in found)


def damages(connection: Connection, stream: str | None = None) -> Iterator[Damage]:
    """Compare the histories of all assessments, or of one, with their chains, one assessment at a time."""
    for name, steps in groupby(_steps(connection, stream), key=lambda step: step.stream):
        for one in _compared(connection, uuid.UUID(name), list(steps)):
            yield Damage(name, one.seq, Harm.ANSWER)


class _Step(NamedTuple):
    stream: str
    seq: int
    action: str
    fact: str
    detail_digest: bytes


class _Wrong(NamedTuple):
    fact: str
    revision: int
    seq: int | None


def _steps(connection: Connection, stream: str | None) -> Iterator[_Step]:
    """Go through what the chains say of answers, and of their end."""
    wanted = (
        select(AuditEvent.stream, AuditEvent.seq, AuditEvent.action, AuditEvent.subject_id, AuditEvent.detail_digest)
        .where(AuditEvent.action.in_((SAVED, *ENDS)), AuditEvent.stream != GENERAL)
        .order_by(AuditEvent.stream, AuditEvent.seq)
    )
    if stream is not None:
        wanted = wanted.where(AuditEvent.stream == stream)
    return map(_Step._make, connection.execute(wanted, execution_options={"yield_per": _BATCH}))


def _compared(connection: Connection, assessment_id: uuid.UUID, steps: list[_Step]) -> Iterator[_Wrong]:
    """Find what differs; an assessment whose chain says that it was erased has no history any more."""
    if any(step.action in ENDS for step in steps):
        return
    told: dict[str, list[_Step]] = {}
    for step in steps:
        told.setdefault(step.fact, []).append(step)
    history = table_of(AnswerHistory)
    rows = connection.execute(select(*history.c).where(history.c.assessment_id == assessment_id)).all()
    kept = {(row.fact, row.revision): row for row in rows}
    for fact, saved in told.items():
        for revision, step in enumerate(saved, 1):
            row = kept.pop((fact, revision), None)
            if row is None or _digest(row) != step.detail_digest:
                yield _Wrong(fact, revision, step.seq)
    for fact, revision in kept:
        yield _Wrong(fact, revision, None)


def _digest(row: Row[Any]) -> bytes:
    return digest(row.salt, canonical(detail(row.revision, row.value_after, row.note_after)))
