"""Can a condition hold at all? Decided by trying every combination of what it distinguishes.

A fact with codes has its codes; a number is tried at, between and around the bounds it is compared with; everything
else (tables, dates, regions) is left free, so that nothing is called impossible that is not.
"""

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final, get_args

from assess.checklists.lint.conditions import codes, comparisons
from assess.checklists.uses import Leaf, leaves
from assess.conditions.model import All, Any, Condition, FactIs, Kind, LevelIn, Not, Role, SizeIn
from assess.values.fact import Fact
from assess.values.profile import Level, Size

MOST_WORLDS: Final = 20_000
_State = str | Decimal | bool | None
_World = Mapping[str, _State]


def possible(conditions: Iterable[Condition], audience: str, fact: Callable[[str], Fact]) -> bool:
    """Say whether the conditions can hold together.

    Args:
        conditions: All of them are wanted.
        audience: The organisation's kind, which is fixed for a checklist.
        fact: Gives a fact by its key.

    Returns:
        False only where it is proven that they cannot; too many combinations count as possible.
    """
    wanted = All(all_=tuple(conditions))
    found = [leaf for _, leaf in leaves(wanted)]
    ranges = {_variable(leaf, fact): _range(leaf, found, audience, fact) for leaf in found}
    if math.prod(len(states) for states in ranges.values()) > MOST_WORLDS:
        return True
    worlds = (dict(zip(ranges, states, strict=True)) for states in itertools.product(*ranges.values()))
    return any(_holds(wanted, world, fact) for world in worlds)


def _variable(leaf: Leaf, fact: Callable[[str], Fact]) -> str:
    """Name what a test depends on; tests of the same fact, role or size share it."""
    match leaf:
        case FactIs() if _countable(fact(leaf.fact)):
            return f"fact {leaf.fact}"
        case Role():
            return f"role {leaf.role}"
        case Kind():
            return "kind"
        case SizeIn():
            return "size"
        case LevelIn():
            return "level"
        case _:
            return repr(leaf)


def _countable(fact: Fact) -> bool:
    return fact.type in {"yes-no", "choice", "number", "money"}


def _range(leaf: Leaf, found: list[Leaf], audience: str, fact: Callable[[str], Fact]) -> list[_State]:
    match leaf:
        case FactIs() if _countable(fact(leaf.fact)):
            return [None, *_answers(fact(leaf.fact), found)]
        case Kind():
            return [audience]
        case SizeIn():
            return [*get_args(Size)]
        case LevelIn():
            return [*get_args(Level)]
        case _:
            return [True, False]


def _answers(fact: Fact, found: list[Leaf]) -> Iterator[_State]:
    if fact.type in {"yes-no", "choice"}:
        yield from codes(fact)
        return
    tests = [leaf for leaf in found if isinstance(leaf, FactIs) and leaf.fact == fact.key]
    bounds = sorted({value for test in tests for value in comparisons(test).values() if isinstance(value, Decimal)})
    around = [bounds[0] - 1, *bounds, bounds[-1] + 1] if bounds else [Decimal(0)]
    between = [(low + high) / 2 for low, high in itertools.pairwise(around)]
    least = Decimal(0) if fact.min is None else fact.min
    for value in (*around, *between):
        if value >= least and (fact.max is None or value <= fact.max):
            yield value


def _holds(condition: Condition, world: _World, fact: Callable[[str], Fact]) -> bool:
    match condition:
        case All(all_=parts):
            return all(_holds(part, world, fact) for part in parts)
        case Any(any_=parts):
            return any(_holds(part, world, fact) for part in parts)
        case Not(not_=part):
            return not _holds(part, world, fact)
        case _:
            return _leaf_holds(condition, world[_variable(condition, fact)])


def _leaf_holds(leaf: Leaf, state: _State) -> bool:
    match leaf:
        case FactIs() if not isinstance(state, bool):
            return all(_compare(name, bound, state) for name, bound in comparisons(leaf).items())
        case Kind(kind=kind):
            return state == kind
        case SizeIn(size=sizes):
            return state in sizes
        case LevelIn(level=levels):
            return state in levels
        case _:
            return bool(state)


_ORDER: Final[Mapping[str, Callable[[Decimal, Decimal], bool]]] = {
    "at_least": lambda value, bound: value >= bound,
    "above": lambda value, bound: value > bound,
    "at_most": lambda value, bound: value <= bound,
    "below": lambda value, bound: value < bound,
}


def _compare(name: str, bound: object, state: _State) -> bool:
    if name == "answered":
        return bound == (state is not None)
    if isinstance(state, Decimal) and isinstance(bound, Decimal):
        return _ORDER[name](state, bound) if name in _ORDER else True
    if isinstance(state, str):
        return state == bound if name == "is" else isinstance(bound, tuple) and state in bound
    return False
