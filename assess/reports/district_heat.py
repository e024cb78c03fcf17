"""Build the heat map of districts and sections (pure)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from assess.reports.district_figures import DIALS, Dial, SectionSum
from assess.reports.district_frame import NONE, DistrictFrame, count, percent, share, together
from assess.reports.district_parts import HeatCell, HeatColumn, HeatMap, HeatRow, Shade

WIDEST: Final = 6
"""How many sections a page holds beside the districts' names."""

_SHADES: Final[tuple[tuple[Decimal, Shade], ...]] = (
    (Decimal(90), "0"),
    (Decimal(75), "1"),
    (Decimal(60), "2"),
    (Decimal(40), "3"),
)

Column = tuple[str, HeatColumn]
"""A section's key with its heading."""


def maps(frame: DistrictFrame) -> tuple[HeatMap, ...]:
    """Build the maps of both dials, each of the sections that anybody has points in, in parts a page holds."""
    return tuple(one for dial in DIALS for one in _parted(frame, dial))


def _parted(frame: DistrictFrame, dial: Dial) -> Iterator[HeatMap]:
    columns = _columns(frame, dial)
    pieces = -(-len(columns) // WIDEST)
    size = -(-len(columns) // pieces) if pieces else 0
    for start in range(0, len(columns), size or 1):
        yield _map(frame, dial, columns[start : start + size])


def _columns(frame: DistrictFrame, dial: Dial) -> list[Column]:
    used = {section for (_, section, on), one in frame.figures.sections.items() if on == dial and one.points}
    return [
        (section.key, HeatColumn(number=str(number), title=frame.text(section.title)))
        for number, section in enumerate(frame.form.sections, start=1)
        if section.key in used
    ]


def _map(frame: DistrictFrame, dial: Dial, columns: Sequence[Column]) -> HeatMap:
    sums, districts = frame.figures.sections, frame.figures.districts
    rows = [
        HeatRow(name=frame.named(one.name), cells=tuple(_cell(sums.get((at, key, dial))) for key, _ in columns))
        for at, one in enumerate(districts)
        if one.handed_in
    ]
    if len(rows) > 1:
        added = tuple(_cell(_all_of(frame, key, dial)) for key, _ in columns)
        rows.append(HeatRow(name=frame.word("district.all"), cells=added, total=True))
    title = frame.word(f"dial.{dial}")
    return HeatMap(
        dial=dial,
        title=frame.word("district.heat.title", dial=title, first=columns[0][1].number, last=columns[-1][1].number),
        alt=frame.word("district.heat.alt", dial=title),
        columns=tuple(heading for _, heading in columns),
        rows=tuple(rows),
    )


def _all_of(frame: DistrictFrame, section: str, dial: Dial) -> SectionSum:
    return together(one for (_, key, on), one in frame.figures.sections.items() if (key, on) == (section, dial))


def _cell(found: SectionSum | None) -> HeatCell:
    part = None if found is None else share(found.earned, found.points)
    if found is None or part is None:
        return HeatCell(text=NONE, shade="none", organisations="0")
    return HeatCell(text=percent(part), shade=_shade(part), organisations=count(found.organisations))


def _shade(part: Decimal) -> Shade:
    return next((shade for least, shade in _SHADES if part >= least), "4")
