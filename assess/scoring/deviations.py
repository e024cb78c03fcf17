"""How far another column is from the claimed one, per item, section and dial."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assess.scoring.form import Purpose
from assess.scoring.result import ItemResult, Result, Sub
from assess.scoring.rounding import HUNDRED, round1

Column = Literal["supported", "reviewed"]
Scope = Literal["item", "section", "dial"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """One difference: `found` minus `claimed`, so that a self score that was too high deviates below 0.

    `key` names the item or section, for a dial the dial. `full` is what was to be had in the other column; `percent` is
    the difference in percent of it, with one decimal. A side that does not count is None, and so is the difference.
    """

    column: Column
    scope: Scope
    key: str
    dial: Purpose
    claimed: Decimal | None
    found: Decimal | None
    full: Decimal

    @property
    def difference(self) -> Decimal | None:
        """Give `found` minus `claimed`."""
        return None if self.claimed is None or self.found is None else self.found - self.claimed

    @property
    def percent(self) -> Decimal | None:
        """Give the difference in percent of what was to be had."""
        return None if self.difference is None or not self.full else round1(self.difference * HUNDRED / self.full)


def between(column: Column, claimed: Result, other: Result, *, without: Collection[str] = ()) -> tuple[Deviation, ...]:
    """Compare a column with the claimed one.

    Args:
        column: What the other column is called.
        claimed: The claimed column.
        other: The other column of the same form.
        without: Items the other column has not decided; they, their sections and their dials are left out.

    Returns:
        Items and sections that differ, then the dials, whether they differ or not.
    """
    open_ = frozenset(without)
    waiting = {item.purpose for item in other.items if item.key in open_}
    found = (*_items(column, claimed, other, open_), *_sections(column, claimed, other, waiting))
    return (*(one for one in found if one.claimed != one.found), *_dials(column, claimed, other, waiting))


def _items(column: Column, claimed: Result, other: Result, open_: Collection[str]) -> Iterator[Deviation]:
    for mine, theirs in zip(claimed.items, other.items, strict=True):
        if mine.key not in open_:
            yield Deviation(
                column=column, scope="item", key=mine.key, dial=mine.purpose,
                claimed=_earned(mine), found=_earned(theirs), full=theirs.points,
            )  # fmt: skip


def _earned(item: ItemResult) -> Decimal | None:
    return item.earned if item.counted else None


def _sections(column: Column, claimed: Result, other: Result, waiting: Collection[str]) -> Iterator[Deviation]:
    for mine, theirs in zip(claimed.sections, other.sections, strict=True):
        subs: tuple[tuple[Purpose, Sub, Sub], ...] = (
            ("duty", mine.duty, theirs.duty), ("readiness", mine.readiness, theirs.readiness),
        )  # fmt: skip
        for dial, before, after in subs:
            if dial not in waiting:
                yield Deviation(
                    column=column, scope="section", key=mine.key, dial=dial,
                    claimed=before.earned if before.points else None,
                    found=after.earned if after.points else None, full=after.points,
                )  # fmt: skip


def _dials(column: Column, claimed: Result, other: Result, waiting: Collection[str]) -> Iterator[Deviation]:
    dials: tuple[Purpose, ...] = ("duty", "readiness")
    for dial in dials:
        if dial not in waiting:
            mine, theirs = (result.duty if dial == "duty" else result.readiness for result in (claimed, other))
            yield Deviation(
                column=column, scope="dial", key=dial, dial=dial,
                claimed=mine.final, found=theirs.final, full=theirs.full,
            )  # fmt: skip
