"""Samples of reports as PDF, kept for a while in this process: a page asks for several pictures of each."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from assess.errors import UnavailableError
from assess.reports.orders import Order
from assess.reports.pool import RenderPool

MOST: Final = 8
WAITING: Final = 12
"""So many requests wait for a sample: each holds a turn at the database, and everybody else needs some of those."""


class Proofs:
    """The latest samples; every method may be called from any thread. One is made at a time, whoever asks.

    Args:
        pool: Makes them.
    """

    def __init__(self, pool: RenderPool) -> None:
        self._pool = pool
        self._made: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()
        self._making = threading.Lock()
        self._room = threading.Semaphore(WAITING)

    def get(self, name: str, order: Callable[[], Order]) -> bytes:
        """Give a sample, making it where it is not kept.

        Args:
            name: What it is a sample of.
            order: What to make; asked for only then, and free to refuse.

        Raises:
            UnavailableError: `face.busy`: too many wait for one already.
        """
        return self._kept(name) or self._awaited(name, order)

    def _kept(self, name: str) -> bytes | None:
        with self._lock:
            if name in self._made:
                self._made.move_to_end(name)
            return self._made.get(name)

    def _awaited(self, name: str, order: Callable[[], Order]) -> bytes:
        if not self._room.acquire(blocking=False):
            raise UnavailableError("face.busy", cause="face.busy")
        try:
            with self._making:
                return self._kept(name) or self._keep(name, self._pool.render(order()))
        finally:
            self._room.release()

    def _keep(self, name: str, made: bytes) -> bytes:
        with self._lock:
            self._made[name] = made
            while len(self._made) > MOST:
                self._made.popitem(last=False)
        return made
