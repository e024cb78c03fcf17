"""What the answers have to be for a rule to give all it can give, part by part."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal
from functools import singledispatch

from assess.conditions.evaluate import facts_of, prepare
from assess.conditions.model import Condition, FactIs
from assess.scoring import rules
from assess.scoring.form import Item
from assess.scoring.inputs import Inputs
from assess.scoring.reaching import Facts, reach
from assess.scoring.rounding import HUNDRED, ONE, ZERO
from assess.values.model import UNKNOWN, Answers, Rate


@dataclass(frozen=True, slots=True)
class Target:
    """Answers that bring a part of an item; `points` are what the part is worth, to share the work by."""

    points: Decimal
    answers: Answers


def targets(item: Item, inputs: Inputs, facts: Facts) -> tuple[Target, ...]:
    """Give what would have to be so for the parts of an item that are not earned yet and can be."""
    return tuple(_targets(item.rule, item.points or ONE, inputs, facts))


@singledispatch
def _targets(rule: rules.Rule, _points: Decimal, _inputs: Inputs, _facts: Facts) -> Iterable[Target]:
    raise TypeError(type(rule))


def _reached(points: Decimal, condition: Condition, wanted: bool, inputs: Inputs, facts: Facts) -> Iterator[Target]:  # noqa: FBT001 - what is wanted of the condition
    if prepare(condition)(inputs) is wanted:
        return
    answers = reach(condition, wanted, inputs, facts)
    if answers is not None:
        yield Target(points, answers)


@_targets.register
def _levels(rule: rules.LevelsRule, points: Decimal, inputs: Inputs, facts: Facts) -> Iterator[Target]:
    credits_ = rule.levels.credits
    best = max(credits_.values(), default=ZERO)
    wanted = tuple(code for code, credit in credits_.items() if credit == best)
    if best > ZERO:
        yield from _reached(points, FactIs(fact=rule.levels.fact, in_=wanted), True, inputs, facts)


@_targets.register
def _elements(rule: rules.ElementsRule, _points: Decimal, inputs: Inputs, facts: Facts) -> Iterator[Target]:
    """Take each missing part by itself; parts that look at one table are reached with the same rows."""
    missing = [part for part in rule.elements if prepare(part.when)(inputs) is not True]
    tables = [part for part in missing if _reads_table(part.when, facts)]
    for part in missing:
        if part not in tables:
            yield from _reached(part.points, part.when, True, inputs, facts)
    world, points = inputs, ZERO
    for part in tables:
        answers = reach(part.when, True, world, facts)
        if answers is not None:
            world, points = replace(world, answers=answers), points + part.points
    if points:
        yield Target(points, world.answers)


def _reads_table(condition: Condition, facts: Facts) -> bool:
    return any(key in facts and facts[key].type == "table" for key in facts_of(condition))


@_targets.register
def _threshold(rule: rules.ThresholdRule, points: Decimal, inputs: Inputs, facts: Facts) -> Iterator[Target]:
    it = rule.threshold
    yield from _reached(points, FactIs(fact=it.fact, at_least=it.at_least, above=it.above), True, inputs, facts)


@_targets.register
def _proportional(rule: rules.ProportionalRule, points: Decimal, inputs: Inputs, facts: Facts) -> Iterator[Target]:
    it = rule.proportional
    low = FactIs(fact=it.fact, at_most=it.target)
    yield from _reached(
        points, low if it.lower_is_better else FactIs(fact=it.fact, at_least=it.target), True, inputs, facts
    )


@_targets.register
def _steps(rule: rules.StepsRule, points: Decimal, inputs: Inputs, facts: Facts) -> Iterator[Target]:
    """Reach the lowest of the bands that give most; it may lie below where the answer is now."""
    bands = sorted(rule.steps.bands, key=lambda band: band.from_)
    best = max((band.credit for band in bands), default=ZERO)
    for place, band in enumerate(bands):
        if band.credit == best:
            below = next((after.from_ for after in bands[place + 1 :] if after.credit != best), None)
            yield from _reached(
                points, FactIs(fact=rule.steps.fact, at_least=band.from_, below=below), True, inputs, facts
            )
            return


@_targets.register
def _per_unit(rule: rules.PerUnitRule, points: Decimal, inputs: Inputs, facts: Facts) -> Iterator[Target]:
    it = rule.per_unit
    if it.points_each > ZERO:
        units = (min(it.cap, points) / it.points_each).to_integral_value(ROUND_CEILING)
        yield from _reached(points, FactIs(fact=it.fact, at_least=units), True, inputs, facts)


@_targets.register
def _judged(rule: rules.JudgedRule, points: Decimal, inputs: Inputs, facts: Facts) -> Iterator[Target]:
    it = rule.judged
    yield from _reached(points, FactIs(fact=it.fact, at_least=min(it.high, ONE) * HUNDRED), True, inputs, facts)


@_targets.register
def _growth(rule: rules.GrowthRule, points: Decimal, inputs: Inputs, facts: Facts) -> Iterator[Target]:
    it = rule.growth
    last = _plain(inputs.answers.get(it.last))
    if last is None:
        return
    base = last or ONE
    bound = base + base * it.target if it.mode == "relative" else last + it.target
    yield from _reached(points, FactIs(fact=it.this, at_least=bound), True, inputs, facts)


def _plain(value: object) -> Decimal | None:
    """Give a number, or a rate in percent; a base nobody knows leaves nothing to aim at."""
    if isinstance(value, Rate):
        return value.numerator * HUNDRED / value.denominator if value.denominator else None
    return value if isinstance(value, Decimal) else None


@_targets.register
def _deadline(rule: rules.DeadlineRule, points: Decimal, inputs: Inputs, _facts: Facts) -> Iterator[Target]:
    """Do it today, late as that may be; what is unknown may turn out to have been done in time."""
    it, answers = rule.deadline, inputs.answers
    done = "yes" if it.done is None else answers.get(it.done)
    day = answers.get(it.date)
    if done == "yes" and isinstance(day, dt.date) and day <= inputs.as_of:
        return
    doubtful = done in (None, UNKNOWN) or (done == "yes" and not isinstance(day, dt.date))
    on = min(dt.date.fromisoformat(it.due), inputs.as_of) if doubtful else inputs.as_of
    said = {} if it.done is None else {it.done: "yes"}
    yield Target(points, {**answers, **said, it.date: on})


@_targets.register
def _deductions(rule: rules.DeductionsRule, _points: Decimal, inputs: Inputs, facts: Facts) -> Iterator[Target]:
    """Lift each charge by itself: its condition, or what is counted."""
    for charge in rule.deductions:
        if charge.when is not None:
            yield from _reached(charge.points, charge.when, False, inputs, facts)
        elif charge.per is not None:
            yield from _reached(charge.cap or charge.points, FactIs(fact=charge.per, below=ONE), True, inputs, facts)
