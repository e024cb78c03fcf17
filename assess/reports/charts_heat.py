"""Rows against columns: the weaker, the darker, and the number in every cell (pure)."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from assess.reports.charts_ink import (
    FONT,
    PAPER,
    Palette,
    Shares,
    fitted,
    n,
    readable,
    rect,
    stretching,
    svg,
    text,
    tinted,
    wrapped,
)

_STEPS: Final = ((90.0, 0.05), (75.0, 0.2), (60.0, 0.38), (40.0, 0.8), (0.0, 1.0))
"""From which share on a cell has which weight; on each of them words stand out, on a page of the service 4.5 : 1."""

_DESKTOP: Final = 860.0
_PHONE: Final = 320.0
_LETTERS: Final = 12.0
_LEADING: Final = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """Where cells lie: across in units of the picture, or in percent of its place; down always in units."""

    columns: int
    names: float
    width: float
    gap: float
    row: float
    size: float
    unit: str = ""

    @property
    def wide(self) -> float:
        return (self.width - self.names) / max(self.columns, 1)

    def across(self, x: float) -> str:
        return f"{n(x)}{self.unit}"

    def middle(self, column: int) -> float:
        return self.names + (column + 0.5) * self.wide

    def base(self, row: int, head: float) -> float:
        """Give the line on which the words of a row stand."""
        return head + (row + 0.5) * self.row + self.size * 0.36


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
    grid = _Grid(columns=len(columns), names=names, width=520.0, gap=0.6, row=17.0, size=11.0)
    head = 26.0
    size = grid.size
    heads = "".join(
        text(grid.middle(at), head - 9, fitted(one, size, grid.wide - 3), size, palette.ink, "middle", bold=True)
        for at, one in enumerate(columns)
    )
    told = ((names - 6, grid.base(at, head), fitted(one, size, names - 8)) for at, one in enumerate(rows))
    named = _words(told, grid)
    body = heads + _set(named, grid, palette, "end") + _cells(shares, grid, head, palette)
    return svg(grid.width, head + len(rows) * grid.row + 2, body, label)


def page_heat_map(
    rows: Sequence[str], numbers: Sequence[str], shares: Sequence[Shares], palette: Palette, label: str
) -> str:
    """Draw the same for a page itself: as wide as its place is, with letters that keep their size.

    The rows' names are there twice, as `heat__wide` and cut as `heat__narrow`; the page shows what it has room for.

    Args:
        rows: The names on the left.
        numbers: The columns' numbers; `page_heads` are their names.
        shares: One list of percentages a row, as they are told.
        palette: The colours of the page.
        label: What the picture says.
    """
    grid = _stretching(len(numbers))
    head = 18.0
    above = _set(_words(((grid.middle(at), 11, one) for at, one in enumerate(numbers)), grid), grid, palette, "middle")
    wide, narrow = (_names(rows, grid, head, palette, width) for width in (_DESKTOP, _PHONE))
    named = f'<g class="heat__wide">{wide}</g><g class="heat__narrow">{narrow}</g>'
    return stretching(head + len(rows) * grid.row + 1, above + named + _cells(shares, grid, head, palette), label)


def page_heads(columns: Sequence[str], palette: Palette) -> str:
    """Set the columns' names above a picture of that kind, where a page has room for them."""
    grid = _stretching(len(columns))
    lines = [wrapped(name, _LETTERS, grid.wide / 100 * _DESKTOP - 6) for name in columns]
    height = _LEADING * max((len(one) for one in lines), default=1) + 4
    placed = (
        (grid.middle(column), height - 6 - _LEADING * (len(found) - 1 - at), one)
        for column, found in enumerate(lines)
        for at, one in enumerate(found)
    )
    return stretching(height, _set(_words(placed, grid), grid, palette, "middle"), "")


def _stretching(columns: int) -> _Grid:
    return _Grid(columns=columns, names=24.0, width=100.0, gap=0.15, row=25.0, size=_LETTERS, unit="%")


def weight(share: float) -> float:
    """Give how dark a share is drawn, from 0 to 1."""
    return next(found for start, found in _STEPS if share >= start or start == 0)


def key(palette: Palette = PAPER) -> Iterator[tuple[int, int, str]]:
    """Give what the legend of a map holds, the weakest first: from which share, to which, and a cell of that kind."""
    starts = [*reversed([int(start) for start, _ in _STEPS]), 100]
    for low, high in itertools.pairwise(starts):
        edge = f'stroke="{palette.faint}" stroke-width="1"'
        place = 'x="0.5" y="0.5" width="15" height="15"'
        ground = rect(0, 0, 16, 16, palette.paper)
        yield low, high, svg(16, 16, f"{ground}<rect {place} {tinted(palette, weight(low))} {edge}/>", "")


def _names(rows: Sequence[str], grid: _Grid, head: float, palette: Palette, width: float) -> str:
    """Set the rows' names for a place of that width."""
    room = grid.names / 100 * width - 10
    placed = ((grid.names - 1, grid.base(at, head), fitted(one, grid.size, room)) for at, one in enumerate(rows))
    return _set(_words(placed, grid), grid, palette, "end")


def _words(placed: Iterator[tuple[float, float, str]], grid: _Grid) -> str:
    """Write words whose look their group gives, for there may be hundreds."""
    return "".join(
        f'<text x="{grid.across(x)}" y="{n(y)}">{escape(words, quote=False)}</text>' for x, y, words in placed
    )


def _set(words: str, grid: _Grid, palette: Palette, anchor: str) -> str:
    style = f'font-family="{FONT}" font-size="{n(grid.size)}" fill="{palette.ink}"'
    return f'<g text-anchor="{anchor}" {style}>{words}</g>'


def _cells(shares: Sequence[Shares], grid: _Grid, head: float, palette: Palette) -> str:
    """Draw the cells, those of a weight together, and their numbers above them all."""
    boxes: dict[float | None, list[str]] = {}
    looks = {dark: _look(dark, palette) for dark in (None, *(dark for _, dark in _STEPS))}
    across = [_across(column, grid) for column in range(grid.columns)]
    told = []
    for row, line in enumerate(shares):
        y, base = n(head + row * grid.row + 0.6), n(grid.base(row, head))
        for (box, middle), share in zip(across, line, strict=True):
            dark = None if share is None else weight(share)
            boxes.setdefault(dark, []).append(f'<rect {box} y="{y}"/>')
            words = "—" if share is None else n(round(share, 1))
            told.append(f'<text x="{middle}" y="{base}"{looks[dark]}>{words}</text>')
    drawn = "".join(_painted(dark, found, palette) for dark, found in boxes.items())
    return drawn + _set("".join(told), grid, palette, "middle")


def _across(column: int, grid: _Grid) -> tuple[str, str]:
    """Give what is the same for all cells of a column, and the middle of it."""
    x, width = grid.across(grid.names + column * grid.wide + grid.gap), grid.across(grid.wide - 2 * grid.gap)
    return f'x="{x}" width="{width}" height="{n(grid.row - 1.2)}"', grid.across(grid.middle(column))


def _painted(dark: float | None, boxes: Sequence[str], palette: Palette) -> str:
    fill = 'fill="none"' if dark is None else tinted(palette, dark)
    return f'<g {fill} stroke="{palette.faint}" stroke-width="0.5">{"".join(boxes)}</g>'


def _look(dark: float | None, palette: Palette) -> str:
    """Give what sets the number of a cell apart from the others."""
    if dark is None:
        return f' fill="{palette.muted}"'
    ink = readable(palette, dark)
    return (f' fill="{ink}"' if ink != palette.ink else "") + (' font-weight="700"' if dark == 1 else "")
