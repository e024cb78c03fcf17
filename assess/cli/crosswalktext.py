"""The crosswalk as plain data and as lines: facts × regions, and what the measures say on the points of comparison."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assess.checklists.crosswalk import More, Point, Row, Use, compare, crosswalk
from assess.checklists.definition import Measure, Theme
from assess.checklists.loader import ContentError, Problem, load_themes
from assess.cli.folders import content_roots, entries, load_named
from assess.cli.words import bracketed, labelled, listed, word
from assess.values.text import Locale


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything the command shows."""

    measures: tuple[Measure, ...]
    themes: tuple[tuple[Theme, tuple[Point, ...]], ...]
    rows: tuple[Row, ...]


def lay_out(audience: str | None, theme: str | None) -> Sheet:
    """Lay the newest versions of all checklists side by side.

    Raises:
        ContentError: When a checklist cannot be used, or there is no such theme.
    """
    themes = _themes()
    if theme not in (None, *(each.key for each in themes)):
        raise ContentError([Problem("themes.yaml", 0, "", "lint.no-theme", {"name": str(theme)})])
    published = [load_named(key)[0] for key in dict.fromkeys(entry.key for _, entry in entries())]
    measures = tuple({each.measure.key: each.measure for each in published}.values())
    wanted = [each for each in themes if theme in (None, each.key)]
    rows = tuple(row for row in crosswalk(published, audience) if theme in (None, row.theme))
    return Sheet(measures, tuple((each, compare(measures, each)) for each in wanted if each.points), rows)


def _themes() -> tuple[Theme, ...]:
    """Give the themes of every folder; the one to work in has the first word."""
    return tuple({each.key: each for root in reversed(content_roots()) for each in load_themes(root)}.values())


def crosswalk_sheet(sheet: Sheet, locale: Locale) -> dict[str, object]:
    """Give the crosswalk as plain data."""
    return {
        "measures": {measure.key: measure.short.to(locale) for measure in sheet.measures},
        "themes": [_theme(theme, points, locale) for theme, points in sheet.themes],
        "facts": [_fact(row, locale) for row in sheet.rows],
    }


def _theme(theme: Theme, points: Sequence[Point], locale: Locale) -> dict[str, object]:
    return {
        "theme": theme.key,
        "title": theme.title.to(locale),
        "points": [
            {
                "point": point.point.key,
                "title": point.point.title.to(locale),
                "measures": {
                    key: {"clauses": list(stance.clauses), "says": stance.says.to(locale)}
                    for key, stance in point.stances.items()
                    if stance
                },
            }
            for point in points
        ],
    }


def _fact(row: Row, locale: Locale) -> dict[str, object]:
    return {
        "fact": row.fact.key,
        "wording": row.fact.wording.to(locale),
        "measures": {name: [_use(use, locale) for use in uses] for name, uses in row.uses.items()},
        "more": [{"kind": more.kind, "measures": list(more.measures), "value": more.value} for more in row.more],
    }


def _use(use: Use, locale: Locale) -> dict[str, object]:
    return {
        "checklist": use.checklist,
        "item": use.item.key,
        "title": use.item.title.to(locale),
        "purpose": use.item.purpose,
        "clauses": list(use.item.clauses),
        "gate_only": use.gate_only,
    }


def crosswalk_lines(sheet: Sheet, locale: Locale) -> Iterator[str]:
    """Write the crosswalk for a terminal."""
    shorts = {measure.key: measure.short.to(locale) for measure in sheet.measures}
    for theme, points in sheet.themes:
        yield theme.title.to(locale)
        for point in points:
            yield f"  {point.point.title.to(locale)}"
            for key, stance in point.stances.items():
                if stance:
                    yield labelled(f"    {shorts[key]}", stance.says.to(locale), locale)
        yield ""
    for row in sheet.rows:
        yield f"{row.fact.key}  {row.fact.wording.to(locale)}"
        for name, uses in row.uses.items():
            shown = listed((_shown(use, locale) for use in uses), locale)
            yield labelled(f"  {shorts[name]}", shown, locale)
        for more in row.more:
            yield f"  → {_asks_more(more, [shorts[name] for name in more.measures], locale)}"


def _shown(use: Use, locale: Locale) -> str:
    label = word("gate-only" if use.gate_only else f"purpose.{use.item.purpose}", locale)
    audience = use.checklist.partition("/")[2]
    return f"{audience} [{use.item.key}]{bracketed(label, locale)}"


def _asks_more(more: More, names: Sequence[str], locale: Locale) -> str:
    value = bracketed(more.value, locale) if more.value else ""
    return labelled(listed(names, locale), word(f"more.{more.kind}", locale) + value, locale)
