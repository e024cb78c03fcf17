"""Long-lived worker processes that turn content into PDF files, so that no request and no event loop ever does.

A worker loads the engine and the fonts once, works off many reports and is replaced before it grows old. One that is
killed or hangs is replaced at once and its report given to another.
"""

import contextlib
import queue
import subprocess
import sys
from multiprocessing.connection import Pipe
from typing import Final

import structlog

from assess.reports.orders import Order

_log = structlog.get_logger()
PROGRAM: Final = "assess.reports.rendering"
_TRIES: Final = 2
_GOODBYE: Final = 5.0  # seconds a worker gets to leave by itself


class RenderError(RuntimeError):
    """The engine refused this content; trying again would end the same way."""


class WorkerLostError(RuntimeError):
    """A worker was killed or hung, and so was its replacement; another try may well succeed."""


class RenderPool:
    """A fixed number of workers; every method may be called from any thread.

    Args:
        size: How many workers; each needs a core and about 200 MB.
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
    """One process and the socket to it.

    It is started as a program of its own: a child made by `multiprocessing` would load the whole service with it.
    """

    def __init__(self) -> None:
        self._pipe, theirs = Pipe()
        number = theirs.fileno()
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-P", "-m", PROGRAM, str(number)], pass_fds=[number]
        )
        theirs.close()
        self.pid = self._process.pid
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
            with contextlib.suppress(OSError, subprocess.TimeoutExpired):
                self._pipe.send(None)
                self._process.wait(_GOODBYE)
        self._process.kill()
        self._process.wait()
        self._pipe.close()
