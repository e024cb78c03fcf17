"""Blocks and tables as the rows of a sheet: numbers as numbers, everything else as text (pure)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from assess.exchange.book import MAX_TEXT, Cell, Column, Look, Sheet, length
from assess.reports import docx_blocks as blocks
from assess.reports.docx_blocks import Block, Kind, written
from assess.reports.xlsx_numbers import number, share
from assess.reports.xlsx_tables import Long, Value
from assess.values.text import Locale

Rows = list[Sequence[Cell]]
_PER_WIDTH: Final = 7.5
"""Characters of a sheet's column for each part of a table's width."""
_LEAST: Final = 8
_MOST: Final = 60


@dataclass(frozen=True, slots=True)
class Writer:
    """Turns what a report says into the cells of sheets."""

    locale: Locale

    def cell(self, value: Value, look: Look = "fixed") -> Cell:
        """Make a cell; text that is too long for one ends in an ellipsis."""
        if not isinstance(value, str):
            return Cell(value, "figure" if value is not None and look == "fixed" else look)
        text = written(value, self.locale)
        return Cell(text if length(text) <= MAX_TEXT else text[: MAX_TEXT // 2] + "…", look)

    def long(self, name: str, table: Long) -> Sheet:
        """Lay out one long table with heads that stay and can be filtered by; what is said of it stands below."""
        head = [self.cell(head, "head") for head, _width in table.heads]
        rows = [[self.cell(value) for value in row] for row in table.rows]
        below = [[self.cell(line, "plain")] for line in table.below]
        return Sheet(
            name=name,
            columns=[Column(width) for _head, width in table.heads],
            rows=[head, *rows, [], *below],
            frozen=(1, 0),
            locked=False,
            filtered=len(rows) + 1,
            fitted=True,
        )

    def sheet(self, name: str, title: str, blocks: Iterator[Block]) -> Sheet:
        """Lay out blocks one below another."""
        made = list(blocks)
        rows: Rows = [[self.cell(title, "title")]]
        for block in made:
            rows.extend(_WRITERS[type(block)](self, block))
        return Sheet(
            name=name, columns=[Column(width) for width in _widths(made)], rows=rows, locked=False, fitted=True
        )


def _widths(made: list[Block]) -> list[float]:
    """Give each column the width that the widest of its tables asks for."""
    tables = [block for block in made if isinstance(block, blocks.Table)]
    wanted = [[column.width * _PER_WIDTH for column in table.columns] for table in tables]
    columns = max((len(one) for one in wanted), default=1)
    return [
        min(max((one[at] for one in wanted if at < len(one)), default=_LEAST) + _LEAST / 2, _MOST)
        for at in range(columns)
    ]


def _line(at: Writer, one: blocks.Line) -> Rows:
    look: Look = "heading" if one.look in ("strong", "alert", "lead") else "plain"
    return [[at.cell(_labelled(one), look)]]


def _labelled(one: blocks.Line) -> str:
    return f"{one.label} {one.text}" if one.label else one.text


def _heading(at: Writer, one: blocks.Heading) -> Rows:
    return [[], [at.cell(one.text, "heading")]]


def _bullets(at: Writer, one: blocks.Bullets) -> Rows:
    marks = [f"{number}." if one.numbered else "•" for number in range(1, len(one.lines) + 1)]
    return [[at.cell(f"{mark} {line}", "plain")] for mark, line in zip(marks, one.lines, strict=True)]


def _table(at: Writer, one: blocks.Table) -> Rows:
    head = [[at.cell(column.head, "head") for column in one.columns]] if one.headed else []
    return [*head, *(_row(at, row, one) for row in one.rows), []]


def _row(at: Writer, row: blocks.Row, table: blocks.Table) -> list[Cell]:
    if row.look == "group":
        return [at.cell(row.cells[0][0].text, "group"), *([Cell(None, "group")] * (len(table.columns) - 1))]
    kinds = [column.kind for column in table.columns]
    cells = zip(row.cells, kinds, strict=True)
    return [_value(at, "\n".join(map(_labelled, cell)), kind, total=row.look == "total") for cell, kind in cells]


def _value(at: Writer, text: str, kind: Kind, *, total: bool) -> Cell:
    percent = text.endswith("%")
    found = (share(text) if percent else number(text)) if kind != "text" else None
    if found is None:
        return at.cell(text, "strong" if total else "fixed")
    return Cell(found, "percent" if percent else "figure")


def _box(at: Writer, one: blocks.Box) -> Rows:
    figure = number(one.figure)
    cells = [at.cell(one.title, "strong"), at.cell(one.figure if figure is None else figure, "fixed")]
    above = [[at.cell(one.above, "muted")]] if one.above else []
    return [*above, [*cells, at.cell(one.label)], *([at.cell(_labelled(line), "plain")] for line in one.lines), []]


def _boxes(at: Writer, one: blocks.Boxes) -> Rows:
    return [row for box in one.boxes for row in _box(at, box)]


def _signing(at: Writer, one: blocks.Signing) -> Rows:
    return [[at.cell(one.seal), at.cell("")], *([at.cell(label), at.cell(value)] for label, value in one.lines), []]


_WRITERS: Final[Mapping[type[Any], Callable[[Writer, Any], Rows]]] = {
    blocks.Line: _line,
    blocks.Heading: _heading,
    blocks.Bullets: _bullets,
    blocks.Table: _table,
    blocks.Box: _box,
    blocks.Boxes: _boxes,
    blocks.Signing: _signing,
}
