"""Pieces of WordprocessingML as strings: paragraphs, runs, fields and tables (pure).

Whatever is text is escaped in `run` and nowhere else; nothing that somebody typed becomes an instruction of a field.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

NAMESPACES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def run(text: str, style: str = "", *, bold: bool = False, colour: str = "") -> str:
    """Write a run of text; line ends become breaks."""
    properties = "".join(
        (
            f'<w:rStyle w:val="{style}"/>' if style else "",
            "<w:b/>" if bold else "",
            f'<w:color w:val="{colour}"/>' if colour else "",
        )
    )
    parts = (f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.replace("\t", " ").split("\n"))
    head = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{head}{'<w:br/>'.join(parts)}</w:r>"


TAB: Final = "<w:r><w:tab/></w:r>"


def place(instruction: str, shown: str = "1") -> str:
    """Write a field such as PAGE, with what is shown until a program computes it."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {instruction} '
        f'</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(shown)}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def paragraph(runs: str, style: str = "", more: str = "") -> str:
    """Write a paragraph; `more` are further properties in the order of the schema."""
    head = (f'<w:pStyle w:val="{style}"/>' if style else "") + more
    return f"<w:p>{f'<w:pPr>{head}</w:pPr>' if head else ''}{runs}</w:p>"


def marked(runs: str, number: int, name: str) -> str:
    """Set a bookmark around runs, for the table of contents to lead to."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{runs}<w:bookmarkEnd w:id="{number}"/>'


def link(runs: str, name: str) -> str:
    """Lead to a bookmark."""
    return f'<w:hyperlink w:anchor="{name}" w:history="1">{runs}</w:hyperlink>'


def edge(side: str, width: int, colour: str, space: int = 0, kind: str = "single") -> str:
    """Write one border; the width counts eighths of a point."""
    return f'<w:{side} w:val="{kind}" w:sz="{width}" w:space="{space}" w:color="{colour}"/>'


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell: its paragraphs as XML, how many columns it spans, its colour and borders."""

    body: str
    span: int = 1
    fill: str = ""
    borders: str = ""
    merged: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row; a head is repeated on every page. `height` counts twentieths of a point."""

    cells: Sequence[TableCell]
    head: bool = False
    height: int = 0


_PLAIN: Final = 0x0600  # no bands
_FIRST_ROW: Final = 0x0020
_FIRST_COLUMN: Final = 0x0080


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: what it is called for those who cannot see it, the widths of its columns, its rows and its style.

    It is `headed` by its first row and `labelled` by its first column.
    """

    name: str
    widths: Sequence[int]
    rows: Iterable[TableRow]
    style: str = "AssessTable"
    headed: bool = False
    labelled: bool = False

    @property
    def look(self) -> str:
        """Say which parts of its style the table shows: as flags, and as the number that older programs read."""
        number = _PLAIN | (_FIRST_ROW if self.headed else 0) | (_FIRST_COLUMN if self.labelled else 0)
        return (
            f'w:val="{number:04X}" w:firstRow="{int(self.headed)}" w:lastRow="0" '
            f'w:firstColumn="{int(self.labelled)}" w:lastColumn="0" w:noHBand="1" w:noVBand="1"'
        )


def table(grid: Grid) -> str:
    """Write a table whose rows do not break over pages."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid.widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{grid.style}"/><w:tblW w:w="{sum(grid.widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook {grid.look}/>'
        f"<w:tblCaption w:val={quoteattr(grid.name)}/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
        f"{''.join(_row(one, grid.widths) for one in grid.rows)}</w:tbl>"
    )


def _row(one: TableRow, widths: Sequence[int]) -> str:
    cells, at = [], 0
    for cell in one.cells:
        cells.append(_cell(cell, sum(widths[at : at + cell.span])))
        at += cell.span
    height = f'<w:trHeight w:val="{one.height}" w:hRule="atLeast"/>' if one.height else ""
    head = "<w:tblHeader/>" if one.head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{head}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(one: TableCell, width: int) -> str:
    properties = "".join(
        (
            f'<w:tcW w:w="{width}" w:type="dxa"/>',
            f'<w:gridSpan w:val="{one.span}"/>' if one.span > 1 else "",
            f'<w:vMerge w:val="{one.merged}"/>' if one.merged else "",
            f"<w:tcBorders>{one.borders}</w:tcBorders>" if one.borders else "",
            f'<w:shd w:val="clear" w:color="auto" w:fill="{one.fill}"/>' if one.fill else "",
        )
    )
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{one.body or '<w:p/>'}</w:tc>"
