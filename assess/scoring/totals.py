"""Total a dial from its sections, bonus items and deduction items (DESIGN §5.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assess.scoring.form import DialRule
from assess.scoring.result import Dial, Step, Sub
from assess.scoring.rounding import HUNDRED, ZERO, round1, round2, round_to
from assess.scoring.ruling import Note, Trace, silent
from assess.scoring.sections import Judged
from assess.values.step import Sum


@dataclass(frozen=True, slots=True)
class _Side:
    """One end of a dial's range before it is totalled."""

    earned: Decimal
    charges: Decimal
    bonus: Decimal


@dataclass(frozen=True, slots=True)
class _Total:
    """One end of a dial's range."""

    base: Decimal
    bonus: Decimal
    final: Decimal


def dial(rule: DialRule, subs: Sequence[Sub], judged: Sequence[Judged], *, trace: bool) -> Dial:
    """Total one dial.

    Args:
        rule: Full mark, caps and rounding.
        subs: The dial's part of every section.
        judged: The dial's items with their results.
        trace: Whether to write down why.
    """
    log = Trace() if trace else None
    note: Note = log.note if log else silent
    points = sum((sub.weight for sub in subs), ZERO)
    low, high = _sides(subs, judged)
    if not points:
        note("dial.not-scored")
        return _unscored(rule, tuple(log.steps) if log else ())
    note("dial.sum", parts=Sum(tuple(sub.settled for sub in subs if sub.weight)), earned=low.earned, points=points)
    official = _total(rule, low, points, note)
    best = _total(rule, high, points, silent)
    if best.final != official.final:
        note("dial.range", low=official.final, high=best.final)
    return Dial(
        earned=low.earned,
        applicable_points=points,
        full=rule.full,
        base=official.base,
        percent=round1(official.base * HUNDRED / rule.full),
        deductions=low.charges,
        bonus=official.bonus,
        low=official.final,
        high=best.final,
        final=official.final,
        trace=tuple(log.steps) if log else (),
    )


def _sides(subs: Sequence[Sub], judged: Sequence[Judged]) -> tuple[_Side, _Side]:
    """Add up both ends of the range: every unknown at its worst, and at its best."""
    charges = charges_high = bonus = bonus_high = ZERO
    for item, result in judged:
        if item.deduction:
            charges, charges_high = charges - result.earned, charges_high - result.high
        elif item.bonus:
            bonus, bonus_high = bonus + result.earned, bonus_high + result.high
        bonus, bonus_high = bonus + result.bonus, bonus_high + result.bonus_high
    low = _Side(sum((sub.settled for sub in subs), ZERO), charges, bonus)
    return low, _Side(sum((sub.settled_high for sub in subs), ZERO), charges_high, bonus_high)


def _total(rule: DialRule, side: _Side, points: Decimal, note: Note) -> _Total:
    """Go from sums to the rounded score, in the order of DESIGN §5.4."""
    base = round2(side.earned * rule.full / points)
    note("dial.base", earned=side.earned, points=points, full=rule.full, base=base)
    kept = _less_charges(base, side.charges, note)
    bonus = min(side.bonus, rule.bonus_cap)
    cap = rule.full if rule.overall_cap is None else rule.overall_cap
    if side.bonus:
        note("dial.bonus", offered=side.bonus, cap=rule.bonus_cap, bonus=bonus, before=kept, after=kept + bonus)
    if kept + bonus > cap:
        note("dial.capped", before=kept + bonus, cap=cap)
    final = round_to(min(kept + bonus, cap), rule.decimals)
    rounded = "dial.rounded" if rule.decimals else "dial.rounded-whole"
    note(rounded, before=min(kept + bonus, cap), decimals=rule.decimals, final=final)
    return _Total(base, bonus, final)


def _less_charges(base: Decimal, charges: Decimal, note: Note) -> Decimal:
    kept = max(base - charges, ZERO)
    if charges:
        note("dial.deductions", before=base, charges=charges, after=base - charges)
        if base < charges:
            note("floor.zero")
    return kept


def _unscored(rule: DialRule, trace: tuple[Step, ...]) -> Dial:
    return Dial(
        earned=ZERO,
        applicable_points=ZERO,
        full=rule.full,
        base=None,
        percent=None,
        deductions=ZERO,
        bonus=ZERO,
        low=None,
        high=None,
        final=None,
        trace=trace,
    )
