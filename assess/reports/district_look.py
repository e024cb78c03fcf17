"""What a district edition is drawn from besides its words (pure)."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from assess.reports.charts_bars import Kind
from assess.reports.district_parts import DistrictContent, Histogram, WeakItem

_MOST_RAYS: Final = 120


def drawn(content: DistrictContent) -> dict[str, object]:
    """Give the cover's rays: what is earned of every item, the weakest first."""
    return {"movers": (), "shares": (), "rays": _rays(content), "columns": _columns, "bars": _bars}


def _rays(content: DistrictContent) -> Sequence[str]:
    return [str(100 - int(one.bar)) for one in content.items if one.organisations != "0"][:_MOST_RAYS]


def _columns(histogram: Histogram) -> Iterator[tuple[str, int, bool]]:
    """Give the columns of a histogram, all of them pale: nobody's own is among them."""
    for one in histogram.bins:
        yield one.label, int(one.count.replace(",", "")), False


def _bars(items: Iterable[WeakItem]) -> Iterator[tuple[str, str, str, Kind]]:
    """Give a bar an item: its title, how much of it is lost."""
    for one in items:
        yield one.title, one.bar, one.lost, "main"
