"""One answer serves every region that asks the same fact: which items of which measures read it, and who asks more."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from assess.checklists.definition import Measure, Named, Published, Stance, Theme
from assess.scoring.form import Item
from assess.scoring.reads import facts_of_item, read_by
from assess.scoring.rules import DeadlineRule, PerUnitRule, ProportionalRule, Rule, StepsRule, ThresholdRule
from assess.values.fact import Fact

Kind = Literal["duty", "veto", "evidence", "target", "sooner"]


@dataclass(frozen=True, slots=True)
class Use:
    """An item that reads a fact. `gate_only`: the fact decides whether the item applies, and earns nothing."""

    checklist: str
    item: Item
    gate_only: bool


@dataclass(frozen=True, slots=True)
class More:
    """What some measures ask of a fact beyond the others that read it; `value` is the target or day where there is one.

    `duty`: it counts for compliance, elsewhere only as readiness. `veto`: it can force the grade. `evidence`: proof is
    required. `target`: the higher number. `sooner`: the earlier day.
    """

    kind: Kind
    measures: tuple[str, ...]
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A fact with its uses by measure; `more` is empty where those that read it ask the same."""

    fact: Fact
    uses: Mapping[str, tuple[Use, ...]]
    more: tuple[More, ...]

    @property
    def theme(self) -> str:
        """Give the theme of the question bank the fact stands in."""
        return self.fact.key.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Point:
    """A point of comparison and what each measure has on it; None where a measure says nothing about it yet."""

    point: Named
    stances: Mapping[str, Stance | None]


def crosswalk(checklists: Sequence[Published], audience: str | None = None) -> tuple[Row, ...]:
    """Lay the checklists side by side.

    Args:
        checklists: One version each.
        audience: Only the checklists of this audience.

    Returns:
        Every fact that is read, in the order of the checklists' first use, by theme.
    """
    uses: dict[str, dict[str, list[Use]]] = {}
    facts: dict[str, Fact] = {}
    for published in checklists:
        if audience in (None, published.checklist.audience):
            facts |= {fact.key: fact for fact in published.facts if fact.key not in facts}
            for key, use in _uses(published):
                uses.setdefault(key, {}).setdefault(published.measure.key, []).append(use)
    rows = (_row(facts[key], {name: tuple(found) for name, found in by.items()}) for key, by in uses.items())
    return tuple(sorted(rows, key=lambda row: row.theme))


def compare(measures: Sequence[Measure], theme: Theme) -> tuple[Point, ...]:
    """Lay what the measures say on a theme's points side by side."""
    said = {measure.key: {stance.point: stance for stance in measure.stances} for measure in measures}
    return tuple(Point(point, {key: by.get(point.key) for key, by in said.items()}) for point in theme.points)


def _uses(published: Published) -> Iterator[tuple[str, Use]]:
    for item in published.checklist.form.items():
        read = read_by(item)
        for key in facts_of_item(item):
            yield key, Use(published.key, item, key not in read)


def _row(fact: Fact, uses: Mapping[str, tuple[Use, ...]]) -> Row:
    return Row(fact, uses, tuple(_more(fact, uses)))


def _more(fact: Fact, uses: Mapping[str, tuple[Use, ...]]) -> Iterator[More]:
    """Compare the measures that score the fact; where one alone does, there is nothing to compare."""
    scored = {name: tuple(use.item for use in found if not use.gate_only) for name, found in uses.items()}
    items = {name: found for name, found in scored.items() if found}
    for kind, asks in _ASKS.items():
        some = tuple(name for name, found in items.items() if any(map(asks, found)))
        if 0 < len(some) < len(items):
            yield More(kind, some)
    yield from _extremes("target", {name: _targets(fact.key, found) for name, found in items.items()}, max)
    yield from _extremes("sooner", {name: _days(fact.key, found) for name, found in items.items()}, min)


_ASKS: Final[Mapping[Kind, Callable[[Item], bool]]] = {
    "duty": lambda item: item.purpose == "duty",
    "veto": lambda item: item.veto is not None,
    "evidence": lambda item: item.evidence is not None and item.evidence.required,
}


def _extremes(
    kind: Kind, found: Mapping[str, list[Decimal] | list[str]], choose: Callable[..., Decimal | str]
) -> Iterator[More]:
    """Name the measures with the strictest value, where those that have one differ."""
    strictest = {name: choose(values) for name, values in found.items() if values}
    if len(set(strictest.values())) > 1:
        best = choose(strictest.values())
        yield More(kind, tuple(name for name, value in strictest.items() if value == best), str(best))


def _targets(key: str, items: tuple[Item, ...]) -> list[Decimal]:
    return [target for item in items if (target := _target(key, item.rule)) is not None]


def _target(key: str, rule: Rule) -> Decimal | None:
    """Give the number at which a fact earns everything; reversed indicators have none that could be higher."""
    match rule:
        case ThresholdRule(threshold=body) if body.fact == key:
            return body.at_least if body.at_least is not None else body.above
        case ProportionalRule(proportional=body) if body.fact == key and not body.lower_is_better:
            return body.target
        case StepsRule(steps=body) if body.fact == key:
            return next((band.from_ for band in body.bands if band.credit == 1), None)
        case PerUnitRule(per_unit=body) if body.fact == key:
            return body.cap / body.points_each
        case _:
            return None


def _days(key: str, items: tuple[Item, ...]) -> list[str]:
    rules = [item.rule.deadline for item in items if isinstance(item.rule, DeadlineRule)]
    return [rule.due for rule in rules if key in (rule.date, rule.done)]
