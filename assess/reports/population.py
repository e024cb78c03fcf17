"""The organisations of a campaign that are compared, and what may be told of them (pure).

Two rules keep every one of them unknown: nobody is compared among fewer than `LEAST`, and no number of others below
`SECRET` is told, nor one that says the same of all of them. What is too small is put together with what stands beside
it, so that no subtraction brings it back.
"""

import json
import uuid
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Final, Literal, TypeVar

from assess.scoring.rounding import ARITHMETIC, HUNDRED, round_to

V = TypeVar("V", bound=Hashable)

Basis = Literal["claimed", "reviewed"]

LEAST: Final = 10
"""How many organisations there must be, the own one among them."""

SECRET: Final = 3
"""Groups of fewer are not told."""

_QUARTERS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of scores of a campaign: whose submissions count, and how often each value occurs.

    Dials are in hundredths of points; `sections` hold, by section and dial, how often what it is worth and what it
    earned, both in hundredths, occur together.
    """

    members: frozenset[uuid.UUID]
    dials: Mapping[str, Counter[int]]
    sections: Mapping[tuple[str, str], Counter[tuple[int, int]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What was counted for a column: by submission both dials, and what stands in the sections.

    One that is kept stands until another differs from it for at least `SECRET` organisations. Otherwise whoever holds
    the reports from before and after a single withdrawal would see which group that one left.
    """

    scores: Mapping[str, tuple[int | None, int | None]]
    sections: tuple[tuple[str, str, int, int, int], ...]

    def column(self) -> Column:
        """Give the column."""
        sections: dict[tuple[str, str], Counter[tuple[int, int]]] = {}
        for section, dial, points, earned, count in self.sections:
            sections.setdefault((section, dial), Counter())[points, earned] = count
        both = self.scores.values()
        return Column(
            members=frozenset(uuid.UUID(hex=one) for one in self.scores),
            dials={
                "duty": Counter(one[0] for one in both if one[0] is not None),
                "readiness": Counter(one[1] for one in both if one[1] is not None),
            },
            sections=sections,
        )

    def gives_way_to(self, other: "Counted") -> bool:
        """Say whether another count may take its place: for nobody saw this one, or enough of it is different."""
        if len(self.scores) < LEAST:
            return True
        gone = sum(one not in other.scores for one in self.scores)
        fresh = sum(self.scores.get(one) != scores for one, scores in other.scores.items())
        return max(gone, fresh) >= SECRET

    def text(self) -> str:
        """Write it down."""
        return json.dumps({"scores": self.scores, "sections": self.sections}, sort_keys=True, separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> "Counted":
        """Read what `text` wrote."""
        kept = json.loads(text)
        return cls(
            scores={one: (scores[0], scores[1]) for one, scores in kept["scores"].items()},
            sections=tuple((row[0], row[1], row[2], row[3], row[4]) for row in kept["sections"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Peers:
    """What a campaign's reports are compared with; a column is None as long as it still changes."""

    claimed: Column | None = None
    reviewed: Column | None = None

    def column(self, basis: Basis) -> Column | None:
        """Give one column."""
        return self.claimed if basis == "claimed" else self.reviewed


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring answers that are told together, and how many of the others gave one of them."""

    names: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Spread:
    """The quarter bounds and the middle of the others, in whole percent."""

    low: Decimal
    median: Decimal
    high: Decimal


def without(counts: Counter[V], own: V) -> Counter[V] | None:
    """Take oneself out; None where one is not in."""
    if not counts[own]:
        return None
    others = counts.copy()
    others[own] -= 1
    return +others


def groups(counts: Sequence[tuple[str, int]]) -> tuple[Group, ...]:
    """Put neighbours together until every group is empty or told safely; nothing where only one would be left.

    Args:
        counts: Names with how many of the others, in an order in which neighbours belong together.
    """
    found = [Group((name,), count) for name, count in counts]
    total = sum(count for _, count in counts)
    while len(found) > 1 and (at := _unsafe(found, total)) is not None:
        first = min(at, len(found) - 2)
        one, other = found[first], found[first + 1]
        found[first : first + 2] = [Group(one.names + other.names, one.count + other.count)]
    return tuple(found) if len(found) > 1 else ()


def _unsafe(found: Sequence[Group], total: int) -> int | None:
    for at, group in enumerate(found):
        if 0 < group.count < SECRET or (group.count == total and len(group.names) == 1):
            return at
    return None


def sides(others: Counter[int], own: int) -> tuple[int, int, int]:
    """Count how many of the others are above, the same and below."""
    above = sum(count for value, count in others.items() if value > own)
    return above, others[own], others.total() - above - others[own]


def quarter(above: int, everybody: int) -> int:
    """Name the quarter one is in by how many are above: 1 is the highest; those of the same score share theirs."""
    return above * _QUARTERS // everybody + 1


def spread(shares: Counter[Decimal]) -> Spread | None:
    """Give quarter bounds and middle by linear interpolation; None of too few, or where too many say the same.

    Args:
        shares: How often each percentage occurs among the others.
    """
    values = sorted(shares.elements())
    rounded = {round_to(value, 0) for value in values}
    if len(values) < LEAST - 1 or len(rounded) < SECRET:
        return None
    return Spread(*(_quantile(values, part) for part in (1, 2, 3)))


def _quantile(values: Sequence[Decimal], part: int) -> Decimal:
    with localcontext(ARITHMETIC):
        place = Decimal(len(values) - 1) * part / _QUARTERS
        at = int(place)
        after = values[min(at + 1, len(values) - 1)]
        return round_to(values[at] + (after - values[at]) * (place - at), 0)


def share(earned: int | Decimal, points: int | Decimal) -> Decimal | None:
    """Give a percentage of what could be had, between 0 and 100; None of nothing."""
    if not points:
        return None
    with localcontext(ARITHMETIC):
        return min(max(Decimal(earned) * HUNDRED / Decimal(points), Decimal(0)), HUNDRED)


@dataclass(frozen=True, slots=True)
class Standing:
    """The column that one report is compared in; its own submission is a member."""

    basis: Basis
    column: Column


def standing(peers: Peers | None, submission_id: uuid.UUID, *, decided: bool) -> Standing | None:
    """Choose the column for a report: of reviewed scores where it tells of a decision and they are known.

    None where the submission is not the one that counts, or nothing is known yet.
    """
    wanted: tuple[Basis, ...] = ("reviewed", "claimed") if decided else ("claimed",)
    for basis in wanted if peers else ():
        column = peers.column(basis) if peers else None
        if column is not None:
            return Standing(basis, column) if submission_id in column.members else None
    return None
