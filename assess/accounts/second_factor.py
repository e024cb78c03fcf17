"""The second factor of an account: turning it on and off, its recovery codes, and passing it at sign-in."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.accounts import devices, proving, sessions, throttle, totp
from assess.accounts.credentials import RecoveryCode
from assess.accounts.models import Account, WebSession
from assess.accounts.sessions import Entrance, Limits, NewSession, Visit
from assess.accounts.totp import Keys
from assess.audit.chain import Subject
from assess.audit.log import GENERAL, append
from assess.errors import ConflictError, InvalidError, NotFoundError, SignedOutError

FRESH = timedelta(minutes=15)
"""How long a password that was just asked for opens the page with the secret."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A secret that waits to be confirmed: for the keyboard, and for the QR code."""

    spelled: str
    address: str


def begin(session: Session, *, visit: Visit, password: str, keys: Keys, now: datetime) -> None:
    """Draw a secret for somebody who has just given their password; it counts once it is confirmed.

    Raises:
        ConflictError: The second factor is on already.
        InvalidError: The password is wrong.
    """
    account = _own(session, visit.actor)
    if account.totp_since is not None:
        raise ConflictError("account.second-factor-on")
    proving.password(session, account_id=account.id, given=password, now=now)
    account.totp_secret, account.totp_step = keys.sealed(totp.new_secret()), None
    session.get_one(WebSession, visit.token_hash).strong_at = now
    _log(session, account.id, "account.second-factor-begun", now, actor_id=account.id)


def offered(session: Session, *, visit: Visit, keys: Keys, issuer: str, now: datetime) -> Offer | None:
    """Give the secret that waits to be confirmed, to whoever has just given the password; None to anybody else."""
    account = _own(session, visit.actor)
    secret = keys.opened(account.totp_secret) if account.totp_since is None else None
    if secret is None or visit.strong_at is None or now - visit.strong_at > FRESH:
        return None
    return Offer(totp.spelled(secret), totp.address(secret, login=account.login, issuer=issuer))


def confirm(session: Session, *, visit: Visit, code: str, keys: Keys, now: datetime) -> tuple[str, ...]:
    """Turn the second factor on with a first code; every other session of the account ends.

    Returns:
        The recovery codes, which are never shown again.

    Raises:
        ConflictError: It is on already, or nothing waits to be confirmed.
        InvalidError: The code is wrong.
    """
    account = _own(session, visit.actor)
    if account.totp_since is not None:
        raise ConflictError("account.second-factor-on")
    proving.count(session, throttle.SECOND_FACTOR, str(account.id), now)
    session.commit()
    sealed = account.totp_secret
    secret = keys.opened(sealed)
    if secret is None:
        raise ConflictError("account.second-factor-not-begun")
    step = totp.step_of(secret, totp.typed(code), now)
    if step is None:
        raise InvalidError("account.code-refused", field="code")
    same = (Account.id == account.id) & Account.totp_since.is_(None) & (Account.totp_secret == sealed)
    if not proving.changed(session, update(Account).where(same).values(totp_since=now, totp_step=step)):
        raise ConflictError("account.second-factor-on")
    throttle.forget(session, throttle.SECOND_FACTOR, str(account.id))
    session.refresh(account)
    devices.end_others(session, visit=visit, now=now)
    _log(session, account.id, "account.second-factor-on", now, actor_id=account.id)
    return _new_codes(session, account.id, keys)


def turn_off(session: Session, *, visit: Visit, password: str, code: str, keys: Keys, now: datetime) -> None:
    """Turn the second factor off, with password and code.

    Raises:
        ConflictError: It is off.
        InvalidError: The password or the code is wrong.
    """
    account = _proven(session, visit, password=password, code=code, keys=keys, now=now)
    forget(session, account=account, actor_id=account.id, now=now)


def forget(session: Session, *, account: Account, actor_id: uuid.UUID | None, now: datetime) -> None:
    """Take somebody's second factor away, as the operator at the machine may."""
    account.totp_secret, account.totp_since, account.totp_step = None, None, None
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    _log(session, account.id, "account.second-factor-off", now, actor_id=actor_id)


def renew_codes(
    session: Session, *, visit: Visit, password: str, code: str, keys: Keys, now: datetime
) -> tuple[str, ...]:
    """Give ten new recovery codes in place of the old ones, with password and code.

    Raises:
        ConflictError: The second factor is off.
        InvalidError: The password or the code is wrong.
    """
    account = _proven(session, visit, password=password, code=code, keys=keys, now=now)
    _log(session, account.id, "account.recovery-codes-renewed", now, actor_id=account.id)
    return _new_codes(session, account.id, keys)


def codes_left(session: Session, *, account_id: uuid.UUID) -> int:
    """Count the recovery codes that were not used."""
    unused = (RecoveryCode.account_id == account_id) & RecoveryCode.used_at.is_(None)
    return session.scalar(select(func.count()).select_from(RecoveryCode).where(unused)) or 0


def prove(
    session: Session, *, visit: Visit, code: str, agent: str, keys: Keys, limits: Limits, now: datetime
) -> NewSession:
    """Finish a sign-in that waits for the second factor: again a new token.

    Raises:
        SignedOutError: No sign-in waits in this browser, or it waited too long.
        InvalidError: The code is wrong, was used already, or is too old.
        ThrottledError: Too many wrong ones.
    """
    if visit.pending_account_id is None:
        raise SignedOutError
    account = session.get(Account, visit.pending_account_id)
    if account is None or account.disabled_at is not None:
        raise SignedOutError
    account_id = account.id
    kind = proving.second_factor(session, account_id=account_id, code=code, keys=keys, now=now)
    before = session.get(WebSession, visit.token_hash)
    if before is None or before.pending_account_id != account_id:
        raise SignedOutError
    entrance = Entrance(agent, f"password+{kind}")
    _log(session, account_id, "account.signed-in", now, actor_id=account_id, method=entrance.method)
    return sessions.create(session, account_id=account_id, before=before, limits=limits, now=now, entrance=entrance)


def _proven(session: Session, visit: Visit, *, password: str, code: str, keys: Keys, now: datetime) -> Account:
    account = _own(session, visit.actor)
    if account.totp_since is None:
        raise ConflictError("account.second-factor-off")
    proving.password(session, account_id=account.id, given=password, now=now)
    proving.second_factor(session, account_id=account.id, code=code, keys=keys, now=now)
    session.refresh(account)
    return account


def _own(session: Session, actor: Actor) -> Account:
    found = session.get(Account, actor.account_id) if actor.account_id else None
    if found is None:
        raise NotFoundError
    return found


def _new_codes(session: Session, account_id: uuid.UUID, keys: Keys) -> tuple[str, ...]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    made = totp.new_recovery_codes()
    session.add_all(
        RecoveryCode(account_id=account_id, code_hash=keys.recovery_hash(account_id.bytes, code)) for code in made
    )
    return tuple(totp.grouped(code) for code in made)


def _log(
    session: Session,
    account_id: uuid.UUID,
    action: str,
    now: datetime,
    *,
    actor_id: uuid.UUID | None,
    **detail: object,
) -> None:
    append(
        session,
        stream=GENERAL,
        actor=actor_id,
        action=action,
        subject=Subject("account", str(account_id)),
        now=now,
        detail=detail,
    )
