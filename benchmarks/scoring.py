"""Measure how fast scores are made: one submission of a hundred items, with trace data and without.

    .venv/bin/python -m benchmarks.scoring [--rounds N]

Wanted: one column without trace under 1 ms, with trace data under 3 ms (sentences are made only when shown). The peer
is what has to happen anyway before anything can be scored: decoding the same answers from JSON and reading them.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from assess.scoring import serial
from assess.scoring.columns import score_columns
from assess.scoring.engine import score
from assess.scoring.gaps import gaps
from assess.values import dump
from assess.wording.sentences import tell
from benchmarks import rescoring
from benchmarks.scoring_sample import Sample, sample

ROUNDS: Final = 2000
WARM_UP: Final = 100
VARIANTS: Final = 20  # other answers to the same form, so that no branch is always the same


@dataclass(frozen=True)
class Measured:
    """What one way took, in milliseconds; `wanted` is its budget where it has one."""

    name: str
    median: float
    p99: float
    wanted: float | None = None

    def line(self) -> str:
        """Write a line of the table."""
        budget = "" if self.wanted is None else f"   wanted < {self.wanted:g} ms: {self.median < self.wanted}"
        return f"{self.name:<44} {self.median:7.3f} ms   p99 {self.p99:7.3f} ms{budget}"


def measure(name: str, work: Callable[[Sample], object], rounds: int, *, wanted: float | None = None) -> Measured:
    """Time a way of scoring over samples in turn."""
    samples = _samples()
    for one in samples * (WARM_UP // len(samples)):
        work(one)
    taken = []
    for number in range(rounds):
        one = samples[number % len(samples)]
        start = time.perf_counter()
        work(one)
        taken.append((time.perf_counter() - start) * 1000)
    return Measured(name, statistics.median(taken), statistics.quantiles(taken, n=100)[-1], wanted)


def _samples() -> list[Sample]:
    """Give submissions on one and the same form, as a service has them: the form is prepared once."""
    first = sample()
    return [first, *(replace(sample(seed=seed), form=first.form) for seed in range(1, VARIANTS))]


def one_submission(rounds: int) -> Iterator[Measured]:
    """Measure the first promise: one submission."""
    yield measure("score without trace", lambda it: score(it.form, it.inputs, trace=False), rounds, wanted=1)
    yield measure("score with trace data", lambda it: score(it.form, it.inputs), rounds, wanted=3)
    yield measure(
        "two columns without trace", lambda it: score_columns(it.form, it.inputs, it.evidence, trace=False), rounds
    )
    yield measure("two columns with trace data", lambda it: score_columns(it.form, it.inputs, it.evidence), rounds)
    yield measure("gaps of a score", _gaps, rounds // 4)
    yield measure("peer: answers from JSON", _decoded, rounds // 4)
    yield measure("two columns to JSON text", _written, rounds // 10)
    yield measure("all sentences of a score, in Chinese", _told, rounds // 20)


def _gaps(one: Sample) -> object:
    return gaps(one.form, score(one.form, one.inputs), one.inputs)


def _decoded(one: Sample) -> object:
    return json.loads(json.dumps({key: dump.to_json(value) for key, value in one.inputs.answers.items()}))


def _written(one: Sample) -> object:
    return json.dumps(serial.columns_to_json(score_columns(one.form, one.inputs, one.evidence)))


def _told(one: Sample) -> object:
    return [tell(step, "zh") for item in score(one.form, one.inputs).items for step in item.trace]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="scores to time (2000)")
    parser.add_argument("--submissions", type=int, default=0, help="re-score so many from a database as well (100000)")
    given = parser.parse_args()
    form = sample().form
    facts = len(sample().inputs.answers)
    print(f"one submission: {sum(1 for _ in form.items())} items, {facts} answers, medians of {given.rounds}")
    for measured in one_submission(given.rounds):
        print(measured.line())
    if given.submissions:
        rescoring.on_sqlite(given.submissions)


if __name__ == "__main__":
    main()
