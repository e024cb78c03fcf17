"""Reports for reviewers: a submission with the marks as they are, which nobody else may know yet."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.assessments.models import Submission
from assess.reports import decisions, occasions
from assess.reports.models import Report, ReportFormat
from assess.reports.operations import handed_in, request_report
from assess.reports.orders import Format
from assess.reviews.desk import Desk
from assess.reviews.freezing import Frozen, FrozenMark
from assess.values.text import Locale


def request(
    session: Session,
    *,
    desk: Desk,
    locale: Locale,
    now: datetime,
    format: Format = "pdf",  # noqa: A002 - the field's word for it
) -> Report:
    """Ask for the report of a submission with its marks so far, marked 草稿.

    Args:
        session: A writing session.
        desk: The assessment as the reviewer sees it: who may see it has been checked.
        locale: The language.
        now: The present instant.
        format: The kind of file.
    """
    submission, _version, organisation, _campaign = handed_in(session, Submission.id == desk.submission.id)
    marks = tuple(
        FrozenMark(
            item=one.item,
            level=one.level,
            points=one.points,
            rejects_not_applicable=one.rejects_not_applicable,
            veto=one.veto,
            reason=one.reason,
            opinion=one.opinion,
            by=one.by,
        )
        for rows in desk.marks.values()
        for one in rows
    )
    review = decisions.going_on(desk.columns, Frozen(marks, ()).final().values())
    content = occasions.of_submission(submission, organisation, desk.published, locale=locale, review=review)
    return request_report(
        session,
        content=content,
        assessment_id=submission.assessment_id,
        submission_id=submission.id,
        now=now,
        for_reviewers=True,
        format=format,
    )


def latest(session: Session, *, submission_id: uuid.UUID, locale: Locale) -> Report | None:
    """Give the last PDF report that a reviewer of the submission asked for; the caller has checked who is asking."""
    pdf = Report.format == ReportFormat.PDF
    of = (Report.submission_id == submission_id) & Report.for_reviewers & (Report.locale == locale) & pdf
    return session.scalars(select(Report).where(of).order_by(Report.created_at.desc(), Report.id).limit(1)).first()


def get(session: Session, *, submission_id: uuid.UUID, report_id: uuid.UUID) -> Report | None:
    """Give a report for reviewers of a submission; the caller has checked who is asking."""
    of = (Report.submission_id == submission_id) & Report.for_reviewers & (Report.id == report_id)
    return session.scalars(select(Report).where(of)).one_or_none()
