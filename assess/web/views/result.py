"""A result: the report's own content, for what was submitted or for the answers as they are now."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assess.assessments import snapshot
from assess.assessments.models import Submission
from assess.checklists.definition import Published
from assess.reports import content
from assess.reports.frame import Frame
from assess.reports.parts import GapView, ReportContent
from assess.scoring import serial
from assess.scoring.gaps import Gap, gaps
from assess.web.views.desk import Desk
from assess.web.views.proof import Line, lines

MONTH_DAYS = Decimal(20)
MONTH_MOST = 5
MOVERS = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """What the result page shows besides the report's content.

    `movers` would change the score most; `month` is what fits into one month's working days, in the order of the gaps.
    """

    content: ReportContent
    movers: tuple[GapView, ...]
    month: tuple[GapView, ...]
    proof: tuple[Line, ...] = ()


def frame(desk: Desk, submission: Submission | None, published: Published) -> Frame:
    """Give what the result is built from: the frozen submission on its own version, or the answers as they are now."""
    if submission is None:
        return desk.frame
    kept, computed = json.loads(submission.snapshot), json.loads(submission.result)
    columns = serial.columns_from_json(computed) if kept["evidence"] else None
    return replace(
        desk.frame,
        published=published,
        sha256=submission.version_sha256,
        inputs=snapshot.inputs(published, kept, submission.as_of),
        result=serial.from_json(computed),
        supported=None if columns is None else columns.supported,
        cover=replace(
            desk.cover, state="submitted", reference=submission.reference, submitted_by=submission.declared_name
        ),
    )


def shown(given: Frame) -> Shown:
    """Work out the result page."""
    made = content.build(
        given.published,
        given.sha256,
        given.inputs,
        given.result,
        given.cover,
        given.locale,
        supported=given.supported,
    )
    ranked = gaps(given.form, given.result, given.inputs)
    mending, using = _split(ranked)
    views = (*made.gaps, *made.opportunities)
    return Shown(
        content=made,
        movers=_movers(made.gaps),
        month=_month(views, [gap.effort_days for gap in (*mending, *using)]),
        proof=lines(given),
    )


def _split(ranked: Sequence[Gap]) -> tuple[list[Gap], list[Gap]]:
    """Set what is to mend apart from what is to use, in the order in which the report numbers them."""
    mending = [gap for gap in ranked if gap.severity in {"veto", "duty", "unknown"}]
    return mending, [gap for gap in ranked if gap.severity not in {"veto", "duty", "unknown"}]


def _movers(views: Sequence[GapView]) -> tuple[GapView, ...]:
    """Take what would change the result most; what has happened for good changes nothing any more."""
    return tuple(view for view in views if view.lost != "0" and not view.irreversible)[:MOVERS]


def _month(views: Sequence[GapView], efforts: Sequence[Decimal | None]) -> tuple[GapView, ...]:
    """Take from the top what can be done in a month; what is too large for the rest of it is passed over."""
    left = MONTH_DAYS
    chosen: list[GapView] = []
    for view, effort in zip(views, efforts, strict=True):
        if view.do and effort is not None and effort <= left and len(chosen) < MONTH_MOST:
            chosen.append(view)
            left -= effort
    return tuple(chosen)
