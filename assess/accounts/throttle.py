"""Counting tries in the database, so that every process counts alike."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from assess.accounts.models import Attempt
from assess.errors import ThrottledError


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many tries of one kind by one key within a window."""

    kind: str
    most: int
    window: timedelta

    def key(self, who: str) -> bytes:
        """Give the hash under which somebody's tries are counted; neither login nor address is stored."""
        return hashlib.sha256(f"{self.kind}\0{who}".encode()).digest()


SIGN_IN_BY_LOGIN = Limit("sign-in-login", 5, timedelta(minutes=15))
SIGN_IN_BY_ADDRESS = Limit("sign-in-address", 50, timedelta(minutes=15))  # an office shares one address
REGISTER_BY_ADDRESS = Limit("register-address", 20, timedelta(hours=1))
CONFIRM_BY_ACCOUNT = Limit("confirm-account", 5, timedelta(minutes=15))  # the password asked for once more
SECOND_FACTOR = Limit("second-factor-account", 5, timedelta(minutes=15))
RESET_BY_LOGIN = Limit("reset-login", 3, timedelta(hours=1))
RESET_BY_ADDRESS = Limit("reset-address", 20, timedelta(hours=1))
CODE_BY_ADDRESS = Limit("code-address", 30, timedelta(minutes=15))  # wrong codes of invitations
INVITATIONS_BY_ACCOUNT = Limit("invitation-letters", 200, timedelta(days=1))  # nobody writes to the whole world here
TRIAL_BY_ADDRESS = Limit("trial-address", 300, timedelta(hours=1))
VERIFY_BY_ADDRESS = Limit("verify-address", 120, timedelta(minutes=15))  # an office checks a pile of reports

DRAFTS = Limit("report-draft", 30, timedelta(hours=1))  # by assessment; of trials by address
BATCHES = Limit("report-batch", 20, timedelta(days=1))  # all reports of a campaign, by account
PROOFS = Limit("report-proof", 60, timedelta(hours=1))  # samples of a face, by account


def check(session: Session, limit: Limit, who: str, now: datetime) -> None:
    """Refuse when the limit is reached; until the transaction ends, nobody else counts for the same key.

    Raises:
        ThrottledError: With the minutes to wait.
    """
    _alone(session, limit.key(who))
    recent = (Attempt.key == limit.key(who)) & (Attempt.at > now - limit.window)
    tries, first = session.execute(select(func.count(), func.min(Attempt.at)).where(recent)).one()
    if tries >= limit.most:
        wait = first + limit.window - now
        raise ThrottledError("account.throttled", minutes=max(1, -(-int(wait.total_seconds()) // 60)))


def _alone(session: Session, key: bytes) -> None:
    """Keep tries made at the same moment from not seeing one another; SQLite has one writer at a time anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(int.from_bytes(key[:8], signed=True))))


def count(session: Session, limit: Limit, who: str, now: datetime) -> uuid.UUID:
    """Count one try; returns what `take_back` takes."""
    made = Attempt(id=uuid.uuid4(), key=limit.key(who), at=now)
    session.add(made)
    return made.id


def take_back(session: Session, counted: uuid.UUID) -> None:
    """Take one try back: it was none."""
    session.execute(delete(Attempt).where(Attempt.id == counted))


def forget(session: Session, limit: Limit, who: str) -> None:
    """Forget the tries of somebody who got in."""
    session.execute(delete(Attempt).where(Attempt.key == limit.key(who)))
