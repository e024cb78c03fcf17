"""Judge a condition: three-valued, prepared once and applied often."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from functools import singledispatch
from typing import Final

from assess.conditions import comparisons, kleene
from assess.conditions.model import (
    All,
    AllRows,
    Any,
    AnyRow,
    Condition,
    CountRows,
    FactIs,
    Kind,
    LevelIn,
    Not,
    Region,
    Role,
    SizeIn,
    Test,
)
from assess.conditions.world import World
from assess.values.model import Answers, Row
from assess.values.profile import Profile

Predicate = Callable[[World], bool | None]
RowTest = Callable[[Row, dt.date], bool | None]
_PAIR: Final = "00"


def evaluate(condition: Condition, answers: Answers, profile: Profile, as_of: dt.date) -> bool | None:
    """Judge a condition.

    Returns:
        None where the answers do not decide it: a fact is unanswered or 不清楚.
    """
    return prepare(condition)(World(answers, profile, as_of))


def facts_of(condition: Condition) -> tuple[str, ...]:
    """Name the facts a condition looks at, in the order of their first use."""
    return tuple(dict.fromkeys(_facts(condition)))


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """Give the conditions a condition is directly made of."""
    match condition:
        case All():
            return condition.all_
        case Any():
            return condition.any_
        case Not():
            return (condition.not_,)
        case _:
            return ()


def _facts(condition: Condition) -> Iterator[str]:
    if isinstance(condition, FactIs | AnyRow | AllRows | CountRows):
        yield condition.fact
    for part in parts_of(condition):
        yield from _facts(part)


@singledispatch
def prepare(condition: Condition) -> Predicate:
    """Turn a condition into a function of the world."""
    raise TypeError(type(condition))


@prepare.register
def _all(condition: All) -> Predicate:
    parts = tuple(map(prepare, condition.all_))
    return lambda world: kleene.all_of(part(world) for part in parts)


@prepare.register
def _any(condition: Any) -> Predicate:
    parts = tuple(map(prepare, condition.any_))
    return lambda world: kleene.any_of(part(world) for part in parts)


@prepare.register
def _not(condition: Not) -> Predicate:
    part = prepare(condition.not_)
    return lambda world: kleene.not_(part(world))


@prepare.register
def _fact(condition: FactIs) -> Predicate:
    key, judge = condition.fact, comparisons.prepare(condition)
    return lambda world: judge(world.answers.get(key), world.as_of)


@prepare.register
def _any_row(condition: AnyRow) -> Predicate:
    test = row_test(condition.any_row)
    return _over_rows(condition.fact, lambda rows, as_of: kleene.any_of(test(row, as_of) for row in rows))


@prepare.register
def _all_rows(condition: AllRows) -> Predicate:
    test = row_test(condition.all_rows)
    return _over_rows(condition.fact, lambda rows, as_of: kleene.all_of(test(row, as_of) for row in rows))


@prepare.register
def _count_rows(condition: CountRows) -> Predicate:
    count = condition.count_rows
    test = row_test(count.where or {})

    def judge(rows: tuple[Row, ...], as_of: dt.date) -> bool | None:
        results = [test(row, as_of) for row in rows]
        sure, possible = results.count(True), len(results) - results.count(False)
        return kleene.all_of((_at_least(count.at_least, sure, possible), _at_most(count.at_most, sure, possible)))

    return _over_rows(condition.fact, judge)


def _at_least(bound: int | None, sure: int, possible: int) -> bool | None:
    if bound is None or sure >= bound:
        return True
    return False if possible < bound else None


def _at_most(bound: int | None, sure: int, possible: int) -> bool | None:
    if bound is None or possible <= bound:
        return True
    return False if sure > bound else None


def row_test(columns: Mapping[str, Test]) -> RowTest:
    """Make the function that judges one row of a table on a day by its columns."""
    judges = tuple((key, comparisons.prepare(test)) for key, test in columns.items())
    return lambda row, as_of: kleene.all_of(judge(row.cells.get(key), as_of) for key, judge in judges)


def _over_rows(fact: str, judge: Callable[[tuple[Row, ...], dt.date], bool | None]) -> Predicate:
    def predicate(world: World) -> bool | None:
        value = world.answers.get(fact)
        if not isinstance(value, tuple):
            return None
        return judge(tuple(row for row in value if isinstance(row, Row)), world.as_of)

    return predicate


@prepare.register
def _role(condition: Role) -> Predicate:
    return lambda world: condition.role in world.profile.roles


@prepare.register
def _kind(condition: Kind) -> Predicate:
    return lambda world: world.profile.kind == condition.kind


@prepare.register
def _region(condition: Region) -> Predicate:
    prefix = _significant(condition.region)
    return lambda world: world.profile.region.startswith(prefix)


def _significant(code: str) -> str:
    """Drop the trailing zero pairs of a GB/T 2260 code: they stand for everything below."""
    while code.endswith(_PAIR):
        code = code.removesuffix(_PAIR)
    return code


@prepare.register
def _level(condition: LevelIn) -> Predicate:
    return lambda world: world.profile.level in condition.level


@prepare.register
def _size(condition: SizeIn) -> Predicate:
    return lambda world: None if world.profile.size is None else world.profile.size in condition.size
