"""Add up the items of a section, each dial for itself. Takes item results, wherever they come from."""

from collections.abc import Sequence
from decimal import Decimal

from assess.scoring.form import Item, Purpose
from assess.scoring.result import ItemResult, SectionResult, Sub
from assess.scoring.rounding import ZERO, round2
from assess.scoring.ruling import Note, Trace, silent
from assess.values.step import Sum

Judged = tuple[Item, ItemResult]


def section(key: str, judged: Sequence[Judged], *, scaled: bool, trace: bool) -> SectionResult:
    """Add up one section.

    Args:
        key: The section.
        judged: Its items with their results.
        scaled: Whether 不适用 is settled inside the section: what is left counts for all of its points.
        trace: Whether to write down why.
    """
    duty = _sub(judged, "duty", scaled=scaled, trace=trace)
    return SectionResult(key=key, duty=duty, readiness=_sub(judged, "readiness", scaled=scaled, trace=trace))


def _sub(judged: Sequence[Judged], purpose: Purpose, *, scaled: bool, trace: bool) -> Sub:
    log = Trace() if trace else None
    note: Note = log.note if log else silent
    regular = [result for item, result in judged if item.purpose == purpose and not (item.bonus or item.deduction)]
    earned = high = points = whole = ZERO
    for result in regular:
        whole += result.points
        if result.counted:
            earned, high, points = earned + result.earned, high + result.high, points + result.points
    if points and log is not None:
        parts = Sum(tuple(result.earned for result in regular if result.counted))
        note("section.sum", parts=parts, earned=earned, points=points)
    elif regular:
        note("section.empty")
    weight = whole if scaled and points else points
    return Sub(
        earned=earned,
        high=high,
        points=points,
        settled=_settled(earned, points, weight, note),
        settled_high=_settled(high, points, weight, silent),
        weight=weight,
        trace=tuple(log.steps) if log else (),
    )


def _settled(earned: Decimal, points: Decimal, weight: Decimal, note: Note) -> Decimal:
    if weight == points:
        return earned
    settled = round2(earned * weight / points)
    note("section.settled", earned=earned, points=points, weight=weight, settled=settled)
    return settled
