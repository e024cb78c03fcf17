"""Compute a score from its trace alone: message ids and parameters, no form, no answers, no engine."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from assess.scoring.result import Dial, ItemResult, Result, Sub
from assess.values.step import Step, Sum

ZERO: Final = Decimal(0)
CENT: Final = Decimal("0.01")
LEFT_OUT: Final = frozenset(
    {"item.ruled-out", "item.claimed-not-applicable", "deadline.not-due", "rate.no-cases-not-applicable"}
)
OPEN: Final = frozenset({"fact.unanswered", "fact.unknown", "item.gate-unknown", "review.open"})


def number(step: Step, name: str) -> Decimal:
    value = step.params[name]
    assert isinstance(value, Decimal | int)
    return Decimal(value)


def numbers(step: Step, name: str) -> tuple[Decimal, ...]:
    value = step.params[name]
    assert isinstance(value, Sum)
    return value.parts


def cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Rebuilt:
    """What an item brings by its trace; `earned` and `points` are None where it is left out."""

    earned: Decimal | None
    points: Decimal | None
    bonus: Decimal
    kind: str


class Trail:
    """The statements of one item, section or total."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self._steps = steps
        self.said = {step.message for step in steps}

    def all(self, message: str) -> list[Step]:
        return [step for step in self._steps if step.message == message]

    def get(self, *messages: str) -> Step | None:
        return next((step for step in reversed(self._steps) if step.message in messages), None)


def item(result: ItemResult) -> Rebuilt:
    """Work an item out from what was read, the arithmetic, caps and floors."""
    trail = Trail(result.trace)
    if trail.said & LEFT_OUT:
        return Rebuilt(None, None, ZERO, "out")
    closing = trail.get("item.full", "item.lost", "item.bonus", "item.deduction")
    assert closing is not None
    points, kind = number(closing, "points"), closing.message.removeprefix("item.")
    earned = _proved(trail, _ruled(trail, points))
    if points == ZERO:  # what is worth nothing earns nothing, whatever its rule says
        earned = ZERO
    if kind == "deduction" and "review.marked" not in trail.said:
        earned -= points
    return Rebuilt(earned, points, _bonus(trail), kind)


def _proved(trail: Trail, earned: Decimal) -> Decimal:
    return ZERO if "evidence.unmet" in trail.said else earned


def _ruled(trail: Trail, points: Decimal) -> Decimal:
    """Apply the statement of whichever rule spoke; where none did, something was open and earns nothing."""
    for message, compute in _RULES.items():
        if message in trail.said:
            return compute(trail, points)
    assert trail.said & OPEN, "neither a rule nor anything open was told"
    return ZERO


def _product(trail: Trail, _points: Decimal) -> Decimal:
    told = trail.get("earned.exact", "earned.rounded")
    assert told is not None
    arithmetic = told.params["arithmetic"]
    assert isinstance(arithmetic, Step)
    if arithmetic.message == "product.credit":
        return cents(number(arithmetic, "points") * number(arithmetic, "credit"))
    ratio = number(arithmetic, "numerator"), number(arithmetic, "denominator")
    return cents(number(arithmetic, "points") * ratio[0] / ratio[1])


def _elements(trail: Trail, _points: Decimal) -> Decimal:
    held = sum((number(step, "points") for step in trail.all("element.met")), ZERO)
    if charged := trail.get("elements.charged"):
        missing = len(trail.all("element.missing")) + len(trail.all("element.unknown"))
        held -= number(charged, "each") * missing
    if capped := trail.get("cap.points"):
        held = min(held, number(capped, "points"))
    return cents(max(held, ZERO))


def _per_unit(trail: Trail, _points: Decimal) -> Decimal:
    told = trail.get("per-unit.product")
    assert told is not None
    product, capped = number(told, "units") * number(told, "each"), trail.get("cap.points")
    return cents(product if capped is None else min(product, number(capped, "points")))


