"""Values that could be wanted of a question, the nearest to what is answered now first."""

import datetime as dt
from collections.abc import Iterator
from decimal import ROUND_FLOOR, Decimal
from typing import Final

from assess.conditions.model import Test
from assess.scoring.rounding import HUNDRED, ZERO
from assess.values.fact import Column, Fact
from assess.values.limits import CELL_DECIMALS, MONEY_DECIMALS
from assess.values.model import Cell, Known, Rate, Unknown, Value

SOME_TEXT: Final = "…"
_DAY: Final = dt.timedelta(days=1)
_FINE: Final = Decimal(10_000)


def candidates(asked: Fact | Column, current: Value | Cell | None, test: Test, as_of: dt.date) -> Iterator[Known]:
    """Offer values to somebody who wants a test to turn out one way.

    What is done now cannot have been done earlier: a known date only moves to `as_of` or later. What is not known may
    turn out to be any date.
    """
    known = None if isinstance(current, Unknown) else current
    match asked.type:
        case "yes-no":
            yield from codes(asked)
        case "choice":
            yield from _nearest(codes(asked), known)
        case "choices":
            yield from _choices(asked, known)
        case "number" | "money":
            yield from _numbers(asked, known if isinstance(known, Decimal) else None, test)
        case "rate":
            yield from _rates(known if isinstance(known, Rate) else None, test)
        case "date":
            days = _dates(test, as_of)
            yield from days if known is None else (day for day in days if day >= as_of)
        case "text":
            yield SOME_TEXT


def codes(asked: Fact | Column) -> tuple[str, ...]:
    """Give the codes that may be answered, in the order in which they are offered."""
    if asked.type == "yes-no":
        return ("yes", "no", *asked.allow) if isinstance(asked, Fact) else ("yes", "no")
    return tuple(option.value for option in asked.options)


def _nearest(offered: tuple[str, ...], known: object) -> list[str]:
    """Sort options by their distance from the one that is chosen: authors list them by degree."""
    at = offered.index(known) if known in offered else 0
    return sorted(offered, key=lambda code: abs(offered.index(code) - at))


def exclusive_codes(fact: Fact) -> tuple[str, ...]:
    """Give the codes of a choices fact that stand alone (以上都没有)."""
    return tuple(option.value for option in fact.options if option.exclusive)


def _choices(asked: Fact | Column, known: object) -> Iterator[tuple[str, ...]]:
    held = {part for part in known if isinstance(part, str)} if isinstance(known, tuple) else set[str]()
    alone = {option.value for option in asked.options if option.exclusive}
    for option in asked.options:
        wanted = {option.value} if option.value in alone else (held - alone) ^ {option.value}
        yield tuple(each.value for each in asked.options if each.value in wanted)


def _bounds(test: Test) -> tuple[Decimal, ...]:
    named = (test.at_least, test.above, test.at_most, test.below)
    return tuple(bound for bound in named if bound is not None)


def _numbers(asked: Fact | Column, known: Decimal | None, test: Test) -> Iterator[Decimal]:
    unit = Decimal(1).scaleb(-_decimals(asked))
    low = ZERO if asked.min is None else asked.min
    offered: set[Decimal] = set()
    for bound in _bounds(test):
        floor = (bound / unit).to_integral_value(ROUND_FLOOR) * unit
        offered |= {floor - unit, floor, floor + unit}
    fit = (value for value in offered if value >= low and (asked.max is None or value <= asked.max))
    yield from sorted(fit, key=lambda value: (abs(value - (known or ZERO)), value))


def _decimals(asked: Fact | Column) -> int:
    if asked.type == "money":
        return MONEY_DECIMALS
    return asked.decimals if isinstance(asked, Fact) else CELL_DECIMALS


def _rates(known: Rate | None, test: Test) -> Iterator[Rate]:
    """Keep the number of cases and move the share; a rate nobody knows is taken out of 10,000 cases."""
    cases = _FINE if known is None else known.denominator
    actual = ZERO if known is None else known.numerator
    offered: set[Decimal] = set()
    for bound in _bounds(test):
        exact = bound * cases / HUNDRED
        floor = exact.to_integral_value(ROUND_FLOOR)
        offered |= {floor - 1, floor, floor + 1}
    for numerator in sorted((it for it in offered if ZERO <= it <= cases), key=lambda it: (abs(it - actual), it)):
        if cases:
            yield Rate(numerator, cases)


def _dates(test: Test, as_of: dt.date) -> Iterator[dt.date]:
    yield as_of
    for bound in (test.before, test.not_before, test.after, test.not_after):
        if bound is not None:
            day = as_of if bound == "as_of" else dt.date.fromisoformat(bound)
            yield from (day, day - _DAY, day + _DAY)
