"""Proving once more who one is: the password, a code of the second factor, a recovery code. All counted."""

import uuid
from datetime import datetime
from typing import cast

from sqlalchemy import CursorResult, or_, select, update
from sqlalchemy.orm import Session

from assess.accounts import passwords, throttle, totp
from assess.accounts.credentials import RecoveryCode
from assess.accounts.models import Account
from assess.accounts.throttle import Limit
from assess.accounts.totp import Keys
from assess.errors import InvalidError


def password(session: Session, *, account_id: uuid.UUID, given: str, now: datetime, field: str = "password") -> None:
    """Check the password of somebody signed in.

    The try is counted and committed before the slow hash, as at sign-in: no writer waits, and tries made at the same
    moment count.

    Args:
        session: A writing session without open work.
        account_id: Whose password.
        given: As typed.
        now: The present instant.
        field: Where the refusal belongs.

    Raises:
        InvalidError: It is wrong.
        ThrottledError: Too many wrong ones.
    """
    count(session, throttle.CONFIRM_BY_ACCOUNT, str(account_id), now)
    stored = session.scalar(select(Account.password_hash).where(Account.id == account_id))
    session.commit()
    if not passwords.verify(stored, given):
        raise InvalidError("account.password-wrong", field=field)
    throttle.forget(session, throttle.CONFIRM_BY_ACCOUNT, str(account_id))


def count(session: Session, limit: Limit, who: str, now: datetime) -> None:
    """Count a try unless there were too many; to be committed before anything is compared."""
    throttle.check(session, limit, who, now)
    throttle.count(session, limit, who, now)


def second_factor(
    session: Session, *, account_id: uuid.UUID, code: str, keys: Keys, now: datetime, field: str = "code"
) -> str:
    """Use up a code of the app, or a recovery code.

    Args:
        session: A writing session without open work.
        account_id: Whose second factor.
        code: As typed.
        keys: What opens the secret.
        now: The present instant.
        field: Where the refusal belongs.

    Returns:
        `totp` or `recovery`.

    Raises:
        InvalidError: It is wrong, was used already, or is too old.
        ThrottledError: Too many wrong ones.
    """
    count(session, throttle.SECOND_FACTOR, str(account_id), now)
    session.commit()
    given = totp.typed(code)
    used = _use_step if len(given) == totp.DIGITS else _use_recovery_code
    if not used(session, account_id, given, keys, now):
        raise InvalidError("account.code-refused", field=field)
    throttle.forget(session, throttle.SECOND_FACTOR, str(account_id))
    return "totp" if used is _use_step else "recovery"


def _use_step(session: Session, account_id: uuid.UUID, code: str, keys: Keys, now: datetime) -> bool:
    """Take a time step once: of two who send the same code at the same moment, the database lets one through."""
    sealed = session.scalar(
        select(Account.totp_secret).where(Account.id == account_id, Account.totp_since.is_not(None))
    )
    secret = keys.opened(sealed)
    step = totp.step_of(secret, code, now) if secret else None
    if step is None:
        return False
    unused = or_(Account.totp_step.is_(None), Account.totp_step < step)
    change = update(Account).where(Account.id == account_id, Account.totp_since.is_not(None), unused)
    return changed(session, change.values(totp_step=step))


def _use_recovery_code(session: Session, account_id: uuid.UUID, code: str, keys: Keys, now: datetime) -> bool:
    stored = keys.recovery_hash(account_id.bytes, code)
    mine = (RecoveryCode.account_id == account_id) & (RecoveryCode.code_hash == stored)
    return changed(session, update(RecoveryCode).where(mine, RecoveryCode.used_at.is_(None)).values(used_at=now))


def changed(session: Session, statement: object) -> bool:
    """Run a change of one row and say whether there was one to change."""
    result = session.execute(statement, execution_options={"synchronize_session": False})  # type: ignore[call-overload]  # an UPDATE
    return cast("CursorResult[tuple[()]]", result).rowcount == 1
