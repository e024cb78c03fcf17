"""What a programme would pay, as an estimate with every reading of an ambiguous rule.

Worked examples: `tests/data/programmes/*.yaml`. Amounts are yuan; only the end result of a group is rounded (half up,
to the fen), after its caps.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal

from assess.conditions import kleene
from assess.conditions.evaluate import evaluate, row_test
from assess.programmes.definition import Capped, Paper, Programme, Requirement
from assess.values.model import Answers, Row
from assess.values.profile import Profile

State = Literal["eligible", "missing", "not-eligible"]
Held = Literal["held", "missing", "unknown", "not-needed"]
Why = Literal["unpaid", "no-amount", "no-product", "other-year", "refused"]
ZERO: Final = Decimal(0)
_FEN: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Checked:
    """A requirement and whether it holds; None where the answers do not say."""

    requirement: Requirement
    holds: bool | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A paper and where it stands."""

    paper: Paper
    held: Held


@dataclass(frozen=True, slots=True)
class Counted:
    """A row that counts. `uplifted`, `narrow` and `claimed` are None where the answers do not decide them."""

    row: str
    group: str
    amount: Decimal
    uplifted: bool | None
    narrow: bool | None
    claimed: bool | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that does not count, and why."""

    row: str
    why: Why


@dataclass(frozen=True, slots=True)
class Share:
    """What one row gives under one reading before any cap; `high` differs where the uplift is undecided."""

    row: str
    amount: Decimal
    rate: Decimal
    low: Decimal
    high_rate: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class GroupSum:
    """One group under one reading.

    `computed` is what the rates give: rows under the smaller cap (`narrow`, of which `within` remains), other rows
    without uplift (`plain`) and with it (`uplifted`). `cap` is the yearly cap that applied, `paid` what remains.
    """

    group: str
    narrow: Decimal
    within: Decimal
    plain: Decimal
    uplifted: Decimal
    computed: Decimal
    cap: Decimal
    paid: Decimal


@dataclass(frozen=True, slots=True)
class Amount:
    """The amount under one reading; `high` takes whatever the answers leave open in the applicant's favour.

    `open_low` and `open_high` bound what nobody has applied for: all rows less those applied for, since both share
    the caps. A row whose claim is not known counts as applied for in the first and as open in the second.
    """

    reading: str
    rate: Decimal
    low: Decimal
    high: Decimal
    open_low: Decimal
    open_high: Decimal
    shares: tuple[Share, ...]
    groups: tuple[GroupSum, ...]
    groups_high: tuple[GroupSum, ...]


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a programme would bring in a year: an estimate, never a promise.

    `state` is `not-eligible` where a requirement certainly fails, `missing` where one is undecided, a paper is not at
    hand or nothing was paid, else `eligible`.
    """

    programme: str
    year: int
    state: State
    requirements: tuple[Checked, ...]
    papers: tuple[Shown, ...]
    counted: tuple[Counted, ...]
    left_out: tuple[LeftOut, ...]
    amounts: tuple[Amount, ...]


def estimate(
    programme: Programme, *, answers: Answers, profile: Profile, as_of: dt.date, year: int | None = None
) -> Estimate:
    """Estimate a programme.

    Args:
        programme: The rule.
        answers: The organisation's answers; a table that is not answered counts as empty.
        profile: The organisation.
        as_of: The day of the estimate.
        year: The year of payment; by default that of `as_of`.
    """
    wanted = year or as_of.year
    checked = tuple(Checked(one, evaluate(one.when, answers, profile, as_of)) for one in programme.requirements)
    papers = tuple(Shown(paper, _held(paper, answers, profile, as_of)) for paper in programme.papers)
    sorted_rows = [_sort(programme, row, wanted, as_of) for row in _rows(answers.get(programme.subsidy.fact))]
    counted = tuple(row for row in sorted_rows if isinstance(row, Counted))
    return Estimate(
        programme=programme.key,
        year=wanted,
        state=_state(checked, papers, counted),
        requirements=checked,
        papers=papers,
        counted=counted,
        left_out=tuple(row for row in sorted_rows if isinstance(row, LeftOut)),
        amounts=tuple(_amounts(programme, counted)),
    )


def _rows(value: object) -> Iterator[Row]:
    if isinstance(value, tuple):
        yield from (row for row in value if isinstance(row, Row))


