"""Build the ranked gaps and the benefits not used (pure)."""

from decimal import Decimal

from assess.reports.figures import number
from assess.reports.frame import Frame
from assess.reports.parts import GapView
from assess.scoring.form import Item
from assess.scoring.gaps import Gap
from assess.values.formats import date
from assess.wording.gaps import heading

_MENDING = ("veto", "duty", "unknown")
_LIMIT = 300


def views(frame: Frame, gaps: tuple[Gap, ...]) -> tuple[tuple[GapView, ...], tuple[GapView, ...]]:
    """Turn ranked gaps into what is printed.

    Returns:
        First what is to be mended or verified, then what could be used; numbered through both.
    """
    longest = max((gap.points_lost for gap in gaps), default=Decimal(0))
    ordered = [gap for gap in gaps if gap.severity in _MENDING] + [gap for gap in gaps if gap.severity not in _MENDING]
    shown = tuple(_view(frame, number_, gap, longest) for number_, gap in enumerate(ordered, start=1))
    mending = sum(gap.severity in _MENDING for gap in gaps)
    return shown[:mending], shown[mending:]


def _view(frame: Frame, index: int, gap: Gap, longest: Decimal) -> GapView:
    item = frame.items[gap.item]
    advice = gap.advice
    return GapView(
        number=str(index),
        severity=gap.severity,
        label=frame.word(f"severity.{gap.severity}"),
        title=frame.text(heading(item, gap)),
        clauses=frame.cited(item.clauses),
        where=frame.where(item.clauses),
        basis=frame.basis(item),
        lost=number(gap.points_lost),
        lost_share=number((gap.points_lost / longest * 100).quantize(Decimal(1))) if longest else "0",
        why=_why(frame, gap, item),
        says=frame.text(item.notes.says) if item.notes else None,
        ours=frame.text(item.notes.ours) if item.notes else None,
        do=frame.text(advice.do) if advice else None,
        effort=_effort(frame, gap),
        owner=frame.text(advice.owner) if advice else None,
        deadline=_deadline(frame, gap),
        deadline_past=gap.deadline_state == "past",
        irreversible=gap.irreversible,
    )


def _why(frame: Frame, gap: Gap, item: Item) -> tuple[str, ...]:
    """Say why; for a veto its reason comes first."""
    sentences = tuple(clip(frame.say(step)) for step in gap.why)
    if gap.severity != "veto" or item.veto is None:
        return sentences
    reason = frame.text(item.veto.reason)
    return sentences if any(reason in sentence for sentence in sentences) else (reason, *sentences)


def _effort(frame: Frame, gap: Gap) -> str | None:
    if gap.effort_days is None:
        return None
    return frame.word("gap.effort.one" if gap.effort_days == 1 else "gap.effort", days=number(gap.effort_days))


def clip(text: str) -> str:
    """Keep a text that somebody typed from filling pages; the full one stays in the service."""
    return text if len(text) <= _LIMIT else text[: _LIMIT - 1] + "…"


def _deadline(frame: Frame, gap: Gap) -> str | None:
    if gap.deadline_state == "none" or gap.due is None:
        return None
    return frame.word(f"deadline.{gap.deadline_state}", due=date(gap.due, frame.locale))
