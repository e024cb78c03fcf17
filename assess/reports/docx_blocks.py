"""A report as headings, lines and tables: what files that are no web pages are written from (pure)."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from assess.reports.glyphs import chinese
from assess.reports.words import WORDS, word
from assess.values.text import Locale

Look = Literal["plain", "intro", "note", "strong", "alert", "lead"]
BoxLook = Literal["duty", "readiness", "alert", "plain"]
Kind = Literal["text", "number", "share", "mark"]
"""What a column holds: words, numbers, numbers in percent, or the number of a row."""

_HIDDEN: Final = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
"""What prints nothing and may turn or hide the words around it; joiners stay, scripts need them."""
_DROPPED: Final = frozenset({"Cc", "Cn", "Cs", "Co"})
_KEPT: Final = "\n\t"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph; `label` stands before it."""

    text: str
    look: Look = "plain"
    label: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below that of the chapter; level 2 or 3. `id` is what the table of contents leads to."""

    text: str
    level: int = 2
    id: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, its width beside the others, what it holds."""

    head: str
    width: float = 1
    kind: Kind = "text"


Cell = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row; a `group` is a single cell across the table, a `total` stands out; `fills` are colours of cells."""

    cells: tuple[Cell, ...]
    look: Literal["plain", "group", "total"] = "plain"
    fills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `name` says what it is to those who cannot see it. Without heads it is a list of labelled lines."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def headed(self) -> bool:
        """Say whether any column has a head."""
        return any(column.head for column in self.columns)


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; `numbered` counts from 1."""

    lines: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """What stands out as a whole: a line above, a title, a large figure with its label, lines below."""

    title: str
    lines: tuple[Line, ...]
    above: str = ""
    figure: str = ""
    label: str = ""
    look: BoxLook = "plain"


@dataclass(frozen=True, slots=True)
class Boxes:
    """Boxes beside one another."""

    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Signing:
    """Room for a seal, and lines to sign on."""

    seal: str
    lines: tuple[tuple[str, str], ...]


Block = Line | Heading | Table | Bullets | Box | Boxes | Signing
Chapter = Callable[[Any, "Words"], Iterator[Block]]
"""What writes one chapter of a report's content."""


def cell(*texts: str | None) -> Cell:
    """Make a cell of paragraphs; what is empty is left out."""
    return tuple(Line(text) for text in texts if text)


def row(*texts: str | None) -> Row:
    """Make a row of one paragraph a cell."""
    return Row(tuple(cell(text) for text in texts))


def facts(name: str, pairs: tuple[tuple[str, str], ...]) -> Table:
    """Make a table of labelled lines."""
    return Table(name, (Column("", 3), Column("", 8)), tuple(row(label, value) for label, value in pairs))


def written(text: str, locale: Locale) -> str:
    """Give a text as a file holds it: nothing that XML refuses or that hides words, Chinese punctuation wide."""
    shown = "".join(one for one in _HIDDEN.sub("", unicodedata.normalize("NFC", text)) if _shows(one))
    return chinese(shown) if locale == "zh" else shown


def _shows(character: str) -> bool:
    return character in _KEPT or unicodedata.category(character) not in _DROPPED


@dataclass(frozen=True, slots=True)
class Words:
    """The fixed words in the language of one report; a kind of report may have its own in place of the general ones."""

    locale: Locale
    kind: str = "report"

    def __call__(self, key: str, **values: object) -> str:
        """Give a fixed word."""
        own = f"{self.kind}.{key}"
        return word(own if own in WORDS else key, self.locale, **values)

    def join(self, sentences: tuple[str, ...]) -> str:
        """Set sentences one behind another."""
        return ("" if self.locale == "zh" else " ").join(sentences)
