"""One queue for small writes: many requests, few commits.

On SQLite one thread owns the write connection. What waits in the queue runs in one transaction, each call in its own
savepoint, and one commit (one fsync) answers them all. On PostgreSQL commits of different rows run side by side, so a
few threads each run one call per transaction.
"""

import asyncio
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection

from assess.db.engine import Database

T = TypeVar("T")
Work = Callable[[Connection], T]

_BATCH = 64
_THREADS = 4


@dataclass(slots=True)
class _Call:
    work: Work[Any]
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    result: object = None
    error: BaseException | None = None

    def settle(self) -> None:
        """Answer the waiting request; runs in its event loop."""
        if self.future.done():
            return  # the client went away
        if self.error is None:
            self.future.set_result(self.result)
        else:
            self.future.set_exception(self.error)


class Writer:
    """Runs small write functions off the event loop; `start` before use, `stop` at the end."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._calls: queue.SimpleQueue[_Call | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Start the threads."""
        count = 1 if self._database.sqlite else _THREADS
        self._threads = [
            threading.Thread(target=self._serve, name=f"writer-{number}", daemon=True) for number in range(count)
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Finish what is queued and end the threads."""
        for _ in self._threads:
            self._calls.put(None)
        for thread in self._threads:
            thread.join()
        self._threads = []

    async def run(self, work: Work[T]) -> T:
        """Run one function in a write transaction and return its result once that is committed.

        Args:
            work: Takes a connection inside a transaction; what it raises undoes its own writes only.

        Raises:
            RuntimeError: When the writer is not running.
        """
        if not self._threads:
            raise RuntimeError("the writer is not running")
        loop = asyncio.get_running_loop()
        call = _Call(work, loop, loop.create_future())
        self._calls.put(call)
        result: T = await call.future
        return result

    def _serve(self) -> None:
        batch = _BATCH if self._database.sqlite else 1
        while (calls := self._take(batch)) is not None:
            self._perform(calls)
            _answer(calls)

    def _take(self, limit: int) -> list[_Call] | None:
        """Wait for a call and take what else is there; None ends the thread."""
        first = self._calls.get()
        if first is None:
            return None
        calls = [first]
        while len(calls) < limit and not self._calls.empty():
            more = self._calls.get()
            if more is None:
                self._calls.put(None)  # answered first, then seen again
                break
            calls.append(more)
        return calls

    def _perform(self, calls: list[_Call]) -> None:
        """Run the calls in one transaction; a failed commit fails all of them."""
        try:
            with self._database.writing.begin() as connection:
                if len(calls) == 1:
                    calls[0].result = calls[0].work(connection)
                else:
                    _run_each(connection, calls)
        except BaseException as error:  # noqa: BLE001 - whatever it was, the requests that wait must hear of it
            for call in calls:
                call.error = call.error or error


def _run_each(connection: Connection, calls: list[_Call]) -> None:
    for call in calls:
        savepoint = connection.begin_nested()
        try:
            call.result = call.work(connection)
            savepoint.commit()
        except Exception as error:  # noqa: BLE001 - it belongs to this call alone
            savepoint.rollback()
            call.error = error


def _answer(calls: list[_Call]) -> None:
    """Wake each event loop once for all its calls."""
    loops = {call.loop for call in calls}
    for loop in loops:
        mine = [call for call in calls if call.loop is loop]
        try:
            loop.call_soon_threadsafe(_settle, mine)
        except RuntimeError:
            continue  # that loop has been closed; nobody waits any more


def _settle(calls: list[_Call]) -> None:
    for call in calls:
        call.settle()
