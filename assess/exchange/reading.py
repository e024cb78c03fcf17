"""Read a workbook with openpyxl: bounded, values only, each with the name of its cell."""

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.cell.text import Text as RichText
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.escape import unescape
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from assess.exchange.book import place
from assess.exchange.guard import checked
from assess.exchange.refusal import WorkbookError

MAX_SHEETS: Final = 100
MAX_ROWS: Final = 20_000
LAST_ROW: Final = 1_048_576  # of any spreadsheet program; some write an empty one there
MAX_COLUMNS: Final = 120
MAX_FILLED: Final = 200_000
_FORMULA: Final = re.compile(rb"<(\w+:)?f[\s>/]")
_PERCENT: Final = re.compile(r'^(?:[^"\\]|\\.|"[^"]*")*?%')  # what is quoted is shown, not calculated
_STRING: Final = f"{{{SHEET_MAIN_NS}}}si"


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell without a usable value: a formula nobody has calculated, or an error such as #REF!."""

    message: str


_FORMULA_FAULT: Final = Fault("workbook.formula")
Place = tuple[int, int]
Found = str | Decimal | dt.date | dt.datetime | dt.time | bool | Fault


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """The filled cells of a sheet by row and column, both from 1. Texts of blanks only count as empty.

    `percents` are numbers that people see as a percentage (0.95 as 95%); what stands at `formulas` was calculated.
    """

    name: str
    cells: Mapping[Place, Found]
    rows: int = field(default=0)  # the last row with anything in it
    percents: frozenset[Place] = frozenset()
    formulas: frozenset[Place] = frozenset()

    def at(self, row: int, column: int) -> Found | None:
        """Give what stands in a cell."""
        return self.cells.get((row, column))

    def text(self, row: int, column: int) -> str:
        """Give the text of a cell; empty where it holds none."""
        found = self.at(row, column)
        return found if isinstance(found, str) else ""

    def place(self, row: int, column: int) -> str:
        """Name a cell."""
        return place(self.name, row, column)


def read(raw: bytes) -> tuple[ReadSheet, ...]:
    """Read every sheet of a workbook.

    Raises:
        WorkbookError: When it cannot be read, is too large or made to harm.
    """
    archive = checked(raw)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl mentions what it leaves out: styles and rules, never values
            return _sheets(archive)
    except WorkbookError:
        raise
    except Exception as error:  # a broken file breaks openpyxl in as many ways as there are
        raise WorkbookError("workbook.not-a-workbook") from error


class _Reader(ExcelReader):
    """openpyxl's reader, but with texts exactly as they are meant: `_x000D_` is one character."""

    def read_strings(self) -> None:
        """Read the table of texts."""
        package: Any = self.package
        part = package.find(SHARED_STRINGS)
        if part is None:
            return
        with self.archive.open(part.PartName[1:]) as source:
            for _, node in iterparse(source):
                if node.tag == _STRING:
                    made: Any = RichText.from_tree(node)
                    self.shared_strings.append(unescape(made.content))
                    node.clear()


def _sheets(archive: io.BytesIO) -> tuple[ReadSheet, ...]:
    values = _opened(archive, data_only=True)
    formulas = _opened(archive, data_only=False) if _holds_formulas(archive) else [None] * len(values)
    if len(values) > MAX_SHEETS:
        raise WorkbookError("workbook.too-many-cells")
    return tuple(_sheet(sheet, formula) for sheet, formula in zip(values, formulas, strict=True))


def _holds_formulas(archive: io.BytesIO) -> bool:
    with zipfile.ZipFile(archive) as parts:
        names = [name for name in parts.namelist() if name.startswith("xl/worksheets/")]
        return any(_FORMULA.search(parts.read(name)) for name in names)


def _opened(archive: io.BytesIO, *, data_only: bool) -> list[Any]:
    """Open the sheets with cells; openpyxl's types tell nothing about those that are only read."""
    reader = _Reader(archive, read_only=True, data_only=data_only, keep_links=False)
    reader.read()
    sheets: list[Any] = list(reader.wb.worksheets)
    for sheet in sheets:
        sheet.reset_dimensions()  # what a file says about its own size is not believed
    return sheets


def _sheet(values: Any, formulas: Any) -> ReadSheet:  # noqa: ANN401 - see _opened
    cells: dict[Place, Found] = {}
    percents: set[Place] = set()
    for at, cell, found in _filled(values):
        cells[at] = found
        if isinstance(found, Decimal) and _PERCENT.search(cell.number_format or ""):
            percents.add(at)
    calculated = {at for at, _, found in _filled(formulas) if found == _FORMULA_FAULT} if formulas else set()
    cells |= dict.fromkeys(calculated - cells.keys(), _FORMULA_FAULT)
    last = max((row for row, _ in cells), default=0)
    return ReadSheet(str(values.title), cells, last, frozenset(percents), frozenset(calculated))


def _filled(sheet: Any) -> Iterator[tuple[Place, Any, Found]]:  # noqa: ANN401 - see _opened
    """Go through the cells that hold something; rows and cells are counted, for a file can claim any number."""
    count = 0
    for number, row in _rows(sheet):
        for column, cell in enumerate(row, 1):
            if (found := _found(cell)) is not None:
                count += 1
                if number > MAX_ROWS or count > MAX_FILLED:
                    raise WorkbookError("workbook.too-many-cells", place=str(sheet.title))
                yield (number, column), cell, found


def _rows(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:  # noqa: ANN401 - see _opened
    """Go through the rows that are there; openpyxl fills gaps with one and the same empty row."""
    empty: tuple[Any, ...] | None = None
    for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), 1):
        if number > LAST_ROW:
            raise WorkbookError("workbook.too-many-cells", place=str(sheet.title))
        if row is empty:
            continue
        if all(cell is EMPTY_CELL for cell in row):
            empty = row
        else:
            yield number, row


def _found(cell: Any) -> Found | None:  # noqa: ANN401 - openpyxl's cells of several classes
    value = cell.value
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if cell.data_type == "f":
        return _FORMULA_FAULT
    if cell.data_type == "e":
        return Fault("workbook.error-cell")
    return _plain(value)


def _plain(value: object) -> Found:
    """Give a value; a day where no time of day is written."""
    match value:
        case bool() | str() | dt.time():
            return value
        case int() | float():
            return Decimal(repr(value))
        case dt.datetime():
            return value.date() if value.time() == dt.time() else value
        case _:
            return Fault("workbook.error-cell")
