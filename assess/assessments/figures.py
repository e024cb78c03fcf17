"""Writing scores down as figures when a form is submitted and when it is decided, in the same transaction."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, Protocol

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from assess.assessments import earlier
from assess.assessments.figure_models import Figure, ItemFigure, SectionFigure
from assess.assessments.models import Assessment, Submission
from assess.jobs import operations as jobs
from assess.scoring.closing import floor_of, most_of
from assess.scoring.columns import Columns
from assess.scoring.form import Item
from assess.scoring.result import ItemResult, SectionResult, Sub
from assess.scoring.rounding import HUNDRED

SUMMARISE: Final = "summarise-campaign"
"""The job that adds up a campaign's figures; its handler is the dashboard's."""

_TOGETHER: Final = timedelta(seconds=10)  # what changes within it is added up once
_LATE: Final = timedelta(seconds=2)  # for what is committed just after its ten seconds
_EPOCH: Final = datetime(2020, 1, 1, tzinfo=UTC)


class Decided(Protocol):
    """What figures need of a decision (`reviews.models.Decision` is one)."""

    @property
    def id(self) -> uuid.UUID: ...  # noqa: D102 - the field says it

    @property
    def submission_id(self) -> uuid.UUID: ...  # noqa: D102 - likewise

    @property
    def at(self) -> datetime: ...  # noqa: D102 - likewise


class Marked(Protocol):
    """What figures need of a mark (`reviews.models.ReviewMark` is one)."""

    @property
    def item(self) -> str: ...  # noqa: D102 - the field says it

    @property
    def level(self) -> int: ...  # noqa: D102 - likewise

    @property
    def points(self) -> str | None: ...  # noqa: D102 - likewise

    @property
    def reason(self) -> str | None: ...  # noqa: D102 - likewise

    @property
    def by(self) -> uuid.UUID: ...  # noqa: D102 - likewise


@dataclass(frozen=True, slots=True)
class _Scored:
    """What the rows of one assessment are made of."""

    assessment: Assessment
    submission_id: uuid.UUID
    columns: Columns
    decision_id: uuid.UUID | None
    at: datetime


def record_submission(
    session: Session, *, assessment: Assessment, submission: Submission, columns: Columns, contradictions: int
) -> None:
    """Write down the score of a submission in the place of the one before.

    Args:
        session: A writing session; the submission is in it, with its instant.
        assessment: Whose it is.
        submission: The submission.
        columns: Its score.
        contradictions: How many answers a published list contradicts.
    """
    session.flush()
    scored = _Scored(assessment, submission.id, columns, None, submission.at)
    _write(session, scored, contradictions, ())
    summarise(session, assessment.campaign_id, submission.at)


def record_decision(
    session: Session, *, assessment: Assessment, decision: Decided, columns: Columns, marks: Iterable[Marked]
) -> None:
    """Write down the score of a decision, section by section and item by item.

    Args:
        session: A writing session.
        assessment: Whose it is.
        decision: The decision; its submission's figures are there.
        columns: The score in all three columns.
        marks: All marks of the assessment, of both levels.
    """
    session.flush()
    before = session.scalar(select(Figure.contradictions).where(Figure.assessment_id == assessment.id))
    scored = _Scored(assessment, decision.submission_id, columns, decision.id, decision.at)
    _write(session, scored, before or 0, marks)
    summarise(session, assessment.campaign_id, decision.at)


def summarise(session: Session, campaign_id: uuid.UUID | None, now: datetime) -> None:
    """Let a campaign's figures be added up soon; what happens within ten seconds is added up once."""
    if campaign_id is not None:
        slot = (now - _EPOCH) // _TOGETHER
        jobs.enqueue(
            session,
            name=SUMMARISE,
            payload={"campaign": str(campaign_id)},
            key=f"{SUMMARISE}:{campaign_id}:{slot}",
            now=now,
            run_after=_EPOCH + (slot + 1) * _TOGETHER + _LATE,
        )


def hundredths(value: Decimal | None) -> int | None:
    """Give points as whole hundredths; scoring rounds to two decimals at most, so nothing is lost."""
    return None if value is None else int((value * HUNDRED).to_integral_value())


def points(value: int | None) -> Decimal | None:
    """Read hundredths as points, with two decimals."""
    return None if value is None else Decimal(value).scaleb(-2)


def _write(session: Session, scored: _Scored, contradictions: int, marks: Iterable[Marked]) -> None:
    for model in (Figure, SectionFigure, ItemFigure):
        session.execute(delete(model).where(model.assessment_id == scored.assessment.id))
    session.execute(insert(Figure), [_figure(scored, contradictions)])
    for model, rows in ((SectionFigure, list(_sections(scored))), (ItemFigure, list(_items(session, scored, marks)))):
        if rows:
            session.execute(insert(model), rows)


