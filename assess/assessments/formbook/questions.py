"""Read the answer to one question from its cells, by the type of what is asked."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from assess.assessments.formbook import layout as lay
from assess.assessments.formbook.cells import RAW_UNKNOWN, CellError, chosen, raw, says_unknown, seen, text, ticked
from assess.checklists.tree import Node
from assess.exchange.reading import Found, ReadSheet
from assess.values import tables
from assess.values.fact import Column, Fact
from assess.values.invalid import InvalidValue, Refusal
from assess.values.parse import parse
from assess.values.step import Step
from assess.values.text import Locale

_ANSWER: Final = 4
_TOTAL: Final = 5
_UNKNOWN: Final = 7


class Reported(Exception):  # noqa: N818 - the answer of several cells, each with its own fault
    """What is wrong with the cells of one question: each with its place."""

    def __init__(self, *steps: tuple[str, Step]) -> None:
        """Hold what is wrong."""
        super().__init__(*(place for place, _ in steps))
        self.steps = steps


def answer(fact: Fact, sheet: ReadSheet, rows: Mapping[str, int], table: ReadSheet | None, locale: Locale) -> Node:
    """Read an answer into the raw shape that `values.parse` takes; None where nothing was filled in.

    Args:
        fact: What is asked.
        sheet: The section's sheet.
        rows: The marked rows of that sheet.
        table: The question's own sheet, for a table.
        locale: The workbook's language.

    Raises:
        Reported: With every cell that is wrong.
    """
    asked = _Asked(fact, sheet, rows, locale)
    if fact.type != "rate" and asked.at(_TOTAL) is not None:
        raise Reported((asked.place(_TOTAL), Step("workbook.denominator")))
    value = asked.table(table) if fact.type == "table" and table else _READERS[fact.type](asked)
    if value is not None:
        asked.check(value)
    return value


class _Asked:
    """One question with its cells."""

    def __init__(self, fact: Fact, sheet: ReadSheet, rows: Mapping[str, int], locale: Locale) -> None:
        self.fact = fact
        self.sheet = sheet
        self.rows = rows
        self.row = rows[fact.key]
        self.locale: Locale = locale

    def at(self, column: int) -> Found | None:
        return self.sheet.at(self.row, column)

    def place(self, column: int) -> str:
        return self.sheet.place(self.row, column)

    def read(self, column: int, how: Callable[[Found], Node], row: int | None = None) -> Node:
        """Read one cell; None where it is empty."""
        at = (row or self.row, column)
        try:
            found = seen(self.sheet, *at, self.fact.unit)
            return None if found is None else how(found)
        except CellError as error:
            raise Reported((self.sheet.place(*at), error.step)) from error

    def check(self, value: Node) -> None:
        """Refuse here what does not fit, where the cell is known."""
        try:
            parse(self.fact, value)
        except InvalidValue as error:
            raise Reported((self.place(_ANSWER), error.step)) from error

    def unknown(self) -> bool:
        """Say whether 不清楚 is ticked beside the answer."""
        return bool(self.read(_UNKNOWN, lambda found: ticked(found, self.locale)))

    def either(self, value: Node, *, unknown: bool) -> Node:
        """Refuse two answers at once: neither may win silently."""
        if unknown and value is not None:
            raise Reported((self.place(_ANSWER), Step("value.two-answers")))
        return dict(RAW_UNKNOWN) if unknown else value

    def one(self) -> Node:
        """Read a choice among words, 不清楚 among them."""
        code = self.read(_ANSWER, lambda found: chosen(found, lay.choices(self.fact), self.locale))
        said = code == f"{lay.UNKNOWN}:"
        return self.either(None if said else code, unknown=said or self.unknown())

    def beside(self) -> str:
        """Read what was chosen beside options or rows: nothing of it, 不清楚, or no word."""
        code = self.read(_ANSWER, lambda found: chosen(found, lay.aside(self.fact), self.locale))
        return str(code or "").removesuffix(":")

    def many(self) -> Node:
        """Read the options that were ticked."""
        codes: list[Node] = []
        for option in self.fact.options:
            row = self.rows.get(lay.option_mark(self.fact, option))
            if row and self.read(_ANSWER, lambda found: ticked(found, self.locale), row):
                codes.append(option.value)
        word = self.beside()
        value: Node = codes if codes or word == lay.NONE else None
        if codes and word:
            raise Reported((self.place(_ANSWER), Step("value.two-answers")))
        return self.either(value, unknown=word == lay.UNKNOWN or self.unknown())

    def box(self) -> Node:
        """Read a number, an amount or a day."""
        found = self.at(_ANSWER)
        if found is not None and says_unknown(found):
            return self.either(None, unknown=True)
        value = self.read(_ANSWER, lambda cell: raw(self.fact.type, cell, self.fact.unit))
        return self.either(value, unknown=self.unknown())

    def text(self) -> Node:
        """Read a text; one longer than a cell goes on in the rows below."""
        marks = [mark for mark in self.rows if mark.startswith(f"{self.fact.key}#")]
        parts = [self.read(_ANSWER, text)]
        for number in range(2, len(marks) + 2):
            row = self.rows.get(f"{self.fact.key}#{number}")
            if row is None:
                raise Reported((self.place(_ANSWER), Step("workbook.row-missing", {"name": self.fact.wording})))
            parts.append(self.read(_ANSWER, text, row))
        whole = "".join(str(part) for part in parts if part is not None)
        return self.either(whole or None, unknown=self.unknown())

    def rate(self) -> Node:
        """Read the two counts of a share."""
        found = self.at(_ANSWER)
        if found is not None and says_unknown(found) and self.at(_TOTAL) is None:
            return self.either(None, unknown=True)
        counts = [self.read(column, lambda cell: raw("number", cell, self.fact.unit)) for column in (_ANSWER, _TOTAL)]
        value: Node = None
        if any(count is not None for count in counts):
            value = {"numerator": counts[0] or "", "denominator": counts[1] or ""}
        return self.either(value, unknown=self.unknown())

    def table(self, sheet: ReadSheet) -> Node:
        """Read the lines of a table from its own sheet."""
        entries = _Entries(self.fact, sheet, self.locale)
        lines: list[Node] = list(entries.lines())
        if entries.steps:
            raise Reported(*entries.steps)
        word = self.beside()
        if lines and word:
            raise Reported((self.place(_ANSWER), Step("value.two-answers")))
        value: Node = lines if lines or word == lay.NONE else None
        return self.either(value, unknown=word == lay.UNKNOWN or self.unknown())


_READERS: Final[Mapping[str, Callable[[_Asked], Node]]] = {
    "yes-no": _Asked.one,
    "choice": _Asked.one,
    "choices": _Asked.many,
    "number": _Asked.box,
    "money": _Asked.box,
    "date": _Asked.box,
    "text": _Asked.text,
    "rate": _Asked.rate,
}


class _Entries:
    """Reads the lines of a table and notes each wrong cell."""

    def __init__(self, fact: Fact, sheet: ReadSheet, locale: Locale) -> None:
        self._fact = fact
        self._sheet = sheet
        self._locale: Locale = locale
        self._ids: set[str] = set()
        self.steps: list[tuple[str, Step]] = []

    def lines(self) -> Iterator[dict[str, Node]]:
        """Give the lines that hold anything."""
        columns = list(self._columns())
        count = 0
        for row in range(lay.FIRST_ROW, self._sheet.rows + 1):
            if any(self._sheet.at(row, place) is not None for place, _ in columns):
                count += 1
                if count > self._fact.max_rows:
                    self._note(row, 1, Step("value.too-many-rows", {"most": self._fact.max_rows}))
                    return
                yield self._line(row, columns)

    def _columns(self) -> Iterator[tuple[int, Column]]:
        """Find the columns by the marks of the first row; all of them must be there."""
        for place, column in enumerate(self._fact.columns, 2):
            if self._sheet.text(1, place) != column.key:
                self._note(1, place, Step("workbook.unknown-column", {"given": self._sheet.text(1, place)[:40] or "-"}))
            else:
                yield place, column

    def _note(self, row: int, place: int, step: Step) -> None:
        self.steps.append((self._sheet.place(row, place), step))

    def _line(self, row: int, columns: list[tuple[int, Column]]) -> dict[str, Node]:
        made: dict[str, Node] = {}
        found = self._sheet.at(row, 1)
        if found is not None and str(found) not in self._ids:  # a copied line is a new one
            made["id"] = str(found)
            self._ids.add(str(found))
        for place, column in columns:
            value = self._cell(row, place, column)
            if value is not None:
                made[column.key] = value
            elif column.required and self._sheet.at(row, place) is None:
                self._note(row, place, Step("value.cell-missing", {"row": row, "column": column.title}))
        return made

    def _cell(self, row: int, place: int, column: Column) -> Node:
        try:
            found = seen(self._sheet, row, place, column.unit)
            if found is None:
                return None
            value = self._read(column, found)
            tables.cell(column, value)
        except CellError as error:
            self._note(row, place, error.step)
        except Refusal as refusal:
            self._note(row, place, refusal.step)
        else:
            return value
        return None

    def _read(self, column: Column, found: Found) -> Node:
        if column.type in {"yes-no", "choice"}:
            return chosen(found, lay.choices(column), self._locale)
        return raw(column.type, found, column.unit)
