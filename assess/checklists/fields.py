"""Content compared field by field, whatever its classes hold: a field that is added later is compared as well."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from assess.values.text import Text

_NAMES: Final = ("key", "id", "value", "grade", "clause", "point")
"""What an entry of a list may be known by."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs.

    `path` is written as in a checklist's file (`rule.levels.credits.yes`); `before` or `after` is None where there is
    no such field; `words` says that it is wording only.
    """

    path: str
    before: object
    after: object
    words: bool

    @property
    def field(self) -> str:
        """Give the first part of the path: `rule` of `rule.levels.credits.yes`."""
        return self.path.partition(".")[0].partition("[")[0]


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A value without parts."""

    value: object
    words: bool


def changes(old: object, new: object, *, without: frozenset[str] = frozenset()) -> tuple[Change, ...]:
    """Compare two pieces of content, in the order of the new one; what only the old one has comes last.

    Args:
        old: A dataclass of the content model.
        new: Another of the same class.
        without: Paths to leave out, with all that stands below them.
    """
    before = dict(_flat(old, "", without))
    after = dict(_flat(new, "", without))
    paths = dict.fromkeys((*after, *before))
    found = (_change(path, before.get(path), after.get(path)) for path in paths)
    return tuple(change for change in found if change.before != change.after)


def _change(path: str, before: _Leaf | None, after: _Leaf | None) -> Change:
    words = all(leaf.words for leaf in (before, after) if leaf is not None)
    return Change(path, before and before.value, after and after.value, words)


def _flat(part: object, path: str, without: frozenset[str]) -> Iterator[tuple[str, _Leaf]]:
    """Give the values below a place; nothing where there is none."""
    if part is None or path in without or (isinstance(part, tuple | Mapping) and not part):
        return
    if isinstance(part, Text):
        yield f"{path}.zh", _Leaf(part.zh, words=True)
        yield f"{path}.en", _Leaf(part.en, words=True)
        return
    below = list(_below(part, path))
    if not below:
        yield path, _Leaf(part, words=False)
    for place, inner in below:
        yield from _flat(inner, place, without)


def _below(part: object, path: str) -> Iterator[tuple[str, object]]:
    """Give the parts of a part with their places; none where it is a plain value or a list of such."""
    if dataclasses.is_dataclass(part):
        for field in dataclasses.fields(part):
            name = field.name.rstrip("_")
            yield f"{path}.{name}" if path else name, getattr(part, field.name)
    elif isinstance(part, Mapping):
        yield from ((f"{path}.{key}", inner) for key, inner in part.items())
    elif isinstance(part, tuple) and any(dataclasses.is_dataclass(entry) for entry in part):
        yield from ((f"{path}[{name}]", entry) for name, entry in zip(_names(part), part, strict=True))


def _names(entries: tuple[object, ...]) -> list[str]:
    """Name the entries of a list by what they are known by, or number them from 1."""
    for attribute in _NAMES:
        names = [str(getattr(entry, attribute, "")) for entry in entries]
        if all(names) and len(set(names)) == len(names):
            return names
    return [str(number) for number, _ in enumerate(entries, 1)]
