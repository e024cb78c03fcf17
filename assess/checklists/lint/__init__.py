"""What an author must mend before a checklist can be published (DESIGN §3); pure, on what the loader has read."""

from collections.abc import Callable, Iterator
from typing import Final

from assess.checklists.lint.advice import advice
from assess.checklists.lint.bank import bank
from assess.checklists.lint.clauses import clauses
from assess.checklists.lint.conditions import conditions
from assess.checklists.lint.items import items
from assess.checklists.lint.lists import lists
from assess.checklists.lint.measure import measure
from assess.checklists.lint.programme import programme
from assess.checklists.lint.reach import cycles, reachable
from assess.checklists.lint.rules import rules
from assess.checklists.lint.structure import dials, keys, points
from assess.checklists.lint.words import words
from assess.checklists.problems import Problem
from assess.checklists.resolve import Resolved

__all__ = ["bank", "lint", "lists", "measure", "programme", "words"]

_CHECKS: Final[tuple[Callable[[Resolved], Iterator[Problem]], ...]] = (
    keys,
    points,
    dials,
    items,
    clauses,
    conditions,
    rules,
    advice,
    cycles,
)


def lint(resolved: Resolved) -> list[Problem]:
    """Check a resolved checklist; reachability only once its conditions are sound."""
    found = [problem for check in _CHECKS for problem in check(resolved)]
    return [*words(resolved.tree), *(found or reachable(resolved))]
