"""Worker processes: warm, isolated, replaced when they die, hang or have done enough."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from assess.reports import making
from assess.reports.orders import Order
from assess.reports.pool import RenderError, RenderPool, WorkerLostError
from tests.reports.samples import CLEAN, report


@pytest.fixture(scope="module")
def pool() -> Iterator[RenderPool]:
    made = RenderPool(1)
    made.start()
    yield made
    made.close()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def until(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.01)
    return False


def test_a_worker_makes_the_same_bytes_as_this_process(pool: RenderPool) -> None:
    order = Order(content=report(CLEAN))
    assert pool.render(order) == making.make(order)


def test_one_worker_makes_many_reports_in_turn(pool: RenderPool) -> None:
    made: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: made.append(pool.render(Order(content=report(CLEAN))))) for _ in range(3)
    ]
    before = pool.pids()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 3
    assert pool.pids() == before


def test_a_killed_worker_is_replaced_and_its_report_is_made(pool: RenderPool) -> None:
    (victim,) = pool.pids()
    made: list[bytes] = []
    thread = threading.Thread(target=lambda: made.append(pool.render(Order(content=report(CLEAN)))))
    thread.start()
    assert until(lambda: pool.pids() == ())  # the worker is at it
    os.kill(victim, signal.SIGKILL)
    thread.join()
    assert made[0].startswith(b"%PDF-1.7")
    assert pool.pids() != (victim,)


def test_content_the_engine_refuses_is_reported_and_the_worker_lives(
    pool: RenderPool,
) -> None:
    broken = report(CLEAN)
    object.__setattr__(broken, "locale", "xx")
    before = pool.pids()
    with pytest.raises(RenderError, match="KeyError"):
        pool.render(Order(content=broken))
    assert pool.pids() == before


def test_a_worker_is_replaced_after_enough_reports() -> None:
    pool = RenderPool(1, renders=1)
    pool.start()
    (first,) = pool.pids()
    pool.render(Order(content=report(CLEAN)))
    assert pool.pids() == ()
    assert until(lambda: not alive(first))
    pool.close()


def test_a_hanging_worker_is_given_up() -> None:
    pool = RenderPool(1, timeout=0.05)  # less than a worker needs to start
    with pytest.raises(WorkerLostError):
        pool.render(Order(content=report(CLEAN)))
    assert pool.pids() == ()
    pool.close()


def test_closing_ends_the_workers() -> None:
    pool = RenderPool(2)
    pool.start()
    workers = pool.pids()
    assert len(workers) == 2
    pool.close()
    assert until(lambda: not any(alive(worker) for worker in workers))
