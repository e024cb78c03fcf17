"""Requests of programs that must not be done twice: what was answered is kept a day and given again."""

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from assess.accounts.request_models import KeptAnswer
from assess.errors import InvalidError

KEPT_FOR: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered: status, headers and body, word for word."""

    status: int
    headers: Mapping[str, str]
    body: str


@dataclass(frozen=True, slots=True)
class Ticket:
    """Under which key of whom a request came, and the hash of what it asks."""

    account_id: uuid.UUID
    key: str
    request_hash: bytes


def digest(method: str, path: str, asked: object) -> bytes:
    """Give the hash of a request: where it goes and what it asks, as plain data."""
    text = json.dumps([method, path, asked], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()


def kept(session: Session, *, ticket: Ticket, now: datetime) -> Reply | None:
    """Give what was answered under a key; until the transaction ends, nobody else works under the same one.

    Raises:
        InvalidError: `api.key-reused`: it was another request.
    """
    _alone(session, ticket)
    found = session.execute(
        select(KeptAnswer.request_hash, KeptAnswer.status, KeptAnswer.headers, KeptAnswer.body).where(
            _theirs(ticket), KeptAnswer.at > now - KEPT_FOR
        )
    ).one_or_none()
    if found is None:
        return None
    if found.request_hash != ticket.request_hash:
        raise InvalidError("api.key-reused", field="Idempotency-Key")
    return Reply(found.status, json.loads(found.headers), found.body)


def keep(session: Session, *, ticket: Ticket, reply: Reply, now: datetime) -> None:
    """Keep an answer in the transaction of its effect; one that has run out makes way."""
    session.execute(delete(KeptAnswer).where(_theirs(ticket)))
    session.add(
        KeptAnswer(
            account_id=ticket.account_id,
            key=ticket.key,
            request_hash=ticket.request_hash,
            status=reply.status,
            headers=json.dumps(dict(reply.headers), ensure_ascii=False),
            body=reply.body,
            at=now,
        )
    )
    session.flush()


def purge(session: Session, *, now: datetime) -> None:
    """Forget what has run out."""
    session.execute(delete(KeptAnswer).where(KeptAnswer.at <= now - KEPT_FOR))


def _theirs(ticket: Ticket) -> ColumnElement[bool]:
    return (KeptAnswer.account_id == ticket.account_id) & (KeptAnswer.key == ticket.key)


def _alone(session: Session, ticket: Ticket) -> None:
    """Let equal requests that arrive together follow one another; SQLite has one writer at a time anyway."""
    if session.get_bind().dialect.name == "postgresql":
        number = int.from_bytes(digest("", ticket.account_id.hex, ticket.key)[:8], signed=True)
        session.execute(select(func.pg_advisory_xact_lock(number)))
