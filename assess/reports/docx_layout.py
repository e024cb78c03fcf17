"""Blocks laid out as WordprocessingML (pure)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from assess.reports.docx_blocks import (
    Block,
    Box,
    Boxes,
    Bullets,
    Cell,
    Column,
    Heading,
    Line,
    Row,
    Signing,
    Table,
    written,
)
from assess.reports.docx_styles import MUTED, RED, WASH, WIDTH
from assess.reports.docx_xml import Grid, TableCell, TableRow, edge, marked, paragraph, run, table
from assess.reports.faces import Face
from assess.values.text import Locale

_STYLES: Final = {"plain": "", "intro": "Intro", "note": "Note", "strong": "Strong", "alert": "Alert", "lead": "Lead"}
_HEADINGS: Final = {2: "Heading2", 3: "Heading3"}
_GAP: Final = paragraph("", more='<w:spacing w:before="0" w:after="0" w:line="160" w:lineRule="exact"/>')
"""Between two tables, which would otherwise become one."""
_SEAL_HEIGHT: Final = 800
_THIN: Final = 4
_THICK: Final = 24
_DARK: Final = frozenset({"50708F", "1F3A5F"})
"""Colours of cells that want white words."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How blocks are laid out: in which colours and language, and how wide the text of the page is.

    `pictures` are runs that hold a chart, by the name of the table they stand above.
    """

    face: Face
    locale: Locale
    width: int = WIDTH
    pictures: Mapping[str, str] = field(default_factory=dict)

    def text(self, text: str) -> str:
        """Give a text as it is written."""
        return written(text, self.locale)

    def blocks(self, blocks: Iterator[Block]) -> str:
        """Lay blocks out one below another."""
        return "".join(_WRITERS[type(block)](self, block) for block in blocks)

    def chapter(self, text: str, number: int, name: str, *, new_page: bool) -> str:
        """Write the heading of a chapter, which the table of contents leads to."""
        more = "<w:pageBreakBefore/>" if new_page else ""
        return paragraph(marked(run(self.text(text)), number, name), "Heading1", more)

    def colour(self, look: str) -> str:
        """Give the colour of a look."""
        colours = {"alert": RED, "readiness": self.face.second_ink, "duty": self.face.main, "plain": "#1B2733"}
        return colours[look].removeprefix("#").upper()

    def line(self, one: Line, style: str | None = None) -> str:
        """Write a line with its label."""
        label = run(self.text(one.label) + "\u3000", "Label") if one.label else ""
        return paragraph(label + run(self.text(one.text)), _STYLES[one.look] if style is None else style)


def _line(at: Layout, one: Line) -> str:
    return at.line(one)


def _heading(at: Layout, one: Heading) -> str:
    return paragraph(run(at.text(one.text)), _HEADINGS[one.level])


def _bullets(at: Layout, one: Bullets) -> str:
    if one.numbered:
        lines = (f"{number}. {text}" for number, text in enumerate(one.lines, start=1))
        return "".join(paragraph(run(at.text(text)), "ListNumber") for text in lines)
    return "".join(paragraph(run(at.text(text)), "ListBullet") for text in one.lines)


def _table(at: Layout, one: Table) -> str:
    whole = sum(column.width for column in one.columns)
    widths = [round(at.width * column.width / whole) for column in one.columns]
    head = [TableRow([_head(at, column) for column in one.columns], head=True)] if one.headed else []
    rows = [_row(at, row, one.columns) for row in one.rows]
    chart = paragraph(at.pictures[one.name], "Chart") if one.name in at.pictures else ""
    body = table(Grid(at.text(one.name), widths, (*head, *rows), headed=one.headed, labelled=not one.headed))
    return chart + body + _GAP


def _head(at: Layout, column: Column) -> TableCell:
    more = '<w:jc w:val="right"/>' if column.kind in ("number", "share") else ""
    return TableCell(paragraph(run(at.text(column.head)), "TableHead", more))


def _row(at: Layout, row: Row, columns: tuple[Column, ...]) -> TableRow:
    if row.look == "group":
        body = paragraph(run(at.text(row.cells[0][0].text)), "TableHead", "<w:keepNext/>")
        return TableRow([TableCell(body, span=len(columns), fill=WASH)])
    labels = not any(column.head for column in columns)
    cells = zip(row.cells, columns, strict=True)
    return TableRow(
        [
            TableCell(
                _cell(at, cell, column, bold=row.look == "total", colour=_ink(row, number, labels=labels)),
                fill=row.fills[number] if row.fills else "",
                borders=edge("top", 8, at.colour("plain")) if row.look == "total" else "",
            )
            for number, (cell, column) in enumerate(cells)
        ]
    )


def _ink(row: Row, number: int, *, labels: bool) -> str:
    """Give the colour of a cell's words: white on what is dark, pale for labels."""
    if row.fills and row.fills[number] in _DARK:
        return "FFFFFF"
    return MUTED if labels and not number else ""


