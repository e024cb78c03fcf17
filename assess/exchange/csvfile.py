"""CSV files of any length: the encoding is found out, rows come one by one, and what we write is no formula."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO, Final, TextIO

from assess.exchange.refusal import WorkbookError

MAX_CELLS: Final = 100
MAX_CHARACTERS: Final = 20_000
"""A record longer than this is a quotation mark that was never closed, not an entry of a table."""

BROKEN: Final = "\ufffd"
"""What stands where bytes mean nothing in the file's encoding."""

_PIECE: Final = 1024 * 1024
_SEARCHED: Final = 10
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DELIMITERS: Final = (",", "\t", ";", "|")
_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

csv.field_size_limit(MAX_CHARACTERS)


@dataclass(frozen=True, slots=True)
class Record:
    """One record: the line it begins on and its cells; `cells` is None where it cannot be read."""

    number: int
    cells: Sequence[object] | None


def encoding_of(path: Path) -> str:
    """Find out how a text file is encoded: by its mark, else UTF-8, else GB18030.

    Bytes that mean nothing come back as U+FFFD when it is read; where neither fits, it is the one that fits better.
    """
    with path.open("rb") as file:
        start = file.read(4)
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name
    return min(("utf-8", "gb18030"), key=lambda name: _faults(path, name))


def _faults(path: Path, name: str) -> int:
    """Count what an encoding cannot read."""
    decoder = codecs.getincrementaldecoder(name)("replace")
    count = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            count += decoder.decode(piece).count(BROKEN)
    return count + decoder.decode(b"", final=True).count(BROKEN)


def count_lines(path: Path) -> int:
    """Count the lines of a file, to know how long it will take."""
    with path.open("rb") as file:
        return sum(piece.count(b"\n") for piece in iter(lambda: file.read(_PIECE), b"")) + 1


@contextmanager
def records(path: Path, encoding: str) -> Iterator[Iterator[Record]]:
    """Open a CSV file and go through its records, the head among them; blank ones are passed over."""
    with path.open("r", encoding=encoding, errors="replace", newline="") as file:
        delimiter = _delimiter(file)
        file.seek(0)
        yield _records(file, delimiter)


def _delimiter(file: TextIO) -> str:
    """Take what one of the first lines holds most of: titles may stand above the heading."""
    lines = [file.readline(MAX_CHARACTERS) for _ in range(_SEARCHED)]
    return max(_DELIMITERS, key=lambda mark: max(line.count(mark) for line in lines))


def _records(file: TextIO, delimiter: str) -> Iterator[Record]:
    """Read record by record; one that breaks the format is named, and reading goes on behind it."""
    reader = csv.reader(_lines(file), delimiter=delimiter)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Record(number, None)
            continue
        if sum(map(len, cells)) > MAX_CHARACTERS or len(cells) > MAX_CELLS:
            yield Record(number, None)
        elif any(cell and not cell.isspace() for cell in cells):
            yield Record(number, cells)


def _lines(file: TextIO) -> Iterator[str]:
    """Give the lines; one without end is cut, which the reader then refuses, so that no line fills the memory."""
    while line := file.readline(MAX_CHARACTERS + 1):
        yield line
        while len(line) > MAX_CHARACTERS and not line.endswith("\n"):
            line = file.readline(MAX_CHARACTERS + 1)


def safe(cell: str) -> str:
    """Give a cell that no spreadsheet program takes for a formula."""
    return f"'{cell}" if cell.startswith(_STARTS) else cell


def line(cells: Sequence[str | Decimal]) -> bytes:
    """Write one record in UTF-8, every cell quoted and no text a formula; a number begins with its sign."""
    target = io.StringIO(newline="")
    texts = [format(cell, "f") if isinstance(cell, Decimal) else safe(cell) for cell in cells]
    csv.writer(target, quoting=csv.QUOTE_ALL).writerow(texts)
    return target.getvalue().encode("utf-8", "replace")


def is_workbook(file: BinaryIO) -> bool:
    """Say whether a file is an archive, which a workbook is and a table in plain text is not."""
    start = file.read(4)
    file.seek(0)
    return start == b"PK\x03\x04"


def require_text(path: Path) -> None:
    """Refuse what is neither text nor a workbook.

    Raises:
        WorkbookError: It is another kind of file, such as an old .xls.
    """
    with path.open("rb") as file:
        start = file.read(_PIECE)
    marked = any(start.startswith(mark) for mark, _ in _MARKS)
    if not start or (b"\x00" in start and not marked):
        raise WorkbookError("listings.not-a-table")
