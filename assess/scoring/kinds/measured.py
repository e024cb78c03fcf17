"""Rules that measure a number or a rate: `threshold`, `proportional`, `steps`, `per_unit`, `growth`.

Rates are measured in percent, on the exact fraction: 94.996 % is not 95 %.
"""

from collections.abc import Callable
from decimal import Decimal

from assess.conditions.world import World
from assess.scoring import reading
from assess.scoring.reading import Amount
from assess.scoring.rounding import ONE, ZERO, round2, whole
from assess.scoring.rules import Growth, NoCases, PerUnit, Proportional, Steps
from assess.scoring.ruling import NO_CASES, Apply, Note, Ruling, earn, earn_ratio, silent, unknown
from assess.values.step import FactRef

Measure = Callable[[Amount, Note], Ruling]


def measured(
    fact_key: str, points: Decimal, no_cases: NoCases | None, measure: Measure, *, bonus: Decimal = ZERO
) -> Apply:
    """Prepare a rule over one amount: settle what is unknown and what has no cases, then measure.

    Args:
        fact_key: The number, amount of money or rate.
        points: The item's points.
        no_cases: What a rate without cases means.
        measure: The rule itself.
        bonus: The most it could bring beyond the points, counted at best while the fact is unknown.
    """
    fact = FactRef(fact_key)

    def apply(world: World, note: Note) -> Ruling:
        amount = reading.amount(world, fact, note)
        if amount is None:
            return Ruling(ZERO, points, unknown=True, bonus_high=bonus)
        return measure(amount, note) if amount.under else without_cases(no_cases, points, note)

    return apply


def without_cases(no_cases: NoCases | None, points: Decimal, note: Note) -> Ruling:
    """Rule on a rate without cases: 0 points where the author says so, otherwise there is nothing to measure."""
    if no_cases == "zero":
        note("rate.no-cases-zero")
        return earn(points, ZERO, note)
    note("rate.no-cases-not-applicable")
    return NO_CASES


def proportional(rule: Proportional, points: Decimal) -> Apply:
    """Prepare `proportional`: actual ÷ target, capped at 1; target ÷ actual where lower is better."""

    def forward(amount: Amount, note: Note) -> Ruling:
        if rule.target <= ZERO:  # lint refuses such a target; any amount reaches it
            return earn(points, ONE, note)
        if note is not silent:
            note("proportional.forward", actual=amount.shown, target=rule.target)
        return earn_ratio(points, amount.over, rule.target * amount.under, note)

    def backward(amount: Amount, note: Note) -> Ruling:
        if amount.over <= ZERO:
            note("proportional.none")
            return earn(points, ONE, note)
        if note is not silent:
            note("proportional.backward", actual=amount.shown, target=rule.target)
        return earn_ratio(points, rule.target * amount.under, amount.over, note)

    return measured(rule.fact, points, rule.no_cases, backward if rule.lower_is_better else forward)


def steps(rule: Steps, points: Decimal) -> Apply:
    """Prepare `steps`: the credit of the highest band whose lower bound is reached; below all bands nothing."""
    bands = sorted(rule.bands, key=lambda band: band.from_, reverse=True)

    def measure(amount: Amount, note: Note) -> Ruling:
        for band in bands:
            if amount.reaches(band.from_):
                note("steps.band", bound=band.from_, credit=band.credit)
                return earn(points, band.credit, note)
        note("steps.below", bound=bands[-1].from_ if bands else ZERO)
        return earn(points, ZERO, note)

    return measured(rule.fact, points, rule.no_cases, measure)


def per_unit(rule: PerUnit, points: Decimal) -> Apply:
    """Prepare `per_unit`: points for every whole unit, up to the cap."""
    cap = min(rule.cap, points)

    def measure(amount: Amount, note: Note) -> Ruling:
        units = max(whole(amount.value), ZERO)
        product = units * rule.points_each
        note("per-unit.product", units=units, each=rule.points_each, product=product)
        if product > cap:
            note("cap.points", points=cap)
        earned = round2(min(product, cap))
        return Ruling(earned, earned)

    return measured(rule.fact, points, None, measure)


def growth(rule: Growth, points: Decimal) -> Apply:
    """Prepare `growth`: relative or as a difference, over the target, kept inside 0..1."""
    this_fact, last_fact = FactRef(rule.this), FactRef(rule.last)
    grow = _relative if rule.mode == "relative" else _difference

    def apply(world: World, note: Note) -> Ruling:
        this, last = reading.amount(world, this_fact, note), reading.amount(world, last_fact, note)
        if this is None or last is None:
            return unknown(points)
        if not (this.under and last.under):
            return without_cases(None, points, note)
        grown = grow(this, last, note)
        if rule.target <= ZERO:  # lint refuses such a target; it is reached or it is not
            return earn(points, ONE if grown.reaches(rule.target) else ZERO, note)
        if note is not silent:
            note("growth.over-target", growth=grown.shown, target=rule.target)
        return earn_ratio(points, grown.over, rule.target * grown.under, note)

    return apply


def _difference(this: Amount, last: Amount, note: Note) -> Amount:
    grown = Amount(this.over * last.under - last.over * this.under, this.under * last.under)
    if note is not silent:
        note("growth.difference", this=this.shown, last=last.shown, growth=grown.shown)
    return grown


def _relative(this: Amount, last: Amount, note: Note) -> Amount:
    base = last
    if last.over == ZERO:
        note("growth.base-one")
        base = Amount(ONE)
    grown = Amount(this.over * base.under - base.over * this.under, this.under * base.over)
    if note is not silent:
        note("growth.relative", this=this.shown, last=base.shown, growth=grown.shown)
    return grown
