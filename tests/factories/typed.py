"""Random answers to any question whatever: within its limits, of its type, as hostile to a spreadsheet as it allows."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from assess.values import limits
from assess.values.fact import Column, Fact
from assess.values.model import UNKNOWN, Cell, Rate, Row, Value
from tests.factories import forms

DAYS = st.dates(dt.date(limits.FIRST_YEAR, 1, 1), dt.date(limits.LAST_YEAR, 12, 31))
LINES = st.lists(forms.TEXTS, min_size=2, max_size=4).map("\n".join)
QUOTES = st.sampled_from(
    ["=1+1", "+86 10", "-3", "@SUM(A1)", "'0012", '"引号"', "😀 表情", "是", "不清楚", "2026-11-22", "1e5", "TRUE"]
)
IDS = st.from_regex(r"\A[A-Za-z0-9_-]{1,12}\Z")


def texts(most: int) -> st.SearchStrategy[str]:
    """Give any text of a question that takes so many characters."""
    long = forms.TEXTS.map(lambda text: (text * most)[:most].strip())
    return (forms.TEXTS | forms.AWKWARD | LINES | QUOTES | long).map(lambda text: text[:most].strip()).filter(_shows)


def _shows(text: str) -> bool:
    return not limits.blank(text)


def numbers(places: int, low: Decimal | None, high: Decimal | None) -> st.SearchStrategy[Decimal]:
    """Give any number within limits."""
    unit = 10**places
    least = int((low or Decimal(0)) * unit)
    most = int(high * unit) if high is not None else 10**14 * unit
    return st.integers(least, most).map(lambda found: forms.plain(Decimal(found).scaleb(-places)))


def cells(column: Column) -> st.SearchStrategy[Cell]:
    """Give anything a cell takes."""
    match column.type:
        case "yes-no":
            return st.sampled_from(["yes", "no"])
        case "choice":
            return st.sampled_from([option.value for option in column.options])
        case "date":
            return DAYS
        case "text":
            return texts(column.max_length)
        case _:
            return numbers(limits.CELL_DECIMALS, column.min, column.max)


def tables(fact: Fact) -> st.SearchStrategy[tuple[Row, ...]]:
    """Give any rows, few of them."""
    order = [column.key for column in fact.columns]
    shape = st.fixed_dictionaries(
        {column.key: cells(column) for column in fact.columns if column.required},
        optional={column.key: cells(column) for column in fact.columns if not column.required},
    ).filter(bool)
    return st.lists(st.tuples(IDS, shape), max_size=3, unique_by=lambda pair: pair[0]).map(
        lambda rows: tuple(Row(id_, {key: row[key] for key in order if key in row}) for id_, row in rows)
    )


def rates(fact: Fact) -> st.SearchStrategy[Rate]:
    """Give any share."""
    pair = st.tuples(numbers(fact.decimals, None, None), numbers(fact.decimals, None, None))
    return pair.map(lambda two: Rate(min(two), max(two)))


def answers(fact: Fact) -> st.SearchStrategy[Value]:
    """Give any answer, 不清楚 where it is offered."""
    known = _known(fact)
    return known | st.just(UNKNOWN) if fact.unknown else known


def _known(fact: Fact) -> st.SearchStrategy[Value]:
    codes = [option.value for option in fact.options]
    places = limits.MONEY_DECIMALS if fact.type == "money" else fact.decimals
    strategies: dict[str, Callable[[], st.SearchStrategy[Any]]] = {
        "yes-no": lambda: st.sampled_from(["yes", "no", *fact.allow]),
        "choice": lambda: st.sampled_from(codes),
        "choices": lambda: forms.several(fact.options),
        "date": lambda: DAYS,
        "text": lambda: texts(fact.max_length),
        "rate": lambda: rates(fact),
        "table": lambda: tables(fact),
        "number": lambda: numbers(places, fact.min, fact.max),
        "money": lambda: numbers(places, fact.min, fact.max),
    }
    return strategies[fact.type]()
