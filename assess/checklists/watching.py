"""One checklist file that somebody is writing: read again whenever it, or what it refers to, has changed."""

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from assess.checklists.definition import Published
from assess.checklists.loader import ContentError, Problem, check, resolve_path
from assess.checklists.loader.catalogue import roots_of

_AROUND: Final = ("*.yaml", "measures/*.yaml", "facts/*.yaml", "programmes/*.yaml")
Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """The file as it is: the document, or what has to be mended first. `turn` counts the changes seen."""

    published: Published | None
    problems: tuple[Problem, ...]
    turn: int


class Watched:
    """Looks at a file at every call; reads it only when something changed."""

    def __init__(self, path: Path, installed: Path) -> None:
        """Watch a file.

        Args:
            path: A checklist as YAML, or a frozen document as JSON.
            installed: The content folder that completes the one the file lies in.
        """
        self.path = path
        self._installed = installed
        self._lock = threading.Lock()
        self._stamp: Stamp | None = None
        self._reading = Reading(None, (), 0)

    def read(self) -> Reading:
        """Give the file as it is now."""
        with self._lock:
            stamp = self._look()
            if stamp != self._stamp:
                self._reading = self._read(self._reading.turn + 1)
                self._stamp = stamp
            return self._reading

    def _look(self) -> Stamp:
        around = (
            path for root in roots_of(self.path, self._installed) for pattern in _AROUND for path in root.glob(pattern)
        )
        return tuple(_seen(path) for path in (self.path, *sorted(around)))

    def _read(self, turn: int) -> Reading:
        try:
            published = resolve_path(self.path, self._installed)
        except ContentError as error:
            return Reading(None, error.problems, turn)
        problems = [] if self.path.suffix == ".json" else check(self.path, self._installed)
        return Reading(None if problems else published, tuple(problems), turn)


def _seen(path: Path) -> tuple[str, int, int]:
    """Give what tells one state of a file from another; one that is gone has none."""
    try:
        stat = path.stat()
    except OSError:
        return str(path), 0, -1
    return str(path), stat.st_mtime_ns, stat.st_size
