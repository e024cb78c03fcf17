"""Build the result at a glance (pure)."""

from decimal import Decimal

from assess.reports.figures import number, signed
from assess.reports.frame import Frame
from assess.reports.parts import (
    Band,
    Dial,
    DialView,
    GapView,
    GradeView,
    Pair,
    SectionScore,
    Summary,
    VetoView,
)
from assess.scoring import result as scored
from assess.scoring.form import GradeBand, Section

_HUNDRED = Decimal(100)
_TENTH = Decimal("0.1")
_COUNTS = {
    "count.scored": ("scored", "unknown"),
    "count.not_applicable": ("not_applicable", "claimed_not_applicable", "no_cases"),
    "count.not_due": ("not_due",),
}
_UNGRADED = ("too-few", "not-scored", "ineligible")


def summary(frame: Frame, gaps: tuple[GapView, ...], opportunities: tuple[GapView, ...]) -> Summary:
    """Build the first chapter.

    Args:
        frame: The report in the making.
        gaps: The ranked gaps, to be counted.
        opportunities: The benefits not used, to be counted.
    """
    return Summary(
        headline=_headline(frame, gaps, opportunities),
        dials=dials(frame),
        grade=grade_view(frame, frame.result),
        vetoes=tuple(_veto(frame, veto) for veto in frame.result.vetoes if veto.state != "clear"),
        sections=_sections(frame),
        counts=_counts(frame),
    )


def _headline(frame: Frame, gaps: tuple[GapView, ...], opportunities: tuple[GapView, ...]) -> tuple[str, ...]:
    duties = sum(gap.severity in ("veto", "duty") for gap in gaps)
    counts = {"duty": duties, "unknown": len(gaps) - duties, "readiness": len(opportunities)}
    scores = tuple(
        frame.word("headline.score", dial=dial.title, final=dial.final, full=dial.full)
        for dial in dials(frame)
        if dial.final is not None
    )
    told = "headline.gaps" if opportunities else "headline.gaps.only" if gaps else "headline.clean"
    found = frame.word(told, **counts)
    return ("".join(scores), found) if scores else (found,)


def dials(frame: Frame) -> tuple[DialView, DialView]:
    """Build both dials, with the score by what is proved where there is evidence."""
    proved = frame.supported
    return (
        _dial(frame, "duty", frame.result.duty, None if proved is None else proved.duty),
        _dial(frame, "readiness", frame.result.readiness, None if proved is None else proved.readiness),
    )


def _dial(frame: Frame, name: Dial, dial: scored.Dial, proved: scored.Dial | None) -> DialView:
    return DialView(
        dial=name,
        title=frame.word(f"dial.{name}"),
        final=_fixed(frame, name, dial.final),
        low=_fixed(frame, name, dial.low),
        high=_fixed(frame, name, dial.high),
        full=number(dial.full),
        low_share=_share(dial.low, dial.full),
        high_share=_share(dial.high, dial.full),
        ranged=dial.low != dial.high,
        bands=tuple(_band(frame, band, dial.full) for band in sorted(frame.rule(name).bands, key=lambda it: it.from_)),
        supported=None if proved is None else _fixed(frame, name, proved.final),
        reviewed=_reviewed(frame, name, dial),
    )


def _reviewed(frame: Frame, name: Dial, claimed: scored.Dial) -> str | None:
    """Say what a dial came to in a decided review, and how far that is from the claim."""
    review = frame.review
    if review is None or review.ruling is None:
        return None
    found = review.column.result.duty if name == "duty" else review.column.result.readiness
    if found.final is None:
        return frame.word("reviewed.unscored")
    difference = found.final - (claimed.final or Decimal(0))
    return frame.word("reviewed.score", value=_fixed(frame, name, found.final), difference=signed(difference))


def _fixed(frame: Frame, name: Dial, score: Decimal | None) -> str | None:
    """Write a score with the decimals the form rounds to, so that 80 and 80.0 do not stand side by side."""
    return None if score is None else f"{score:,.{frame.rule(name).decimals}f}"


def _band(frame: Frame, band: GradeBand, full: Decimal) -> Band:
    return Band(
        grade=band.grade, title=frame.text(band.title), start=_share(band.from_, full), bound=number(band.from_)
    )


