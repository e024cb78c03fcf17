"""Which facts a checklist uses, where and in which order. Paths are written as in the file."""

from collections.abc import Iterator
from typing import assert_never

from assess.checklists.tree import Path
from assess.conditions.model import (
    All,
    AllRows,
    Any,
    AnyRow,
    Condition,
    CountRows,
    FactIs,
    Kind,
    LevelIn,
    Not,
    Region,
    Role,
    SizeIn,
)
from assess.scoring.form import Form, Item
from assess.scoring.rules import (
    DeadlineRule,
    DeductionsRule,
    ElementsRule,
    GrowthRule,
    JudgedRule,
    LevelsRule,
    PerUnitRule,
    ProportionalRule,
    Rule,
    StepsRule,
    ThresholdRule,
)

FactTest = FactIs | AnyRow | AllRows | CountRows
Leaf = FactTest | Role | Kind | Region | SizeIn | LevelIn
Use = tuple[Path, str]


def leaves(condition: Condition, path: Path = ()) -> Iterator[tuple[Path, Leaf]]:
    """Go through the single tests of a condition."""
    match condition:
        case All(all_=parts):
            yield from _parts(parts, (*path, "all"))
        case Any(any_=parts):
            yield from _parts(parts, (*path, "any"))
        case Not(not_=part):
            yield from leaves(part, (*path, "not"))
        case FactIs() | AnyRow() | AllRows() | CountRows() | Role() | Kind() | Region() | SizeIn() | LevelIn():
            yield path, condition
        case _ as never:
            assert_never(never)


def _parts(parts: tuple[Condition, ...], path: Path) -> Iterator[tuple[Path, Leaf]]:
    for index, part in enumerate(parts):
        yield from leaves(part, (*path, index))


def condition_facts(condition: Condition | None, path: Path = ()) -> Iterator[Use]:
    """Give the facts a condition tests."""
    for place, leaf in leaves(condition, path) if condition is not None else ():
        if isinstance(leaf, FactIs | AnyRow | AllRows | CountRows):
            yield (*place, "fact"), leaf.fact


def rule_facts(rule: Rule) -> Iterator[Use]:
    """Give the facts a rule reads; paths begin at the rule."""
    match rule:
        case ElementsRule(elements=elements):
            for index, element in enumerate(elements):
                yield from condition_facts(element.when, ("elements", index, "when"))
        case DeductionsRule(deductions=charges):
            for index, charge in enumerate(charges):
                yield from condition_facts(charge.when, ("deductions", index, "when"))
                yield from _named(("deductions", index), per=charge.per)
        case GrowthRule(growth=growth):
            yield from _named(("growth",), this=growth.this, last=growth.last)
        case DeadlineRule(deadline=deadline):
            yield from _named(("deadline",), done=deadline.done, date=deadline.date)
        case _:
            yield from _single(rule)


def _single(
    rule: LevelsRule | ThresholdRule | ProportionalRule | StepsRule | PerUnitRule | JudgedRule,
) -> Iterator[Use]:
    """Give the one fact of a rule that reads one."""
    match rule:
        case LevelsRule(levels=body):
            yield ("levels", "fact"), body.fact
        case ThresholdRule(threshold=body):
            yield ("threshold", "fact"), body.fact
        case ProportionalRule(proportional=body):
            yield ("proportional", "fact"), body.fact
        case StepsRule(steps=body):
            yield ("steps", "fact"), body.fact
        case PerUnitRule(per_unit=body):
            yield ("per_unit", "fact"), body.fact
        case JudgedRule(judged=body):
            yield ("judged", "fact"), body.fact
        case _ as never:
            assert_never(never)


def _named(path: Path, **facts: str | None) -> Iterator[Use]:
    for name, fact in facts.items():
        if fact is not None:
            yield (*path, name), fact


def item_facts(item: Item) -> Iterator[Use]:
    """Give an item's facts in the order of asking: its gate first, then what it reads."""
    yield from condition_facts(item.applies_if, ("applies_if",))
    for index, fact in enumerate(item.reads):
        yield ("reads", index), fact
    for path, fact in rule_facts(item.rule):
        yield ("rule", *path), fact
    if item.veto:
        yield from condition_facts(item.veto.when, ("veto", "when"))


def placed_items(form: Form) -> Iterator[tuple[Path, Item]]:
    """Go through the items with their paths in the checklist's file."""
    for s, section in enumerate(form.sections):
        for g, group in enumerate(section.groups):
            for i, item in enumerate(group.items):
                yield ("form", "sections", s, "groups", g, "items", i), item


def form_facts(form: Form) -> Iterator[Use]:
    """Give every use of a fact, in the order of asking."""
    for place, item in placed_items(form):
        for path, fact in item_facts(item):
            yield (*place, *path), fact
