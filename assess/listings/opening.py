"""Opening the file of an import: CSV or workbook, its encoding, and the head that names its columns."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from assess.exchange import csvfile, longsheet
from assess.exchange.csvfile import Record
from assess.exchange.refusal import WorkbookError
from assess.listings.columns import SEARCHED, Mapped, mapped

WORKBOOK: Final = "xlsx"


@dataclass(frozen=True, slots=True)
class Opened:
    """A file whose head was found; `records` begin behind it. `total` counts its lines, 0 where nobody knows."""

    encoding: str
    columns: Mapped
    records: Iterator[Record]
    total: int


@contextmanager
def opened(path: Path, *, listed: bool) -> Iterator[Opened]:
    """Open a file to read its rows.

    Args:
        path: The stored file.
        listed: All rows are of one list, so that no column has to name it.

    Raises:
        WorkbookError: It is no table, or lacks columns; the parameters name them.
    """
    with path.open("rb") as file:
        book = csvfile.is_workbook(file)
    if book:
        with longsheet.records(path) as records:
            yield Opened(WORKBOOK, _head(records, listed=listed), records, 0)
        return
    csvfile.require_text(path)
    encoding = csvfile.encoding_of(path)
    with csvfile.records(path, encoding) as records:
        yield Opened(encoding, _head(records, listed=listed), records, csvfile.count_lines(path))


def _head(records: Iterator[Record], *, listed: bool) -> Mapped:
    """Find the head among the first records: titles and notes may stand above it."""
    best = mapped(())
    for record in islice(records, SEARCHED):
        found = mapped(record.cells or ())
        if not found.missing(listed=listed):
            return found
        if len(found.places) > len(best.places):
            best = found
    raise WorkbookError("listings.no-columns", missing=",".join(best.missing(listed=listed)))
