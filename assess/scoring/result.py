"""What scoring says: numbers, states and the trace, without a language (DESIGN §5)."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assess.scoring.form import Effect, Purpose
from assess.values.step import FactRef, Given, ItemRef, Param, Step, Sum

__all__ = [
    "ENGINE",
    "Dial",
    "FactRef",
    "Given",
    "Grade",
    "GradeState",
    "ItemOutcome",
    "ItemRef",
    "ItemResult",
    "ItemStatus",
    "Param",
    "Result",
    "SectionResult",
    "Step",
    "Sub",
    "Sum",
    "VetoResult",
    "VetoState",
]

ENGINE = "1"

ItemStatus = Literal["scored", "unknown", "not_applicable", "claimed_not_applicable", "not_due", "no_cases"]
ItemOutcome = Literal["full", "partial", "none", "unknown"]
GradeState = Literal["graded", "pending", "too-few", "not-scored", "ineligible", "ungraded"]
VetoState = Literal["fired", "clear", "unknown"]

_COUNTED = ("scored", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemResult:
    """One item: `earned` takes every unknown at its worst, `high` at its best.

    `unknown` says that something the item looks at is open; status `unknown` that nothing of it is known. A deduction
    item earns from minus its points up to 0. `bonus` comes on top of the points (extra units of a threshold).
    """

    key: str
    purpose: Purpose
    status: ItemStatus
    points: Decimal
    earned: Decimal
    high: Decimal
    unknown: bool
    outcome: ItemOutcome | None
    bonus: Decimal
    bonus_high: Decimal
    trace: tuple[Step, ...]

    @property
    def counted(self) -> bool:
        """Say whether the item takes part in the sums."""
        return self.status in _COUNTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Sub:
    """One dial's part of a section: what its applicable items earn, could earn, and are worth.

    `settled`, `settled_high` and `weight` are what the section brings into the total: the same three, unless the form
    settles 不适用 inside each section; then they are scaled to all points of the section. A section without applicable
    items has weight 0.
    """

    earned: Decimal
    high: Decimal
    points: Decimal
    settled: Decimal
    settled_high: Decimal
    weight: Decimal
    trace: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionResult:
    """One section on both dials."""

    key: str
    duty: Sub
    readiness: Sub


@dataclass(frozen=True, slots=True, kw_only=True)
class Dial:
    """One dial: `final` is the official score, with every unknown at its worst; `low` equals it, `high` is the best.

    `base` is the share of the full mark before deductions and bonus, `percent` the base in percent with one decimal.
    All of these are None where nothing applies and the dial is not scored.
    """

    earned: Decimal
    applicable_points: Decimal
    full: Decimal
    base: Decimal | None
    percent: Decimal | None
    deductions: Decimal
    bonus: Decimal
    low: Decimal | None
    high: Decimal | None
    final: Decimal | None
    trace: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VetoResult:
    """One veto. `grade` is the forced grade of effect `grade`; its reason stands in the form, at the item."""

    item: str
    effect: Effect
    grade: str | None
    state: VetoState


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """The grade of the duty dial.

    `computed` follows from the score alone; `effective` counts what vetoes force and is None unless `state` is
    `graded`. `low` and `high` are the grades at both ends of the range; `low` counts every open veto as firing, `high`
    and `cleared` count none of them (`cleared` on the official score). `final` is the score that holds: 0 where a veto
    of effect `zero` fired.
    """

    state: GradeState
    computed: str | None
    effective: str | None
    low: str | None
    high: str | None
    cleared: str | None
    final: Decimal | None
    forced_by: tuple[str, ...]
    pending: tuple[str, ...]
    trace: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A whole score, which the same form, inputs and engine compute again to the same digits."""

    engine: str
    as_of: dt.date
    duty: Dial
    readiness: Dial
    grade: Grade
    vetoes: tuple[VetoResult, ...]
    sections: tuple[SectionResult, ...]
    items: tuple[ItemResult, ...]

    def item(self, key: str) -> ItemResult:
        """Give one item's result; KeyError where the form has no such item."""
        for item in self.items:
            if item.key == key:
                return item
        raise KeyError(key)
