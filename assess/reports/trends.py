"""Say what was before (pure): earlier cycles beside this one."""

from collections.abc import Iterator
from decimal import Decimal

from assess.assessments.scored import Score
from assess.reports import summaries
from assess.reports.comparisons import compared
from assess.reports.figures import number
from assess.reports.frame import Frame
from assess.reports.parts import Dial
from assess.reports.parts_history import CycleDial, CycleView, TrendView
from assess.reports.past import History, Past
from assess.scoring import result as scored
from assess.values.formats import date


def view(frame: Frame) -> TrendView | None:
    """Build the chapter; None where nothing was before."""
    history = frame.history
    if history is None:
        return None
    cycles = (*(_past(frame, one) for one in history.cycles), _present(frame))
    return TrendView(
        lead=_lead(frame, len(history.cycles) + history.earlier),
        cycles=cycles,
        notes=tuple(_notes(frame, history)),
        alt=_alt(frame, cycles),
        compared=compared(frame, history),
    )


def _lead(frame: Frame, count: int) -> str:
    return frame.word("trend.lead.one") if count == 1 else frame.word("trend.lead", count=count)


def _notes(frame: Frame, history: History) -> Iterator[str]:
    if history.earlier:
        yield frame.word("trend.more", count=history.earlier)
    yield frame.word("trend.note" if frame.cover.reference else "trend.note.draft")
    if history.limited:
        yield frame.word("trend.note.campaign")


def _past(frame: Frame, past: Past) -> CycleView:
    point, decided = past.point, past.decided
    return CycleView(
        reference=point.reference,
        as_of=date(point.as_of, frame.locale),
        version=point.version,
        duty=_dial(frame, "duty", point.duty, decided.duty if decided else None),
        readiness=_dial(frame, "readiness", point.readiness, decided.readiness if decided else None),
        grade=summaries.graded(frame, point.grade, point.grade_state),
        reviewed_grade=summaries.graded(frame, decided.grade, decided.grade_state) if decided else None,
    )


def _present(frame: Frame) -> CycleView:
    decided, claimed = frame.decided, frame.result
    duty, readiness = (_score(decided.duty), _score(decided.readiness)) if decided else (None, None)
    return CycleView(
        reference=frame.cover.reference,
        as_of=date(frame.inputs.as_of, frame.locale),
        version=frame.published.checklist.version,
        duty=_dial(frame, "duty", _score(claimed.duty), duty),
        readiness=_dial(frame, "readiness", _score(claimed.readiness), readiness),
        grade=summaries.graded(frame, claimed.grade.effective, claimed.grade.state),
        reviewed_grade=summaries.graded(frame, decided.grade.effective, decided.grade.state) if decided else None,
        current=True,
    )


def _score(dial: scored.Dial) -> Score:
    return Score(dial.final, dial.high, dial.full)


def _dial(frame: Frame, name: Dial, claimed: Score, decided: Score | None) -> CycleDial:
    return CycleDial(
        final=_fixed(frame, name, claimed.final),
        full=number(claimed.full),
        share=None if claimed.share is None else number(claimed.share),
        reviewed=_fixed(frame, name, decided.final) if decided else None,
        reviewed_share=number(decided.share) if decided and decided.share is not None else None,
    )


def _fixed(frame: Frame, name: Dial, score: Decimal | None) -> str | None:
    return None if score is None else f"{score:,.{frame.rule(name).decimals}f}"


def _alt(frame: Frame, cycles: tuple[CycleView, ...]) -> str:
    """Say in words what a line chart of the shares shows."""
    lines = (
        frame.word("trend.alt.dial", dial=frame.word(f"dial.{name}"), points=frame.join(_points(frame, name, cycles)))
        for name in ("duty", "readiness")
    )
    return frame.word("trend.alt", lines=("" if frame.locale == "zh" else " ").join(lines))


def _points(frame: Frame, name: str, cycles: tuple[CycleView, ...]) -> tuple[str, ...]:
    return tuple(
        frame.word(
            "trend.alt.point",
            day=one.as_of,
            share=frame.word("trend.alt.none") if share is None else f"{share}%",
        )
        for one in cycles
        for share in ((one.duty if name == "duty" else one.readiness).share,)
    )