def _figure(scored: _Scored, contradictions: int) -> dict[str, Any]:
    columns = scored.columns
    reviewed = None if columns.reviewed is None else columns.reviewed.result
    holds = reviewed or columns.claimed
    return {
        "assessment_id": scored.assessment.id,
        "campaign_id": scored.assessment.campaign_id,
        "submission_id": scored.submission_id,
        "decision_id": scored.decision_id,
        "claimed": hundredths(columns.claimed.duty.final),
        "supported": hundredths(columns.supported.duty.final),
        "reviewed": None if reviewed is None else hundredths(reviewed.duty.final),
        "readiness_claimed": hundredths(columns.claimed.readiness.final),
        "readiness_supported": hundredths(columns.supported.readiness.final),
        "readiness_reviewed": None if reviewed is None else hundredths(reviewed.readiness.final),
        "grade": holds.grade.effective,
        "contradictions": contradictions,
        "proof_missing": _proof_missing(columns),
        "at": scored.at,
    }


def _proof_missing(columns: Columns) -> int:
    """Count the items whose required proof is missing: they earn something in the claimed column only."""
    pairs = zip(columns.claimed.items, columns.supported.items, strict=True)
    return sum((mine.earned, mine.bonus) != (theirs.earned, theirs.bonus) for mine, theirs in pairs)


def _sections(scored: _Scored) -> Iterator[dict[str, Any]]:
    """Give a row for each section and dial that has something applicable in any column."""
    columns = scored.columns
    reviewed = columns.claimed if columns.reviewed is None else columns.reviewed.result
    for mine, proved, judged in zip(
        columns.claimed.sections, columns.supported.sections, reviewed.sections, strict=True
    ):
        for dial in ("duty", "readiness"):
            row = _section(dial, mine, proved, judged if columns.reviewed else None)
            if row["points"] or row["reviewed_points"]:
                yield {
                    "assessment_id": scored.assessment.id,
                    "campaign_id": scored.assessment.campaign_id,
                    "section": mine.key,
                    "dial": dial,
                    **row,
                }


def _section(
    dial: str, mine: SectionResult, proved: SectionResult, judged: SectionResult | None
) -> dict[str, int | None]:
    def sub(section: SectionResult) -> Sub:
        return section.duty if dial == "duty" else section.readiness

    return {
        "points": hundredths(sub(mine).points),
        "claimed": hundredths(sub(mine).earned),
        "supported": hundredths(sub(proved).earned),
        "reviewed_points": None if judged is None else hundredths(sub(judged).points),
        "reviewed": None if judged is None else hundredths(sub(judged).earned),
    }


def _items(session: Session, scored: _Scored, marks: Iterable[Marked]) -> Iterator[dict[str, Any]]:
    """Give a row for each item that counts in any column."""
    columns = scored.columns
    reviewed = (columns.claimed if columns.reviewed is None else columns.reviewed.result).items
    given = _by_item(marks)
    for item, mine, proved, judged in zip(
        _form_items(session, scored), columns.claimed.items, columns.supported.items, reviewed, strict=True
    ):
        if mine.counted or judged.counted:
            yield {
                "assessment_id": scored.assessment.id,
                "campaign_id": scored.assessment.campaign_id,
                "item": item.key,
                "least": hundredths(floor_of(item)),
                "most": hundredths(most_of(item)),
                "claimed": _earned(mine),
                "supported": _earned(proved),
                "reviewed": None if columns.reviewed is None else hundredths(columns.reviewed.points(item.key)),
                **_levels(given.get(item.key, {})),
            }


def _form_items(session: Session, scored: _Scored) -> Iterator[Item]:
    """Give the items of the form as it was when the submission was frozen."""
    sha256 = session.scalars(select(Submission.version_sha256).where(Submission.id == scored.submission_id)).one()
    return iter(tuple(earlier.published_as(session, sha256).checklist.form.items()))


def _by_item(marks: Iterable[Marked]) -> Mapping[str, Mapping[int, Marked]]:
    found: dict[str, dict[int, Marked]] = {}
    for mark in marks:
        found.setdefault(mark.item, {})[mark.level] = mark
    return found


def _levels(given: Mapping[int, Marked]) -> dict[str, Any]:
    """Give what each level said; one that gave no points gave no mark."""
    said = {level: mark for level, mark in given.items() if mark.points is not None}
    reasons = [str(given[level].reason) for level in sorted(given, reverse=True) if given[level].reason]
    return {
        **{
            f"level{level}": hundredths(Decimal(said[level].points or 0)) if level in said else None for level in (1, 2)
        },
        **{f"by{level}": said[level].by if level in said else None for level in (1, 2)},
        "reason": reasons[0] if reasons else None,
    }


def _earned(item: ItemResult) -> int | None:
    return hundredths(item.earned) if item.counted else None
