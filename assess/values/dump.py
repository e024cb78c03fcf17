"""Write answers: back into the raw shape of JSON, and for people."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from assess.values import formats
from assess.values.fact import Column, Fact, Option
from assess.values.model import UNKNOWN, Cell, Rate, Row, Unknown, Value
from assess.values.text import Locale, Text

JSON = None | bool | int | str | Sequence["JSON"] | Mapping[str, "JSON"]

WORDS: Final = {
    "yes": Text(zh="是", en="Yes"),
    "no": Text(zh="否", en="No"),
    "partial": Text(zh="部分", en="Partly"),
    "unknown": Text(zh="不清楚", en="Not sure"),
}
_NONE_CHOSEN: Final = Text(zh="以上均无", en="None of these")


def to_json(value: Value) -> JSON:
    """Give the raw shape that `parse` reads back into the same value."""
    if isinstance(value, Unknown):
        return {"unknown": True}
    if isinstance(value, Rate):
        return {"numerator": format(value.numerator, "f"), "denominator": format(value.denominator, "f")}
    if isinstance(value, tuple):
        return [_row(part) if isinstance(part, Row) else part for part in value]
    return _plain(value)


def _row(row: Row) -> JSON:
    return {"id": row.id, **{key: _plain(cell) for key, cell in row.cells.items()}}


def _plain(value: Cell) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, dt.date) else value


def display(fact: Fact, value: Value, locale: Locale) -> str:
    """Show an answer to people: 是, an option's label, 3/4 (75%), 180,000 元, the number of rows of a table."""
    if value is UNKNOWN:
        return WORDS["unknown"].to(locale)
    if isinstance(value, Rate):
        return formats.rate(value)
    if isinstance(value, tuple):
        return rows(len(value), locale) if fact.type == "table" else _labels(fact, value, locale)
    return _scalar(fact, value, locale)


def display_cell(column: Column, cell: Cell, locale: Locale) -> str:
    """Show one cell of a table to people."""
    return _scalar(column, cell, locale)


def _scalar(asked: Fact | Column, value: Cell, locale: Locale) -> str:
    if isinstance(value, Decimal):
        return formats.money(value, locale) if asked.type == "money" else _with_unit(value, asked.unit, locale)
    if isinstance(value, dt.date):
        return formats.date(value, locale)
    if asked.type == "yes-no":
        return WORDS[value].to(locale)
    return _label(value, asked.options, locale)


def _with_unit(value: Decimal, unit: Text | None, locale: Locale) -> str:
    if unit is None:
        return formats.number(value)
    word = unit.to(locale)
    return f"{formats.number(value)}{'' if word == '%' else ' '}{word}"


def _label(code: str, options: Sequence[Option], locale: Locale) -> str:
    for option in options:
        if option.value == code:
            return option.label.to(locale)
    return code


def _labels(fact: Fact, codes: Sequence[object], locale: Locale) -> str:
    labels = [_label(str(code), fact.options, locale) for code in codes]
    return ("、" if locale == "zh" else ", ").join(labels) or _NONE_CHOSEN.to(locale)


def rows(count: int, locale: Locale) -> str:
    """Say how many rows a table has."""
    if locale == "zh":
        return f"{count} 行"
    return "1 row" if count == 1 else f"{count} rows"
