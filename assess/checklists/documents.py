"""Frozen documents by hash, read once a process: a registered version never changes."""

from collections.abc import Callable
from typing import Final

from assess.checklists.definition import Published
from assess.checklists.loader import thaw
from assess.checklists.models import ChecklistVersion

_KEPT: Final = 64
_documents: dict[str, Published] = {}


def document(version: ChecklistVersion) -> Published:
    """Give a version's document; the JSON leaves the database only when this process has not read it yet."""
    return by_hash(version.sha256, lambda: version.document)


def by_hash(sha256: str, read: Callable[[], str]) -> Published:
    """Give the document of a hash, reading its JSON on first use; the oldest of too many is forgotten."""
    if sha256 not in _documents:
        while len(_documents) >= _KEPT:
            _documents.pop(next(iter(_documents)), None)
        _documents[sha256] = thaw(read(), sha256)
    return _documents[sha256]
