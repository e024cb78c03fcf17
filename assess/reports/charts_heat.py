"""Rows against columns: the weaker, the darker, and the number in every cell (pure)."""

from collections.abc import Sequence
from typing import Final

from assess.reports.charts_ink import PAPER, Palette, Shares, fitted, n, readable, svg, text, tinted

_WIDTH = 520.0
_ROW = 20.0
_HEAD = 26.0
_STEPS: Final = ((90.0, 0.05), (75.0, 0.2), (60.0, 0.38), (40.0, 0.66), (0.0, 1.0))
"""From which share on a cell has which weight."""


def heat_map(
    rows: Sequence[str],
    columns: Sequence[str],
    shares: Sequence[Shares],
    palette: Palette = PAPER,
    label: str | None = None,
    *,
    names: float = 110.0,
) -> str:
    """Draw one cell for every row and column; one without a share is empty with a dash.

    Args:
        rows: The names on the left.
        columns: The names above.
        shares: One list of percentages a row.
        palette: The colours; what is dark survives a black and white print, and the number says it too.
        label: What the picture says, where it stands in a page itself.
        names: The room for the rows' names.
    """
    wide = (_WIDTH - names) / max(len(columns), 1)
    head = "".join(
        text(names + (at + 0.5) * wide, _HEAD - 9, fitted(one, 9.5, wide - 3), 9.5, palette.ink, "middle", bold=True)
        for at, one in enumerate(columns)
    )
    body = "".join(
        _line(name, found, _HEAD + at * _ROW, (names, wide), palette)
        for at, (name, found) in enumerate(zip(rows, shares, strict=True))
    )
    return svg(_WIDTH, _HEAD + len(rows) * _ROW + 2, head + body, label)


def weight(share: float) -> float:
    """Give how dark a share is drawn, from 0 to 1."""
    return next(found for start, found in _STEPS if share >= start or start == 0)


def _line(name: str, shares: Shares, top: float, room: tuple[float, float], palette: Palette) -> str:
    names, wide = room
    title = text(names - 6, top + 13.6, fitted(name, 9.5, names - 8), 9.5, palette.ink, "end")
    return title + "".join(_cell(names + at * wide, top, wide, share, palette) for at, share in enumerate(shares))


def _cell(x: float, top: float, wide: float, share: float | None, palette: Palette) -> str:
    frame = f'x="{n(x + 0.6)}" y="{n(top + 0.6)}" width="{n(wide - 1.2)}" height="{n(_ROW - 1.2)}"'
    edge = f'stroke="{palette.faint}" stroke-width="0.5"'
    if share is None:
        return f'<rect {frame} fill="none" {edge}/>' + text(x + wide / 2, top + 13.6, "—", 9.5, palette.muted, "middle")
    dark = weight(share)
    told = text(x + wide / 2, top + 13.6, n(round(share, 1)), 9.5, readable(palette, dark), "middle", bold=dark == 1)
    return f"<rect {frame} {tinted(palette, dark)} {edge}/>{told}"
