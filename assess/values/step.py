"""A statement without a language: a message id with typed parameters, which `assess.wording` turns into sentences."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from assess.values.model import Rate, Unknown
from assess.values.text import Text


@dataclass(frozen=True, slots=True)
class FactRef:
    """A fact named by its key; a sentence shows the fact's wording where it is known."""

    key: str


@dataclass(frozen=True, slots=True)
class ItemRef:
    """An item named by its key; a sentence shows its title where it is known."""

    key: str


@dataclass(frozen=True, slots=True)
class Given:
    """What was answered to a fact; a sentence shows it with label or unit. A table is given by its number of rows."""

    fact: str
    value: str | Decimal | Rate | dt.date | tuple[str, ...] | Unknown


@dataclass(frozen=True, slots=True)
class Sum:
    """Numbers that a sentence shows joined by plus signs."""

    parts: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One statement of a trace, a gap or a refusal: which sentence, and what it speaks of."""

    message: str
    params: "Mapping[str, Param]" = field(default_factory=dict)


Param: TypeAlias = str | int | Decimal | dt.date | Text | FactRef | ItemRef | Given | Sum | Step | tuple[FactRef, ...]
