"""Samples of reports as PDF, kept for a while in this process: a page asks for several pictures of each."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from assess.reports.orders import Order
from assess.reports.pool import RenderPool

MOST: Final = 8


class Proofs:
    """The latest samples; every method may be called from any thread. One is made at a time, whoever asks.

    Args:
        pool: Makes them.
    """

    def __init__(self, pool: RenderPool) -> None:
        self._pool = pool
        self._made: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: str, order: Callable[[], Order]) -> bytes:
        """Give a sample, making it where it is not kept.

        Args:
            name: What it is a sample of.
            order: What to make; asked for only then, and free to refuse.
        """
        with self._lock:
            if name not in self._made:
                self._made[name] = self._pool.render(order())
                while len(self._made) > MOST:
                    self._made.popitem(last=False)
            self._made.move_to_end(name)
            return self._made[name]
