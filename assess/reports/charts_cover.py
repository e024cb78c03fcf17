"""What a report wears: the figure on its cover, and the word across every page of what is not final (pure)."""

import math
from typing import Final

from assess.reports.charts_ink import FONT, Shares, n, svg

WATERMARK: Final = "#eeeff1"  # a colour and not an opacity: transparency costs a group object on every page

_WHITE: Final = "#ffffff"
_RINGS: Final = (25, 50, 75, 100)
_HUB = 46.0
_RIM = 194.0


def cover_figure(shares: Shares) -> str:
    """Draw every item of this very report as one ray, long where it earns, as the ornament of the cover."""
    step = 2 * math.pi / max(len(shares), 1)
    rays = "".join(_ray(index * step, step, share) for index, share in enumerate(shares))
    rings = "".join(
        f'<circle cx="200" cy="200" r="{n(_HUB + (_RIM - _HUB) * ring / 100)}" fill="none" stroke="{_WHITE}" '
        f'stroke-width="0.6" stroke-opacity="0.28"/>'
        for ring in (0, *_RINGS)
    )
    return svg(400, 400, rays + rings)


def _ray(start: float, step: float, share: float | None) -> str:
    """Draw one sector between the hub and its length; an item that is left out is a hairline."""
    reach = _HUB + (_RIM - _HUB) * max(share or 0, 3) / 100
    near, far = start + step * 0.12, start + step * 0.88
    corners = ((near, _HUB), (near, reach), (far, reach), (far, _HUB))
    points = [f"{n(200 + r * math.sin(angle))} {n(200 - r * math.cos(angle))}" for angle, r in corners]
    wide = int(far - near > math.pi)
    outer, inner = f"A{n(reach)} {n(reach)} 0 {wide} 1", f"A{n(_HUB)} {n(_HUB)} 0 {wide} 0"
    path = f"M{points[0]} L{points[1]} {outer} {points[2]} L{points[3]} {inner} {points[0]} Z"
    return f'<path d="{path}" fill="{_WHITE}" fill-opacity="{0.1 if share is None else 0.34}"/>'


def watermark(words: str) -> str:
    """Set a word across the page, pale enough to read through and dark enough to survive a copier."""
    style = f'font-family="{FONT}" font-size="120" font-weight="700" fill="{WATERMARK}"'
    place = 'x="300" y="340" text-anchor="middle" transform="rotate(-35 300 300)" letter-spacing="24"'
    return svg(600, 600, f"<text {place} {style}>{words}</text>")
