"""Every rule is complete, stays within its points and fits the type of the facts it reads."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from assess.checklists.lint.conditions import codes
from assess.checklists.lint.items import is_date
from assess.checklists.problems import Problem
from assess.checklists.resolve import Resolved
from assess.checklists.tree import Path
from assess.checklists.uses import placed_items
from assess.scoring.form import Item
from assess.scoring.rules import (
    Charge,
    Deadline,
    DeadlineRule,
    DeductionsRule,
    ElementsRule,
    Growth,
    GrowthRule,
    Judged,
    JudgedRule,
    Levels,
    LevelsRule,
    PerUnit,
    PerUnitRule,
    Proportional,
    ProportionalRule,
    Steps,
    StepsRule,
    Threshold,
    ThresholdRule,
)
from assess.values.fact import FactType

_AMOUNTS: Final[tuple[FactType, ...]] = ("number", "rate", "money")


def rules(resolved: Resolved) -> Iterator[Problem]:
    """Check the rule of every item."""
    for path, item in placed_items(resolved.form):
        yield from _Checker(resolved, (*path, "rule"), item).check()


class _Checker:
    """Checks one item's rule; paths begin at the rule."""

    def __init__(self, resolved: Resolved, path: Path, item: Item) -> None:
        self._resolved, self._path, self._item = resolved, path, item

    def check(self) -> Iterator[Problem]:
        match self._item.rule:
            case LevelsRule(levels=levels):
                yield from self._levels(levels)
            case ElementsRule():
                yield from self._elements(self._item.rule)
            case DeductionsRule(deductions=charges):
                yield from self._deductions(charges)
            case DeadlineRule(deadline=deadline):
                yield from self._deadline(deadline)
            case _:
                yield from self._measured()

    def _measured(self) -> Iterator[Problem]:
        match self._item.rule:
            case ThresholdRule(threshold=threshold):
                yield from self._threshold(threshold)
            case ProportionalRule(proportional=proportional):
                yield from self._proportional(proportional)
            case StepsRule(steps=steps):
                yield from self._steps(steps)
            case PerUnitRule(per_unit=per_unit):
                yield from self._per_unit(per_unit)
            case GrowthRule(growth=growth):
                yield from self._growth(growth)
            case JudgedRule(judged=judged):
                yield from self._judged(judged)

    def _at(self, path: Path, message: str, **params: str) -> Problem:
        return self._resolved.problem((*self._path, *path), message, **params)

    def _limit(self, path: Path, limit: str, *, holds: bool) -> Iterator[Problem]:
        if not holds:
            yield self._at(path, "lint.out-of-range", limit=limit)

    def _credit(self, path: Path, credit: Decimal) -> Iterator[Problem]:
        if not 0 <= credit <= 1:
            yield self._at(path, "lint.credit-range", value=str(credit))

    def _type(self, path: Path, fact: str, *wanted: FactType) -> Iterator[Problem]:
        found = self._resolved.fact(fact).type
        if found not in wanted:
            yield self._at(path, "lint.rule-type", name=fact, type=found, fitting=", ".join(wanted))

    def _no_cases(self, name: str, rule: Threshold | Proportional | Steps) -> Iterator[Problem]:
        if (self._resolved.fact(rule.fact).type == "rate") != (rule.no_cases is not None):
            yield self._at((name,), "lint.no-cases", name=rule.fact)

    def _levels(self, rule: Levels) -> Iterator[Problem]:
        yield from self._type(("levels", "fact"), rule.fact, "yes-no", "choice")
        known = codes(self._resolved.fact(rule.fact))
        for code, credit in rule.credits.items():
            yield from self._credit(("levels", "credits", code), credit)
            if known and code not in known:
                yield self._at(("levels", "credits", code), "lint.no-code", name=code, known=", ".join(known))
        missing = [code for code in known if code not in rule.credits]
        if missing:
            yield self._at(("levels", "credits"), "lint.levels-incomplete", missing=", ".join(missing))

    def _elements(self, rule: ElementsRule) -> Iterator[Problem]:
        total = sum((part.points for part in rule.elements), Decimal(0))
        if total != self._item.points:
            message = "lint.elements-sum"
            yield self._at(("elements",), message, stated=str(self._item.points), found=str(total))
        for index, part in enumerate(rule.elements):
            yield from self._limit(
                ("elements", index, "points"), "points > 0", holds=part.points > 0 or not self._item.points
            )
        deduction = rule.missing_deduction
        yield from self._limit(
            ("missing_deduction",), "missing_deduction ≥ 0", holds=deduction is None or deduction >= 0
        )

    def _threshold(self, rule: Threshold) -> Iterator[Problem]:
        yield from self._type(("threshold", "fact"), rule.fact, *_AMOUNTS)
        if (rule.at_least is None) == (rule.above is None):
            yield self._at(("threshold",), "lint.threshold-target")
        if (rule.near is None) != (rule.near_credit is None):
            yield self._at(("threshold",), "lint.threshold-near")
        if rule.near_credit is not None:
            yield from self._credit(("threshold", "near_credit"), rule.near_credit)
        target = rule.at_least if rule.at_least is not None else rule.above
        if rule.near is not None and target is not None:
            yield from self._limit(("threshold", "near"), f"near < {target}", holds=rule.near < target)
        if (rule.bonus_per_unit is None) != (rule.bonus_cap is None):
            yield self._at(("threshold",), "lint.threshold-bonus")
        yield from self._no_cases("threshold", rule)

    def _proportional(self, rule: Proportional) -> Iterator[Problem]:
        yield from self._type(("proportional", "fact"), rule.fact, *_AMOUNTS)
        holds = rule.target > 0 or (rule.lower_is_better and rule.target == 0)
        yield from self._limit(("proportional", "target"), "target > 0", holds=holds)
        yield from self._no_cases("proportional", rule)

    def _steps(self, rule: Steps) -> Iterator[Problem]:
        yield from self._type(("steps", "fact"), rule.fact, *_AMOUNTS)
        bounds = [band.from_ for band in rule.bands]
        if not bounds:
            yield self._at(("steps", "bands"), "lint.empty")
        if len(set(bounds)) < len(bounds) or bounds not in (sorted(bounds), sorted(bounds, reverse=True)):
            yield self._at(("steps", "bands"), "lint.bands-order")
        for index, band in enumerate(rule.bands):
            yield from self._credit(("steps", "bands", index, "credit"), band.credit)
        yield from self._no_cases("steps", rule)

    def _per_unit(self, rule: PerUnit) -> Iterator[Problem]:
        yield from self._type(("per_unit", "fact"), rule.fact, "number")
        yield from self._limit(("per_unit", "points_each"), "points_each > 0", holds=rule.points_each > 0)
        limit = f"0 < cap ≤ {self._item.points}"
        yield from self._limit(("per_unit", "cap"), limit, holds=0 < rule.cap <= self._item.points)

    def _growth(self, rule: Growth) -> Iterator[Problem]:
        wanted: tuple[FactType, ...] = ("number", "money", "rate") if rule.mode == "relative" else ("rate", "number")
        for name, fact in (("this", rule.this), ("last", rule.last)):
            yield from self._type(("growth", name), fact, *wanted)
        this, last = (self._resolved.fact(fact).type for fact in (rule.this, rule.last))
        if this != last:
            yield self._at(("growth", "last"), "lint.growth-types", this=this, last=last)
        yield from self._limit(("growth", "target"), "target > 0", holds=rule.target > 0)

    def _deadline(self, rule: Deadline) -> Iterator[Problem]:
        yield from self._type(("deadline", "date"), rule.date, "date")
        if rule.done is not None:
            yield from self._type(("deadline", "done"), rule.done, "yes-no")
        if not is_date(rule.due):
            yield self._at(("deadline", "due"), "lint.not-date", value=rule.due)
        days = [0, *(late.days for late in rule.late)]
        shares = [Decimal(1), *(late.credit for late in rule.late)]
        if days != sorted(set(days)) or shares != sorted(shares, reverse=True):
            yield self._at(("deadline", "late"), "lint.late-order")
        for index, late in enumerate(rule.late):
            yield from self._credit(("deadline", "late", index, "credit"), late.credit)

    def _deductions(self, charges: tuple[Charge, ...]) -> Iterator[Problem]:
        if not charges:
            yield self._at(("deductions",), "lint.empty")
        for index, charge in enumerate(charges):
            path: Path = ("deductions", index)
            yield from self._limit((*path, "points"), "points > 0", holds=charge.points > 0)
            if (charge.when is None) == (charge.per is None):
                yield self._at(path, "lint.charge-form")
            if (charge.per is None) != (charge.cap is None):
                yield self._at(path, "lint.charge-cap")
            if charge.per is not None:
                yield from self._type((*path, "per"), charge.per, "number")

    def _judged(self, rule: Judged) -> Iterator[Problem]:
        yield from self._type(("judged", "fact"), rule.fact, "number")
        yield from self._limit(("judged",), "0 ≤ low < high ≤ 1", holds=0 <= rule.low < rule.high <= 1)
