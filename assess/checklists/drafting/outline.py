"""Which numbers of a text number its clauses: those that count on, each kind for itself, inside what is further out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from assess.checklists.drafting.findings import Doubts
from assess.checklists.drafting.marks import RANK, Kind, Mark

_MOST_MISSING: Final = 5  # numbers that may be missing before one is no longer taken to count on


@dataclass(slots=True)
class Node:
    """A numbered passage: its number as it is counted, and the passages inside."""

    mark: Mark
    number: int
    end: int = 0
    children: "list[Node]" = field(default_factory=list)
    parent: "Node | None" = None


@dataclass(slots=True)
class _Count:
    """How far a kind of number has counted, and whether it may begin anew."""

    last: int = 0
    fresh: bool = True


class _Counter:
    """Goes through the numbers and keeps those that count on."""

    def __init__(self, found: Sequence[Mark], doubts: Doubts) -> None:
        self._marks = found
        self._doubts = doubts
        self._counts = {kind: _Count() for kind in RANK}
        self._next = _successors(found)

    def counted(self) -> Iterator[tuple[Mark, int]]:
        """Give the numbers that number something, each with its value as it is counted."""
        for place, mark in enumerate(self._marks):
            number = self._value(place, mark)
            if number is None:
                if mark.first:
                    self._doubts.add(mark.start, mark.end + 20, "draft.stray-number")
                continue
            self._accept(mark.kind, number)
            yield mark, number

    def _accept(self, kind: Kind, number: int) -> None:
        count = self._counts[kind]
        count.last, count.fresh = number, False
        for inner, other in self._counts.items():
            if RANK[inner] > RANK[kind]:
                other.fresh = True

    def _value(self, place: int, mark: Mark) -> int | None:
        count = self._counts[mark.kind]
        following = self._next[place]
        if mark.number == count.last + 1 and count.last:
            return self._kindly(mark, mark.number) if mark.lenient else mark.number
        if mark.number == 1 and count.fresh and not mark.lenient:
            return 1 if 2 in following or following[1:] == (3,) else None  # noqa: PLR2004 - 1, 2, or 1, misread, 3
        return self._out_of_turn(mark, count, following)

    def _out_of_turn(self, mark: Mark, count: _Count, following: tuple[int, ...]) -> int | None:
        if not count.last:
            return None
        expected = count.last + 1
        if following[:1] == (expected + 1,):
            return self._kindly(mark, expected)
        if mark.first and expected < mark.number <= expected + _MOST_MISSING:
            self._doubts.add(mark.start, mark.end + 20, "draft.numbers-missing", first=expected, last=mark.number - 1)
            return mark.number
        return None

    def _kindly(self, mark: Mark, number: int) -> int:
        self._doubts.add(mark.start, mark.end + 20, "draft.number-read-as", number=number)
        return number


def _successors(found: Sequence[Mark]) -> list[tuple[int, ...]]:
    """Give for every number the values of the next two of its kind."""
    following: dict[Kind, tuple[int, ...]] = {}
    made: list[tuple[int, ...]] = []
    for mark in reversed(found):
        made.append(following.get(mark.kind, ()))
        following[mark.kind] = (mark.number, *made[-1][:1])
    return made[::-1]


def outline(found: Sequence[Mark], end: int, doubts: Doubts) -> list[Node]:
    """Put the numbers of a text into order.

    Args:
        found: All numbers that may number a clause.
        end: Where the text ends.
        doubts: Takes numbers that were left out or read kindly.

    Returns:
        The outermost passages; where the text has articles, nothing inside an article.
    """
    counted = list(_Counter(found, doubts).counted())
    if sum(mark.kind == "article" for mark, _ in counted) > 1:
        counted = [(mark, number) for mark, number in counted if mark.rank <= RANK["article"]]
    roots: list[Node] = []
    path: list[Node] = []
    for mark, number in counted:
        while path and path[-1].mark.rank >= mark.rank:
            path.pop().end = mark.start
        node = Node(mark, number, parent=path[-1] if path else None)
        (path[-1].children if path else roots).append(node)
        path.append(node)
    for node in path:
        node.end = end
    return roots
