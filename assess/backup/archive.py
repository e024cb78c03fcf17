"""The file of a backup: a tar archive, and behind it one line with the SHA-256 of every byte before.

The line is what makes a file whole: without it the file was cut off, and with another hash than the bytes have it was
changed. Nothing of a file is believed before that was checked.
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, Final, cast

from assess.backup.errors import BackupError

FORMAT: Final = 1
HEAD: Final = "assess-backup.json"
MANIFEST: Final = "manifest.json"
_MARK: Final = b"assess-backup sha256 "
_TRAILER: Final = len(_MARK) + 64 + 1
_PIECE: Final = 1024 * 1024
_OWNER_ONLY: Final = 0o600
Told = Callable[[int, int], None]


class _Hashing(io.RawIOBase):
    """Hands on what is written, and hashes it."""

    def __init__(self, target: IO[bytes]) -> None:
        super().__init__()
        self._target = target
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, piece: Any, /) -> int:  # noqa: ANN401 - any buffer, as the base says
        self.digest.update(piece)
        return self._target.write(piece)


class _Reader(io.RawIOBase):
    """Gives pieces as a file to be read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces = pieces
        self._held = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 - any buffer, as the base says
        self._held = self._held or next(self._pieces, b"")
        taken = self._held[: len(buffer)]
        buffer[: len(taken)] = taken
        self._held = self._held[len(taken) :]
        return len(taken)


class Target:
    """A backup that is being written."""

    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive = archive

    def add(self, name: str, content: bytes) -> None:
        """Add a member."""
        self.stream(name, len(content), iter([content]))

    def stream(self, name: str, size: int, pieces: Iterator[bytes]) -> None:
        """Add a member piece by piece."""
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, _OWNER_ONLY
        self._archive.addfile(entry, io.BufferedReader(_Reader(pieces)))


@contextmanager
def writing(path: Path) -> Iterator[Target]:
    """Write a backup beside its place, readable by its owner only; it gets its name when it is whole and on the disk.

    Raises:
        BackupError: `backup.exists`: a file is never overwritten.
    """
    if path.exists():
        raise BackupError("backup.exists", path=str(path))
    draft = path.with_name(f"{path.name}.part")
    draft.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY), "wb") as file:
            hashing = _Hashing(file)
            with tarfile.open(fileobj=hashing, mode="w|", format=tarfile.PAX_FORMAT) as archive:
                yield Target(archive)
            file.write(_MARK + hashing.digest.hexdigest().encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)


class Source:
    """A backup that was found whole."""

    def __init__(self, archive: tarfile.TarFile, manifest: dict[str, Any]) -> None:
        self._archive = archive
        self.manifest = manifest

    def read(self, name: str) -> bytes:
        """Give a member's content."""
        with self.open(name) as file:
            return file.read()

    def open(self, name: str) -> BinaryIO:
        """Open a member."""
        found = self._archive.extractfile(name)
        if found is None:
            raise BackupError("backup.damaged")
        return cast("BinaryIO", found)


@contextmanager
def reading(path: Path, told: Told = lambda _done, _total: None) -> Iterator[Source]:
    """Open a backup that is whole, unchanged and of a format we know.

    Raises:
        BackupError: `backup.no-file`, `backup.not-ours`, `backup.cut`, `backup.damaged` or `backup.newer`.
    """
    if not path.is_file():
        raise BackupError("backup.no-file", path=str(path))
    _check_format(path)
    _check_bytes(path, told)
    with tarfile.open(path, "r:") as archive:
        try:
            content = archive.extractfile(MANIFEST)
            manifest = json.loads(content.read() if content else b"")
        except (KeyError, ValueError, tarfile.TarError):
            raise BackupError("backup.damaged") from None
        yield Source(archive, manifest)


def _check_format(path: Path) -> None:
    try:
        with tarfile.open(path, "r|") as archive:
            first = archive.next()
            content = archive.extractfile(first) if first and first.name == HEAD else None
            known = json.loads(content.read())["format"] if content else None
    except (tarfile.TarError, OSError, ValueError, KeyError, EOFError):
        known = None
    if not isinstance(known, int):
        raise BackupError("backup.not-ours")
    if known > FORMAT:
        raise BackupError("backup.newer", format=known)


def _check_bytes(path: Path, told: Told) -> None:
    """Compare every byte with the last line."""
    total = path.stat().st_size - _TRAILER
    digest, done = hashlib.sha256(), 0
    with path.open("rb") as file:
        while done < total and (piece := file.read(min(_PIECE, total - done))):
            digest.update(piece)
            done += len(piece)
            told(done, total)
        end = file.read()
    if not end.startswith(_MARK):
        raise BackupError("backup.cut")
    if end != _MARK + digest.hexdigest().encode() + b"\n":
        raise BackupError("backup.damaged")
