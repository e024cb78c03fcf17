"""The crosswalk in words: one question, several regions; what each makes of it, and who asks more."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from assess.accounts import regions
from assess.checklists.crosswalk import More, Row, Use, compare, crosswalk
from assess.checklists.definition import Clause, Measure, Theme
from assess.overview.catalogue import MeasureEntry
from assess.scoring.form import Item
from assess.web import i18n
from assess.web.forms.base import marked
from assess.web.i18n import gettext as _
from assess.web.views.catalogue_measure import cited
from assess.web.views.catalogue_words import AUDIENCES, named
from assess.wording import formats

MORE: Final = {
    "duty": marked("%(who)s：计入合规得分，其他问到的地区只计准备度"),
    "veto": marked("%(who)s：可以一票否决，其他问到的地区不会"),
    "evidence": marked("%(who)s：必须有佐证，其他问到的地区不必"),
    "target": marked("%(who)s：目标更高（%(value)s）"),
    "sooner": marked("%(who)s：期限更早（%(value)s）"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A measure beside others; `place` is the smallest region that names it."""

    measure: Measure
    place: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter link; `chosen` is the one in use."""

    text: str
    address: str
    chosen: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """An item in a cell of the table."""

    item: Item
    audience: str
    clauses: tuple[Clause, ...]
    gate_only: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A question with a cell for every column (empty: not asked there), and who asks more."""

    row: Row
    cells: tuple[tuple[Shown, ...], ...]
    more: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """A theme in the overview: questions per column, those that several regions share, and those they treat apart."""

    title: str
    address: str
    cells: tuple[int, ...]
    shared: int
    apart: int


@dataclass(frozen=True, slots=True)
class Stances:
    """What the measures say on one point, a cell for every column; None where it has been asked nothing."""

    title: str
    help: str
    cells: tuple[tuple[str, tuple[Clause, ...]] | None, ...]


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """The page: its filters, its columns, what the measures say, and the questions (or how many by theme)."""

    columns: tuple[Column, ...]
    audiences: tuple[Choice, ...]
    themes: tuple[Choice, ...]
    theme: str
    said: tuple[tuple[str, tuple[Stances, ...]], ...]
    counts: tuple[Count, ...]
    lines: tuple[Line, ...]


def page(
    entries: Sequence[MeasureEntry], themes: Sequence[Theme], audience: str | None, theme: str | None
) -> Crosswalk:
    """Lay the measures side by side.

    Args:
        entries: The measures, in the order of the columns.
        themes: The themes, in the order of the page.
        audience: Only the checklists for these.
        theme: Only this theme; by default how many questions each has.
    """
    columns = tuple(Column(entry.measure, place(entry.measure)) for entry in entries)
    rows = crosswalk([document for entry in entries for document in entry.checklists], audience)
    titles = _titles(themes, rows)
    of_theme = [row for row in rows if row.theme == theme]
    return Crosswalk(
        columns=columns,
        audiences=tuple(_audiences(audience, theme)),
        themes=tuple(_themes(titles, rows, audience, theme)),
        theme=titles[theme] if theme else "",
        said=tuple(_said(entries, themes, theme)),
        counts=() if theme else tuple(_counts(titles, rows, columns, audience)),
        lines=tuple(_line(row, entries, columns) for row in of_theme),
    )


def place(measure: Measure) -> str:
    """Name the region of a measure without those it lies in."""
    path = regions.path(measure.region)
    return path[-1].name(i18n.current()) if path else measure.short.to(i18n.current())


def known(entries: Iterable[MeasureEntry], themes: Sequence[Theme]) -> frozenset[str]:
    """Give the themes there is something to show of."""
    asked = {
        fact.key.partition(".")[0] for entry in entries for document in entry.checklists for fact in document.facts
    }
    return frozenset(asked | {theme.key for theme in themes})


def _titles(themes: Sequence[Theme], rows: Sequence[Row]) -> Mapping[str, str]:
    """Name every theme, in the order of the list; one that is not on it is called by its key."""
    named_ones = {theme.key: theme.title.to(i18n.current()) for theme in themes}
    return named_ones | {row.theme: row.theme for row in rows if row.theme not in named_ones}


def address(audience: str | None, theme: str | None) -> str:
    """Give the address of the page under a filter."""
    query = urlencode({key: value for key, value in (("audience", audience), ("theme", theme)) if value})
    return f"/crosswalk?{query}" if query else "/crosswalk"


def _audiences(audience: str | None, theme: str | None) -> Iterator[Choice]:
    yield Choice(_("全部"), address(None, theme), audience is None)
    for key in AUDIENCES:
        yield Choice(named(AUDIENCES, key), address(key, theme), audience == key)


def _themes(
    titles: Mapping[str, str], rows: Sequence[Row], audience: str | None, theme: str | None
) -> Iterator[Choice]:
    yield Choice(_("总览"), address(audience, None), theme is None)
    for key, title in titles.items():
        count = sum(row.theme == key for row in rows)
        if count or key == theme:
            yield Choice(title, address(audience, key), key == theme, count)


def _counts(
    titles: Mapping[str, str], rows: Sequence[Row], columns: Sequence[Column], audience: str | None
) -> Iterator[Count]:
    for key, title in titles.items():
        found = [row for row in rows if row.theme == key]
        if found:
            yield Count(
                title=title,
                address=address(audience, key),
                cells=tuple(sum(column.measure.key in row.uses for row in found) for column in columns),
                shared=sum(len(row.uses) > 1 for row in found),
                apart=sum(bool(row.more) for row in found),
            )


def _said(
    entries: Sequence[MeasureEntry], themes: Sequence[Theme], wanted: str | None
) -> Iterator[tuple[str, tuple[Stances, ...]]]:
    measures = [entry.measure for entry in entries]
    for theme in themes:
        if theme.points and wanted in (None, theme.key) and any(measure.stances for measure in measures):
            yield theme.title.to(i18n.current()), tuple(_points(measures, theme))


def _points(measures: Sequence[Measure], theme: Theme) -> Iterator[Stances]:
    for compared in compare(measures, theme):
        cells = ((measure, compared.stances[measure.key]) for measure in measures)
        yield Stances(
            title=compared.point.title.to(i18n.current()),
            help=compared.point.help.to(i18n.current()) if compared.point.help else "",
            cells=tuple(
                (stance.says.to(i18n.current()), cited(measure, stance.clauses)) if stance else None
                for measure, stance in cells
            ),
        )


def _line(row: Row, entries: Sequence[MeasureEntry], columns: Sequence[Column]) -> Line:
    places = {column.measure.key: column.place for column in columns}
    return Line(
        row=row,
        cells=tuple(
            tuple(_shown(use, entry.measure) for use in row.uses.get(entry.measure.key, ())) for entry in entries
        ),
        more=tuple(more(one, [places[key] for key in one.measures]) for one in row.more),
    )


def _shown(use: Use, measure: Measure) -> Shown:
    who = use.checklist.rpartition("/")[2]
    return Shown(use.item, named(AUDIENCES, who), cited(measure, use.item.clauses), use.gate_only)


def more(one: More, places: Sequence[str]) -> str:
    """Say which regions ask more of a question than the others, and what."""
    value = one.value or ""
    if one.kind == "sooner":
        value = formats.date(dt.date.fromisoformat(value), i18n.current())
    return _(MORE[one.kind], who=_("、").join(places), value=value)
