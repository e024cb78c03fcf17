"""The door to ClamAV, against a server that speaks its protocol over a real socket, well and badly."""

import io
import socket
import struct
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from assess.errors import UnavailableError
from assess.scanning import InfectedError, Scanner

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
VERSION = b"ClamAV 1.4.3/27600/Sat Nov 21 08:30:00 2026\0"
Answer = Callable[[socket.socket, bytes], None]


def command_of(line: socket.socket) -> bytes:
    """Read a command up to its end."""
    told = b""
    while not told.endswith(b"\0") and (piece := line.recv(1)):
        told += piece
    return told


def streamed(line: socket.socket) -> bytes:
    """Read a file as the protocol sends it."""
    content = b""
    with line.makefile("rb") as source:
        while length := struct.unpack("!L", source.read(4))[0]:
            content += source.read(length)
    return content


def honest(line: socket.socket, command: bytes) -> None:
    """Answer as ClamAV does."""
    if command == b"zPING\0":
        line.sendall(b"PONG\0")
    elif command == b"zVERSION\0":
        line.sendall(VERSION)
    elif command == b"zINSTREAM\0":
        found = EICAR in streamed(line)
        line.sendall(b"stream: Eicar-Signature FOUND\0" if found else b"stream: OK\0")


def saying(answer: bytes, *, read: bool = True) -> Answer:
    """Answer every file with the same bytes, and then hang up."""

    def answered(line: socket.socket, command: bytes) -> None:
        if command != b"zINSTREAM\0":
            honest(line, command)
            return
        if read:
            streamed(line)
        line.sendall(answer)

    return answered


@contextmanager
def served(answer: Answer, *, unix: bool = False) -> Iterator[str]:
    """Run a server in threads of its own; give its address."""
    family = socket.AF_UNIX if unix else socket.AF_INET
    with tempfile.TemporaryDirectory() as folder, socket.socket(family, socket.SOCK_STREAM) as server:
        server.bind(str(Path(folder) / "clamd.ctl") if unix else ("127.0.0.1", 0))
        server.listen()
        name = server.getsockname()

        def one(line: socket.socket) -> None:
            with line:
                try:
                    answer(line, command_of(line))
                except OSError:
                    return  # the other side has had enough

        def accept() -> None:
            while True:
                try:
                    line, _from = server.accept()
                except OSError:
                    return
                threading.Thread(target=one, args=(line,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        try:
            yield f"unix:{name}" if unix else f"{name[0]}:{name[1]}"
        finally:
            server.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("unix", [True, False], ids=["unix", "tcp"])
def test_a_clean_file_passes_with_the_name_of_what_looked_at_it(*, unix: bool) -> None:
    with served(honest, unix=unix) as address:
        scanner = Scanner(address, timeout=5)
        content = io.BytesIO(bytes(300_000))
        content.seek(17)
        assert scanner.scan(content) == "ClamAV 1.4.3/27600/Sat Nov 21 08:30:00 2026"
        assert scanner.answers()


@pytest.mark.parametrize("content", [EICAR, bytes(200_000) + EICAR + bytes(9)], ids=["alone", "across-pieces"])
def test_an_infected_file_is_named(content: bytes) -> None:
    with served(honest) as address, pytest.raises(InfectedError) as caught:
        Scanner(address, timeout=5).scan(io.BytesIO(content))
    assert caught.value.name == "Eicar-Signature"


@pytest.mark.parametrize(
    "answer",
    [
        b"stream: OK",  # cut before its end
        b"",
        b"stream: O\0",
        b"OK\0",
        b"stream: OK FOUND OR NOT\0",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"\xff\xfe\0",
        b"stream: OK\0stream: Eicar FOUND\0",
        b"x" * 10_000,
    ],
    ids=["cut", "nothing", "half", "other-words", "chatty", "too-large", "noise", "two-answers", "endless"],
)
def test_only_the_very_words_for_clean_are_believed(answer: bytes) -> None:
    with served(saying(answer)) as address, capture_logs() as logged, pytest.raises(UnavailableError) as caught:
        Scanner(address, timeout=5).scan(io.BytesIO(b"harmless"))
    assert caught.value.message == "evidence.scanner-away"
    assert [line["event"] for line in logged] == ["scanner.unavailable"]


def test_an_answer_before_the_end_of_the_file_is_none() -> None:
    """A daemon that hangs up early has not seen the rest, whatever it says."""
    with served(saying(b"stream: OK\0", read=False)) as address, pytest.raises(UnavailableError):
        Scanner(address, timeout=5).scan(io.BytesIO(bytes(8 * 1024 * 1024)))


def test_a_slow_scanner_is_not_waited_for_without_end() -> None:
    def slowly(line: socket.socket, _command: bytes) -> None:
        for byte in b"stream: OK\0":
            time.sleep(0.2)
            line.sendall(bytes([byte]))

    with served(slowly) as address:
        started = time.monotonic()
        with pytest.raises(UnavailableError):
            Scanner(address, timeout=0.5).scan(io.BytesIO(b"x"))
        assert time.monotonic() - started < 1.5, "the time allowed is for all of it"


def _ignore(_result: object) -> None:
    """Do nothing with it."""


def test_one_that_reads_nothing_is_given_up() -> None:
    stop = threading.Event()
    with served(lambda _line, _command: _ignore(stop.wait(5))) as address:
        with pytest.raises(UnavailableError):
            Scanner(address, timeout=0.4).scan(io.BytesIO(bytes(20 * 1024 * 1024)))
        stop.set()


@pytest.mark.parametrize("address", ["127.0.0.1:1", "unix:/no/such/socket"])
def test_one_that_is_not_there_lets_nothing_pass(address: str) -> None:
    with pytest.raises(UnavailableError):
        Scanner(address, timeout=1).scan(io.BytesIO(b"x"))
    assert not Scanner(address, timeout=1).answers()


def test_one_that_does_not_say_what_it_is_has_not_scanned() -> None:
    def nameless(line: socket.socket, command: bytes) -> None:
        if command == b"zVERSION\0":
            line.sendall(b"UNKNOWN COMMAND\0")
        else:
            honest(line, command)

    with served(nameless) as address, pytest.raises(UnavailableError):
        Scanner(address, timeout=5).scan(io.BytesIO(b"x"))
