"""Two results of one organisation laid side by side: scores, sections, items and answers, and why they differ (pure).

Versions of one checklist compare by the keys of their items. Checklists of two regions have no item in common; what
they share are the questions, and an item stands beside those of the other region that read the same ones.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from assess.checklists.definition import Published
from assess.checklists.diff import Diff, ItemClass, diff
from assess.scoring.columns import Columns
from assess.scoring.form import Item, Section
from assess.scoring.inputs import Inputs
from assess.scoring.reads import facts_of_item, read_by
from assess.scoring.result import Dial, Grade, ItemResult, Result, SectionResult
from assess.values.fact import Fact
from assess.values.model import Value

Kind = Literal["cycle", "version", "region"]
Column = Literal["claimed", "supported", "reviewed"]
Reason = Literal["answers", "rule", "meaning", "claim", "profile", "day", "added", "retired"]


@dataclass(frozen=True)
class Side:
    """One result: the checklist it stands on, what was scored, and the columns that are known."""

    published: Published
    inputs: Inputs
    columns: Columns | None
    claimed: Result

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """Give the questions by key."""
        return {fact.key: fact for fact in self.published.facts}

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Give the items by key."""
        return {item.key: item for item in self.published.checklist.form.items()}

    def result(self, column: Column) -> Result | None:
        """Give one column; None where it is not known."""
        if column == "claimed":
            return self.claimed
        if self.columns is None:
            return None
        if column == "supported":
            return self.columns.supported
        return self.columns.reviewed.result if self.columns.reviewed else None


@dataclass(frozen=True, slots=True)
class Totals:
    """What a column comes to: both dials, duty first, and the grade."""

    dials: tuple[Dial, Dial]
    grade: Grade


@dataclass(frozen=True, slots=True)
class ColumnPair:
    """One column on both sides; a side where it is not known is None."""

    column: Column
    old: Totals | None
    new: Totals | None


@dataclass(frozen=True, slots=True)
class SectionPair:
    """A section on both sides, met by its key; None where a side has no such section."""

    key: str
    old: tuple[Section, SectionResult] | None
    new: tuple[Section, SectionResult] | None


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """An answer that differs. `asked_alike` is False where the question itself means something else now."""

    key: str
    old_fact: Fact | None
    new_fact: Fact | None
    before: Value | None
    after: Value | None
    asked_alike: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemChange:
    """An item whose points or state differ, with why; `answers` names the questions of it that were answered anew."""

    key: str
    change: ItemClass
    old: Item | None
    new: Item | None
    before: ItemResult | None
    after: ItemResult | None
    reasons: tuple[Reason, ...]
    answers: tuple[str, ...]

    @property
    def difference(self) -> Decimal:
        """Give the points after minus those before; an item that does not count brings none."""
        return _earned(self.after) - _earned(self.before)


@dataclass(frozen=True, slots=True)
class Beside:
    """An item and the other region's items that read the same questions."""

    fact: Fact
    old: tuple[tuple[Item, ItemResult], ...]
    new: tuple[tuple[Item, ItemResult], ...]


@dataclass(frozen=True)
class Comparison:
    """Two sides compared. `items` has what differs, in the order of the new form; `beside` only between regions."""

    kind: Kind
    old: Side
    new: Side
    columns: tuple[ColumnPair, ...]
    sections: tuple[SectionPair, ...]
    items: tuple[ItemChange, ...]
    answers: tuple[AnswerChange, ...]
    beside: tuple[Beside, ...]
    unchanged: int


def compare(old: Side, new: Side) -> Comparison:
    """Compare two results, the earlier first."""
    kind = kind_of(old, new)
    answers = tuple(_answers(old, new))
    every = () if kind == "region" else tuple(_items(old, new, diff(old.published, new.published), answers))
    return Comparison(
        kind=kind,
        old=old,
        new=new,
        columns=tuple(_columns(old, new)),
        sections=tuple(_sections(old, new, kind)),
        items=tuple(one for one in every if one.reasons),
        answers=answers,
        beside=tuple(_beside(old, new)) if kind == "region" else (),
        unchanged=sum(not one.reasons for one in every),
    )


def kind_of(old: Side, new: Side) -> Kind:
    """Say whether it is the same version, another version or another checklist."""
    if old.published.key != new.published.key:
        return "region"
    same = old.published.checklist.version == new.published.checklist.version
    return "cycle" if same else "version"


