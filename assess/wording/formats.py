"""Numbers, days, amounts and the parameters of sentences in words."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, assert_never

from assess.values.dump import WORDS, display
from assess.values.fact import Fact
from assess.values.formats import date, money, number, percent, rate
from assess.values.model import Rate, Unknown
from assess.values.step import FactRef, Given, Sum
from assess.values.text import Locale, Text

__all__ = ["Facts", "date", "given", "joined", "money", "name", "number", "percent", "rate", "scalar", "sum_"]

Facts = Mapping[str, Fact]
_SEPARATOR: Final = Text(zh="、", en=", ")


def scalar(value: str | int | Decimal | dt.date | Text, locale: Locale) -> str:
    """Put a plain parameter into words."""
    if isinstance(value, Text):
        return value.to(locale)
    if isinstance(value, dt.date):
        return date(value, locale)
    return value if isinstance(value, str) else number(value)


def name(ref: FactRef, facts: Facts, locale: Locale) -> str:
    """Name a fact in quotation marks: by its wording where it is known, else by its key."""
    fact = facts.get(ref.key)
    return f"“{fact.wording.to(locale) if fact else ref.key}”"


def joined(refs: tuple[FactRef, ...], facts: Facts, locale: Locale) -> str:
    """Name several facts."""
    return _SEPARATOR.to(locale).join(name(ref, facts, locale) for ref in refs)


def given(answer: Given, facts: Facts, locale: Locale) -> str:
    """Show an answer with its label or unit where the fact is known, plainly otherwise."""
    fact = facts.get(answer.fact)
    if fact is not None and fact.type != "table":
        return display(fact, answer.value, locale)
    return _plain(answer.value, locale)


def _plain(value: str | Decimal | Rate | dt.date | tuple[str, ...] | Unknown, locale: Locale) -> str:
    match value:
        case Unknown():
            return WORDS["unknown"].to(locale)
        case Rate():
            return rate(value)
        case tuple():
            return _SEPARATOR.to(locale).join(value)
        case str() | Decimal() | dt.date():
            return WORDS[value].to(locale) if isinstance(value, str) and value in WORDS else scalar(value, locale)
        case _:
            assert_never(value)


def sum_(parts: Sum) -> str:
    """Show numbers joined by plus signs."""
    return " + ".join(number(part) for part in parts.parts) or "0"
