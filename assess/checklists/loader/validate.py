"""From a file's data to the frozen dataclasses of the content model, with errors an author can act on.

pydantic reports every branch of a union that does not fit. Here its errors are laid out as a tree beside the data and
the types, and of each union only the branch the author evidently meant is kept.
"""

import dataclasses
import difflib
import re
import types
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from assess.checklists.problems import ContentError, Problem, problem
from assess.checklists.tree import Node, Path, Tree, child

T = TypeVar("T")

_KEY: Final = re.compile(r"[A-Za-z0-9_.-]+", re.ASCII)
_WORDING: Final = ("zh", "en")
_STRUCTURAL: Final = frozenset({"missing", "unexpected_keyword_argument"})
_MESSAGES: Final = {
    "bool_": "content.not-boolean",
    "dataclass_type": "content.not-mapping",
    "decimal_": "content.not-number",
    "dict_type": "content.not-mapping",
    "finite_number": "content.not-number",
    "int_": "content.not-integer",
    "literal_error": "content.not-one-of",
    "missing": "content.missing",
    "string_type": "content.not-string",
    "tuple_type": "content.not-list",
    "unexpected_keyword_argument": "content.unexpected-key",
}


def validate(tree: Tree, kind: type[T], path: Path = ()) -> T:
    """Make the content model's object of a whole file, or of the part at a path.

    Raises:
        ContentError: With one problem for each thing the author has to mend.
    """
    data = tree.at(path)
    try:
        return adapter(kind).validate_python(data)
    except ValidationError as error:
        root = _grow(error.errors(include_url=False))
        raise ContentError(_Reducer(tree).problems(root, data, kind, path)) from error


_adapters: Final[dict[type, TypeAdapter[Any]]] = {}


def adapter(kind: type[T]) -> TypeAdapter[T]:
    """Build pydantic's reader of a class once: compiling the nested unions costs more than using them."""
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


@dataclass(slots=True)
class _Node:
    """The errors at one place of pydantic's location tree."""

    children: "dict[str | int, _Node]" = field(default_factory=dict)
    errors: list[Mapping[str, Any]] = field(default_factory=list)

    def weight(self) -> tuple[int, int]:
        """Count how badly a branch fits: first its own missing and unexpected keys, then everything inside."""
        own = sum(error["type"] in _STRUCTURAL for part in self.children.values() for error in part.errors)
        return own, self.size()

    def size(self) -> int:
        return len(self.errors) + sum(part.size() for part in self.children.values())


def _grow(errors: Iterable[Mapping[str, Any]]) -> _Node:
    root = _Node()
    for error in errors:
        node = root
        for part in error["loc"]:
            node = node.children.setdefault(part, _Node())
        node.errors.append(error)
    return root


