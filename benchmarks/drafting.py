"""Measure how well `assess measures draft` reads: its skeletons beside the measures that people wrote.

    .venv/bin/python benchmarks/drafting.py FOLDER [--misses]

FOLDER holds texts named like measures (`linyi-2021.txt`); the texts are no part of this project. Precision is the
share of what was read that the written measure has too, recall the share of what it has that was read. A clause counts
as read when a written clause has its heading or id, a department with its role, a deadline with its day, a number with
its value and bound; strengths are those of deadlines and numbers. What is missed but stands among the doubts is counted
by itself.
"""

import argparse
import statistics
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assess.checklists.definition import Measure
from assess.checklists.drafting.comparison import Placed, placed
from assess.checklists.drafting.draft import Draft, draft
from assess.checklists.drafting.fold import squeeze
from assess.checklists.loader.measures import find_measure, measure_files, read_text

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("clauses", "departments", "deadlines", "numbers", "strengths")
ROUNDS = 5
Fact = tuple[str | None, ...]


@dataclass
class Tally:
    """What was read, what is written, and what both have, by kind; `doubted` of the missed are among the doubts."""

    read: Counter[str] = field(default_factory=Counter)
    written: Counter[str] = field(default_factory=Counter)
    both: Counter[str] = field(default_factory=Counter)
    doubted: Counter[str] = field(default_factory=Counter)
    doubts: int = 0

    def add(self, other: "Tally") -> None:
        """Add another tally."""
        for name in ("read", "written", "both", "doubted"):
            getattr(self, name).update(getattr(other, name))
        self.doubts += other.doubts


def read_facts(made: Draft, clause_of: Mapping[str, str]) -> dict[str, set[Fact]]:
    """Give what the draft has, under the written clauses' ids."""
    found: dict[str, set[Fact]] = {kind: set() for kind in KINDS}
    for reading in made.readings:
        clause = clause_of.get(reading.passage.id, f"?{reading.passage.id}")
        found["clauses"].add((clause,))
        found["departments"] |= {(clause, squeeze(one.name), one.role) for one in reading.departments}
        found["deadlines"] |= {(clause, one.date.isoformat()) for one in reading.deadlines}
        found["numbers"] |= {(clause, one.value, one.upper, one.operator) for one in reading.quantities}
        found["strengths"] |= {(clause, one.date.isoformat(), one.strength) for one in reading.deadlines}
        found["strengths"] |= {(clause, one.value, one.strength) for one in reading.quantities}
    return found


def written_facts(measure: Measure) -> dict[str, set[Fact]]:
    """Give what people wrote."""
    found: dict[str, set[Fact]] = {kind: set() for kind in KINDS}
    for clause in measure.clauses:
        found["clauses"].add((clause.id,))
        found["departments"] |= {(clause.id, squeeze(one.name.zh), one.role) for one in clause.departments}
        found["deadlines"] |= {(clause.id, one.date) for one in clause.deadlines}
        found["numbers"] |= {(clause.id, one.value, one.upper, one.operator) for one in clause.numbers}
        found["strengths"] |= {(clause.id, one.date, one.strength) for one in clause.deadlines}
        found["strengths"] |= {(clause.id, one.value, one.strength) for one in clause.numbers}
    return found


def one_to_one(found: Iterable[Placed]) -> dict[str, str]:
    """Map each passage to the first written clause that is about it."""
    made: dict[str, str] = {}
    for one in found:
        if one.reading is not None:
            made.setdefault(one.reading.passage.id, one.clause.id)
    return made


def tally(measure: Measure, made: Draft, *, misses: bool) -> Tally:
    """Compare one measure; print what differs where that is wanted."""
    read, written = read_facts(made, one_to_one(placed(measure, made))), written_facts(measure)
    counted = Tally(doubts=len(made.findings) + made.left_out)
    quotes = [squeeze(one.quote) for one in made.findings]
    for kind in KINDS:
        missed = written[kind] - read[kind]
        counted.read[kind], counted.written[kind] = len(read[kind]), len(written[kind])
        counted.both[kind] = len(read[kind] & written[kind])
        counted.doubted[kind] = sum(in_doubt(kind, fact, quotes) for fact in missed)
        if misses:
            show(measure.key, kind, read[kind] - written[kind], missed)
    return counted


def in_doubt(kind: str, fact: Fact, quotes: Iterable[str]) -> bool:
    """Tell whether a doubt quotes the body, the year or the number."""
    if kind in {"clauses", "strengths"}:
        return False
    wanted = str(fact[1])[:4] if kind == "deadlines" else str(fact[1])
    return any(wanted in quote for quote in quotes)


def show(key: str, kind: str, wrong: set[Fact], missed: set[Fact]) -> None:
    """Print what one has and the other lacks."""
    for word, facts in (("only read", wrong), ("only written", missed)):
        for fact in sorted(facts, key=str):
            print(f"  {key} {kind} {word}: {' '.join(str(part) for part in fact if part)}")


def share(part: int, whole: int) -> str:
    """Write a share with its counts."""
    return f"{part}/{whole} {part / whole:.0%}" if whole else "-"


def row(name: str, counted: Tally) -> str:
    """Write one row of the table."""
    cells = [
        f"{share(counted.both[kind], counted.read[kind])} | {share(counted.both[kind], counted.written[kind])}"
        f"{f' (+{counted.doubted[kind]} in doubt)' if counted.doubted[kind] else ''}"
        for kind in KINDS
    ]
    return f"| {name} | {' | '.join(cells)} | {counted.doubts} |"


def seconds(text: str) -> float:
    """Time the reading of a text, the median of a few rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        draft(text)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Read every text that a measure was written from."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", help="where the texts are; nothing is measured without one")
    parser.add_argument("--misses", action="store_true", help="list what differs")
    given = parser.parse_args()
    total, spent = Tally(), {}
    print("| measure | " + " | ".join(f"{kind}: precision | recall" for kind in KINDS) + " | doubts |")
    print("|" + "---|" * (2 + 2 * len(KINDS)))
    for path in measure_files(ROOT / "checklists") if given.folder else ():
        text = given.folder / f"{path.stem}.txt"
        if text.is_file():
            words, _raw = read_text(text)
            counted = tally(find_measure(ROOT / "checklists", str(path))[0], draft(words), misses=given.misses)
            print(row(path.stem, counted))
            total.add(counted)
            spent[path.stem] = seconds(words)
    print(row("all", total))
    print("ms: " + ", ".join(f"{name} {1000 * took:.1f}" for name, took in spent.items()))


if __name__ == "__main__":
    main()
