"""A folder of this machine as the place of files."""

import io
import os
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, BinaryIO, Final, cast

from assess.errors import NotFoundError
from assess.storage.interface import PIECE, Listed, Storage, Stored, copied, exported, is_key, spread, writing

_PART: Final = ".part"


@dataclass(frozen=True, slots=True)
class Folder(Storage):
    """A folder of files; what is in it is never written to, only put there whole."""

    root: Path

    @property
    def place(self) -> str:
        """Give the folder."""
        return str(self.root)

    def put(self, content: bytes | BinaryIO, *, limit: int | None = None) -> Stored:
        """Store a file: written beside its place, flushed to the disk, then renamed."""
        source = io.BytesIO(content) if isinstance(content, bytes) else content
        with writing():
            self.root.mkdir(parents=True, exist_ok=True)
        draft = self.root / f".{secrets.token_hex(16)}{_PART}"
        try:
            stored = _write(source, draft, limit)
            with writing():
                self._settle(draft, self._at(stored.key))
        finally:
            draft.unlink(missing_ok=True)
        return stored

    def _settle(self, draft: Path, place: Path) -> None:
        if place.exists():
            os.utime(place)
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        draft.rename(place)
        for folder in (place.parent, place.parent.parent, self.root):
            _flush_folder(folder)

    def path(self, key: str) -> Path:
        """Give a stored file's path, for serving.

        Raises:
            NotFoundError: There is no such file.
        """
        place = self._at(key)
        if not place.is_file():
            raise NotFoundError
        return place

    def find(self, key: str) -> Listed:
        """Look one file up."""
        try:
            return _listed(self._at(key))
        except FileNotFoundError:
            raise NotFoundError from None

    def open(self, key: str) -> IO[bytes]:
        """Open a stored file itself."""
        return self.path(key).open("rb")

    def stream(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Give a file's bytes piece by piece."""
        path = self.path(key)
        return _pieces(path, start, path.stat().st_size if end is None else end)

    def local(self, key: str) -> AbstractContextManager[Path]:
        """Give the file's own path."""
        return nullcontext(self.path(key))

    def delete(self, key: str) -> None:
        """Delete a file."""
        self._at(key).unlink(missing_ok=True)

    def export(self, key: str, name: str) -> None:
        """Copy a file: written beside the others, then renamed; a link would let whoever edits it change ours."""
        place, draft = self.root.joinpath(*exported(name)), self.root / f".{secrets.token_hex(16)}{_PART}"
        with self.open(key) as source:
            try:
                _write(cast("BinaryIO", source), draft, None)
                with writing():
                    place.parent.mkdir(parents=True, exist_ok=True)
                    draft.rename(place)
                    _flush_folder(place.parent)
            finally:
                draft.unlink(missing_ok=True)

    def listed(self) -> Iterator[Listed]:
        """Go through all stored files; one that goes meanwhile is left out."""
        for path in self.root.glob("??/??/*"):
            if is_key(path.name):
                try:
                    yield _listed(path)
                except FileNotFoundError:
                    continue

    def tidy(self, before: datetime) -> int:
        """Delete the drafts of processes that were killed."""
        old = [path for path in self.root.glob(f".*{_PART}") if path.stat().st_mtime < before.timestamp()]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def check(self) -> None:
        """Write a few bytes and take them away again."""
        with writing():
            self.root.mkdir(parents=True, exist_ok=True)
            probe = self.root / f".{secrets.token_hex(8)}{_PART}"
            try:
                probe.write_bytes(b"ready")
            finally:
                probe.unlink(missing_ok=True)

    def _at(self, key: str) -> Path:
        return self.root.joinpath(*spread(key))


def _listed(path: Path) -> Listed:
    known = path.stat()
    return Listed(path.name, known.st_size, datetime.fromtimestamp(known.st_mtime, UTC))


def _pieces(path: Path, start: int, end: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        left = end - start
        while left > 0 and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece


def _write(source: BinaryIO, draft: Path, limit: int | None) -> Stored:
    with writing():
        target = draft.open("xb")
    with target:
        stored = copied(source, target, limit)
        with writing():
            target.flush()
            os.fsync(target.fileno())
    return stored


def _flush_folder(folder: Path) -> None:
    """Make a rename survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
