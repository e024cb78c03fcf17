"""The pictures of a report as small SVG files: pure geometry, colours included, because page CSS does not reach them.

The duty dial is always a full dark line or area and the readiness dial a lighter, dashed one, so that a black and
white copy still tells them apart.
"""

import base64
import math
from collections.abc import Sequence
from dataclasses import dataclass

INK = "#1b2733"
DUTY = "#1f3a5f"
READINESS = "#b07d2b"
GRID = "#d5dbe2"
MUTED = "#66727f"
FAINT = "#b4bcc5"
PAPER = "#ffffff"
WATERMARK = "#eeeff1"  # a colour and not an opacity: transparency costs a group object on every page

_FONT = "'Assess Noto Sans SC','Noto Sans SC','PingFang SC','Microsoft YaHei',sans-serif"
_MINIMUM_AXES = 3
_RINGS = (25, 50, 75, 100)
_HUB = 46.0
_RIM = 194.0

Shares = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the scale, such as the start of a grade, at `share` percent."""

    share: float
    label: str


def data_uri(svg: str) -> str:
    """Wrap an SVG so that an `img` can carry it without any fetch."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")


def _svg(width: float, height: float, body: str) -> str:
    size = f'width="{_n(width)}" height="{_n(height)}" viewBox="0 0 {_n(width)} {_n(height)}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{body}</svg>'


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def can_draw_radar(axes: int) -> bool:
    """Say whether there are enough sections for an area."""
    return axes >= _MINIMUM_AXES


def radar(duty: Shares, readiness: Shares) -> str:
    """Draw both dials over the numbered sections.

    Args:
        duty: Percent per section, None where the dial has nothing applicable there.
        readiness: The same for the other dial, in the same order.
    """
    web = _Web(axes=len(duty), centre=150.0, radius=112.0)
    body = web.grid() + web.area(readiness, READINESS, dashed=True) + web.area(duty, DUTY, dashed=False)
    live = [one is not None or other is not None for one, other in zip(duty, readiness, strict=True)]
    return _svg(300, 300, body + web.labels(live))


def cover_figure(shares: Shares) -> str:
    """Draw every item of this very report as one ray, long where it earns, as the ornament of the cover."""
    step = 2 * math.pi / max(len(shares), 1)
    rays = "".join(_ray(index * step, step, share) for index, share in enumerate(shares))
    rings = "".join(
        f'<circle cx="200" cy="200" r="{_n(_HUB + (_RIM - _HUB) * ring / 100)}" fill="none" stroke="{PAPER}" '
        f'stroke-width="0.6" stroke-opacity="0.28"/>'
        for ring in (0, *_RINGS)
    )
    return _svg(400, 400, rays + rings)


def _ray(start: float, step: float, share: float | None) -> str:
    """Draw one sector between the hub and its length; an item that is left out is a hairline."""
    reach = _HUB + (_RIM - _HUB) * max(share or 0, 3) / 100
    near, far = start + step * 0.12, start + step * 0.88
    corners = ((near, _HUB), (near, reach), (far, reach), (far, _HUB))
    points = [f"{_n(200 + r * math.sin(angle))} {_n(200 - r * math.cos(angle))}" for angle, r in corners]
    wide = int(far - near > math.pi)
    outer, inner = f"A{_n(reach)} {_n(reach)} 0 {wide} 1", f"A{_n(_HUB)} {_n(_HUB)} 0 {wide} 0"
    path = f"M{points[0]} L{points[1]} {outer} {points[2]} L{points[3]} {inner} {points[0]} Z"
    return f'<path d="{path}" fill="{PAPER}" fill-opacity="{0.1 if share is None else 0.34}"/>'


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

    def at(self, axis: int, share: float) -> tuple[float, float]:
        angle = 2 * math.pi * axis / self.axes
        reach = self.radius * share / 100
        return self.centre + reach * math.sin(angle), self.centre - reach * math.cos(angle)

    def point(self, axis: int, share: float) -> str:
        x, y = self.at(axis, min(max(share, 2.0), 100.0))
        return f"{_n(x)},{_n(y)}"

    def ring(self, share: float, colour: str, width: float, opacity: float = 1.0) -> str:
        points = " ".join(f"{_n(x)},{_n(y)}" for x, y in (self.at(axis, share) for axis in range(self.axes)))
        stroke = f'stroke="{colour}" stroke-width="{_n(width)}" stroke-opacity="{_n(opacity)}"'
        return f'<polygon points="{points}" fill="none" {stroke}/>'

    def spokes(self, colour: str, width: float, opacity: float = 1.0) -> str:
        stroke = f'stroke="{colour}" stroke-width="{_n(width)}" stroke-opacity="{_n(opacity)}"'
        ends = (self.at(axis, 100) for axis in range(self.axes))
        start = f'x1="{_n(self.centre)}" y1="{_n(self.centre)}"'
        return "".join(f'<line {start} x2="{_n(x)}" y2="{_n(y)}" {stroke}/>' for x, y in ends)

    def grid(self) -> str:
        rings = "".join(self.ring(ring, GRID, 1.4 if ring == _RINGS[-1] else 0.8) for ring in _RINGS)
        marks = "".join(
            _text(self.centre + 3, self.at(0, ring)[1] + 9, str(ring), 7.5, MUTED, "start") for ring in _RINGS
        )
        return rings + self.spokes(GRID, 0.8) + marks

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
        hub = f"{_n(self.centre)},{_n(self.centre)}"
        return f'<polygon points="{hub} {points}" {fill}/><polyline points="{points}" fill="none" {stroke}/>'

    def _dot(self, axis: int, share: float | None, colour: str, *, hollow: bool) -> str:
        if share is None:
            return ""
        x, y = self.at(axis, min(max(share, 2.0), 100.0))
        fill = PAPER if hollow else colour
        return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="3" fill="{fill}" stroke="{colour}" stroke-width="1.6"/>'

    def labels(self, live: Sequence[bool]) -> str:
        """Draw the sections' numbers, pale where a section does not concern the organisation."""
        return "".join(self._label(axis, DUTY if alive else FAINT) for axis, alive in enumerate(live))

    def _label(self, axis: int, colour: str) -> str:
        x, y = self.at(axis, 117)
        ring = f'<circle cx="{_n(x)}" cy="{_n(y)}" r="11" fill="{PAPER}" stroke="{colour}" stroke-width="1.2"/>'
        return ring + _text(x, y + 4.2, str(axis + 1), 12, colour, "middle", bold=True)


