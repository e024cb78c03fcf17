"""A written measure beside its text: what it claims and the text lacks, what it lacks, what to look at."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final, Literal

from assess.checklists.definition import Clause, Measure
from assess.checklists.drafting.draft import Draft, Reading
from assess.checklists.drafting.fold import squeeze
from assess.checklists.drafting.haystack import Haystack
from assess.checklists.tree import Path
from assess.values.step import Param

Kind = Literal["claim", "lack", "doubt"]

_ALIKE: Final = 0.6  # from which share of equal characters two headings are taken for the same
_MOST: Final = 200  # clauses up to which headings are compared by likeness


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference, at a place of the measure's file."""

    kind: Kind
    path: Path
    message: str
    params: Mapping[str, Param] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Placed:
    """A written clause with its place in the file, what was read for it, and the words it is compared with."""

    path: Path
    clause: Clause
    reading: Reading | None
    words: Haystack


def placed(measure: Measure, made: Draft) -> Iterator[Placed]:
    """Find for every written clause its passage of the text; the whole text where there is none."""
    whole = made.source.text
    for index, clause in enumerate(measure.clauses):
        corrections = [(one.seen, one.read) for one in measure.corrections if one.clause == clause.id]
        reading = _reading(clause, made, corrections)
        words = Haystack(made.slice(reading) if reading else whole, corrections)
        yield Placed(("clauses", index), clause, reading, words)


def _reading(clause: Clause, made: Draft, corrections: Sequence[tuple[str, str]]) -> Reading | None:
    """Find by heading, then by id, then by first words or likeness, then by the part an id names."""
    readings, wanted = made.readings, squeeze(clause.heading.zh)
    headings = {reading.passage.id: squeeze(reading.heading) for reading in readings}
    by_id = {reading.passage.id: reading for reading in readings}
    for reading in readings:
        if wanted and headings[reading.passage.id] == wanted:
            return reading
    if clause.id in by_id:
        return by_id[clause.id]
    for reading in readings:
        if wanted and not reading.heading and _begins(made, reading, wanted, corrections):
            return reading
    alike = [(_likeness(wanted, headings[one.passage.id]), one) for one in readings[:_MOST]]
    best = max(alike, key=lambda pair: pair[0], default=None)
    if best and best[0] >= _ALIKE:
        return best[1]
    return by_id.get(clause.id.rpartition("-")[0])


def _begins(made: Draft, reading: Reading, wanted: str, corrections: Sequence[tuple[str, str]]) -> bool:
    """Tell whether a passage that shows no heading begins with the words of one, read as corrected."""
    start = squeeze(made.source.text[reading.passage.body : reading.passage.body + 4 * len(wanted)])
    for seen, read in corrections:
        start = start.replace(squeeze(seen), squeeze(read))
    return start.startswith(wanted)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() if one and other else 0.0


def uncovered(measure: Measure, made: Draft, found: Sequence[Placed]) -> Iterator[Difference]:
    """Say which passages of the text no written clause is about, and which clauses have no passage."""
    taken = {one.reading.passage.id for one in found if one.reading}
    for reading in made.readings:
        if reading.passage.id not in taken:
            line = str(made.source.line(reading.passage.start))
            said = {"line": line, "value": reading.heading or reading.passage.id}
            yield Difference("lack", ("clauses",), "differs.clause-lack", said)
    for one in found:
        if one.reading is None:
            yield Difference("doubt", (*one.path, "id"), "differs.clause-unplaced")
    yield from _corrections(measure, made)


def _corrections(measure: Measure, made: Draft) -> Iterator[Difference]:
    whole = Haystack(made.source.text)
    for index, one in enumerate(measure.corrections):
        if not whole.has(one.seen):
            yield Difference("claim", ("corrections", index, "seen"), "differs.correction", {"value": one.seen})
