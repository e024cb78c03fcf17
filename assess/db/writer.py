"""One queue for small writes: many requests, few commits.

One thread owns one write connection. What waits in the queue runs in one transaction, and one commit (one flush to the
disk) answers them all. If one of them fails, the transaction is undone and each runs again by itself, so that nobody
pays for somebody else's refusal.
"""

import asyncio
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from assess.db.engine import Database

T = TypeVar("T")
Work = Callable[[Connection], T]

_BATCH = 64


@dataclass(slots=True)
class _Call:
    work: Work[Any]
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    result: object = None
    error: BaseException | None = None

    def perform(self, link: "_Link") -> None:
        """Run alone, in a transaction of its own."""
        try:
            with link.transaction() as connection:
                self.result = self.work(connection)
        except BaseException as error:  # noqa: BLE001 - whatever it was, the request that waits must hear of it
            self.error = error

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
        self._engine = database.writing
        self._calls: queue.SimpleQueue[_Call | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the thread."""
        self._thread = threading.Thread(target=self._serve, name="writer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish what is queued and end the thread."""
        if self._thread is not None:
            self._calls.put(None)
            self._thread.join()
        self._thread = None

    async def run(self, work: Work[T]) -> T:
        """Run one function in a write transaction and return its result once that is committed.

        Args:
            work: Takes a connection inside a transaction; what it raises undoes its own writes only. It may be run
                twice (the first time is undone then), so it changes nothing but the database.

        Raises:
            RuntimeError: When the writer is not running.
        """
        if self._thread is None:
            raise RuntimeError("the writer is not running")
        loop = asyncio.get_running_loop()
        call = _Call(work, loop, loop.create_future())
        self._calls.put(call)
        result: T = await call.future
        return result

    def _serve(self) -> None:
        link = _Link(self._engine)
        while (calls := self._take(_BATCH)) is not None:
            if len(calls) == 1 or not _together(link, calls):
                for call in calls:
                    call.perform(link)
            _answer(calls)
        link.close()

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


class _Link:
    """The thread's connection, kept open; after a failure a fresh one is taken, whatever state the old one is in."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        try:
            self._connection = self._connection or self._engine.connect()
            with self._connection.begin():
                yield self._connection
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Give the connection back, which undoes what it did not commit."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def _together(link: _Link, calls: list[_Call]) -> bool:
    """Run all calls in one transaction; says whether that was committed."""
    try:
        with link.transaction() as connection:
            for call in calls:
                call.result = call.work(connection)
    except Exception:  # noqa: BLE001 - each call meets it again, alone
        return False
    return True


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
