"""The reviewed column: a reviewer's marks in the place of what the rules say (DESIGN §5.6)."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from assess.scoring.closing import close, floor_of, most_of, outcome_of
from assess.scoring.form import Form, Item
from assess.scoring.result import ItemResult, VetoResult
from assess.scoring.rounding import ONE, ZERO, clamp, round2
from assess.scoring.rules import JudgedRule
from assess.scoring.ruling import Trace
from assess.values.step import Param

_STATES: Final[Mapping[str, Literal["fired", "clear"]]] = {"set": "fired", "cleared": "clear"}


class InvalidMark(ValueError):  # noqa: N818 - named like InvalidValue, which refuses an answer
    """A mark does not fit its item. `item` is the item's key; `message` and `params` make the sentence."""

    def __init__(self, message: str, *, item: str, **params: Param) -> None:
        """Refuse a mark."""
        super().__init__(f"{item}: {message}")
        self.message = message
        self.item = item
        self.params = params


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a reviewer says of one item.

    `points` replace what the item earns, in the measure in which it is printed (a deduction item from minus its points
    up to 0). `rejects_not_applicable` makes an item count whose 不适用 was claimed. `veto` sets or clears the item's
    veto. What a mark leaves open (None, False) it does not say. `level` is 1 for 初审 and 2 for 复核.
    """

    item: str
    points: Decimal | None = None
    rejects_not_applicable: bool = False
    veto: Literal["set", "cleared"] | None = None
    level: int = 1


Marks = Mapping[str, Mark]


def merged(form: Form, marks: Iterable[Mark]) -> Marks:
    """Give one mark an item: where both levels speak of the same thing, the last wins.

    Raises:
        InvalidMark: An item the form does not have, points outside the item's or with more than two decimals, or a
            veto where the item has none.
    """
    items = {item.key: item for item in form.items()}
    found: dict[str, Mark] = {}
    for mark in sorted(marks, key=lambda mark: mark.level):
        _check(items.get(mark.item), mark)
        found[mark.item] = _over(found.get(mark.item), mark)
    return found


def _over(before: Mark | None, mark: Mark) -> Mark:
    if before is None:
        return mark
    return Mark(
        item=mark.item,
        points=before.points if mark.points is None else mark.points,
        rejects_not_applicable=before.rejects_not_applicable or mark.rejects_not_applicable,
        veto=mark.veto or before.veto,
        level=mark.level,
    )


def _check(item: Item | None, mark: Mark) -> None:
    if item is None:
        raise InvalidMark("mark.no-such-item", item=mark.item, given=mark.item)
    if mark.veto is not None and item.veto is None:
        raise InvalidMark("mark.no-veto", item=mark.item)
    if mark.points is not None:
        _check_points(item, mark.points)


def span(item: Item) -> tuple[Decimal, Decimal]:
    """Give the least and the most a reviewer may give: for `judged` the range of its rule."""
    if not isinstance(item.rule, JudgedRule):
        return floor_of(item), most_of(item)
    judged = item.rule.judged
    least, most = (floor_of(item) + round2(item.points * clamp(end, ZERO, ONE)) for end in (judged.low, judged.high))
    return least, most


def _check_points(item: Item, points: Decimal) -> None:
    least, most = span(item)
    if not points.is_finite():
        raise InvalidMark("mark.not-a-number", item=item.key)
    if not least <= points <= most:
        raise InvalidMark("mark.out-of-range", item=item.key, least=least, most=most)
    if points != round2(points):
        raise InvalidMark("mark.decimals", item=item.key)


def applies(scored: ItemResult, mark: Mark | None) -> bool:
    """Say whether an item counts for the reviewer: as it did, or because its 不适用 was rejected."""
    rejected = mark is not None and mark.rejects_not_applicable
    return scored.counted or (scored.status == "claimed_not_applicable" and rejected)


def reviewed(item: Item, scored: ItemResult, mark: Mark | None, *, trace: bool) -> ItemResult:
    """Score an item by its mark.

    Args:
        item: The item.
        scored: Its result by the answers alone.
        mark: What the reviewers say of it; None where they have said nothing.
        trace: Whether to write down why.

    Returns:
        The points of the mark; from nothing to everything where an item that applies has none yet; the very same
        result where the item does not apply.
    """
    if not applies(scored, mark):
        return scored
    log = Trace()
    if scored.status == "claimed_not_applicable":
        log.note("review.not-applicable-rejected")
    points = None if mark is None else mark.points
    low, high = (floor_of(item), most_of(item)) if points is None else (round2(points), round2(points))
    log.note("review.open") if points is None else log.note("review.marked", points=low)
    if mark is not None and mark.veto is not None:
        log.note(f"review.veto-{mark.veto}")
    close(item, low, high, log.note)
    top = scored.bonus if points is not None and low >= most_of(item) else ZERO
    return dataclasses.replace(
        scored,
        status="unknown" if points is None else "scored",
        earned=low,
        high=high,
        unknown=points is None,
        outcome=outcome_of(item, low, high, unknown=points is None) if item.points else scored.outcome,
        bonus=top,
        bonus_high=scored.bonus_high if points is None else top,
        trace=tuple(log.steps) if trace else (),
    )


def decided(veto: VetoResult, mark: Mark | None) -> VetoResult:
    """Let a mark set or clear a veto."""
    if mark is None or mark.veto is None:
        return veto
    return dataclasses.replace(veto, state=_STATES[mark.veto])
