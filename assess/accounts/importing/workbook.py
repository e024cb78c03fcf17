"""Tables of organisations to download: the template, and the rows that are to be mended."""

from collections.abc import Mapping, Sequence
from typing import Final

from assess.accounts.import_models import OrganisationImportRow
from assess.accounts.importing.columns import FIELDS, HEADINGS, MAX_ROWS, Field
from assess.accounts.industries import industries
from assess.exchange import writing
from assess.exchange.book import Book, Cell, Column, Rule, Sheet

EXAMPLE: Final[Mapping[Field, str]] = {
    "name": "示例机械制造有限公司",
    "credit_code": "913713000000000000",
    "kind": "企业",
    "region": "371302",
    "size": "中型",
    "industry": "C 制造业",
    "lead_name": "王丽",
    "lead_email": "wangli@example.com",
}
"""Its code is no code: a table sent with the example still in it says so instead of making an organisation."""

_WIDTHS: Final[Mapping[Field, float]] = {"name": 34, "credit_code": 24, "roles": 26, "parent": 34, "lead_email": 28}
_CHOSEN: Final[Mapping[Field, str]] = {"kind": "kinds", "size": "sizes", "industry": "industries"}
_KINDS: Final = ("企业", "区县", "机关")
_SIZES: Final = ("微型", "小型", "中型", "大型")


def template(title: str, notes: Mapping[Field, str], guide: Sequence[str], *, guide_name: str) -> bytes:
    """Write the empty table.

    Args:
        title: Its name.
        notes: What to write in each column, shown below the headings.
        guide: Lines for the second sheet.
        guide_name: What the second sheet is called.
    """
    head = [Cell(HEADINGS[field][0], "head") for field in FIELDS]
    example = [Cell(EXAMPLE.get(field), "text") for field in FIELDS]
    hints = [Cell(notes[field], "muted") for field in FIELDS]
    sheet = Sheet(
        name=title,
        columns=_columns(),
        rows=[hints, head, example],
        rules=[Rule("list", place + 1, 3, MAX_ROWS, choices) for place, choices in _rules()],
        frozen=(2, 1),
        locked=False,
    )
    lines = Sheet(name=guide_name, columns=[Column(110)], rows=[[Cell(line)] for line in guide], locked=False)
    return writing.write(Book(title=title, sheets=[sheet, lines], lists=_lists()))


def table(title: str, rows: Sequence[OrganisationImportRow], why: Sequence[str], *, heading: str) -> bytes:
    """Write rows as they were read, with what is wrong with each; mended, the file can be sent again."""
    head = [Cell(HEADINGS[field][0], "head") for field in FIELDS]
    lines = [
        [*(Cell(row.given.get(field), "text") for field in FIELDS), Cell(reason, "open")]
        for row, reason in zip(rows, why, strict=True)
    ]
    sheet = Sheet(
        name=title,
        columns=[*_columns(), Column(60)],
        rows=[[*head, Cell(heading, "head")], *lines],
        rules=[Rule("list", place + 1, 2, max(2, len(lines) + 1), choices) for place, choices in _rules()],
        frozen=(1, 1),
        locked=False,
    )
    return writing.write(Book(title=title, sheets=[sheet], lists=_lists()))


def _columns() -> list[Column]:
    return [Column(_WIDTHS.get(field, 16), look="text") for field in FIELDS]


def _rules() -> list[tuple[int, str]]:
    return [(FIELDS.index(field), choices) for field, choices in _CHOSEN.items()]


def _lists() -> dict[str, list[str]]:
    named = [f"{one.code} {one.name_zh}" for one in industries().values()]
    return {"kinds": list(_KINDS), "sizes": list(_SIZES), "industries": named}
