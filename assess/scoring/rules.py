"""The closed set of rules (DESIGN §5.3): frozen data that the loader reads and the engine applies.

In a file a rule is a mapping with one key that names it: `rule: {levels: {fact: …, credits: {…}}}`.
"""

from decimal import Decimal
from typing import Literal

from assess.conditions.model import Condition
from assess.values.closed import closed
from assess.values.text import Text

NoCases = Literal["zero", "not_applicable"]


@closed
class Levels:
    """Answer → credit in 0..1, for every code the fact allows (不清楚 is unknown and not listed)."""

    fact: str
    credits: dict[str, Decimal]


@closed
class LevelsRule:
    """`levels`."""

    levels: Levels


@closed
class Element:
    """One part: its points are earned when its condition holds."""

    points: Decimal
    when: Condition
    title: Text | None = None


@closed
class ElementsRule:
    """`elements`: the parts' points add up to the item's; a missing part may cost a deduction (floor 0)."""

    elements: tuple[Element, ...]
    missing_deduction: Decimal | None = None


@closed
class Threshold:
    """At or above target 1; in `[near, target)` the stated share; else 0. Exactly one of `at_least`, `above`."""

    fact: str
    at_least: Decimal | None = None
    above: Decimal | None = None
    near: Decimal | None = None
    near_credit: Decimal | None = None
    bonus_per_unit: Decimal | None = None  # for every whole unit (percentage point) beyond the target
    bonus_cap: Decimal | None = None
    no_cases: NoCases | None = None  # for rates; without it a rate without cases leaves both sums


@closed
class ThresholdRule:
    """`threshold`."""

    threshold: Threshold


@closed
class Proportional:
    """Actual ÷ target, capped at 1; reversed when lower is better."""

    fact: str
    target: Decimal
    lower_is_better: bool = False
    no_cases: NoCases | None = None


@closed
class ProportionalRule:
    """`proportional`."""

    proportional: Proportional


@closed
class Band:
    """From this inclusive lower bound on, this credit."""

    from_: Decimal
    credit: Decimal


@closed
class Steps:
    """Bands on the unrounded number or rate (a rate in percent); rates say what no cases mean."""

    fact: str
    bands: tuple[Band, ...]
    no_cases: NoCases | None = None


@closed
class StepsRule:
    """`steps`."""

    steps: Steps


@closed
class PerUnit:
    """Points for every whole unit, capped."""

    fact: str
    points_each: Decimal
    cap: Decimal


@closed
class PerUnitRule:
    """`per_unit`."""

    per_unit: PerUnit


@closed
class Growth:
    """Relative growth (base 1 when last is 0) or a difference in percentage points, over the target."""

    this: str
    last: str
    mode: Literal["relative", "difference"]
    target: Decimal


@closed
class GrowthRule:
    """`growth`."""

    growth: Growth


@closed
class Late:
    """At most this many days late earns this credit."""

    days: int
    credit: Decimal


@closed
class Deadline:
    """A date fact against a due date; `done` is an optional yes-no fact asked first."""

    date: str
    due: str
    done: str | None = None
    late: tuple[Late, ...] = ()


@closed
class DeadlineRule:
    """`deadline`."""

    deadline: Deadline


@closed
class Charge:
    """Points taken off: once when the condition holds, or `each` unit of a number fact up to `cap`."""

    points: Decimal
    when: Condition | None = None
    per: str | None = None
    cap: Decimal | None = None
    title: Text | None = None


@closed
class DeductionsRule:
    """`deductions`: full points minus charges, floor 0."""

    deductions: tuple[Charge, ...]


@closed
class Judged:
    """A credit chosen inside the range; the respondent's choice comes from a number fact in percent."""

    fact: str
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(1)


@closed
class JudgedRule:
    """`judged`."""

    judged: Judged


Rule = (
    LevelsRule
    | ElementsRule
    | ThresholdRule
    | ProportionalRule
    | StepsRule
    | PerUnitRule
    | GrowthRule
    | DeadlineRule
    | DeductionsRule
    | JudgedRule
)
