"""Tables of organisations for tests, as files."""

import csv
import io
from collections.abc import Mapping

from assess.accounts.importing.columns import HEADINGS, Field
from assess.exchange import writing
from assess.exchange.book import Book, Cell, Column, Sheet

FIELDS: tuple[Field, ...] = tuple(HEADINGS)


def entry(name: str = "", code: str | None = "", **cells: str) -> dict[str, str]:
    """Make a row of an enterprise in Linyi; an empty cell is left out."""
    return {"name": name, "credit_code": code or "", "kind": "企业", "region": "371302", **cells}


def as_csv(*rows: Mapping[str, str], encoding: str = "utf-8") -> io.BytesIO:
    """Write rows as a CSV file with our headings."""
    target = io.StringIO(newline="")
    lines = csv.writer(target)
    lines.writerow([HEADINGS[field][0] for field in FIELDS])
    lines.writerows([row.get(field, "") for field in FIELDS] for row in rows)
    return io.BytesIO(target.getvalue().encode(encoding))


def as_workbook(*rows: Mapping[str, str]) -> io.BytesIO:
    """Write rows as a workbook."""
    head = [Cell(HEADINGS[field][0]) for field in FIELDS]
    lines = [[Cell(row.get(field)) for field in FIELDS] for row in rows]
    sheet = Sheet(name="单位", columns=[Column() for _ in FIELDS], rows=[head, *lines])
    return io.BytesIO(writing.write(Book(title="单位", sheets=[sheet])))
