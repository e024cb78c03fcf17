"""What a district edition is drawn from besides its words (pure)."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from assess.reports.charts_bars import Kind
from assess.reports.charts_heat import weight
from assess.reports.charts_ink import PAPER, mixed
from assess.reports.district_parts import DistrictContent, Histogram, WeakItem
from assess.reports.faces import READABLE, Face, contrast

_MOST_RAYS: Final = 120
_FROM: Final = (90, 75, 60, 40, 0)
"""From which share on a cell has which shade, the lightest first."""


def drawn(content: DistrictContent, face: Face) -> dict[str, object]:
    """Give the cover's rays: what is earned of every item, the weakest first; and the shades of the heat map."""
    looks = {"columns": columns, "bars": bars, "shades": shades(face.main)}
    return {"movers": (), "shares": (), "rays": _rays(content), **looks}


def shades(main: str) -> str:
    """Give the cells of the heat map an operator's colour, the weaker the darker, and words that can be read on it."""
    grounds = (mixed(main, PAPER.paper, weight(start)) for start in _FROM)
    return " ".join(f".h{at} {{ background: {one}; color: {_ink(one)}; }}" for at, one in enumerate(grounds))


def _ink(ground: str) -> str:
    return next((ink for ink in (PAPER.paper, PAPER.ink) if contrast(ink, ground) >= READABLE), "#000000")


def _rays(content: DistrictContent) -> Sequence[str]:
    return [str(100 - int(one.bar)) for one in content.items if one.organisations != "0"][:_MOST_RAYS]


def columns(histogram: Histogram) -> Iterator[tuple[str, int, bool]]:
    """Give the columns of a histogram, all of them pale: nobody's own is among them."""
    for one in histogram.bins:
        yield one.label, int(one.count.replace(",", "")), False


def bars(items: Iterable[WeakItem]) -> Iterator[tuple[str, str, str, Kind]]:
    """Give a bar an item: its title, how much of it is lost."""
    for one in items:
        yield one.title, one.bar, one.lost, "main"
