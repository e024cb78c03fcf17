"""The kinds of lists: each has names of its own, and contradicts answers to one fact that exists."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from assess.checklists.lint.items import KEY
from assess.checklists.lists import ListKind, folded, spellings
from assess.checklists.problems import Problem, problem
from assess.checklists.tree import Path, Tree
from assess.checklists.uses import leaves
from assess.conditions.model import FactIs
from assess.values.fact import Fact

_FITTING: Final[Mapping[str, tuple[str, ...]]] = {
    "yes-no": ("is", "in"),
    "choice": ("is", "in"),
    "choices": ("in", "includes"),
}
_YES_NO: Final = ("yes", "no")


def lists(tree: Tree, kinds: Iterable[ListKind], facts: Mapping[str, Fact]) -> Iterator[Problem]:
    """Check the kinds of lists against the question bank."""
    kinds = tuple(kinds)
    count = Counter(name for kind in kinds for name in {folded(name) for name in spellings(kind)})
    for index, kind in enumerate(kinds):
        path: Path = ("lists", index)
        if not KEY.fullmatch(kind.key):
            yield problem(tree, (*path, "key"), "lint.key-form", name=kind.key)
        for name in spellings(kind):
            if count[folded(name)] > 1:
                yield problem(tree, path, "lint.key-twice", name=name)
        if kind.within_days is not None and kind.within_days < 1:
            yield problem(tree, (*path, "within_days"), "lint.out-of-range", limit="within_days ≥ 1")
        yield from _contradiction(tree, path, kind, facts)


def _contradiction(tree: Tree, path: Path, kind: ListKind, facts: Mapping[str, Fact]) -> Iterator[Problem]:
    """Check that only comparisons of one fact with its codes are made."""
    if kind.contradicts is None:
        return
    place = (*path, "contradicts")
    asked: set[str] = set()
    for at, leaf in leaves(kind.contradicts, place):
        if not isinstance(leaf, FactIs):
            yield problem(tree, at, "lint.list-one-fact")
        elif leaf.fact not in facts:
            yield problem(tree, (*at, "fact"), "content.no-fact", name=leaf.fact)
        else:
            asked.add(leaf.fact)
            yield from _comparison(tree, at, leaf, facts[leaf.fact])
    if len(asked) > 1:
        yield problem(tree, place, "lint.list-one-fact")


def _comparison(tree: Tree, path: Path, test: FactIs, fact: Fact) -> Iterator[Problem]:
    fitting = _FITTING.get(fact.type, ())
    given = [name for name in _names(test) if name != "fact"]
    for name in given:
        if name not in fitting:
            listed = ", ".join(fitting) or "-"
            yield problem(tree, (*path, name), "lint.comparison-type", name=name, type=fact.type, fitting=listed)
    if not given:
        yield problem(tree, path, "lint.no-comparison")
    known = (*_YES_NO, *fact.allow) if fact.type == "yes-no" else tuple(option.value for option in fact.options)
    for code in (*filter(None, (test.is_, test.includes)), *(test.in_ or ())):
        if fitting and code not in known:
            yield problem(tree, path, "lint.no-code", name=code, known=", ".join(known))


def _names(test: FactIs) -> list[str]:
    """Give the names of the comparisons that are made, as files spell them."""
    return [name.rstrip("_") for name in test.__dataclass_fields__ if getattr(test, name) is not None]
