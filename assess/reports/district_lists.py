"""Build who has not submitted, and how this campaign stands beside the one before (pure)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from assess.reports.district_figures import DIALS, Dial, Earlier, SectionSum, Waiting
from assess.reports.district_frame import (
    NONE,
    DistrictFrame,
    column_of,
    count,
    fixed,
    percent,
    quartile,
    share,
    tenths,
    together,
)
from assess.reports.district_parts import Compared, ComparedRow, Late, LateRow
from assess.values.formats import date

MOST_NAMED: Final = 200


def late(frame: DistrictFrame) -> Late:
    """List who has not submitted, those over time first."""
    waiting, unnamed = frame.figures.waiting, frame.figures.unnamed
    if waiting is None:
        return Late(lead=frame.word("district.late.unnamed", count=count(unnamed)), rows=(), note="")
    ordered = sorted(waiting, key=lambda one: (not one.overdue, one.last_day, one.district, one.name))
    rest = len(ordered) - MOST_NAMED
    return Late(
        lead=_lead(frame, ordered),
        rows=tuple(_late(frame, one) for one in ordered[:MOST_NAMED]),
        note=frame.word("district.late.more", shown=MOST_NAMED, rest=count(rest)) if rest > 0 else "",
    )


def _lead(frame: DistrictFrame, waiting: list[Waiting]) -> str:
    if not waiting:
        asked = sum(one.total for one in frame.figures.districts)
        return frame.word("district.late.none" if asked else "district.late.nobody")
    over = sum(one.overdue for one in waiting)
    return frame.word("district.late.lead", count=count(len(waiting)), overdue=count(over))


def _late(frame: DistrictFrame, one: Waiting) -> LateRow:
    day = date(one.last_day, frame.locale)
    return LateRow(
        name=one.name,
        district=frame.named(one.district),
        state=frame.word("district.late.filling" if one.begun else "district.late.not_started"),
        deadline=frame.word("district.late.past", day=day) if one.overdue else day,
        overdue=one.overdue,
    )


def compared(frame: DistrictFrame) -> Compared | None:
    """Put this campaign beside the one before, where there was one."""
    before = frame.figures.earlier
    if before is None:
        return None
    return Compared(
        lead=frame.word("district.compared.lead", name=before.name, version=before.version),
        before=before.name,
        rows=(*_counted(frame, before), *_medians(frame, before)),
        sections=tuple(_sections(frame, before.sections)),
        note=frame.word("district.compared.note"),
    )


def _counted(frame: DistrictFrame, before: Earlier) -> Iterator[ComparedRow]:
    total = sum(one.total for one in frame.figures.districts)
    handed_in = sum(one.handed_in for one in frame.figures.districts)
    for key, then, now in (("total", before.total, total), ("handed_in", before.handed_in, handed_in)):
        yield ComparedRow(
            label=frame.word(f"district.{key}"), before=count(then), now=count(now), difference=_whole(now - then)
        )
    yield _shares(
        frame,
        frame.word("district.share"),
        share(before.handed_in, before.total),
        share(handed_in, total),
    )


def _medians(frame: DistrictFrame, before: Earlier) -> Iterator[ComparedRow]:
    for dial in DIALS:
        then, now = quartile(column_of(before.scores, dial, "holds"), 2), quartile(frame.column(dial, "holds"), 2)
        yield ComparedRow(
            label=frame.word("district.compared.median", dial=frame.word(f"dial.{dial}")),
            before=fixed(then),
            now=fixed(now),
            difference=NONE if then is None or now is None else _signed(now - then),
        )


def _sections(frame: DistrictFrame, before: Mapping[tuple[str, Dial], SectionSum]) -> Iterator[ComparedRow]:
    for section in frame.form.sections:
        for dial in DIALS:
            found = [one for (_, key, on), one in frame.figures.sections.items() if (key, on) == (section.key, dial)]
            then, now = before.get((section.key, dial)), together(found)
            if then is not None and then.points and now.points:
                tag = frame.word(f"dial.{dial}.tag")
                label = frame.word("district.compared.named", section=frame.text(section.title), dial=tag)
                yield _shares(frame, label, share(then.earned, then.points), share(now.earned, now.points))


def _shares(frame: DistrictFrame, label: str, then: Decimal | None, now: Decimal | None) -> ComparedRow:
    difference = NONE
    if then is not None and now is not None:
        difference = frame.word("district.compared.points", value=_signed(now - then))
    return ComparedRow(label=label, before=percent(then), now=percent(now), difference=difference)


def _whole(value: int) -> str:
    return f"{value:+,}".replace("-", "\N{MINUS SIGN}") if value else "0"


def _signed(value: Decimal) -> str:
    rounded = tenths(value)
    return "0.0" if not rounded else f"{rounded:+.1f}".replace("-", "\N{MINUS SIGN}")
