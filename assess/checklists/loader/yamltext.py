"""The only reader of YAML: bounded, and with the line of every part.

It reads the JSON-like part of YAML 1.2: mappings with string keys, sequences, plain and quoted scalars. What could make
a small file large or run something (anchors, aliases, tags, merge keys) is refused by name. `yes`, `no` and dates are
strings; a number with a point is read from its digits, so that no float appears.
"""

import io
import json
import re
from decimal import Decimal
from pathlib import Path as FilePath
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from assess.checklists.problems import ContentError, Problem
from assess.checklists.tree import Node, Path, Scalar, Tree

MAX_BYTES: Final = 2 * 1024 * 1024
MAX_DEPTH: Final = 50
MAX_DIGITS: Final = 60
MAX_PARTS: Final = 200_000  # keys and values; the largest checklists have some ten thousand

_WORDS: Final[dict[str, Scalar]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER: Final = re.compile(r"[-+]?[0-9]+", re.ASCII)
_FRACTION: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?", re.ASCII)


class _RefusedError(Exception):
    """A construct this reader does not take, with its line and, where known, its place."""

    def __init__(self, line: int, message: str, path: Path = (), **params: str) -> None:
        super().__init__(message)
        self.line, self.message, self.path, self.params = line, message, path, params


def read(path: FilePath, name: str | None = None) -> Tree:
    """Read one YAML or JSON file.

    Args:
        path: The file; `.json` is read as JSON, anything else as YAML.
        name: How problems call the file; by default its path.

    Raises:
        ContentError: When it cannot be read, is too large or is not what it should be.
    """
    return parse(load_bytes(path), name or str(path), as_json=path.suffix.lower() == ".json")


def load_bytes(path: FilePath, most: int = MAX_BYTES) -> bytes:
    """Read a file of bounded size; see `read`."""
    shown = str(path)
    try:
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except FileNotFoundError as error:
        raise ContentError([Problem(shown, 0, "", "content.no-file")]) from error
    except OSError as error:
        raise ContentError([Problem(shown, 0, "", "content.unreadable", {"reason": _reason(error)})]) from error
    if len(raw) > most:
        raise ContentError([Problem(shown, 0, "", "content.too-large", {"limit": most})])
    return raw


def parse(raw: bytes, name: str, *, as_json: bool = False) -> Tree:
    """Read bytes already at hand; see `read`."""
    try:
        text = raw.decode("utf-8-sig")
        return _read_json(text, name) if as_json else _read_yaml(text, name)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ContentError([Problem(name, line, "", "content.not-utf8")]) from error
    except _RefusedError as error:
        key = Tree(name, None, {}).name(error.path)
        raise ContentError([Problem(name, error.line, key, error.message, error.params)]) from error


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__


def _read_yaml(text: str, name: str) -> Tree:
    """Read YAML with libyaml, 16 times faster than Python; what it stumbles over Python's reader of 1.2 decides."""
    try:
        return _Composer(name, text, pure=False).tree()
    except YAMLError:
        pass
    try:
        return _Composer(name, text, pure=True).tree()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = " ".join(str(error.problem or error.context or "").split())
        raise _RefusedError(mark.line + 1 if mark else 0, "content.syntax", reason=reason) from error
    except YAMLError as error:
        raise _RefusedError(0, "content.syntax", reason=str(error).splitlines()[0]) from error


def _read_json(text: str, name: str) -> Tree:
    try:
        data: Node = json.loads(
            text,
            parse_float=_number,
            parse_int=_number,
            parse_constant=str,
            object_pairs_hook=_unique,
        )
    except json.JSONDecodeError as error:
        raise _RefusedError(error.lineno, "content.syntax", reason=error.msg) from error
    except RecursionError as error:
        raise _RefusedError(0, "content.too-deep", limit=str(MAX_DEPTH)) from error
    depth, parts = _measured(data)
    if depth > MAX_DEPTH:
        raise _RefusedError(0, "content.too-deep", limit=str(MAX_DEPTH))
    if parts > MAX_PARTS:
        raise _RefusedError(0, "content.too-many-parts", limit=str(MAX_PARTS))
    return Tree(name, data, {})


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [key for key, _ in pairs]
        raise _RefusedError(0, "content.duplicate-key", name=next(key for key in names if names.count(key) > 1))
    return made


def _measured(data: Node) -> tuple[int, int]:
    """Measure nesting and count parts, without recursion."""
    deepest, parts, level = 0, 0, [data]
    while level and deepest <= MAX_DEPTH:
        parts += len(level)
        inner = [part for part in level if isinstance(part, dict | list)]
        deepest += bool(inner)
        level = [child for part in inner for child in (part.values() if isinstance(part, dict) else part)]
    return deepest, parts


def _number(digits: str) -> int | Decimal | str:
    """Read a number; a monster stays text, so that whoever expects a number refuses it at its place."""
    if len(digits) > MAX_DIGITS:
        return digits
    return int(digits) if _INTEGER.fullmatch(digits) else Decimal(digits)


class _Composer:
    """Builds data and lines from the events of one document."""

    def __init__(self, name: str, text: str, *, pure: bool) -> None:
        self._name = name
        self._events = YAML(typ="safe", pure=pure).parse(io.StringIO(text))
        self._lines: dict[Path, int] = {}
        self._parts = 0

    def tree(self) -> Tree:
        data = self._document()
        return Tree(self._name, data, self._lines)

    def _document(self) -> Node:
        data: Node = None
        documents = 0
        for event in self._events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _RefusedError(_line(event), "content.several-documents")
            elif isinstance(event, NodeEvent):
                data = self._node(event, (), 1)
        return data

    def _node(self, event: NodeEvent, path: Path, depth: int) -> Node:
        self._guard(event, path, depth)
        self._lines.setdefault(path, _line(event))
        if isinstance(event, SequenceStartEvent):
            return self._sequence(path, depth)
        if isinstance(event, MappingStartEvent):
            return self._mapping(path, depth)
        return _scalar(event)

    def _guard(self, event: Any, path: Path, depth: int) -> None:  # noqa: ANN401 - ruamel declares no tag on its events
        if isinstance(event, AliasEvent) or event.anchor is not None:
            raise _RefusedError(_line(event), "content.alias", path, name=str(event.anchor))
        if event.tag is not None:
            raise _RefusedError(_line(event), "content.tag", path, name=str(event.tag))
        if depth > MAX_DEPTH:
            raise _RefusedError(_line(event), "content.too-deep", path, limit=str(MAX_DEPTH))
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise _RefusedError(_line(event), "content.too-many-parts", path, limit=str(MAX_PARTS))

    def _sequence(self, path: Path, depth: int) -> Node:
        made: list[Node] = []
        while not isinstance(event := next(self._events), SequenceEndEvent):
            made.append(self._node(event, (*path, len(made)), depth + 1))
        return made

    def _mapping(self, path: Path, depth: int) -> Node:
        made: dict[str, Node] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            key = self._key(event, path, depth)
            if key in made:
                raise _RefusedError(_line(event), "content.duplicate-key", (*path, key), name=key)
            self._lines[*path, key] = _line(event)
            made[key] = self._node(next(self._events), (*path, key), depth + 1)
        return made

    def _key(self, event: NodeEvent, path: Path, depth: int) -> str:
        self._guard(event, path, depth)
        key = _scalar(event) if isinstance(event, ScalarEvent) else None
        if not isinstance(key, str) or key == "<<":
            shown = event.value if isinstance(event, ScalarEvent) else "?"
            raise _RefusedError(_line(event), "content.key-not-string", (*path, str(shown)), name=str(shown))
        return key


def _line(event: Any) -> int:  # noqa: ANN401 - ruamel's marks are untyped
    return int(event.start_mark.line) + 1


def _scalar(event: Any) -> Scalar:  # noqa: ANN401 - ruamel's events are untyped
    """Resolve a scalar by YAML 1.2's core schema; only plain ones can be anything but a string."""
    value = str(event.value)
    if not event.implicit[0]:
        return value
    if value in _WORDS:
        return _WORDS[value]
    if _INTEGER.fullmatch(value) or _FRACTION.fullmatch(value):
        return _number(value)
    return value
