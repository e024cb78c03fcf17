"""Results as JSON and back, without loss: numbers are strings, typed parameters carry a tag."""

import dataclasses
import datetime as dt
import types
import typing
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from assess.scoring.columns import Columns, Reviewed, gather
from assess.scoring.result import Result
from assess.values.model import UNKNOWN, Rate, Unknown
from assess.values.step import FactRef, Given, ItemRef, Param, Step, Sum
from assess.values.text import Text

T = TypeVar("T")


def to_json(result: Result) -> dict[str, Any]:
    """Give a result as plain JSON data."""
    return _fields(result)


def from_json(data: Mapping[str, Any]) -> Result:
    """Read a result back.

    Raises:
        KeyError: When a field is missing.
    """
    return _made(Result, data)


def columns_to_json(columns: Columns) -> dict[str, Any]:
    """Give all columns as plain JSON data that `from_json` reads as the claimed one.

    Of the other columns only the items are written that differ from the claimed ones.
    """
    data = to_json(columns.claimed)
    data["supported"] = _beside(columns.claimed, columns.supported)
    if columns.reviewed is not None:
        result = _beside(columns.claimed, columns.reviewed.result)
        data["reviewed"] = {"result": result, "unmarked": list(columns.reviewed.unmarked)}
    return data


def columns_from_json(data: Mapping[str, Any]) -> Columns | None:
    """Read all columns back; None where only the claimed one was kept, as engine 1 did at first.

    Raises:
        KeyError: When a field is missing.
    """
    if "supported" not in data:
        return None
    reviewed = data.get("reviewed")
    return gather(
        from_json(data),
        _merged(data, data["supported"]),
        None if reviewed is None else _reviewed(data, reviewed),
    )


def _reviewed(data: Mapping[str, Any], reviewed: Mapping[str, Any]) -> Reviewed:
    return Reviewed(result=_merged(data, reviewed["result"]), unmarked=tuple(reviewed["unmarked"]))


def _beside(claimed: Result, other: Result) -> dict[str, Any]:
    differing = tuple(theirs for mine, theirs in zip(claimed.items, other.items, strict=True) if mine != theirs)
    return to_json(dataclasses.replace(other, items=differing))


def _merged(data: Mapping[str, Any], column: Mapping[str, Any]) -> Result:
    differing = {item["key"]: item for item in column["items"]}
    return from_json({**column, "items": [differing.get(item["key"], item) for item in data["items"]]})


def _write(value: object) -> object:
    if isinstance(value, Step):
        return step_to_json(value)
    if dataclasses.is_dataclass(value):
        return _fields(value)
    if isinstance(value, tuple):
        return [_write(part) for part in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, dt.date) else value


def _fields(value: Any) -> dict[str, Any]:  # noqa: ANN401 - a dataclass
    return {field.name: _write(getattr(value, field.name)) for field in dataclasses.fields(value)}


def step_to_json(step: Step) -> dict[str, Any]:
    """Give one statement as plain JSON data: its message id, and its parameters with their types."""
    return {"message": step.message, "params": {key: _write_param(param) for key, param in step.params.items()}}


def _write_param(value: Param | Rate | Unknown | tuple[str, ...]) -> object:
    """Tag a parameter; plain text and whole numbers need no tag."""
    for kind, (tag, write, _) in _PARAMS.items():
        if isinstance(value, kind):
            return {tag: write(value)}
    return value


def _read(hint: Any, data: Any) -> object:  # noqa: ANN401 - a type and JSON
    origin = typing.get_origin(hint)
    if origin is tuple:
        return tuple(_read(typing.get_args(hint)[0], part) for part in data)
    if origin in (typing.Union, types.UnionType):
        return None if data is None else _read(typing.get_args(hint)[0], data)
    if hint in _SCALARS:
        return _SCALARS[hint](data)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return _made(hint, data)
    return data


def _made(cls: Callable[..., T], data: Mapping[str, Any]) -> T:
    return cls(**{name: _read(part, data[name]) for name, part in _hints(cls).items()})


@cache
def _hints(cls: Any) -> Mapping[str, Any]:  # noqa: ANN401 - a dataclass
    return typing.get_type_hints(cls)


def _read_step(data: Mapping[str, Any]) -> Step:
    return Step(data["message"], {key: _read_param(param) for key, param in data["params"].items()})


def _read_param(data: Any) -> Any:  # noqa: ANN401 - JSON of any shape
    if not isinstance(data, Mapping):
        return data
    ((tag, value),) = data.items()
    return _READERS[tag](value)


_SCALARS: Mapping[Any, Callable[[Any], object]] = {
    Decimal: Decimal,
    dt.date: dt.date.fromisoformat,
    Step: _read_step,
}

_PARAMS: Mapping[type, tuple[str, Callable[[Any], object], Callable[[Any], object]]] = {
    Decimal: ("number", lambda value: f"{value:f}", Decimal),
    dt.date: ("day", dt.date.isoformat, dt.date.fromisoformat),
    Text: ("text", lambda text: {"zh": text.zh, "en": text.en}, lambda data: Text(**data)),
    FactRef: ("fact", lambda ref: ref.key, FactRef),
    ItemRef: ("item", lambda ref: ref.key, ItemRef),
    Given: (
        "given",
        lambda given: {"fact": given.fact, "value": _write_param(given.value)},
        lambda data: Given(data["fact"], _read_param(data["value"])),
    ),
    Rate: (
        "rate",
        lambda rate: [f"{rate.numerator:f}", f"{rate.denominator:f}"],
        lambda data: Rate(Decimal(data[0]), Decimal(data[1])),
    ),
    Unknown: ("unknown", lambda _: True, lambda _: UNKNOWN),
    Sum: (
        "sum",
        lambda value: [f"{part:f}" for part in value.parts],
        lambda data: Sum(tuple(map(Decimal, data))),
    ),
    Step: ("step", step_to_json, _read_step),
    tuple: ("list", lambda value: [_write_param(part) for part in value], lambda data: tuple(map(_read_param, data))),
}
_READERS = {tag: read for tag, _, read in _PARAMS.values()}
