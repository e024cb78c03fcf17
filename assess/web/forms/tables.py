"""Rows of a table question: from numbered boxes, and from cells copied out of a spreadsheet."""

import re
from collections.abc import Mapping, Sequence

from assess.values.fact import Column, Fact
from assess.web.forms.typed import Sent, TypedRow, first, plain, plain_text

YES_NO_WORDS = {"是": "yes", "有": "yes", "yes": "yes", "y": "yes", "否": "no", "无": "no", "no": "no", "n": "no"}
ROW_ID = "id"


def box(fact: str, row: int, column: str) -> str:
    """Name the box of one cell."""
    return f"{fact}:{row}:{column}"


def rows_sent(fact: Fact, sent: Sent) -> tuple[TypedRow, ...]:
    """Read the numbered rows a form sent, in their order; rows without any text are left out."""
    name = re.compile(re.escape(fact.key) + r":(\d{1,4}):")
    numbers = sorted({int(found[1]) for key in sent if (found := name.match(key))})
    rows = (_row_sent(fact, sent, number) for number in numbers)
    return tuple(row for row in rows if not row.blank)


def _row_sent(fact: Fact, sent: Sent, number: int) -> TypedRow:
    cells = {column.key: plain_text(first(sent, box(fact.key, number, column.key))) for column in fact.columns}
    return TypedRow(id=first(sent, box(fact.key, number, ROW_ID)), cells=cells)


def rows_pasted(fact: Fact, text: str) -> tuple[TypedRow, ...]:
    """Read cells copied from a spreadsheet: one line a row, tabs between cells.

    A first line that repeats column titles gives the order of the columns; without one the form's order holds. Of too
    many lines only so many are read as it takes to refuse them: the page that says so shows every row it has read.
    """
    lines = [line.split("\t") for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    if not lines:
        return ()
    order = _header(fact.columns, lines[0])
    body = (lines[1:] if order else lines)[: fact.max_rows + 1]
    columns = order or list(fact.columns)
    return tuple(TypedRow(id="", cells=_cells(columns, line)) for line in body)


def _header(columns: Sequence[Column], line: Sequence[str]) -> list[Column | None] | None:
    titles = {title.strip().lower(): column for column in columns for title in (column.title.zh, column.title.en)}
    found = [titles.get(cell.strip().lower()) for cell in line]
    return found if any(found) else None


def _cells(columns: Sequence[Column | None], line: Sequence[str]) -> Mapping[str, str]:
    pairs = zip(columns, line, strict=False)
    return {column.key: code_for(column, cell) for column, cell in pairs if column is not None}


def code_for(column: Column, cell: str) -> str:
    """Find the code behind a label; keep the text where there is none, so that nothing written is lost."""
    text = plain(column.type, cell)
    if column.type == "yes-no":
        return YES_NO_WORDS.get(text.lower(), text)
    labels = {label: option.value for option in column.options for label in (option.label.zh, option.label.en.lower())}
    return labels.get(text, labels.get(text.lower(), text))


def free_id(rows: Sequence[TypedRow]) -> str:
    """Give the first id no row has, for the blank row a page offers."""
    taken = {row.id for row in rows}
    return next(name for name in (f"r{number}" for number in range(1, len(rows) + 2)) if name not in taken)


def raw_row(fact: Fact, row: TypedRow) -> dict[str, str]:
    """Shape one row for `values.parse`: empty cells left out."""
    types = {column.key: column.type for column in fact.columns}
    cells = {key: plain(types[key], text) for key, text in row.cells.items() if text}
    return {"id": row.id, **cells} if row.id else cells
