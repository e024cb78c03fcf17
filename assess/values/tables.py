"""Read a table answer: rows with stable ids and typed cells."""

from collections.abc import Mapping, Sequence
from typing import assert_never

from assess.values import limits, scalars
from assess.values.fact import Column, Fact
from assess.values.invalid import Refusal
from assess.values.model import Cell, Row
from assess.values.step import Step


def rows(fact: Fact, raw: object) -> tuple[Row, ...]:
    """Read the rows of a table; rows without an id get the first free of `r1`, `r2` and so on.

    Raises:
        Refusal: With row and column where they are known.
    """
    if isinstance(raw, str | bytes) or not isinstance(raw, Sequence):
        raise Refusal("value.not-a-table")
    if len(raw) > fact.max_rows:
        raise Refusal("value.too-many-rows", most=fact.max_rows)
    mappings = [_mapping(row, place) for place, row in enumerate(raw, start=1)]
    ids = _ids(mappings)
    return tuple(
        Row(id_, _cells(fact, row, place)) for place, (id_, row) in enumerate(zip(ids, mappings, strict=True), 1)
    )


def _mapping(raw: object, place: int) -> Mapping[str, object]:
    if not isinstance(raw, Mapping):
        raise Refusal("value.not-a-row", row=place)
    return raw


def _ids(mappings: Sequence[Mapping[str, object]]) -> list[str]:
    taken: set[str] = set()
    for place, row in enumerate(mappings, start=1):
        given = row.get("id")
        if given is None:
            continue
        if not isinstance(given, str) or not limits.ROW_ID.fullmatch(given) or given in taken:
            raise Refusal("value.row-id", row=place)
        taken.add(given)
    free = (name for name in (f"r{count}" for count in range(1, 2 * len(mappings) + 2)) if name not in taken)
    return [str(row["id"]) if row.get("id") is not None else next(free) for row in mappings]


def _cells(fact: Fact, row: Mapping[str, object], place: int) -> dict[str, Cell]:
    known = {column.key for column in fact.columns}
    for key in row:
        if key not in known and key != "id":
            raise Refusal("value.no-such-column", row=place, given=str(key)[: limits.NUMBER_LENGTH])
    cells = {column.key: _cell(column, row[column.key], place) for column in fact.columns if _filled(row, column)}
    for column in fact.columns:
        if column.required and column.key not in cells:
            raise Refusal("value.cell-missing", row=place, column=column.title)
    if not cells:
        raise Refusal("value.row-empty", row=place)
    return cells


def _filled(row: Mapping[str, object], column: Column) -> bool:
    value = row.get(column.key)
    return value is not None and not (isinstance(value, str) and not value.strip())


def _cell(column: Column, raw: object, place: int) -> Cell:
    try:
        return cell(column, raw)
    except Refusal as refusal:
        problem: Step = refusal.step
        raise Refusal("value.in-cell", row=place, column=column.title, problem=problem) from None


def cell(column: Column, raw: object) -> Cell:
    """Read one cell by its column's type."""
    match column.type:
        case "yes-no":
            return scalars.yes_no(raw, partial=False)
        case "choice":
            return scalars.code(raw, column.options)
        case "number" | "money":
            return scalars.number(raw, decimals=limits.CELL_DECIMALS, low=column.min, high=column.max)
        case "date":
            return scalars.date(raw)
        case "text":
            return scalars.text(raw, max_length=column.max_length)
        case _:
            assert_never(column.type)
