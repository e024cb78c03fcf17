"""Any checklist the content model allows, for tests that must lose none of it."""

import dataclasses
import types
import typing
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from assess.checklists.definition import Checklist
from assess.conditions.model import Condition
from assess.scoring.form import Group, Item, Section
from assess.values.text import Text

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(str.strip)
CODES = st.from_regex(r"[a-z0-9][a-z0-9./_-]{0,10}", fullmatch=True) | st.sampled_from(["yes", "no", "1.0.0", "371300"])
TEXTS = st.builds(Text, zh=WORDS, en=WORDS)
NUMBERS = st.decimals(-(10**6), 10**6, places=3)
DEPTH = 3


def of(hint: Any, depth: int = DEPTH) -> st.SearchStrategy[Any]:  # noqa: ANN401 - a type form, one line each
    """Give any value of a type of the content model."""
    if hint == Condition:
        return condition(depth)
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return st.sampled_from(inner)
    if origin in (typing.Union, types.UnionType):
        return st.one_of([of(part, depth) for part in inner])
    if origin is tuple:
        return st.lists(of(inner[0], depth), min_size=1, max_size=2).map(tuple)
    if origin is dict:
        return st.dictionaries(of(inner[0]), of(inner[1], depth), min_size=1, max_size=2)
    return SIMPLE[hint] if hint in SIMPLE else made(hint, depth)


SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    str: CODES,
    int: st.integers(0, 1000),
    bool: st.booleans(),
    Decimal: NUMBERS,
    Text: TEXTS,
    types.NoneType: st.none(),
}


def made(kind: Any, depth: int = DEPTH, **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:  # noqa: ANN401 - a class
    """Give any object of a class; some of its optional fields keep their defaults."""
    hints = typing.get_type_hints(kind)
    fields = given | {name: of(hint, depth) for name, hint in hints.items() if name not in given}
    optional = {field.name for field in dataclasses.fields(kind) if field.default is not dataclasses.MISSING}
    return st.sets(st.sampled_from(sorted(optional) or [""])).flatmap(
        lambda kept: st.builds(kind, **{name: part for name, part in fields.items() if name not in kept})
    )


def condition(depth: int) -> st.SearchStrategy[Any]:
    """Give any condition, nested no deeper than this."""
    kinds = typing.get_args(Condition)
    flat = [kind for kind in kinds if kind.__name__ not in {"All", "Any", "Not"}]
    return st.sampled_from(kinds if depth > 0 else flat).flatmap(lambda kind: made(kind, depth - 1))


def keyed(kind: Any, inside: str, parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:  # noqa: ANN401 - a class
    """Give some objects of a class whose keys differ."""
    inner = st.lists(parts, max_size=2).map(tuple) if kind is Group else parts
    some = made(kind, DEPTH, **{inside: inner})
    return st.lists(some, min_size=1, max_size=2, unique_by=lambda one: one.key).map(tuple)


GROUPS = keyed(Group, "items", made(Item))
SECTIONS = keyed(Section, "groups", GROUPS)


def checklists() -> st.SearchStrategy[Checklist]:
    """Give any checklist."""
    form = typing.get_type_hints(Checklist)["form"]
    return made(Checklist, form=made(form, sections=SECTIONS))
