"""Asking once more who somebody is, before their data are handed out or erased."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.accounts import proving
from assess.accounts.models import Account
from assess.accounts.profile import NO_PASSWORD
from assess.accounts.sessions import Visit
from assess.accounts.totp import Keys
from assess.errors import InvalidError, NotFoundError

FRESH: Final = timedelta(minutes=10)
"""How long a sign-in counts as proof for an account without a password."""


def has_password(session: Session, *, visit: Visit) -> bool:
    """Say whether the account that is signed in has a password to ask for.

    Raises:
        NotFoundError: Nobody is signed in.
    """
    stored = session.scalar(select(Account.password_hash).where(Account.id == visit.actor.account_id))
    if stored is None:
        raise NotFoundError
    return stored != NO_PASSWORD


def again(session: Session, *, visit: Visit, password: str, code: str, keys: Keys, now: datetime) -> None:
    """Check the password, and a code where the second factor is on; without a password, that the sign-in is fresh.

    Args:
        session: A writing session without open work: tries are counted and committed first.
        visit: Who is signed in.
        password: As typed.
        code: As typed; needed with a second factor.
        keys: What opens its secret.
        now: The present instant.

    Raises:
        InvalidError: For `password` or `code`.
        ThrottledError: Too many wrong ones.
    """
    account_id = visit.actor.account_id
    if account_id is None or not has_password(session, visit=visit):
        if visit.strong_at is None or now - visit.strong_at > FRESH:
            raise InvalidError("privacy.sign-in-again", field="password")
        return
    proving.password(session, account_id=account_id, given=password, now=now)
    if visit.second_factor:
        proving.second_factor(session, account_id=account_id, code=code, keys=keys, now=now)
