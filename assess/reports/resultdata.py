"""Build the figures of a report for machines: exact decimals under the checklist's own keys (pure)."""

from collections.abc import Iterator
from decimal import Decimal

from assess.reports.frame import Frame
from assess.reports.parts import Dial
from assess.reports.parts_result import (
    DialData,
    GapData,
    GradeData,
    ItemData,
    PathData,
    ResultData,
    SectionData,
    StepData,
)
from assess.scoring import result as scored
from assess.scoring.form import Item
from assess.scoring.gaps import Gap
from assess.scoring.options import Options

_DIALS: tuple[Dial, Dial] = ("duty", "readiness")


def data(frame: Frame, gaps: tuple[Gap, ...], options: Options) -> ResultData:
    """Gather all figures of a report.

    Args:
        frame: The report in the making.
        gaps: The ranked gaps.
        options: The cheapest way.
    """
    review, published = frame.review, frame.published
    return ResultData(
        checklist=published.key,
        checklist_sha256=frame.sha256,
        measure=published.measure.key,
        engine=frame.result.engine,
        region=frame.inputs.profile.region,
        kind=frame.cover.kind,
        credit_code=frame.cover.credit_code,
        dials=tuple(_dial(frame, name) for name in _DIALS),
        grade=_grade(frame),
        sections=tuple(_section(one) for one in frame.result.sections),
        items=tuple(_items(frame)),
        gaps=tuple(_gap(one) for one in gaps),
        path=_path(options),
        decided_on=review.ruling.day.isoformat() if review and review.ruling else None,
        unmarked=review.column.unmarked if review else (),
    )


def plain(value: Decimal) -> str:
    """Write a decimal without exponent, needless zeros or separators: 1234.5."""
    if not value:
        return "0"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _maybe(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def _dial(frame: Frame, name: Dial) -> DialData:
    claimed: scored.Dial = getattr(frame.result, name)
    proved: scored.Dial | None = getattr(frame.supported, name) if frame.supported else None
    decided = frame.decided
    judged: scored.Dial | None = getattr(decided, name) if decided else None
    return DialData(
        dial=name,
        full=plain(claimed.full),
        earned=plain(claimed.earned),
        points=plain(claimed.applicable_points),
        base=_maybe(claimed.base),
        final=_maybe(claimed.final),
        low=_maybe(claimed.low),
        high=_maybe(claimed.high),
        supported=_maybe(proved.final) if proved else None,
        reviewed=_maybe(judged.final) if judged else None,
    )


def _grade(frame: Frame) -> GradeData:
    grade, decided = frame.result.grade, frame.decided
    return GradeData(
        state=grade.state,
        computed=grade.computed,
        effective=grade.effective,
        low=grade.low,
        high=grade.high,
        reviewed=decided.grade.effective if decided else None,
        forced_by=grade.forced_by,
        pending=grade.pending,
    )


def _section(section: scored.SectionResult) -> SectionData:
    return SectionData(
        key=section.key,
        duty_points=plain(section.duty.points),
        duty_earned=plain(section.duty.earned),
        readiness_points=plain(section.readiness.points),
        readiness_earned=plain(section.readiness.earned),
    )


def _items(frame: Frame) -> Iterator[ItemData]:
    claimed = {one.key: one for one in frame.result.items}
    proved = {one.key: one for one in frame.supported.items} if frame.supported else {}
    for section in frame.form.sections:
        for item in section.items():
            yield _item(frame, section.key, item, claimed[item.key], proved.get(item.key))


def _item(
    frame: Frame, section: str, item: Item, found: scored.ItemResult, proved: scored.ItemResult | None
) -> ItemData:
    counted = found.counted
    return ItemData(
        key=item.key,
        section=section,
        dial=item.purpose,
        clauses=item.clauses,
        status=found.status,
        counted=counted,
        points=plain(item.points),
        earned=plain(found.earned) if counted else None,
        high=plain(found.high) if counted else None,
        supported=plain(proved.earned) if proved is not None and counted else None,
        reviewed=_maybe(frame.review.column.points(item.key)) if frame.review else None,
    )


def _gap(gap: Gap) -> GapData:
    return GapData(
        item=gap.item,
        severity=gap.severity,
        lost=plain(gap.points_lost),
        effort_days=_maybe(gap.effort_days),
        deadline=gap.due.isoformat() if gap.due else None,
        deadline_state=gap.deadline_state,
    )


def _path(options: Options) -> PathData:
    path = options.path
    return PathData(
        state=path.state,
        grade=path.goal.grade,
        effort_days=plain(path.effort_days) if path.actions else None,
        steps=tuple(
            StepData(
                key=action.key,
                kind=action.kind,
                items=action.items,
                effort_days=plain(action.effort_days),
                duty=plain(effect.duty),
                readiness=plain(effect.readiness),
            )
            for action, effect in zip(path.actions, options.along, strict=True)
        ),
    )
