"""Which items stand for which clause, and which clauses no item cites, with the reason."""

from dataclasses import dataclass

from assess.checklists.definition import Clause, Published
from assess.scoring.form import Form
from assess.values.text import Text


@dataclass(frozen=True, slots=True)
class Covered:
    """One clause: the keys of the items that cite it, or why none does."""

    reference: str
    clause: Clause
    items: tuple[str, ...]
    reason: Text | None


def cited(form: Form) -> dict[str, list[str]]:
    """Give the keys of the items that cite each clause."""
    made: dict[str, list[str]] = {}
    for item in form.items():
        for clause in item.clauses:
            made.setdefault(clause, []).append(item.key)
    return made


def coverage(published: Published) -> tuple[Covered, ...]:
    """Go through the clauses of the measure in its order."""
    used = cited(published.checklist.form)
    reasons = {entry.clause: entry.reason for entry in published.checklist.not_assessed}
    references = [(f"{published.measure.key}/{clause.id}", clause) for clause in published.measure.clauses]
    return tuple(
        Covered(reference, clause, tuple(used.get(reference, ())), reasons.get(reference))
        for reference, clause in references
    )
