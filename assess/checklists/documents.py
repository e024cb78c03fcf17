"""Frozen documents by hash, read once a process: a registered version never changes."""

from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.checklists.definition import Published
from assess.checklists.loader import thaw
from assess.checklists.models import ChecklistVersion

_KEPT: Final = 64
_documents: dict[str, Published] = {}


def document(version: ChecklistVersion) -> Published:
    """Give a version's document; the JSON leaves the database only when this process has not read it yet."""
    return by_hash(version.sha256, lambda: version.document)


def gather(session: Session, versions: Sequence[ChecklistVersion]) -> tuple[Published, ...]:
    """Give the documents of several versions; those that this process has not read yet come in one query."""
    missing = [version.sha256 for version in versions if version.sha256 not in _documents]
    texts: dict[str, str] = {}
    if missing:
        stored = select(ChecklistVersion.sha256, ChecklistVersion.document).where(ChecklistVersion.sha256.in_(missing))
        texts = {row.sha256: row.document for row in session.execute(stored)}
    return tuple(_taken(version, texts) for version in versions)


def _taken(version: ChecklistVersion, texts: dict[str, str]) -> Published:
    """Give a document from what was read; one that was known, and forgotten meanwhile, is read again."""
    return by_hash(version.sha256, lambda: texts.get(version.sha256) or version.document)


def by_hash(sha256: str, read: Callable[[], str]) -> Published:
    """Give the document of a hash, reading its JSON on first use; the oldest of too many is forgotten."""
    if sha256 not in _documents:
        while len(_documents) >= _KEPT:
            _documents.pop(next(iter(_documents)), None)
        _documents[sha256] = thaw(read(), sha256)
    return _documents[sha256]
