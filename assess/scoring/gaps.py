"""What is missing, ranked: vetoes, duties by points lost, unknowns, readiness by what it would bring, advice."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from assess.scoring.form import Advice, Form, Item, Outcome
from assess.scoring.inputs import Inputs
from assess.scoring.result import ItemResult, Result, Step, VetoState
from assess.scoring.rounding import ZERO
from assess.scoring.rules import DeadlineRule

Severity = Literal["veto", "duty", "unknown", "readiness", "advice"]
DeadlineState = Literal["none", "past", "ahead", "met"]

_RANK: Final[Mapping[Severity, int]] = {"veto": 0, "duty": 1, "unknown": 2, "readiness": 3, "advice": 4}
# Statements that only carry the arithmetic on; the reason of a gap is what the others say.
_ARITHMETIC: Final = frozenset(
    {
        "charge.none",
        "deductions.sum",
        "earned.exact",
        "earned.rounded",
        "element.met",
        "elements.sum",
        "item.bonus",
        "item.deduction",
        "item.full",
        "item.lost",
        "item.range",
        "levels.credit",
        "rate.percent",
        "ratio.limited",
    }
)
# Where one of these is said, the answers behind it need not be repeated.
_TELLING: Final = frozenset(
    {"charge.made", "charge.units", "charge.unknown", "element.missing", "element.unknown", "item.gate-unknown"}
)
_DONE: Final = (Step("gap.irreversible"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One thing to mend.

    `outcome` is what became of the item (None where it is not scored); `points_lost` is in the item's own points; `due`
    is the date `deadline_state` speaks of. `irreversible` says that what costs the points has happened (已成事实): no
    change of facts brings them back, so nobody may count them as within reach.
    """

    item: str
    severity: Severity
    outcome: Outcome | Literal["full"] | None
    points_lost: Decimal
    clauses: tuple[str, ...]
    why: tuple[Step, ...]
    advice: Advice | None
    effort_days: Decimal | None
    deadline_state: DeadlineState
    due: dt.date | None
    irreversible: bool = False


def gaps(form: Form, result: Result, inputs: Inputs) -> tuple[Gap, ...]:
    """Rank what is missing.

    Args:
        form: The form.
        result: Its score, with the trace where reasons are wanted.
        inputs: What was scored.

    Returns:
        One gap an item at most; within a rank by points lost, then in the order of the form. Open vetoes come first
        among the unknowns, and the unknowns of duties before those of readiness.
    """
    vetoes = {veto.item: veto.state for veto in result.vetoes}
    found = [
        (_order(item, gap, vetoes.get(item.key)), gap)
        for item, scored in zip(form.items(), result.items, strict=True)
        for gap in _gap(item, scored, vetoes.get(item.key), inputs)
    ]
    return tuple(gap for _, gap in sorted(found, key=lambda pair: pair[0]))


def _order(item: Item, gap: Gap, veto: VetoState | None) -> tuple[int, bool, bool, Decimal]:
    unknown = gap.severity == "unknown"
    settles_veto = unknown and veto == "unknown"
    return _RANK[gap.severity], unknown and not settles_veto, unknown and item.purpose != "duty", -gap.points_lost


def _gap(item: Item, scored: ItemResult, veto: VetoState | None, inputs: Inputs) -> Iterator[Gap]:
    severity = _severity(item, scored, veto)
    if severity is None:
        return
    advice = _advice(item, scored)
    due, done = _due(item), advice is not None and advice.irreversible
    yield Gap(
        item=item.key,
        severity=severity,
        outcome=scored.outcome,
        points_lost=_lost(item, scored),
        clauses=item.clauses,
        why=(*_veto_reason(item, veto), *_reasons(scored), *(_DONE if done else ())),
        advice=advice,
        effort_days=None if advice is None else advice.effort_days,
        deadline_state=_deadline_state(due, scored, inputs.as_of),
        due=due,
        irreversible=done,
    )


def _severity(item: Item, scored: ItemResult, veto: VetoState | None) -> Severity | None:
    if veto == "fired":
        return "veto"
    if scored.status == "not_due":
        return "advice"
    if scored.outcome == "unknown" or (veto == "unknown" and scored.outcome in ("full", None)):
        return "unknown"
    if scored.outcome in ("full", None):
        return None
    if item.bonus or not item.points or (item.purpose == "duty" and item.strength != "mandatory"):
        return "advice"
    return item.purpose


def _lost(item: Item, scored: ItemResult) -> Decimal:
    """Give the points the item could still bring; a deduction item brings back what it takes off."""
    if not scored.counted:
        return ZERO
    return -scored.earned if item.deduction else item.points - scored.earned


def _advice(item: Item, scored: ItemResult) -> Advice | None:
    """Choose the advice for the outcome; where a part is missing and nothing is said of parts, that for the whole."""
    if scored.outcome == "unknown":
        return item.advice.get("unknown")
    part = item.advice.get("partial") if scored.outcome == "partial" else None
    return part or item.advice.get("none")


def _veto_reason(item: Item, veto: VetoState | None) -> tuple[Step, ...]:
    if item.veto is None or veto not in ("fired", "unknown"):
        return ()
    return (Step(f"gap.veto-{veto}", {"reason": item.veto.reason}),)


def _reasons(scored: ItemResult) -> Iterator[Step]:
    told = _ARITHMETIC
    if any(step.message in _TELLING for step in scored.trace):
        told |= {"fact.given"} if scored.unknown else {"fact.given", "fact.unanswered", "fact.unknown"}
    yield from (step for step in scored.trace if step.message not in told)


def _due(item: Item) -> dt.date | None:
    if item.deadline is not None:
        return dt.date.fromisoformat(item.deadline)
    return dt.date.fromisoformat(item.rule.deadline.due) if isinstance(item.rule, DeadlineRule) else None


def _deadline_state(due: dt.date | None, scored: ItemResult, as_of: dt.date) -> DeadlineState:
    if due is None:
        return "none"
    if scored.outcome == "full":
        return "met"
    return "past" if as_of > due else "ahead"