def _cell(at: Layout, cell: Cell, column: Column, *, bold: bool, colour: str) -> str:
    style = "TableNumber" if column.kind in ("number", "share") else "TableText"
    ink = at.colour("readiness") if column.kind == "mark" else colour
    return "".join(
        paragraph(
            (run(at.text(line.label) + "\u3000", "Label") if line.label else "")
            + run(at.text(line.text), bold=bold or column.kind == "mark", colour=ink),
            "TableNote" if line.look == "note" else style,
        )
        for line in cell
    )


def _boxes(at: Layout, one: Boxes) -> str:
    width = at.width // len(one.boxes)
    cells = [
        TableCell(_figures(at, box), fill=WASH, borders=edge("top", _THICK, at.colour(box.look))) for box in one.boxes
    ]
    name = " · ".join(at.text(box.title) for box in one.boxes)
    return table(Grid(name, [width] * len(cells), [TableRow(cells)], "AssessPlain")) + _GAP


def _figures(at: Layout, box: Box) -> str:
    label = run("  " + at.text(box.label), "Small") if box.label else ""
    figure = run(at.text(box.figure), colour=at.colour(box.look))
    lines = "".join(at.line(line, "TableNote" if line.look == "note" else "TableText") for line in box.lines)
    return paragraph(run(at.text(box.title)), "BoxName") + paragraph(figure + label, "BoxFigure") + lines


def _box(at: Layout, one: Box) -> str:
    """Write one card: paragraphs with a line at their left, which an office can edit like any text."""
    rule = f"<w:pBdr>{edge('left', _THICK, at.colour(one.look), 8)}</w:pBdr>"
    indent = '<w:ind w:left="200"/>'
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{at.width}"/></w:tabs>'
    figure = (
        "<w:r><w:tab/></w:r>"
        + run(at.text(one.label) + " ")
        + run(at.text(one.figure), bold=True, colour=at.colour("plain"))
    )
    above = paragraph(run(at.text(one.above)) + (figure if one.figure else ""), "CardAbove", rule + tabs + indent)
    title = paragraph(run(at.text(one.title)), "CardTitle", rule + indent)
    return above + title + "".join(_card_line(at, line, rule + indent) for line in one.lines)


def _card_line(at: Layout, line: Line, more: str) -> str:
    label = run(at.text(line.label) + "\u3000", "Label") if line.label else ""
    return paragraph(label + run(at.text(line.text)), "CardText", more)


def _signing(at: Layout, one: Signing) -> str:
    frame = "".join(edge(side, _THIN, MUTED, kind="dashed") for side in ("top", "left", "bottom", "right"))
    under = edge("bottom", _THIN, "1B2733")
    rows = []
    for number, (label, value) in enumerate(one.lines):
        seal = paragraph(run(at.text(one.seal), colour=MUTED), "", '<w:jc w:val="center"/>') if not number else ""
        rows.append(
            TableRow(
                [
                    TableCell(seal, borders=frame, merged="continue" if number else "restart"),
                    TableCell("", fill=""),
                    TableCell(paragraph(run(at.text(label)), "TableText")),
                    TableCell(paragraph(run(value), "TableText"), borders=under),
                ],
                height=_SEAL_HEIGHT,
            )
        )
    widths = [round(at.width * part) for part in (0.36, 0.06, 0.22, 0.36)]
    return _GAP + table(Grid(at.text(one.seal), widths, rows, "AssessPlain")) + _GAP


_WRITERS: Final[Mapping[type[Any], Callable[[Layout, Any], str]]] = {
    Line: _line,
    Heading: _heading,
    Bullets: _bullets,
    Table: _table,
    Box: _box,
    Boxes: _boxes,
    Signing: _signing,
}
