"""Files by content: each is named by the SHA-256 of its bytes, so that equal content is kept once and never changes."""

import errno
import hashlib
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO, Final

from assess.errors import NotFoundError, TooLargeError, UnavailableError

PIECE: Final = 256 * 1024
EXPORTS: Final = "exports"
_HEX: Final = frozenset("0123456789abcdef")
_KEY_LENGTH: Final = 64
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_IN_MEMORY: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored file: its key (SHA-256 in hexadecimal) and its size in bytes."""

    key: str
    size: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A stored file as a listing names it; `at` is when its content was last sent."""

    key: str
    size: int
    at: datetime


class Storage(ABC):
    """Where files are: a folder of this machine, or an object store that several machines share.

    Every method may raise `UnavailableError`: `storage.full`, or `storage.unreachable` with the cause for operators.
    """

    @property
    @abstractmethod
    def place(self) -> str:
        """Say where it is, for operators; never with a key."""

    @abstractmethod
    def put(self, content: bytes | BinaryIO, *, limit: int | None = None) -> Stored:
        """Store a file; when this returns it survives a power cut, and when it raises there is nothing.

        Content that is there already counts as sent anew: what deletes files nobody speaks of leaves it alone.

        Args:
            content: The bytes, or a file open for reading, from where it stands.
            limit: At most so many bytes.

        Raises:
            TooLargeError: The content is longer than the limit.
        """

    @abstractmethod
    def find(self, key: str) -> Listed:
        """Look one file up.

        Raises:
            NotFoundError: There is no such file.
        """

    @abstractmethod
    def stream(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Give a file's bytes piece by piece.

        Args:
            key: The file.
            start: The first byte.
            end: The byte behind the last one; the end of the file when not given.

        Raises:
            NotFoundError: There is no such file; said now, not at the first piece.
        """

    @abstractmethod
    def local(self, key: str) -> AbstractContextManager[Path]:
        """Have a file under a path of this machine for a while, for what reads paths only; it is not to be changed.

        Raises:
            NotFoundError: There is no such file.
        """

    @abstractmethod
    def delete(self, key: str) -> None:
        """Delete a file; one that is not there is fine."""

    @abstractmethod
    def listed(self) -> Iterator[Listed]:
        """Go through all stored files."""

    @abstractmethod
    def tidy(self, before: datetime) -> int:
        """Delete what storing left half done before an instant; give how many."""

    @abstractmethod
    def check(self) -> None:
        """Store a probe, which is no file of ours.

        Raises:
            UnavailableError: Nothing can be stored now.
        """

    @abstractmethod
    def export(self, key: str, name: str) -> None:
        """Lay a copy of a stored file where people look for it, over one of the same name: `exports/` and the name.

        What lies there is nobody's but the operator's: nothing of the service reads or deletes it.

        Args:
            key: The file.
            name: Where below `exports/`, with folders; no part of it may lead out of there.

        Raises:
            NotFoundError: There is no such file.
            ValueError: That is no such name.
        """

    def open(self, key: str) -> IO[bytes]:
        """Open a stored file for reading, from its beginning and to be moved about in.

        Raises:
            NotFoundError: There is no such file.
        """
        pieces = self.stream(key)
        with ExitStack() as failing:
            target = failing.enter_context(tempfile.SpooledTemporaryFile(_IN_MEMORY))
            for piece in pieces:
                target.write(piece)
            target.seek(0)
            failing.pop_all()  # the caller closes it
            return target

    def keys(self) -> Iterator[str]:
        """Go through the keys of all stored files."""
        return (one.key for one in self.listed())

    def verify(self, key: str) -> bool:
        """Read a file and say whether its bytes are still those it is named by.

        Raises:
            NotFoundError: There is no such file.
        """
        digest = hashlib.sha256()
        for piece in self.stream(key):
            digest.update(piece)
        return digest.hexdigest() == key


def is_key(name: str) -> bool:
    """Say whether a name is one of ours."""
    return len(name) == _KEY_LENGTH and _HEX.issuperset(name)


def spread(key: str) -> tuple[str, str, str]:
    """Give the two folders and the name under which a file lies.

    Raises:
        NotFoundError: That is no key, so there is no such file.
    """
    if not is_key(key):
        raise NotFoundError
    return key[:2], key[2:4], key


def exported(name: str) -> tuple[str, ...]:
    """Give the folders and the name under which a copy lies.

    Raises:
        ValueError: The name leads elsewhere.
    """
    parts = tuple(name.split("/"))
    if not all(part and part.strip(". ") and "\\" not in part and part.isprintable() for part in parts):
        raise ValueError(f"not a name below {EXPORTS}: {name!r}")
    return (EXPORTS, *parts)


def copied(source: BinaryIO, target: IO[bytes], limit: int | None) -> Stored:
    """Copy a file while measuring it, never holding more than a piece.

    Raises:
        TooLargeError: It is longer than the limit.
    """
    digest, size = hashlib.sha256(), 0
    while piece := source.read(PIECE):
        size += len(piece)
        if limit is not None and size > limit:
            raise TooLargeError("evidence.too-large", most=limit // (1024 * 1024))
        digest.update(piece)
        with writing():
            target.write(piece)
    return Stored(digest.hexdigest(), size)


@contextmanager
def writing() -> Iterator[None]:
    """Say in the user's words that nothing can be written here."""
    try:
        yield
    except OSError as error:
        full = error.errno in _FULL
        cause = "storage.cause.full" if full else "storage.cause.folder"
        raise UnavailableError("storage.full" if full else "storage.unreachable", cause=cause) from error
