"""External benefit rules as pure data (`checklists/programmes/<programme>.yaml`).

They hold what a measure refers to and does not say: nothing here comes from a measure. Every programme names where it
was read, when, and whether anybody compared it with the official text.
"""

from decimal import Decimal
from typing import Literal

from assess.conditions.model import Condition, Test
from assess.values.closed import closed
from assess.values.text import Text


@closed
class ProgrammeSource:
    """Where the rule was read. `kind` press: in reports and digests, not in the official text."""

    kind: Literal["official", "press"]
    read: str  # ISO date
    note: Text


@closed
class ProgrammeValidity:
    """Whether the rule is still applied, as far as is known."""

    status: Literal["in-force", "ended", "unknown"]
    checked: str
    note: Text


@closed
class Requirement:
    """Somebody is eligible when every requirement holds; `otherwise` says what a failing one means."""

    key: str
    title: Text
    when: Condition
    otherwise: Text


@closed
class Reading:
    """One way to read an ambiguous uplift: the rate that results."""

    key: str
    title: Text
    rate: Decimal


@closed
class Narrow:
    """Rows that share a smaller cap, such as policies with domestic cover only; an uplift does not raise it."""

    title: Text
    when: dict[str, Test]
    cap: Decimal


@closed
class Capped:
    """Products that share a yearly cap, in yuan; `uplifted_cap` where a row earns the uplift."""

    key: str
    title: Text
    products: tuple[str, ...]
    cap: Decimal
    uplifted_cap: Decimal
    narrow: Narrow | None = None


@closed
class Uplift:
    """A row that passes one of these earns the higher rate and cap."""

    key: str
    title: Text
    when: dict[str, Test]


@closed
class Claims:
    """How far the claim of a row is, by a choice column; a code in neither list means applied for, or paid."""

    column: str
    open: tuple[str, ...]  # not applied for yet
    refused: tuple[str, ...] = ()  # turned down: the row counts no more


@closed
class Subsidy:
    """A share of what was paid in a year, by rows of a table fact.

    `product`, `amount` and `paid` name its columns: a choice, a sum in yuan, the day of payment.
    """

    fact: str
    product: str
    amount: str
    paid: str
    rate: Decimal
    uplifts: tuple[Uplift, ...]
    readings: tuple[Reading, ...]
    groups: tuple[Capped, ...]
    claims: Claims | None = None


@closed
class Paper:
    """A document the application needs. `when` says for whom (by default for everybody), `held` how it shows."""

    key: str
    title: Text
    when: Condition | None = None
    held: Condition | None = None


@closed
class Programme:
    """A benefit that comes from a rule outside the measures."""

    key: str
    title: Text
    short: Text
    document_number: str | None
    issuers: tuple[Text, ...]
    region: str
    source: ProgrammeSource
    verified: bool
    validity: ProgrammeValidity
    requirements: tuple[Requirement, ...]
    subsidy: Subsidy
    papers: tuple[Paper, ...]
    steps: tuple[Text, ...]
    notes: tuple[Text, ...] = ()  # what is uncertain about the rule, and how it was read here