def _held(paper: Paper, answers: Answers, profile: Profile, as_of: dt.date) -> Held:
    if paper.when is not None and evaluate(paper.when, answers, profile, as_of) is False:
        return "not-needed"
    held = None if paper.held is None else evaluate(paper.held, answers, profile, as_of)
    return "unknown" if held is None else "held" if held else "missing"


def _sort(programme: Programme, row: Row, year: int, as_of: dt.date) -> Counted | LeftOut:
    """Decide whether a row counts, in which group, and with what."""
    rule = programme.subsidy
    product, amount, paid = (row.cells.get(column) for column in (rule.product, rule.amount, rule.paid))
    group = next((group for group in rule.groups if product in group.products), None)
    if group is None:
        return LeftOut(row.id, "no-product")
    if not isinstance(amount, Decimal):
        return LeftOut(row.id, "no-amount")
    if not isinstance(paid, dt.date):
        return LeftOut(row.id, "unpaid")
    if paid.year != year or paid > as_of:
        return LeftOut(row.id, "other-year")
    status = None if rule.claims is None else row.cells.get(rule.claims.column)
    if rule.claims is not None and status in rule.claims.refused:
        return LeftOut(row.id, "refused")
    uplifted = kleene.any_of(row_test(uplift.when)(row, as_of) for uplift in rule.uplifts)
    narrow = False if group.narrow is None else row_test(group.narrow.when)(row, as_of)
    claimed = None if rule.claims is None or status is None else status not in rule.claims.open
    return Counted(row.id, group.key, amount, uplifted, narrow, claimed)


def _state(checked: Iterable[Checked], papers: Iterable[Shown], counted: tuple[Counted, ...]) -> State:
    held = kleene.all_of(one.holds for one in checked)
    if held is False:
        return "not-eligible"
    lacking = any(shown.held in ("missing", "unknown") for shown in papers)
    return "missing" if held is None or lacking or not counted else "eligible"


def _amounts(programme: Programme, counted: tuple[Counted, ...]) -> Iterator[Amount]:
    taken_at_most = tuple(row for row in counted if row.claimed is not False)
    taken_at_least = tuple(row for row in counted if row.claimed is True)
    for reading in programme.subsidy.readings:
        rates = {False: programme.subsidy.rate, True: reading.rate}
        low, high = (_groups(programme, counted, rates, favour=favour) for favour in (False, True))
        at_most = _sum(_groups(programme, taken_at_most, rates, favour=True))
        at_least = _sum(_groups(programme, taken_at_least, rates, favour=False))
        yield Amount(
            reading=reading.key,
            rate=reading.rate,
            low=_sum(low),
            high=_sum(high),
            open_low=max(_sum(low) - at_most, ZERO),
            open_high=_sum(high) - at_least,
            shares=tuple(_share(row, rates) for row in counted),
            groups=low,
            groups_high=high,
        )


def _share(row: Counted, rates: Mapping[bool, Decimal]) -> Share:
    low, high = rates[row.uplifted is True], rates[row.uplifted is not False]
    return Share(row.row, row.amount, low, row.amount * low, high, row.amount * high)


def _groups(
    programme: Programme, counted: tuple[Counted, ...], rates: Mapping[bool, Decimal], *, favour: bool
) -> tuple[GroupSum, ...]:
    return tuple(
        _group_sum(group, [row for row in counted if row.group == group.key], rates, favour=favour)
        for group in programme.subsidy.groups
    )


def _sum(groups: Iterable[GroupSum]) -> Decimal:
    return sum((group.paid for group in groups), ZERO)


def _group_sum(group: Capped, rows: list[Counted], rates: Mapping[bool, Decimal], *, favour: bool) -> GroupSum:
    """Add up one group: first the rows under the smaller cap, then those without uplift, then all."""
    narrow, plain, uplifted = ZERO, ZERO, ZERO
    for row in rows:
        raised = favour if row.uplifted is None else row.uplifted
        share = row.amount * rates[raised]
        if (not favour) if row.narrow is None else row.narrow:
            narrow += share
        elif raised:
            uplifted += share
        else:
            plain += share
    within = min(narrow, group.narrow.cap) if group.narrow else narrow
    cap = group.uplifted_cap if uplifted else group.cap
    paid = min(min(within + plain, group.cap) + uplifted, cap)
    return GroupSum(
        group=group.key,
        narrow=narrow,
        within=within,
        plain=plain,
        uplifted=uplifted,
        computed=narrow + plain + uplifted,
        cap=cap,
        paid=paid.quantize(_FEN, ROUND_HALF_UP),
    )
