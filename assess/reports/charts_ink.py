"""What every picture of a report is drawn with: colours, words, bars, hatching; SVG as text (pure).

A picture carries its colours itself, because the style of a page does not reach it. On paper they are fixed or an
operator's own; inside a page of the service they are the page's custom properties, which follow the dark.
"""

import base64
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from assess.reports.faces import NAVY, OCHRE

FONT: Final = "'Assess Noto Sans SC','Noto Sans SC','PingFang SC','Microsoft YaHei',sans-serif"
_HEX: Final = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_OPENING: Final = r"\u3008\u300a\u300c\u300e\u3010\uff08"
_CLOSING: Final = r"\u3001\u3002\u3009\u300b\u300d\u300f\u3011\uff01\uff09\uff0c\uff1a\uff1b\uff1f"
_CHINESE: Final = r"\u2e80-\u9fff\uf900-\ufaff"
_BREAKABLE: Final = re.compile(
    rf"[{_OPENING}]*(?:[{_CHINESE}]|[^\s{_CHINESE}{_OPENING}{_CLOSING}-]*-?)[{_CLOSING}]*\s*"
)
"""What a line is not broken in: one Chinese character with the marks around it, or a word up to its hyphen."""

_PASSED = 0.45
_NARROW = 0.58

Shares = Sequence[float | None]
"""Percent, one an axis, column or point; None where there is nothing to measure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of a picture. `main` is full and dark, `second` lighter and always dashed or hollow."""

    main: str = NAVY
    second: str = OCHRE
    ink: str = "#1b2733"
    muted: str = "#66727f"
    faint: str = "#b4bcc5"
    grid: str = "#d5dbe2"
    wash: str = "#eceff3"
    paper: str = "#ffffff"
    alert: str = "#a8322a"


PAPER: Final = Palette()
"""The colours of the service itself on paper."""

SCREEN: Final = Palette(
    main="var(--accent)",
    second="var(--done)",
    ink="var(--ink)",
    muted="var(--ink-2)",
    faint="var(--line-strong)",
    grid="var(--line)",
    wash="var(--sunken)",
    paper="var(--paper)",
    alert="var(--error)",
)
"""The colours of a page of the service, for a picture that stands in the page itself."""


def data_uri(svg: str) -> str:
    """Wrap an SVG so that an `img` can carry it without any fetch."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")


def svg(width: float, height: float, body: str, label: str | None = None) -> str:
    """Close a picture.

    Args:
        width: Its own width; it is scaled as a whole.
        height: Its own height.
        body: What is drawn.
        label: Where it stands in a page itself, what it says to who cannot see it; empty where the words beside it
            say it all.
    """
    size = f'width="{n(width)}" height="{n(height)}" viewBox="0 0 {n(width)} {n(height)}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}{_said(label)}>{body}</svg>'


def stretching(height: float, body: str, label: str | None = None) -> str:
    """Close a picture as wide as its place, whose lengths across are percentages: its words keep their size."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="{n(height)}"{_said(label)}>{body}</svg>'


def _said(label: str | None) -> str:
    if label is None:
        return ""
    role = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return f' {role} focusable="false"'


def n(value: float) -> str:
    """Write a coordinate."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def text(x: float, y: float, words: str, size: float, colour: str, anchor: str, *, bold: bool = False) -> str:  # noqa: PLR0917 - one value a drawing attribute
    """Write one line; `anchor` is start, middle or end."""
    weight = "700" if bold else "400"
    style = f'font-family="{FONT}" font-size="{n(size)}" font-weight="{weight}" fill="{colour}"'
    return f'<text x="{n(x)}" y="{n(y)}" text-anchor="{anchor}" {style}>{escape(words, quote=False)}</text>'


def wide(words: str, size: float) -> float:
    """Estimate how wide words are: Chinese is square, the rest a little more than half of it."""
    return size * sum(1 if unicodedata.east_asian_width(one) in "WF" else _NARROW for one in words)


def fitted(words: str, size: float, room: float) -> str:
    """Cut words to the room there is and say with … that they go on."""
    if wide(words, size) <= room:
        return words
    kept = words
    while kept and wide(kept, size) + size > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def wrapped(words: str, size: float, room: float, most: int = 5) -> list[str]:
    """Set words in lines of about the same length: Chinese breaks anywhere but before a mark, other writing at spaces.

    Args:
        words: What is set.
        size: Of the letters.
        room: The width of a line; a word that is wider is cut.
        most: So many lines at most; the last is cut.
    """
    lines = _lines(words, size, room)
    even = _lines(words, size, min(wide(words, size) / len(lines) + size, room))
    kept = even if len(even) == len(lines) else lines
    kept = [*kept[: most - 1], "".join(kept[most - 1 :])]
    return [fitted(one.rstrip(), size, room) for one in kept if one]


def _lines(words: str, size: float, room: float) -> list[str]:
    lines = [""]
    for piece in _BREAKABLE.findall(words):
        if lines[-1] and wide((lines[-1] + piece).rstrip(), size) > room:
            lines.append("")
        lines[-1] += piece
    return lines


def rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    """Draw a filled box."""
    return f'<rect x="{n(x)}" y="{n(y)}" width="{n(max(width, 0))}" height="{n(height)}" fill="{colour}"/>'


def line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 0.8) -> str:  # noqa: PLR0917 - as above
    """Draw a straight line."""
    ends = f'x1="{n(x1)}" y1="{n(y1)}" x2="{n(x2)}" y2="{n(y2)}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{n(width)}"/>'


def hatch(x: float, y: float, width: float, height: float, colour: str, paper: str = "#ffffff") -> str:  # noqa: PLR0917 - as above
    """Draw slanted lines inside a frame; one by one, so that no renderer needs to know patterns."""
    if width < 1:
        return ""
    frame = f'fill="{paper}" stroke="{colour}" stroke-width="0.6"'
    lines = "".join(_slant(x, y, x + width, height, start) for start in range(0, int(width + height), 3))
    box = f'<rect x="{n(x)}" y="{n(y + 0.5)}" width="{n(width)}" height="{n(height - 1)}" {frame}/>'
    return f'{box}<path d="{lines}" fill="none" stroke="{colour}" stroke-width="0.7"/>'


def _slant(x: float, y: float, end: float, height: float, start: float) -> str:
    """Draw one line that rises to the right, cut where it would leave the frame."""
    bottom_x, top_x = x + start - height, x + start
    y1, y2 = y + height, y
    if bottom_x < x:
        y1, bottom_x = y + height - (x - bottom_x), x
    if top_x > end:
        y2, top_x = y + (top_x - end), end
    return f"M{n(bottom_x)} {n(y1)}L{n(top_x)} {n(y2)}" if bottom_x < top_x else ""


def tinted(palette: Palette, weight: float) -> str:
    """Give the attributes of the main colour at a weight from 0 (paper) to 1 (full)."""
    if _HEX.fullmatch(palette.main) and _HEX.fullmatch(palette.paper):
        return f'fill="{mixed(palette.main, palette.paper, weight)}"'
    return f'fill="{palette.main}" fill-opacity="{n(weight)}"'


def mixed(colour: str, paper: str, weight: float) -> str:
    """Mix two colours: 1 is all of the first."""
    pairs = ((int(one[at : at + 2], 16) for one in (colour, paper)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a * weight + b * (1 - weight)):02x}" for a, b in pairs)


def readable(palette: Palette, weight: float) -> str:
    """Give the colour of words on a ground of that weight."""
    return palette.paper if weight > _PASSED else palette.ink
