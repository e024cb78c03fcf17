"""From a rule as data to the function that applies it."""

from decimal import Decimal
from functools import singledispatch

from assess.scoring import rules
from assess.scoring.kinds import charges, dated, elements, levels, measured, threshold
from assess.scoring.ruling import Apply


@singledispatch
def prepare(rule: rules.Rule, points: Decimal) -> Apply:  # noqa: ARG001 - the registered functions use it
    """Make the function that rules on an item worth that many points."""
    raise TypeError(type(rule))


@prepare.register
def _levels(rule: rules.LevelsRule, points: Decimal) -> Apply:
    return levels.levels(rule.levels, points)


@prepare.register
def _elements(rule: rules.ElementsRule, points: Decimal) -> Apply:
    return elements.elements(rule, points)


@prepare.register
def _threshold(rule: rules.ThresholdRule, points: Decimal) -> Apply:
    return threshold.threshold(rule.threshold, points)


@prepare.register
def _proportional(rule: rules.ProportionalRule, points: Decimal) -> Apply:
    return measured.proportional(rule.proportional, points)


@prepare.register
def _steps(rule: rules.StepsRule, points: Decimal) -> Apply:
    return measured.steps(rule.steps, points)


@prepare.register
def _per_unit(rule: rules.PerUnitRule, points: Decimal) -> Apply:
    return measured.per_unit(rule.per_unit, points)


@prepare.register
def _growth(rule: rules.GrowthRule, points: Decimal) -> Apply:
    return measured.growth(rule.growth, points)


@prepare.register
def _deadline(rule: rules.DeadlineRule, points: Decimal) -> Apply:
    return dated.deadline(rule.deadline, points)


@prepare.register
def _deductions(rule: rules.DeductionsRule, points: Decimal) -> Apply:
    return charges.deductions(rule, points)


@prepare.register
def _judged(rule: rules.JudgedRule, points: Decimal) -> Apply:
    return levels.judged(rule.judged, points)
