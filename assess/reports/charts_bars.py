"""Lengths beside each other: bars, columns of counts, where one stands among many (pure)."""

import itertools
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from assess.reports.charts_ink import PAPER, Palette, fitted, hatch, line, n, rect, svg, text, tinted, wrapped

Kind = Literal["main", "alert", "second", "open", "pale"]
"""What a bar is: full, of a veto, of the other dial (dashed edge), not certain (hatched), or one of the others."""

_ROW, _THICK, _LEADING = 20.0, 10.0, 12.0
_TAIL = 46.0
_COLUMN_TOP, _COLUMN_BOTTOM = 18.0, 118.0
_GRID: Final = (0, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: `share` is its length in percent of the longest possible, `told` the number beside it."""

    label: str
    share: float
    told: str
    kind: Kind = "main"


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on a scale, such as the start of a grade, at `share` percent."""

    share: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """One column of a histogram; `own` marks the one the reader is in."""

    label: str
    count: int
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How many are spread over a scale of 0 to 100: quartiles, ends, and where the reader is (None: not shown)."""

    lowest: float
    lower: float
    median: float
    upper: float
    highest: float
    own: float | None = None


def bars(
    rows: Sequence[Bar],
    palette: Palette = PAPER,
    label: str | None = None,
    *,
    names: float = 120.0,
    width: float = 360.0,
) -> str:
    """Draw one bar a row, its name on the left and its number behind its end.

    Args:
        rows: From top to bottom.
        palette: The colours.
        label: What the picture says, where it stands in a page itself.
        names: The room for the names, which take a second line if they must; 0 for bars beside their own table.
        width: Of the whole.
    """
    named = [wrapped(row.label, 10, names - 8, 2) if names else [] for row in rows]
    tops = list(itertools.accumulate((_ROW + _LEADING * max(len(one) - 1, 0) for one in named), initial=0.0))
    drawn = "".join(
        _name(name, middle, names, palette) + _row(row, middle, names, width, palette)
        for row, name, middle in zip(rows, named, map(statistics.fmean, itertools.pairwise(tops)), strict=True)
    )
    foot = tops[-1]
    return svg(width, max(foot, _ROW), line(names, 2, names, foot - 2, palette.faint) + drawn, label)


def _name(lines: Sequence[str], middle: float, names: float, palette: Palette) -> str:
    first = middle + 4 - _LEADING * (len(lines) - 1) / 2
    return "".join(text(names - 6, first + at * _LEADING, one, 10, palette.ink, "end") for at, one in enumerate(lines))


def _row(row: Bar, middle: float, names: float, width: float, palette: Palette) -> str:
    room = width - names - _TAIL
    length = room * min(max(row.share, 0.0), 100.0) / 100
    told = text(names + length + 5, middle + 4, row.told, 10, palette.ink, "start", bold=True)
    return bar(names, middle - _THICK / 2, length, row.kind, palette) + told


def bar(x: float, y: float, length: float, kind: Kind, palette: Palette, thick: float = _THICK) -> str:  # noqa: PLR0917 - one value a place
    """Draw a bar so that its kind shows without colour: open is hatched, the second dial hollow with a dashed edge."""
    if kind == "open":
        return hatch(x, y, length, thick, palette.main, palette.paper)
    if kind == "second":
        edge = f'fill="{palette.paper}" stroke="{palette.second}" stroke-width="1.4" stroke-dasharray="3 2"'
        place = f'x="{n(x + 0.7)}" y="{n(y + 0.7)}" width="{n(max(length - 1.4, 0.6))}" height="{n(thick - 1.4)}"'
        return f"<rect {place} {edge}/>"
    if kind == "pale":
        place = f'x="{n(x)}" y="{n(y)}" width="{n(max(length, 0.8))}" height="{n(thick)}"'
        return f'<rect {place} stroke="{palette.main}" stroke-width="0.8" {tinted(palette, 0.22)}/>'
    return rect(x, y, max(length, 0.8), thick, palette.alert if kind == "alert" else palette.main)


def alone(share: float, kind: Kind, palette: Palette = PAPER, label: str | None = None) -> str:
    """Draw one bar on the ground of the longest possible, where its number stands beside it; nothing is no bar."""
    width, thick = 200.0, 6.0
    length = width * min(max(share, 0.0), 100.0) / 100
    drawn = bar(0, 0, length, kind, palette, thick) if length else ""
    return svg(width, thick, rect(0, 0, width, thick, palette.wash) + drawn, label)


def histogram(bins: Sequence[Bin], palette: Palette = PAPER, label: str | None = None) -> str:
    """Draw one column a bin with its count above; the reader's own is dark and marked, the others pale and framed."""
    width = 360.0
    most = max((one.count for one in bins), default=0) or 1
    step = (width - 16) / max(len(bins), 1)
    drawn = "".join(_column(one, 8 + at * step, step, most, palette) for at, one in enumerate(bins))
    foot = 146 if any(one.own for one in bins) else 136
    return svg(width, foot, drawn + line(8, _COLUMN_BOTTOM, width - 8, _COLUMN_BOTTOM, palette.ink), label)


def _column(one: Bin, left: float, step: float, most: int, palette: Palette) -> str:
    thick = min(step * 0.72, 46)
    x, middle = left + (step - thick) / 2, left + step / 2
    height = (_COLUMN_BOTTOM - _COLUMN_TOP) * one.count / most
    top = _COLUMN_BOTTOM - height
    frame = (
        f'x="{n(x)}" y="{n(top)}" width="{n(thick)}" height="{n(height)}" stroke="{palette.main}" stroke-width="0.8"'
    )
    body = f"<rect {frame} {tinted(palette, 1 if one.own else 0.22)}/>" if one.count else ""
    name = text(middle, _COLUMN_BOTTOM + 14, fitted(one.label, 9.5, step), 9.5, palette.ink, "middle", bold=one.own)
    mark = f'<path d="M{n(middle - 4)} {n(_COLUMN_BOTTOM + 25)}h8l-4 -6z" fill="{palette.ink}"/>' if one.own else ""
    return body + text(middle, top - 4, str(one.count), 9.5, palette.ink, "middle", bold=one.own) + name + mark


def distribution(spread: Spread, palette: Palette = PAPER, label: str | None = None) -> str:
    """Draw the middle half as a box, its median as a bar, the ends as whiskers, the reader as a diamond."""
    width, left, y = 360.0, 14.0, 34.0

    def at(share: float) -> float:
        return left + (width - 2 * left) * min(max(share, 0.0), 100.0) / 100

    whisker = line(at(spread.lowest), y, at(spread.highest), y, palette.ink, 1)
    ends = "".join(line(at(one), y - 5, at(one), y + 5, palette.ink, 1) for one in (spread.lowest, spread.highest))
    box = (
        f'x="{n(at(spread.lower))}" y="{n(y - 9)}" width="{n(max(at(spread.upper) - at(spread.lower), 1))}" height="18"'
    )
    middle = rect(at(spread.median) - 1.2, y - 9, 2.4, 18, palette.main)
    body = f'<rect {box} stroke="{palette.main}" stroke-width="1" {tinted(palette, 0.22)}/>'
    return svg(
        width, 74, _scale(at, palette) + whisker + ends + body + middle + _own(spread.own, at, y, palette), label
    )


def _scale(at: Callable[[float], float], palette: Palette) -> str:
    return line(at(0), 54, at(100), 54, palette.faint) + "".join(
        line(at(share), 54, at(share), 57, palette.muted)
        + text(at(share), 67, str(share), 9.5, palette.muted, "middle")
        for share in _GRID
    )


def _own(own: float | None, at: Callable[[float], float], y: float, palette: Palette) -> str:
    if own is None:
        return ""
    x = at(own)
    diamond = f"M{n(x)} {n(y - 7)}l7 7l-7 7l-7 -7z"
    mark = f'<path d="{diamond}" fill="{palette.ink}" stroke="{palette.paper}" stroke-width="1.4"/>'
    return mark + text(min(max(x, 14.0), 346.0), 16, n(round(own, 1)), 11, palette.ink, "middle", bold=True)


def scale(  # noqa: PLR0917 - one value a place
    low: float,
    high: float,
    ticks: Sequence[Tick],
    colour: str,
    palette: Palette = PAPER,
    label: str | None = None,
) -> str:
    """Draw a score on its scale: a solid bar up to `low`, a hatched one to `high`, the grades marked below.

    Args:
        low: The official score in percent of the full mark.
        high: What it could become if every open question turned out well.
        ticks: The starts of the grades.
        colour: The colour of the dial.
        palette: The colours of the rest.
        label: What the picture says, where it stands in a page itself.
    """
    width, left, top, thick = 200.0, 4.0, 3.0, 9.0
    at = (width - 2 * left) / 100
    solid = rect(left, top, 100 * at, thick, palette.wash) + rect(left, top, low * at, thick, colour)
    open_ = hatch(left + low * at, top, (high - low) * at, thick, colour, palette.paper)
    needle = rect(left + low * at - 0.7, top - 2.5, 1.4, thick + 5, palette.ink)
    marks = "".join(_tick(tick, left + tick.share * at, top + thick, palette.muted) for tick in ticks)
    return svg(width, 28 if ticks else 16, solid + open_ + needle + marks, label)


def _tick(tick: Tick, x: float, below: float, colour: str) -> str:
    anchor = "start" if tick.share == 0 else "middle"
    return line(x, below, x, below + 3, colour, 0.6) + text(x, below + 12.5, tick.label, 9.5, colour, anchor)
