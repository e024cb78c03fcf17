"""Writing and checking the audit chains."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from assess.audit.chain import GENESIS, Link, Subject, canonical, digest, make_salt
from assess.audit.models import AuditDetail, AuditEvent, AuditHead
from assess.db import table_of

GENERAL = "general"
"""The stream of everything that belongs to no assessment."""

_HEADS = table_of(AuditHead)
HEAD = select(_HEADS.c.seq, _HEADS.c.hash).where(_HEADS.c.stream == bindparam("stream")).with_for_update()
ADD_EVENT = insert(table_of(AuditEvent))
ADD_DETAIL = insert(table_of(AuditDetail))
MOVE_HEAD = (
    update(_HEADS)
    .where(_HEADS.c.stream == bindparam("head"))
    .values(seq=bindparam("new_seq"), hash=bindparam("new_hash"))
)


def open_stream(connection: Connection | Session, stream: str) -> None:
    """Start a chain unless it is there."""
    bind = connection.get_bind() if isinstance(connection, Session) else connection
    dialect = postgresql if bind.dialect.name == "postgresql" else sqlite
    head = {"stream": stream, "seq": 0, "hash": GENESIS}
    connection.execute(dialect.insert(AuditHead).values(head).on_conflict_do_nothing())


def append(
    connection: Connection | Session,
    *,
    stream: str,
    actor: uuid.UUID | None,
    action: str,
    subject: Subject,
    now: datetime,
    detail: Mapping[str, object] | None = None,
) -> int:
    """Add one event to the end of a chain, within the caller's transaction.

    Args:
        connection: Where the change itself is written.
        stream: `general`, or an assessment's id in hexadecimal.
        actor: The account; None for a guest or the service itself.
        action: What happened, such as `assessment.submitted`.
        subject: What it happened to.
        now: When.
        detail: What to keep besides; stored apart, salted, so that it can be erased.

    Returns:
        The event's number in its chain.
    """
    head = connection.execute(HEAD, {"stream": stream}).one_or_none()
    if head is None:
        open_stream(connection, stream)
        head = connection.execute(HEAD, {"stream": stream}).one()
    salt, text = make_salt(), canonical(detail or {})
    seq, previous = head
    link = Link(stream, seq + 1, now, actor, action, subject, digest(salt, text), previous)
    add_link(connection, link)
    connection.execute(ADD_DETAIL, {"stream": stream, "seq": link.seq, "salt": salt, "detail": text})
    return link.seq


def add_link(connection: Connection | Session, link: Link) -> None:
    """Store a finished event and move the head; the caller holds the head's row."""
    row = event_row(link)
    connection.execute(ADD_EVENT, row)
    connection.execute(MOVE_HEAD, {"head": link.stream, "new_seq": link.seq, "new_hash": row["hash"]})


def event_row(link: Link) -> dict[str, Any]:
    """Give an event's columns, its hash among them."""
    return {
        "stream": link.stream,
        "seq": link.seq,
        "at": link.at,
        "actor_id": link.actor_id,
        "action": link.action,
        "subject_type": link.subject.type,
        "subject_id": link.subject.id,
        "detail_digest": link.detail_digest,
        "previous_hash": link.previous_hash,
        "hash": link.hash(),
    }


def verify(session: Session, stream: str) -> int | None:
    """Check a chain from its first event to its head.

    Returns:
        None when it is whole; otherwise the number of the first event that is missing or was changed.
    """
    events = session.scalars(select(AuditEvent).where(AuditEvent.stream == stream).order_by(AuditEvent.seq)).all()
    broken = first_broken(events)
    if broken is not None:
        return broken
    head = session.get(AuditHead, stream)
    end = (events[-1].seq, events[-1].hash) if events else (0, GENESIS)
    return None if head is not None and (head.seq, head.hash) == end else end[0] + 1


def first_broken(events: Iterable[AuditEvent]) -> int | None:
    """Give the number of the first event that does not follow from the one before; None when all do."""
    previous, expected = GENESIS, 1
    for event in events:
        if (event.seq, event.previous_hash) != (expected, previous) or _link(event).hash() != event.hash:
            return expected
        previous, expected = event.hash, expected + 1
    return None


def verify_details(session: Session, stream: str) -> tuple[int, ...]:
    """Give the numbers of the events whose kept detail no longer matches its digest (erased details are skipped)."""
    rows = session.execute(
        select(AuditEvent.seq, AuditEvent.detail_digest, AuditDetail.salt, AuditDetail.detail)
        .join(AuditDetail, (AuditDetail.stream == AuditEvent.stream) & (AuditDetail.seq == AuditEvent.seq))
        .where(AuditEvent.stream == stream)
        .order_by(AuditEvent.seq)
    )
    return tuple(seq for seq, stored, salt, text in rows if digest(salt, text) != stored)


def _link(event: AuditEvent) -> Link:
    subject = Subject(event.subject_type, event.subject_id)
    return Link(
        stream=event.stream,
        seq=event.seq,
        at=event.at,
        actor_id=event.actor_id,
        action=event.action,
        subject=subject,
        detail_digest=event.detail_digest,
        previous_hash=event.previous_hash,
    )
