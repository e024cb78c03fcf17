"""Figures of what was submitted before there were any, from the stored results; what has them is left alone."""

import json
import uuid

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from assess.assessments import earlier, figures, recomputing
from assess.assessments.figure_models import Figure, ItemFigure, SectionFigure
from assess.assessments.models import Assessment, Submission
from assess.checklists.models import ChecklistVersion
from assess.reviews.models import Decision, ReviewMark
from assess.scoring import serial
from assess.scoring.columns import Columns


def rebuild(session: Session, *, after: uuid.UUID | None = None, most: int = 50) -> uuid.UUID | None:
    """Write down the figures of assessments that were submitted and have none, or none of their items.

    Args:
        session: A writing session; the caller commits.
        after: Go on behind this assessment.
        most: How many at a time.

    Returns:
        Where to go on; None when nothing is left.
    """
    submitted = exists().where(Submission.assessment_id == Assessment.id)
    none = ~exists().where(Figure.assessment_id == Assessment.id)
    itemless = and_(  # items were written down with decisions only, before issue 7
        exists().where(SectionFigure.assessment_id == Assessment.id),
        ~exists().where(ItemFigure.assessment_id == Assessment.id),
    )
    wanted = select(Assessment).where(submitted, or_(none, itemless)).order_by(Assessment.id).limit(most)
    found = session.scalars(wanted if after is None else wanted.where(Assessment.id > after)).all()
    for assessment in found:
        _rebuild(session, assessment)
    return found[-1].id if len(found) == most else None


def _rebuild(session: Session, assessment: Assessment) -> None:
    submission = session.scalars(
        select(Submission).where(Submission.assessment_id == assessment.id).order_by(Submission.number.desc()).limit(1)
    ).one()
    told = json.loads(submission.snapshot).get("contradictions") or ()
    figures.record_submission(
        session,
        assessment=assessment,
        submission=submission,
        columns=_columns(session, submission),
        contradictions=len(told),
    )
    decision = session.scalars(
        select(Decision).where(Decision.submission_id == submission.id).order_by(Decision.number.desc()).limit(1)
    ).one_or_none()
    columns = None if decision is None else serial.columns_from_json(json.loads(decision.result))
    if decision is not None and columns is not None:
        marks = session.scalars(select(ReviewMark).where(ReviewMark.assessment_id == assessment.id)).all()
        figures.record_decision(session, assessment=assessment, decision=decision, columns=columns, marks=marks)


def _columns(session: Session, submission: Submission) -> Columns:
    """Read a stored score; one that was kept without its evidence is computed again from what was frozen."""
    kept = serial.columns_from_json(json.loads(submission.result))
    if kept is not None:
        return kept
    version = session.scalars(
        select(ChecklistVersion).where(ChecklistVersion.sha256 == submission.version_sha256)
    ).one()
    frozen = recomputing.stored(submission, version.key, version.version)
    return recomputing.columns_of(frozen, earlier.published_as(session, submission.version_sha256))
