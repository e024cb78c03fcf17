"""The first sheet of a long workbook, row by row: bounded like every workbook, but never in memory as a whole."""

import datetime as dt
import re
import warnings
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from openpyxl.packaging.manifest import Manifest
from openpyxl.reader.excel import load_workbook
from openpyxl.xml.constants import ARC_CONTENT_TYPES
from openpyxl.xml.functions import fromstring

from assess.exchange import elements
from assess.exchange.csvfile import MAX_CELLS, Record
from assess.exchange.refusal import WorkbookError

MAX_SHEET: Final = 1024 * 1024 * 1024
MAX_SIDE: Final = 64 * 1024 * 1024
"""Bytes of a part that is held in memory, the table of texts among them; a longer one is sent as CSV."""
MAX_PARTS: Final = 400
MAX_ROWS: Final = 1_048_576
_PIECE: Final = 256 * 1024
_OVERLAP: Final = 16
_ENTITIES: Final = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_TEXTS: Final = "xl/sharedstrings.xml"
_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml", re.ASCII | re.IGNORECASE)
_KINDS: Final = {"row": ".worksheet+xml", "si": ".sharedStrings+xml"}
_FAULTS: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


@contextmanager
def records(path: Path) -> Iterator[Iterator[Record]]:
    """Open a workbook and go through the rows of its first sheet, the head among them; blank ones are passed over.

    Raises:
        WorkbookError: It cannot be read, is too large or made to harm.
    """
    _look(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl mentions what it leaves out: styles and rules, never values
        book = _opened(path)
        try:
            yield _records(book.worksheets[0])
        finally:
            book.close()


def _opened(path: Path) -> Any:  # noqa: ANN401 - openpyxl's types tell nothing about books that are only read
    try:
        _look_at_kinds(path)
        book: Any = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        book.worksheets[0].reset_dimensions()  # what a file says about its own size is not believed
    except WorkbookError:
        raise
    except Exception as error:  # a broken file breaks openpyxl in as many ways as there are
        raise WorkbookError("workbook.not-a-workbook") from error
    return book


def _records(sheet: Any) -> Iterator[Record]:  # noqa: ANN401 - see _opened
    rows = enumerate(sheet.iter_rows(max_col=MAX_CELLS, values_only=True), 1)
    while True:
        try:
            number, cells = next(rows)
        except StopIteration:
            return
        except Exception as error:  # likewise
            raise WorkbookError("workbook.not-a-workbook") from error
        if number > MAX_ROWS:
            raise WorkbookError("workbook.too-many-cells", place=str(sheet.title))
        if any(cell is not None and cell != "" for cell in cells):
            yield Record(number, [_plain(cell) for cell in cells])


def _plain(cell: object) -> object:
    """Give a text or a day; numbers as they would be written."""
    match cell:
        case None:
            return ""
        case dt.datetime():
            return cell.date()
        case float() if cell.is_integer():
            return str(int(cell))
        case dt.date() | str():
            return cell
        case _:
            return str(cell)


def _look(path: Path) -> None:
    """Go through every part piece by piece: sizes are counted, not believed, and entities are refused."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or len({part.filename for part in parts}) < len(parts):
                raise WorkbookError("workbook.hostile")
            for part in parts:
                _look_at(archive, part)
    except _FAULTS as error:
        raise WorkbookError("workbook.not-a-workbook") from error


def _look_at(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if part.filename.lower().endswith("vbaproject.bin"):
        raise WorkbookError("workbook.macros")
    with closing(_pieces(archive, part)) as pieces:
        elements.count(pieces, _unit(part.filename))


def _look_at_kinds(path: Path) -> None:
    """Refuse a sheet that is given out for another part: that would be held as a whole."""
    with zipfile.ZipFile(path) as archive:
        tree: Any = fromstring(archive.read(ARC_CONTENT_TYPES))
    manifest: Any = Manifest.from_tree(tree)
    for part in manifest.Override:
        unit = _unit(part.PartName.removeprefix("/"))
        if unit and not part.ContentType.endswith(_KINDS[unit]):
            raise WorkbookError("workbook.hostile")


def _unit(name: str) -> str:
    """Name what a part is read by; any other part is held as a whole."""
    if _SHEET.fullmatch(name):
        return "row"
    return "si" if name.lower() == _TEXTS else ""


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Generator[bytes, None, None]:
    most, size, before = MAX_SHEET if _SHEET.fullmatch(part.filename) else MAX_SIDE, 0, b""
    with archive.open(part) as file:
        while piece := file.read(_PIECE):
            size += len(piece)
            if size > most:
                raise WorkbookError("workbook.unpacks-too-large", limit=most // 1024 // 1024)
            if _ENTITIES.search(before + piece):
                raise WorkbookError("workbook.hostile")
            before = piece[-_OVERLAP:]
            yield piece
