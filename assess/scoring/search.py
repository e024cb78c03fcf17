"""Search for the set of actions with the least effort that meets a goal.

Best first: a node is a set of actions with some of the others still free. Below it nothing is cheaper than its own
effort plus the least effort whose bounds on the gains (`assess.scoring.gains`) cover what is missing, as if actions
could be done in part. The first set that the scorer lets through and that no open node undercuts is the cheapest one.
Where what is still free adds the same whatever else is done, of two nodes the one with more effort and less gain is
dropped.

What a search does is counted in steps, not in seconds, so that it ends alike on every machine: one for a node, and one
for every look that judging an item or scoring the form takes at a fact.
"""

import heapq
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import gcd
from typing import Final

from assess.scoring.gains import Gains
from assess.scoring.ledger import Ledger
from assess.scoring.result import VetoResult

_FINEST: Final = Decimal(1_000_000)  # efforts are counted in millionths of a day


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: a set or None, whether it was searched to the end, and what no set undercuts."""

    chosen: int | None
    complete: bool
    bound: Decimal
    nodes: int
    steps: int


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a search may do: so many steps, and so many nodes where more actions than `to_the_end` matter."""

    to_the_end: int
    nodes: int
    steps: int


@dataclass(frozen=True, slots=True)
class _Node:
    """A set of actions; those of the order from `place` on are free."""

    chosen: int
    place: int
    gain: int
    units: int


