"""What stands in the boxes of one question: the step between a form's text and a typed value.

`sent → Typed → raw → values.parse → Value`, and back `Value → Typed` to fill a page. Because `Typed` keeps the text
exactly as it came, a page with errors shows again what was written.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from assess.values.fact import ColumnType

NOTE = ":note"
REVISION = ":revision"
UNKNOWN_BOX = ":unknown"
NONE_BOX = ":none"
DENOMINATOR = ":denominator"
PASTE = ":paste"
UNKNOWN_CODE = "unknown"

_GROUPED = re.compile(r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$")
_REVISION = re.compile(r"[0-9]{1,9}", re.ASCII)
_DATE = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")
_COMPACT_DATE = re.compile(r"^(\d{4})(\d{2})(\d{2})$")


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


def plain_number(text: str) -> str:
    """Read full-width digits and thousands separators; leave what is not a number as it is, to be refused later."""
    folded = unicodedata.normalize("NFKC", text).strip().replace(" ", "")
    return folded.replace(",", "") if _GROUPED.match(folded) else folded


def plain_date(text: str) -> str:
    """Read 2026-3-1, 2026/3/1, 2026.3.1, 2026年3月1日 and 20260301 as 2026-03-01; leave anything else as it is."""
    folded = unicodedata.normalize("NFKC", text).strip().replace(" ", "")
    found = _DATE.match(folded) or _COMPACT_DATE.match(folded)
    if not found:
        return folded
    year, month, day = found.groups()
    return f"{year}-{int(month):02d}-{int(day):02d}"


def plain(kind: ColumnType, text: str) -> str:
    """Bring the text of one box into the shape `values.parse` reads, by the type of what is asked."""
    if kind in {"number", "money"}:
        return plain_number(text)
    return plain_date(text) if kind == "date" else plain_text(text)


def revision(text: str) -> int:
    """Read the revision a page was drawn with; nonsense is 0, which conflicts with any answer there is."""
    return int(text) if _REVISION.fullmatch(text) else 0
