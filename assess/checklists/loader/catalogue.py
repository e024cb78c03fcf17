"""Which checklists a content folder holds, and how to get one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Final, Literal

from assess.checklists.definition import Checklist, Published
from assess.checklists.loader.frozen import canonical, digest, read_lock, thaw
from assess.checklists.loader.library import read_library
from assess.checklists.loader.places import files
from assess.checklists.loader.validate import validate
from assess.checklists.loader.yamltext import load_bytes, read
from assess.checklists.problems import ContentError, Problem
from assess.checklists.resolve import Resolved, resolve

SHIPPED: Final = FilePath(__file__).resolve().parents[3] / "checklists"
VERSION: Final = re.compile(r"(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})", re.ASCII)
_AUDIENCES: Final = ("enterprise", "district")


@dataclass(frozen=True, slots=True)
class Entry:
    """One version of a checklist. A draft has no hash yet."""

    key: str
    version: str
    state: Literal["published", "draft"]
    path: FilePath
    sha256: str | None


def catalogue(root: FilePath) -> tuple[Entry, ...]:
    """List every version below a content folder, by key and then oldest first."""
    lock = read_lock(root)
    entries = [_entry(root, path, lock) for path in _versions(root)]
    return tuple(sorted(entries, key=lambda entry: (entry.key, order(entry.version))))


def order(version: str) -> tuple[int, ...]:
    """Give the sort key of a version number."""
    return tuple(int(part) for part in version.split("."))


def _versions(root: FilePath) -> Iterator[FilePath]:
    """Go through the version files; where one is published its JSON stands for it."""
    for audience in _AUDIENCES:
        frozen = set(files(root, f"*/{audience}/*.json"))
        yield from (path for path in frozen if VERSION.fullmatch(path.stem))
        for path in files(root, f"*/{audience}/*.yaml"):
            if VERSION.fullmatch(path.stem) and path.with_suffix(".json") not in frozen:
                yield path


def _entry(root: FilePath, path: FilePath, lock: dict[str, str]) -> Entry:
    key = path.parent.relative_to(root).as_posix()
    if path.suffix == ".yaml":
        return Entry(key, path.stem, "draft", path, None)
    return Entry(key, path.stem, "published", path, lock.get(path.relative_to(root).as_posix()))


def load_published(
    root: FilePath, key: str, version: str | None = None, installed: FilePath | None = None
) -> tuple[Published, str]:
    """Load a checklist by name.

    Args:
        root: The content folder.
        key: Such as `linyi-2021/enterprise`.
        version: By default the newest published one, or the newest draft where none is published.
        installed: Where a draft's facts, measures and lists are looked up that the content folder lacks.

    Returns:
        The resolved document and its SHA-256 (of a draft: the one that publishing it now would give).

    Raises:
        ContentError: When there is none, or when it cannot be used.
    """
    entry = find(root, key, version)
    if entry.state == "draft":
        return _with_hash(resolve_yaml(entry.path, _both(root, installed)).published)
    return _frozen(entry)


def _both(root: FilePath, installed: FilePath | None) -> list[FilePath]:
    if installed is None or installed.resolve() == root.resolve():
        return [root]
    return [root, installed]


def find(root: FilePath, key: str, version: str | None = None) -> Entry:
    """Find one version; see `load_published`."""
    entries = [entry for entry in catalogue(root) if entry.key == key and version in (None, entry.version)]
    if not entries:
        known = ", ".join(f"{entry.key} {entry.version}" for entry in catalogue(root)) or "-"
        name = f"{key} {version}" if version else key
        raise ContentError([Problem(str(root), 0, "", "content.no-checklist", {"name": name, "known": known})])
    published = [entry for entry in entries if entry.state == "published"]
    return (published or entries)[-1]


def _frozen(entry: Entry) -> tuple[Published, str]:
    document = entry.path.read_bytes()
    sha256 = digest(document)
    if sha256 != entry.sha256:
        raise ContentError([Problem(str(entry.path), 0, "", "content.hash-differs")])
    return thaw(document, str(entry.path)), sha256


def _with_hash(published: Published) -> tuple[Published, str]:
    return published, digest(canonical(published))


def resolve_path(path: FilePath, installed: FilePath = SHIPPED) -> Published:
    """Load a checklist from a file anywhere: a draft as YAML, or a frozen document as JSON.

    Facts, measures and lists are looked up in the nearest folder above the file that has `measures/` or `facts/`, then
    in the installed set.

    Raises:
        ContentError: When it cannot be used.
    """
    if path.suffix == ".json":
        return thaw(load_bytes(path), str(path))
    return resolve_yaml(path, roots_of(path, installed)).published


def roots_of(path: FilePath, installed: FilePath = SHIPPED) -> list[FilePath]:
    """Give the content folders a file may refer to, nearest first."""
    for folder in dict.fromkeys((*path.parents, *path.resolve().parents)):  # in the caller's spelling where possible
        if (folder / "measures").is_dir() or (folder / "facts").is_dir():
            return [installed] if folder.resolve() == installed.resolve() else [folder, installed]
    return [installed]


def resolve_yaml(path: FilePath, roots: Sequence[FilePath]) -> Resolved:
    """Resolve a draft against content folders.

    Raises:
        ContentError: With the problems of the checklist's file, or of what it refers to.
    """
    tree = read(path)
    checklist = validate(tree, Checklist)
    return resolve(checklist, tree, read_library(roots, [checklist.measure]))
