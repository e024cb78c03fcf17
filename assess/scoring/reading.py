"""Read the answers a rule looks at, and write down what was read."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from assess.conditions.world import World
from assess.scoring.rounding import HUNDRED, ONE, ZERO, round_to
from assess.scoring.ruling import Note, silent
from assess.values.model import Known, Rate, Row, Unknown
from assess.values.step import FactRef, Given

_SHOWN_DECIMALS = 4


class Amount(NamedTuple):
    """A number as a fraction, so that rates (in percent) are compared and divided without an early rounding."""

    over: Decimal
    under: Decimal = ONE

    @property
    def value(self) -> Decimal:
        """Give the quotient."""
        return self.over / self.under

    @property
    def shown(self) -> Decimal:
        """Give the quotient as the trace prints it; the arithmetic uses the exact fraction."""
        return self.over if self.under == ONE else round_to(self.value, _SHOWN_DECIMALS)

    def reaches(self, bound: Decimal) -> bool:
        """Say whether the amount is at or above a bound."""
        return self.over >= bound * self.under

    def exceeds(self, bound: Decimal) -> bool:
        """Say whether the amount is above a bound."""
        return self.over > bound * self.under


def known(world: World, fact: FactRef, note: Note) -> Known | None:
    """Read an answer; None where it is missing or 不清楚."""
    value = world.answers.get(fact.key)
    if value is None:
        note("fact.unanswered", fact=fact)
        return None
    if isinstance(value, Unknown):
        note("fact.unknown", fact=fact)
        return None
    if note is not silent:
        note("fact.given", fact=fact, answer=_given(fact.key, value))
    return value


def inputs(world: World, facts: Iterable[FactRef], note: Note) -> None:
    """Write down the answers that conditions look at."""
    if note is not silent:
        for fact in facts:
            known(world, fact, note)


def _given(key: str, value: Known) -> Given:
    if isinstance(value, tuple):
        codes = tuple(part for part in value if isinstance(part, str))
        return Given(key, Decimal(len(value)) if any(isinstance(part, Row) for part in value) else codes)
    return Given(key, value)


def code(world: World, fact: FactRef, note: Note) -> str | None:
    """Read a code or word; None where it is unknown."""
    value = known(world, fact, note)
    return value if isinstance(value, str) else None


def day(world: World, fact: FactRef, note: Note) -> dt.date | None:
    """Read a date; None where it is unknown."""
    value = known(world, fact, note)
    return value if isinstance(value, dt.date) else None


def amount(world: World, fact: FactRef, note: Note) -> Amount | None:
    """Read a number, or a rate in percent.

    Returns:
        None where it is unknown; a denominator of 0 where a rate has no cases.
    """
    value = known(world, fact, note)
    if isinstance(value, Decimal):
        return Amount(value)
    if not isinstance(value, Rate):
        return None
    rate = Amount(value.numerator * HUNDRED, value.denominator)
    if note is not silent and value.denominator != ZERO:
        note("rate.percent", numerator=value.numerator, denominator=value.denominator, percent=rate.shown)
    return rate
