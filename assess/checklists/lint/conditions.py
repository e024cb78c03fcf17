"""Every comparison fits the fact, column or list that it asks about."""

import re
from collections.abc import Iterator, Mapping
from typing import Final, get_args

from assess.checklists.lint.items import is_date
from assess.checklists.problems import Problem
from assess.checklists.resolve import Resolved
from assess.checklists.tree import Path
from assess.checklists.uses import FactTest, Leaf, leaves, placed_items
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
    Test,
)
from assess.scoring.form import Item
from assess.scoring.rules import DeductionsRule, ElementsRule
from assess.values.fact import Column, Fact
from assess.values.profile import Level, OrganisationKind, Size

_CODES: Final = ("is", "in")
_NUMBERS: Final = ("at_least", "above", "at_most", "below")
_DATES: Final = ("before", "not_before", "after", "not_after", "within_days")
_FITTING: Final[Mapping[str, tuple[str, ...]]] = {
    "yes-no": _CODES,
    "choice": _CODES,
    "choices": ("in", "includes"),
    "number": _NUMBERS,
    "rate": _NUMBERS,
    "money": _NUMBERS,
    "date": _DATES,
    "text": (),
    "table": (),
}
_REGION: Final = re.compile(r"[1-9][0-9]{5}", re.ASCII)


def conditions(resolved: Resolved) -> Iterator[Problem]:
    """Check all conditions of a checklist."""
    for path, item in placed_items(resolved.form):
        for place, condition in item_conditions(item):
            yield from _empty(resolved, condition, (*path, *place))
            for inner, leaf in leaves(condition, (*path, *place)):
                yield from _leaf(resolved, inner, leaf)


def item_conditions(item: Item) -> Iterator[tuple[Path, Condition]]:
    """Give an item's conditions with their paths in the item."""
    if item.applies_if is not None:
        yield ("applies_if",), item.applies_if
    if item.veto:
        yield ("veto", "when"), item.veto.when
    match item.rule:
        case ElementsRule(elements=elements):
            yield from ((("rule", "elements", index, "when"), part.when) for index, part in enumerate(elements))
        case DeductionsRule(deductions=charges):
            for index, charge in enumerate(charges):
                if charge.when is not None:
                    yield ("rule", "deductions", index, "when"), charge.when
        case _:
            pass


def _empty(resolved: Resolved, condition: Condition, path: Path) -> Iterator[Problem]:
    match condition:
        case All(all_=parts):
            yield from _parts(resolved, parts, (*path, "all"))
        case Any(any_=parts):
            yield from _parts(resolved, parts, (*path, "any"))
        case Not(not_=part):
            yield from _empty(resolved, part, (*path, "not"))
        case _:
            pass


def _parts(resolved: Resolved, parts: tuple[Condition, ...], path: Path) -> Iterator[Problem]:
    if not parts:
        yield resolved.problem(path, "lint.empty")
    for index, part in enumerate(parts):
        yield from _empty(resolved, part, (*path, index))


def _leaf(resolved: Resolved, path: Path, leaf: Leaf) -> Iterator[Problem]:
    match leaf:
        case Role(role=role):
            known = [entry.key for entry in resolved.published.roles]
            yield from _known(resolved, (*path, "role"), role, known)
        case Kind(kind=kind):
            yield from _known(resolved, (*path, "kind"), kind, get_args(OrganisationKind))
        case SizeIn(size=listed):
            yield from _listed(resolved, (*path, "size"), listed, get_args(Size))
        case LevelIn(level=listed):
            yield from _listed(resolved, (*path, "level"), listed, get_args(Level))
        case Region(region=region):
            if not _REGION.fullmatch(region):
                yield resolved.problem((*path, "region"), "lint.region", value=region)
        case _:
            yield from _fact(resolved, path, leaf)


def _listed(resolved: Resolved, path: Path, codes: tuple[str, ...], known: tuple[str, ...]) -> Iterator[Problem]:
    for index, code in enumerate(codes):
        yield from _known(resolved, (*path, index), code, known)


