"""The closed conditions of DESIGN §3: data that a YAML file spells and three-valued logic reads.

A test holds when every comparison it names holds. Dates compare with an ISO date or with `as_of`.
"""

from decimal import Decimal

from assess.values.closed import closed

DateBound = str  # "YYYY-MM-DD" or "as_of"


@closed
class Test:
    """Comparisons with one value (a fact, or a cell of a table). At least one is given."""

    is_: str | None = None
    in_: tuple[str, ...] | None = None
    includes: str | None = None  # a `choices` fact contains this code
    at_least: Decimal | None = None
    above: Decimal | None = None
    at_most: Decimal | None = None
    below: Decimal | None = None
    before: DateBound | None = None
    not_before: DateBound | None = None
    after: DateBound | None = None
    not_after: DateBound | None = None
    within_days: int | None = None  # a date at most that many days before as_of, and not after it
    answered: bool | None = None


@closed
class Count:
    """A comparison with a number of rows."""

    where: dict[str, Test] | None = None
    at_least: int | None = None
    at_most: int | None = None


@closed
class FactIs(Test):
    """A comparison with a fact's value: `{fact: credit.serious-list, is: no}`."""

    fact: str


@closed
class AnyRow:
    """True when one row passes every column's test."""

    fact: str
    any_row: dict[str, Test]


@closed
class AllRows:
    """True when every row passes (an empty table passes)."""

    fact: str
    all_rows: dict[str, Test]


@closed
class CountRows:
    """True when the number of rows that pass `where` satisfies the comparison."""

    fact: str
    count_rows: Count


@closed
class Role:
    """The organisation has this role."""

    role: str


@closed
class Kind:
    """The organisation is of this kind: `enterprise` or `district`."""

    kind: str


@closed
class Region:
    """The organisation lies in this region: a GB/T 2260 code whose trailing zero pairs are wildcards."""

    region: str


@closed
class SizeIn:
    """The organisation's size is one of these: `micro small medium large`."""

    size: tuple[str, ...]


@closed
class LevelIn:
    """The organisation's region is of one of these levels, by its code: `province city county`."""

    level: tuple[str, ...]


@closed
class All:
    """Every part holds."""

    all_: "tuple[Condition, ...]"


@closed
class Any:
    """At least one part holds."""

    any_: "tuple[Condition, ...]"


@closed
class Not:
    """The part does not hold."""

    not_: "Condition"


Condition = All | Any | Not | FactIs | AnyRow | AllRows | CountRows | Role | Kind | Region | SizeIn | LevelIn
