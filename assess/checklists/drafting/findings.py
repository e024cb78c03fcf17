"""What the reader was not sure of: listed for the author instead of written into the file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from assess.checklists.drafting.fold import Source, quote
from assess.values.step import Param

MOST: Final = 400
"""More findings than anybody reads; the rest is only counted."""


MOST_IN_CLAUSE: Final = 200
"""Departments, dates or numbers of a clause; no clause has as many."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One doubt: where, about which clause, what stands there (at most 20 characters), and why it is doubtful."""

    line: int
    clause: str | None
    quote: str
    message: str
    params: Mapping[str, Param] = field(default_factory=dict)


@dataclass(slots=True)
class Doubts:
    """Collects findings while a text is read."""

    source: Source
    found: list[Finding] = field(default_factory=list)
    left_out: int = 0
    clause: str | None = None

    def add(self, start: int, end: int, message: str, **params: Param) -> None:
        """Note a doubt about a passage; far too many of them are only counted."""
        if len(self.found) >= MOST:
            self.left_out += 1
            return
        said = quote(self.source.text[start:end])
        self.found.append(Finding(self.source.line(start), self.clause, said, message, params))
