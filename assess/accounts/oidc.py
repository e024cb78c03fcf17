"""Signing in through an OpenID provider: going there, coming back, and whose account it is."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from assess import mail
from assess.access.actor import Actor
from assess.accounts import sessions, throttle
from assess.accounts.credentials import Identity, OidcAttempt
from assess.accounts.models import Account, WebSession
from assess.accounts.operations import end_guest_session
from assess.accounts.provider import Claims, make_secret
from assess.accounts.sessions import Entrance, Limits, NewSession, hash_token
from assess.accounts.throttle import Limit
from assess.audit.chain import Subject
from assess.audit.log import GENERAL, append
from assess.errors import ConflictError, InvalidError, NotFoundError

_LIVES: Final = timedelta(minutes=10)
_NO_PASSWORD: Final = "!"  # noqa: S105 - says that there is none
_TAKEN_NAME: Final = "sso-"
STARTS = Limit("oidc-address", 100, timedelta(minutes=15))


@dataclass(frozen=True, slots=True)
class Departure:
    """What goes along to the provider."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Awaited:
    """What was kept of a sign-in that has come back; it is used up."""

    nonce: str
    verifier: str
    back_to: str


def depart(session: Session, *, token_hash: bytes, back_to: str, address: str, now: datetime) -> Departure:
    """Keep what must come back with a sign-in, bound to the browser session that begins it.

    Raises:
        ThrottledError: Too many begun from one address.
        NotFoundError: The session ended.
    """
    throttle.check(session, STARTS, address, now)
    throttle.count(session, STARTS, address, now)
    session.execute(delete(OidcAttempt).where(OidcAttempt.expires_at <= now))
    begun = session.get(WebSession, token_hash)
    if begun is None:
        raise NotFoundError
    made = Departure(make_secret(), make_secret(), make_secret())
    session.add(
        OidcAttempt(
            state_hash=hash_token(made.state),
            session_id=begun.id,
            nonce=made.nonce,
            verifier=made.verifier,
            back_to=back_to[:500],
            expires_at=now + _LIVES,
        )
    )
    return made


def arrive(session: Session, *, token_hash: bytes, state: str, now: datetime) -> Awaited | None:
    """Take what was kept of a sign-in; whatever becomes of it, the state works once: commit in any case.

    Returns:
        None where nothing like this was begun in this browser, or too long ago.
    """
    begun = session.get(WebSession, token_hash)
    row = session.execute(
        delete(OidcAttempt)
        .where(OidcAttempt.state_hash == hash_token(state))
        .returning(
            OidcAttempt.session_id, OidcAttempt.nonce, OidcAttempt.verifier, OidcAttempt.back_to, OidcAttempt.expires_at
        )
    ).one_or_none()
    if row is None or begun is None or row.session_id != begun.id or row.expires_at <= now:
        return None
    return Awaited(row.nonce, row.verifier, row.back_to)


def sign_in(
    session: Session,
    *,
    claims: Claims,
    token_hash: bytes,
    new_accounts: bool,
    limits: Limits,
    now: datetime,
    agent: str = "",
) -> NewSession:
    """Sign in whoever the provider vouches for, with a new token.

    Args:
        session: A writing session.
        claims: What the provider said.
        token_hash: The guest session that signs in; it ends, its trials and consent move over.
        new_accounts: Whether an unknown person gets an account, which belongs to no organisation yet.
        limits: How long the session may live.
        now: The present instant.
        agent: What the browser calls itself.

    Raises:
        InvalidError: `oidc.unknown`: no account is linked, and none is made; `oidc.disabled`.
    """
    account = session.scalar(
        select(Account).join(Identity).where(Identity.issuer == claims.issuer, Identity.subject == claims.subject)
    )
    if account is None:
        if not new_accounts:
            raise InvalidError("oidc.unknown", field="oidc")
        account = _new(session, claims, now)
    if account.disabled_at is not None:
        raise InvalidError("oidc.disabled", field="oidc")
    _log(session, account.id, "account.signed-in", now, method="oidc")
    before, entrance = end_guest_session(session, token_hash), Entrance(agent, "oidc")
    return sessions.create(session, account_id=account.id, before=before, limits=limits, now=now, entrance=entrance)


def _new(session: Session, claims: Claims, now: datetime) -> Account:
    """Make an account without a password; its login is the address the provider vouches for, where nobody has it."""
    email = claims.email if claims.email and mail.is_address(claims.email) else None
    login = (email or "").lower()[:100]
    called = "".join(letter for letter in claims.name if letter.isprintable()).strip()
    taken = not login or session.scalar(select(func.count()).where(Account.login == login))
    made = Account(
        login=f"{_TAKEN_NAME}{uuid.uuid4().hex[:12]}" if taken else login,
        name=(called or login or claims.subject)[:100],
        password_hash=_NO_PASSWORD,
        email=email,
        created_at=now,
    )
    session.add(made)
    session.flush()
    session.add(Identity(issuer=claims.issuer, subject=claims.subject, account_id=made.id, linked_at=now))
    _log(session, made.id, "account.created", now, method="oidc")
    return made


def link(session: Session, *, actor: Actor, claims: Claims, now: datetime) -> None:
    """Let a signed-in person sign in through the provider from now on.

    Raises:
        NotFoundError: Nobody is signed in.
        ConflictError: `oidc.taken`: somebody else signs in with it.
    """
    if actor.account_id is None:
        raise NotFoundError
    known = session.get(Identity, (claims.issuer, claims.subject))
    if known is not None and known.account_id != actor.account_id:
        raise ConflictError("oidc.taken")
    if known is None:
        session.add(Identity(issuer=claims.issuer, subject=claims.subject, account_id=actor.account_id, linked_at=now))
        _log(session, actor.account_id, "account.identity-linked", now, issuer=claims.issuer)


def unlink(session: Session, *, actor: Actor, issuer: str, now: datetime) -> None:
    """Take the provider's sign-in away again.

    Raises:
        NotFoundError: Nothing is linked.
        ConflictError: `oidc.only-way`: the account has no password, so nobody could sign in any more.
    """
    account = session.get(Account, actor.account_id) if actor.account_id else None
    mine = (Identity.account_id == actor.account_id) & (Identity.issuer == issuer)
    if account is None or session.scalar(select(func.count()).select_from(Identity).where(mine)) == 0:
        raise NotFoundError
    if account.password_hash == _NO_PASSWORD:
        raise ConflictError("oidc.only-way")
    session.execute(delete(Identity).where(mine))
    _log(session, account.id, "account.identity-unlinked", now, issuer=issuer)


def linked(session: Session, *, actor: Actor, issuer: str) -> datetime | None:
    """Say since when the actor can sign in through the provider."""
    return session.scalar(
        select(Identity.linked_at).where(Identity.account_id == actor.account_id, Identity.issuer == issuer)
    )


def _log(session: Session, account_id: uuid.UUID, action: str, now: datetime, **detail: object) -> None:
    subject = Subject("account", str(account_id))
    append(session, stream=GENERAL, actor=account_id, action=action, subject=subject, now=now, detail=detail)
