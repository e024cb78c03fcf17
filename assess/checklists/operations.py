"""Bring the database in step with the frozen files."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.checklists.loader import ContentError, Entry, Problem, catalogue, digest, thaw
from assess.checklists.models import ChecklistVersion


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
