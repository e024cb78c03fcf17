"""A measure's file: identity, dates, numbers and clauses."""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Final

from assess.checklists.definition import Clause, ClauseNumber, Measure, Theme
from assess.checklists.lint.items import KEY, is_date
from assess.checklists.problems import Problem, problem
from assess.checklists.tree import Path, Tree

_SHA256: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
_REGION: Final = re.compile(r"[1-9][0-9]{5}", re.ASCII)


def measure(tree: Tree, found: Measure, themes: tuple[Theme, ...]) -> Iterator[Problem]:
    """Check one measure; one that is compared says something on every point of themes.yaml, if only its silence."""
    yield from _head(tree, found)
    yield from _stances(tree, found, [point.key for theme in themes for point in theme.points])
    yield from _corrections(tree, found)
    dates: dict[Path, str] = {("issued", "date"): found.issued.date, ("validity", "checked"): found.validity.checked}
    for place, date in dates.items():
        if not is_date(date):
            yield problem(tree, place, "lint.not-date", value=date)
    count = Counter(clause.id for clause in found.clauses)
    for index, clause in enumerate(found.clauses):
        path: Path = ("clauses", index)
        if count[clause.id] > 1:
            yield problem(tree, (*path, "id"), "lint.key-twice", name=clause.id)
        yield from _clause(tree, path, clause)


def _head(tree: Tree, found: Measure) -> Iterator[Problem]:
    if not KEY.fullmatch(found.key):
        yield problem(tree, ("key",), "lint.key-form", name=found.key)
    if not _REGION.fullmatch(found.region):
        yield problem(tree, ("region",), "lint.region", value=found.region)
    if not _SHA256.fullmatch(found.source.sha256):
        yield problem(tree, ("source", "sha256"), "lint.sha256")
    if not found.clauses:
        yield problem(tree, ("clauses",), "lint.empty")


def _stances(tree: Tree, found: Measure, points: list[str]) -> Iterator[Problem]:
    count = Counter(stance.point for stance in found.stances)
    clauses = {clause.id for clause in found.clauses}
    for index, stance in enumerate(found.stances):
        path: Path = ("stances", index)
        if stance.point not in points:
            known = ", ".join(points) or "-"
            yield problem(tree, (*path, "point"), "lint.no-code", name=stance.point, known=known)
        if count[stance.point] > 1:
            yield problem(tree, (*path, "point"), "lint.key-twice", name=stance.point)
        for place, clause in enumerate(stance.clauses):
            if clause not in clauses:
                yield problem(tree, (*path, "clauses", place), "lint.no-clause", name=clause)
    for point in points if found.stances else ():
        if point not in count:
            yield problem(tree, ("stances",), "lint.no-stance", name=point)


def _corrections(tree: Tree, found: Measure) -> Iterator[Problem]:
    clauses = {clause.id for clause in found.clauses}
    for index, correction in enumerate(found.corrections):
        if correction.clause not in clauses and correction.clause != "title":
            yield problem(tree, ("corrections", index, "clause"), "lint.no-clause", name=correction.clause)


def _clause(tree: Tree, path: Path, clause: Clause) -> Iterator[Problem]:
    for index, deadline in enumerate(clause.deadlines):
        if not is_date(deadline.date):
            yield problem(tree, (*path, "deadlines", index, "date"), "lint.not-date", value=deadline.date)
    for index, number in enumerate(clause.numbers):
        yield from _number(tree, (*path, "numbers", index), number)


def _number(tree: Tree, path: Path, number: ClauseNumber) -> Iterator[Problem]:
    values = {name: getattr(number, name) for name in ("value", "upper") if getattr(number, name) is not None}
    for name, value in values.items():
        if not _is_number(value):
            yield problem(tree, (*path, name), "content.not-number", value=value)
    if (number.operator == "range") != (number.upper is not None):
        yield problem(tree, path, "lint.range-upper")


def _is_number(value: str) -> bool:
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False
