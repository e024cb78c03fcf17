"""How an item ends, in whatever column: its closing line, its least points and what became of it."""

from decimal import Decimal
from typing import Final

from assess.scoring.form import Item
from assess.scoring.result import ItemOutcome
from assess.scoring.rounding import ZERO
from assess.scoring.ruling import Note

CLOSINGS: Final = frozenset({"item.full", "item.lost", "item.bonus", "item.deduction", "item.range"})


def floor_of(item: Item) -> Decimal:
    """Give the least an item can earn: a deduction item takes off its points."""
    return -item.points if item.deduction else ZERO


def most_of(item: Item) -> Decimal:
    """Give the most an item can earn: a deduction item takes off nothing."""
    return ZERO if item.deduction else item.points


def outcome_of(item: Item, low: Decimal, high: Decimal, *, unknown: bool) -> ItemOutcome:
    """Say what became of an item worth points, by what it earns at worst and at best."""
    if low >= most_of(item):
        return "full"
    if unknown and high >= most_of(item):
        return "unknown"
    return "partial" if low > floor_of(item) else "none"


def close(item: Item, low: Decimal, high: Decimal, note: Note) -> None:
    """Write down the closing line: what an item earns, what it loses, and the range where something is open."""
    if item.deduction:
        note("item.deduction", charge=-low, points=item.points)
    elif item.bonus:
        note("item.bonus", earned=low, points=item.points)
    elif low == item.points:
        note("item.full", earned=low, points=item.points)
    else:
        note("item.lost", earned=low, points=item.points, lost=item.points - low)
    if low != high:
        note("item.range", low=low, high=high)
