"""Write a workbook with XlsxWriter: what is text stays text, whatever it begins with."""

import datetime as dt
import io
import math
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from assess.exchange.book import MAX_TEXT, Book, Cell, Column, Look, Rule, Sheet, length, letters, place, sheet_name

AS_TEXT: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
CREATED: Final = dt.datetime(2020, 1, 1)  # noqa: DTZ001 - no zones in Excel; fixed, so that equal books are equal bytes
_BOX: Final = {"border": 1, "border_color": "#C4CCD4", "valign": "top", "text_wrap": True}
_INPUT: Final = {**_BOX, "bg_color": "#FFFBE6", "locked": False}
LOOKS: Final[Mapping[Look, Mapping[str, Any]]] = {
    "plain": {"valign": "top"},
    "wrapped": {"valign": "top", "text_wrap": True},
    "day": {"valign": "top", "num_format": "yyyy-mm-dd"},
    "title": {"bold": True, "font_size": 14},
    "head": {**_BOX, "bold": True, "bg_color": "#E3EAF2"},
    "fixed": _BOX,
    "fixed-day": {**_BOX, "num_format": "yyyy-mm-dd"},
    "strong": {**_BOX, "bold": True},
    "muted": {**_BOX, "font_color": "#5A6672"},
    "text": {**_INPUT, "num_format": "@"},
    "number": _INPUT,
    "money": {**_INPUT, "num_format": "#,##0.00"},
    "date": {**_INPUT, "num_format": "yyyy-mm-dd"},
    "open": {**_BOX, "locked": False},
    "heading": {"bold": True, "font_size": 11, "font_color": "#1F3A5F"},
    "figure": {**_BOX, "align": "right"},
    "percent": {**_BOX, "align": "right", "num_format": "0.0%"},
    "group": {**_BOX, "bold": True, "bg_color": "#F4F6F8"},
}
_FIRST_DAY: Final = dt.date(1900, 3, 1)  # Excel counts a 29 February 1900: what lies before is written as text
_DIGITS: Final = 15  # of a number that a spreadsheet keeps exactly
_ESCAPED: Final = re.compile("_(?=x[0-9a-fA-F]{4}_)")
_BETWEEN: Final = re.compile("(?<=_)(?=x[0-9a-fA-F]{4}_)")
_MOST_HINT: Final = 255
_LINE: Final = 16
_HIGHEST: Final = 409  # points: higher no program makes a row
_NARROW: Final = 0x2000  # characters before are about as wide as a digit
_A4: Final = 9
_FONT: Final = {"font_name": "Microsoft YaHei", "font_size": 10, "font_scheme": "none"}
"""A face with Chinese; a program that lacks it takes its own, and none takes the theme's in its place."""
_PROTECTED: Final = {"format_columns": True, "format_rows": True}


class TooLongError(ValueError):
    """A text does not fit into a cell; `place` says which."""

    def __init__(self, where: str) -> None:
        """Name the cell."""
        super().__init__(where)
        self.place = where


def write(book: Book) -> bytes:
    """Write a workbook.

    Raises:
        TooLongError: When a text is longer than a cell may be.
    """
    target = io.BytesIO()
    # XlsxWriter adds to the properties it is given: a copy, or the second book of a process would differ
    made = xlsxwriter.Workbook(target, {"in_memory": True, "default_format_properties": dict(_FONT), **AS_TEXT})
    made.set_properties({"title": book.title[:_MOST_HINT], "created": CREATED})
    formats = {look: made.add_format(dict(properties)) for look, properties in LOOKS.items()}
    lists = _list_places(book)
    for sheet in book.sheets:
        _sheet(made.add_worksheet(sheet.name), sheet, formats, lists)
    if book.lists:
        _write_lists(made.add_worksheet(_lists_name(book)), book, formats["plain"])
    made.close()
    return target.getvalue()


def _lists_name(book: Book) -> str:
    return sheet_name("lists", [sheet.name for sheet in book.sheets])


def _list_places(book: Book) -> dict[str, str]:
    """Give the range of cells that holds each list."""
    sheet = _lists_name(book)
    return {
        name: f"='{sheet}'!${letters(column)}$1:${letters(column)}${max(len(entries), 1)}"
        for column, (name, entries) in enumerate(book.lists.items(), 1)
    }


def _write_lists(sheet: Worksheet, book: Book, plain: Format) -> None:
    for column, entries in enumerate(book.lists.values()):
        for row, entry in enumerate(entries):
            _text(sheet, row, column, entry, plain)
    sheet.hide()
    sheet.protect("", {})


def _sheet(made: Worksheet, sheet: Sheet, formats: Mapping[Look, Format], lists: Mapping[str, str]) -> None:
    for index, column in enumerate(sheet.columns):
        _column(made, index, column, formats)
    for row, cells in enumerate(sheet.rows):
        for index, cell in enumerate(cells):
            put_cell(made, sheet.name, (row, index), cell, formats)
    for rule in (*_own_rules(sheet), *sheet.rules):
        _rule(made, rule, lists)
    if sheet.fitted:
        _fit(made, sheet)
    _arrange(made, sheet)
    _printed(made, sheet)


