"""One row of a file: checked and brought into the form in which it is stored, or named with what is wrong with it."""

import datetime as dt
import functools
import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from stdnum.cn import uscc

from assess.listings.columns import FIELDS, Field, Mapped
from assess.values.written import plain_date

BROKEN: Final = "\ufffd"
MOST: Final[Mapping[Field, int]] = {"name": 200, "authority": 200, "reason": 1000, "source": 500}
NOTHING: Final = frozenset({"", "-", "--", "—", "——", "/", "无", "null", "none", "n/a"})
FIRST_DAY: Final = dt.date(1949, 10, 1)

_GIVEN: Final = 200
_TIME: Final = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_SEPARATOR: Final = "\x1f"
_SAID: Final[tuple[Field, ...]] = ("authority", "reason", "source")
_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # of GB 32100-2015: no I, O, S, V, Z
_VALUES: Final = {letter: value for value, letter in enumerate(_ALPHABET)}
_WEIGHTS: Final = tuple(3**place % len(_ALPHABET) for place in range(17))
_PLAIN: Final = re.compile(rf"[0-9]{{8}}[{_ALPHABET}]{{10}}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row as it is stored. Where `problems` names any, it is no listing and `given` holds its cells as JSON."""

    number: int
    credit_code: str = ""
    name: str = ""
    list: str = ""
    authority: str = ""
    reason: str = ""
    listed_on: dt.date | None = None
    removed_on: dt.date | None = None
    source: str = ""
    digest: bytes | None = None
    content: bytes | None = None
    problems: tuple[str, ...] = ()
    given: str | None = None


@dataclass(slots=True)
class Reader:
    """Reads the rows of one file.

    Args:
        columns: Where each field stands.
        lists: The key of a list by its name, as `fold` gives the name.
        fold: Brings a list's name into the form in which it is looked up.
        today: Nobody is listed or removed later than this.
        default: The list of all rows, where the file has no column for it.
    """

    columns: Mapped
    lists: Mapping[str, str]
    fold: Callable[[str], str]
    today: dt.date
    default: str | None = None
    _names: dict[str, str | None] = field(default_factory=dict)

    def entry(self, number: int, cells: Sequence[object] | None) -> Entry:
        """Read a row."""
        if cells is None:
            return Entry(number=number, problems=("unreadable",), given="{}")
        raw = {name: cells[place] for name, place in self.columns.places.items() if place < len(cells)}
        texts = {name: _text(value) for name, value in raw.items()}
        found = self._checked(number, raw, texts)
        if not found.problems:
            return found
        kept = {name: texts.get(name, "")[:_GIVEN] for name in FIELDS if texts.get(name)}
        return Entry(number=number, problems=found.problems, given=json.dumps(kept, ensure_ascii=False))

    def _checked(self, number: int, raw: Mapping[Field, object], texts: Mapping[Field, str]) -> Entry:
        problems = _faulty(texts)
        code = _code(texts.get("credit_code", ""), problems)
        kind = self._list(texts.get("list", ""), problems)
        listed = self._day(raw.get("listed_on"), texts.get("listed_on", ""), "listed-on", problems)
        removed = self._day(raw.get("removed_on"), texts.get("removed_on", ""), "removed-on", problems)
        if listed is None and "listed-on" not in problems:
            problems.append("listed-on")
        if listed and removed and removed < listed:
            problems.append("removed-before-listed")
        authority, reason, source = (_word(texts, name) for name in _SAID)
        return Entry(
            number=number,
            credit_code=code,
            name=_word(texts, "name"),
            list=kind,
            authority=authority,
            reason=reason,
            listed_on=listed,
            removed_on=removed,
            source=source,
            digest=None if problems else _hash(code, kind, authority, _iso(listed)),
            content=None if problems else _hash(reason, _iso(removed), source),
            problems=tuple(problems),
        )

    def _list(self, text: str, problems: list[str]) -> str:
        """Give the key of a list by any of its names."""
        if not text and self.default:
            return self.default
        if text not in self._names:
            if len(self._names) > _GIVEN:
                self._names.clear()
            self._names[text] = self.lists.get(self.fold(text))
        found = self._names[text]
        if found is None:
            problems.append("list" if text else "list-missing")
        return found or ""

    def _day(self, value: object, text: str, name: str, problems: list[str]) -> dt.date | None:
        """Read a day between the first day of the republic and today; None where there is none."""
        if text.casefold() in NOTHING:
            return None
        day = value if isinstance(value, dt.date) else _read_day(text)
        if day is None:
            problems.append(name)
        elif not FIRST_DAY <= day <= self.today:
            problems.append(f"{name}-range")
        return day


def _text(value: object) -> str:
    """Give a cell's text without blanks at its ends; any run of blanks inside becomes one."""
    return " ".join(str(value).split())


def _word(texts: Mapping[Field, str], name: Field) -> str:
    """Give a text that may be left out; a dash, or 无, is as good as nothing."""
    found = texts.get(name, "")
    return "" if found.casefold() in NOTHING else found


def _faulty(texts: Mapping[Field, str]) -> list[str]:
    """Name what keeps any of a row's texts from being stored."""
    everything = _SEPARATOR.join(texts.values())
    found = ["encoding"] if BROKEN in everything else []
    if not everything.replace(_SEPARATOR, "").isprintable():
        found.append("control-character")
    if any(len(texts.get(name, "")) > most for name, most in MOST.items()):
        found.append("too-long")
    return found


def _code(text: str, problems: list[str]) -> str:
    """Give a credit code in its one spelling."""
    code = text if _PLAIN.fullmatch(text) else uscc.compact(unicodedata.normalize("NFKC", text)).upper()
    if not _PLAIN.fullmatch(code) or not _checks(code):
        problems.append("code" if text else "code-missing")
        return ""
    return code


def _checks(code: str) -> bool:
    """Compare the last character with the others, as `uscc.validate` does at many times the cost."""
    total = sum(weight * _VALUES[letter] for weight, letter in zip(_WEIGHTS, code, strict=False))
    return code[-1] == _ALPHABET[-total % len(_ALPHABET)]


@functools.lru_cache(maxsize=20_000)
def _read_day(text: str) -> dt.date | None:
    """Read a day; the days of a list repeat."""
    try:
        return dt.date.fromisoformat(plain_date(_TIME.sub("", text)))
    except ValueError:
        return None


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _hash(*parts: str) -> bytes:
    return hashlib.sha256(_SEPARATOR.join(parts).encode()).digest()[:16]
