"""Read single cells of a form's workbook into the raw shape that `values.parse` takes."""

import datetime as dt
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from assess.assessments.formbook import layout as lay
from assess.assessments.formbook.words import WORDS
from assess.exchange.reading import Fault, Found, ReadSheet
from assess.values.dump import WORDS as VALUE_WORDS
from assess.values.fact import ColumnType, FactType
from assess.values.step import Param, Step
from assess.values.text import Locale, Text
from assess.values.written import plain_date, plain_number

RAW_UNKNOWN: Final = {"unknown": True}
_EXACT: Final = 10**15  # beyond this a spreadsheet has lost digits
_TICKS: Final = {"是", "yes", "y", "x", "√", "✓", "✔", "1", "true"}
_NO_TICKS: Final = {"否", "no", "n", "0", "false"}


class CellError(Exception):
    """What is wrong with one cell."""

    def __init__(self, message: str, **params: Param) -> None:
        """Say it as a statement."""
        super().__init__(message)
        self.step = Step(message, params)


def text(found: Found) -> str:
    """Read a text; a whole number or a day that Excel made of one is written out again.

    Raises:
        CellError: The cell holds no text, or a number that has lost digits.
    """
    match found:
        case Fault(message=message):
            raise CellError(message)
        case str():
            return found.replace("\r\n", "\n").replace("\r", "\n")
        case Decimal() if abs(found) < _EXACT:
            return format(found.normalize(), "f")
        case dt.date() if not isinstance(found, dt.datetime):
            return found.isoformat()
        case _:
            raise CellError("workbook.not-text")


def seen(sheet: ReadSheet, row: int, column: int, unit: Text | None) -> Found | None:
    """Give what stands in a cell as people see it: 95% where the cell shows a share as a percentage.

    Raises:
        CellError: It is a percentage, and the question counts in something else: 95 % may mean 95 or 0.95.
    """
    found = sheet.at(row, column)
    if (row, column) not in sheet.percents or not isinstance(found, Decimal):
        return found
    shown = format((found * 100).normalize(), "f")
    if unit is None or unit.zh != "%":
        raise CellError("workbook.percent", given=f"{shown}%")
    return shown


def raw(kind: FactType | ColumnType, found: Found, unit: Text | None = None) -> str:
    """Read a cell of a number, an amount, a day or a text; what does not fit is refused later, by its value."""
    if isinstance(found, Fault):
        raise CellError(found.message)
    if kind == "date":
        return _date(found)
    if kind == "text":
        return text(found)
    return format(found, "f") if isinstance(found, Decimal) else plain_number(_without_unit(str(found), kind, unit))


def _without_unit(written: str, kind: FactType | ColumnType, unit: Text | None) -> str:
    """Take off the unit that stands beside the cell anyway, such as 件 of `3 件`; `12 万元` stays no number."""
    word = written.strip().removeprefix("¥").removeprefix("￥") if kind == "money" else written.strip()
    for known in (unit, WORDS["yuan"] if kind == "money" else None):
        for one in (known.zh, known.en) if known else ():
            word = word.removesuffix(one).strip()
    return word


def _date(found: Found) -> str:
    if isinstance(found, dt.date) and not isinstance(found, dt.datetime):
        return found.isoformat()
    return plain_date(format(found, "f") if isinstance(found, Decimal) else str(found))


def ticked(found: Found | None, locale: Locale) -> bool:
    """Read a cell that is chosen or empty.

    Raises:
        CellError: It holds something else.
    """
    if found is None or isinstance(found, bool):
        return bool(found)
    word = text(found).strip()
    if _folded(word) in _TICKS:
        return True
    if _folded(word) in _NO_TICKS:
        return False
    raise CellError("workbook.not-a-mark", expected=WORDS["yes"].to(locale), given=word[:40])


def chosen(found: Found, options: lay.Options, locale: Locale) -> str:
    """Read a cell chosen from a list: by its label in the workbook's language, in the other one, or by its code.

    Raises:
        CellError: It is none of them.
    """
    if isinstance(found, bool):
        found = "yes" if found else "no"
    word = " ".join(text(found).split())
    offers = (_labels(options, locale), _labels(options, "en" if locale == "zh" else "zh"))
    for known in offers:
        if word in known:
            return known[word]
    codes = [code for code, _ in options]
    if word in codes:
        return word
    for known in offers:
        alike = {code for label, code in known.items() if _folded(label) == _folded(word)}
        if len(alike) == 1:
            return alike.pop()
    offered = "、".join(_labels(options, locale)) or "-"
    raise CellError("workbook.not-in-list", given=word[:40], known=offered[:400])


def _folded(word: str) -> str:
    """Give a word without what a keyboard does to it: full width, capitals."""
    return " ".join(unicodedata.normalize("NFKC", word).casefold().split())


def _labels(options: lay.Options, locale: Locale) -> Mapping[str, str]:
    return lay.entries(options, locale)


def says_unknown(found: Found) -> bool:
    """Say whether 不清楚 was written where a number or a day belongs."""
    words: Text = VALUE_WORDS["unknown"]
    return isinstance(found, str) and found.strip().casefold() in {words.zh, words.en.casefold()}
