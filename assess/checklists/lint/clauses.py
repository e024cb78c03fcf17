"""Fidelity to the measure: what is cited exists, and nothing of the measure is passed over in silence."""

from collections import Counter
from collections.abc import Iterator

from assess.checklists.coverage import cited, coverage
from assess.checklists.problems import Problem
from assess.checklists.resolve import Resolved
from assess.checklists.uses import placed_items


def clauses(resolved: Resolved) -> Iterator[Problem]:
    """Check citations and coverage."""
    known = {f"{resolved.published.measure.key}/{clause.id}" for clause in resolved.published.measure.clauses}
    yield from _citations(resolved, known)
    yield from _not_assessed(resolved, known)
    for row in coverage(resolved.published):
        if not row.items and row.reason is None:
            yield resolved.problem(("not_assessed",), "lint.clause-silent", clause=row.reference)


def _citations(resolved: Resolved, known: set[str]) -> Iterator[Problem]:
    for path, item in placed_items(resolved.form):
        if not item.clauses:
            yield resolved.problem((*path, "clauses"), "lint.no-citation")
        for index, clause in enumerate(item.clauses):
            place = (*path, "clauses", index)
            if clause not in known:
                yield resolved.problem(place, "lint.no-clause", name=clause)
            elif clause in item.clauses[:index]:
                yield resolved.problem(place, "lint.key-twice", name=clause)


def _not_assessed(resolved: Resolved, known: set[str]) -> Iterator[Problem]:
    used = cited(resolved.form)
    count: Counter[str] = Counter()
    for index, entry in enumerate(resolved.published.checklist.not_assessed):
        place = ("not_assessed", index, "clause")
        count[entry.clause] += 1
        if entry.clause not in known:
            yield resolved.problem(place, "lint.no-clause", name=entry.clause)
        elif entry.clause in used:
            yield resolved.problem(place, "lint.clause-cited", name=entry.clause, item=used[entry.clause][0])
        elif count[entry.clause] > 1:
            yield resolved.problem(place, "lint.key-twice", name=entry.clause)
