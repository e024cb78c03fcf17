"""Points, keys and the totals of a checklist."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from assess.checklists.problems import Problem
from assess.checklists.resolve import Resolved
from assess.checklists.tree import Path
from assess.checklists.uses import placed_items
from assess.scoring.form import DialRule, Item, Points, Purpose
from assess.scoring.rules import ThresholdRule

_PURPOSES: tuple[Purpose, ...] = ("duty", "readiness")
_MOST_DECIMALS = 2
_MOST_POINTS = 10000


def points(resolved: Resolved) -> Iterator[Problem]:
    """Check that the points of children sum to those of their parent, dial by dial."""
    for s, section in enumerate(resolved.form.sections):
        path: Path = ("form", "sections", s)
        for g, group in enumerate(section.groups):
            yield from _sums(resolved, (*path, "groups", g), group.points, _of_items(group.items))
        yield from _sums(resolved, path, section.points, _of_groups([group.points for group in section.groups]))
    for place, item in placed_items(resolved.form):
        yield from _item_points(resolved, (*place, "points"), item.points)


def _of_items(items: Iterable[Item]) -> Points:
    """Add up items; bonus and deduction items stand outside the full mark."""
    counted = [item for item in items if not (item.bonus or item.deduction)]
    duty = sum((item.points for item in counted if item.purpose == "duty"), Decimal(0))
    return Points(duty=duty, readiness=sum((item.points for item in counted), Decimal(0)) - duty)


def _of_groups(parts: list[Points]) -> Points:
    return Points(
        duty=sum((part.duty for part in parts), Decimal(0)),
        readiness=sum((part.readiness for part in parts), Decimal(0)),
    )


def _sums(resolved: Resolved, path: Path, stated: Points, summed: Points) -> Iterator[Problem]:
    for purpose in _PURPOSES:
        said, found = getattr(stated, purpose), getattr(summed, purpose)
        if said != found:
            place = (*path, "points", purpose)
            yield resolved.problem(place, "lint.points-sum", dial=purpose, stated=str(said), found=str(found))


def _item_points(resolved: Resolved, path: Path, value: Decimal) -> Iterator[Problem]:
    exponent = value.normalize().as_tuple().exponent
    if not 0 <= value <= _MOST_POINTS or -int(exponent) > _MOST_DECIMALS:
        yield resolved.problem(path, "lint.points-range", most=_MOST_POINTS, decimals=_MOST_DECIMALS)


def keys(resolved: Resolved) -> Iterator[Problem]:
    """Nothing is empty, and no key occurs twice among sections, groups or items."""
    sections = [(("form", "sections", s), section) for s, section in enumerate(resolved.form.sections)]
    groups = [((*path, "groups", g), group) for path, section in sections for g, group in enumerate(section.groups)]
    if not sections:
        yield resolved.problem(("form", "sections"), "lint.empty")
    yield from (resolved.problem((*path, "groups"), "lint.empty") for path, section in sections if not section.groups)
    yield from (resolved.problem((*path, "items"), "lint.empty") for path, group in groups if not group.items)
    yield from _twice(resolved, [(path, section.key) for path, section in sections])
    yield from _twice(resolved, [(path, group.key) for path, group in groups])
    yield from _twice(resolved, [(path, item.key) for path, item in placed_items(resolved.form)])


def _twice(resolved: Resolved, named: list[tuple[Path, str]]) -> Iterator[Problem]:
    count = Counter(key for _, key in named)
    seen: set[str] = set()
    for path, key in named:
        if count[key] > 1 and key in seen:
            yield resolved.problem((*path, "key"), "lint.key-twice", name=key)
        seen.add(key)


def dials(resolved: Resolved) -> Iterator[Problem]:
    """Each dial totals sensibly and its grades cover every score."""
    form = resolved.form
    for purpose, dial in zip(_PURPOSES, (form.duty, form.readiness), strict=True):
        path: Path = ("form", purpose)
        yield from _limits(resolved, path, dial)
        yield from _bands(resolved, (*path, "bands"), dial)
        bonus = [item for item in form.items() if item.purpose == purpose and _gives_bonus(item)]
        if bonus and not dial.bonus_cap:
            yield resolved.problem((*path, "bonus_cap"), "lint.bonus-without-cap", item=bonus[0].key)


def _gives_bonus(item: Item) -> bool:
    return item.bonus or (isinstance(item.rule, ThresholdRule) and item.rule.threshold.bonus_per_unit is not None)


def _limits(resolved: Resolved, path: Path, dial: DialRule) -> Iterator[Problem]:
    checks = (
        ("full", 0 < dial.full <= _MOST_POINTS, f"0 < full ≤ {_MOST_POINTS}"),
        ("decimals", 0 <= dial.decimals <= _MOST_DECIMALS, f"0 ≤ decimals ≤ {_MOST_DECIMALS}"),
        ("bonus_cap", dial.bonus_cap >= 0, "bonus_cap ≥ 0"),
        ("min_share", 0 <= dial.min_share <= 1, "0 ≤ min_share ≤ 1"),
        ("overall_cap", dial.overall_cap is None or dial.overall_cap >= dial.full, "overall_cap ≥ full"),
    )
    for name, holds, limit in checks:
        if not holds:
            yield resolved.problem((*path, name), "lint.out-of-range", limit=limit)


def _bands(resolved: Resolved, path: Path, dial: DialRule) -> Iterator[Problem]:
    bounds = [band.from_ for band in dial.bands]
    if not bounds:
        return
    if len(set(bounds)) < len(bounds) or bounds not in (sorted(bounds), sorted(bounds, reverse=True)):
        yield resolved.problem(path, "lint.bands-order")
    if min(bounds) != 0:
        yield resolved.problem(path, "lint.bands-lowest")
    if max(bounds) > (dial.overall_cap or dial.full):
        yield resolved.problem(path, "lint.bands-beyond", most=str(dial.overall_cap or dial.full))
    if len({band.grade for band in dial.bands}) < len(dial.bands):
        yield resolved.problem(path, "lint.grade-twice")
