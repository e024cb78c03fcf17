"""Drafts of a content folder, read and checked once for each state of the files they depend on."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from assess.checklists.definition import Published
from assess.checklists.loader import ContentError, Entry, Problem, canonical, check, digest
from assess.checklists.loader.catalogue import resolve_yaml

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


_read: dict[Path, tuple[tuple[Stamp, ...], Draft]] = {}


def shared(root: Path) -> tuple[Stamp, ...]:
    """Give the state of what all drafts of a folder refer to; take it once where several are read."""
    return _stamps(path for pattern in _SHARED for path in root.glob(pattern))


def read(root: Path, entry: Entry, around: tuple[Stamp, ...] | None = None) -> Draft:
    """Read and check a draft; one whose files did not change since is not read again.

    Args:
        root: Its content folder.
        entry: Which.
        around: The state of what it refers to, where that is known.
    """
    state = (*_stamps([entry.path]), *(shared(root) if around is None else around))
    known = _read.get(entry.path)
    if known is None or known[0] != state:
        known = _read[entry.path] = (state, _draft(root, entry.path))
    return known[1]


def _stamps(paths: Iterable[Path]) -> tuple[Stamp, ...]:
    found = ((str(path), path.stat()) for path in paths)
    return tuple(sorted((name, stat.st_mtime_ns, stat.st_size) for name, stat in found))


def _draft(root: Path, path: Path) -> Draft:
    try:
        published = resolve_yaml(path, [root]).published
    except ContentError as error:
        return Draft(None, "", error.problems)
    return Draft(published, digest(canonical(published)), tuple(check(path, root)))
