"""How many elements a part of a workbook makes, counted by the parser itself before a tree is built of it.

A short archive unpacks to a row of millions of cells, and every element costs memory: the sheet is read row by row,
and what lies outside its rows, or in any other part, is held as a whole. Nothing that hides a mark from a search of the
bytes, such as a comment or another encoding, hides it from the parser.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

from assess.exchange.refusal import WorkbookError

MAX_HELD: Final = 60_000
"""Elements outside rows: those of styles, names, relations, and of what surrounds a sheet's cells."""
MAX_ROW: Final = 100_000
MAX_TEXTS: Final = 2_000_000
MAX_AT_ONCE: Final = 16 * 1024 * 1024
"""Bytes of one row, or of one text: it is in memory as a whole."""


@dataclass(slots=True)
class Counter:
    """Counts the elements of one part; `unit` is what is read one by one, such as a row; empty where nothing is."""

    parser: expat.XMLParserType
    unit: str
    units: int = 0
    held: int = 0
    inside: int = 0
    depth: int = 0
    unit_depth: int = 0
    since: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Count an element."""
        del attributes
        self.depth += 1
        if self.unit_depth:
            self.inside += 1
        elif self.unit and name.rpartition(":")[2] == self.unit:
            self.units, self.inside, self.unit_depth = self.units + 1, 0, self.depth
            self.since = self.parser.CurrentByteIndex
        else:
            self.held += 1
        if self.held > MAX_HELD or self.inside > MAX_ROW or self.units > MAX_TEXTS:
            raise WorkbookError("workbook.hostile")

    def end(self, _name: str) -> None:
        """Leave an element."""
        if self.depth == self.unit_depth:
            self.unit_depth = 0
        self.depth -= 1

    def waits(self, given: int) -> bool:
        """Say whether too much was given since a row began, or since an element outside rows was whole."""
        if not self.unit_depth:
            self.since = self.parser.CurrentByteIndex
        return given - self.since > MAX_AT_ONCE


def count(pieces: Iterator[bytes], unit: str) -> None:
    """Count the elements of a part; what is no XML is left to whoever reads it.

    Raises:
        WorkbookError: It makes more elements than a table has, or declares entities.
    """
    parser, given = expat.ParserCreate(), 0
    counter = Counter(parser, unit)
    parser.StartElementHandler, parser.EndElementHandler = counter.start, counter.end
    parser.StartDoctypeDeclHandler = _refuse
    for piece in pieces:
        given += len(piece)
        try:
            parser.Parse(piece, False)
        except expat.ExpatError:
            break
        if counter.waits(given):
            raise WorkbookError("workbook.hostile")
    for _rest in pieces:
        pass  # its size is counted to the end


def _refuse(*_declared: object) -> None:
    raise WorkbookError("workbook.hostile")
