"""What a fact asks: the question bank's entries as pure data (DESIGN §3)."""

from decimal import Decimal
from typing import Literal

from assess.values.closed import closed
from assess.values.text import Text

FactType = Literal["yes-no", "choice", "choices", "number", "rate", "money", "date", "text", "table"]
ColumnType = Literal["yes-no", "choice", "number", "money", "date", "text"]
YesNo = Literal["yes", "no", "partial"]


@closed
class Option:
    """One code a person may choose, with its label; an `exclusive` one (以上都没有) stands alone in a choices fact."""

    value: str
    label: Text
    help: Text | None = None
    exclusive: bool = False


@closed
class Column:
    """One typed column of a table fact."""

    key: str
    title: Text
    type: ColumnType
    options: tuple[Option, ...] = ()
    required: bool = False
    unit: Text | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    max_length: int = 200


@closed
class Fact:
    """A neutral question asked once.

    `allow` lists the answers of a yes-no fact besides 是/否 (`partial`). `unknown` says whether 不清楚 is offered.
    `optional` facts do not block a submission. `evidence` names the kinds of proof accepted (keys of kinds.yaml).
    `fresh_days` is how long an answer may be offered as prefill; 0 means it is asked anew each time.
    """

    key: str
    revision: int
    wording: Text
    help: Text | None = None
    type: FactType
    allow: tuple[Literal["partial"], ...] = ()
    unknown: bool = True
    options: tuple[Option, ...] = ()
    columns: tuple[Column, ...] = ()
    unit: Text | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    decimals: int = 0
    max_length: int = 2000
    max_rows: int = 200
    optional: bool = False
    evidence: tuple[str, ...] = ()
    fresh_days: int | None = None
