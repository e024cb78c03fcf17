"""What the engine needs of a checklist: its items, points, rules and totals (DESIGN §3, §5)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from assess.conditions.model import Condition
from assess.scoring.rules import Rule
from assess.values.closed import closed
from assess.values.text import Text

Purpose = Literal["duty", "readiness"]
Strength = Literal["mandatory", "encouraged", "exploratory"]
Basis = Literal["stated", "derived"]
Effect = Literal["grade", "zero", "ineligible"]
Outcome = Literal["none", "partial", "unknown"]


@closed
class EvidenceRule:
    """What proof an item wants. `required` matters to the supported column only; it never blocks a submission."""

    kinds: tuple[str, ...]
    required: bool = False
    min_count: int = 1
    within_days: int | None = None


@closed
class Advice:
    """What to do about a gap, how much work it is, and who usually does it."""

    do: Text
    effort_days: Decimal
    owner: Text
    irreversible: bool = False  # what costs the points lies in the past; `do` says how to avoid the next


@closed
class Veto:
    """A condition that forces a result. `grade` names the forced grade for effect `grade`."""

    when: Condition
    effect: Effect
    grade: str | None = None
    reason: Text


@closed
class Notes:
    """What the measure says and does not say, and what is this service's own."""

    says: Text
    ours: Text


@closed
class Item:
    """What is scored: cites clauses, reads facts (DESIGN §3)."""

    key: str
    revision: int
    title: Text
    gap: Text | None = None  # how the item reads where it is missing; by default its title
    clauses: tuple[str, ...]
    purpose: Purpose
    strength: Strength
    basis: Basis
    themes: tuple[str, ...] = ()
    reads: tuple[str, ...]
    applies_if: Condition | None = None
    points: Decimal
    rule: Rule
    evidence: EvidenceRule | None = None
    not_applicable: bool = False  # may 不适用 be claimed
    veto: Veto | None = None
    bonus: bool = False
    deduction: bool = False
    programme: str | None = None
    deadline: str | None = None  # ISO date by which the measure wants it, judged against as_of
    notes: Notes | None = None
    advice: dict[Outcome, Advice]


@closed
class Points:
    """Points per dial, declared by the author and checked by lint."""

    duty: Decimal = Decimal(0)
    readiness: Decimal = Decimal(0)


@closed
class Group:
    """二级指标: a question page."""

    key: str
    title: Text
    points: Points
    items: tuple[Item, ...]


@closed
class Section:
    """一级指标."""

    key: str
    title: Text
    help: Text | None = None
    points: Points
    groups: tuple[Group, ...]

    def items(self) -> Iterator[Item]:
        """Go through the section's items in order."""
        for group in self.groups:
            yield from group.items


@closed
class GradeBand:
    """From this rounded score on (half-open above), this grade."""

    grade: str
    title: Text
    from_: Decimal


@closed
class DialRule:
    """How a dial totals. Empty `bands` means the dial has no grade."""

    full: Decimal = Decimal(100)
    decimals: int = 1
    bonus_cap: Decimal = Decimal(0)
    overall_cap: Decimal | None = None  # by default the full mark
    min_share: Decimal = Decimal(0)  # applicable points below this share of the form's: no grade
    bands: tuple[GradeBand, ...] = ()


@closed
class Form:
    """Everything that is scored."""

    sections: tuple[Section, ...]
    duty: DialRule
    readiness: DialRule
    na: Literal["global", "section"] = "global"

    def items(self) -> Iterator[Item]:
        """Go through all items in order."""
        for section in self.sections:
            yield from section.items()
