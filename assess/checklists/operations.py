"""Published versions in the database: brought in step with the frozen files, published anew, retired."""

import errno
import uuid
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assess.access.actor import Actor, require
from assess.access.roles import Action
from assess.audit.chain import Subject
from assess.audit.log import GENERAL, append
from assess.checklists import queries
from assess.checklists.loader import ContentError, Entry, Problem, catalogue, digest, publish, thaw
from assess.checklists.models import ChecklistVersion
from assess.errors import ConflictError

_READ_ONLY: Final = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


def sync(session: Session, root: Path, now: datetime) -> list[ChecklistVersion]:
    """Register every frozen document of a content folder that is not registered yet.

    Returns:
        The versions that are new.

    Raises:
        ContentError: When a file is not what published.lock or the database says it is; nothing is registered then.
    """
    known = {(row.key, row.version): row.sha256 for row in session.scalars(select(ChecklistVersion))}
    found = [(entry, entry.path.read_bytes()) for entry in catalogue(root) if entry.state == "published"]
    problems = [problem for entry, document in found for problem in _changed(entry, document, known)]
    if problems:
        raise ContentError(problems)
    made = [_row(entry, document, now) for entry, document in found if (entry.key, entry.version) not in known]
    session.add_all(made)
    session.flush()
    return made


def _changed(entry: Entry, document: bytes, known: dict[tuple[str, str], str]) -> Iterator[Problem]:
    sha256 = digest(document)
    if sha256 != entry.sha256:
        yield Problem(str(entry.path), 0, "", "content.hash-differs")
    elif known.get((entry.key, entry.version), sha256) != sha256:
        yield Problem(str(entry.path), 0, "", "content.registered-differs")


def _row(entry: Entry, document: bytes, now: datetime) -> ChecklistVersion:
    text = document.decode()
    thaw(text, str(entry.path))  # a document this release cannot read must not be offered
    return ChecklistVersion(
        key=entry.key, version=entry.version, sha256=digest(document), document=text, published_at=now
    )


def register(session: Session, *, actor: Actor, root: Path, key: str, version: str, now: datetime) -> ChecklistVersion:
    """Publish a draft of the content folder: freeze it there, and offer it from now on.

    A version that is frozen in the folder already and not registered yet is only registered.

    Args:
        session: A writing session.
        actor: An administrator.
        root: The content folder.
        key: Such as `linyi-2021/enterprise`.
        version: Such as `1.1.0`.
        now: The present instant.

    Raises:
        ForbiddenError: Not an administrator.
        ContentError: There is no such draft, lint finds something, or the version is registered with other content.
        ConflictError: `checklist.folder-read-only`, with the command to run where the folder can be written; or
            `checklist.registered-already`.
    """
    require(actor, Action.PUBLISH, None)
    if any(known.version == version for known in queries.versions(session, key)):
        raise ConflictError("checklist.registered-already", checklist=key, version=version)
    session.commit()  # reading and checking a draft takes a while, and must not hold the write lock
    frozen = [
        entry for entry in catalogue(root) if (entry.key, entry.version, entry.state) == (key, version, "published")
    ]
    entry = frozen[0] if frozen else _freeze(root, key, version)
    document = entry.path.read_bytes()
    if problems := list(_changed(entry, document, {})):
        raise ContentError(problems)
    made = _row(entry, document, now)
    session.add(made)
    try:
        session.flush()
    except IntegrityError as error:  # somebody else registered it while we were checking
        raise ConflictError("checklist.registered-already", checklist=key, version=version) from error
    _log(session, actor, "checklist.published", made, now=now)
    return made


def _freeze(root: Path, key: str, version: str) -> Entry:
    try:
        return publish(root, key, version)
    except OSError as error:
        if error.errno not in _READ_ONLY:
            raise
        command = f"assess checklists publish {key} {version}"
        raise ConflictError("checklist.folder-read-only", folder=str(root), command=command) from error


def retire(
    session: Session, *, actor: Actor | None, version_id: uuid.UUID, now: datetime, reason: str = ""
) -> ChecklistVersion:
    """Stop offering a version to new assessments; open ones may go on, and what was submitted stays.

    Args:
        session: A writing session.
        actor: An administrator; None for whoever sits at the machine.
        version_id: Which.
        now: The present instant.
        reason: Why, for the log.

    Raises:
        ForbiddenError: Not an administrator.
        NotFoundError: There is no such version.
        ConflictError: `checklist.retired-already`.
    """
    found = _own(session, actor, version_id)
    if found.retired_at is not None:
        raise ConflictError("checklist.retired-already", checklist=found.key, version=found.version)
    found.retired_at = now
    _log(session, actor, "checklist.retired", found, now=now, reason=reason)
    return found


def restore(
    session: Session, *, actor: Actor | None, version_id: uuid.UUID, now: datetime, reason: str = ""
) -> ChecklistVersion:
    """Offer a retired version again.

    Raises:
        ForbiddenError: Not an administrator.
        NotFoundError: There is no such version.
        ConflictError: `checklist.not-retired`.
    """
    found = _own(session, actor, version_id)
    if found.retired_at is None:
        raise ConflictError("checklist.not-retired", checklist=found.key, version=found.version)
    found.retired_at = None
    _log(session, actor, "checklist.restored", found, now=now, reason=reason)
    return found


def _own(session: Session, actor: Actor | None, version_id: uuid.UUID) -> ChecklistVersion:
    if actor is not None:
        require(actor, Action.PUBLISH, None)
    return queries.get(session, version_id)


def _log(
    session: Session, actor: Actor | None, action: str, version: ChecklistVersion, *, now: datetime, reason: str = ""
) -> None:
    detail = {"checklist": version.key, "version": version.version, "sha256": version.sha256}
    append(
        session,
        stream=GENERAL,
        actor=actor.account_id if actor else None,
        action=action,
        subject=Subject("checklist_version", str(version.id)),
        now=now,
        detail={**detail, "reason": reason} if reason else detail,
    )
