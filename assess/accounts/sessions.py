"""Browser sessions: a random token in the cookie, its hash in the database."""

import hashlib
import hmac
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.actor import Membership as Member
from assess.access.roles import Role
from assess.accounts.models import Account, Attempt, Consent, Membership, Organisation, WebSession
from assess.audit.chain import Subject
from assess.audit.log import GENERAL, append
from assess.errors import ForbiddenError

GUEST_LIVES = 7
"""How many times its life a guest session may be extended to."""

PENDING = timedelta(minutes=5)
"""How long the right password waits for the second factor."""

AGENT_MAXIMUM = 200

REACHING = frozenset({Role.REVIEWER, Role.ADMINISTRATOR})
"""Roles that work with what belongs to other organisations."""

TOUCH = timedelta(minutes=1)
"""How stale `last_seen_at` may get before it is written again."""

_VISIT: Final = (  # outer joins: all but the session may be missing
    select(WebSession, Account, Membership.role, Organisation.id, Organisation.name, Organisation.operator)
    .outerjoin(Account, Account.id == WebSession.account_id)
    .outerjoin(Membership, Membership.account_id == Account.id)
    .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
    .where(WebSession.token_hash == bindparam("token_hash"), WebSession.expires_at > bindparam("now"))
    .order_by(Organisation.created_at, Organisation.id, Membership.role)
)
"""Who a session's cookie stands for: put together once, for every page asks it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session lives without use, and at most.

    A guest's lives as long as a trial is kept (`guest`): whoever is promised a day must be able to come back within it.
    """

    idle: timedelta = timedelta(minutes=120)
    absolute: timedelta = timedelta(hours=12)
    guest: timedelta = timedelta(hours=24)

    def expiry(self, created_at: datetime, now: datetime, *, guest: bool) -> datetime:
        """Give the instant at which a session that is used now would end."""
        if guest:
            return min(now + self.guest, created_at + GUEST_LIVES * self.guest)
        return min(now + self.idle, created_at + self.absolute)


@dataclass(frozen=True, slots=True)
class NewSession:
    """What the browser gets: the token for the cookie, and the token for forms."""

    token: str
    csrf_token: str
    expires_at: datetime
    pending: bool = False  # the second factor is still owed: nobody is signed in yet


@dataclass(frozen=True, slots=True)
class Entrance:
    """How somebody came in: what their browser calls itself, and by what they proved who they are."""

    agent: str = ""
    method: str = ""

    @property
    def stored_agent(self) -> str:
        """Give the browser's name as it is kept: printable, and not longer than the column."""
        return "".join(letter for letter in self.agent if letter.isprintable())[:AGENT_MAXIMUM]


UNKNOWN = Entrance()


@dataclass(frozen=True, slots=True)
class Visit:
    """A valid session with who is behind it."""

    token_hash: bytes
    actor: Actor
    csrf_token: str
    consent_version: str | None
    consent_at: datetime | None
    start_answers: dict[str, Any] | None
    expires_at: datetime
    stale: bool  # `touch` is due
    id: uuid.UUID
    method: str
    strong_at: datetime | None  # when the person last proved who they are
    pending_account_id: uuid.UUID | None  # who gave the right password and owes the second factor
    second_factor: bool

    @property
    def should_strengthen(self) -> bool:
        """Say whether somebody who works with what is others' has no second factor."""
        return not self.second_factor and any(own.role in REACHING for own in self.actor.memberships)