def _known(resolved: Resolved, path: Path, code: str, known: list[str] | tuple[str, ...]) -> Iterator[Problem]:
    if code not in known:
        yield resolved.problem(path, "lint.no-code", name=code, known=", ".join(known) or "-")


def _fact(resolved: Resolved, path: Path, leaf: FactTest) -> Iterator[Problem]:
    fact = resolved.fact(leaf.fact)
    if not isinstance(leaf, FactIs) and fact.type != "table":
        yield resolved.problem(path, "lint.not-table", name=fact.key)
        return
    match leaf:
        case FactIs():
            yield from _comparisons(resolved, path, leaf, fact)
        case AnyRow(any_row=tests):
            yield from _rows(resolved, (*path, "any_row"), fact, tests)
        case AllRows(all_rows=tests):
            yield from _rows(resolved, (*path, "all_rows"), fact, tests)
        case CountRows(count_rows=count):
            if count.where is not None:
                yield from _rows(resolved, (*path, "count_rows", "where"), fact, count.where)
            if count.at_least is None and count.at_most is None:
                yield resolved.problem((*path, "count_rows"), "lint.no-comparison")


def _rows(resolved: Resolved, path: Path, fact: Fact, tests: Mapping[str, Test]) -> Iterator[Problem]:
    columns = {column.key: column for column in fact.columns}
    if not tests:
        yield resolved.problem(path, "lint.empty")
    for key, test in tests.items():
        if key in columns:
            yield from _comparisons(resolved, (*path, key), test, columns[key])
        else:
            yield resolved.problem((*path, key), "lint.no-column", name=key, known=", ".join(columns))


def _comparisons(resolved: Resolved, path: Path, test: Test | FactIs, asked: Fact | Column) -> Iterator[Problem]:
    given = comparisons(test)
    if not given:
        yield resolved.problem(path, "lint.no-comparison")
    for name in given:
        if name != "answered" and name not in _FITTING[asked.type]:
            fitting = ", ".join((*_FITTING[asked.type], "answered"))
            yield resolved.problem((*path, name), "lint.comparison-type", name=name, type=asked.type, fitting=fitting)
    yield from _codes(resolved, path, test, asked)
    yield from _bounds(resolved, path, test)


def comparisons(test: Test | FactIs) -> dict[str, object]:
    """Give the comparisons a test names, as the file spells them."""
    names = (*_CODES, "includes", *_NUMBERS, *_DATES, "answered")
    attributes = {name: f"{name}_" if name in _CODES else name for name in names}
    return {name: value for name in names if (value := getattr(test, attributes[name])) is not None}


def codes(asked: Fact | Column) -> tuple[str, ...]:
    """Give the codes an answer can have; empty where it is no code."""
    if asked.type == "yes-no":
        return ("yes", "no", *(asked.allow if isinstance(asked, Fact) else ()))
    return tuple(option.value for option in asked.options)


def _codes(resolved: Resolved, path: Path, test: Test | FactIs, asked: Fact | Column) -> Iterator[Problem]:
    known = codes(asked)
    if not known:
        return
    places: list[tuple[Path, str | None]] = [(("is",), test.is_), (("includes",), test.includes)]
    places += [(("in", index), code) for index, code in enumerate(test.in_ or ())]
    for place, code in places:
        if code is not None:
            yield from _known(resolved, (*path, *place), code, known)


def _bounds(resolved: Resolved, path: Path, test: Test | FactIs) -> Iterator[Problem]:
    for name in ("before", "not_before", "after", "not_after"):
        bound = getattr(test, name)
        if bound is not None and bound != "as_of" and not is_date(bound):
            yield resolved.problem((*path, name), "lint.not-date-bound", value=bound)
    if test.within_days is not None and test.within_days < 0:
        yield resolved.problem((*path, "within_days"), "lint.out-of-range", limit="within_days ≥ 0")
    if test.in_ is not None and not test.in_:
        yield resolved.problem((*path, "in"), "lint.empty")
