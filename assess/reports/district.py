"""Build what the district edition says from the figures of a campaign (pure)."""

from collections.abc import Iterator
from typing import Final

from assess.reports import annexes, district_heat, district_items, district_lists, district_spread
from assess.reports.district_figures import DistrictFigures
from assess.reports.district_frame import DistrictFrame, count, framed
from assess.reports.district_parts import DistrictContent
from assess.reports.parts import Identity, Pair
from assess.values.formats import date
from assess.values.text import Locale

MOST_WEAK: Final = 15
_SHORT: Final = 32
_LIMITS: Final = ("answers", "states", "sums", "quartiles", "low")


def build(figures: DistrictFigures, locale: Locale) -> DistrictContent:
    """Build a district edition; the same figures give the same one."""
    frame = framed(figures, locale)
    ranked = district_items.ranked(frame)
    weakest = tuple(one for one in ranked if one.dial == "duty" and one.open != "0")[:MOST_WEAK]
    return DistrictContent(
        locale=locale,
        state="interim" if figures.open else "final",
        identity=_identity(frame),
        overview=district_spread.overview(frame, weakest),
        histograms=district_spread.histograms(frame),
        heat=district_heat.maps(frame),
        weakest=weakest,
        items=ranked,
        departments=district_items.departments(frame, figures.items, figures.as_of),
        own=district_items.own(frame),
        late=district_lists.late(frame),
        compared=district_lists.compared(frame),
        sources=annexes.sources(frame),
        limits=tuple(frame.word(f"district.limit.{one}") for one in _LIMITS),
    )


def _identity(frame: DistrictFrame) -> Identity:
    figures, checklist = frame.figures, frame.published.checklist
    name = figures.part or figures.organiser
    return Identity(
        title=frame.word("district.title"),
        checklist=frame.text(checklist.title),
        organisation=name,
        short_name=name if len(name) <= _SHORT else name[: _SHORT - 1] + "…",
        measure=frame.text(frame.published.measure.title),
        version=checklist.version,
        as_of=date(figures.as_of, frame.locale),
        as_of_iso=figures.as_of.isoformat(),
        reference=figures.reference,
        pairs=tuple(Pair(label=frame.word(key), value=value) for key, value in _pairs(frame) if value),
    )


def _pairs(frame: DistrictFrame) -> Iterator[tuple[str, str]]:
    figures, checklist = frame.figures, frame.published.checklist
    title = frame.text(frame.published.measure.title)
    part = figures.part
    yield "district.campaign", figures.campaign
    yield "district.organiser", figures.organiser
    yield "district.part", frame.word("district.part.below", name=part) if part else frame.word("district.part.whole")
    yield "measure", f"《{title.strip('《》')}》" if frame.locale == "zh" else title
    yield "checklist", f"{frame.text(checklist.title)} · {frame.word('version')} {checklist.version}"
    days = {"opens": date(figures.opens_on, frame.locale), "closes": date(figures.closes_on, frame.locale)}
    yield "district.period", frame.word("district.period.value", **days)
    yield "district.counts", frame.word("district.counts.value", **_counts(figures))
    yield "reference", figures.reference
    yield "district.as_of", date(figures.as_of, frame.locale)


def _counts(figures: DistrictFigures) -> dict[str, str]:
    return {
        "total": count(sum(one.total for one in figures.districts)),
        "handed_in": count(sum(one.handed_in for one in figures.districts)),
        "decided": count(sum(one.decided for one in figures.districts)),
    }
