"""Long-lived processes that look at files nobody trusts, so that no server process ever parses one.

A reader that hangs or dies over a file is killed and replaced, and the file refused.
"""

import atexit
import json
import queue
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import structlog

from assess.errors import InvalidError, NotFoundError, UnavailableError

SIZE: Final = 2
TIMEOUT: Final = 20.0
WAIT: Final = 30.0  # for a reader to be free
FILES: Final = 200
WIDTH: Final = 1000
PROGRAM: Final = ("-m", "assess.papers.reader")
_LONGEST_LINE: Final = 4096
_MOST_BYTES: Final = 16 * 1024 * 1024
_ROOT: Final = Path(__file__).resolve().parent.parent.parent
_MAGIC: Final = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}

_log = structlog.get_logger("assess.papers")


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a picture, and how many there are."""

    picture: bytes
    pages: int

    @property
    def media_type(self) -> str:
        """Say what kind of picture it is."""
        return media_type(self.picture)


def media_type(picture: bytes) -> str:
    """Tell PNG from JPEG.

    Raises:
        ValueError: It is neither.
    """
    for magic, name in _MAGIC.items():
        if picture.startswith(magic):
            return name
    raise ValueError("neither PNG nor JPEG")


class Readers:
    """A few processes; every method may be called from any thread, and the first call starts what it needs.

    Args:
        size: How many files are looked at at once.
        timeout: Seconds after which a reader counts as hung, its start included.
        files: How many files a reader looks at before it is replaced.
    """

    def __init__(self, size: int = SIZE, *, timeout: float = TIMEOUT, files: int = FILES) -> None:
        self._timeout, self._files, self._size = timeout, files, size
        self._slots: queue.LifoQueue[_Reader | None] = queue.LifoQueue()
        for _ in range(size):
            self._slots.put(None)

    def inspect(self, content: bytes, extension: str) -> int | None:
        """Look a file through; give its pages, where it has any.

        Raises:
            InvalidError: It is damaged, active, made to harm, or too much to look at; the message says how to mend it.
            UnavailableError: All readers are busy for long.
        """
        told, _nothing = self._ask({"do": "inspect", "extension": extension}, content)
        pages = told.get("pages")
        return pages if isinstance(pages, int) else None

    def page(self, content: bytes, number: int, width: int = WIDTH) -> Page:
        """Draw a page of a PDF, or a picture.

        Raises:
            NotFoundError: There is no such page.
            InvalidError: It cannot be drawn.
        """
        told, made = self._ask({"do": "draw", "number": number, "width": width}, content)
        try:
            media_type(made)
        except ValueError:
            raise InvalidError("evidence.too-complex", field="file") from None
        return Page(made, int(told["pages"]))

    def logo(self, content: bytes) -> bytes:
        """Draw a logo anew as a PNG that carries nothing but its picture.

        Raises:
            InvalidError: It is none that can be used; the message says why.
            UnavailableError: All readers are busy for long.
        """
        _told, made = self._ask({"do": "logo"}, content)
        if not made.startswith(b"\x89PNG"):
            raise InvalidError("evidence.too-complex", field="file")
        return made

    def _ask(self, asked: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
        try:
            reader, sound = self._slots.get(timeout=WAIT), False
        except queue.Empty:
            raise UnavailableError("evidence.busy", cause="evidence.busy") from None
        try:
            reader = reader or _Reader()
            told, made = reader.ask(asked, content, self._timeout)
            sound = reader.asked < self._files
        except (OSError, ValueError, KeyError, TypeError) as error:
            _log.warning("papers.reader-lost", error=type(error).__name__, do=asked["do"])
            raise InvalidError("evidence.too-complex", field="file") from error
        finally:
            if reader is not None and not sound:
                reader.end()
            self._slots.put(reader if sound else None)
        return _accepted(told), made

    def pids(self) -> tuple[int, ...]:
        """Give the process ids of the readers that wait for a file."""
        return tuple(reader.pid for reader in self._slots.queue if reader is not None)

    def close(self) -> None:
        """End all readers, waiting for the files they are at."""
        for reader in [self._slots.get() for _ in range(self._size)]:
            if reader is not None:
                reader.end()
            self._slots.put(None)


def _accepted(told: dict[str, Any]) -> dict[str, Any]:
    message = told.get("refused")
    if message is None:
        return told
    if message == "evidence.no-such-page":
        raise NotFoundError
    params = {key: value for key, value in told.get("params", {}).items() if isinstance(value, str | int)}
    raise InvalidError(str(message), field="file", **params)


class _Reader:
    """One process and the pipes to it; it gets none of the service's environment."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-P", *PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": str(_ROOT)},
        )
        self.pid = self._process.pid
        self.asked = 0

    def ask(self, asked: dict[str, Any], content: bytes, timeout: float) -> tuple[dict[str, Any], bytes]:
        """Have one file looked at; where it takes too long the process is killed, which ends the waiting.

        Raises:
            OSError: The process ended (it was killed, or the file was too much for it).
            ValueError: It answers nonsense.
        """
        self.asked += 1
        watch = threading.Timer(timeout, self._process.kill)
        watch.start()
        try:
            return self._exchange(asked, content)
        finally:
            watch.cancel()

    def _exchange(self, asked: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
        source, target = self._process.stdin, self._process.stdout
        if source is None or target is None:
            raise BrokenPipeError
        source.write(json.dumps(asked | {"size": len(content)}).encode() + b"\n")
        source.write(content)
        source.flush()
        line = target.readline(_LONGEST_LINE)
        if not line:
            raise BrokenPipeError
        told = json.loads(line)
        size = int(told["size"]) if isinstance(told, dict) else -1
        if not 0 <= size <= _MOST_BYTES:
            raise ValueError("too long an answer")
        made = target.read(size)
        if len(made) < size:
            raise BrokenPipeError
        return told, made

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                _close(pipe)


def _close(pipe: Any) -> None:  # noqa: ANN401 - either end
    try:
        pipe.close()
    except OSError:
        return  # it was to be flushed to a process that is gone


SHARED: Final = Readers()
"""The readers of this process; whoever takes or shows a file asks them."""

atexit.register(SHARED.close)
