"""The rule that adds up parts: `elements`."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assess.conditions.evaluate import Predicate, facts_of, prepare
from assess.conditions.world import World
from assess.scoring import reading
from assess.scoring.rounding import ZERO, round2
from assess.scoring.rules import Element, ElementsRule
from assess.scoring.ruling import Apply, Note, Ruling, silent
from assess.values.step import FactRef, Sum
from assess.values.text import Text


@dataclass(frozen=True, slots=True)
class _Part:
    number: int
    points: Decimal
    holds: Predicate
    title: Text | tuple[FactRef, ...]


def elements(rule: ElementsRule, points: Decimal) -> Apply:
    """Prepare `elements`: the points of the parts that hold, less a charge for each missing one, floor 0."""
    parts = tuple(_part(number, element) for number, element in enumerate(rule.elements, start=1))
    facts = tuple(map(FactRef, dict.fromkeys(fact for element in rule.elements for fact in facts_of(element.when))))
    each = rule.missing_deduction or ZERO

    def apply(world: World, note: Note) -> Ruling:
        reading.inputs(world, facts, note)
        judged = [(part, part.holds(world)) for part in parts]
        gross = best = ZERO
        for part, state in judged:
            if state is not False:
                best += part.points
                gross += part.points if state else ZERO
        states = [state for _, state in judged]
        missing, unknown = states.count(False), states.count(None)
        if note is not silent:
            _tell(judged, note)
        low = _total(gross, each, missing + unknown, points, note)
        high = _total(best, each, missing, points, silent) if unknown else low
        return Ruling(low, high, unknown=bool(unknown))

    return apply


_MESSAGES = {True: "element.met", False: "element.missing", None: "element.unknown"}


def _part(number: int, element: Element) -> _Part:
    named: Text | tuple[FactRef, ...] = element.title or tuple(map(FactRef, facts_of(element.when)))
    return _Part(number, element.points, prepare(element.when), named)


def _tell(judged: Sequence[tuple[_Part, bool | None]], note: Note) -> None:
    """Write down what became of every part, and what those that hold add up to."""
    for part, state in judged:
        note(_MESSAGES[state], number=part.number, title=part.title, points=part.points)
    held = tuple(part.points for part, state in judged if state)
    note("elements.sum", parts=Sum(held), sum=sum(held, ZERO))


def _total(gross: Decimal, each: Decimal, missing: int, points: Decimal, note: Note) -> Decimal:
    net = gross - each * missing
    earned = round2(min(max(net, ZERO), points))
    if note is silent:
        return earned
    if each and missing:
        note("elements.charged", sum=gross, missing=missing, each=each, net=net)
        if net < ZERO:
            note("floor.zero")
    if gross > points:
        note("cap.points", points=points)
    return earned
