"""Answering outside the hot path: the same checks and the same writes, for doors that hold an ORM session."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Action
from assess.assessments import reach
from assess.assessments.models import Answer
from assess.assessments.save import find_fact
from assess.assessments.workflow import Step
from assess.assessments.writing import Change, Place, Saved, put
from assess.audit.models import AuditHead


def answer(
    session: Session, *, actor: Actor, assessment_id: uuid.UUID, fact: str, change: Change, now: datetime
) -> Saved:
    """Save one answer for an actor who is known already.

    Raises:
        NotFoundError: No such assessment for this actor.
        ForbiddenError: A role that may not answer, or a state in which nothing may change.
        InvalidError: Unknown fact, or a value or note that does not fit; `field` is the fact's key.
        ConflictError: `answer.stale`, as in `save`.
    """
    found = reach.take(session, actor=actor, assessment_id=assessment_id, action=Action.ANSWER, step=Step.EDIT, now=now)
    connection = session.connection()
    key = found.id.hex
    seq, previous = session.execute(select(AuditHead.seq, AuditHead.hash).where(AuditHead.stream == key)).one()
    present = session.execute(
        select(Answer.value, Answer.note, Answer.revision).where(Answer.assessment_id == found.id, Answer.fact == fact)
    ).one_or_none()
    value, note, revision = present or (None, "", 0)
    place = Place(
        assessment_id=found.id,
        fact=find_fact(connection, found.version.sha256, fact),
        value=value,
        note=note,
        revision=revision,
        seq=seq,
        hash=previous,
        by=actor.account_id,
    )
    return put(connection, place=place, change=change, now=now)
