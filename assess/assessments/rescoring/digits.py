"""Whether a computed score has the digits that were stored: compared as JSON, without reading the stored one back."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any, Final

from assess.scoring.columns import Columns
from assess.scoring.result import Dial, Grade, ItemResult, Result, SectionResult, Sub, VetoResult

Data = Mapping[str, Any]
_TOLD: Final = "trace"


def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.name != _TOLD)


_DIAL: Final = _names(Dial)
_GRADE: Final = _names(Grade)
_SUB: Final = _names(Sub)
_ITEM: Final = _names(ItemResult)
_VETO: Final = _names(VetoResult)


def same_digits(stored: Data, columns: Columns) -> bool:
    """Compare every number and state of the claimed column, and of the supported one where it was stored.

    Args:
        stored: A stored result as JSON data.
        columns: The same scored again; its traces are not looked at.
    """
    if not _same_result(columns.claimed, stored) or not _same_items(columns.claimed.items, stored["items"]):
        return False
    supported = stored.get("supported")
    return supported is None or _same_supported(columns, supported)


def _same_supported(columns: Columns, stored: Data) -> bool:
    """Compare the supported column, of which only the items are stored that differ in digits or in words."""
    if not _same_result(columns.supported, stored):
        return False
    kept = {item["key"]: item for item in stored["items"]}
    for mine, theirs in zip(columns.claimed.items, columns.supported.items, strict=True):
        beside = kept.get(theirs.key)
        if beside is None and theirs is not mine and _digits(theirs) != _digits(mine):
            return False
        if beside is not None and not _same(_ITEM, theirs, beside):
            return False
    return True


def _digits(item: ItemResult) -> tuple[object, ...]:
    return tuple(getattr(item, name) for name in _ITEM)


def _same_result(result: Result, stored: Data) -> bool:
    return (
        result.as_of.isoformat() == stored["as_of"]
        and _same(_DIAL, result.duty, stored["duty"])
        and _same(_DIAL, result.readiness, stored["readiness"])
        and _same(_GRADE, result.grade, stored["grade"])
        and _same_list(_VETO, result.vetoes, stored["vetoes"])
        and len(result.sections) == len(stored["sections"])
        and all(map(_same_section, result.sections, stored["sections"]))
    )


def _same_items(items: Iterable[ItemResult], stored: list[Data]) -> bool:
    return _same_list(_ITEM, tuple(items), stored)


def _same_list(names: tuple[str, ...], made: tuple[object, ...], stored: list[Data]) -> bool:
    return len(made) == len(stored) and all(_same(names, *pair) for pair in zip(made, stored, strict=True))


def _same_section(made: SectionResult, stored: Data) -> bool:
    return (
        made.key == stored["key"]
        and _same(_SUB, made.duty, stored["duty"])
        and _same(_SUB, made.readiness, stored["readiness"])
    )


def _same(names: tuple[str, ...], made: object, stored: Data) -> bool:
    return all(_equal(getattr(made, name), stored.get(name)) for name in names)


def _equal(made: object, stored: object) -> bool:
    if made.__class__ is Decimal:
        return format(made, "f") == stored
    if made.__class__ is tuple:
        return list(made) == stored
    return made == stored
