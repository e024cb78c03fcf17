"""External programmes beside an assessment: the estimates of a year, and what the page links to."""

from dataclasses import dataclass

from assess.checklists.definition import Published
from assess.programmes.definition import Programme
from assess.reports import estimates
from assess.reports.frame import Frame
from assess.reports.parts import UnclaimedView
from assess.web.views.desk import Desk
from assess.wording.estimates import EstimateTold


@dataclass(frozen=True, slots=True)
class Shown:
    """The estimates of one year; `others` are the years one may turn to, `tables` where the rows can be filled in."""

    year: int
    others: tuple[int, ...]
    estimates: tuple[EstimateTold, ...]
    unclaimed: tuple[UnclaimedView, ...]
    tables: dict[str, str]


def shown(desk: Desk, frame: Frame, asked: str) -> Shown:
    """Estimate the programmes of the checklist for this year, or for last year where that is asked for."""
    this = frame.inputs.as_of.year
    years = {str(year): year for year in (this, this - 1)}
    year = years.get(asked, this)
    told = estimates.estimates(frame, year)
    return Shown(
        year=year,
        others=tuple(other for other in years.values() if other != year),
        estimates=told,
        unclaimed=estimates.unclaimed(frame, told),
        tables=_tables(desk, frame.published) if desk.editable else {},
    )


def _tables(desk: Desk, published: Published) -> dict[str, str]:
    """Give the address of the question page at which each programme's rows are asked for."""
    found = {one.key: _place(desk, one) for one in published.programmes}
    return {key: place for key, place in found.items() if place}


def _place(desk: Desk, programme: Programme) -> str:
    wanted = programme.subsidy.fact
    if desk.asked.get(wanted) != "ask":
        return ""
    cards = ((page, card) for page in desk.sheet.groups() for card in page.items)
    places = (desk.place(page.place) for page, card in cards if wanted in card.item.reads)
    return next(places, "")
