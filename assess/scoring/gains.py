"""Gains of sets of actions, and the most that one action can add to whatever else is done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from assess.scoring.ledger import Entry, Ledger, Weights, whole
from assess.scoring.rounding import ZERO, round2

_CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class _Part:
    """Items whose gains are taken together: one item, or a section that settles 不适用 inside itself."""

    entries: tuple[Entry, ...]
    mask: int
    sets: tuple[int, ...] | None
    scaled: bool


class Gains:
    """The gains of a ledger under weights, as whole numbers.

    `most[a]` bounds what action a adds to the gain of any set without it: the sum over the items of the largest
    difference it makes. Gains of sets telescope into such differences, so that the gain of a set is at most that of a
    part of it plus `most` of the rest; nothing is assumed to grow with what is done.
    """

    def __init__(self, ledger: Ledger, weights: Weights) -> None:
        self._ledger, self._weights = ledger, weights
        self.exact, self.share_is_safe = weights.exact, _share_is_safe(ledger, weights)
        self._parts = tuple(_parts(ledger))
        self._known: dict[tuple[int, int], int] = {}
        self.touched = tuple(
            tuple(number for number, part in enumerate(self._parts) if part.mask >> place & 1)
            for place in range(len(ledger.actions))
        )
        ends = [self._ends(place) for place in range(len(ledger.actions))]
        self.most = tuple(most for _, most in ends)
        self.constant = tuple(least == most for least, most in ends)

    def of(self, mask: int) -> int:
        """Give the gain of a set."""
        return sum(self._part(number, mask) for number in range(len(self._parts)))

    def added(self, mask: int, place: int) -> int:
        """Give what one more action adds to the gain of a set."""
        more = mask | 1 << place
        return sum(self._part(number, more) - self._part(number, mask) for number in self.touched[place])

    def _part(self, number: int, mask: int) -> int:
        part = self._parts[number]
        seen = number, mask & part.mask
        if seen not in self._known:
            self._known[seen] = self._section(part, mask) if part.scaled else self._item(part.entries[0], mask)
        return self._known[seen]

    def _item(self, entry: Entry, mask: int) -> int:
        return whole(self._weights.gain(entry.prepared.item, self._ledger.verdict(entry, mask)[0]))

    def _section(self, part: _Part, mask: int) -> int:
        """Settle a section inside itself, as the engine does."""
        judged = [(entry.prepared.item, self._ledger.verdict(entry, mask)[0]) for entry in part.entries]
        weight = sum((item.points for item, _ in judged), ZERO)
        points = sum((scored.points for _, scored in judged if scored.counted), ZERO)
        if not points:
            return 0
        earned = sum((scored.earned for _, scored in judged if scored.counted), ZERO)
        settled = round2(earned * weight / points)
        bonus = sum((max(scored.bonus, ZERO) for _, scored in judged), ZERO) if self._weights.bonus else ZERO
        own = self._weights.full * settled - self._weights.least * weight
        return whole(own + bonus * self._weights.most_points)

    def _ends(self, place: int) -> tuple[int, int]:
        found = [self._differences(number, place) for number in self.touched[place]]
        return sum(least for least, _ in found), sum(most for _, most in found)

    def _differences(self, number: int, place: int) -> tuple[int, int]:
        """Give the least and the most an action adds to a part, over all sets; where they are many, its whole span."""
        part, bit = self._parts[number], 1 << place
        if part.sets is None:
            span = self._span(part)
            return -span, span
        clashing = self._ledger.clashing[place]
        without = [mask for mask in part.sets if not mask & (bit | clashing)]
        found = [self._part(number, mask | bit) - self._part(number, mask) for mask in without]
        return min(found), max(found)

    def _span(self, part: _Part) -> int:
        ends = [_ends(entry, self._weights) for entry in part.entries]
        rounding = self._weights.full * _CENT if part.scaled else ZERO
        return whole(sum((high - low for low, high in ends), rounding)) + 2


def _parts(ledger: Ledger) -> Iterator[_Part]:
    """Take each item by itself; where a form settles inside its sections, take a section's regular ones together."""
    scaled = ledger.form.na == "section"
    for section in ledger.sections:
        own = [entry for entry in section if entry.prepared.item.purpose == "duty"]
        together = [entry for entry in own if not (entry.prepared.item.bonus or entry.prepared.item.deduction)]
        if scaled and together:
            mask = 0
            for entry in together:
                mask |= entry.mask
            yield _Part(tuple(together), mask, _sets_of(together, mask), scaled=True)
        alone = [entry for entry in own if not (scaled and entry in together)]
        yield from (_Part((entry,), entry.mask, entry.sets, scaled=False) for entry in alone)


def _sets_of(entries: Sequence[Entry], mask: int) -> tuple[int, ...] | None:
    """Give all sets that touch a section where one item's sets are all there are."""
    return next((entry.sets for entry in entries if entry.mask == mask and entry.sets is not None), None)


def _ends(entry: Entry, weights: Weights) -> tuple[Decimal, Decimal]:
    """Give the least and the most that an item can gain."""
    item = entry.prepared.item
    bonus = _extra(entry) * weights.most_points
    if item.bonus:
        return ZERO, item.points * weights.most_points + bonus
    if item.deduction:
        return -item.points * weights.fewest_points, bonus
    worst, best = -weights.least * item.points, (weights.full - weights.least) * item.points
    return min(worst, ZERO), max(best, ZERO) + bonus


def _extra(entry: Entry) -> Decimal:
    threshold = getattr(entry.prepared.item.rule, "threshold", None)
    return ZERO if threshold is None or threshold.bonus_cap is None else threshold.bonus_cap


def _share_is_safe(ledger: Ledger, weights: Weights) -> bool:
    """Say whether enough applies for a grade whatever is done."""
    regular = [item for item in ledger.form.items() if item.purpose == "duty" and not (item.bonus or item.deduction)]
    return weights.fewest_points >= ledger.form.duty.min_share * sum((item.points for item in regular), ZERO)
