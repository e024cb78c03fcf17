"""Workbooks of an assessment as somebody has them open: cells are found by the mark of their row."""

import io
from typing import Any

from openpyxl import load_workbook


class Opened:
    """One downloaded workbook, in the hands of another program."""

    def __init__(self, raw: bytes) -> None:
        self.book = load_workbook(io.BytesIO(raw))

    def cell(self, mark: str, column: str) -> Any:  # noqa: ANN401 - openpyxl's cell
        """Find a cell by the mark of its row."""
        for sheet in self.book.worksheets:
            if sheet["A1"].value == "assess-form-1:origin":
                continue
            for row in range(3, sheet.max_row + 1):
                if sheet.cell(row, 1).value == mark:
                    return sheet[f"{column}{row}"]
        raise KeyError(mark)

    def place(self, mark: str, column: str) -> str:
        """Name a cell by its sheet and address."""
        found = self.cell(mark, column)
        return f"{found.parent.title}!{found.coordinate}"

    def sheet(self, mark: str) -> Any:  # noqa: ANN401 - openpyxl's sheet
        """Find a sheet by its mark."""
        return next(one for one in self.book.worksheets if one["A1"].value == f"assess-form-1:{mark}")

    def raw(self) -> bytes:
        """Save it as that program does."""
        target = io.BytesIO()
        self.book.save(target)
        return target.getvalue()
