"""Numbers, days, amounts and the parameters of sentences in words."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, assert_never

from assess.scoring.form import Form
from assess.values.dump import WORDS, display, rows
from assess.values.fact import Fact
from assess.values.formats import date, money, number, percent, rate
from assess.values.model import Rate, Unknown
from assess.values.step import FactRef, Given, ItemRef, Sum
from assess.values.text import Locale, Text

__all__ = ["Names", "date", "given", "joined", "money", "name", "number", "percent", "rate", "scalar", "sum_"]

_SEPARATOR: Final = Text(zh="、", en=", ")


@dataclass(frozen=True, slots=True)
class Names:
    """What facts and items are called, by key; whoever is missing is called by the key."""

    facts: Mapping[str, Fact] = field(default_factory=dict)
    items: Mapping[str, Text] = field(default_factory=dict)

    @classmethod
    def of(cls, form: Form, facts: Iterable[Fact]) -> "Names":
        """Take the names from a form and its facts."""
        return cls({fact.key: fact for fact in facts}, {item.key: item.title for item in form.items()})


def scalar(value: str | int | Decimal | dt.date | Text, locale: Locale) -> str:
    """Put a plain parameter into words."""
    if isinstance(value, Text):
        return value.to(locale)
    if isinstance(value, dt.date):
        return date(value, locale)
    return value if isinstance(value, str) else _printed(value)


def _printed(value: int | Decimal) -> str:
    """Write a number in a sentence with a minus, which a hyphen is not."""
    return number(value).replace("-", "\N{MINUS SIGN}")


def name(ref: FactRef | ItemRef, names: Names, locale: Locale) -> str:
    """Name a fact by its wording, or an item by its title, in quotation marks."""
    if isinstance(ref, ItemRef):
        called: Text | None = names.items.get(ref.key)
    else:
        fact = names.facts.get(ref.key)
        called = None if fact is None else fact.wording
    return f"“{ref.key if called is None else called.to(locale)}”"


def joined(refs: tuple[FactRef, ...], names: Names, locale: Locale) -> str:
    """Name several facts."""
    return _SEPARATOR.to(locale).join(name(ref, names, locale) for ref in refs)


def given(answer: Given, names: Names, locale: Locale) -> str:
    """Show an answer with its label or unit where the fact is known, plainly otherwise."""
    fact = names.facts.get(answer.fact)
    if fact is not None and fact.type == "table" and isinstance(answer.value, Decimal):
        return rows(int(answer.value), locale)
    if fact is not None:
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
    return " + ".join(_printed(part) for part in parts.parts) or "0"
