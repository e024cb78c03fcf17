"""Numbers out of what a report prints: a workbook calculates with them (pure)."""

import re
import string
from decimal import Decimal
from typing import Final

from assess.reports.words import WORDS
from assess.values.text import Locale

_NUMBER: Final = re.compile(r"[+\-\u2212]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?", re.ASCII)
_MONEY: Final = re.compile(r"(?P<value>[\d,.]+) (元|yuan)", re.ASCII)
_HUNDRED: Final = 100


def number(text: str) -> Decimal | None:
    """Read a number the way reports write it: 1,234.5 or −3; None for anything else."""
    if not _NUMBER.fullmatch(text):
        return None
    return Decimal(text.replace(",", "").replace("\u2212", "-"))


def share(text: str) -> Decimal | None:
    """Read a percentage as the share it is: 45% is 0.45."""
    found = number(text.removesuffix("%")) if text.endswith("%") else None
    return None if found is None else found / _HUNDRED


def money(text: str) -> Decimal | None:
    """Read an amount in yuan."""
    found = _MONEY.fullmatch(text)
    return number(found["value"]) if found else None


def places(key: str, text: str, locale: Locale) -> dict[str, str] | None:
    """Give what stands in the places of a fixed text; None where it is not that text."""
    pattern = "".join(
        re.escape(literal) + (f"(?P<{name}>.*?)" if name else "")
        for literal, name, _spec, _conversion in string.Formatter().parse(WORDS[key].to(locale))
    )
    found = re.fullmatch(pattern, text, re.DOTALL)
    return found.groupdict() if found else None


def days(text: str | None, locale: Locale) -> Decimal | None:
    """Read an effort: 3 人日."""
    if text is None:
        return None
    if text == WORDS["gap.effort.one"].to(locale):
        return Decimal(1)
    found = places("gap.effort", text, locale)
    return number(found["days"]) if found else None


def scored(earned: str, locale: Locale) -> tuple[Decimal | None, Decimal | None]:
    """Read what an item earned, and what it may come to; None where it is not scored."""
    found = places("status.unknown", earned, locale)
    if found is not None:
        return number(found["low"]), number(found["high"])
    return number(earned), number(earned)
