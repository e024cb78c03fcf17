"""Write content as YAML that people edit and our reader takes: block style, short parts on one line, codes in quotes.

Pure: data in, text out. `plain` gives the data of a content object as its author would have written it (defaults left
out); `dump` writes data. What `loader.yamltext` reads back is equal to what was written.
"""

import dataclasses
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from assess.checklists.tree import Node, Path

WIDTH: Final = 118
_STEP: Final = 2
_BLOCKS: Final = frozenset(
    {"sections", "groups", "items", "clauses", "facts", "bands", "elements", "deductions", "not_assessed", "prepare"}
    | {"options", "columns", "issuers", "departments", "deadlines", "numbers", "stances", "corrections"}
)
"""Lists of mappings that read better line by line."""

_WORDS: Final = frozenset("null true false yes no on off y n nan inf".split())  # noqa: SIM905 - a list of words
_PLAIN: Final = re.compile(
    r"[^\W\d_][^,\[\]{}#:?&*!|>'\"%@`\\\x00-\x1f]*|[《（“【][^,\[\]{}#:?&*!|>'\"%@`\\\x00-\x1f]*"
)
_UNSEEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\xad\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_FOLDS: Final = re.compile(r"(?<=\S) (?=\S)")

Comments = Mapping[Path, Sequence[str]]


def plain(value: object) -> Node:
    """Give the data of a content object: keys as files spell them, no defaults, numbers as they are."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = ((field, getattr(value, field.name)) for field in dataclasses.fields(value))
        made = {field.name.rstrip("_"): plain(part) for field, part in fields if not _is_default(field, part)}
        return {"fact": made.pop("fact"), **made} if "fact" in made else made  # what a test is about comes first
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    return value  # type: ignore[return-value]  # text, number, truth or nothing


def _is_default(field: "dataclasses.Field[Any]", value: object) -> bool:
    return field.default is not dataclasses.MISSING and value == field.default


def dump(data: Mapping[str, Node], *, head: Sequence[str] = (), comments: Comments | None = None) -> str:
    """Write a file.

    Args:
        data: What the file holds.
        head: Lines of comment at its beginning.
        comments: Lines of comment above a key or an entry of a list, by its path.
    """
    lines = [f"# {line}".rstrip() for line in head]
    lines += _Writer(comments or {}).mapping(data, (), 0)
    return "\n".join(lines) + "\n"


def short(data: Node) -> str:
    """Write a part for a cell or a line: on one line where it fits, in block style otherwise."""
    line = _flow(data)
    if len(line) <= WIDTH or not data or not isinstance(data, dict | list):
        return line
    writer = _Writer({})
    made = writer.mapping(data, (), 0) if isinstance(data, dict) else writer.sequence(data, (), 0)
    return "\n".join(made)


class _Writer:
    """Writes block style, with comments where there are some."""

    def __init__(self, comments: Comments) -> None:
        self._comments = comments

    def mapping(self, data: Mapping[str, Node], path: Path, indent: int) -> Iterator[str]:
        for key, value in data.items():
            yield from self._remarks((*path, key), indent)
            yield from self._entry(f"{' ' * indent}{scalar(key, flow=True)}:", value, (*path, key), indent)

    def _entry(self, label: str, value: Node, path: Path, indent: int) -> Iterator[str]:
        """Write a key with its value beside it or below it."""
        if self._on_one_line(label, value, path):
            yield f"{label} {_flow(value) if isinstance(value, dict | list) else scalar(value)}"
        elif isinstance(value, dict):
            yield label
            yield from self.mapping(value, path, indent + _STEP)
        elif isinstance(value, list):
            yield label
            yield from self.sequence(value, path, indent + _STEP)
        else:
            yield from _long(label, str(value), indent + _STEP)

    def _on_one_line(self, label: str, value: Node, path: Path) -> bool:
        if not isinstance(value, dict | list):
            return not isinstance(value, str) or len(label) + len(scalar(value)) < WIDTH
        if not value:
            return True
        if self._remarked(path) or (path and path[-1] in _BLOCKS and any(isinstance(part, dict) for part in value)):
            return False
        return len(label) + 1 + len(_flow(value)) <= WIDTH

    def sequence(self, data: Sequence[Node], path: Path, indent: int) -> Iterator[str]:
        for index, value in enumerate(data):
            place = (*path, index)
            yield from self._remarks(place, indent)
            yield from self._item(value, place, indent)

    def _item(self, value: Node, path: Path, indent: int) -> Iterator[str]:
        dash = f"{' ' * indent}-"
        nested = isinstance(value, dict | list)
        if not nested or not value or (not self._remarked(path) and len(dash) + 1 + len(_flow(value)) <= WIDTH):
            yield f"{dash} {_flow(value) if nested else scalar(value)}"
            return
        inner = indent + _STEP
        lines = self.mapping(value, path, inner) if isinstance(value, dict) else self.sequence(value, path, inner)  # type: ignore[arg-type]  # nested is one of the two
        for number, line in enumerate(lines):
            yield f"{dash} {line[inner:]}" if number == 0 else line

    def _remarks(self, path: Path, indent: int) -> Iterator[str]:
        for line in self._comments.get(path, ()):
            yield f"{' ' * indent}# {line}".rstrip()

    def _remarked(self, path: Path) -> bool:
        return any(place[: len(path)] == path and place != path for place in self._comments)


def _long(label: str, text: str, indent: int) -> Iterator[str]:
    """Write a long text: folded at single blanks where that loses nothing, on one line otherwise."""
    if _UNSEEN.search(text) or text != text.strip():
        yield f"{label} {scalar(text)}"
        return
    yield f"{label} >-"
    line = ""
    for word in _FOLDS.split(text):
        if line and indent + len(line) + 1 + len(word) > WIDTH:
            yield f"{' ' * indent}{line}"
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield f"{' ' * indent}{line}"


def _flow(data: Node) -> str:
    if isinstance(data, dict):
        return "{" + ", ".join(f"{scalar(key, flow=True)}: {_flow(part)}" for key, part in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(_flow(part) for part in data) + "]"
    return scalar(data, flow=True)


def scalar(value: Node, *, flow: bool = False) -> str:
    """Write one value; a text that could be taken for something else is quoted."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int | Decimal):
        return format(value, "f") if isinstance(value, Decimal) else str(value)
    text = str(value)
    return text if _bare(text, flow=flow) else _quoted(text)


def _bare(text: str, *, flow: bool) -> bool:
    if text.casefold() in _WORDS or text != text.strip() or _UNSEEN.search(text):
        return False
    if _PLAIN.fullmatch(text):
        return True
    loose = not flow and _PLAIN.match(text) is not None
    return loose and not re.search(r": | #|[:?]$|\t", text)


def _quoted(text: str) -> str:
    made = json.dumps(text, ensure_ascii=False)
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", made)
