"""Judge single items: does it apply, what does its rule say, does its veto fire."""

from decimal import Decimal
from typing import Final

from assess.scoring import reading
from assess.scoring.closing import close
from assess.scoring.inputs import Inputs
from assess.scoring.plan import PreparedItem
from assess.scoring.result import ItemOutcome, ItemResult, ItemStatus, VetoResult, VetoState
from assess.scoring.rounding import ZERO
from assess.scoring.ruling import Note, Ruling, Trace, silent, unknown

_NOTHING: Final = Ruling(ZERO, ZERO)


def judge(prepared: PreparedItem, inputs: Inputs, applies: bool | None, *, trace: bool) -> ItemResult:  # noqa: FBT001 - three-valued, not a switch
    """Score one item.

    Args:
        prepared: The item.
        inputs: What is scored.
        applies: What its gate says.
        trace: Whether to write down why.
    """
    log = Trace() if trace else None
    note: Note = log.note if log else silent
    status, ruling = _ruling(prepared, inputs, applies, note)
    return _result(prepared, status, ruling, note, log)


def _ruling(prepared: PreparedItem, inputs: Inputs, applies: bool | None, note: Note) -> tuple[ItemStatus, Ruling]:  # noqa: FBT001 - three-valued, not a switch
    if applies is False:
        reading.inputs(inputs, (fact for fact in prepared.gate_facts if fact.key in inputs.answers), note)
        note("item.ruled-out")
        return "not_applicable", _NOTHING
    if prepared.item.not_applicable and prepared.item.key in inputs.not_applicable:
        note("item.claimed-not-applicable", reason=inputs.not_applicable[prepared.item.key])
        return "claimed_not_applicable", _NOTHING
    if applies is None:
        reading.inputs(inputs, prepared.gate_facts, note)
        note("item.gate-unknown", facts=prepared.gate_facts)
        return "unknown", unknown(prepared.worth)
    ruling = prepared.apply(inputs, note)
    if ruling.standing != "scored":
        return ruling.standing, _NOTHING
    nothing_known = ruling.unknown and not ruling.low and ruling.high == prepared.worth
    return "unknown" if nothing_known else "scored", ruling


def _result(prepared: PreparedItem, status: ItemStatus, ruling: Ruling, note: Note, log: Trace | None) -> ItemResult:
    item = prepared.item
    counted = status in ("scored", "unknown")
    low, high = (ruling.low, ruling.high) if item.points else (ZERO, ZERO)
    if item.deduction and counted:
        low, high = low - item.points, high - item.points
    if counted and log is not None:
        close(item, low, high, note)
    return ItemResult(
        key=item.key,
        purpose=item.purpose,
        status=status,
        points=item.points,
        earned=low,
        high=high,
        unknown=ruling.unknown,
        outcome=_outcome(ruling, prepared.worth) if counted else None,
        bonus=ruling.bonus,
        bonus_high=ruling.bonus_high,
        trace=tuple(log.steps) if log else (),
    )


def _outcome(ruling: Ruling, worth: Decimal) -> ItemOutcome:
    if ruling.low >= worth:
        return "full"
    if ruling.unknown and ruling.high >= worth:
        return "unknown"
    return "partial" if ruling.low > ZERO else "none"


def judge_veto(prepared: PreparedItem, inputs: Inputs, applies: bool | None) -> VetoResult | None:  # noqa: FBT001 - three-valued, not a switch
    """Say whether an item's veto fires: only on a true condition of an item that applies.

    A claim of 不适用 does not silence a veto: the facts are as they are.
    """
    if prepared.veto is None:
        return None
    veto = prepared.veto.veto
    state = "clear" if applies is False else _state(applies, prepared.veto.fires(inputs))
    return VetoResult(item=prepared.item.key, effect=veto.effect, grade=veto.grade, state=state)


def _state(applies: bool | None, fires: bool | None) -> VetoState:  # noqa: FBT001 - three-valued, not a switch
    if fires is False:
        return "clear"
    return "fired" if applies and fires else "unknown"
