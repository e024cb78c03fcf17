"""Writing and checking the audit chains."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from assess.audit.chain import GENESIS, Link, Subject, canonical, digest, make_salt
from assess.audit.models import AuditDetail, AuditEvent, AuditHead
from assess.audit.verifying import Harm, check
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
    found = [one.number for one in check(session.connection(), stream=stream) if one.harm is not Harm.DETAIL]
    return found[0] if found else None


def verify_details(session: Session, stream: str) -> tuple[int, ...]:
    """Give the numbers of the events whose kept detail no longer matches its digest (erased details are skipped)."""
    found = check(session.connection(), stream=stream)
    return tuple(one.number for one in found if one.harm is Harm.DETAIL and one.number is not None)
