"""Checklists that somebody is writing, read and checked once for each state of the files they depend on."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from assess.checklists.definition import Published
from assess.checklists.loader import ContentError, Entry, Problem, canonical, check, digest, resolve_path
from assess.checklists.loader.catalogue import roots_of

Stamp = tuple[str, int, int]
_SHARED: Final = ("*.yaml", "measures/*.yaml", "facts/*.yaml", "programmes/*.yaml")
"""What every draft may refer to."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it stands; `sha256` is what publishing it now would freeze, empty where it cannot be read."""

    published: Published | None
    sha256: str
    problems: tuple[Problem, ...]

    @property
    def sound(self) -> bool:
        """Say whether it can be published."""
        return self.published is not None and not self.problems


@dataclass(frozen=True, slots=True)
class Watched:
    """One file, wherever it lies: a checklist as YAML, or a frozen document as JSON.

    `installed` is the content folder that completes the one the file lies in.
    """

    path: Path
    installed: Path

    def read(self) -> Draft:
        """Give the file as it is now; the same object as before where nothing has changed."""
        roots = roots_of(self.path, self.installed)
        return _look(self.path, self.installed, _shared(roots))


_read: dict[Path, tuple[tuple[Stamp, ...], Draft]] = {}
_lock: Final = threading.Lock()


def shared(root: Path) -> tuple[Stamp, ...]:
    """Give the state of what all drafts of a folder refer to; take it once where several are read."""
    return _shared([root])


def read(root: Path, entry: Entry, around: tuple[Stamp, ...] | None = None) -> Draft:
    """Read and check a draft of a content folder; one whose files did not change since is not read again.

    Args:
        root: Its content folder.
        entry: Which.
        around: The state of what it refers to, where that is known.
    """
    return _look(entry.path, root, shared(root) if around is None else around)


def _shared(roots: Iterable[Path]) -> tuple[Stamp, ...]:
    return _stamps(path for root in roots for pattern in _SHARED for path in root.glob(pattern))


def _look(path: Path, installed: Path, around: tuple[Stamp, ...]) -> Draft:
    with _lock:  # two who look at once read once
        state = (*_stamps([path]), *around)
        known = _read.get(path)
        if known is None or known[0] != state:
            known = _read[path] = (state, _draft(path, installed))
        return known[1]


def _stamps(paths: Iterable[Path]) -> tuple[Stamp, ...]:
    return tuple(sorted(_seen(path) for path in paths))


def _seen(path: Path) -> Stamp:
    """Give what tells one state of a file from another; one that is gone has none."""
    try:
        stat = path.stat()
    except OSError:
        return str(path), 0, -1
    return str(path), stat.st_mtime_ns, stat.st_size


def _draft(path: Path, installed: Path) -> Draft:
    try:
        published = resolve_path(path, installed)
    except ContentError as error:
        return Draft(None, "", error.problems)
    problems = () if path.suffix == ".json" else tuple(check(path, installed))
    return Draft(published, digest(canonical(published)), problems)
