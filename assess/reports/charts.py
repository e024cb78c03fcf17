"""The radar: both dials over the sections (pure).

The duty dial is always a full dark line or area and the readiness dial a lighter, dashed one, so that a black and
white copy still tells them apart.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from assess.reports.charts_ink import PAPER, Palette, Shares, n, svg, text

_MINIMUM_AXES: Final = 3
_RINGS: Final = (25, 50, 75, 100)
_LEAST = 2.0


def can_draw_radar(axes: int) -> bool:
    """Say whether there are enough sections for an area."""
    return axes >= _MINIMUM_AXES


def radar(duty: Shares, readiness: Shares, palette: Palette = PAPER, label: str | None = None) -> str:
    """Draw both dials over the numbered sections.

    Args:
        duty: Percent per section, None where the dial has nothing applicable there.
        readiness: The same for the other dial, in the same order.
        palette: The colours.
        label: What the picture says, where it stands in a page itself.
    """
    web = _Web(axes=len(duty), centre=150.0, radius=112.0, palette=palette)
    body = web.grid() + web.area(readiness, palette.second, dashed=True) + web.area(duty, palette.main, dashed=False)
    live = [one is not None or other is not None for one, other in zip(duty, readiness, strict=True)]
    return svg(300, 300, body + web.labels(live), label)


def _runs(shares: Shares) -> list[list[tuple[int, float]]]:
    """Part the circle of axes where one has no share; a full circle is one run, a lone axis none."""
    known = [(axis, share) for axis, share in enumerate(shares) if share is not None]
    if len(known) == len(shares):
        return [known]
    first = next(axis for axis, share in enumerate(shares) if share is None)
    runs: list[list[tuple[int, float]]] = [[]]
    for axis in (*range(first, len(shares)), *range(first)):
        share = shares[axis]
        if share is None:
            runs.append([])
        else:
            runs[-1].append((axis, share))
    return [run for run in runs if len(run) > 1]


@dataclass(frozen=True, slots=True)
class _Web:
    """The spider's web: where a share lies on an axis."""

    axes: int
    centre: float
    radius: float
    palette: Palette

    def at(self, axis: int, share: float) -> tuple[float, float]:
        angle = 2 * math.pi * axis / self.axes
        reach = self.radius * share / 100
        return self.centre + reach * math.sin(angle), self.centre - reach * math.cos(angle)

    def point(self, axis: int, share: float) -> str:
        x, y = self.at(axis, min(max(share, _LEAST), 100.0))
        return f"{n(x)},{n(y)}"

    def ring(self, share: float, colour: str, width: float) -> str:
        points = " ".join(f"{n(x)},{n(y)}" for x, y in (self.at(axis, share) for axis in range(self.axes)))
        return f'<polygon points="{points}" fill="none" stroke="{colour}" stroke-width="{n(width)}"/>'

    def spokes(self, colour: str) -> str:
        ends = (self.at(axis, 100) for axis in range(self.axes))
        start = f"M{n(self.centre)} {n(self.centre)}"
        path = "".join(f"{start}L{n(x)} {n(y)}" for x, y in ends)
        return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="0.8"/>'

    def grid(self) -> str:
        rings = "".join(self.ring(ring, self.palette.grid, 1.4 if ring == _RINGS[-1] else 0.8) for ring in _RINGS)
        marks = "".join(
            text(self.centre + 3, self.at(0, ring)[1] + 9, str(ring), 7.5, self.palette.muted, "start")
            for ring in _RINGS
        )
        return rings + self.spokes(self.palette.grid) + marks

    def area(self, shares: Shares, colour: str, *, dashed: bool) -> str:
        dash = ' stroke-dasharray="5 3"' if dashed else ""
        stroke = f'stroke="{colour}" stroke-width="2.2" stroke-linejoin="round"{dash}'
        opacity = "0.08" if dashed else "0.16"
        fill = f'fill="{colour}" fill-opacity="{opacity}"'
        shapes = "".join(self._shape(run, fill, stroke) for run in _runs(shares))
        return shapes + "".join(self._dot(axis, share, colour, hollow=dashed) for axis, share in enumerate(shares))

    def _shape(self, run: Sequence[tuple[int, float]], fill: str, stroke: str) -> str:
        """Draw what neighbouring axes span; beside an axis without a share the line and the area stop."""
        points = " ".join(self.point(axis, share) for axis, share in run)
        if len(run) == self.axes:
            return f'<polygon points="{points}" {fill} {stroke}/>'
        hub = f"{n(self.centre)},{n(self.centre)}"
        return f'<polygon points="{hub} {points}" {fill}/><polyline points="{points}" fill="none" {stroke}/>'

    def _dot(self, axis: int, share: float | None, colour: str, *, hollow: bool) -> str:
        if share is None:
            return ""
        x, y = self.at(axis, min(max(share, _LEAST), 100.0))
        fill = self.palette.paper if hollow else colour
        return f'<circle cx="{n(x)}" cy="{n(y)}" r="3" fill="{fill}" stroke="{colour}" stroke-width="1.6"/>'

    def labels(self, live: Sequence[bool]) -> str:
        """Draw the sections' numbers, pale where a section does not concern the organisation."""
        return "".join(
            self._label(axis, self.palette.main if alive else self.palette.faint) for axis, alive in enumerate(live)
        )

    def _label(self, axis: int, colour: str) -> str:
        x, y = self.at(axis, 117)
        style = f'fill="{self.palette.paper}" stroke="{colour}" stroke-width="1.2"'
        return f'<circle cx="{n(x)}" cy="{n(y)}" r="11" {style}/>' + text(
            x, y + 4.2, str(axis + 1), 12, colour, "middle", bold=True
        )
