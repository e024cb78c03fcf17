"""Which column of a table of organisations is which, and its rows as texts."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, Final, Literal

from assess.exchange import tables
from assess.exchange.csvfile import Record
from assess.exchange.refusal import WorkbookError

Field = Literal[
    "name", "credit_code", "kind", "region", "size", "industry", "roles", "parent", "lead_name", "lead_email"
]
HEADINGS: Final[Mapping[Field, tuple[str, ...]]] = {
    "name": ("单位名称", "单位全称", "企业名称", "机构名称", "名称", "name", "organisation"),
    "credit_code": ("统一社会信用代码", "社会信用代码", "信用代码", "统一代码", "credit code", "uscc"),
    "kind": ("类型", "单位类型", "单位类别", "类别", "kind"),
    "region": ("行政区划代码", "行政区划", "区划代码", "地区", "所在地", "region", "region code"),
    "size": ("规模", "单位规模", "企业规模", "size"),
    "industry": ("行业门类", "行业", "行业代码", "industry"),
    "roles": ("单位角色", "角色", "roles"),
    "parent": ("上级单位", "主管单位", "上级", "parent"),
    "lead_name": ("负责人姓名", "负责人", "联系人", "lead name", "lead"),
    "lead_email": ("负责人邮箱", "邮箱", "电子邮箱", "lead email", "email"),
}
FIELDS: Final = tuple(HEADINGS)
MAX_ROWS: Final = 10_000  # applied in one transaction, which nobody should wait for longer than a few seconds
MAX_TEXT: Final = 500
SEARCHED: Final = 10
"""The heading is looked for in so many records: titles and notes may stand above it."""

_BETWEEN: Final = re.compile(r"[\s_\-*:：]+")
_NOTE: Final = re.compile(r"[（(][^（()）]*[)）]")
_BROKEN: Final = "\ufffd"


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was read: its number in the file, and the cells that hold anything; none where it is unreadable."""

    number: int
    cells: Mapping[str, str] | None


def read(content: BinaryIO) -> list[Row]:
    """Read a table of organisations.

    Raises:
        WorkbookError: It is no table, too large, made to harm, without known columns, or without rows.
    """
    with tables.records(content) as records:
        places = _head(records)
        rows = [_row(record, places) for record in islice(records, MAX_ROWS + 1)]
    if len(rows) > MAX_ROWS:
        raise WorkbookError("import.too-many-rows", most=MAX_ROWS)
    found = [row for row in rows if row.cells is None or row.cells]
    if not found:
        raise WorkbookError("import.no-rows")
    return found


def _head(records: Iterator[Record]) -> Mapping[Field, int]:
    for record in islice(records, SEARCHED):
        found = _places(record.cells or ())
        if len(found) > 1 and ("name" in found or "credit_code" in found):
            return found
    raise WorkbookError("import.no-columns")


def _places(cells: Sequence[object]) -> Mapping[Field, int]:
    """Recognise the columns of a head; the first of several with one meaning counts."""
    found: dict[Field, int] = {}
    for place, cell in enumerate(cells):
        field = _KNOWN.get(_plain(str(cell)))
        if field is not None:
            found.setdefault(field, place)
    return found


def _row(record: Record, places: Mapping[Field, int]) -> Row:
    if record.cells is None:
        return Row(record.number, None)
    cells = record.cells
    texts = {field: _text(cells[place]) for field, place in places.items() if place < len(cells)}
    bad = any(len(text) > MAX_TEXT or _BROKEN in text or not text.isprintable() for text in texts.values())
    return Row(record.number, None if bad else {field: text for field, text in texts.items() if text})


def _text(cell: object) -> str:
    """Give a cell's text; a mark that keeps a spreadsheet program from calculating is no part of it."""
    text = " ".join(str(cell).split())
    return text.removeprefix("'")


def _plain(heading: str) -> str:
    folded = unicodedata.normalize("NFKC", heading).casefold().removeprefix("\ufeff")
    return _BETWEEN.sub("", _NOTE.sub("", folded))


_KNOWN: Final[Mapping[str, Field]] = {_plain(name): field for field, names in HEADINGS.items() for name in names}
