"""The heat map of a campaign: districts against sections, as a picture and as the table of the same numbers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from markupsafe import Markup

from assess.checklists.definition import Published
from assess.overview.dashboard import District
from assess.overview.dashboard_sums import Column, Dial
from assess.reports import charts_heat
from assess.reports.charts_ink import SCREEN
from assess.web import pictures
from assess.web.i18n import gettext as _
from assess.web.views import dashboard as views

_TENTH: Final = Decimal("0.1")

Line = tuple[str, Sequence[Decimal | None]]
"""A district's name and what it reached in each section, in percent, as it is told."""


@dataclass(frozen=True, slots=True)
class Map:
    """The picture, and its table: number and title of each column, the name and the cells of each row.

    `heads` are the titles above the picture, where there is room for them.
    """

    heads: Markup
    picture: Markup
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def heat(document: Published, shown: Iterable[District], sections: Sequence[str], dial: Dial, column: Column) -> Map:
    """Draw up the heat map of what the sections reached, district by district."""
    titles = views.titles(document)
    numbers = {key: str(number) for number, key in enumerate(titles, start=1)}
    columns = tuple((numbers[key], titles[key]) for key in sections)
    lines = [(views.name(one), [_told(one.scores.section(key, dial, column)) for key in sections]) for one in shown]
    return Map(
        heads=pictures.inline(charts_heat.page_heads([title for _, title in columns], SCREEN)),
        picture=_picture(lines, columns, _said(lines, columns, dial, column)),
        columns=columns,
        rows=tuple((name, tuple(views.percent(share) for share in shares)) for name, shares in lines),
    )


def steps() -> Iterator[tuple[Markup, str]]:
    """Name the shades, the weakest first."""
    for low, high, cell in charts_heat.key(SCREEN):
        words = f"{low}–{high}%" if high == 100 else _("%(low)s%% 至不足 %(high)s%%", low=low, high=high)  # noqa: PLR2004 - percent
        yield pictures.inline(cell), words


def _told(share: Decimal | None) -> Decimal | None:
    """Round once, so that the shade goes with the number."""
    return None if share is None else share.quantize(_TENTH)


def _picture(lines: Sequence[Line], columns: Sequence[tuple[str, str]], said: str) -> Markup:
    names, numbers = [name for name, _ in lines], [number for number, _ in columns]
    shares = [[None if one is None else float(one) for one in row] for _, row in lines]
    return pictures.inline(charts_heat.page_heat_map(names, numbers, shares, SCREEN, said))


def _said(lines: Sequence[Line], columns: Sequence[tuple[str, str]], dial: Dial, column: Column) -> str:
    """Say what the picture shows, and where the lowest share is."""
    what = {"dial": _(views.DIAL_NAMES[dial]), "column": _(views.COLUMN_NAMES[column])}
    shares = [(share, name, at) for name, row in lines for at, share in enumerate(row) if share is not None]
    if not shares:
        return _("热力图：各区县在各一级指标上的得分率（%(dial)s，%(column)s），还没有可统计的", **what)
    least, name, at = min(shares)
    return _(
        "热力图：各区县在各一级指标上的得分率（%(dial)s，%(column)s），数字见下面的表；最低的是%(name)s的“%(section)s”，%(share)s",
        **what,
        name=name,
        section=columns[at][1],
        share=views.percent(least),
    )
