"""The pictures of one report for its templates, or of a page of the service (pure)."""

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assess.reports import charts, charts_bars, charts_cover, charts_heat, charts_lines
from assess.reports.charts_bars import Bar, Bin, Kind, Spread, Tick
from assess.reports.charts_ink import PAPER, Palette, data_uri
from assess.reports.charts_lines import Point
from assess.reports.faces import Face
from assess.reports.glyphs import printable
from assess.reports.parts import DialView, GapView, SectionScore
from assess.reports.parts_history import CycleView
from assess.reports.parts_peers import PeerGroup

Share = float | str | None
"""A percentage as a chart or as the content of a report tells it."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """Draws with one face.

    In a report every method gives the address of a picture, whose words are in the template's `alt`. A page takes the
    picture itself: `carry` then passes it on, and `said` is what it says to who cannot see it.
    """

    palette: Palette = PAPER
    carry: Callable[[str], str] = data_uri

    @classmethod
    def of(cls, face: Face) -> "Pictures":
        """Take the operator's colours."""
        return cls(dataclasses.replace(PAPER, main=face.main, second=face.second))

    def radar(self, sections: Sequence[SectionScore], said: str | None = None) -> str | None:
        """Draw both dials over the sections; None where there are too few."""
        if not charts.can_draw_radar(len(sections)):
            return None
        duty = _shares(one.duty_share for one in sections)
        return self.carry(charts.radar(duty, _shares(one.readiness_share for one in sections), self.palette, said))

    def scale(self, dial: DialView, said: str | None = None) -> str:
        """Draw a score on its scale."""
        colour = self.palette.main if dial.dial == "duty" else self.palette.second
        ticks = [Tick(float(band.start), band.grade) for band in dial.bands]
        low, high = float(dial.low_share), float(dial.high_share)
        return self.carry(charts_bars.scale(low, high, ticks, colour, self.palette, said))

    def lost(self, gap: GapView) -> str:
        """Draw how much a gap costs beside the costliest; the points stand beside it in words."""
        return self.alone(gap.lost_share, "alert" if gap.severity == "veto" else "main")

    def alone(self, share: Share, kind: Kind) -> str:
        """Draw one bar whose number stands beside it."""
        return self.carry(charts_bars.alone(float(share or 0), kind, self.palette, ""))

    def trend(self, cycles: Sequence[CycleView]) -> str | None:
        """Draw how a result moved; None where there are fewer than two cycles."""
        if not charts_lines.can_draw_trend(len(cycles)):
            return None
        points = [
            Point(label=one.as_of, duty=_share(one.duty.share), readiness=_share(one.readiness.share)) for one in cycles
        ]
        return self.carry(charts_lines.trend(points, self.palette))

    def groups(self, groups: Iterable[PeerGroup]) -> str:
        """Draw how many of the others are in each group; the reader's own is dark."""
        return self.bars(((one.label, one.share, one.count, "main" if one.own else "pale") for one in groups), 150)

    def bars(self, rows: Iterable[tuple[str, Share, str, Kind]], names: float = 120.0, width: float = 360.0) -> str:
        """Draw bars: name, length in percent, number, kind."""
        made = [
            Bar(label=printable(label), share=float(share or 0), told=told, kind=kind)
            for label, share, told, kind in rows
        ]
        return self.carry(charts_bars.bars(made, self.palette, names=names, width=width))

    def heat_map(
        self, rows: Sequence[str], columns: Sequence[str], shares: Sequence[Sequence[Share]], names: float = 110.0
    ) -> str:
        """Draw rows against columns, the weaker the darker."""
        kept = [_shares(row) for row in shares]
        named = [printable(row) for row in rows], [printable(column) for column in columns]
        return self.carry(charts_heat.heat_map(*named, kept, self.palette, names=names))

    def histogram(self, bins: Iterable[tuple[str, int, bool]]) -> str:
        """Draw counts: name of the column, count, whether the reader is in it."""
        made = [Bin(label=printable(label), count=count, own=own) for label, count, own in bins]
        return self.carry(charts_bars.histogram(made, self.palette))

    def distribution(self, spread: Sequence[Share], own: Share = None) -> str:
        """Draw a spread: lowest, lower quartile, median, upper quartile, highest; and where the reader is."""
        lowest, lower, median, upper, highest = (float(one or 0) for one in spread)
        made = Spread(lowest=lowest, lower=lower, median=median, upper=upper, highest=highest, own=_share(own))
        return self.carry(charts_bars.distribution(made, self.palette))

    def cover(self, shares: Sequence[Share]) -> str:
        """Draw every item as a ray."""
        return self.carry(charts_cover.cover_figure(_shares(shares)))

    def watermark(self, words: str) -> str:
        """Set a word across a page."""
        return self.carry(charts_cover.watermark(words))


def _share(share: Share) -> float | None:
    return None if share is None else float(share)


def _shares(shares: Iterable[Share]) -> list[float | None]:
    return [_share(one) for one in shares]