def _columns(old: Side, new: Side) -> Iterator[ColumnPair]:
    columns: tuple[Column, ...] = ("claimed", "supported", "reviewed")
    for column in columns:
        pair = ColumnPair(column, _totals(old.result(column)), _totals(new.result(column)))
        if pair.old or pair.new:
            yield pair


def _totals(result: Result | None) -> Totals | None:
    return None if result is None else Totals((result.duty, result.readiness), result.grade)


def _sections(old: Side, new: Side, kind: Kind) -> Iterator[SectionPair]:
    """Pair sections by key; those of two regions stand apart, as equal keys mean nothing there."""
    before, after = _by_key(old), _by_key(new)
    if kind == "region":
        yield from (SectionPair(key, found, None) for key, found in before.items())
        yield from (SectionPair(key, None, found) for key, found in after.items())
        return
    for key in dict.fromkeys((*after, *before)):
        yield SectionPair(key, before.get(key), after.get(key))


def _by_key(side: Side) -> Mapping[str, tuple[Section, SectionResult]]:
    results = {one.key: one for one in side.claimed.sections}
    return {one.key: (one, results[one.key]) for one in side.published.checklist.form.sections}


def _answers(old: Side, new: Side) -> Iterator[AnswerChange]:
    """List the questions both sides ask, or one of them answers, where the answers differ."""
    for key in dict.fromkeys((*new.facts, *old.facts)):
        before, after = old.inputs.answers.get(key), new.inputs.answers.get(key)
        old_fact, new_fact = old.facts.get(key), new.facts.get(key)
        alike = old_fact is not None and new_fact is not None and old_fact.revision == new_fact.revision
        both = old_fact is not None and new_fact is not None
        if both and before != after:
            yield AnswerChange(key, old_fact, new_fact, before, after, alike)


def _items(old: Side, new: Side, compared: Diff, answers: Sequence[AnswerChange]) -> Iterator[ItemChange]:
    results = ({one.key: one for one in side.claimed.items} for side in (old, new))
    before, after = results
    changed = {one.key for one in answers}
    for entry in compared.items:
        item = entry.new or entry.old
        moved = tuple(key for key in (facts_of_item(item) if item else ()) if key in changed)
        was, now = before.get(entry.key), after.get(entry.key)
        yield ItemChange(
            key=entry.key,
            change=entry.change,
            old=entry.old,
            new=entry.new,
            before=was,
            after=now,
            reasons=tuple(_reasons(old, new, entry.key, entry.change, was, now, moved)),
            answers=moved,
        )


def _reasons(  # noqa: PLR0917 - both sides of one item, and what differs around it
    old: Side,
    new: Side,
    key: str,
    change: ItemClass,
    was: ItemResult | None,
    now: ItemResult | None,
    moved: Sequence[str],
) -> Iterator[Reason]:
    """Say why an item stands where it stands now; nothing where its points and state are what they were."""
    if was is None or now is None:
        yield "added" if was is None else "retired"
        return
    if _standing(was) == _standing(now):
        return
    found = len(moved)
    if moved:
        yield "answers"
    if change in {"meaning-changed", "rescored"}:
        found += 1
        yield "meaning" if change == "meaning-changed" else "rule"
    if old.inputs.not_applicable.get(key) != new.inputs.not_applicable.get(key):
        found += 1
        yield "claim"
    if not found:
        yield "profile" if old.inputs.profile != new.inputs.profile else "day"


def _standing(result: ItemResult) -> tuple[object, ...]:
    return result.status, result.points, result.earned, result.high, result.bonus


def _earned(result: ItemResult | None) -> Decimal:
    return result.earned if result is not None and result.counted else Decimal(0)


def _beside(old: Side, new: Side) -> Iterator[Beside]:
    """Put the items of two regions side by side that read the same question."""
    before, after = _readers(old), _readers(new)
    for key, fact in new.facts.items():
        if key in before and key in after:
            yield Beside(fact, before[key], after[key])


def _readers(side: Side) -> Mapping[str, tuple[tuple[Item, ItemResult], ...]]:
    results = {one.key: one for one in side.claimed.items}
    found: dict[str, list[tuple[Item, ItemResult]]] = {}
    for item in side.items.values():
        for key in read_by(item):
            found.setdefault(key, []).append((item, results[item.key]))
    return {key: tuple(items) for key, items in found.items()}
