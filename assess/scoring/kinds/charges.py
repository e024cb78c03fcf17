"""The rule that takes points off: `deductions`."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from assess.conditions.evaluate import facts_of, prepare
from assess.conditions.world import World
from assess.scoring import reading
from assess.scoring.rounding import ZERO, round2, whole
from assess.scoring.rules import Charge, DeductionsRule
from assess.scoring.ruling import Apply, Note, Ruling
from assess.values.step import FactRef, Sum
from assess.values.text import Text


@dataclass(frozen=True, slots=True)
class _Charged:
    """What one charge takes off, at worst and at best."""

    most: Decimal
    least: Decimal


_Levy = Callable[[World, Note], _Charged]
_NOTHING = _Charged(ZERO, ZERO)


def deductions(rule: DeductionsRule, points: Decimal) -> Apply:
    """Prepare `deductions`: points minus charges, floor 0; an unknown charge counts at worst only."""
    levies = tuple(_levy(charge, points) for charge in rule.deductions)
    facts = tuple(map(FactRef, dict.fromkeys(fact for charge in rule.deductions for fact in _conditions(charge))))

    def apply(world: World, note: Note) -> Ruling:
        reading.inputs(world, facts, note)
        charged = [levy(world, note) for levy in levies]
        worst = tuple(charge.most for charge in charged if charge.most)
        net = points - sum(worst, ZERO)
        note("deductions.sum", points=points, charges=Sum(worst), net=net)
        if net < ZERO:
            note("floor.zero")
        best = points - sum((charge.least for charge in charged), ZERO)
        unknown = any(charge.most != charge.least for charge in charged)
        return Ruling(round2(max(net, ZERO)), round2(max(best, ZERO)), unknown=unknown)

    return apply


def _levy(charge: Charge, points: Decimal) -> _Levy:
    """Prepare one charge; `most` of a count that is unknown is its cap, or the whole item."""
    holds = None if charge.when is None else prepare(charge.when)
    title = _title(charge)
    per = None if charge.per is None else FactRef(charge.per)
    most = charge.points if per is None else min(charge.cap if charge.cap is not None else points, points)

    def levy(world: World, note: Note) -> _Charged:
        state = True if holds is None else holds(world)
        if state is False:
            note("charge.none", title=title)
            return _NOTHING
        sure = _Charged(most, most) if per is None else _counted(charge, per, most, world, note)
        if state is None:
            note("charge.unknown", title=title, points=sure.most)
            return _Charged(sure.most, ZERO)
        if per is None:
            note("charge.made", title=title, points=most)
        return sure

    return levy


def _counted(charge: Charge, per: FactRef, most: Decimal, world: World, note: Note) -> _Charged:
    amount = reading.amount(world, per, note)
    if amount is None or not amount.under:
        note("charge.unknown", title=_title(charge), points=most)
        return _Charged(most, ZERO)
    units = max(whole(amount.value), ZERO)
    taken = min(units * charge.points, most)
    note("charge.units", title=_title(charge), units=units, each=charge.points, cap=most, points=taken)
    return _Charged(taken, taken)


def _title(charge: Charge) -> Text | tuple[FactRef, ...]:
    if charge.title is not None:
        return charge.title
    counted = () if charge.per is None else (charge.per,)
    return tuple(map(FactRef, dict.fromkeys((*_conditions(charge), *counted))))


def _conditions(charge: Charge) -> tuple[str, ...]:
    return () if charge.when is None else facts_of(charge.when)
