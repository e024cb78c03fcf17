"""What stands in the boxes of one question: the step between a form's text and a typed value.

`sent → Typed → raw → values.parse → Value`, and back `Value → Typed` to fill a page. Because `Typed` keeps the text
exactly as it came, a page with errors shows again what was written.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from assess.values.fact import ColumnType
from assess.values.written import plain_date, plain_number

NOTE = ":note"
REVISION = ":revision"
UNKNOWN_BOX = ":unknown"
NONE_BOX = ":none"
DENOMINATOR = ":denominator"
PASTE = ":paste"
UNKNOWN_CODE = "unknown"

_REVISION = re.compile(r"[0-9]{1,9}", re.ASCII)


class Sent(Protocol):
    """The fields of a submitted form, as Starlette and WTForms both read them."""

    def getlist(self, key: str) -> list[str]:
        """Give every value sent under one name."""
        ...

    def __contains__(self, key: object) -> bool:
        """Say whether the name was sent."""
        ...

    def __iter__(self) -> Iterator[str]:
        """Go through the names that were sent."""
        ...

    def __len__(self) -> int:
        """Count them."""
        ...


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One row of a table as text per column."""

    id: str
    cells: Mapping[str, str]

    @property
    def blank(self) -> bool:
        """Say whether no cell holds anything."""
        return not any(self.cells.values())


@dataclass(frozen=True, slots=True)
class Typed:
    """The boxes of one question; which ones are used depends on the fact's type."""

    chosen: tuple[str, ...] = ()
    text: str = ""
    denominator: str = ""
    rows: tuple[TypedRow, ...] = field(default=())
    unknown: bool = False
    none: bool = False
    paste: str = ""


def first(sent: Sent, name: str) -> str:
    """Give the first value under a name, or an empty text."""
    values = sent.getlist(name)
    return values[0] if values and isinstance(values[0], str) else ""


def plain_text(text: str) -> str:
    """Trim a text and give its line ends one form."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def plain(kind: ColumnType, text: str) -> str:
    """Bring the text of one box into the shape `values.parse` reads, by the type of what is asked."""
    if kind in {"number", "money"}:
        return plain_number(text)
    return plain_date(text) if kind == "date" else plain_text(text)


def revision(text: str) -> int:
    """Read the revision a page was drawn with; nonsense is 0, which conflicts with any answer there is."""
    return int(text) if _REVISION.fullmatch(text) else 0
