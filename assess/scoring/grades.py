"""From the duty score and the vetoes to the grade (DESIGN §5.4, §5.5)."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from assess.scoring.form import DialRule, GradeBand
from assess.scoring.result import Dial, Grade, GradeState, VetoResult
from assess.scoring.rounding import HUNDRED, ZERO, floor2
from assess.scoring.ruling import Note, Trace, silent
from assess.values.step import ItemRef
from assess.values.text import Text


def grade(rule: DialRule, duty: Dial, vetoes: Sequence[VetoResult], *, share: Decimal, trace: bool) -> Grade:
    """Grade the duty dial.

    Args:
        rule: The bands and the least share of applicable points.
        duty: The totalled dial.
        vetoes: All vetoes with their state.
        share: The applicable share of all duty points of the form, 0..1.
        trace: Whether to write down why.
    """
    log = Trace() if trace else None
    note: Note = log.note if log else silent
    fired = [veto for veto in vetoes if veto.state == "fired"]
    open_ = [veto for veto in vetoes if veto.state == "unknown"]
    state = _state(rule, duty, fired, open_, share)
    bands = () if state == "too-few" else rule.bands
    computed, cleared = _band(bands, duty.final), _forced(bands, duty.final, fired)
    if computed is not None and duty.final is not None:
        note("grade.computed", final=duty.final, grade=_title(bands, computed))
    if state == "too-few":
        note("grade.too-few", share=floor2(share * HUNDRED), least=rule.min_share * HUNDRED)
    _explain(bands, fired, open_, note)
    return Grade(
        state=state,
        computed=computed,
        effective=cleared if state == "graded" else None,
        low=_forced(bands, duty.low, [*fired, *open_]),
        high=_forced(bands, duty.high, fired),
        cleared=cleared,
        final=ZERO if duty.final is not None and _has(fired, "zero") else duty.final,
        forced_by=tuple(veto.item for veto in fired),
        pending=tuple(veto.item for veto in open_),
        trace=tuple(log.steps) if log else (),
    )


def _state(
    rule: DialRule, duty: Dial, fired: Sequence[VetoResult], open_: Sequence[VetoResult], share: Decimal
) -> GradeState:
    if _has(fired, "ineligible"):
        return "ineligible"
    if duty.final is None:
        return "not-scored"
    if not rule.bands:
        return "ungraded"
    if share < rule.min_share:
        return "too-few"
    return "pending" if open_ else "graded"


def _has(vetoes: Iterable[VetoResult], effect: str) -> bool:
    return any(veto.effect == effect for veto in vetoes)


def _band(bands: Iterable[GradeBand], score: Decimal | None) -> str | None:
    """Find the highest band whose lower bound the rounded score reaches."""
    reached = [band for band in bands if score is not None and score >= band.from_]
    return max(reached, key=lambda band: band.from_).grade if reached else None


def _forced(bands: Sequence[GradeBand], score: Decimal | None, vetoes: Sequence[VetoResult]) -> str | None:
    """Give the grade of a score under vetoes; a forced grade never lifts a lower one. None where ineligible."""
    if score is None or _has(vetoes, "ineligible"):
        return None
    own = _band(bands, ZERO if _has(vetoes, "zero") else score)
    rank = {band.grade: band.from_ for band in bands}
    candidates = [own, *(veto.grade for veto in vetoes if veto.effect == "grade")]
    return min((name for name in candidates if name in rank), key=lambda name: rank[name], default=None)


def _title(bands: Iterable[GradeBand], grade_: str) -> Text | str:
    return next((band.title for band in bands if band.grade == grade_), grade_)


def _explain(bands: Iterable[GradeBand], fired: Sequence[VetoResult], open_: Iterable[VetoResult], note: Note) -> None:
    """Write down what vetoes do; their items are told by key, since only the form knows the titles."""
    for veto in fired:
        note(f"grade.veto-{veto.effect}", item=ItemRef(veto.item), grade=_title(bands, veto.grade or ""))
    for veto in () if _has(fired, "ineligible") else open_:  # then it can change nothing
        note("grade.veto-open", item=ItemRef(veto.item))
