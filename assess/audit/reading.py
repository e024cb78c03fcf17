"""Reading what is foreign leaves a trace: an event in a chain, written before the answer is sent.

Staff (reviewers, administrators) who open what belongs to somebody else call `note` (with a database, from a request
that only reads) or `add` (within a writing session). If the trace cannot be written, the exception goes up and nothing
is shown. The same person reading the same thing again within `WINDOW` is one event.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from assess.audit.chain import Subject
from assess.audit.log import GENERAL, append
from assess.audit.models import AuditReading
from assess.db import Database

WINDOW: Final = timedelta(minutes=10)
"""The same person reading the same thing again within this time is one event."""


def note(
    database: Database,
    *,
    reader: uuid.UUID,
    action: str,
    subject: Subject,
    now: datetime,
    stream: str = GENERAL,
    detail: Mapping[str, object] | None = None,
) -> bool:
    """Put a reading into a chain, in a short write transaction of its own; the caller holds no other connection.

    Args:
        database: Where the chain is.
        reader: Whose account.
        action: What was read, such as `submission.read`.
        subject: Its type and id; for a list that of the body or campaign whose list it is.
        now: The present instant.
        stream: The assessment's id in hexadecimal, or the general chain.
        detail: Ids of what else is meant; no names, no answers.

    Returns:
        Whether it is a new event; False within `WINDOW` of the last one.
    """
    with database.read() as session:
        if known(session, reader=reader, action=action, subject=subject, now=now):
            return False
    with database.write() as session:
        told = add(session, reader=reader, action=action, subject=subject, now=now, stream=stream, detail=detail)
        session.commit()
    return told


def known(session: Session, *, reader: uuid.UUID, action: str, subject: Subject, now: datetime) -> bool:
    """Say whether this reading is in a chain already, within `WINDOW`."""
    at = session.scalar(
        select(AuditReading.at).where(
            AuditReading.account_id == reader,
            AuditReading.action == action,
            AuditReading.subject_id == subject.id,
        )
    )
    return at is not None and at > now - WINDOW


def add(
    session: Session,
    *,
    reader: uuid.UUID,
    action: str,
    subject: Subject,
    now: datetime,
    stream: str = GENERAL,
    detail: Mapping[str, object] | None = None,
) -> bool:
    """Do as `note` does, within the caller's write transaction."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    row = {"account_id": reader, "action": action, "subject_id": subject.id, "at": now}
    put = (
        dialect.insert(AuditReading)
        .values(row)
        .on_conflict_do_update(
            index_elements=["account_id", "action", "subject_id"],
            set_={"at": now},
            where=AuditReading.at <= now - WINDOW,
        )
        .returning(AuditReading.at)
    )
    if session.scalar(put) is None:
        return False
    append(session, stream=stream, actor=reader, action=action, subject=subject, now=now, detail=detail)
    return True


def purge(session: Session, *, now: datetime) -> None:
    """Forget when things were read last, once a further reading would be an event anyway."""
    session.execute(delete(AuditReading).where(AuditReading.at <= now - WINDOW))
