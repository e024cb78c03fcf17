"""Rules that take a credit straight from an answer: `levels` and `judged`."""

from decimal import Decimal

from assess.conditions.world import World
from assess.scoring import reading
from assess.scoring.rounding import HUNDRED, ONE, ZERO, clamp
from assess.scoring.rules import Judged, Levels
from assess.scoring.ruling import Apply, Note, Ruling, earn, unknown
from assess.values.step import FactRef


def levels(rule: Levels, points: Decimal) -> Apply:
    """Prepare `levels`: the answer's credit × points."""
    fact = FactRef(rule.fact)

    def apply(world: World, note: Note) -> Ruling:
        answer = reading.code(world, fact, note)
        credit = None if answer is None else rule.credits.get(answer)
        if credit is None:
            return unknown(points)
        note("levels.credit", credit=credit)
        return earn(points, credit, note)

    return apply


def judged(rule: Judged, points: Decimal) -> Apply:
    """Prepare `judged`: the chosen percentage, kept inside the range, × points."""
    fact = FactRef(rule.fact)

    def apply(world: World, note: Note) -> Ruling:
        chosen = reading.amount(world, fact, note)
        if chosen is None or not chosen.under:
            return unknown(points)
        share = chosen.value / HUNDRED
        credit = clamp(share, max(rule.low, ZERO), min(rule.high, ONE))
        note("judged.chosen" if credit == share else "judged.limited", credit=credit, low=rule.low, high=rule.high)
        return earn(points, credit, note)

    return apply