def _deductions(trail: Trail, _points: Decimal) -> Decimal:
    told = trail.get("deductions.sum")
    assert told is not None
    once = sum(
        (number(step, "points") for message in ("charge.made", "charge.unknown") for step in trail.all(message)), ZERO
    )
    counted = sum(
        (min(number(step, "units") * number(step, "each"), number(step, "cap")) for step in trail.all("charge.units")),
        ZERO,
    )
    return cents(max(number(told, "points") - once - counted, ZERO))


def _marked(trail: Trail, _points: Decimal) -> Decimal:
    told = trail.get("review.marked")
    assert told is not None
    return number(told, "points")


_RULES: Final[Mapping[str, Callable[[Trail, Decimal], Decimal]]] = {
    "review.marked": _marked,
    "elements.sum": _elements,
    "per-unit.product": _per_unit,
    "deductions.sum": _deductions,
    "earned.exact": _product,
    "earned.rounded": _product,
}


def _bonus(trail: Trail) -> Decimal:
    told = trail.get("threshold.bonus")
    if told is None or trail.said & {"evidence.unmet", "review.marked"}:
        return ZERO
    return cents(min(number(told, "units") * number(told, "each"), number(told, "cap")))


def section(items: Iterable[Rebuilt], sub: Sub) -> tuple[Decimal, Decimal]:
    """Add up the regular items of one dial, settled inside the section where the trace says so; with its weight."""
    counted = [one for one in items if one.kind in {"full", "lost"}]
    earned = sum((one.earned for one in counted if one.earned is not None), ZERO)
    points = sum((one.points for one in counted if one.points is not None), ZERO)
    told = Trail(sub.trace).get("section.sum")
    assert (told is None) == (points == ZERO)
    if told is not None:
        assert (sum(numbers(told, "parts"), ZERO), number(told, "points")) == (earned, points)
    settled = Trail(sub.trace).get("section.settled")
    if settled is None:
        return earned, points
    weight = number(settled, "weight")
    return cents(earned * weight / points), weight


def total(items: Sequence[Rebuilt], sections: Sequence[tuple[Decimal, Decimal]], dial: Dial) -> Decimal | None:
    """Go from the sections to the final score by the statements of the dial."""
    trail = Trail(dial.trace)
    earned, points = sum((one for one, _ in sections), ZERO), sum((one for _, one in sections), ZERO)
    base = trail.get("dial.base")
    if base is None:
        assert (points, trail.said) == (ZERO, {"dial.not-scored"})
        return None
    value = cents(earned * number(base, "full") / points)
    charges = sum((-one.earned for one in items if one.kind == "deduction" and one.earned is not None), ZERO)
    value = max(value - charges, ZERO)
    offered = sum((one.bonus + (one.earned or ZERO if one.kind == "bonus" else ZERO) for one in items), ZERO)
    if bonus := trail.get("dial.bonus"):
        assert number(bonus, "offered") == offered
        value += min(offered, number(bonus, "cap"))
    else:
        assert offered == ZERO
    if capped := trail.get("dial.capped"):
        value = min(value, number(capped, "cap"))
    rounded = trail.get("dial.rounded", "dial.rounded-whole")
    assert rounded is not None
    return value.quantize(Decimal(1).scaleb(-int(number(rounded, "decimals"))), ROUND_HALF_UP)


def check(result: Result, places: Sequence[Sequence[str]]) -> None:
    """Hold every number of a result to its trace.

    Args:
        result: The score with its trace.
        places: Which items each section has.
    """
    rebuilt = {one.key: item(one) for one in result.items}
    for one in result.items:
        found = rebuilt[one.key]
        assert found.earned == (one.earned if one.counted else None), one.key
        if "review.marked" not in {step.message for step in one.trace}:
            assert found.bonus == one.bonus, one.key
    for purpose in ("duty", "readiness"):
        own = {one.key for one in result.items if one.purpose == purpose}
        settled: list[tuple[Decimal, Decimal]] = []
        for part, keys in zip(result.sections, places, strict=True):
            sub: Sub = getattr(part, purpose)
            settled.append(section([rebuilt[key] for key in keys if key in own], sub))
            assert settled[-1] == (sub.settled, sub.weight), part.key
        dial: Dial = getattr(result, purpose)
        assert total([rebuilt[key] for key in own], settled, dial) == dial.final
