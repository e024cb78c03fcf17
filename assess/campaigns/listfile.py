"""A list of organisations from a file: a workbook or CSV becomes lines as somebody would paste them."""

import io
import tempfile
from pathlib import Path
from typing import Final

from assess.errors import InvalidError
from assess.exchange import csvfile, reading
from assess.exchange.refusal import WorkbookError

_COLUMNS: Final = 20
"""A list of organisations has its codes and names in one of the first columns."""


def lines_of(raw: bytes) -> str:
    """Give the rows of a file as lines, their cells between tabs.

    Raises:
        InvalidError: It cannot be read, for the field `file`.
    """
    try:
        return _workbook(raw) if csvfile.is_workbook(io.BytesIO(raw)) else _table(raw)
    except WorkbookError as error:
        raise InvalidError(error.step.message, field="file", **error.step.params) from None


def _workbook(raw: bytes) -> str:
    return "\n".join(
        "\t".join(str(sheet.at(row, column) or "") for column in range(1, _COLUMNS + 1)).strip()
        for sheet in reading.read(raw)
        for row in range(1, sheet.rows + 1)
    )


def _table(raw: bytes) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        path.write_bytes(raw)
        csvfile.require_text(path)
        with csvfile.records(path, csvfile.encoding_of(path)) as records:
            return "\n".join("\t".join(map(str, one.cells)) for one in records if one.cells)
