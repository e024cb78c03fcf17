"""How the clauses of a measure are covered by its checklists, as plain data and as lines."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assess.checklists.coverage import coverage
from assess.checklists.definition import Clause, Measure, Published
from assess.checklists.loader import load_measure
from assess.checklists.loader.measures import measure_files
from assess.cli.folders import content_roots, entries, home, load_named
from assess.cli.words import labelled, listed, word
from assess.values.text import Locale


@dataclass(frozen=True, slots=True)
class Row:
    """One clause: the items that cite it as (checklist, key, title), and the reasons of checklists where none does."""

    reference: str
    clause: Clause
    items: tuple[tuple[str, str, str], ...]
    reasons: tuple[tuple[str, str], ...]

    @property
    def state(self) -> Literal["covered", "not-assessed", "silent"]:
        """Say whether the clause is assessed."""
        if self.items:
            return "covered"
        return "not-assessed" if self.reasons else "silent"


@dataclass(frozen=True, slots=True)
class Table:
    """The clauses of a measure beside the newest versions of its checklists."""

    measure: Measure
    checklists: tuple[Published, ...]
    rows: tuple[Row, ...]


def cover(key: str, locale: Locale) -> Table:
    """Go through the clauses of a measure, and what the newest versions of its checklists make of them.

    Raises:
        ContentError: When there is no such measure, or one of its checklists cannot be used.
    """
    measure = load_measure(home(key), key)
    names = dict.fromkeys(entry.key for _, entry in entries() if entry.key.partition("/")[0] == key)
    checklists = tuple(load_named(name)[0] for name in names)
    rows = tuple(_row(f"{key}/{clause.id}", clause, checklists, locale) for clause in measure.clauses)
    return Table(measure, checklists, rows)


def measures() -> tuple[str, ...]:
    """Name the measures of the content folders, each once."""
    return tuple(dict.fromkeys(path.stem for root in content_roots() for path in measure_files(root)))


def summary_lines(tables: Sequence[Table], locale: Locale) -> Iterator[str]:
    """Write one line a measure, and every clause that is neither assessed nor explained."""
    for table in tables:
        covered, explained = (sum(row.state == state for row in table.rows) for state in ("covered", "not-assessed"))
        parts = f"{word('covered', locale)} {covered}/{len(table.rows)}", f"{word('not-assessed', locale)} {explained}"
        yield labelled(table.measure.key, listed(parts, locale), locale)
        for row in table.rows:
            if row.state == "silent":
                yield f"  {row.clause.locator.to(locale)} {row.clause.heading.to(locale)} — {word('silent', locale)}"


def _row(reference: str, clause: Clause, checklists: Sequence[Published], locale: Locale) -> Row:
    items: list[tuple[str, str, str]] = []
    reasons: list[tuple[str, str]] = []
    for published in checklists:
        titles: Mapping[str, str] = {item.key: item.title.to(locale) for item in published.checklist.form.items()}
        for covered in coverage(published):
            if covered.reference == reference:
                items += [(published.key, key, titles[key]) for key in covered.items]
                reasons += [(published.key, covered.reason.to(locale))] if covered.reason else []
    return Row(reference, clause, tuple(items), tuple(reasons))


def coverage_sheet(table: Table, locale: Locale) -> dict[str, object]:
    """Give the table as plain data."""
    return {
        "measure": table.measure.key,
        "title": table.measure.title.to(locale),
        "checklists": [{"checklist": each.key, "version": each.checklist.version} for each in table.checklists],
        "total": str(len(table.rows)),
        "covered": str(sum(row.state == "covered" for row in table.rows)),
        "clauses": [
            {
                "clause": row.reference,
                "locator": row.clause.locator.to(locale),
                "heading": row.clause.heading.to(locale),
                "state": row.state,
                "items": [{"checklist": name, "item": key, "title": title} for name, key, title in row.items],
                "not_assessed": [{"checklist": name, "reason": reason} for name, reason in row.reasons],
            }
            for row in table.rows
        ],
    }


def coverage_lines(table: Table, locale: Locale) -> Iterator[str]:
    """Write the table for a terminal."""
    covered = sum(row.state == "covered" for row in table.rows)
    yield labelled(table.measure.title.to(locale), f"{word('covered', locale)} {covered}/{len(table.rows)}", locale)
    for row in table.rows:
        yield ""
        yield f"{row.clause.locator.to(locale)} {row.clause.heading.to(locale)} — {word(row.state, locale)}"
        for name, key, title in row.items:
            yield f"  {name} [{key}] {title}"
        for name, reason in row.reasons:
            yield labelled(f"  {name}", reason, locale)
