"""A workbook as data: what stands in which cell and how it looks, without the library that writes it."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal

Value = str | Decimal | dt.date | bool | None
Look = Literal[
    "title",
    "plain",
    "wrapped",
    "day",
    "head",
    "fixed",
    "fixed-day",
    "strong",
    "muted",
    "text",
    "number",
    "money",
    "date",
    "open",
    "heading",
    "figure",
    "percent",
    "group",
]
"""`text number money date` are cells to fill in; `open` is one in a sheet that is not locked; the rest is fixed."""

MAX_TEXT: Final = 32_767  # characters a cell holds, counted as Excel does: in UTF-16
MAX_NAME: Final = 31
_FORBIDDEN_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; `choices` names the list of the book that may be chosen from."""

    value: Value = None
    look: Look = "plain"
    choices: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """Width in characters; `look` holds for cells that are not written, such as the empty rows of a table."""

    width: float = 12
    hidden: bool = False
    look: Look | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """What Excel accepts in a range of cells: an entry of a list, a number or a day. Rows and columns count from 1."""

    kind: Literal["list", "number", "date"]
    column: int
    first: int
    last: int
    choices: str | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet. `hidden_rows` and `frozen` (how many rows and columns stay in sight) count from 1.

    `out_of_sight` hides it so that the program's menu does not offer to show it. Frozen rows are the heads of every
    printed page. `filtered` is the last row of a table that begins in the first cell and can be filtered by its heads.
    `fitted` gives every row the height of its longest text, which not every program does by itself.
    """

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    rules: Sequence[Rule] = ()
    hidden_rows: frozenset[int] = frozenset()
    frozen: tuple[int, int] = (0, 0)
    locked: bool = True
    hidden: bool = False
    out_of_sight: bool = False
    filtered: int = 0
    fitted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A workbook; `lists` are written to a hidden sheet and chosen from in other sheets."""

    title: str
    sheets: Sequence[Sheet]
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)


def length(text: str) -> int:
    """Count the characters of a text as Excel does."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def pieces(text: str) -> Iterable[str]:
    """Cut a text into pieces that fit into a cell each."""
    most = MAX_TEXT // 2  # so many characters fit, whatever they are
    if length(text) <= MAX_TEXT:
        return [text]
    return [text[at : at + most] for at in range(0, len(text), most)]


def sheet_name(wanted: str, taken: Iterable[str]) -> str:
    """Give a name Excel takes, as near to the wanted one as can be, and unlike those taken."""
    used = {name.casefold() for name in taken} | {"history"}
    clean = _FORBIDDEN_IN_NAMES.sub(" ", wanted).strip("' ") or "1"
    for number in range(1, len(used) + 2):
        ending = "" if number == 1 else f" {number}"
        name = _cut(clean, MAX_NAME - len(ending)) + ending
        if name.casefold() not in used:
            return name
    raise AssertionError(wanted)  # there are more numbers than names taken


def _cut(text: str, most: int) -> str:
    while length(text) > most:
        text = text[:-1]
    return text.rstrip("' ")


def place(sheet: str, row: int, column: int) -> str:
    """Name a cell as Excel does: `信用!E5`."""
    return f"{sheet}!{letters(column)}{row}"


def letters(column: int) -> str:
    """Give the letters of a column counted from 1."""
    made = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        made = chr(ord("A") + rest) + made
    return made
