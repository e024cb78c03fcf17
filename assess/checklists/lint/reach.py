"""Everything written can happen: no item, part or veto is shut out, and no question waits for itself."""

from collections.abc import Iterator

from assess.checklists.lint.conditions import item_conditions
from assess.checklists.lint.worlds import possible
from assess.checklists.problems import Problem
from assess.checklists.resolve import Resolved
from assess.checklists.tree import Path
from assess.checklists.uses import condition_facts, placed_items, rule_facts
from assess.scoring.form import Item


def reachable(resolved: Resolved) -> Iterator[Problem]:
    """Check that every item can apply, and that every part, charge and veto can then hold."""
    audience = resolved.published.checklist.audience
    for path, item in placed_items(resolved.form):
        gate = [item.applies_if] if item.applies_if is not None else []
        if not possible(gate, audience, resolved.fact):
            yield resolved.problem((*path, "applies_if"), "lint.unreachable")
            continue
        for place, condition in item_conditions(item):
            if not possible([*gate, condition], audience, resolved.fact):
                yield resolved.problem((*path, *place), "lint.never-true")


def cycles(resolved: Resolved) -> Iterator[Problem]:
    """Check that no fact is asked only after itself: item A waits for B's fact while item B waits for A's."""
    waits = _waits(resolved)
    reported: set[str] = set()
    for start, (_, path) in waits.items():
        circle = _circle(start, {fact: gates for fact, (gates, _) in waits.items()})
        if circle and not reported & set(circle):
            reported |= set(circle)
            yield resolved.problem(path, "lint.cycle", facts=" → ".join((*circle, circle[0])))


def _waits(resolved: Resolved) -> dict[str, tuple[set[str], Path]]:
    """Give, for every fact that is read only behind gates, the facts that open them and the first such gate."""
    made: dict[str, tuple[set[str], Path]] = {}
    free: set[str] = set()
    for path, item in placed_items(resolved.form):
        gates = {fact for _, fact in condition_facts(item.applies_if)}
        for fact in _read(item):
            if not gates - {fact}:
                free.add(fact)
            known, place = made.setdefault(fact, (set(), (*path, "applies_if")))
            made[fact] = (known | (gates - {fact}), place)
    return {fact: entry for fact, entry in made.items() if fact not in free}


def _read(item: Item) -> set[str]:
    return {*item.reads, *(fact for _, fact in rule_facts(item.rule))}


def _circle(start: str, waits: dict[str, set[str]]) -> list[str]:
    """Find a way from a fact back to itself; empty where there is none."""
    trail: list[str] = []
    seen: set[str] = set()

    def walk(fact: str) -> bool:
        trail.append(fact)
        for gate in sorted(waits.get(fact, ())):
            if gate == start:
                return True
            if gate not in seen:
                seen.add(gate)
                if walk(gate):
                    return True
        trail.pop()
        return False

    return trail if walk(start) else []
