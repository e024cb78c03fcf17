"""Long-lived worker processes that turn content into PDF files, so that no request and no event loop ever does.

A worker loads the engine and the fonts once, works off many reports and is replaced before it grows old. One that is
killed or hangs is replaced at once and its report given to another.
"""

import contextlib
import multiprocessing
import queue
import signal
import traceback
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Final

import structlog

from assess.reports.orders import Order

_log = structlog.get_logger()
_CONTEXT: Final = multiprocessing.get_context("spawn")
_TRIES: Final = 2
_GOODBYE: Final = 5.0  # seconds a worker gets to leave by itself


class RenderError(RuntimeError):
    """The engine refused this content; trying again would end the same way."""


class WorkerLostError(RuntimeError):
    """A worker was killed or hung, and so was its replacement; another try may well succeed."""


class RenderPool:
    """A fixed number of workers; every method may be called from any thread.

    Args:
        size: How many workers; each needs a core and about 150 MB.
        renders: How many reports a worker makes before it is replaced.
        timeout: Seconds after which a worker counts as hung, its start included.
    """

    def __init__(self, size: int, *, renders: int = 200, timeout: float = 120.0) -> None:
        self._renders, self._timeout = renders, timeout
        self._slots: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        self._size = size
        for _ in range(size):
            self._slots.put(None)

    def start(self) -> None:
        """Start all workers now; they warm up beside one another."""
        workers = [self._slots.get() or _Worker() for _ in range(self._size)]
        for worker in workers:
            self._slots.put(worker)

    def render(self, order: Order) -> bytes:
        """Make a report, waiting for a free worker.

        Raises:
            RenderError: The engine refused the content.
            WorkerLostError: Two workers in a row were lost over it.
        """
        worker = self._slots.get()
        try:
            for _ in range(_TRIES):
                worker = worker or _Worker()
                try:
                    return worker.render(order, self._timeout)
                except (EOFError, OSError) as error:
                    _log.warning("reports.worker-lost", worker=worker.pid, error=type(error).__name__)
                    worker.end(at_once=True)
                    worker = None
        finally:
            self._slots.put(self._kept(worker))
        raise WorkerLostError

    def _kept(self, worker: "_Worker | None") -> "_Worker | None":
        """Keep a worker for the next report, unless it has made enough of them."""
        if worker is None or worker.made < self._renders:
            return worker
        worker.end()
        return None

    def pids(self) -> tuple[int, ...]:
        """Give the process ids of the workers that wait for work."""
        return tuple(worker.pid for worker in self._slots.queue if worker is not None)

    def close(self) -> None:
        """End all workers, waiting for the reports they are at."""
        for worker in [self._slots.get() for _ in range(self._size)]:
            if worker is not None:
                worker.end()
            self._slots.put(None)


class _Worker:
    """One process and the pipe to it."""

    def __init__(self) -> None:
        self._pipe, theirs = _CONTEXT.Pipe()
        self._process: SpawnProcess = _CONTEXT.Process(target=_serve, args=(theirs,), name="report-worker", daemon=True)
        self._process.start()
        theirs.close()
        self.pid = self._process.pid or 0
        self.made = 0

    def render(self, order: Order, timeout: float) -> bytes:
        """Have one report made.

        Raises:
            EOFError: The process ended.
            OSError: It ended while it was spoken to, or (TimeoutError) does not answer.
            RenderError: The engine refused the content.
        """
        self._pipe.send(order)
        if not self._pipe.poll(timeout):
            raise TimeoutError
        made = self._pipe.recv()
        self.made += 1
        if isinstance(made, bytes):
            return made
        raise RenderError(made)

    def end(self, *, at_once: bool = False) -> None:
        """End the process: politely, or by force."""
        if not at_once:
            with contextlib.suppress(OSError):
                self._pipe.send(None)
            self._process.join(_GOODBYE)
        self._process.kill()
        self._process.join()
        self._pipe.close()


def _serve(pipe: Connection) -> None:
    """Work until told to stop, or until the server is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the server decides when we leave
    from assess.reports import making  # noqa: PLC0415 - only a worker may load the PDF engine

    making.warm()
    with contextlib.suppress(EOFError, BrokenPipeError):
        while (order := pipe.recv()) is not None:
            pipe.send(_made(order))


def _made(order: Order) -> bytes | str:
    """Make a report, or say why it cannot be made: an exception of the engine might not survive the pipe."""
    from assess.reports import making, pdf  # noqa: PLC0415 - as above

    try:
        return making.make(order)
    except (Exception, pdf.RefusedFetchError):  # noqa: BLE001 - whatever the engine raises goes to the one who asked
        return traceback.format_exc(limit=5)