def _share(score: Decimal | None, full: Decimal) -> str:
    """Give a score in percent of the full mark, inside the scale."""
    if not score or not full:
        return "0"
    return number(min(max(score / full * _HUNDRED, Decimal(0)), _HUNDRED).quantize(_TENTH))


def _title(frame: Frame, grade: str | None) -> str:
    for band in frame.form.duty.bands:
        if band.grade == grade:
            return frame.text(band.title)
    return ""


def named(frame: Frame, grade: str | None) -> str:
    """Name a grade: B（良好）."""
    title = _title(frame, grade)
    return frame.word("grade.named", grade=grade, title=title) if title else (grade or frame.word("grade.none"))


def graded(frame: Frame, grade: str | None, state: str) -> str:
    """Name a grade in a few words, or why there is none: B（良好）、待定、不评等级."""
    if state == "graded" and grade:
        return named(frame, grade)
    return frame.word("grade.pending" if state == "pending" else "grade.none")


def grade_view(frame: Frame, result: scored.Result) -> GradeView:
    """Build the grade of one column."""
    grade = result.grade
    shown = grade.effective if grade.state == "graded" else None
    return GradeView(
        letter=shown,
        title=_title(frame, shown)
        if shown
        else frame.word("grade.pending" if grade.state == "pending" else "grade.none"),
        computed=grade.computed,
        sentence=_sentence(frame, grade),
        forced=bool(grade.forced_by),
    )


def reviewed_grade(frame: Frame) -> str:
    """Name the grade after the review; empty where nobody has reviewed."""
    if frame.review is None:
        return ""
    view = grade_view(frame, frame.review.column.result)
    return named(frame, view.letter) if view.letter else view.title


def _sentence(frame: Frame, grade: scored.Grade) -> str:
    names = {"computed": named(frame, grade.computed), "effective": named(frame, grade.effective)}
    if grade.state == "ungraded":
        return frame.word("grade.ungraded")
    if grade.state in _UNGRADED:
        return frame.word(f"grade.{grade.state}")
    if grade.state == "pending":
        return _undecided(frame, grade)
    if grade.forced_by:
        same = ".same" if names["computed"] == names["effective"] else ""
        return frame.word(f"grade.forced{same}", **names)
    if grade.low != grade.high:
        return frame.word("grade.range", low=names["effective"], high=named(frame, grade.high))
    return frame.word("grade.graded", grade=names["effective"])


def _undecided(frame: Frame, grade: scored.Grade) -> str:
    """Name the grade without and with the open veto, once where both are the same."""
    cleared, forced = named(frame, grade.cleared), named(frame, grade.low)
    if cleared == forced:
        return frame.word("grade.undecided.same", computed=cleared)
    return frame.word("grade.undecided", computed=cleared, forced=forced)


def _veto(frame: Frame, veto: scored.VetoResult) -> VetoView:
    item = frame.items[veto.item]
    state = "fired" if veto.state == "fired" else "pending"
    return VetoView(
        title=frame.text(item.title),
        state="fired" if veto.state == "fired" else "pending",
        label=frame.word(f"veto.{state}"),
        reason=frame.text(item.veto.reason) if item.veto else "",
        clauses=frame.where(item.clauses),
    )


def _sections(frame: Frame) -> tuple[SectionScore, ...]:
    results = {section.key: section for section in frame.result.sections}
    return tuple(
        _section(frame, index, section, results[section.key])
        for index, section in enumerate(frame.form.sections, start=1)
    )


def _section(frame: Frame, index: int, section: Section, result: scored.SectionResult) -> SectionScore:
    return SectionScore(
        number=str(index),
        title=frame.text(section.title),
        duty=_sub(result.duty),
        duty_share=_sub_share(result.duty),
        readiness=_sub(result.readiness),
        readiness_share=_sub_share(result.readiness),
    )


def _sub(sub: scored.Sub) -> str | None:
    return f"{number(sub.earned)} / {number(sub.points)}" if sub.points else None


def _sub_share(sub: scored.Sub) -> str | None:
    return _share(sub.earned, sub.points) if sub.points else None


def _counts(frame: Frame) -> tuple[Pair, ...]:
    statuses = [item.status for item in frame.result.items]
    return tuple(
        Pair(label=frame.word(key), value=str(sum(status in kinds for status in statuses)))
        for key, kinds in _COUNTS.items()
    )
