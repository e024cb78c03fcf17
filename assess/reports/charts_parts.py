"""A whole and its parts in one bar: how many are how far (pure)."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from assess.reports.charts_ink import PAPER, Palette, n, rect, svg, tinted

Look = Literal["full", "strong", "middle", "light", "empty", "upright", "level"]
"""What a part looks like: from full to empty, or, where it fits nowhere between, in upright or in level stripes."""

_WEIGHTS: Final[dict[Look, float]] = {"full": 1.0, "strong": 0.66, "middle": 0.38, "light": 0.16, "empty": 0.0}
_WIDTH, _THICK = 200.0, 11.0


@dataclass(frozen=True, slots=True)
class Part:
    """One part: how many there are of it, and its look."""

    count: int
    look: Look


def stacked(parts: Sequence[Part], palette: Palette = PAPER, label: str | None = None) -> str:
    """Draw the parts one after the other; together they fill the bar.

    Args:
        parts: From the left to the right; those of nothing are left out.
        palette: The colours; the looks differ without them.
        label: What the picture says, where it stands in a page itself.
    """
    total = sum(part.count for part in parts) or 1
    drawn, at = [], 0
    for part in parts:
        x, width = _WIDTH * at / total, _WIDTH * part.count / total
        drawn.append(_drawn(part.look, x, width, palette) if part.count else "")
        at += part.count
    edge = f'<rect x="0.5" y="0.5" width="{n(_WIDTH - 1)}" height="{n(_THICK - 1)}" fill="none"'
    frame = f'{edge} stroke="{palette.faint}" stroke-width="1"/>'
    return svg(_WIDTH, _THICK, rect(0, 0, _WIDTH, _THICK, palette.paper) + "".join(drawn) + frame, label)


def mark(look: Look, palette: Palette = PAPER) -> str:
    """Draw a look for a legend."""
    edge = f'fill="none" stroke="{palette.faint}" stroke-width="1"'
    ground = rect(0, 0, _THICK, _THICK, palette.paper)
    frame = f'<rect x="0.5" y="0.5" width="{n(_THICK - 1)}" height="{n(_THICK - 1)}" {edge}/>'
    return svg(_THICK, _THICK, ground + _drawn(look, 0, _THICK, palette) + frame, "")


def _drawn(look: Look, x: float, width: float, palette: Palette) -> str:
    """Draw a part; stripes are one broken line, as broad as the part is high or long."""
    if look == "upright":
        return f'<path d="M{n(x)} {n(_THICK / 2)}h{n(width)}" {_fill(look, palette)}/>'
    if look == "level":
        return f'<path d="M{n(x + width / 2)} 1v{n(_THICK)}" stroke-width="{n(width)}" {_fill(look, palette)}/>'
    return f'<rect x="{n(x)}" y="0" width="{n(width)}" height="{n(_THICK)}" {_fill(look, palette)}/>'


@functools.cache
def _fill(look: Look, palette: Palette) -> str:
    if look == "upright":
        return f'stroke="{palette.alert}" stroke-width="{n(_THICK)}" stroke-dasharray="1 1.5"'
    if look == "level":
        return f'stroke="{palette.muted}" stroke-dasharray="1 1.5"'
    return f'{tinted(palette, _WEIGHTS[look])} stroke="{palette.paper}" stroke-width="0.8"'
