"""Drawn pages kept on this machine's disk, so that nobody draws a page twice; bounded in size and age.

What lies here is drawn from stored files and named by their hash: who may see it was asked before anybody looks here.
"""

import contextlib
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from assess.papers.readers import Page, media_type

MOST_BYTES: Final = 512 * 1024 * 1024
MOST_DAYS: Final = 7
_BETWEEN: Final = 50  # pages written between two looks at what lies here
_DAY: Final = 24 * 3600


@dataclass(slots=True)
class Cache:
    """A folder of drawn pages.

    Args:
        folder: Where they lie.
        most: How many bytes they may take, before those nobody asked for longest go.
    """

    folder: Path
    most: int = MOST_BYTES
    _written: int = field(default=0, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def page(self, key: str, number: int, width: int, draw: Callable[[], Page]) -> Page:
        """Give a page from here, or have it drawn and keep it.

        Args:
            key: The file's hash.
            number: Which page.
            width: How wide it is drawn, in pixels.
            draw: How to draw it; what it refuses is not kept.
        """
        name = f"{key}-{width}-{number}"
        found = self._read(name)
        if found is not None:
            return found
        made = draw()
        self._write(name, made)
        return made

    def drop(self, key: str) -> None:
        """Forget a file's pages."""
        for path in self._place(key).glob(f"{key}-*"):
            path.unlink(missing_ok=True)

    def _place(self, name: str) -> Path:
        return self.folder / name[:2]

    def _read(self, name: str) -> Page | None:
        for path in self._place(name).glob(f"{name}-*"):
            try:
                picture = path.read_bytes()
                media_type(picture)
                path.touch()
            except (OSError, ValueError):
                continue  # swept away meanwhile, or no picture
            return Page(picture, int(path.name.rpartition("-")[2]))
        return None

    def _write(self, name: str, page: Page) -> None:
        """Keep a page; a full disk keeps nobody from seeing it."""
        place = self._place(name)
        draft = place / f".{secrets.token_hex(8)}"
        try:
            place.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(page.picture)
            draft.rename(place / f"{name}-{page.pages}")
            self._sweep()
        except OSError:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)

    def _sweep(self) -> None:
        """From time to time let go of what is old, and of what is too much, those asked for longest ago first."""
        with self._lock:
            self._written += 1
            if self._written % _BETWEEN != 1:
                return
        kept = sorted(((path.stat(), path) for path in self.folder.glob("??/*")), key=lambda one: -one[0].st_mtime)
        newest, room = (kept[0][0].st_mtime if kept else 0), self.most
        for about, path in kept:
            room -= about.st_size
            if room < 0 or about.st_mtime < newest - MOST_DAYS * _DAY:
                path.unlink(missing_ok=True)
