"""Long tables written row by row, as a workbook or as CSV: what is in memory does not grow with them."""

import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Final

import xlsxwriter

from assess.exchange import csvfile
from assess.exchange.book import Cell, Look, Value, sheet_name
from assess.exchange.writing import AS_TEXT, CREATED, LOOKS, put_cell

_PIECE: Final = 256 * 1024
_MARK: Final = "\ufeff".encode()


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, the heads of its columns with their widths in characters, and its rows, gone through once."""

    name: str
    heads: Sequence[tuple[str, float]]
    rows: Iterable[Sequence[Value]]


def workbook(title: str, tables: Iterable[Table]) -> Iterator[bytes]:
    """Write tables as the sheets of a workbook and give it piece by piece; numbers are numbers, text is no formula."""
    with tempfile.TemporaryFile() as file:
        _write(file, title, tables)
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


def _write(file: IO[bytes], title: str, tables: Iterable[Table]) -> None:
    made = xlsxwriter.Workbook(file, {"constant_memory": True, **AS_TEXT})
    made.set_properties({"title": title, "created": CREATED})
    formats = {look: made.add_format(dict(properties)) for look, properties in LOOKS.items()}
    names: list[str] = []
    for table in tables:
        names.append(sheet_name(table.name, names))
        sheet = made.add_worksheet(names[-1])
        for index, (_head, width) in enumerate(table.heads):
            sheet.set_column(index, index, width)
        sheet.freeze_panes(1, 1)
        for index, (head, _width) in enumerate(table.heads):
            put_cell(sheet, names[-1], (0, index), Cell(head, "head"), formats)
        for number, row in enumerate(table.rows, 1):
            for index, value in enumerate(row):
                look: Look = "day" if isinstance(value, dt.date) else "plain"
                put_cell(sheet, names[-1], (number, index), Cell(value, look), formats)
    made.close()


def plain(table: Table) -> Iterator[bytes]:
    """Write one table as CSV, record by record."""
    yield _MARK
    yield csvfile.line([head for head, _width in table.heads])
    for row in table.rows:
        yield csvfile.line([_plain(value) for value in row])


def _plain(value: Value) -> str | Decimal:
    if isinstance(value, Decimal):
        return value
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, dt.date) else str(value)
