"""Reports in numbers: how many a minute, what a second worker brings, and what memory a thousand different ones take.

    script/postgres .venv/bin/python -m benchmarks.throughput [--reports 1000] [--rows N] [--part PART]

Four parts, each by itself with `--part`, so that one that was broken off is done again alone:

- ratio: the longest report of the demo through a pool of one worker and of two, in turn, three times (goal: 1.7 times);
- memory: N different reports of twelve pages through two workers that are not replaced meanwhile (goal: under 250 MB
  each and no growth);
- sqlite, postgres: reports asked for as rows and made by processes of `assess.worker` into a storage, one of which is
  killed half way (see `benchmarks.throughput_rows`); a fifth of N unless `--rows` says otherwise.

Nothing is made twice: every report has its own organisation, in characters of its own, and its own date.
"""

import argparse
import datetime as dt
import functools
import hashlib
import os
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from assess.assessments.answersfile import AnswersFile, read_answers
from assess.assessments.scoresheet import scored
from assess.checklists.definition import Published
from assess.checklists.loader import load_published
from assess.reports.content import build
from assess.reports.cover import Cover
from assess.reports.orders import Order
from assess.reports.parts import ReportContent
from assess.reports.pool import RenderPool

ROOT: Final = Path(__file__).resolve().parent.parent
ANSWERS: Final = ROOT / "tests" / "data" / "answers"
LONG: Final = "linyi-exporter"
SHORT: Final = "linyi-platform"
ROUNDS: Final = 3
NEVER: Final = 1_000_000
_FIRST: Final = 0x4E00
"""Where Chinese characters begin; names are taken from the first three thousand."""


@functools.cache
def checklist() -> tuple[Published, str]:
    """Load the checklist the reports are of."""
    return load_published(ROOT / "checklists", "linyi-2021/enterprise")


@functools.cache
def answers(sample: str) -> AnswersFile:
    """Read a sample's answers."""
    return read_answers(ANSWERS / f"{sample}.yaml", checklist()[0])


def content(sample: str, number: int) -> ReportContent:
    """Build a report that no other number gives."""
    published, sha256 = checklist()
    as_of = dt.date(2026, 11, 22) - dt.timedelta(days=number % 300)
    found = scored(published, sha256, answers(sample).inputs(as_of))
    name = "".join(chr(_FIRST + (number * 37 + place * 997) % 3000) for place in range(6))
    cover = Cover(
        organisation=f"{name}第{number}有限公司", kind="enterprise", region_name="山东省临沂市", state="draft"
    )
    return build(published, sha256, found.inputs, found.result, cover, "zh")


@dataclass(slots=True)
class Drive:
    """Hands numbered reports to a pool from as many threads as it has workers; `after` hears of each that is made."""

    pool: RenderPool
    sample: str
    numbers: Iterator[int]
    after: Callable[[int], None] = lambda _count: None
    made: set[bytes] = field(default_factory=set)
    size: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self, threads: int) -> float:
        """Make them all; returns the seconds it took."""
        began = time.perf_counter()
        hands = [threading.Thread(target=self._work) for _ in range(threads)]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()
        return time.perf_counter() - began

    def _work(self) -> None:
        while (number := self._next()) is not None:
            file = self.pool.render(Order(content=content(self.sample, number)))
            with self._lock:
                self.made.add(hashlib.sha256(file).digest())
                self.size += len(file)
                self.after(len(self.made))

    def _next(self) -> int | None:
        with self._lock:
            return next(self.numbers, None)


def warmed(workers: int, sample: str) -> RenderPool:
    """Start a pool, and have every worker make a report of this kind."""
    pool = RenderPool(workers, renders=NEVER)
    pool.start()
    Drive(pool, sample, iter(range(NEVER, NEVER + 2 * workers))).run(workers)
    return pool


def ratio(reports: int) -> None:
    """Say what a second worker brings."""
    each = max(4, min(10, reports // 30))
    pools, found, first = {workers: warmed(workers, LONG) for workers in (1, 2)}, [], 0
    for _ in range(ROUNDS):
        rates = {}
        for workers, pool in pools.items():
            drive = Drive(pool, LONG, iter(range(first, first + each)))
            rates[workers] = 60 * each / drive.run(workers)
            first += each
        found.append(rates)
        print(
            f"  one worker {rates[1]:6.1f}   two {rates[2]:6.1f} a minute   {rates[2] / rates[1]:.2f} times", flush=True
        )
    for pool in pools.values():
        pool.close()
    median = statistics.median(rates[2] / rates[1] for rates in found)
    print(f"ratio: two workers make {median:.2f} times as many as one (goal: at least 1.7)", flush=True)


def memory(reports: int) -> None:
    """Say what memory many different reports take."""
    pool = warmed(2, SHORT)
    pids = sorted(pool.pids())
    marks = {1, *(mark for mark in (50, 250, 500, 1000, 2000, 5000) if mark < reports), reports}

    def note(count: int) -> None:
        if count in marks:
            print(f"  after {count:5} reports   {'   '.join(_memory(pid) for pid in pids)}", flush=True)

    drive = Drive(pool, SHORT, iter(range(reports)), note)
    took = drive.run(2)
    assert len(drive.made) == reports, "every report is another"
    most = max(_status(pid, "VmHWM") for pid in pids)
    assert sorted(pool.pids()) == pids, "no worker was replaced"
    pool.close()
    print(
        f"memory: {reports} different reports, {drive.size / reports / 1000:.0f} kB on average, in {took:.0f} s: "
        f"{60 * reports / took:.0f} a minute; at most {most:.0f} MB a worker (goal: under 250)",
        flush=True,
    )


def _memory(pid: int) -> str:
    return f"{_status(pid, 'VmRSS'):4.0f} MB (own {_status(pid, 'RssAnon'):4.0f}, peak {_status(pid, 'VmHWM'):4.0f})"


def _status(pid: int, name: str) -> float:
    """Read how many MB a process has."""
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) * 1024 / 1e6


def main() -> None:
    """Measure what was asked for."""
    from benchmarks import throughput_rows  # noqa: PLC0415 - it takes our contents

    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--reports", type=int, default=1000, metavar="N")
    asked.add_argument("--rows", type=int, metavar="N")
    asked.add_argument("--part", choices=["ratio", "memory", "sqlite", "postgres"], action="append")
    asked.add_argument("--postgres", metavar="URL", default=os.environ.get("ASSESS_TEST_POSTGRES_URL"))
    given = asked.parse_args()
    rows = given.rows or max(10, given.reports // 5)
    parts: dict[str, Callable[[], None]] = {
        "ratio": lambda: ratio(given.reports),
        "memory": lambda: memory(given.reports),
        "sqlite": lambda: throughput_rows.embedded(rows),
        "postgres": lambda: throughput_rows.delivered(rows, given.postgres),
    }
    for name in given.part or parts:
        print(f"{name}, load {os.getloadavg()[0]:.1f}", flush=True)
        parts[name]()


if __name__ == "__main__":
    main()
