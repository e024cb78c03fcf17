"""The typed answer values, shared by forms, API, CLI, workbooks and the scoring engine.

| fact type | Python value |
|---|---|
| yes-no | `"yes"`, `"no"` or `"partial"` |
| choice | the option's code |
| choices | a tuple of codes in the order of the options |
| number, money | `Decimal` (money in yuan) |
| rate | `Rate` |
| date | `datetime.date` |
| text | `str` |
| table | a tuple of `Row` |

不清楚 is `UNKNOWN`; an unanswered fact has no entry at all.
"""

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal


class Unknown(enum.Enum):
    """The answer 不清楚: given, but saying nothing about the matter."""

    UNKNOWN = "unknown"


UNKNOWN: Final[Literal[Unknown.UNKNOWN]] = Unknown.UNKNOWN


@dataclass(frozen=True, slots=True)
class Rate:
    """A share given by its two counts; the denominator may be 0 (no cases)."""

    numerator: Decimal
    denominator: Decimal


Cell = str | Decimal | dt.date


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; an empty cell has no entry. `id` is stable across edits (evidence may hang on it)."""

    id: str
    cells: Mapping[str, Cell]


Known = str | Decimal | Rate | dt.date | tuple[str, ...] | tuple[Row, ...]
Value = Known | Unknown
Answers = Mapping[str, Value]
