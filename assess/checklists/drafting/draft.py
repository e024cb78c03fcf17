"""From the plain text of a measure to a skeleton of its file: deterministic, in time proportional to the text."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from assess.checklists.drafting import deadlines as dated
from assess.checklists.drafting.bullets import bulleted
from assess.checklists.drafting.deadlines import Deadline, deadlines
from assess.checklists.drafting.departments import Named, departments, spans
from assess.checklists.drafting.findings import Doubts, Finding
from assess.checklists.drafting.fold import Source
from assess.checklists.drafting.head import Head, head
from assess.checklists.drafting.passages import Passage, distinct, numbered
from assess.checklists.drafting.quantities import Quantity, quantities

MOST_CLAUSES: Final = 1000
"""No measure has more; what follows in such a text is left out, and said so."""

LONGEST_CLAUSE: Final = 20_000
"""Characters of a clause that are read for departments, dates and numbers; no clause is as long."""

LONGEST_TEXT: Final = 300_000
"""Characters of all clauses that are read for them; measures have a tenth of it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one clause, with its places."""

    passage: Passage
    departments: tuple[Named, ...]
    deadlines: tuple[Deadline, ...]
    quantities: tuple[Quantity, ...]
    heading: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A skeleton: what was read for sure, and the list of what was not."""

    source: Source
    head: Head
    readings: tuple[Reading, ...]
    findings: tuple[Finding, ...]
    left_out: int

    def slice(self, reading: Reading) -> str:
        """Give the words of a clause as they stand in the text."""
        return self.source.text[reading.passage.start : reading.passage.end]

    def slices(self) -> Mapping[str, str]:
        """Give the words of every clause by its id."""
        return {reading.passage.id: self.slice(reading) for reading in self.readings}


def draft(text: str) -> Draft:
    """Read the text of a measure."""
    source = Source(text)
    doubts = Doubts(source)
    first, passages = numbered(source, doubts)
    if not passages:
        first, passages = bulleted(source, doubts)
    if not passages:
        doubts.add(0, 0, "draft.no-clauses")
    if len(passages) > MOST_CLAUSES:
        doubts.add(passages[MOST_CLAUSES].start, passages[MOST_CLAUSES].end, "draft.too-many", limit=MOST_CLAUSES)
    passages = distinct(passages[:MOST_CLAUSES])
    found = head(source, first, passages[-1].end if passages else len(text), doubts)
    readings = tuple(_read(source, passage, doubts, issued=found.issued, first=first) for passage in passages)
    ordered = tuple(sorted(doubts.found, key=lambda one: one.line))
    return Draft(source, found, readings, ordered, doubts.left_out)


def _read(source: Source, whole: Passage, doubts: Doubts, *, issued: dt.date | None, first: int) -> Reading:
    doubts.clause = whole.id
    passage = _bounded(whole, first, doubts)
    if passage.heading is None:
        doubts.add(passage.start, passage.end, "draft.no-heading")
    named = departments(source, passage, doubts)
    listed = spans(source, passage)
    due = deadlines(source, passage, doubts, issued=issued, skip=listed)
    counted = quantities(source, passage, doubts, [*listed, *dated.places(source, passage)])
    doubts.clause = None
    words = source.text[slice(*passage.heading)] if passage.heading else ""
    return Reading(whole, tuple(named), tuple(due), tuple(counted), words)


def _bounded(passage: Passage, first: int, doubts: Doubts) -> Passage:
    """Give the part of a clause that is read: all of it, unless the text is made to take long."""
    end = max(passage.body, min(passage.end, passage.start + LONGEST_CLAUSE, first + LONGEST_TEXT))
    if end < passage.end:
        doubts.add(passage.start, passage.end, "draft.too-long")
    return replace(passage, end=end)
