"""What changed between two versions of a checklist, and what that means for answers given already (pure).

The order of entries is not compared: neither of items, which are met by their keys, nor of options.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from assess.checklists.definition import Published
from assess.checklists.fields import Change, changes
from assess.checklists.narrowing import narrowed
from assess.scoring.form import Form, Item
from assess.scoring.reads import facts_of_item
from assess.values.fact import Fact

ItemClass = Literal["unchanged", "reworded", "rescored", "meaning-changed", "added", "retired"]
FactClass = Literal["kept", "reworded", "changed", "added", "dropped"]

ITEM_CLASSES: Final[tuple[ItemClass, ...]] = (
    "unchanged", "reworded", "rescored", "meaning-changed", "added", "retired",
)  # fmt: skip
FACT_CLASSES: Final[tuple[FactClass, ...]] = ("kept", "reworded", "changed", "added", "dropped")

_SCORING: Final = frozenset(
    {
        "applies_if",
        "bonus",
        "deadline",
        "deduction",
        "evidence",
        "not_applicable",
        "points",
        "purpose",
        "reads",
        "rule",
        "strength",
        "veto",
    }
)
"""The fields of an item that decide what it brings; every other one is said, not scored."""

_APART: Final = frozenset({"facts", "checklist.version"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDiff:
    """One item in both versions.

    `changes` are its own fields that differ, `facts` the changed questions it looks at; `moved` names the groups
    (`section/group`) it left and came to.
    """

    key: str
    change: ItemClass
    old: Item | None
    new: Item | None
    changes: tuple[Change, ...] = ()
    facts: tuple[str, ...] = ()
    moved: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactDiff:
    """One question in both versions.

    `reworded` stands for every change under which an answer given before still says the same: other words, one more
    option of a single choice. `changed` means that it has to be confirmed or given anew.
    """

    key: str
    change: FactClass
    old: Fact | None
    new: Fact | None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlook:
    """What moving means for an open assessment that has answered everything: questions of each kind."""

    kept: int
    confirm: int
    answer: int
    retired: int


@dataclass(frozen=True)
class Diff:
    """Two versions compared: the items and questions of both, and what else changed."""

    old: Published
    new: Published
    items: tuple[ItemDiff, ...]
    facts: tuple[FactDiff, ...]
    form: tuple[Change, ...]

    @cached_property
    def item(self) -> Mapping[str, ItemDiff]:
        """Give the items by key."""
        return {entry.key: entry for entry in self.items}

    @cached_property
    def fact(self) -> Mapping[str, FactDiff]:
        """Give the questions by key."""
        return {entry.key: entry for entry in self.facts}

    @property
    def item_counts(self) -> Mapping[str, int]:
        """Count the items of every class."""
        found = Counter(entry.change for entry in self.items)
        return {change: found[change] for change in ITEM_CLASSES}

    @property
    def fact_counts(self) -> Mapping[str, int]:
        """Count the questions of every class."""
        found = Counter(entry.change for entry in self.facts)
        return {change: found[change] for change in FACT_CLASSES}

    @property
    def outlook(self) -> Outlook:
        """Say what moving means for an open assessment in general."""
        found = self.fact_counts
        return Outlook(found["kept"] + found["reworded"], found["changed"], found["added"], found["dropped"])

    @property
    def empty(self) -> bool:
        """Say whether nothing but the version's number differs."""
        same = all(entry.change == "unchanged" and not entry.moved for entry in self.items)
        return same and all(entry.change == "kept" for entry in self.facts) and not self.form


def diff(old: Published, new: Published) -> Diff:
    """Compare two versions; in the order of the new one, and then what it no longer has."""
    facts = tuple(_facts(old, new))
    differing = {entry.key: entry.change for entry in facts if entry.change != "kept"}
    return Diff(old, new, tuple(_items(old, new, differing)), facts, _form(old, new))


def _form(old: Published, new: Published) -> tuple[Change, ...]:
    """Compare everything that is neither an item nor a question: bands, full marks, sections, the measure, lists."""
    found = changes(old, new, without=_APART)
    return tuple(change for change in found if ".items" not in change.path)


def _facts(old: Published, new: Published) -> Iterator[FactDiff]:
    before, after = ({fact.key: fact for fact in each.facts} for each in (old, new))
    for key in dict.fromkeys((*after, *before)):
        yield _fact(key, before.get(key), after.get(key))


def _fact(key: str, old: Fact | None, new: Fact | None) -> FactDiff:
    if old is None or new is None:
        return FactDiff(key=key, change="added" if old is None else "dropped", old=old, new=new)
    found = changes(old, new)
    change: FactClass = "reworded" if found else "kept"
    if old.revision != new.revision or narrowed(old, new):
        change = "changed"
    return FactDiff(key=key, change=change, old=old, new=new, changes=found)


def _items(old: Published, new: Published, facts: Mapping[str, FactClass]) -> Iterator[ItemDiff]:
    before, after = (_placed(each.checklist.form) for each in (old, new))
    for key in dict.fromkeys((*after, *before)):
        if key not in before:
            yield ItemDiff(key=key, change="added", old=None, new=after[key][1])
        elif key not in after:
            yield ItemDiff(key=key, change="retired", old=before[key][1], new=None)
        else:
            yield _item(before[key], after[key], facts)


def _placed(form: Form) -> Mapping[str, tuple[str, Item]]:
    """Give the items by key, each with the group it stands in."""
    return {
        item.key: (f"{section.key}/{group.key}", item)
        for section in form.sections
        for group in section.groups
        for item in group.items
    }


def _item(old: tuple[str, Item], new: tuple[str, Item], facts: Mapping[str, FactClass]) -> ItemDiff:
    (place, before), (to, after) = old, new
    found = changes(before, after)
    read = tuple(key for key in dict.fromkeys((*facts_of_item(after), *facts_of_item(before))) if key in facts)
    return ItemDiff(
        key=after.key,
        change=_class(before, after, found, [facts[key] for key in read]),
        old=before,
        new=after,
        changes=found,
        facts=read,
        moved=(place, to) if place != to else None,
    )


def _class(before: Item, after: Item, found: tuple[Change, ...], facts: list[FactClass]) -> ItemClass:
    if before.revision != after.revision or "changed" in facts:
        return "meaning-changed"
    if any(change.field in _SCORING and not change.words for change in found):
        return "rescored"
    return "reworded" if found or facts else "unchanged"
