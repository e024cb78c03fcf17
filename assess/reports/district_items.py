"""Build which items lose most, and what is open for whom (pure)."""

import datetime as dt
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from assess.reports.district_figures import DIALS, Dial, ItemSum, Own
from assess.reports.district_frame import NONE, DistrictFrame, count, fixed, percent, share
from assess.reports.district_parts import Department, OpenDuty, OwnView, WeakItem
from assess.reports.figures import number
from assess.reports.frame import Frame
from assess.reports.parts import Pair
from assess.scoring.form import Item
from assess.values.formats import date

_NOTHING: Final = ItemSum(0, 0, 0, 0)
_NEVER: Final = dt.date.max


def ranked(frame: DistrictFrame) -> tuple[WeakItem, ...]:
    """Rank all scored items by the share of points that is lost; one that applies to nobody comes last."""
    if not frame.figures.scores:
        return ()
    sums = frame.figures.items
    items = [item for item in frame.form.items() if not item.bonus]
    items.sort(key=lambda item: _rank(sums.get(item.key, _NOTHING)))
    return tuple(_weak(frame, at, item, sums.get(item.key, _NOTHING)) for at, item in enumerate(items, start=1))


def _rank(found: ItemSum) -> tuple[Decimal, int]:
    exact = Decimal(found.lost) / found.span if found.span else Decimal(-1)
    return -exact, -found.open


def _weak(frame: DistrictFrame, at: int, item: Item, found: ItemSum) -> WeakItem:
    lost = share(found.lost, found.span)
    return WeakItem(
        number=str(at),
        title=frame.text(item.title),
        where=frame.where(item.clauses),
        dial=item.purpose,
        label=frame.word(f"dial.{item.purpose}.tag"),
        organisations=count(found.organisations),
        open=count(found.open),
        not_applicable=count(len(frame.figures.scores) - found.organisations),
        lost=percent(lost),
        bar=str((lost or Decimal(0)).quantize(Decimal(1), ROUND_HALF_UP)),
    )


def departments(frame: Frame, sums: Mapping[str, ItemSum], as_of: dt.date) -> tuple[Department, ...]:
    """List the open duties of everybody who usually sees to them, those first who have most points to win back."""
    open_ones: dict[str, list[tuple[Item, ItemSum]]] = {}
    for item in frame.form.items():
        found = sums.get(item.key, _NOTHING)
        if item.purpose == "duty" and not item.bonus and found.open:
            open_ones.setdefault(_owner(frame, item), []).append((item, found))
    lost = {name: sum(found.lost for _, found in duties) for name, duties in open_ones.items()}
    return tuple(
        Department(
            name=frame.word("district.department", name=name, count=len(open_ones[name])),
            lost=_points(lost[name]),
            duties=tuple(_duty(frame, item, found, as_of) for item, found in _ordered(open_ones[name], as_of)),
        )
        for name in sorted(open_ones, key=lambda name: (-lost[name], name))
    )


def _owner(frame: Frame, item: Item) -> str:
    advice = item.advice.get("none") or next(iter(item.advice.values()), None)
    return frame.text(advice.owner) if advice else NONE


def _ordered(duties: list[tuple[Item, ItemSum]], as_of: dt.date) -> list[tuple[Item, ItemSum]]:
    """Put those first whose day is past, then those whose day comes soonest, then what loses most."""

    def rank(one: tuple[Item, ItemSum]) -> tuple[bool, dt.date, int]:
        due = _due(one[0])
        return not (due < as_of), due, -one[1].lost

    return sorted(duties, key=rank)


def _due(item: Item) -> dt.date:
    return dt.date.fromisoformat(item.deadline) if item.deadline else _NEVER


def _duty(frame: Frame, item: Item, found: ItemSum, as_of: dt.date) -> OpenDuty:
    due = _due(item)
    state = "past" if due < as_of else "ahead"
    return OpenDuty(
        title=frame.text(item.gap or item.title),
        where=frame.where(item.clauses),
        organisations=count(found.open),
        lost=_points(found.lost),
        deadline=frame.word(f"deadline.{state}", due=date(due, frame.locale)) if item.deadline else NONE,
        past=due < as_of,
    )


def _points(value: int) -> str:
    return number(Decimal(value).scaleb(-2))


def own(frame: DistrictFrame) -> OwnView | None:
    """Tell what the district itself submitted, where it did."""
    found = frame.figures.own
    if found is None:
        return None
    theirs = Frame(
        published=found.published,
        sha256="",
        inputs=frame.inputs,
        result=frame.result,
        cover=frame.cover,
        locale=frame.locale,
    )
    said = {"campaign": found.campaign, "checklist": theirs.text(found.published.checklist.title)}
    return OwnView(
        title=frame.word("district.own.title", name=frame.cover.organisation),
        lead=frame.word("district.own.lead", as_of=date(found.as_of, frame.locale), **said),
        pairs=(*(_score(theirs, found, dial) for dial in DIALS), _grade(theirs, found)),
        departments=departments(theirs, found.items, found.as_of),
    )


def _score(frame: Frame, found: Own, dial: Dial) -> Pair:
    held = found.score.column(dial, "holds")
    told = frame.word("district.own.score", value=_decimal(held), full=number(frame.rule(dial).full))
    return Pair(label=frame.word(f"dial.{dial}"), value=frame.word("dial.none") if held is None else told)


def _decimal(held: int | None) -> str:
    return NONE if held is None else fixed(Decimal(held).scaleb(-2))


def _grade(frame: Frame, found: Own) -> Pair:
    kind = "district.grade.withheld" if found.score.withheld else "district.grade.none"
    letter = None if found.score.withheld else found.score.grade
    titles = {band.grade: frame.text(band.title) for band in frame.form.duty.bands}
    named = frame.word("grade.named", grade=letter, title=titles[letter]) if letter in titles else letter
    return Pair(label=frame.word("grade"), value=named or frame.word(kind))