def make_token() -> str:
    """Draw a token of 256 bits."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> bytes:
    """Give the hash under which a token is stored."""
    return hashlib.sha256(token.encode()).digest()


def require_csrf(expected: str, given: str) -> None:
    """Refuse a form that did not come from our own page.

    Raises:
        ForbiddenError: When the token differs.
    """
    if not hmac.compare_digest(expected.encode(), given.encode()):
        raise ForbiddenError("csrf")


def visit(session: Session, *, token: str, now: datetime) -> Visit | None:
    """Look up the session behind a cookie, with account and memberships, in one query.

    Returns:
        None when there is none, it expired, or its account is disabled.
    """
    rows: Sequence[Any] = session.execute(_VISIT, {"token_hash": hash_token(token), "now": now}).all()
    if not rows:
        return None
    web, account = rows[0][0], rows[0][1]
    if account is not None and account.disabled_at is not None:
        return None
    members = tuple(Member(row[3], row[2], row[4], row[5]) for row in rows if row[2] is not None)
    return _visit(web, account, members, now)


def _visit(web: WebSession, account: Account | None, members: tuple[Member, ...], now: datetime) -> Visit:
    actor = Actor(
        account_id=account.id if account else None,
        name=account.name if account else "",
        memberships=members,
        guest_key=web.guest_key,
        locale="en" if account is not None and account.locale == "en" else "zh",
    )
    return Visit(
        token_hash=web.token_hash,
        actor=actor,
        csrf_token=web.csrf_token,
        consent_version=web.consent_version,
        consent_at=web.consent_at,
        start_answers=web.start_answers,
        expires_at=web.expires_at,
        stale=now - web.last_seen_at >= TOUCH,
        id=web.id,
        method=web.method,
        strong_at=web.strong_at,
        pending_account_id=web.pending_account_id if web.pending_until and now < web.pending_until else None,
        second_factor=account is not None and account.totp_since is not None,
    )


def create(
    session: Session,
    *,
    account_id: uuid.UUID | None,
    before: WebSession | None,
    limits: Limits,
    now: datetime,
    entrance: Entrance = UNKNOWN,
    pending: uuid.UUID | None = None,
) -> NewSession:
    """Store a new session; what was said before signing in (consent, start answers, trials) moves over to it.

    Args:
        session: A writing session.
        account_id: Who is signed in; None for a guest.
        before: The session it replaces, which ends: its token opens nothing any more.
        limits: How long it may live.
        now: The present instant.
        entrance: How somebody came in.
        pending: Who gave the right password and still owes the second factor; until then they are a guest.
    """
    token, csrf_token = make_token(), secrets.token_urlsafe(24)
    agreed = _agreed(session, account_id, before)
    made = WebSession(
        token_hash=hash_token(token),
        account_id=account_id,
        guest_key=before.guest_key if before else secrets.token_bytes(32),
        csrf_token=csrf_token,
        start_answers=before.start_answers if before else None,
        consent_version=agreed[0],
        consent_at=agreed[1],
        created_at=now,
        last_seen_at=now,
        expires_at=limits.expiry(now, now, guest=account_id is None),
        agent=entrance.stored_agent,
        method=entrance.method,
        strong_at=now if account_id else None,
        pending_account_id=pending,
        pending_until=now + PENDING if pending else None,
    )
    session.add(made)
    if before is not None:
        session.delete(before)
    session.flush()
    _keep_agreed(session, made)
    return NewSession(token, csrf_token, made.expires_at, pending is not None)


def _keep_agreed(session: Session, made: WebSession) -> None:
    """Let what was agreed to as a guest in this browser count as the account's own consent from now on."""
    if made.account_id is not None and made.consent_version is not None:
        as_guest = (Consent.guest_key == made.guest_key) & Consent.account_id.is_(None)
        session.execute(update(Consent).where(as_guest).values(account_id=made.account_id))


def _agreed(
    session: Session, account_id: uuid.UUID | None, before: WebSession | None
) -> tuple[str | None, datetime | None]:
    """Give the notice agreed to as a guest, or else the last one the account agreed to: nobody is asked twice."""
    if before is not None and before.consent_version is not None:
        return before.consent_version, before.consent_at
    if account_id is None:
        return None, None
    wanted = select(Consent.notice_version, Consent.at).where(Consent.account_id == account_id)
    last = session.execute(wanted.order_by(Consent.at.desc()).limit(1)).one_or_none()
    return (last.notice_version, last.at) if last else (None, None)


def touch(session: Session, *, token_hash: bytes, limits: Limits, now: datetime) -> datetime | None:
    """Note that a session is in use, which moves its end; at most once a minute is enough.

    Returns:
        When it ends now; None when it is gone.
    """
    web = session.get(WebSession, token_hash)
    if web is None or web.expires_at <= now:
        return None
    web.last_seen_at, web.expires_at = now, limits.expiry(web.created_at, now, guest=web.account_id is None)
    return web.expires_at


def close(session: Session, *, token_hash: bytes) -> None:
    """End one session."""
    session.execute(delete(WebSession).where(WebSession.token_hash == token_hash))


def record_consent(session: Session, *, visit: Visit, notice_version: str, now: datetime) -> None:
    """Record that the privacy notice was read and agreed to."""
    guest_key = visit.actor.guest_key or b""
    session.add(Consent(account_id=visit.actor.account_id, guest_key=guest_key, notice_version=notice_version, at=now))
    _change(session, visit, consent_version=notice_version, consent_at=now)
    about = Subject("notice", notice_version)
    append(session, stream=GENERAL, actor=visit.actor.account_id, action="consent.given", subject=about, now=now)


def keep_start_answers(session: Session, *, visit: Visit, answers: dict[str, Any]) -> None:
    """Keep the answers to the first five questions with the session."""
    _change(session, visit, start_answers=answers)


def _change(session: Session, visit: Visit, **values: object) -> None:
    session.execute(update(WebSession).where(WebSession.token_hash == visit.token_hash).values(**values))


def purge(session: Session, *, now: datetime) -> int:
    """Delete ended sessions and tries nobody counts any more; returns how many sessions went."""
    session.execute(delete(Attempt).where(Attempt.at < now - timedelta(days=1)))
    gone = session.scalars(delete(WebSession).where(WebSession.expires_at <= now).returning(WebSession.token_hash))
    return len(gone.all())
