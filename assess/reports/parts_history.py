"""How a report says what was before it: earlier cycles and the comparison with the last of them, as frozen data.

Like the rest of the content: strings in one language, rounded and written as they are printed; shares are percentages
of the full mark, for charts.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleDial:
    """One dial of one cycle; `final` and `share` are None where nothing was scored, `reviewed` where none is known."""

    final: str | None
    full: str
    share: str | None
    reviewed: str | None = None
    reviewed_share: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleView:
    """One cycle; `current` marks the one the report is of, `reference` is None for a draft."""

    reference: str | None
    as_of: str
    version: str
    duty: CycleDial
    readiness: CycleDial
    grade: str
    reviewed_grade: str | None = None
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveView:
    """A figure then and now: of a dial, a section on one dial, or an item. `change` carries its sign.

    `was` and `now` are None where there was or is nothing to score; then there is no `change` either.
    """

    title: str
    dial: str
    was: str | None
    now: str | None
    change: str | None
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApartView:
    """An item that cannot be compared, and why."""

    title: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedView:
    """The comparison with the cycle just before; items are compared only where they ask and score the same."""

    lead: str
    dials: tuple[MoveView, ...]
    grade: str
    sections: tuple[MoveView, ...]
    better: tuple[MoveView, ...]
    worse: tuple[MoveView, ...]
    same: str
    apart: tuple[ApartView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendView:
    """Earlier cycles and this one, the oldest first; `alt` says in words what a line chart of the shares shows."""

    lead: str
    cycles: tuple[CycleView, ...]
    notes: tuple[str, ...]
    alt: str
    compared: ComparedView
