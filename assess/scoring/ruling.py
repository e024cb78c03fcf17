"""What a rule says about one item, and how it says why."""

from collections.abc import Callable
from decimal import Decimal
from typing import Literal, NamedTuple, Protocol

from assess.conditions.world import World
from assess.scoring.rounding import ONE, ZERO, clamp, round2
from assess.values.step import Param, Step

Standing = Literal["scored", "not_due", "no_cases"]


class Note(Protocol):
    """Writes down one statement of the trace."""

    def __call__(self, message: str, /, **params: Param) -> None:
        """Write down a message id with its parameters."""


class Ruling(NamedTuple):
    """The points an item earns, rounded to two decimals: `low` with every unknown at its worst, `high` at its best.

    `standing` other than `scored` takes the item out of both sums. `bonus` goes beyond the item's points.
    """

    low: Decimal
    high: Decimal
    unknown: bool = False
    standing: Standing = "scored"
    bonus: Decimal = ZERO
    bonus_high: Decimal = ZERO


Apply = Callable[[World, Note], Ruling]
NOT_DUE = Ruling(ZERO, ZERO, standing="not_due")
NO_CASES = Ruling(ZERO, ZERO, standing="no_cases")


def silent(message: str, /, **params: Param) -> None:
    """Write nothing down."""


class Trace:
    """Collects the statements of one item, section or total."""

    __slots__ = ("steps",)

    def __init__(self) -> None:
        self.steps: list[Step] = []

    def note(self, message: str, /, **params: Param) -> None:
        """Write down one statement."""
        self.steps.append(Step(message, params))


def unknown(points: Decimal) -> Ruling:
    """Rule that nothing is known: nothing at worst, everything at best."""
    return Ruling(ZERO, points, unknown=True)


def earn(points: Decimal, credit: Decimal, note: Note) -> Ruling:
    """Rule points × credit."""
    product = points * credit
    earned = round2(product)
    if note is not silent:  # a statement nobody keeps is not worth making
        arithmetic = Step("product.credit", {"points": points, "credit": credit})
        note("earned.exact" if earned == product else "earned.rounded", arithmetic=arithmetic, earned=earned)
    return Ruling(earned, earned)


def earn_ratio(points: Decimal, numerator: Decimal, denominator: Decimal, note: Note) -> Ruling:
    """Rule points × numerator ÷ denominator, the ratio kept inside 0..1; divided last, so that halves stay exact."""
    inside = clamp(numerator, ZERO, denominator)
    product = points * inside / denominator
    earned = round2(product)
    if note is not silent:
        if inside != numerator:
            note("ratio.limited", limit=ONE if inside else ZERO)
        arithmetic = Step("product.ratio", {"points": points, "numerator": inside, "denominator": denominator})
        note("earned.exact" if earned == product else "earned.rounded", arithmetic=arithmetic, earned=earned)
    return Ruling(earned, earned)
