"""Where somebody is signed in: listing one's sessions and ending them."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from assess.accounts.models import WebSession
from assess.accounts.sessions import Visit
from assess.audit.chain import Subject
from assess.audit.log import GENERAL, append
from assess.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Device:
    """One of somebody's sessions; `current` is the one that asks."""

    id: uuid.UUID
    agent: str
    method: str
    created_at: datetime
    last_seen_at: datetime
    current: bool


def devices(session: Session, *, visit: Visit, now: datetime) -> tuple[Device, ...]:
    """List the sessions of the account, this one first, then the last used."""
    mine = (WebSession.account_id == visit.actor.account_id) & (WebSession.expires_at > now)
    rows = session.scalars(select(WebSession).where(mine).order_by(WebSession.last_seen_at.desc(), WebSession.id))
    found = [
        Device(web.id, web.agent, web.method, web.created_at, web.last_seen_at, web.id == visit.id) for web in rows
    ]
    return tuple(sorted(found, key=lambda device: not device.current))


def end(session: Session, *, visit: Visit, session_id: uuid.UUID, now: datetime) -> None:
    """End one of the account's sessions.

    Raises:
        NotFoundError: None of theirs.
    """
    mine = (WebSession.account_id == visit.actor.account_id) & (WebSession.id == session_id)
    gone = session.scalars(delete(WebSession).where(mine).returning(WebSession.id)).all()
    if visit.actor.account_id is None or not gone:
        raise NotFoundError
    _log(session, visit.actor.account_id, len(gone), now)


def end_others(session: Session, *, visit: Visit, now: datetime) -> int:
    """End every session of the account but this one; returns how many."""
    if visit.actor.account_id is None:
        raise NotFoundError
    return end_all(session, account_id=visit.actor.account_id, now=now, but=visit.token_hash)


def end_all(session: Session, *, account_id: uuid.UUID, now: datetime, but: bytes = b"") -> int:
    """End every session of an account, also those that wait for its second factor; returns how many."""
    theirs = or_(WebSession.account_id == account_id, WebSession.pending_account_id == account_id)
    gone = session.scalars(
        delete(WebSession).where(theirs, WebSession.token_hash != but).returning(WebSession.id)
    ).all()
    if gone:
        _log(session, account_id, len(gone), now)
    return len(gone)


def _log(session: Session, account_id: uuid.UUID, count: int, now: datetime) -> None:
    append(
        session,
        stream=GENERAL,
        actor=account_id,
        action="account.sessions-ended",
        subject=Subject("account", str(account_id)),
        now=now,
        detail={"count": count},
    )