def _fit(made: Worksheet, sheet: Sheet) -> None:
    """Give rows the height that their wrapped texts take."""
    for row, cells in enumerate(sheet.rows):
        texts = (
            _lines(cell.value, column.width)
            for cell, column in zip(cells, sheet.columns, strict=False)
            if isinstance(cell.value, str) and LOOKS[cell.look].get("text_wrap")
        )
        if (lines := max(texts, default=1)) > 1:
            made.set_row(row, min(lines * _LINE, _HIGHEST))


def _lines(text: str, width: float) -> int:
    """Estimate how many lines a text takes in a column; a Chinese character is as wide as two digits."""
    parts = (sum(1 if ord(one) < _NARROW else 2 for one in part) for part in text.split("\n"))
    return sum(max(1, math.ceil(part / max(width - 1, 1))) for part in parts)


def _arrange(made: Worksheet, sheet: Sheet) -> None:
    """Hide, freeze and lock what is to be."""
    for row in sheet.hidden_rows:
        made.set_row(row - 1, None, None, {"hidden": True})
    made.freeze_panes(*sheet.frozen)
    if sheet.filtered:
        made.autofilter(0, 0, sheet.filtered - 1, len(sheet.columns) - 1)
    if sheet.locked:
        made.protect("", dict(_PROTECTED))
    if sheet.out_of_sight:
        made.very_hidden()
    elif sheet.hidden:
        made.hide()


def _printed(made: Worksheet, sheet: Sheet) -> None:
    """Have it printed on A4 across, as wide as one page, its heads on every page and the numbers of pages below."""
    made.set_paper(_A4)
    made.set_landscape()
    made.fit_to_pages(1, 0)
    made.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    made.set_footer("&L&A&R&P / &N")
    if rows := sheet.frozen[0]:
        made.repeat_rows(0, rows - 1)


def _own_rules(sheet: Sheet) -> Iterator[Rule]:
    """Make the rules of single cells that choose from a list."""
    for row, cells in enumerate(sheet.rows, 1):
        for column, cell in enumerate(cells, 1):
            if cell.choices:
                yield Rule("list", column, row, row, cell.choices)


def _column(made: Worksheet, index: int, column: Column, formats: Mapping[Look, Format]) -> None:
    look = formats[column.look] if column.look else None
    made.set_column(index, index, column.width, look, {"hidden": column.hidden})


def put_cell(made: Worksheet, name: str, at: tuple[int, int], cell: Cell, formats: Mapping[Look, Format]) -> None:
    """Write one cell of the sheet called `name`; what is text stays text.

    Raises:
        TooLongError: When a text is longer than a cell may be.
    """
    look, value = formats[cell.look], cell.value
    if value is None:
        made.write_blank(*at, None, look)
    elif isinstance(value, bool):
        made.write_boolean(*at, value, look)
    elif isinstance(value, dt.date) and value >= _FIRST_DAY:
        made.write_datetime(*at, dt.datetime(value.year, value.month, value.day), look)  # noqa: DTZ001 - Excel has no zones
    elif isinstance(value, Decimal) and _exact(value):
        made.write_number(*at, float(value), look)
    else:
        text = format(value, "f") if isinstance(value, Decimal) else str(value)
        if length(text) > MAX_TEXT:
            raise TooLongError(place(name, at[0] + 1, at[1] + 1))
        _text(made, *at, text, look)


def _exact(value: Decimal) -> bool:
    """Say whether a spreadsheet, which calculates in binary, gives this number back digit by digit."""
    return len(value.as_tuple().digits) <= _DIGITS and Decimal(repr(float(value))) == value


def _text(made: Worksheet, row: int, column: int, text: str, look: Format) -> None:
    """Write a text; one that XlsxWriter would take for mark-up, or escape in part only, goes in piece by piece.

    `<r>…</r>` would be written as it is, and `_x005F_x000D_` would come back as something else. In a text of several
    pieces the marks are escaped here, and no piece holds a whole mark for XlsxWriter to escape again.
    """
    if (text.startswith("<r>") and text.endswith("</r>")) or _ESCAPED.search(text):
        whole = _ESCAPED.sub("_x005F_", text)
        made.write_rich_string(row, column, whole[0], whole[1], *_BETWEEN.split(whole[2:]), look)
    else:
        made.write_string(row, column, text, look)


def _rule(made: Worksheet, rule: Rule, lists: Mapping[str, str]) -> None:
    criteria: dict[Any, dict[str, Any]] = {
        "list": {"validate": "list", "source": lists.get(rule.choices or "")},
        "number": {"validate": "decimal", "criteria": ">=", "value": -1e15},
        "date": {"validate": "date", "criteria": ">=", "value": dt.date(1900, 1, 1)},
    }
    more = {"error_message": rule.hint[:_MOST_HINT], "error_type": "stop"} if rule.hint else {}
    made.data_validation(
        rule.first - 1, rule.column - 1, rule.last - 1, rule.column - 1, {**criteria[rule.kind], **more}
    )
