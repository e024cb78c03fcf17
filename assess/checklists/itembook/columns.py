"""The columns of a sheet, made from the classes of the content model: a field added there is a column here."""

import dataclasses
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from assess.values.text import Text

Path = tuple[str, ...]
Form = Literal["text", "code", "codes", "number", "flag", "yaml"]
_SCALARS: Final[dict[Any, Form]] = {Decimal: "number", int: "number", bool: "flag", str: "code"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: where its values stand in a record, and how a cell spells them."""

    path: Path
    form: Form

    @property
    def name(self) -> str:
        """Give the mark that the first row of a sheet holds."""
        return ".".join(self.path)


def columns(kind: Any, *, without: tuple[str, ...] = ()) -> tuple[Column, ...]:  # noqa: ANN401 - a class
    """Give the columns of a class; parts that are plain themselves (languages, points, advice) are laid out flat."""
    return tuple(_of(kind, (), without))


def _of(kind: Any, path: Path, without: tuple[str, ...]) -> Iterator[Column]:  # noqa: ANN401 - a type form
    if kind is Text:
        yield from _languages(path)
        return
    for name, hint in typing.get_type_hints(kind).items():
        if name not in without:
            yield from _column(hint, (*path, name.rstrip("_")))


def _languages(path: Path) -> Iterator[Column]:
    """Give a wording's columns; its spaces are kept, as a code's are not."""
    yield from (Column((*path, locale), "text") for locale in ("zh", "en"))


def _column(hint: Any, path: Path) -> Iterator[Column]:  # noqa: ANN401 - a type form
    kind = _only(hint)
    if typing.get_origin(kind) is Literal:
        yield Column(path, "code")
    elif kind in _SCALARS:
        yield Column(path, _SCALARS[kind])
    elif kind is Text:
        yield from _languages(path)
    elif _words(kind):
        for word in _words(kind):
            yield from _column(typing.get_args(kind)[1], (*path, word))
    elif _flat(kind):
        yield from _of(kind, path, ())
    else:
        yield Column(path, "codes" if kind == tuple[str, ...] else "yaml")


def _words(kind: Any) -> tuple[str, ...]:  # noqa: ANN401 - a type form
    """Give the keys of a mapping that has a closed set of them."""
    if typing.get_origin(kind) is not dict:
        return ()
    key = typing.get_args(kind)[0]
    return typing.get_args(key) if typing.get_origin(key) is Literal else ()


def _flat(kind: Any) -> bool:  # noqa: ANN401 - a type form
    """Say whether a class holds nothing but plain values and texts."""
    if not (isinstance(kind, type) and dataclasses.is_dataclass(kind)):
        return False
    return all(_only(hint) in _SCALARS or _only(hint) is Text for hint in typing.get_type_hints(kind).values())


def _only(hint: Any) -> Any:  # noqa: ANN401 - a type form
    """Take `None` off an optional type."""
    if typing.get_origin(hint) not in (typing.Union, types.UnionType):
        return hint
    rest = [part for part in typing.get_args(hint) if part is not types.NoneType]
    return rest[0] if len(rest) == 1 else hint


def required_parts(kind: Any, *, without: tuple[str, ...] = ()) -> tuple[str, ...]:  # noqa: ANN401 - a class
    """Give the fields laid out flat that must be there even where all of their cells are empty."""
    hints = typing.get_type_hints(kind)
    needed = {field.name for field in dataclasses.fields(kind) if field.default is dataclasses.MISSING}
    return tuple(
        name.rstrip("_")
        for name, hint in hints.items()
        if name in needed and name not in without and hint is not Text and (_flat(hint) or _words(hint))
    )


def missing(kind: Any, data: Mapping[str, Any], path: Path = ()) -> Iterator[Path]:  # noqa: ANN401 - a class
    """Find the values a record must have and lacks; what is left out as a whole, and may be, lacks nothing."""
    hints = typing.get_type_hints(kind)
    for field in dataclasses.fields(kind):
        name = field.name.rstrip("_")
        yield from _missing(_only(hints[field.name]), data.get(name), (*path, name), needed=_needed(field))


def _needed(field: "dataclasses.Field[Any]") -> bool:
    return field.default is dataclasses.MISSING


def _missing(kind: Any, value: Any, path: Path, *, needed: bool) -> Iterator[Path]:  # noqa: ANN401 - a type form
    if _words(kind):
        for word, part in (value or {}).items():
            yield from missing(typing.get_args(kind)[1], part, (*path, word))
    elif _flat(kind):
        if needed or value:
            yield from missing(kind, value or {}, path)
    elif needed and value is None:
        yield path
