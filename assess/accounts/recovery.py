"""Passwords: changing one's own, and getting back in by a link sent by mail."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from assess.accounts import devices, letters, passwords, proving, sessions, throttle, tokens
from assess.accounts.credentials import LinkKind, OneTimeLink
from assess.accounts.models import Account, WebSession
from assess.accounts.sessions import Entrance, Limits, NewSession, Visit, hash_token
from assess.audit.chain import Subject
from assess.audit.log import GENERAL, append
from assess.errors import NotFoundError

LIVES: Final = timedelta(hours=1)
LETTER: Final = "reset"


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose password an open link resets."""

    account_id: uuid.UUID
    login: str


def change_password(
    session: Session, *, visit: Visit, old: str, new: str, agent: str, limits: Limits, now: datetime
) -> NewSession:
    """Change one's password: a new token here, and every other session ends.

    Raises:
        InvalidError: The old one is wrong, or the new one cannot be taken.
        ThrottledError: Too many wrong ones.
    """
    account = session.get(Account, visit.actor.account_id) if visit.actor.account_id else None
    if account is None:
        raise NotFoundError
    account_id = account.id
    passwords.check(new, account.login)
    proving.password(session, account_id=account_id, given=old, now=now, field="old")
    session.commit()  # nothing is locked while the new one is hashed
    _store(session, account_id, passwords.make_hash(new), now)
    _log(session, account_id, "account.password-changed", now, by=account_id)
    devices.end_others(session, visit=visit, now=now)
    return sessions.create(
        session,
        account_id=account_id,
        before=session.get(WebSession, visit.token_hash),
        limits=limits,
        now=now,
        entrance=Entrance(agent, visit.method),
    )


def ask_for_reset(session: Session, *, login: str, address: str, now: datetime) -> None:
    """Have a link sent to whoever has this login; the same is done, and as slowly, where nobody has.

    Raises:
        ThrottledError: Too many requests for this login or from this address.
    """
    name = login.strip().lower().replace("\0", "")
    proving.count(session, throttle.RESET_BY_LOGIN, name, now)
    proving.count(session, throttle.RESET_BY_ADDRESS, address, now)
    found = session.scalar(select(Account.id).where(Account.login == name, Account.disabled_at.is_(None)))
    letters.enqueue(session, name=LETTER, account_id=found, params={}, now=now)


def make_link(session: Session, *, account_id: uuid.UUID, now: datetime) -> str:
    """Make the token of a reset link; the links made before it work no more."""
    token = sessions.make_token()
    _close_links(session, account_id, now)
    session.add(
        OneTimeLink(
            token_hash=hash_token(token),
            kind=LinkKind.RESET,
            account_id=account_id,
            created_at=now,
            expires_at=now + LIVES,
        )
    )
    _log(session, account_id, "account.reset-link-made", now, by=None)
    return token


def find(session: Session, *, token: str, now: datetime) -> Whose:
    """Say whose password a link resets, without using it up.

    Raises:
        NotFoundError: It is wrong, was used, replaced, or is too old: nobody can tell which.
    """
    row = session.execute(
        select(Account.id, Account.login)
        .join(OneTimeLink, OneTimeLink.account_id == Account.id)
        .where(_open(token, now))
    ).one_or_none()
    if row is None:
        raise NotFoundError("account.link-over")
    return Whose(row.id, row.login)


def reset(session: Session, *, token: str, password: str, now: datetime) -> None:
    """Set a new password by a link, which works once. Nobody is signed in by it: the second factor stays what it is.

    Whoever lost a password may have lost more: all sessions and tokens for programs end.

    Raises:
        NotFoundError: The link works no more.
        InvalidError: The password cannot be taken; the link goes on working.
    """
    whose = find(session, token=token, now=now)
    passwords.check(password, whose.login)
    session.commit()  # nothing is locked while the password is hashed
    hashed = passwords.make_hash(password)
    used = update(OneTimeLink).where(_open(token, now)).values(used_at=now)
    if not proving.changed(session, used):
        raise NotFoundError("account.link-over")
    _store(session, whose.account_id, hashed, now)
    _close_links(session, whose.account_id, now)
    devices.end_all(session, account_id=whose.account_id, now=now)
    tokens.end_all(session, account_id=whose.account_id, now=now)
    throttle.forget(session, throttle.SIGN_IN_BY_LOGIN, whose.login)
    _log(session, whose.account_id, "account.password-reset", now, by=whose.account_id)


def _open(token: str, now: datetime) -> ColumnElement[bool]:
    usable = OneTimeLink.used_at.is_(None) & OneTimeLink.revoked_at.is_(None) & (OneTimeLink.expires_at > now)
    enabled = select(Account.id).where(Account.disabled_at.is_(None))
    of_somebody = OneTimeLink.account_id.in_(enabled)
    return (OneTimeLink.token_hash == hash_token(token)) & (OneTimeLink.kind == LinkKind.RESET) & usable & of_somebody


def _store(session: Session, account_id: uuid.UUID, hashed: str, now: datetime) -> None:
    session.execute(
        update(Account).where(Account.id == account_id).values(password_hash=hashed, password_changed_at=now)
    )


def _close_links(session: Session, account_id: uuid.UUID, now: datetime) -> None:
    theirs = (OneTimeLink.account_id == account_id) & (OneTimeLink.kind == LinkKind.RESET)
    open_still = OneTimeLink.used_at.is_(None) & OneTimeLink.revoked_at.is_(None)
    session.execute(update(OneTimeLink).where(theirs, open_still).values(revoked_at=now))


def _log(session: Session, account_id: uuid.UUID, action: str, now: datetime, *, by: uuid.UUID | None) -> None:
    append(
        session,
        stream=GENERAL,
        actor=by,
        action=action,
        subject=Subject("account", str(account_id)),
        now=now,
    )
