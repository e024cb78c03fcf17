"""The question bank: every fact is complete for its type."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from assess.checklists.files import FactsFile
from assess.checklists.problems import Problem, problem
from assess.checklists.tree import Path, Tree
from assess.values.fact import Column, Fact

_FACT_KEY: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_CHOICES: Final = ("choice", "choices")
_BOUNDED: Final = ("number", "money", "rate")
_LEAST_OPTIONS: Final = 2
_MOST_DECIMALS: Final = 6


def bank(tree: Tree, file: FactsFile, kinds: Iterable[str]) -> Iterator[Problem]:
    """Check one file of facts; `kinds` are the kinds of evidence there are."""
    known = set(kinds)
    for index, fact in enumerate(file.facts):
        path: Path = ("facts", index)
        yield from _fact(tree, path, fact)
        yield from _options(tree, path, fact)
        yield from _columns(tree, path, fact)
        for place, kind in enumerate(fact.evidence):
            if kind not in known:
                yield problem(tree, (*path, "evidence", place), "content.no-kind", name=kind)


def _fact(tree: Tree, path: Path, fact: Fact) -> Iterator[Problem]:
    checks = (
        ("revision", fact.revision >= 1, "revision ≥ 1"),
        ("decimals", 0 <= fact.decimals <= _MOST_DECIMALS, f"0 ≤ decimals ≤ {_MOST_DECIMALS}"),
        ("max_length", fact.max_length >= 1, "max_length ≥ 1"),
        ("max_rows", fact.max_rows >= 1, "max_rows ≥ 1"),
        ("fresh_days", fact.fresh_days is None or fact.fresh_days >= 0, "fresh_days ≥ 0"),
        ("max", fact.min is None or fact.max is None or fact.min <= fact.max, "min ≤ max"),
    )
    if not _FACT_KEY.fullmatch(fact.key):
        yield problem(tree, (*path, "key"), "lint.fact-key-form", name=fact.key)
    for name, holds, limit in checks:
        if not holds:
            yield problem(tree, (*path, name), "lint.out-of-range", limit=limit)
    for name in ("min", "max"):
        if getattr(fact, name) is not None and fact.type not in _BOUNDED:
            yield problem(tree, (*path, name), "lint.not-for-type", name=name, type=fact.type)
    if fact.allow and fact.type != "yes-no":
        yield problem(tree, (*path, "allow"), "lint.not-for-type", name="allow", type=fact.type)


def _options(tree: Tree, path: Path, asked: Fact | Column) -> Iterator[Problem]:
    if asked.type in _CHOICES and len(asked.options) < _LEAST_OPTIONS:
        yield problem(tree, (*path, "options"), "lint.options-few", name=asked.key)
    if asked.type not in _CHOICES and asked.options:
        yield problem(tree, (*path, "options"), "lint.not-for-type", name="options", type=asked.type)
    count = Counter(option.value for option in asked.options)
    for index, option in enumerate(asked.options):
        if count[option.value] > 1:
            yield problem(tree, (*path, "options", index, "value"), "lint.key-twice", name=option.value)


def _columns(tree: Tree, path: Path, fact: Fact) -> Iterator[Problem]:
    if fact.type == "table" and not fact.columns:
        yield problem(tree, (*path, "columns"), "lint.empty")
    if fact.type != "table" and fact.columns:
        yield problem(tree, (*path, "columns"), "lint.not-for-type", name="columns", type=fact.type)
    count = Counter(column.key for column in fact.columns)
    for index, column in enumerate(fact.columns):
        place: Path = (*path, "columns", index)
        yield from _options(tree, place, column)
        if count[column.key] > 1:
            yield problem(tree, (*place, "key"), "lint.key-twice", name=column.key)
