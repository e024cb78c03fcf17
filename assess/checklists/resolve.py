"""Put a checklist together with everything it refers to: the document that publishing freezes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from assess.checklists.definition import Checklist, Measure, Named, Published, Theme
from assess.checklists.problems import ContentError, Problem, problem
from assess.checklists.tree import Path, Tree
from assess.checklists.uses import form_facts, placed_items
from assess.programmes.definition import Programme
from assess.scoring.form import Form
from assess.values.fact import Fact
from assess.values.step import Param


@dataclass(frozen=True, slots=True)
class PlacedFact:
    """A fact of the question bank and where it stands."""

    fact: Fact
    tree: Tree
    path: Path


@dataclass(frozen=True, slots=True)
class Library:
    """What checklists may refer to. `themes` and `roles` are whole; measures and facts come with their files."""

    measures: Mapping[str, tuple[Measure, Tree]] = field(default_factory=dict)
    facts: Mapping[str, PlacedFact] = field(default_factory=dict)
    roles: tuple[Named, ...] = ()
    kinds: tuple[Named, ...] = ()
    themes: tuple[Theme, ...] = ()
    programmes: Mapping[str, Programme] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A resolved checklist with the files its parts came from, so that lint can point into them."""

    published: Published
    tree: Tree
    library: Library

    @property
    def form(self) -> Form:
        """Give what is scored."""
        return self.published.checklist.form

    def fact(self, key: str) -> Fact:
        """Give a fact of the question bank."""
        return self.library.facts[key].fact

    def problem(self, path: Path, message: str, **params: Param) -> Problem:
        """Make the problem of a place in the checklist's file."""
        return problem(self.tree, path, message, **params)


def resolve(checklist: Checklist, tree: Tree, library: Library) -> Resolved:
    """Resolve a checklist.

    Raises:
        ContentError: When the measure, a fact or an evidence kind does not exist; all of them are named.
    """
    missing = list(_missing(checklist, tree, library))
    if missing:
        raise ContentError(missing)
    keys = dict.fromkeys(fact for _, fact in form_facts(checklist.form))
    facts = tuple(library.facts[key].fact for key in keys)
    published = Published(
        checklist=checklist,
        measure=library.measures[checklist.measure][0],
        facts=facts,
        roles=library.roles,
        kinds=_used_kinds(checklist, facts, library),
        programmes=tuple(_used_programmes(checklist, library)),
    )
    return Resolved(published, tree, library)


def _missing(checklist: Checklist, tree: Tree, library: Library) -> Iterator[Problem]:
    if checklist.measure not in library.measures:
        yield problem(tree, ("measure",), "content.no-measure", name=checklist.measure)
    for path, fact in form_facts(checklist.form):
        if fact not in library.facts:
            yield problem(tree, path, "content.no-fact", name=fact)
    known = {kind.key for kind in library.kinds}
    for path, kind in _evidence(checklist):
        if kind not in known:
            yield problem(tree, path, "content.no-kind", name=kind)


def _evidence(checklist: Checklist) -> Iterator[tuple[Path, str]]:
    for path, item in placed_items(checklist.form):
        for index, kind in enumerate(item.evidence.kinds if item.evidence else ()):
            yield (*path, "evidence", "kinds", index), kind


def _used_programmes(checklist: Checklist, library: Library) -> Iterator[Programme]:
    """Give the programmes that items name, in their order; lint speaks of those that do not exist."""
    named = dict.fromkeys(item.programme for _, item in placed_items(checklist.form) if item.programme)
    yield from (library.programmes[key] for key in named if key in library.programmes)


def _used_kinds(checklist: Checklist, facts: tuple[Fact, ...], library: Library) -> tuple[Named, ...]:
    used = {kind for _, kind in _evidence(checklist)} | {kind for fact in facts for kind in fact.evidence}
    return tuple(kind for kind in library.kinds if kind.key in used)
