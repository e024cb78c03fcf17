"""Samples are made one at a time, and whoever waits for one leaves room for everybody else."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import pytest

from assess.errors import UnavailableError
from assess.reports.orders import Order
from assess.reports.pool import RenderPool
from assess.web.proofs import MOST, WAITING, Proofs

LONG = 20.0
ORDER = cast("Order", None)


class Slow:
    """Makes a sample once it is let go on; notes how many were made at a time."""

    def __init__(self) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.made, self.busy = 0, threading.Lock()

    def render(self, _order: Order) -> bytes:
        assert self.busy.acquire(blocking=False), "two at a time"
        self.begun.set()
        assert self.go_on.wait(LONG)
        self.made += 1
        self.busy.release()
        return b"%PDF"


def test_only_so_many_wait_and_what_is_made_is_had_at_once() -> None:
    slow = Slow()
    proofs = Proofs(cast("RenderPool", slow))
    slow.go_on.set()
    assert proofs.get("there", lambda: ORDER) == b"%PDF"
    slow.go_on.clear()
    slow.begun.clear()
    with ThreadPoolExecutor(WAITING) as threads:
        waiting: list[Any] = [threads.submit(proofs.get, f"{number % 3}", lambda: ORDER) for number in range(WAITING)]
        assert slow.begun.wait(LONG)
        while proofs._room.acquire(blocking=False):  # those that were started last are not there yet
            proofs._room.release()
        with pytest.raises(UnavailableError, match=r"face\.busy"):
            proofs.get("one more", lambda: ORDER)
        assert proofs.get("there", lambda: ORDER) == b"%PDF"
        slow.go_on.set()
        assert {one.result(LONG) for one in waiting} == {b"%PDF"}
    assert slow.made == 4, "each once"
    assert proofs.get("one more", lambda: ORDER) == b"%PDF"


def test_a_refusal_gives_its_place_back_and_the_oldest_go() -> None:
    slow = Slow()
    slow.go_on.set()
    proofs = Proofs(cast("RenderPool", slow))

    def refused() -> Order:
        raise ValueError

    for _ in range(WAITING + 1):
        with pytest.raises(ValueError, match=r"^$"):
            proofs.get("never", refused)
    for number in range(MOST + 1):
        proofs.get(f"{number}", lambda: ORDER)
    before = slow.made
    proofs.get(f"{MOST}", lambda: ORDER)
    assert slow.made == before
    proofs.get("0", lambda: ORDER)
    assert slow.made == before + 1
