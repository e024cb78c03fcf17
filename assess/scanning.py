"""The door to a scanner for malicious software: ClamAV's daemon, spoken to over a socket (INSTREAM).

A file counts as clean only after the scanner has had all of it and said so in the very words of its protocol. Anything
else (no answer in time, half an answer, an answer before the end) counts as no answer at all.
"""

import socket
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

import structlog

from assess.errors import UnavailableError

TIMEOUT: Final = 30.0
SCANNED_MAXIMUM: Final = 100
_CHUNK: Final = 64 * 1024
_LONGEST: Final = 4096
_CLEAN: Final = "stream: OK"
_FOUND: Final = ("stream: ", " FOUND")

_log = structlog.get_logger("assess.scanning")


class InfectedError(Exception):
    """The scanner knows this file; `name` is what it calls it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class _NoAnswerError(Exception):
    """Said in the log, not to people."""


@dataclass(frozen=True, slots=True)
class Scanner:
    """ClamAV's daemon at a Unix socket (``unix:/run/clamav/clamd.ctl``) or at a machine (``scanner:3310``).

    `timeout` is in seconds and holds for a whole scan.
    """

    address: str
    timeout: float = TIMEOUT

    def scan(self, content: BinaryIO) -> str:
        """Have a file scanned, from its beginning.

        Returns:
            What looked at it: engine, version and date of its signatures.

        Raises:
            InfectedError: Something was found.
            UnavailableError: The scanner does not answer as it should: nobody knows what the file is.
        """
        content.seek(0)
        try:
            _judge(self._ask(b"zINSTREAM\0", _pieces(content)))
            return self.version()
        except (OSError, _NoAnswerError) as error:
            _log.warning("scanner.unavailable", error=type(error).__name__, said=str(error)[:200])
            raise UnavailableError("evidence.scanner-away", cause="evidence.scanner-away") from error

    def version(self) -> str:
        """Ask for engine, version and date of the signatures.

        Raises:
            OSError: No answer in time.
        """
        said = self._ask(b"zVERSION\0", iter(()))
        if not said.startswith("ClamAV "):
            raise _NoAnswerError(said)
        return said[:SCANNED_MAXIMUM]

    def answers(self) -> bool:
        """Say whether the scanner is there."""
        try:
            return self._ask(b"zPING\0", iter(())) == "PONG"
        except (OSError, _NoAnswerError):
            return False

    def _ask(self, command: bytes, body: Iterator[bytes]) -> str:
        """Send a command and read its one answer; the time allowed is for all of it."""
        until = time.monotonic() + self.timeout
        with self._connect() as line:
            line.sendall(command)
            for piece in body:
                line.settimeout(_left(until))
                line.sendall(piece)
            return _answer(line, until)

    def _connect(self) -> socket.socket:
        if self.address.startswith("unix:"):
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(self.timeout)
            try:
                line.connect(self.address.removeprefix("unix:"))
            except OSError:
                line.close()
                raise
            return line
        host, _colon, port = self.address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=self.timeout)


def _judge(said: str) -> None:
    """Let only the scanner's own words for a clean file pass."""
    if said.startswith(_FOUND[0]) and said.endswith(_FOUND[1]):
        raise InfectedError(said.removeprefix(_FOUND[0]).removesuffix(_FOUND[1])[:SCANNED_MAXIMUM])
    if said != _CLEAN:
        raise _NoAnswerError(said)


def _pieces(content: BinaryIO) -> Iterator[bytes]:
    """Cut a file into pieces, each with its length before it; a length of nothing ends it."""
    while piece := content.read(_CHUNK):
        yield struct.pack("!L", len(piece)) + piece
    yield struct.pack("!L", 0)


def _answer(line: socket.socket, until: float) -> str:
    told = bytearray()
    while not told.endswith(b"\0"):
        line.settimeout(_left(until))
        piece = line.recv(_LONGEST)
        told += piece
        if not piece or len(told) > _LONGEST:
            raise _NoAnswerError("cut" if not piece else "endless")
    if told.index(0) + 1 < len(told):
        raise _NoAnswerError("more than one answer")
    return told[:-1].decode("utf-8", "replace")


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
