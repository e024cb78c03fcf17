"""The engine's border: an answer no rule or condition of the form can read is refused by name, never counted as 0."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, Subnormal, Underflow
from functools import singledispatch
from typing import Final

from assess.conditions.evaluate import parts_of
from assess.conditions.model import All, AllRows, Any, AnyRow, Condition, CountRows, FactIs, Not
from assess.scoring import rules
from assess.scoring.form import Form, Item
from assess.scoring.rounding import ZERO
from assess.values import limits
from assess.values.invalid import InvalidValue
from assess.values.model import Answers, Rate, Row, Unknown, Value

_CODE: Final = frozenset({str})
_AMOUNT: Final = frozenset({Decimal, Rate})
_DAY: Final = frozenset({dt.date})
_LIST: Final = frozenset({tuple})
_EVERYTHING: Final = _CODE | _AMOUNT | _DAY | _LIST
_DIGITS: Final = limits.WHOLE_DIGITS
_SHORT: Final = Context(
    prec=limits.NUMBER_LENGTH,
    Emin=-limits.NUMBER_LENGTH,
    Emax=limits.NUMBER_LENGTH,
    traps=[Inexact, Subnormal, Underflow],
)
_REFUSALS: Final[Mapping[type, str]] = {
    str: "value.not-a-code",
    Decimal: "value.not-a-number",
    dt.date: "value.not-a-date",
    tuple: "value.not-a-list",
}


@dataclass(frozen=True, slots=True)
class Expected:
    """What the readers of a fact can read: Python types, codes (None for any), and whether it is a count."""

    types: frozenset[type] = _EVERYTHING
    codes: frozenset[str] | None = None
    counted: bool = False

    def also(self, other: "Expected") -> "Expected":
        """Give what suits both."""
        both = (self.codes, other.codes)
        codes = [each for each in both if each is not None]
        return Expected(
            self.types & other.types,
            frozenset.intersection(*codes) if codes else None,
            self.counted or other.counted,
        )


Reading = tuple[str, Expected]


def expected(form: Form) -> Mapping[str, Expected]:
    """Say of every fact that rules and conditions of a form read what they can read."""
    found: dict[str, Expected] = {}
    for item in form.items():
        for fact, wanted in _item(item):
            found[fact] = found[fact].also(wanted) if fact in found else wanted
    return found


def check(wanted: Mapping[str, Expected], answers: Answers) -> None:
    """Refuse answers that do not fit.

    Raises:
        InvalidValue: Naming the fact: another type than its readers take, a number that is none, too long or (where
            it is counted) negative, a rate above 1, or a day outside the years we know.
    """
    for fact, one in wanted.items():
        value = answers.get(fact)
        if value is None or isinstance(value, Unknown):
            continue
        if type(value) not in one.types:
            raise InvalidValue(_wrong(one), {}, fact=fact)
        if type(value) is not str:
            _inside(value, fact, counted=one.counted)
        elif one.codes is not None and value not in one.codes:
            raise InvalidValue("value.not-an-option", {"given": value[: limits.NUMBER_LENGTH]}, fact=fact)


def _wrong(one: Expected) -> str:
    return next((message for type_, message in _REFUSALS.items() if type_ in one.types), "value.not-a-text")


def _inside(value: Value, fact: str, *, counted: bool) -> None:
    if isinstance(value, Decimal):
        _number(value, fact, counted=counted)
    elif isinstance(value, Rate):
        _rate(value, fact)
    elif isinstance(value, dt.date):
        _day(value, fact)
    elif isinstance(value, tuple):
        for row in value:
            if isinstance(row, Row):
                _row(row, fact)


def _number(value: Decimal, fact: str, *, counted: bool = False) -> None:
    if not value.is_finite():
        raise InvalidValue("value.not-a-number", {}, fact=fact)
    if value.adjusted() >= _DIGITS or not _exact(value):
        raise InvalidValue("value.number-too-long", {"digits": _DIGITS}, fact=fact)
    if counted and value < ZERO:
        raise InvalidValue("value.too-small", {"least": ZERO}, fact=fact)


def _exact(value: Decimal) -> bool:
    """Say whether a number has no more digits than the text of one may have."""
    try:
        _SHORT.plus(value)
    except (Inexact, Subnormal, Underflow):
        return False
    return True


def _rate(value: Rate, fact: str) -> None:
    _number(value.numerator, fact, counted=True)
    _number(value.denominator, fact, counted=True)
    if value.numerator > value.denominator:
        params = {"numerator": value.numerator, "denominator": value.denominator}
        raise InvalidValue("value.numerator-above-denominator", params, fact=fact)


def _day(value: dt.date, fact: str) -> None:
    if not limits.FIRST_YEAR <= value.year <= limits.LAST_YEAR:
        params = {"first": str(limits.FIRST_YEAR), "last": str(limits.LAST_YEAR)}
        raise InvalidValue("value.date-out-of-range", params, fact=fact)


def _row(row: Row, fact: str) -> None:
    for cell in row.cells.values():
        if isinstance(cell, Decimal):
            _number(cell, fact)
        elif isinstance(cell, dt.date):
            _day(cell, fact)


def _item(item: Item) -> Iterator[Reading]:
    if item.applies_if is not None:
        yield from _condition(item.applies_if)
    if item.veto is not None:
        yield from _condition(item.veto.when)
    yield from _rule(item.rule)


def _condition(condition: Condition) -> Iterator[Reading]:
    match condition:
        case FactIs():
            yield condition.fact, Expected(_compared(condition))
        case AnyRow() | AllRows() | CountRows():
            yield condition.fact, Expected(_LIST)
        case All() | Any() | Not():
            for part in parts_of(condition):
                yield from _condition(part)


def _compared(test: FactIs) -> frozenset[type]:
    """Give the types that every comparison of a test can read."""
    found = _EVERYTHING
    for given, types in (
        (test.is_, _CODE),
        (test.in_, _CODE | _LIST),
        (test.includes, _LIST),
        *((bound, _AMOUNT) for bound in (test.at_least, test.above, test.at_most, test.below)),
        *((bound, _DAY) for bound in (test.before, test.not_before, test.after, test.not_after, test.within_days)),
    ):
        if given is not None:
            found &= types
    return found


@singledispatch
def _rule(rule: rules.Rule) -> Iterable[Reading]:
    raise TypeError(type(rule))


@_rule.register
def _levels(rule: rules.LevelsRule) -> Iterable[Reading]:
    return ((rule.levels.fact, Expected(_CODE, frozenset(rule.levels.credits))),)


@_rule.register
def _elements(rule: rules.ElementsRule) -> Iterator[Reading]:
    for element in rule.elements:
        yield from _condition(element.when)


@_rule.register
def _threshold(rule: rules.ThresholdRule) -> Iterable[Reading]:
    return ((rule.threshold.fact, Expected(_AMOUNT)),)


@_rule.register
def _proportional(rule: rules.ProportionalRule) -> Iterable[Reading]:
    return ((rule.proportional.fact, Expected(_AMOUNT, counted=True)),)


@_rule.register
def _steps(rule: rules.StepsRule) -> Iterable[Reading]:
    return ((rule.steps.fact, Expected(_AMOUNT)),)


@_rule.register
def _per_unit(rule: rules.PerUnitRule) -> Iterable[Reading]:
    return ((rule.per_unit.fact, Expected(_AMOUNT, counted=True)),)


@_rule.register
def _growth(rule: rules.GrowthRule) -> Iterable[Reading]:
    return ((fact, Expected(_AMOUNT, counted=True)) for fact in (rule.growth.this, rule.growth.last))


@_rule.register
def _deadline(rule: rules.DeadlineRule) -> Iterator[Reading]:
    yield rule.deadline.date, Expected(_DAY)
    if rule.deadline.done is not None:
        yield rule.deadline.done, Expected(_CODE)


@_rule.register
def _deductions(rule: rules.DeductionsRule) -> Iterator[Reading]:
    for charge in rule.deductions:
        if charge.when is not None:
            yield from _condition(charge.when)
        if charge.per is not None:
            yield charge.per, Expected(_AMOUNT, counted=True)


@_rule.register
def _judged(rule: rules.JudgedRule) -> Iterable[Reading]:
    return ((rule.judged.fact, Expected(_AMOUNT, counted=True)),)
