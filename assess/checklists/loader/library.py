"""Find and read the files that checklists refer to, in one or several content folders."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path as FilePath
from typing import Any, TypeVar

from assess.checklists.definition import Measure, Named, Theme
from assess.checklists.files import FactsFile, KindsFile, RolesFile, ThemesFile
from assess.checklists.lists import ListKind, ListsFile
from assess.checklists.loader.places import files
from assess.checklists.loader.validate import validate
from assess.checklists.loader.yamltext import read
from assess.checklists.problems import ContentError, Problem, problem
from assess.checklists.resolve import Library, PlacedFact
from assess.checklists.tree import Tree
from assess.programmes.definition import Programme

T = TypeVar("T")
N = TypeVar("N", bound=Named)

_loaded: dict[tuple[FilePath, FilePath], tuple[tuple[type, int, int], Any, Tree]] = {}


def read_library(roots: Sequence[FilePath], measures: Iterable[str] | None = None) -> Library:
    """Read the question bank and the lists; an earlier folder's entry wins over a later one's of the same key.

    Args:
        roots: Content folders, nearest first.
        measures: Keys of the measures wanted; by default all.

    Raises:
        ContentError: With the problems of every file that cannot be used.
    """
    reader = _Reader()
    made = Library(
        measures={key: found for root in reversed(roots) for key, found in reader.measures(root, measures)},
        facts={key: fact for root in reversed(roots) for key, fact in reader.facts(root).items()},
        roles=_merged([file.roles for file in reader.lists(roots, "roles.yaml", RolesFile)]),
        kinds=_merged([file.kinds for file in reader.lists(roots, "kinds.yaml", KindsFile)]),
        themes=_merged([file.themes for file in reader.lists(roots, "themes.yaml", ThemesFile)]),
        programmes={key: found for root in reversed(roots) for key, found in reader.programmes(root)},
    )
    if reader.problems:
        raise ContentError(reader.problems)
    return made


def _merged(lists: Iterable[tuple[N, ...]]) -> tuple[N, ...]:
    """Join lists by key, the nearest folder's first."""
    made: dict[str, N] = {}
    for named in (entry for entries in lists for entry in entries):
        made.setdefault(named.key, named)
    return tuple(made.values())


def load_file(path: FilePath, kind: type[T]) -> tuple[T, Tree]:
    """Read and validate a file; one that did not change since is not read again.

    Raises:
        ContentError: When it cannot be used.
    """
    stat = path.stat()
    seen = (kind, stat.st_mtime_ns, stat.st_size)
    place = (path, path.absolute())  # faults name a file as it was given
    known = _loaded.get(place)
    if known is None or known[0] != seen:
        tree = read(path)
        known = _loaded[place] = (seen, validate(tree, kind), tree)
    return known[1], known[2]


def load_measure(root: FilePath, key: str) -> Measure:
    """Load one measure of a content folder.

    Raises:
        ContentError: When there is none, or when it cannot be used.
    """
    paths = {path.stem: path for path in files(root, "measures/*.yaml")}
    if key not in paths:
        known = ", ".join(sorted(paths)) or "-"
        raise ContentError([Problem(str(root), 0, "", "content.unknown-measure", {"name": key, "known": known})])
    return load_file(paths[key], Measure)[0]


def load_themes(root: FilePath) -> tuple[Theme, ...]:
    """Load the themes of a content folder.

    Raises:
        ContentError: When they cannot be used.
    """
    return tuple(theme for path in files(root, "themes.yaml") for theme in load_file(path, ThemesFile)[0].themes)


def load_lists(root: FilePath) -> tuple[ListKind, ...]:
    """Load the kinds of published lists of a content folder; none where it has no lists.yaml.

    Raises:
        ContentError: When they cannot be used.
    """
    return tuple(kind for path in files(root, "lists.yaml") for kind in load_file(path, ListsFile)[0].lists)


class _Reader:
    """Reads file after file and collects what is wrong."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def _files(self, root: FilePath, folder: str) -> list[FilePath]:
        return self._found(root, f"{folder}/*.yaml")

    def _found(self, root: FilePath, pattern: str) -> list[FilePath]:
        try:
            return files(root, pattern)
        except ContentError as error:
            self.problems += error.problems
            return []

    def _file(self, path: FilePath, kind: type[T]) -> tuple[T, Tree] | None:
        try:
            return load_file(path, kind)
        except ContentError as error:
            self.problems += error.problems
            return None

    def measures(self, root: FilePath, wanted: Iterable[str] | None) -> Iterator[tuple[str, tuple[Measure, Tree]]]:
        names = None if wanted is None else set(wanted)
        for path in self._files(root, "measures"):
            if (names is None or path.stem in names) and (found := self._file(path, Measure)):
                yield found[0].key, found

    def programmes(self, root: FilePath) -> Iterator[tuple[str, Programme]]:
        for path in self._files(root, "programmes"):
            if found := self._file(path, Programme):
                yield found[0].key, found[0]

    def facts(self, root: FilePath) -> dict[str, PlacedFact]:
        made: dict[str, PlacedFact] = {}
        for path in self._files(root, "facts"):
            if found := self._file(path, FactsFile):
                self._add(made, *found)
        return made

    def _add(self, made: dict[str, PlacedFact], file: FactsFile, tree: Tree) -> None:
        for index, fact in enumerate(file.facts):
            placed = PlacedFact(fact, tree, ("facts", index))
            first = made.setdefault(fact.key, placed)
            if first is not placed:
                place = f"{first.tree.file}:{first.tree.line(first.path)}"
                self.problems.append(
                    problem(tree, (*placed.path, "key"), "content.fact-twice", name=fact.key, first=place)
                )

    def lists(self, roots: Sequence[FilePath], name: str, kind: type[T]) -> list[T]:
        paths = [path for root in roots for path in self._found(root, name)]
        return [found[0] for path in paths if (found := self._file(path, kind))]
