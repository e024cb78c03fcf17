"""Files by content: a local folder in which every file is named by the SHA-256 of its bytes."""

import hashlib
import io
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from assess.errors import NotFoundError, TooLargeError

_CHUNK = 256 * 1024
_HEX = frozenset("0123456789abcdef")
_KEY_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored file: its key (SHA-256 in hexadecimal) and its size in bytes."""

    key: str
    size: int


@dataclass(frozen=True, slots=True)
class Storage:
    """A folder of files; nothing in it is ever overwritten, equal content is kept once."""

    root: Path

    def put(self, content: bytes | BinaryIO, *, limit: int | None = None) -> Stored:
        """Store a file: written beside its place, flushed to the disk, then renamed.

        Args:
            content: The bytes, or a file open for reading.
            limit: At most so many bytes.

        Raises:
            TooLargeError: The content is longer than the limit; nothing is stored.
        """
        source = io.BytesIO(content) if isinstance(content, bytes) else content
        self.root.mkdir(parents=True, exist_ok=True)
        draft = self.root / f".{secrets.token_hex(16)}.part"
        try:
            stored = _write(source, draft, limit)
            self._settle(draft, self._place(stored.key))
        finally:
            draft.unlink(missing_ok=True)
        return stored

    def _settle(self, draft: Path, place: Path) -> None:
        if place.exists():
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        draft.rename(place)
        for folder in (place.parent, place.parent.parent):
            _flush_folder(folder)

    def path(self, key: str) -> Path:
        """Give a stored file's path, for serving.

        Raises:
            NotFoundError: There is no such file.
        """
        place = self._place(key)
        if not place.is_file():
            raise NotFoundError
        return place

    def open(self, key: str) -> BinaryIO:
        """Open a stored file for reading.

        Raises:
            NotFoundError: There is no such file.
        """
        return self.path(key).open("rb")

    def delete(self, key: str) -> None:
        """Delete a file; one that is not there is fine."""
        self._place(key).unlink(missing_ok=True)

    def keys(self) -> Iterator[str]:
        """Go through the keys of all stored files."""
        for path in self.root.glob("??/??/*"):
            yield path.name

    def writable(self) -> bool:
        """Say whether a file can be stored now."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            probe = self.root / f".{secrets.token_hex(8)}.probe"
            probe.touch()
            probe.unlink()
        except OSError:
            return False
        return True

    def _place(self, key: str) -> Path:
        if len(key) != _KEY_LENGTH or not _HEX.issuperset(key):
            raise NotFoundError
        return self.root / key[:2] / key[2:4] / key


def _write(source: BinaryIO, draft: Path, limit: int | None) -> Stored:
    digest, size = hashlib.sha256(), 0
    with draft.open("xb") as target:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if limit is not None and size > limit:
                raise TooLargeError("evidence.too-large", most=limit // (1024 * 1024))
            digest.update(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    return Stored(digest.hexdigest(), size)


def _flush_folder(folder: Path) -> None:
    """Make a rename survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
