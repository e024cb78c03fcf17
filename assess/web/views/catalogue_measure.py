"""A measure clause by clause: who is named, by when, how much, and which items of our checklists cite it."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assess.checklists.coverage import Covered, coverage
from assess.checklists.definition import (
    Clause,
    ClauseDeadline,
    ClauseNumber,
    Correction,
    Issued,
    Measure,
    Published,
    Stance,
    Theme,
)
from assess.overview.catalogue import MeasureEntry
from assess.scoring.form import Item
from assess.web import i18n
from assess.web.i18n import gettext as _
from assess.web.templating import issued
from assess.web.views.catalogue_words import CONFIDENCES, READINGS, ROLES, STRENGTHS, audience, named


@dataclass(frozen=True, slots=True)
class DeadlineLine:
    """A date of a clause; `past` as of the day the page is looked at."""

    what: str
    when: str
    strength: str
    past: bool
    note: str


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A quantity of a clause; `sure` where it is stated and read with confidence."""

    what: str
    value: str
    strength: str
    reading: str
    confidence: str
    sure: bool
    note: str


@dataclass(frozen=True, slots=True)
class Cover:
    """What one checklist makes of a clause: the items that cite it, or why none does."""

    audience: str
    items: tuple[Item, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class ClauseView:
    """One clause as it is shown."""

    clause: Clause
    departments: tuple[tuple[str, str], ...]
    deadlines: tuple[DeadlineLine, ...]
    numbers: tuple[NumberLine, ...]
    covers: tuple[Cover, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What the measure says on a point of comparison; `clauses` are the ids it says it in."""

    title: str
    help: str
    says: str
    clauses: tuple[Clause, ...]


def clauses(entry: MeasureEntry, today: dt.date) -> tuple[ClauseView, ...]:
    """Lay the clauses out in the measure's order."""
    tables = [(document, _covers(document)) for document in entry.checklists]
    return tuple(_clause(clause, tables, entry.measure, today) for clause in entry.measure.clauses)


def covered(views: Sequence[ClauseView]) -> int:
    """Count the clauses that some item cites."""
    return sum(any(cover.items for cover in view.covers) for view in views)


def _covers(document: Published) -> dict[str, Covered]:
    return {one.reference: one for one in coverage(document)}


def _clause(
    clause: Clause, tables: Sequence[tuple[Published, dict[str, Covered]]], measure: Measure, today: dt.date
) -> ClauseView:
    reference = f"{measure.key}/{clause.id}"
    return ClauseView(
        clause=clause,
        departments=tuple(_departments(clause)),
        deadlines=tuple(_deadline(one, today) for one in clause.deadlines),
        numbers=tuple(map(_number, clause.numbers)),
        covers=tuple(_cover(document, table[reference]) for document, table in tables if reference in table),
    )


def _departments(clause: Clause) -> Iterator[tuple[str, str]]:
    """Give the bodies by the part they have, those without a part last."""
    for role in ROLES:
        found = [one.name.to(i18n.current()) for one in clause.departments if one.role == role]
        if found:
            yield named(ROLES, role), _("、").join(found)


def _deadline(one: ClauseDeadline, today: dt.date) -> DeadlineLine:
    return DeadlineLine(
        what=one.what.to(i18n.current()),
        when=issued(Issued(date=one.date, precision=one.precision)),
        strength=named(STRENGTHS, one.strength),
        past=dt.date.fromisoformat(one.date) < today,
        note=one.note.to(i18n.current()) if one.note else "",
    )


def _number(one: ClauseNumber) -> NumberLine:
    return NumberLine(
        what=one.what.to(i18n.current()),
        value=quantity(one),
        strength=named(STRENGTHS, one.strength),
        reading=named(READINGS, one.reading),
        confidence=named(CONFIDENCES, one.confidence),
        sure=one.reading == "stated" and one.confidence == "high",
        note=one.note.to(i18n.current()) if one.note else "",
    )


def quantity(one: ClauseNumber) -> str:
    """Write a quantity with its operator and unit."""
    unit = one.unit.to(i18n.current())
    values = {"value": one.value, "unit": unit, "upper": one.upper or ""}
    words = {
        "at_least": _("不少于 %(value)s %(unit)s", **values),
        "above": _("大于 %(value)s %(unit)s", **values),
        "equal": _("%(value)s %(unit)s", **values),
        "at_most": _("不超过 %(value)s %(unit)s", **values),
        "range": _("%(value)s 至 %(upper)s %(unit)s", **values),
    }
    return words[one.operator].strip()


def _cover(document: Published, found: Covered) -> Cover:
    items = {item.key: item for item in document.checklist.form.items()}
    return Cover(
        audience=audience(document),
        items=tuple(items[key] for key in found.items),
        reason=found.reason.to(i18n.current()) if found.reason else "",
    )


@dataclass(frozen=True, slots=True)
class Mended:
    """An error of recognition: where, what the text has, what was read, and how sure that is."""

    where: str
    clause: Clause | None
    seen: str
    read: str
    confidence: str
    note: str


def corrections(measure: Measure) -> tuple[Mended, ...]:
    """List what was read otherwise than the text has it."""
    return tuple(_mended(one, measure) for one in measure.corrections)


def _mended(one: Correction, measure: Measure) -> Mended:
    clause = next(iter(cited(measure, [one.clause])), None)
    return Mended(
        where=clause.locator.to(i18n.current()) if clause else _("标题"),
        clause=clause,
        seen=one.seen,
        read=one.read,
        confidence=named(CONFIDENCES, one.confidence),
        note=one.note.to(i18n.current()) if one.note else "",
    )


def stances(measure: Measure, themes: Sequence[Theme]) -> tuple[tuple[str, tuple[Said, ...]], ...]:
    """Give what the measure says on the points of comparison, by theme; nothing where it has been asked nothing."""
    said = {stance.point: stance for stance in measure.stances}
    made = ((theme.title.to(i18n.current()), tuple(_said(theme, said, measure))) for theme in themes)
    return tuple((title, points) for title, points in made if points)


def _said(theme: Theme, said: dict[str, Stance], measure: Measure) -> Iterator[Said]:
    for point in theme.points:
        if point.key in said:
            stance = said[point.key]
            yield Said(
                title=point.title.to(i18n.current()),
                help=point.help.to(i18n.current()) if point.help else "",
                says=stance.says.to(i18n.current()),
                clauses=cited(measure, stance.clauses),
            )


def cited(measure: Measure, ids: Sequence[str]) -> tuple[Clause, ...]:
    """Give the clauses behind ids or references, in their order."""
    wanted = {one.rpartition("/")[2] for one in ids}
    return tuple(clause for clause in measure.clauses if clause.id in wanted)
