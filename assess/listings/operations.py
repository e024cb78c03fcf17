"""What an administrator does with an import: send a file, accept what was shown, discard it, undo it, try again."""

import uuid
from collections.abc import Collection
from datetime import datetime
from pathlib import PurePath
from typing import BinaryIO, Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assess.access.actor import Actor, require
from assess.access.roles import Action
from assess.audit.chain import Subject
from assess.audit.log import GENERAL, append
from assess.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from assess.jobs import operations as jobs
from assess.jobs.models import Job, JobStatus
from assess.listings.handlers import WORK
from assess.listings.models import ListingImport, State
from assess.storage import Storage

OPEN: Final = (State.READING, State.READY)
MOST_OPEN: Final = 5
"""Imports that may wait for a decision at a time: each holds its rows."""

_NAME_MAXIMUM: Final = 200


def upload(
    session: Session,
    storage: Storage,
    *,
    actor: Actor,
    name: str,
    content: BinaryIO,
    limit: int,
    default_list: str | None,
    known: Collection[str],
    now: datetime,
) -> ListingImport:
    """Take a file of listings; a job reads and compares it, and nothing counts before it is accepted.

    Args:
        session: A writing session.
        storage: Where the file goes.
        actor: An administrator.
        name: What the file was called.
        content: Its bytes, read piece by piece.
        limit: At most so many bytes.
        default_list: The list of all rows, where no column names it.
        known: The keys of the lists there are.
        now: The present instant.

    Returns:
        The import; the same file sent again while it waits gives the same one.

    Raises:
        ForbiddenError: Not an administrator.
        InvalidError: The file is empty, or the list is not known.
        TooLargeError: Longer than the limit.
        ConflictError: `listings.too-many-open`.
    """
    require(actor, Action.IMPORT_LISTINGS, None)
    if default_list is not None and default_list not in known:
        raise InvalidError("listings.unknown-list", field="list")
    session.commit()  # nothing was written: no transaction is held while a long file is stored
    stored = storage.put(content, limit=limit)
    if not stored.size:
        raise InvalidError("listings.empty-file", field="file")
    waiting = session.scalars(select(ListingImport).where(ListingImport.state.in_(OPEN))).all()
    for same in waiting:
        if (same.sha256, same.default_list) == (stored.key, default_list):
            return same
    if len(waiting) >= MOST_OPEN:
        raise ConflictError("listings.too-many-open", most=MOST_OPEN)
    made = ListingImport(
        id=uuid.uuid4(),
        name=_clean(name),
        sha256=stored.key,
        size=stored.size,
        state=State.READING,
        default_list=default_list,
        cursor=0,
        compared_with=0,
        by=_account(actor),
        at=now,
    )
    session.add(made)
    _queue(session, made, now)
    _log(session, actor, made, "listings.uploaded", now, name=made.name, sha256=made.sha256)
    return made


def accept(session: Session, *, actor: Actor, import_id: uuid.UUID, now: datetime) -> ListingImport:
    """Let what was shown count; a job does it.

    Raises:
        ForbiddenError: Not an administrator.
        NotFoundError: There is no such import.
        ConflictError: `listings.compare-again`: other imports were applied or undone since it was shown, so that it is
            compared anew first; `listings.busy`: another one is being applied; `listings.not-ready`; or
            `listings.nothing-to-apply`.
    """
    found = _take(session, actor, import_id, State.READY)
    if _holding(session) != found.compared_with:
        found.state, found.cursor, found.compared_at = State.READING, 0, None
        _queue(session, found, now)
        session.commit()  # the refusal must not undo this
        raise ConflictError("listings.compare-again")
    if not found.counts["new"] + found.counts["changed"]:
        raise ConflictError("listings.nothing-to-apply")
    try:
        with session.begin_nested():
            found.state, found.busy, found.cursor = State.APPLYING, True, 0
            session.flush()
    except IntegrityError:
        raise ConflictError("listings.busy") from None
    _queue(session, found, now)
    _log(session, actor, found, "listings.accepted", now, **found.counts)
    return found


