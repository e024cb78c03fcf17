"""How a result moved: both dials over time (pure).

The duty dial is a full line with filled dots, the readiness dial a dashed one with hollow squares, so that a black and
white copy tells them apart.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from assess.reports.charts_ink import PAPER, Palette, Shares, line, n, svg, text, wide

_WIDTH, _HEIGHT = 360.0, 176.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 32.0, 342.0, 16.0, 142.0
_GRID: Final = (0, 25, 50, 75, 100)
_MOST_LABELS: Final = 4
_MINIMUM: Final = 2
_HALF = 2.9
_APART = 11.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One submission: what stands below it, and both dials in percent of their full mark; None where not scored."""

    label: str
    duty: float | None
    readiness: float | None


def can_draw_trend(points: int) -> bool:
    """Say whether there is a movement to draw."""
    return points >= _MINIMUM


def trend(points: Sequence[Point], palette: Palette = PAPER, label: str | None = None) -> str:
    """Draw the points in their order, one step each, whatever the days between them.

    Args:
        points: The oldest first.
        palette: The colours.
        label: What the picture says, where it stands in a page itself.
    """
    second = [point.readiness for point in points]
    main = [point.duty for point in points]
    drawn = _grid(palette) + _labels([point.label for point in points], palette)
    drawn += _run_lines(second, palette.second, dashed=True) + _run_lines(main, palette.main, dashed=False)
    drawn += _marks(second, lambda x, y: _square(x, y, palette)) + _marks(main, lambda x, y: _dot(x, y, palette))
    return svg(_WIDTH, _HEIGHT, drawn + _last(main, second, palette), label)


def _x(index: int, count: int) -> float:
    return _LEFT + 12 + (_RIGHT - _LEFT - 34) * index / max(count - 1, 1)


def _y(share: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * min(max(share, 0.0), 100.0) / 100


def _grid(palette: Palette) -> str:
    return "".join(
        line(_LEFT, _y(share), _RIGHT, _y(share), palette.faint if share == 0 else palette.grid)
        + text(_LEFT - 6, _y(share) + 3.4, str(share), 9.5, palette.muted, "end")
        for share in _GRID
    )


def _labels(labels: Sequence[str], palette: Palette) -> str:
    """Write below the picture as many labels as have room: the first, the last, and some between."""
    count = len(labels)
    step = max(-(-(count - 1) // (_MOST_LABELS - 1)), 1)
    shown = sorted({*range(0, count, step), count - 1})
    if len(shown) > 1 and shown[-1] - shown[-2] < step:
        shown.pop(-2)
    if step * (_RIGHT - _LEFT) / count < max(wide(one, 9.5) for one in labels) * 1.25:
        shown = sorted({0, count - 1})
    anchors = {0: "start", count - 1: "end"} if count > 1 else {}
    ends = {"start": -14.0, "middle": 0.0, "end": 36.0}
    placed = ((at, anchors.get(at, "middle")) for at in shown)
    return "".join(
        text(_x(at, count) + ends[anchor], _BOTTOM + 18, labels[at], 9.5, palette.muted, anchor)
        for at, anchor in placed
    )


def _run_lines(shares: Shares, colour: str, *, dashed: bool) -> str:
    """Draw lines that stop where a submission has no score."""
    dash = ' stroke-dasharray="5 3"' if dashed else ""
    style = f'fill="none" stroke="{colour}" stroke-width="2.2" stroke-linejoin="round"{dash}'
    return "".join(f'<polyline points="{" ".join(run)}" {style}/>' for run in _runs(shares) if len(run) > 1)


def _runs(shares: Shares) -> list[list[str]]:
    runs: list[list[str]] = [[]]
    for index, share in enumerate(shares):
        if share is None:
            runs.append([])
        else:
            runs[-1].append(f"{n(_x(index, len(shares)))},{n(_y(share))}")
    return runs


def _marks(shares: Shares, mark: Callable[[float, float], str]) -> str:
    return "".join(mark(_x(at, len(shares)), _y(share)) for at, share in enumerate(shares) if share is not None)


def _dot(x: float, y: float, palette: Palette) -> str:
    return f'<circle cx="{n(x)}" cy="{n(y)}" r="3.2" fill="{palette.main}"/>'


def _square(x: float, y: float, palette: Palette) -> str:
    place = f'x="{n(x - _HALF)}" y="{n(y - _HALF)}" width="{n(2 * _HALF)}" height="{n(2 * _HALF)}"'
    return f'<rect {place} fill="{palette.paper}" stroke="{palette.second}" stroke-width="1.6"/>'


def _last(main: Shares, second: Shares, palette: Palette) -> str:
    """Write the latest shares beside their marks, apart from each other where they lie close."""
    found = [
        (share, colour)
        for share, colour in ((main[-1], palette.main), (second[-1], palette.second))
        if share is not None
    ]
    places = [_y(share) + 3.4 for share, _ in found]
    if len(places) > 1 and abs(places[0] - places[1]) < _APART:
        upper = 0 if places[0] <= places[1] else 1
        places[upper], places[1 - upper] = min(places) - 3, min(places) + 8
    x = _x(len(main) - 1, len(main)) + 7
    return "".join(
        text(x, y, n(round(share, 1)), 9.5, colour, "start", bold=True)
        for (share, colour), y in zip(found, places, strict=True)
    )
