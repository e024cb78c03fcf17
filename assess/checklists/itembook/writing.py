"""A checklist as a workbook: one row an item in the customary columns, and everything else a checklist has."""

from collections.abc import Iterator, Sequence
from typing import Final

from assess.checklists.definition import Checklist
from assess.checklists.itembook import sheets
from assess.checklists.itembook.sheets import SheetKind, heading
from assess.checklists.itembook.spelling import at, spelled
from assess.checklists.problems import ContentError, Problem
from assess.checklists.tree import Node
from assess.checklists.yamlout import plain
from assess.exchange import book
from assess.exchange.book import MAX_TEXT, Book, Cell, Sheet
from assess.exchange.writing import TooLongError, write
from assess.values.text import Locale, Text

Record = tuple[dict[str, str], Node]  # what places the row, and what it holds
_WIDE: Final = {"text": 44.0, "yaml": 60.0, "codes": 24.0, "number": 9.0, "flag": 9.0, "code": 18.0}
_GUIDE: Final = Text(
    zh="编制用工作簿：每行一个评价要点。请不要改动第一行和 A 列的标识；评分标准、适用条件等写 YAML，与自评表文件相同。"
    "用 assess checklists import 转回 YAML，再用 assess checklists lint 检查。",
    en="A workbook for authors: one row an item. Leave the marks of the first row and of column A alone; rules and "
    "conditions are YAML, as in the checklist's file. Turn it back with assess checklists import, then lint it.",
)


def write_items(checklist: Checklist, locale: Locale, name: str = "") -> bytes:
    """Write a checklist as a workbook that `read_items` reads back unchanged.

    Args:
        checklist: What an author wrote.
        locale: The language of names and headings; contents are in both.
        name: How problems call the file.

    Raises:
        ContentError: When a text is longer than a cell may be.
    """
    data = plain(checklist)
    names: list[str] = []
    made: list[Sheet] = []
    for kind in sheets.ALL:
        names.append(book.sheet_name(kind.title.to(locale), names))
        made.append(
            _fields(kind, data, names[-1], locale) if kind is sheets.CHECKLIST else _list(kind, data, names[-1], locale)
        )
    try:
        return write(Book(title=checklist.title.to(locale), sheets=made))
    except TooLongError as error:
        raise ContentError([Problem(name, 0, error.place, "workbook.text-too-long", {"most": MAX_TEXT})]) from error


def _fields(kind: SheetKind, data: Node, name: str, locale: Locale) -> Sheet:
    """Write the sheet of what a checklist has once: a row a field."""
    rows = [[Cell(f"{sheets.MARK}:{kind.key}"), Cell(_GUIDE.to(locale), "muted")], []]
    for column in kind.columns:
        look = [Cell(column.name), Cell(heading(kind, column.name, locale), "head")]
        rows.append([*look, Cell(spelled(column.form, at(data, column)), "open")])
    columns = [book.Column(hidden=True), book.Column(60), book.Column(70)]
    return Sheet(name=name, columns=columns, rows=rows, locked=False)


def _list(kind: SheetKind, data: Node, name: str, locale: Locale) -> Sheet:
    """Write a sheet with a row a record: marks, headings, records."""
    rows = [
        [Cell(f"{sheets.MARK}:{kind.key}"), *(Cell(mark) for mark in kind.names)],
        [Cell(), *(Cell(heading(kind, mark, locale), "head") for mark in kind.names)],
        *(_row(kind, placed, record) for placed, record in _records(kind, data)),
    ]
    places = [book.Column(18) for _ in kind.places]
    columns = [book.Column(hidden=True), *places, *(book.Column(_WIDE[column.form]) for column in kind.columns)]
    return Sheet(name=name, columns=columns, rows=rows, hidden_rows=frozenset({1}), frozen=(2, 0), locked=False)


def _row(kind: SheetKind, placed: dict[str, str], record: Node) -> list[Cell]:
    shown = [Cell(placed.get(mark), "muted" if mark.startswith("#") else "open") for mark in kind.places]
    return [Cell(), *shown, *(Cell(spelled(column.form, at(record, column)), "open") for column in kind.columns)]


def _records(kind: SheetKind, data: Node) -> Iterator[Record]:
    """Go through the records of a sheet."""
    assert isinstance(data, dict)  # noqa: S101 - a checklist is a mapping
    form = data["form"]
    assert isinstance(form, dict)  # noqa: S101 - and so is its form
    if kind is sheets.BANDS:
        yield from (({"dial": dial}, band) for dial in sheets.DIALS for band in _entries(form[dial], "bands"))
    elif kind in {sheets.PREPARE, sheets.NOT_ASSESSED}:
        yield from (({}, entry) for entry in _entries(data, kind.key))
    elif kind is sheets.SECTIONS:
        yield from (({}, section) for section in _entries(form, "sections"))
    else:
        yield from _placed(kind, form)


def _placed(kind: SheetKind, form: Node) -> Iterator[Record]:
    """Go through groups, or items, each with the section and group it stands in."""
    for section in _entries(form, "sections"):
        for group in _entries(section, "groups"):
            if kind is sheets.GROUPS:
                yield {"section": _key(section)}, group
            else:
                place = {"section": _key(section), "group": _key(group)}
                titles = {sheets.SECTION_TITLE: _title(section), sheets.GROUP_TITLE: _title(group)}
                yield from (({**place, **titles}, item) for item in _entries(group, "items"))


def _entries(record: Node, name: str) -> Sequence[Node]:
    found = record.get(name) if isinstance(record, dict) else None
    return found if isinstance(found, list) else []


def _key(record: Node) -> str:
    return str(record["key"]) if isinstance(record, dict) else ""


def _title(record: Node) -> str:
    title = record.get("title") if isinstance(record, dict) else None
    return str(title["zh"]) if isinstance(title, dict) else ""
