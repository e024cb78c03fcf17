"""Processes that re-score batches side by side; each has its own connection and prepares every form once.

They end with their pipe: when the parent is killed, nothing is left behind.
"""

import contextlib
import multiprocessing
import signal
import traceback
from collections import deque
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection
from typing import Final, Self

from assess.assessments import earlier
from assess.assessments.rescoring.work import Batch, Bench, Found
from assess.checklists.definition import Published
from assess.checklists.loader import thaw
from assess.db import Database, open_database

_CONTEXT: Final = multiprocessing.get_context("spawn")
_AHEAD: Final = 2  # batches a process has at hand, so that it never waits for the parent
_GOODBYE: Final = 5.0


class BatchError(RuntimeError):
    """A batch could not be worked off; says where it broke."""


class Pool:
    """So many processes, used as a context.

    Args:
        url: The address of the database.
        size: How many.
        document: The draft to try, as canonical JSON; None to check the engine.
    """

    def __init__(self, url: str, size: int, document: str | None) -> None:
        self._made = [_Process(url, document) for _ in range(size)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for one in self._made:
            one.end()

    def work(self, batches: Iterable[Batch]) -> Iterator[tuple[Batch, Found]]:
        """Work off batches side by side; what comes back comes in the order of the batches.

        Raises:
            BatchError: A batch broke, or a process was lost.
        """
        waiting: deque[tuple[Batch, _Process]] = deque()
        for number, batch in enumerate(batches):
            one = self._made[number % len(self._made)]
            if len(waiting) >= _AHEAD * len(self._made):
                yield _next(waiting)
            one.send(batch)
            waiting.append((batch, one))
        while waiting:
            yield _next(waiting)


class _Process:
    """One process and the pipe to it."""

    def __init__(self, url: str, document: str | None) -> None:
        self._pipe, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_serve, args=(theirs, url, document), name="rescore", daemon=True)
        self._process.start()
        theirs.close()

    def send(self, batch: Batch) -> None:
        try:
            self._pipe.send(batch)
        except OSError as error:
            raise BatchError("a process was lost") from error

    def receive(self) -> Found:
        try:
            made = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise BatchError("a process was lost") from error
        if isinstance(made, Found):
            return made
        raise BatchError(made)

    def end(self) -> None:
        with contextlib.suppress(OSError):
            self._pipe.send(None)
        self._process.join(_GOODBYE)
        self._process.kill()
        self._process.join()
        self._pipe.close()


def _next(waiting: deque[tuple[Batch, _Process]]) -> tuple[Batch, Found]:
    batch, one = waiting.popleft()
    return batch, one.receive()


def _serve(pipe: Connection, url: str, document: str | None) -> None:
    """Work until told to stop, or until the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides when we leave
    database = open_database(url)
    bench = Bench(_Documents(database), None if document is None else thaw(document, "target"))
    with contextlib.suppress(EOFError, BrokenPipeError):
        while (batch := pipe.recv()) is not None:
            pipe.send(_worked(bench, database, batch))
    database.close()


class _Documents:
    """Frozen documents by hash, each read once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._read: dict[str, Published] = {}

    def __call__(self, sha256: str) -> Published:
        if sha256 not in self._read:
            with self._database.read() as session:
                self._read[sha256] = earlier.published_as(session, sha256)
        return self._read[sha256]


def _worked(bench: Bench, database: Database, batch: Batch) -> Found | str:
    """Work off a batch, or say why it broke: an exception might not survive the pipe."""
    try:
        with database.read() as session:
            return bench.work(session, batch)
    except Exception:  # noqa: BLE001 - whatever it is goes to the one who asked
        return traceback.format_exc(limit=6)