class _Reducer:
    """Walks errors, data and types side by side."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def problems(self, node: _Node, data: Node, kind: Any, path: Path) -> Iterator[Problem]:  # noqa: ANN401 - a type form
        """Say what is wrong at and below one place."""
        branches = {m: node.children[m.__name__] for m in _members(kind) if _is_branch(node, m.__name__, data)}
        if branches:
            yield from self._union(branches, data, path)
            return
        for error in node.errors:
            yield self._problem(error, kind, path)
        for part, below in node.children.items():
            yield from self._below(part, below, data, kind, path)

    def _below(self, part: str | int, below: _Node, data: Node, kind: Any, path: Path) -> Iterator[Problem]:  # noqa: ANN401 - a type form
        for error in below.errors:
            if error["type"] == "missing":
                yield problem(self._tree, path, "content.missing", name=str(part))
            elif error["type"] == "unexpected_keyword_argument":
                yield self._unexpected(str(part), _names([kind]), path, child(data, part))
        if below.children.pop("[key]", None):
            expected = " / ".join(str(word) for word in _words(kind))
            yield problem(self._tree, (*path, part), "content.not-one-of", value=str(part), expected=expected)
        rest = _Node(below.children, [error for error in below.errors if error["type"] not in _STRUCTURAL])
        if rest.size():
            yield from self.problems(rest, child(data, part), _type_of(kind, part), (*path, part))

    def _union(self, branches: Mapping[Any, _Node], data: Node, path: Path) -> Iterator[Problem]:
        present = set(data) if isinstance(data, dict) else set()
        meant = [kind for kind in branches if present & set(_names([kind], required=True))]
        if not meant:
            yield self._unrecognised(
                data, list(dict.fromkeys(_names([kind], required=True)[-1] for kind in branches)), path
            )
            return
        chosen = min(meant, key=lambda kind: branches[kind].weight())
        for found_problem in self.problems(branches[chosen], data, chosen, path):
            yield _suggest(found_problem, path, self._tree, _names(meant))

    def _unrecognised(self, data: Node, expected: Sequence[str], path: Path) -> Problem:
        names = sorted(data) if isinstance(data, dict) else []
        for name in names:
            if near := difflib.get_close_matches(name, expected, 1):
                return problem(self._tree, (*path, name), "content.unexpected-key-near", name=name, near=near[0])
        found = ", ".join(names) or _shown(data)
        return problem(self._tree, path, "content.no-such-form", found=found, expected=" / ".join(expected))

    def _unexpected(self, name: str, allowed: Sequence[str], path: Path, value: Node) -> Problem:
        if value is None and (tuple(allowed) == _WORDING or not _KEY.fullmatch(name)):  # {en: one, two} has a key `two`
            return problem(self._tree, (*path, name), "content.comma-splits", name=name)
        near = difflib.get_close_matches(name, allowed, 1)
        message = "content.unexpected-key-near" if near else "content.unexpected-key"
        params = {"name": name, "near": near[0]} if near else {"name": name, "allowed": ", ".join(allowed)}
        return problem(self._tree, (*path, name), message, **params)

    def _problem(self, error: Mapping[str, Any], kind: Any, path: Path) -> Problem:  # noqa: ANN401 - a type form
        params = {"value": _shown(error["input"])}
        for prefix, message in _MESSAGES.items():
            if error["type"].startswith(prefix):
                if message == "content.not-one-of":
                    params["expected"] = " / ".join(str(word) for word in _words(kind))
                return problem(self._tree, path, message, **params)
        return problem(self._tree, path, "content.invalid", reason=error["msg"])


def _suggest(found: Problem, path: Path, tree: Tree, allowed: Sequence[str]) -> Problem:
    """Look for the meant key among all branches that could have been meant, not only in the chosen one."""
    name = str(found.params.get("name"))
    if not found.message.startswith("content.unexpected-key") or found.key != tree.name((*path, name)):
        return found
    if name in allowed:
        return dataclasses.replace(found, message="content.keys-clash", params={"name": name})
    if near := difflib.get_close_matches(name, allowed, 1):
        return dataclasses.replace(found, message="content.unexpected-key-near", params={"name": name, "near": near[0]})
    return found


def _is_branch(node: _Node, name: str, data: Node) -> bool:
    return name in node.children and not (isinstance(data, dict) and name in data)


def _shown(value: object) -> str:
    """Show what was found, shortened; a mapping or list only by what it is."""
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    if value is None:
        return "null"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= 40 else text[:40] + "…"  # noqa: PLR2004 - enough to recognise it


def _members(kind: Any) -> list[Any]:  # noqa: ANN401 - a type form
    """Give the dataclasses of a union; empty for anything else."""
    if typing.get_origin(kind) not in (typing.Union, types.UnionType):
        return []
    members = [member for member in typing.get_args(kind) if dataclasses.is_dataclass(member)]
    return members if len(members) > 1 else []


def _only(kind: Any) -> Any:  # noqa: ANN401 - a type form
    """Take `None` off an optional type."""
    if typing.get_origin(kind) not in (typing.Union, types.UnionType):
        return kind
    rest = [member for member in typing.get_args(kind) if member is not types.NoneType]
    return rest[0] if len(rest) == 1 else kind


def _hints(kind: Any) -> dict[str, Any]:  # noqa: ANN401 - a type form
    return {name.rstrip("_"): hint for name, hint in typing.get_type_hints(kind).items()}


def _type_of(kind: Any, part: str | int) -> Any:  # noqa: ANN401 - a type form
    """Give the type of a field, entry or value."""
    kind = _only(kind)
    if dataclasses.is_dataclass(kind):
        return _hints(kind).get(str(part))
    arguments = typing.get_args(kind)
    if typing.get_origin(kind) is dict:
        return arguments[1]
    return arguments[0] if arguments else None


def _words(kind: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a type form
    """Give the words of a Literal, also where it is the key of a mapping."""
    kind = _only(kind)
    if typing.get_origin(kind) is dict:
        kind = typing.get_args(kind)[0]
    return typing.get_args(kind)


def _names(kinds: Iterable[Any], *, required: bool = False) -> list[str]:
    """Give the keys that files may, or must, use for these classes."""
    names: dict[str, None] = {}
    for kind in kinds:
        only = _only(kind)
        for made in dataclasses.fields(only) if dataclasses.is_dataclass(only) else ():
            if not required or made.default is dataclasses.MISSING:
                names[made.name.rstrip("_")] = None
    return list(names)
