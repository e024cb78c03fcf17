"""A checklist as lines for a terminal, and as plain data."""

import json
from collections.abc import Iterator

from assess.checklists.definition import Published
from assess.checklists.loader import canonical
from assess.cli.words import bracketed, labelled, word
from assess.scoring.form import Group, Item, Points
from assess.values.text import Locale


def show_sheet(published: Published, sha256: str) -> dict[str, object]:
    """Give the whole resolved document."""
    document = json.loads(canonical(published))
    version = published.checklist.version
    return {"checklist": published.key, "version": version, "sha256": sha256, "document": document}


def show_lines(published: Published, sha256: str, locale: Locale) -> Iterator[str]:
    """Write the form as an outline, then the facts it asks."""
    checklist, measure = published.checklist, published.measure
    yield f"{published.key} {checklist.version}  {checklist.title.to(locale)}"
    number = f" {measure.document_number}" if measure.document_number else ""
    yield labelled(word("measure", locale), f"{measure.title.to(locale)}{number}", locale)
    yield f"SHA-256 {sha256} · {checklist.minutes} {word('minutes', locale)}"
    for section in checklist.form.sections:
        yield ""
        yield f"{section.title.to(locale)} [{section.key}] {_points(section.points, locale)}"
        for group in section.groups:
            yield from _group(group, locale)
    yield ""
    yield word("facts", locale) + bracketed(str(len(published.facts)), locale)
    for fact in published.facts:
        yield f"  {fact.key} ({fact.type}) {fact.wording.to(locale)}"


def _group(group: Group, locale: Locale) -> Iterator[str]:
    yield f"  {group.title.to(locale)} [{group.key}] {_points(group.points, locale)}"
    for item in group.items:
        yield from _item(item, locale)


def _item(item: Item, locale: Locale) -> Iterator[str]:
    dial = word("duty" if item.purpose == "duty" else "readiness", locale)
    flags = [word("veto", locale)] if item.veto else []
    about = " · ".join([dial, f"{item.points} {word('points', locale)}", *flags])
    yield f"    {item.title.to(locale)} [{item.key}] {about}"
    cited = labelled(word("clauses", locale), ", ".join(item.clauses), locale)
    reads = labelled(word("reads", locale), ", ".join(item.reads), locale)
    yield f"      {cited} · {reads}"


def _points(points: Points, locale: Locale) -> str:
    parts = [(word("duty", locale), points.duty), (word("readiness", locale), points.readiness)]
    return " + ".join(f"{name} {value}" for name, value in parts if value)
