"""For every outcome that leaves a gap somebody is told what to do."""

from collections.abc import Iterator
from decimal import Decimal

from assess.checklists.problems import Problem
from assess.checklists.resolve import Resolved
from assess.checklists.uses import placed_items, rule_facts
from assess.scoring.form import Item, Outcome
from assess.scoring.rules import (
    DeadlineRule,
    ElementsRule,
    LevelsRule,
    PerUnitRule,
    Rule,
    StepsRule,
    ThresholdRule,
)


def advice(resolved: Resolved) -> Iterator[Problem]:
    """Check that advice exists for every outcome an item can have, with a usable effort."""
    for path, item in placed_items(resolved.form):
        for outcome in _outcomes(resolved, item):
            if outcome not in item.advice:
                yield resolved.problem((*path, "advice"), "lint.no-advice", outcome=outcome)
        for outcome, given in item.advice.items():
            if given.effort_days < 0:
                place = (*path, "advice", outcome, "effort_days")
                yield resolved.problem(place, "lint.out-of-range", limit="effort_days ≥ 0")


def _outcomes(resolved: Resolved, item: Item) -> Iterator[Outcome]:
    yield "none"
    if can_be_partial(item.rule):
        yield "partial"
    if any(resolved.fact(fact).unknown for _, fact in rule_facts(item.rule)):
        yield "unknown"


def can_be_partial(rule: Rule) -> bool:
    """Say whether a rule can give a credit strictly between 0 and 1."""
    match rule:
        case ElementsRule(elements=elements):
            return len(elements) > 1
        case PerUnitRule(per_unit=body):
            return body.cap > body.points_each
        case LevelsRule() | ThresholdRule() | StepsRule() | DeadlineRule():
            return any(0 < credit < 1 for credit in _credits(rule))
        case _:
            return True


def _credits(rule: LevelsRule | ThresholdRule | StepsRule | DeadlineRule) -> list[Decimal]:
    match rule:
        case LevelsRule(levels=levels):
            return list(levels.credits.values())
        case ThresholdRule(threshold=threshold):
            return [threshold.near_credit or Decimal(0)]
        case StepsRule(steps=steps):
            return [band.credit for band in steps.bands]
        case DeadlineRule(deadline=deadline):
            return [late.credit for late in deadline.late]
