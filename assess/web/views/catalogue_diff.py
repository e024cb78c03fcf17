"""Two versions of a checklist side by side, in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from assess.checklists.diff import FACT_CLASSES, Diff, FactDiff, ItemClass, ItemDiff
from assess.checklists.fields import Change
from assess.web import i18n
from assess.web.i18n import gettext as _
from assess.wording.formats import number
from assess.wording.sentences import say

FIRST: Final[tuple[ItemClass, ...]] = ("meaning-changed", "rescored", "added", "retired", "reworded", "unchanged")
"""The order of the page: what matters most to somebody half way through comes first."""

OUTLOOK: Final = ("kept", "confirm", "answer", "retired")


@dataclass(frozen=True, slots=True)
class Line:
    """A field that differs; empty where there was, or is, nothing."""

    path: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An item or a question that changed."""

    key: str
    title: str
    remarks: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Class:
    """Everything that changed in one way."""

    key: str
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """The page: how many of each class, what moving means, and every change."""

    empty: bool
    items: tuple[tuple[str, int], ...]
    facts: tuple[tuple[str, int], ...]
    outlook: tuple[str, ...]
    item_classes: tuple[Class, ...]
    fact_classes: tuple[Class, ...]
    form: tuple[Line, ...]


def differences(found: Diff) -> Differences:
    """Put a comparison into the language in use."""
    locale = i18n.current()
    return Differences(
        empty=found.empty,
        items=_counted("diff.item", found.item_counts),
        facts=_counted("diff.fact", found.fact_counts),
        outlook=tuple(say(f"diff.outlook.{name}", {"count": getattr(found.outlook, name)}, locale) for name in OUTLOOK),
        item_classes=tuple(_item_classes(found)),
        fact_classes=tuple(_fact_classes(found)),
        form=tuple(_lines(found.form)),
    )


def _counted(prefix: str, counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple((_named(prefix, name), count) for name, count in counts.items() if count)


def _named(prefix: str, name: str) -> str:
    return say(f"{prefix}.{name}", {}, i18n.current())


def _item_classes(found: Diff) -> Iterator[Class]:
    """Group the items by class; one that only moved stands with what did not change otherwise."""
    for name in FIRST:
        entries = [entry for entry in found.items if entry.change == name and (name != "unchanged" or entry.moved)]
        if entries:
            yield Class(f"item-{name}", _named("diff.item", name), tuple(map(_item, entries)))


def _fact_classes(found: Diff) -> Iterator[Class]:
    for name in reversed(FACT_CLASSES):
        entries = [entry for entry in found.facts if entry.change == name and name != "kept"]
        if entries:
            yield Class(f"fact-{name}", _named("diff.fact", name), tuple(map(_fact, entries)))


def _item(entry: ItemDiff) -> Entry:
    item = entry.new or entry.old
    remarks = []
    if entry.moved:
        before, after = entry.moved
        remarks.append(say("diff.item.moved", {"before": before, "after": after}, i18n.current()))
    if entry.facts:
        remarks.append(say("diff.item.facts", {"facts": ", ".join(entry.facts)}, i18n.current()))
    title = item.title.to(i18n.current()) if item else entry.key
    return Entry(entry.key, title, tuple(remarks), tuple(_lines(entry.changes)))


def _fact(entry: FactDiff) -> Entry:
    fact = entry.new or entry.old
    return Entry(entry.key, fact.wording.to(i18n.current()) if fact else entry.key, (), tuple(_lines(entry.changes)))


def _lines(found: Iterable[Change]) -> Iterator[Line]:
    yield from (Line(change.path, _shown(change.before), _shown(change.after)) for change in found)


def _shown(value: object) -> str:
    match value:
        case None | ():
            return ""
        case bool():
            return say("diff.yes" if value else "diff.no", {}, i18n.current())
        case Decimal():
            return number(value)
        case tuple() | frozenset():
            return _("、").join(_shown(part) for part in value)
        case _:
            return str(value)
