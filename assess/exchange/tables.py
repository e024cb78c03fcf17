"""A table somebody sends, CSV or the first sheet of a workbook: small enough to be read within a request."""

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from assess.exchange import csvfile, longsheet
from assess.exchange.csvfile import Record
from assess.exchange.refusal import WorkbookError

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_UNPACKED: Final = 64 * 1024 * 1024


@contextmanager
def records(content: BinaryIO) -> Iterator[Iterator[Record]]:
    """Open a table and go through its rows, the head among them; blank ones are passed over.

    Raises:
        WorkbookError: It is too large, no table, or made to harm.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"  # openpyxl goes by the name; we go by what is in it
        _store(content, path)
        if _workbook(path):
            _look(path)
            with longsheet.records(path) as found:
                yield found
            return
        csvfile.require_text(path)
        with csvfile.records(path, csvfile.encoding_of(path)) as found:
            yield found


def _store(content: BinaryIO, path: Path) -> None:
    content.seek(0, 2)
    if content.tell() > MAX_BYTES:
        raise WorkbookError("workbook.too-large", limit=MAX_BYTES // 1024 // 1024)
    content.seek(0)
    with path.open("wb") as file:
        shutil.copyfileobj(content, file)


def _workbook(path: Path) -> bool:
    with path.open("rb") as file:
        return csvfile.is_workbook(file)


def _look(path: Path) -> None:
    """Refuse a workbook by the sizes it states; no more than those is ever unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            stated = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise WorkbookError("workbook.not-a-workbook") from error
    if stated > MAX_UNPACKED:
        raise WorkbookError("workbook.unpacks-too-large", limit=MAX_UNPACKED // 1024 // 1024)
