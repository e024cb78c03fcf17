"""What a district edition is drawn from besides its words (pure)."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from assess.reports.charts_bars import Kind
from assess.reports.charts_heat import weight
from assess.reports.charts_ink import PAPER, mixed
from assess.reports.district_parts import DistrictContent, HeatCell, HeatMap, Histogram, WeakItem
from assess.reports.faces import READABLE, Face, contrast
from assess.reports.parts import Dial

_MOST_RAYS: Final = 120
_MOST_ROWS: Final = 24
_FROM: Final = (90, 75, 60, 40, 0)
"""From which share on a cell has which shade, the lightest first."""


def drawn(content: DistrictContent, face: Face) -> dict[str, object]:
    """Give the cover's rays: what is earned of every item, the weakest first; and the shades of the heat map."""
    looks = {"columns": columns, "bars": bars, "shades": shades(face.main), "maps": maps(content.heat)}
    return {"movers": (), "shares": (), "rays": _rays(content), **looks}


@dataclass(frozen=True, slots=True)
class Map:
    """All districts × all sections on one dial, as one picture; `first` is the title of the first of its tables."""

    dial: Dial
    first: str
    said: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    shares: tuple[tuple[str | None, ...], ...]


def maps(heat: Sequence[HeatMap]) -> tuple[Map, ...]:
    """Put the tables of a dial side by side again, for one picture; more rows than a page holds have none."""
    found = (list(parts) for _, parts in itertools.groupby(heat, key=lambda one: one.dial))
    return tuple(_map(parts) for parts in found if len(parts[0].rows) <= _MOST_ROWS)


def _map(parts: Sequence[HeatMap]) -> Map:
    beside = zip(*(part.rows for part in parts), strict=True)
    return Map(
        dial=parts[0].dial,
        first=parts[0].title,
        said=parts[0].alt,
        rows=tuple(row.name for row in parts[0].rows),
        columns=tuple(column.number for part in parts for column in part.columns),
        shares=tuple(tuple(_share(cell) for row in rows for cell in row.cells) for rows in beside),
    )


def _share(cell: HeatCell) -> str | None:
    return None if cell.shade == "none" else cell.text.removesuffix("%")


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
