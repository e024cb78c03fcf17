"""Comparisons with one value, prepared once and applied often.

A value of another type than a comparison is made for leaves it unknown; lint keeps such conditions out of checklists.
"""

import datetime as dt
import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Final, TypeVar

from assess.conditions import kleene
from assess.conditions.model import DateBound, FactIs, Test
from assess.values.model import Known, Rate, Value
from assess.values.model import Unknown as UnknownAnswer

AS_OF: Final = "as_of"
B = TypeVar("B")
Check = Callable[[Known, dt.date], bool | None]
Judge = Callable[[Value | None, dt.date], bool | None]
_HUNDRED: Final = Decimal(100)


def prepare(test: Test | FactIs) -> Judge:
    """Make the function that judges a value on a day.

    Returns:
        A function of the value (None where nothing is answered) and the day. 不清楚 and a missing value are unknown
        (None); only `answered` is decided by a missing value.
    """
    checks = _checks(test)
    missing = _when_missing(test, others=bool(checks))
    if test.answered is False:
        return lambda value, _as_of: missing if value is None else (None if isinstance(value, UnknownAnswer) else False)

    def judge(value: Value | None, as_of: dt.date) -> bool | None:
        if value is None:
            return missing
        if isinstance(value, UnknownAnswer):
            return None
        return kleene.all_of(check(value, as_of) for check in checks)

    def judge_one(value: Value | None, as_of: dt.date) -> bool | None:
        if value is None:
            return missing
        return None if isinstance(value, UnknownAnswer) else only(value, as_of)

    if len(checks) != 1:
        return judge
    only = checks[0]
    return judge_one


def _when_missing(test: Test | FactIs, *, others: bool) -> bool | None:
    if test.answered is None:
        return None
    return kleene.all_of((not test.answered, None if others else True))


def _checks(test: Test | FactIs) -> tuple[Check, ...]:
    made = (
        _made(_is, test.is_),
        _made(_in, test.in_),
        _made(_includes, test.includes),
        _made(_compares(operator.ge), test.at_least),
        _made(_compares(operator.gt), test.above),
        _made(_compares(operator.le), test.at_most),
        _made(_compares(operator.lt), test.below),
        _made(_dated(operator.lt), test.before),
        _made(_dated(operator.ge), test.not_before),
        _made(_dated(operator.gt), test.after),
        _made(_dated(operator.le), test.not_after),
        _made(_within, test.within_days),
    )
    return tuple(check for check in made if check is not None)


def _made(make: Callable[[B], Check], bound: B | None) -> Check | None:
    return None if bound is None else make(bound)


def _is(wanted: str) -> Check:
    return lambda value, _as_of: value == wanted if isinstance(value, str) else None


def _in(wanted: tuple[str, ...]) -> Check:
    def check(value: Known, _as_of: dt.date) -> bool | None:
        if isinstance(value, tuple):
            return any(code in wanted for code in value)
        return value in wanted if isinstance(value, str) else None

    return check


def _includes(wanted: str) -> Check:
    return lambda value, _as_of: wanted in value if isinstance(value, tuple) else None


def _compares(compare: Callable[[Decimal, Decimal], bool]) -> Callable[[Decimal], Check]:
    """Compare a number, or a rate in percent without dividing; a rate without cases stays unknown."""

    def make(bound: Decimal) -> Check:
        def check(value: Known, _as_of: dt.date) -> bool | None:
            if isinstance(value, Decimal):
                return compare(value, bound)
            if isinstance(value, Rate) and value.denominator:
                return compare(value.numerator * _HUNDRED, bound * value.denominator)
            return None

        return check

    return make


def _dated(compare: Callable[[dt.date, dt.date], bool]) -> Callable[[DateBound], Check]:
    def make(bound: DateBound) -> Check:
        fixed = None if bound == AS_OF else dt.date.fromisoformat(bound)

        def check(value: Known, as_of: dt.date) -> bool | None:
            return compare(value, fixed or as_of) if isinstance(value, dt.date) else None

        return check

    return make


def _within(days: int) -> Check:
    return lambda value, as_of: 0 <= (as_of - value).days <= days if isinstance(value, dt.date) else None
