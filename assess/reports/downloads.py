"""A finished report looked up to be saved: in one query, for it is asked for again and again."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.accounts.models import Organisation
from assess.assessments import reach
from assess.assessments.models import Assessment, Submission
from assess.errors import NotFoundError
from assess.reports.models import Report, ReportFormat

_FILE: Final = (
    select(Report.format, Report.file_key, Organisation.name, Submission.reference)
    .join(Assessment, Assessment.id == Report.assessment_id)
    .outerjoin(Organisation, Organisation.id == Assessment.organisation_id)
    .outerjoin(Submission, Submission.id == Report.submission_id)
    .where(Report.id == bindparam("report_id"), Report.assessment_id == bindparam("assessment_id"))
    .where(Report.for_reviewers.is_(False))
)
"""Put together once: most of what the database costs here is the asking."""


@dataclass(frozen=True, slots=True)
class Download:
    """A report as a file; `organisation` is None for a trial, `reference` for what was never handed in."""

    format: ReportFormat
    file_key: str | None
    organisation: str | None
    reference: str | None


def find(session: Session, *, actor: Actor, assessment_id: uuid.UUID, report_id: uuid.UUID, now: datetime) -> Download:
    """Find what a person saves; `file_key` is None while it is being made.

    Raises:
        NotFoundError: Not there, of another assessment, or of one that is not the actor's to see.
    """
    wanted = {"report_id": report_id, "assessment_id": assessment_id}
    row = session.execute(_FILE.where(reach.visible(actor, now)), wanted).one_or_none()
    if row is None:
        raise NotFoundError
    return Download(*row)
