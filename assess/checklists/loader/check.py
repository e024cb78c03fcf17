"""Lint over files and folders: everything `assess checklists lint` finds."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Final

from assess.checklists.definition import Checklist, Measure, Named
from assess.checklists.files import FactsFile, KindsFile, RolesFile, ThemesFile
from assess.checklists.lint import bank, lint, lists, measure, programme, words
from assess.checklists.lint.items import KEY
from assess.checklists.lists import ListsFile
from assess.checklists.loader.catalogue import SHIPPED, VERSION, catalogue, resolve_yaml, roots_of
from assess.checklists.loader.frozen import LOCK, digest, read_lock, thaw
from assess.checklists.loader.library import read_library
from assess.checklists.loader.places import files
from assess.checklists.loader.validate import validate
from assess.checklists.loader.yamltext import read
from assess.checklists.problems import ContentError, Problem, problem
from assess.checklists.tree import Tree
from assess.programmes.definition import Programme

_LISTS: Final[Mapping[str, type[RolesFile | KindsFile | ThemesFile]]] = {
    "roles": RolesFile,
    "kinds": KindsFile,
    "themes": ThemesFile,
}


def check(path: FilePath, installed: FilePath = SHIPPED) -> list[Problem]:
    """Lint a content folder, a folder of checklists, or one file.

    Returns:
        All problems, each once, by file and line.
    """
    try:
        found = list(_folder(path, installed) if path.is_dir() else _file(path, roots_of(path, installed)))
    except ContentError as error:
        found = list(error.problems)
    return sorted(_once(found), key=lambda p: (p.file, p.line))


def _once(found: Sequence[Problem]) -> Iterable[Problem]:
    """Name each fault once: a file that was given by one path may be met by another from what refers to it."""
    known: dict[str, Problem] = {}
    for p in found:
        known.setdefault(replace(p, file=str(FilePath(p.file).resolve())).text("en"), p)
    return known.values()


def _folder(root: FilePath, installed: FilePath) -> Iterator[Problem]:
    published = {entry.path.with_suffix(".yaml") for entry in catalogue(root) if entry.state == "published"}
    for path in files(root, "**/*.yaml"):
        if path not in published:
            yield from _file(path, roots_of(path, installed))
    yield from _frozen(root)


def _frozen(root: FilePath) -> Iterator[Problem]:
    """Check published documents against published.lock; they are never resolved again."""
    lock = read_lock(root)
    for name in lock:
        if not (root / name).is_file():
            yield Problem(str(root / LOCK), 0, name, "lint.lock-missing")
    for entry in catalogue(root):
        if entry.state == "published":
            document = entry.path.read_bytes()
            if digest(document) != entry.sha256:
                yield Problem(str(entry.path), 0, "", "content.hash-differs")
            yield from _unreadable(document, str(entry.path))


def _unreadable(document: bytes, name: str) -> Iterator[Problem]:
    try:
        thaw(document, name)
    except ContentError as error:
        yield from error.problems


def _file(path: FilePath, roots: Sequence[FilePath]) -> Iterator[Problem]:
    try:
        yield from _content(path, read(path), roots)
    except ContentError as error:
        yield from error.problems


def _content(path: FilePath, tree: Tree, roots: Sequence[FilePath]) -> Iterator[Problem]:
    """Tell by its keys what a file is, and check it as that."""
    names = set(tree.data) if isinstance(tree.data, dict) else set()
    if "form" in names or {"audience", "version"} <= names:
        yield from _checklist(path, tree, roots)
    elif "subsidy" in names or path.parent.name == "programmes":
        yield from _programme(path, tree, roots)
    elif "clauses" in names or "issuers" in names:
        yield from _measure(path, tree, roots)
    elif "facts" in names:
        yield from words(tree)
        yield from bank(tree, validate(tree, FactsFile), [kind.key for kind in read_library(roots, ()).kinds])
    elif "lists" in names:
        yield from words(tree)
        facts = {key: one.fact for key, one in read_library(roots, ()).facts.items()}
        yield from lists(tree, validate(tree, ListsFile).lists, facts)
    elif listed := names & set(_LISTS):
        yield from _list(tree, listed.pop())
    elif not names >= {"organisation", "answers"}:  # answers to try a checklist with may lie beside it
        yield Problem(tree.file, 0, "", "lint.unknown-file")


def _checklist(path: FilePath, tree: Tree, roots: Sequence[FilePath]) -> Iterator[Problem]:
    found = validate(tree, Checklist)
    if not VERSION.fullmatch(found.version):
        yield problem(tree, ("version",), "lint.version-form", name=found.version)
    for root in roots:
        if path.resolve().is_relative_to(root.resolve()):
            place = path.resolve().relative_to(root.resolve()).with_suffix("").as_posix()
            yield from _placed(tree, f"{found.measure}/{found.audience}/{found.version}", place)
            break
    yield from lint(resolve_yaml(path, roots))


def _placed(tree: Tree, found: str, expected: str) -> Iterator[Problem]:
    if found != expected:
        yield problem(tree, ("version",), "lint.path-differs", found=found, expected=expected)


def _measure(path: FilePath, tree: Tree, roots: Sequence[FilePath]) -> Iterator[Problem]:
    found = validate(tree, Measure)
    yield from words(tree)
    yield from measure(tree, found, read_library(roots, ()).themes)
    if path.stem != found.key:
        yield problem(tree, ("key",), "lint.path-differs", found=found.key, expected=path.stem)


def _programme(path: FilePath, tree: Tree, roots: Sequence[FilePath]) -> Iterator[Problem]:
    found = validate(tree, Programme)
    yield from words(tree)
    yield from programme(tree, found, {key: one.fact for key, one in read_library(roots, ()).facts.items()})
    if path.stem != found.key:
        yield problem(tree, ("key",), "lint.path-differs", found=found.key, expected=path.stem)


def _list(tree: Tree, name: str) -> Iterator[Problem]:
    file = validate(tree, _LISTS[name])
    entries: tuple[Named, ...] = getattr(file, name)
    yield from words(tree)
    count = Counter(entry.key for entry in entries)
    for index, entry in enumerate(entries):
        if count[entry.key] > 1:
            yield problem(tree, (name, index, "key"), "lint.key-twice", name=entry.key)
        if not KEY.fullmatch(entry.key):
            yield problem(tree, (name, index, "key"), "lint.key-form", name=entry.key)
