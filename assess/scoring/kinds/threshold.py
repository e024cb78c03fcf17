"""The rule with one target: `threshold`."""

from decimal import Decimal

from assess.scoring.kinds.measured import measured
from assess.scoring.reading import Amount
from assess.scoring.rounding import ONE, ZERO, round2, whole
from assess.scoring.rules import Threshold
from assess.scoring.ruling import Apply, Note, Ruling, earn
from assess.values.step import Step


def threshold(rule: Threshold, points: Decimal) -> Apply:
    """Prepare `threshold`: 1 at (or above) the target, a stated share near it, else 0; extra units are bonus."""
    target = rule.at_least if rule.at_least is not None else rule.above or ZERO
    bound = Step("bound.at-least" if rule.at_least is not None else "bound.above", {"target": target})
    best = (rule.bonus_cap or ZERO) if rule.bonus_per_unit else ZERO

    def reached(amount: Amount) -> bool:
        return amount.reaches(target) if rule.at_least is not None else amount.exceeds(target)

    def measure(amount: Amount, note: Note) -> Ruling:
        if reached(amount):
            note("threshold.reached", bound=bound)
            base = earn(points, ONE, note)
            extra = _bonus(rule, amount, target, note)
            return Ruling(base.low, base.high, bonus=extra, bonus_high=extra)
        if rule.near is not None and amount.reaches(rule.near):
            credit = rule.near_credit or ZERO
            note("threshold.near", bound=bound, near=rule.near, credit=credit)
            return earn(points, credit, note)
        note("threshold.missed", bound=bound)
        return earn(points, ZERO, note)

    return measured(rule.fact, points, rule.no_cases, measure, bonus=best)


def _bonus(rule: Threshold, amount: Amount, target: Decimal, note: Note) -> Decimal:
    """Reward whole units beyond the target, up to the bonus cap."""
    if not rule.bonus_per_unit:
        return ZERO
    units = whole(Amount(amount.over - target * amount.under, amount.under).value)
    extra = round2(min(units * rule.bonus_per_unit, rule.bonus_cap or ZERO))
    note("threshold.bonus", units=units, each=rule.bonus_per_unit, cap=rule.bonus_cap or ZERO, bonus=extra)
    return extra
