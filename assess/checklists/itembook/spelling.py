"""How one value stands in a cell, and how a cell is read back."""

import datetime as dt
from decimal import Decimal
from typing import Final

from assess.checklists.itembook.columns import Column, Form
from assess.checklists.loader import parse
from assess.checklists.problems import ContentError
from assess.checklists.tree import Node
from assess.checklists.yamlout import short
from assess.exchange.book import Value
from assess.exchange.reading import Fault, Found
from assess.values.step import Param, Step

_YES: Final = "是"
_FLAGS: Final = {"是": True, "否": False, "true": True, "false": False, "yes": True, "no": False}
_SEPARATORS: Final = str.maketrans("，、；;\n", ",,,,,")
_UNSAFE: Final = frozenset(" ,，、；;\n\t[\"'")


class CellError(Exception):
    """A cell that cannot be read."""

    def __init__(self, message: str, **params: Param) -> None:
        """Say what is wrong with it."""
        super().__init__(message)
        self.step = Step(message, params)


def at(record: Node, column: Column) -> Node:
    """Give the value of a column; None where the record does not have it."""
    for part in column.path:
        record = record.get(part) if isinstance(record, dict) else None
    return record


def put(record: dict[str, Node], column: Column, value: Node) -> None:
    """Set the value of a column."""
    for part in column.path[:-1]:
        inner = record.setdefault(part, {})
        assert isinstance(inner, dict), column.name  # noqa: S101 - the columns of a class never cross
        record = inner
    record[column.path[-1]] = value


def spelled(form: Form, value: Node) -> Value:
    """Spell a value for a cell; None where there is none."""
    if value is None:
        return None
    if form == "yaml":
        return short(value)
    if isinstance(value, bool):
        return _YES if value else "否"
    if isinstance(value, list):
        return _codes(value)
    return Decimal(value) if isinstance(value, int) else value  # type: ignore[return-value]  # text or number


def _codes(value: list[Node]) -> str | None:
    """Write codes one after another; a list with a strange one as YAML. No codes are an empty cell."""
    texts = [str(code) for code in value]
    if any(not text or _UNSAFE & set(text) for text in texts):
        return short(value)
    return ", ".join(texts) or None


def read(form: Form, found: Found) -> Node:
    """Read a cell.

    Raises:
        CellError: It holds what no such column takes.
    """
    if isinstance(found, Fault):
        raise CellError(found.message)
    if form == "number":
        return found if isinstance(found, Decimal) else _text(found)
    if form == "flag":
        return _flag(found)
    text = _text(found)
    if form in {"text", "code"}:
        return text if form == "text" else text.strip()
    if form == "codes" and not text.lstrip().startswith("["):
        return [code.strip() for code in text.translate(_SEPARATORS).split(",") if code.strip()]
    return _yaml(text)


def _flag(found: Found) -> Node:
    """Read 是 or 否; anything else stays as it is, for validation to refuse."""
    return found if isinstance(found, bool) else _FLAGS.get(_text(found).strip().casefold(), _text(found))


def _text(found: Found) -> str:
    """Read a text; a whole number or a day that Excel made of one is written out again."""
    match found:
        case str():
            return found.replace("\r\n", "\n")
        case Decimal() if found == found.to_integral_value():
            return format(found.to_integral_value(), "f")
        case dt.date() if not isinstance(found, dt.datetime):
            return found.isoformat()
        case _:
            raise CellError("workbook.not-text")


def _yaml(text: str) -> Node:
    try:
        return parse(text.encode("utf-8", "surrogatepass"), "").data
    except ContentError as error:
        first = error.problems[0]
        raise CellError("workbook.cell-yaml", problem=Step(first.message, first.params)) from error