def _text(x: float, y: float, words: str, size: float, colour: str, anchor: str, *, bold: bool = False) -> str:  # noqa: PLR0917 - one value a drawing attribute
    weight = "700" if bold else "400"
    style = f'font-family="{_FONT}" font-size="{_n(size)}" font-weight="{weight}" fill="{colour}"'
    return f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" {style}>{words}</text>'


def scale(low: float, high: float, ticks: Sequence[Tick], colour: str) -> str:
    """Draw a score on its scale: a solid bar up to `low`, a hatched one to `high`, the grades marked below.

    Args:
        low: The official score in percent of the full mark.
        high: What it could become if every open question turned out well.
        ticks: The starts of the grades.
        colour: The colour of the dial.
    """
    width, left, top, thick = 200.0, 4.0, 3.0, 9.0
    at = (width - 2 * left) / 100
    back = _rect(left, top, 100 * at, thick, "#eceff3")
    solid = _rect(left, top, low * at, thick, colour)
    hatch = _hatch(left + low * at, top, (high - low) * at, thick, colour)
    needle = _rect(left + low * at - 0.7, top - 2.5, 1.4, thick + 5, INK)
    return _svg(width, 28 if ticks else 16, back + hatch + solid + needle + _ticks(ticks, left, at, top + thick))


def _rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(max(width, 0))}" height="{_n(height)}" fill="{colour}"/>'


def _hatch(x: float, y: float, width: float, height: float, colour: str) -> str:
    """Draw slanted lines inside a frame; one by one, so that no renderer needs to know patterns."""
    if width < 1:
        return ""
    frame = f'fill="{PAPER}" stroke="{colour}" stroke-width="0.6"'
    lines = "".join(_slant(x, y, x + width, height, start) for start in range(0, int(width + height), 3))
    box = f'<rect x="{_n(x)}" y="{_n(y + 0.5)}" width="{_n(width)}" height="{_n(height - 1)}" {frame}/>'
    return f'{box}<g stroke="{colour}" stroke-width="0.7">{lines}</g>'


def _slant(x: float, y: float, end: float, height: float, start: float) -> str:
    """Draw one line that rises to the right, cut where it would leave the frame."""
    bottom_x, top_x = x + start - height, x + start
    y1, y2 = y + height, y
    if bottom_x < x:
        y1, bottom_x = y + height - (x - bottom_x), x
    if top_x > end:
        y2, top_x = y + (top_x - end), end
    if bottom_x >= top_x:
        return ""
    return f'<line x1="{_n(bottom_x)}" y1="{_n(y1)}" x2="{_n(top_x)}" y2="{_n(y2)}"/>'


def _ticks(ticks: Sequence[Tick], left: float, at: float, below: float) -> str:
    return "".join(
        f'<line x1="{_n(left + tick.share * at)}" y1="{_n(below)}" x2="{_n(left + tick.share * at)}" '
        f'y2="{_n(below + 3)}" stroke="{MUTED}" stroke-width="0.6"/>'
        + _text(left + tick.share * at, below + 12.5, tick.label, 9.5, MUTED, "start" if tick.share == 0 else "middle")
        for tick in ticks
    )


def watermark(words: str) -> str:
    """Set a word across the page, pale enough to read through and dark enough to survive a copier."""
    style = f'font-family="{_FONT}" font-size="120" font-weight="700" fill="{WATERMARK}"'
    place = 'x="300" y="340" text-anchor="middle" transform="rotate(-35 300 300)" letter-spacing="24"'
    return _svg(600, 600, f"<text {place} {style}>{words}</text>")