def discard(session: Session, *, actor: Actor, import_id: uuid.UUID, now: datetime) -> ListingImport:
    """Drop an import nobody accepted.

    Raises:
        ForbiddenError: Not an administrator.
        NotFoundError: There is no such import.
        ConflictError: `listings.not-ready`: it was accepted or discarded before.
    """
    found = _take(session, actor, import_id, *OPEN, State.UNUSABLE)
    found.state, found.cursor = State.DISCARDING, 0
    _queue(session, found, now)
    _log(session, actor, found, "listings.discarded", now)
    return found


def undo(session: Session, *, actor: Actor, import_id: uuid.UUID, now: datetime) -> ListingImport:
    """Take an import back: from this instant on it does not count, and what was there before it does again.

    Raises:
        ForbiddenError: Not an administrator.
        NotFoundError: There is no such import.
        ConflictError: `listings.undo-later`: a later import was compared with it and rests on it;
            `listings.not-applied`; or `listings.busy`: one is being applied, which may rest on it.
    """
    found = _take(session, actor, import_id, State.APPLIED, refusal="listings.not-applied")
    if session.scalar(select(ListingImport.id).where(ListingImport.state == State.APPLYING)) is not None:
        raise ConflictError("listings.busy")
    later = _holding(session)
    if later != found.sequence:
        name = session.scalars(select(ListingImport.name).where(ListingImport.sequence == later)).one()
        raise ConflictError("listings.undo-later", name=name)
    found.state, found.cursor = State.UNDOING, 0
    _queue(session, found, now)
    _log(session, actor, found, "listings.undone", now)
    return found


def retry(session: Session, *, actor: Actor, import_id: uuid.UUID, now: datetime) -> ListingImport:
    """Queue the work of an import again whose job was given up; it goes on where it stopped.

    Raises:
        ForbiddenError: Not an administrator.
        NotFoundError: There is no such import.
        ConflictError: `listings.not-stuck`: its job is at work, or done.
    """
    found = _take(session, actor, import_id)
    job = session.get(Job, found.job_id) if found.job_id else None
    if job is None or job.status is not JobStatus.FAILED:
        raise ConflictError("listings.not-stuck")
    _queue(session, found, now)
    _log(session, actor, found, "listings.retried", now)
    return found


def _take(
    session: Session, actor: Actor, import_id: uuid.UUID, *states: State, refusal: str = "listings.not-ready"
) -> ListingImport:
    """Give an import for changing it, in one of some states; any where none is named."""
    require(actor, Action.IMPORT_LISTINGS, None)
    found = session.scalar(select(ListingImport).where(ListingImport.id == import_id).with_for_update())
    if found is None:
        raise NotFoundError
    if states and found.state not in states:
        raise ConflictError(refusal)
    return found


def _holding(session: Session) -> int:
    """Give the sequence of the latest applied import, holding it until the end of the transaction."""
    wanted = select(ListingImport.sequence).where(ListingImport.state == State.APPLIED)
    return session.scalar(wanted.order_by(ListingImport.sequence.desc()).limit(1).with_for_update()) or 0


def _queue(session: Session, found: ListingImport, now: datetime) -> None:
    session.flush()
    found.job_id = jobs.enqueue(session, name=WORK, payload={"import": str(found.id)}, now=now).id


def _log(session: Session, actor: Actor, found: ListingImport, action: str, now: datetime, **detail: object) -> None:
    subject = Subject("listing-import", str(found.id))
    append(session, stream=GENERAL, actor=actor.account_id, action=action, subject=subject, now=now, detail=detail)


def _account(actor: Actor) -> uuid.UUID:
    if actor.account_id is None:
        raise ForbiddenError
    return actor.account_id


def _clean(name: str) -> str:
    """Give the last part of a file's name, printable and not too long."""
    plain = "".join(letter for letter in PurePath(name.replace("\\", "/")).name if letter.isprintable())
    return plain[:_NAME_MAXIMUM] or "-"
