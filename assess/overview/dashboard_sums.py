"""What a campaign's figures add up to: sums of districts, added again for the page, and what is read from them (pure).

Every number is a whole one: counts, and points in hundredths. A share is worked out of sums only where it is shown.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, Literal

from assess.overview.agreement import Agreement, agreement

Column = Literal["claimed", "supported", "reviewed"]
Dial = Literal["duty", "readiness"]

COLUMNS: Final[tuple[Column, ...]] = ("claimed", "supported", "reviewed")
DIALS: Final[tuple[Dial, ...]] = ("duty", "readiness")
CATEGORIES: Final = 3
"""Of agreement: nothing given, part of the points, all of them."""

Part = Mapping[str, Any]
"""Plain data of any depth whose leaves are whole numbers."""


def added(parts: Iterable[Part]) -> dict[str, Any]:
    """Add parts up, leaf by leaf; what one part lacks counts as nothing."""
    total: dict[str, Any] = {}
    for part in parts:
        _add(total, part)
    return total


def _add(total: dict[str, Any], part: Part) -> None:
    for key, value in part.items():
        if isinstance(value, Mapping):
            _add(total.setdefault(key, {}), value)
        elif isinstance(value, list):
            before = total.get(key) or [0] * len(value)
            total[key] = [one + other for one, other in zip(before, value, strict=True)]
        else:
            total[key] = total.get(key, 0) + value


def share(part: int, whole: int) -> Decimal | None:
    """Give a share in percent with one decimal, half up; None of nothing."""
    if not whole:
        return None
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def mean(total: int, count: int) -> Decimal | None:
    """Give a mean of hundredths as points with two decimals, half up (away from zero)."""
    return None if not count else (Decimal(total) / count / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Scores:
    """Means of the official scores, and how far the review differs from the claim where it is decided."""

    data: Part

    def mean(self, dial: Dial, column: Column) -> Decimal | None:
        """Give the mean score of a column; None where nothing is scored."""
        count, total = self.data.get("scores", {}).get(f"{dial}/{column}", (0, 0))
        return mean(total, count)

    def count(self, dial: Dial, column: Column) -> int:
        """Count the assessments that have a score in a column."""
        return int(self.data.get("scores", {}).get(f"{dial}/{column}", (0, 0))[0])

    @property
    def grades(self) -> Mapping[str, int]:
        """Count the assessments of each grade; "" for those without one."""
        found: Mapping[str, int] = self.data.get("grades", {})
        return found

    def section(self, section: str, dial: Dial, column: Column) -> Decimal | None:
        """Give what a section earned in percent of what was to be had there, over all assessments together."""
        points, claimed, supported, reviewed_points, reviewed = self._section(section, dial)
        if column == "reviewed":
            return share(reviewed, reviewed_points)
        return share(claimed if column == "claimed" else supported, points)

    def has(self, dial: Dial) -> bool:
        """Say whether any section has points on a dial."""
        return any(key.endswith(f"/{dial}") for key in self.data.get("sections", {}))

    def _section(self, section: str, dial: Dial) -> tuple[int, int, int, int, int]:
        found = self.data.get("sections", {}).get(f"{section}/{dial}")
        return tuple(found) if found else (0, 0, 0, 0, 0)

    def answered(self, section: str) -> Decimal | None:
        """Give the share of a section's questions that drafts have answered."""
        done, asked = self.data.get("drafts", {}).get(section, (0, 0))
        return share(done, asked)

    @property
    def deviation(self) -> "Deviation":
        """Give how far the review differs from the claim."""
        return Deviation(*self.data.get("deviation", (0, 0, 0, 0, 0)))


@dataclass(frozen=True, slots=True)
class Deviation:
    """Reviewed against claimed, over what has both: sums in hundredths, and how many went down or up."""

    n: int
    claimed: int
    reviewed: int
    lowered: int
    raised: int

    @property
    def mean_claimed(self) -> Decimal | None:
        """Give the mean claim."""
        return mean(self.claimed, self.n)

    @property
    def mean_reviewed(self) -> Decimal | None:
        """Give the mean of the review."""
        return mean(self.reviewed, self.n)

    @property
    def mean(self) -> Decimal | None:
        """Give the mean difference; below zero where claims were too high."""
        return mean(self.reviewed - self.claimed, self.n)

    @property
    def same(self) -> int:
        """Count what did not change."""
        return self.n - self.lowered - self.raised

    @property
    def changed_share(self) -> Decimal | None:
        """Give the share of what changed, in percent."""
        return share(self.lowered + self.raised, self.n)


@dataclass(frozen=True, slots=True)
class ItemSums:
    """One item over all decided assessments. `decided` counts those where it counts for the reviewer."""

    item: str
    decided: int
    rejected: int
    deviation: Deviation
    reasons: Mapping[str, int]
    agreement: Agreement

    @property
    def differing_share(self) -> Decimal | None:
        """Give the share of marks that differ from the claim, a rejected 不适用 among them."""
        return share(self.deviation.lowered + self.deviation.raised + self.rejected, self.decided)


@dataclass(frozen=True, slots=True)
class ReviewerSums:
    """One reviewer on one level: how many marks, and how far they lie from the claims."""

    account: str
    level: int
    marks: int
    deviation: Deviation
    span: int

    @property
    def mean_share(self) -> Decimal | None:
        """Give the mean difference in percent of what the items could earn."""
        return share(self.deviation.reviewed - self.deviation.claimed, self.span)


@dataclass(frozen=True, slots=True)
class Marks:
    """What a campaign's marks add up to."""

    data: Part

    def item(self, key: str) -> ItemSums:
        """Give an item; all zero where nothing is decided."""
        decided, rejected, *sums = self.data.get("items", {}).get(key, [0] * 7)
        return ItemSums(
            item=key,
            decided=decided,
            rejected=rejected,
            deviation=Deviation(*sums),
            reasons=self.data.get("reasons", {}).get(key, {}),
            agreement=agreement(_square(self.data.get("pairs", {}).get(key))),
        )

    @property
    def reasons(self) -> Mapping[str, int]:
        """Count how often each reason was given."""
        return added(self.data.get("reasons", {}).values())

    @property
    def agreement(self) -> Agreement:
        """Give the agreement over all items together."""
        pairs = [{"all": one} for one in self.data.get("pairs", {}).values()]
        return agreement(_square(added(pairs).get("all")))

    @property
    def pairs(self) -> list[list[int]]:
        """Give the table behind it."""
        return _square(added({"all": one} for one in self.data.get("pairs", {}).values()).get("all"))

    def reviewers(self) -> Iterator[ReviewerSums]:
        """Go through the reviewers of both levels."""
        for key, (marks, span, *sums) in sorted(self.data.get("reviewers", {}).items()):
            account, _, level = key.partition("/")
            yield ReviewerSums(account, int(level), marks, Deviation(*sums), span)


def _square(flat: list[int] | None) -> list[list[int]]:
    cells = flat or [0] * CATEGORIES * CATEGORIES
    return [cells[row * CATEGORIES : (row + 1) * CATEGORIES] for row in range(CATEGORIES)]
