"""The sheet of a table question: a line an entry, typed columns, row ids kept out of sight."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from assess.assessments.formbook import layout as lay
from assess.assessments.formbook.words import word
from assess.exchange.book import Cell, Column, Look, Rule, Sheet, length
from assess.exchange.book import Value as Written
from assess.values import fact as facts
from assess.values.fact import Fact
from assess.values.model import Cell as Answer
from assess.values.model import Row, Value
from assess.values.text import Locale

_LOOKS: Final[Mapping[str, Look]] = {"number": "number", "money": "money", "date": "date"}
_LEAST_WIDTH: Final = 14.0


def table_sheet(fact: Fact, name: str, value: Value | None, locale: Locale) -> Sheet:
    """Make the sheet: marks, headings, the rows there are, and room for as many as the question takes."""
    rows = [
        [Cell(f"{lay.MARK}:table:{fact.key}"), *(Cell(column.key) for column in fact.columns)],
        [Cell(word("row", locale), "head"), *(Cell(_heading(column, locale), "head") for column in fact.columns)],
        *(_row(fact, row, locale) for row in _rows(value)),
    ]
    last = lay.FIRST_ROW - 1 + max(fact.max_rows, len(rows))
    return Sheet(
        name=name,
        columns=[Column(hidden=True), *(_column(column, locale) for column in fact.columns)],
        rows=rows,
        rules=list(_rules(fact, last, locale)),
        hidden_rows=frozenset({1}),
        frozen=(2, 0),
    )


def _rows(value: Value | None) -> Sequence[Row]:
    return [row for row in value if isinstance(row, Row)] if isinstance(value, tuple) else []


def _heading(column: facts.Column, locale: Locale) -> str:
    unit = column.unit.to(locale) if column.unit else word("yuan", locale) if column.type == "money" else ""
    words = column.title.to(locale) + (f" ({unit})" if unit and locale == "en" else f"（{unit}）" if unit else "")
    return words + (word("required", locale) if column.required else "")


def _column(column: facts.Column, locale: Locale) -> Column:
    width = max(_LEAST_WIDTH, 2.0 * length(column.title.to(locale)))
    return Column(width, look=_LOOKS.get(column.type, "text"))


def _row(fact: Fact, row: Row, locale: Locale) -> list[Cell]:
    cells = [Cell(_written(column, row.cells.get(column.key), locale), _look(column)) for column in fact.columns]
    return [Cell(row.id), *cells]


def _look(column: facts.Column) -> Look:
    return _LOOKS.get(column.type, "text")


def _written(column: facts.Column, cell: Answer | None, locale: Locale) -> Written:
    if isinstance(cell, str) and column.type in {"yes-no", "choice"}:
        labels = lay.entries(lay.choices(column), locale)
        return next(label for label, code in labels.items() if code == cell)
    return cell


def _rules(fact: Fact, last: int, locale: Locale) -> Iterator[Rule]:
    for number, column in enumerate(fact.columns, 2):
        if column.type in {"yes-no", "choice"}:
            yield Rule("list", number, lay.FIRST_ROW, last, f"{fact.key}:{column.key}")
        elif column.type in {"number", "money"}:
            yield Rule("number", number, lay.FIRST_ROW, last, hint=word("number-hint", locale))
        elif column.type == "date":
            yield Rule("date", number, lay.FIRST_ROW, last, hint=word("date-hint", locale))
