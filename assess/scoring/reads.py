"""Which facts an item looks at."""

from collections.abc import Iterable, Iterator
from functools import singledispatch

from assess.conditions.evaluate import facts_of
from assess.scoring import rules
from assess.scoring.form import Item


def facts_of_item(item: Item) -> tuple[str, ...]:
    """Name every fact of an item: its gate's first, then its rule's, its veto's and what else it says it reads."""
    gate = () if item.applies_if is None else facts_of(item.applies_if)
    return tuple(dict.fromkeys((*gate, *read_by(item))))


def read_by(item: Item) -> tuple[str, ...]:
    """Name the facts an item reads once it applies."""
    veto = () if item.veto is None else facts_of(item.veto.when)
    return tuple(dict.fromkeys((*facts_of_rule(item.rule), *veto, *item.reads)))


def facts_of_rule(rule: rules.Rule) -> tuple[str, ...]:
    """Name the facts a rule looks at, in the order of their first use."""
    return tuple(dict.fromkeys(_facts(rule)))


def looks(item: Item) -> int:
    """Count how often judging an item looks at a fact; twice at the same one counts twice."""
    gate = () if item.applies_if is None else facts_of(item.applies_if)
    return len(gate) + sum(1 for _ in _facts(item.rule))


@singledispatch
def _facts(rule: rules.Rule) -> Iterable[str]:
    raise TypeError(type(rule))


@_facts.register
def _levels(rule: rules.LevelsRule) -> Iterable[str]:
    return (rule.levels.fact,)


@_facts.register
def _elements(rule: rules.ElementsRule) -> Iterator[str]:
    for element in rule.elements:
        yield from facts_of(element.when)


@_facts.register
def _threshold(rule: rules.ThresholdRule) -> Iterable[str]:
    return (rule.threshold.fact,)


@_facts.register
def _proportional(rule: rules.ProportionalRule) -> Iterable[str]:
    return (rule.proportional.fact,)


@_facts.register
def _steps(rule: rules.StepsRule) -> Iterable[str]:
    return (rule.steps.fact,)


@_facts.register
def _per_unit(rule: rules.PerUnitRule) -> Iterable[str]:
    return (rule.per_unit.fact,)


@_facts.register
def _growth(rule: rules.GrowthRule) -> Iterable[str]:
    return (rule.growth.this, rule.growth.last)


@_facts.register
def _deadline(rule: rules.DeadlineRule) -> Iterable[str]:
    return (rule.deadline.date,) if rule.deadline.done is None else (rule.deadline.done, rule.deadline.date)


@_facts.register
def _deductions(rule: rules.DeductionsRule) -> Iterator[str]:
    for charge in rule.deductions:
        if charge.when is not None:
            yield from facts_of(charge.when)
        if charge.per is not None:
            yield charge.per


@_facts.register
def _judged(rule: rules.JudgedRule) -> Iterable[str]:
    return (rule.judged.fact,)
