"""What changed between two versions, for a terminal and for programs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from assess.checklists.changewords import change_lines
from assess.checklists.diff import Diff, FactDiff, ItemDiff
from assess.checklists.fields import Change
from assess.values.text import Locale
from assess.wording.sentences import say

Counts = Sequence[tuple[str, int]]
"""How many assessments are open on each version."""

_OUTLOOK: Final = ("kept", "confirm", "answer", "retired")


def diff_sheet(found: Diff, counts: Counts | None) -> dict[str, object]:
    """Give a comparison as plain data."""
    sheet: dict[str, object] = {
        "checklist": found.new.key,
        "old": found.old.checklist.version,
        "new": found.new.checklist.version,
        "items": [_item_sheet(entry) for entry in found.items],
        "facts": [
            {"fact": entry.key, "class": entry.change, "changes": _change_sheets(entry.changes)}
            for entry in found.facts
        ],
        "form": _change_sheets(found.form),
        "item_counts": dict(found.item_counts),
        "fact_counts": dict(found.fact_counts),
        "open_assessments": {name: getattr(found.outlook, name) for name in _OUTLOOK},
    }
    return sheet if counts is None else {**sheet, "open_by_version": dict(counts)}


def _item_sheet(entry: ItemDiff) -> dict[str, object]:
    return {
        "item": entry.key,
        "class": entry.change,
        "changes": _change_sheets(entry.changes),
        "facts": list(entry.facts),
        "moved": None if entry.moved is None else {"before": entry.moved[0], "after": entry.moved[1]},
    }


def _change_sheets(found: Iterable[Change]) -> list[dict[str, object]]:
    return [
        {"path": change.path, "before": _plain(change.before), "after": _plain(change.after), "words": change.words}
        for change in found
    ]


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, tuple | frozenset):
        return [_plain(part) for part in value]
    return value if isinstance(value, bool | int | str | None) else str(value)


def diff_lines(found: Diff, counts: Counts | None, locale: Locale) -> Iterator[str]:
    """Write a comparison for a terminal."""
    versions = {"old": found.old.checklist.version, "new": found.new.checklist.version}
    yield say("diff.title", {"checklist": found.new.key, **versions}, locale)
    if found.empty:
        yield say("diff.empty", {}, locale)
    yield from _headed("diff.items", found.item_counts, "diff.item", locale)
    for entry in found.items:
        yield from _item_lines(entry, locale)
    yield from _headed("diff.facts", found.fact_counts, "diff.fact", locale)
    for fact in (fact for fact in found.facts if fact.change != "kept"):
        yield from _fact_lines(fact, locale)
    if found.form:
        yield from ("", say("diff.form", {}, locale))
        yield from (f"  {line}" for line in change_lines(found.form, locale))
    yield from ("", say("diff.outlook", {}, locale))
    for name in _OUTLOOK:
        yield "  " + say(f"diff.outlook.{name}", {"count": getattr(found.outlook, name)}, locale)
    yield from _count_lines(counts, locale)


def _headed(heading: str, counts: Mapping[str, int], prefix: str, locale: Locale) -> Iterator[str]:
    parts = (
        say("diff.class", {"name": say(f"{prefix}.{name}", {}, locale), "count": count}, locale)
        for name, count in counts.items()
        if count
    )
    yield from ("", f"{say(heading, {}, locale)}  {' · '.join(parts)}")


def _item_lines(entry: ItemDiff, locale: Locale) -> Iterator[str]:
    item = entry.new or entry.old
    title = item.title.to(locale) if item else ""
    yield f"  [{entry.key}] {say(f'diff.item.{entry.change}', {}, locale)}  {title}"
    if entry.moved:
        yield "      " + say("diff.item.moved", {"before": entry.moved[0], "after": entry.moved[1]}, locale)
    if entry.facts:
        yield "      " + say("diff.item.facts", {"facts": ", ".join(entry.facts)}, locale)
    yield from (f"      {line}" for line in change_lines(entry.changes, locale))


def _fact_lines(entry: FactDiff, locale: Locale) -> Iterator[str]:
    fact = entry.new or entry.old
    wording = fact.wording.to(locale) if fact else ""
    yield f"  [{entry.key}] {say(f'diff.fact.{entry.change}', {}, locale)}  {wording}"
    yield from (f"      {line}" for line in change_lines(entry.changes, locale))


def _count_lines(counts: Counts | None, locale: Locale) -> Iterator[str]:
    if counts is None:
        return
    yield from ("", say("diff.open", {}, locale))
    for version, count in counts:
        yield "  " + say("diff.open.version", {"version": version, "count": count}, locale)
    if not counts:
        yield "  " + say("diff.open.none", {}, locale)