class Search:
    """One search. `met` asks the scorer whether a set does it, `blocks` whether it cannot while a veto stands so."""

    def __init__(
        self, ledger: Ledger, gains: Gains, met: Callable[[int], bool], blocks: Callable[[VetoResult], bool]
    ) -> None:
        self._ledger, self._gains, self._met, self._blocks = ledger, gains, met, blocks
        raw = [int(action.effort_days * _FINEST) for action in ledger.actions]
        self._unit = gcd(*raw) or 1
        self._units = [effort // self._unit for effort in raw]
        self._vetoes = [entry for entry in ledger.entries() if entry.prepared.veto is not None]
        self._order = self._ordered()
        self._free = self._free_after()
        self._by_ratio = sorted(self._order, key=self._ratio)
        self._uniform = self._uniform_from()
        self._front: dict[int, tuple[list[int], list[int]]] = {}
        self._best: tuple[int, int] | None = None
        self._heap: list[tuple[int, int, int, _Node]] = []
        self._nodes = self._scored = 0

    @property
    def steps(self) -> int:
        """Count what was done so far."""
        return self._nodes + self._ledger.looks + self._scored * self._ledger.size

    def run(self, limits: Limits) -> Found:
        """Search until it is proven or a limit is reached."""
        nodes = limits.nodes if len(self._order) > limits.to_the_end else limits.steps
        self._add(_Node(0, 0, self._gains.of(0), 0))
        while self._heap and self._nodes < nodes and self.steps < limits.steps:
            least, _, _, node = heapq.heappop(self._heap)
            if self._best is not None and least >= self._best[0]:
                self._heap.clear()
                break
            self._nodes += 1
            if not self._dominated(node):
                self._branch(node)
        return self._found()

    def _found(self) -> Found:
        least = self._heap[0][0] if self._heap else None
        if least is not None and self._best is None:
            self._gather()
        best = self._best
        if best is not None and (least is None or least >= best[0]):
            return self._end(best[1], complete=True, units=best[0])
        if least is None:
            return self._end(None, complete=True, units=0)
        return self._end(None if best is None else best[1], complete=False, units=least)

    def _end(self, chosen: int | None, *, complete: bool, units: int) -> Found:
        return Found(chosen, complete, self._days(units), self._nodes, self.steps)

    def _days(self, units: int) -> Decimal:
        return Decimal(units * self._unit) / _FINEST

    def _branch(self, node: _Node) -> None:
        """Decide one more action: with it and without it."""
        if node.place == len(self._order):
            return
        place = self._order[node.place]
        self._add(_Node(node.chosen, node.place + 1, node.gain, node.units))
        if node.chosen & self._ledger.clashing[place]:
            return
        gain = node.gain + self._gains.added(node.chosen, place)
        more = _Node(node.chosen | 1 << place, node.place + 1, gain, node.units + self._units[place])
        if gain >= 0 and self._cheaper(more.units) and self._does(more.chosen):
            self._best = more.units, self._lean(more.chosen)
        else:
            self._add(more)

    def _gather(self) -> None:
        """Where a search is cut before it finds a set: take one after the other until it will do, then leave out."""
        chosen = 0
        for place in self._by_ratio:
            if not chosen & self._ledger.clashing[place]:
                chosen |= 1 << place
            if self._gains.of(chosen) >= 0 and self._does(chosen):
                self._best = self._thinned(chosen)
                return

    def _thinned(self, chosen: int) -> tuple[int, int]:
        """Leave out what is not needed, the most effort first; give the effort of the rest, and the rest."""
        for place in sorted(self._order, key=lambda place: -self._units[place]):
            if chosen >> place & 1 and self._does(chosen & ~(1 << place)):
                chosen &= ~(1 << place)
        return sum(self._units[place] for place in self._order if chosen >> place & 1), chosen

    def _does(self, chosen: int) -> bool:
        self._scored += 1
        return self._met(chosen)

    def _cheaper(self, units: int) -> bool:
        return self._best is None or units < self._best[0]

    def _lean(self, chosen: int) -> int:
        """Leave out what takes no effort and is not needed."""
        for place in self._order:
            if chosen >> place & 1 and not self._units[place] and self._does(chosen & ~(1 << place)):
                chosen &= ~(1 << place)
        return chosen

    def _add(self, node: _Node) -> None:
        least = self._least(node)
        if least is not None and self._cheaper(least):
            heapq.heappush(self._heap, (least, -node.place, len(self._heap) + self._nodes * 2, node))

    def _least(self, node: _Node) -> int | None:
        """Give the least effort of any set at or below a node; None where none can do it."""
        free = self._free[node.place]
        needed = [self._cover(-node.gain, free), *self._clearing(node, free)]
        if any(units is None for units in needed):
            return None
        return node.units + max(units for units in needed if units is not None)

    def _cover(self, missing: int, free: int) -> int | None:
        """Give the least effort that covers a missing gain, were actions done in part."""
        units = 0
        for place in self._by_ratio:
            if missing <= 0:
                return units
            most = self._gains.most[place]
            if most <= 0:
                break
            if not free >> place & 1:
                continue
            if most >= missing:
                return units - (-self._units[place] * missing // most)
            units, missing = units + self._units[place], missing - most
        return None if missing > 0 else units

    def _clearing(self, node: _Node, free: int) -> Iterator[int | None]:
        """Give for every veto in the way the least effort of what touches it."""
        for entry in self._vetoes:
            veto = self._ledger.verdict(entry, node.chosen)[1]
            if veto is not None and self._blocks(veto):
                touching = [self._units[place] for place in self._order if (free & entry.mask) >> place & 1]
                yield min(touching, default=None)

    def _dominated(self, node: _Node) -> bool:
        """Say whether another node with the same actions free has no less gain for no more effort; else remember it."""
        if node.place < self._uniform:
            return False
        units, gains = self._front.setdefault(node.place, ([], []))
        at = bisect_right(units, node.units)
        if at and gains[at - 1] >= node.gain:
            return True
        while at < len(units) and gains[at] <= node.gain:
            del units[at], gains[at]
        units.insert(at, node.units)
        gains.insert(at, node.gain)
        return False

    def _ordered(self) -> list[int]:
        """Put first what touches a veto, then what works differently with other things done, then by what it brings."""
        useful = filter(self._useful, range(len(self._units)))
        return sorted(
            useful, key=lambda place: (not self._touches_veto(place), self._alike(place), *self._ratio(place))
        )

    def _useful(self, place: int) -> bool:
        """Leave out what adds nothing, but only where the gains alone decide."""
        decided = self._gains.exact and self._gains.share_is_safe
        adds = self._gains.most[place] > 0 if decided else bool(self._gains.touched[place])
        return adds or self._touches_veto(place)

    def _touches_veto(self, place: int) -> bool:
        return any(entry.mask >> place & 1 for entry in self._vetoes)

    def _alike(self, place: int) -> bool:
        return self._gains.constant[place] and not self._ledger.clashing[place]

    def _ratio(self, place: int) -> tuple[Decimal, int]:
        """Order by effort per gain, the least first."""
        most = self._gains.most[place]
        return (Decimal(self._units[place]) / most if most > 0 else Decimal("Infinity")), place

    def _free_after(self) -> list[int]:
        free = [0]
        for place in reversed(self._order):
            free.append(free[-1] | 1 << place)
        return free[::-1]

    def _uniform_from(self) -> int:
        """Say from which place of the order on all actions add the same whatever else is done."""
        if not (self._gains.exact and self._gains.share_is_safe):
            return len(self._order) + 1
        place = len(self._order)
        while place and self._alike(self._order[place - 1]) and not self._touches_veto(self._order[place - 1]):
            place -= 1
        return place
