"""Say what an action changes: the question, what it says now, and what it would say."""

from assess.scoring.actions import Change
from assess.scoring.candidates import SOME_TEXT
from assess.values.dump import display, display_cell
from assess.values.fact import Column, Fact
from assess.values.formats import percent
from assess.values.model import Cell, Rate, Row, Unknown, Value
from assess.values.text import Locale
from assess.wording.planning import planned


def spoken(change: Change, fact: Fact, before: Value | None, locale: Locale) -> str:
    """Say one change.

    Args:
        change: The change.
        fact: The question it is about.
        before: What is answered now, or None.
        locale: The language.
    """
    question = fact.wording.to(locale)
    match change.place:
        case ("code", code):
            label = next((option.label.to(locale) for option in fact.options if option.value == code), code)
            return planned("change.tick" if change.value else "change.untick", locale, question=question, label=label)
        case ("row", _):
            return planned("change.row", locale, question=question, cells=_cells(change, fact, locale))
        case ("cell", row, key):
            number, column = _number(row, before), _column(fact, key)
            words = {"question": question, "number": number, "column": column.title.to(locale)}
            return planned("change.cell", locale, **words, new=_cell(column, change.value, locale))
        case _:
            old = planned("change.none", locale) if before is None else display(fact, before, locale)
            return planned("change.answer", locale, question=question, old=old, new=_new(change, fact, locale))


def _new(change: Change, fact: Fact, locale: Locale) -> str:
    if change.value == SOME_TEXT:
        return planned("change.text", locale)
    value: Value = change.value  # type: ignore[assignment]  # a whole fact's change holds a value
    if isinstance(value, Rate) and value.denominator:
        return percent(value.numerator * 100 / value.denominator)  # which cases they will be nobody knows
    return display(fact, value, locale)


def _number(row: str, before: Value | None) -> int:
    rows = before if isinstance(before, tuple) else ()
    ids = [part.id for part in rows if isinstance(part, Row)]
    return ids.index(row) + 1 if row in ids else len(ids) + 1


def _column(fact: Fact, key: str) -> Column:
    return next(column for column in fact.columns if column.key == key)


def _cells(change: Change, fact: Fact, locale: Locale) -> str:
    cells = change.value.cells if isinstance(change.value, Row) else {}
    said = (
        planned("change.cell.of", locale, column=column.title.to(locale), new=_cell(column, cells[column.key], locale))
        for column in fact.columns
        if column.key in cells
    )
    return planned("path.semicolon", locale).join(said)


def _cell(column: Column, value: object, locale: Locale) -> str:
    if isinstance(value, Unknown | None) or value == SOME_TEXT:
        return planned("change.text", locale)
    cell: Cell = value  # type: ignore[assignment]  # a cell's change holds a cell
    return display_cell(column, cell, locale)
