"""Saving one answer: the hot path, in prebuilt Core statements and one short transaction.

One statement sees everything: the session, the permission, the assessment, the present answer and the end of the
audit chain. Then `writing.put` stores answer, history and audit event, provided that the chain has not moved since:
every change of an assessment moves it. Where it has, we look again.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection

from assess.access.permissions import GUEST, permits
from assess.access.roles import Action
from assess.accounts.notice import NOTICE
from assess.accounts.sessions import TOUCH, Limits, require_csrf
from assess.assessments import statements
from assess.assessments.statements import Present, Sight
from assess.assessments.workflow import EDITABLE, Status
from assess.assessments.writing import Change, MovedError, Place, Saved, put
from assess.checklists import documents
from assess.clock import to_local
from assess.errors import (
    ConflictError,
    ConsentMissingError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    SignedOutError,
)
from assess.values.fact import Fact
from assess.values.step import Step

__all__ = ["Change", "Present", "Saved", "save"]

_LOOKS: Final = 50  # how often others may be faster; each time one of them has saved


def save(
    connection: Connection,
    *,
    token_hash: bytes,
    csrf_token: str,
    assessment_id: uuid.UUID,
    fact: str,
    change: Change,
    limits: Limits,
    now: datetime,
) -> Saved:
    """Save one answer; run it through `Writer.run`, or in a write transaction of your own.

    Args:
        connection: In a transaction that the caller commits.
        token_hash: The hash of the session's token (`sessions.hash_token`).
        csrf_token: As sent by the page.
        assessment_id: Whose answer.
        fact: The fact's key.
        change: What was sent.
        limits: How far this use extends the session.
        now: The present instant.

    Raises:
        SignedOutError: The session is gone.
        NotFoundError: No such assessment for this actor.
        ForbiddenError: Wrong CSRF token, a role that may not answer, or a state in which nothing may change.
        ConsentMissingError: Another privacy notice than the one agreed to holds by now.
        InvalidError: Unknown fact, or a value or note that does not fit; `field` is the fact's key.
        ConflictError: `answer.stale`: `theirs` is the `Present` answer, `mine` what was sent.
    """
    if "\0" in fact:  # no question's name, and PostgreSQL cannot even look for it
        raise InvalidError("answer.unknown-fact", field=fact, given=fact.replace("\0", ""))
    visit = {"token_hash": token_hash, "now": now}
    key = {"assessment_id": assessment_id, "stream": assessment_id.hex, "fact": fact, **visit}
    for _ in range(_LOOKS):
        row = statements.SIGHT.first(connection, key)
        if row is None:
            raise _missing(connection, visit)
        require_csrf(row.csrf_token, csrf_token)
        _check_permission(row, now)
        place = _place(connection, row, assessment_id, fact)
        try:
            saved = put(connection, place=place, change=change, now=now)
        except MovedError:
            continue
        if now - row.last_seen_at >= TOUCH:
            _see(connection, visit, limits)
        return saved
    raise ConflictError("stale", mine=change)


def _place(connection: Connection, row: Sight, assessment_id: uuid.UUID, fact: str) -> Place:
    return Place(
        assessment_id=assessment_id,
        fact=find_fact(connection, row.sha256, fact),
        value=row.value,
        note=row.note or "",
        revision=row.revision or 0,
        seq=row.seq,
        hash=row.hash,
        by=row.account_id,
    )


def _see(connection: Connection, visit: dict[str, Any], limits: Limits) -> None:
    """Note the use of the session, once a minute at most."""
    session, now = statements.SESSION.first(connection, visit), visit["now"]
    if session is None:
        raise SignedOutError
    ends = limits.expiry(session.created_at, now, guest=session.account_id is None)
    statements.SEEN.run(connection, {"this": visit["token_hash"], "seen": now, "ends": ends})


def _missing(connection: Connection, visit: dict[str, Any]) -> SignedOutError | NotFoundError:
    return SignedOutError() if statements.SESSION.first(connection, visit) is None else NotFoundError()


def _check_permission(row: Sight, now: datetime) -> None:
    """Refuse a role that may not answer, and a state in which nothing may change; no role means an own trial.

    Whoever agreed to an earlier notice reads the one in force first; that page keeps what was typed meanwhile.
    """
    if row.consent_version not in {None, NOTICE}:
        raise ConsentMissingError
    permitted = Action.ANSWER in GUEST if row.role is None else permits(row.role, Action.ANSWER)
    if not permitted:
        raise ForbiddenError
    if row.status not in EDITABLE:
        raise locked(row.status)
    check_time(row.closes_at, now)


def check_time(closes_at: datetime | None, now: datetime) -> None:
    """Refuse a change after the campaign's deadline; a day ends at 24:00, so its last instant names it.

    Raises:
        ForbiddenError: `campaign.over`, with the last day.
    """
    if closes_at is not None and now >= closes_at:
        raise ForbiddenError("campaign.over", day=to_local(closes_at - timedelta(microseconds=1)).date())


def locked(status: Status) -> ForbiddenError:
    """Say that an assessment's state does not allow this."""
    return ForbiddenError("assessment.locked", status=Step(f"status.{status.value}"))


def find_fact(connection: Connection, sha256: str, key: str) -> Fact:
    """Give a fact of a checklist version from the cached document.

    Raises:
        InvalidError: The form does not ask it.
    """
    published = documents.by_hash(sha256, lambda: _document(connection, sha256))
    try:
        return published.fact(key)
    except KeyError:
        raise InvalidError("answer.unknown-fact", field=key, given=key) from None


def _document(connection: Connection, sha256: str) -> str:
    found = statements.DOCUMENT.first(connection, {"sha256": sha256})
    if found is None:
        raise NotFoundError
    return found
