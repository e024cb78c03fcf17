"""The district report of a campaign: asked for by whoever may follow it, made like every other report."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.errors import NotFoundError
from assess.overview import dashboard_scope, district_gathering, district_part
from assess.overview.district_part import Part
from assess.reports import district, faced
from assess.reports.models import Report, ReportFormat
from assess.reports.operations import request_report
from assess.reports.orders import Format
from assess.values.text import Locale


def request(
    session: Session,
    *,
    actor: Actor,
    campaign_id: uuid.UUID,
    top_id: uuid.UUID | None = None,
    locale: Locale,
    now: datetime,
    format: Format = "pdf",  # noqa: A002 - the field's word for it
) -> Report:
    """Ask for the report of a part of a campaign as it stands now; the same figures find the same report.

    Args:
        session: A writing session.
        actor: Who asks.
        campaign_id: Which campaign.
        top_id: Only what lies below this organisation; None for all that the actor may follow.
        locale: The language.
        now: The present instant.
        format: The kind of file.

    Raises:
        NotFoundError: Not there, not the actor's to follow, or nobody of that part takes part.
    """
    part = _part(session, actor, campaign_id, top_id)
    content = district.build(district_gathering.gather(session, part, now), locale)
    return request_report(
        session,
        content=content,
        assessment_id=None,
        submission_id=None,
        now=now,
        for_reviewers=part.nameless,
        campaign_id=campaign_id,
        top_id=part.top_id,
        format=format,
        face=faced.used(session, campaign_id=campaign_id),
    )


def get(session: Session, *, actor: Actor, campaign_id: uuid.UUID, report_id: uuid.UUID) -> Report:
    """Give a district report of a campaign.

    Raises:
        NotFoundError: Not there, or of a part that is not the actor's to follow.
    """
    found = session.scalar(
        select(Report).where(Report.id == report_id, Report.campaign_id == campaign_id, Report.assessment_id.is_(None))
    )
    if found is None:
        raise NotFoundError
    part = _part(session, actor, campaign_id, found.top_id)
    if part.top_id != found.top_id or part.nameless != found.for_reviewers:
        raise NotFoundError
    return found


def latest(
    session: Session,
    *,
    actor: Actor,
    campaign_id: uuid.UUID,
    top_id: uuid.UUID | None = None,
    locale: Locale,
    format: Format = "pdf",  # noqa: A002 - the field's word for it
) -> Report | None:
    """Give the report of a part that was asked for last.

    Raises:
        NotFoundError: Not there, or not the actor's to follow.
    """
    part = _part(session, actor, campaign_id, top_id)
    return session.scalar(
        select(Report)
        .where(part.reports, Report.locale == locale, Report.format == ReportFormat(format))
        .order_by(Report.created_at.desc(), Report.id)
        .limit(1)
    )


def _part(session: Session, actor: Actor, campaign_id: uuid.UUID, top_id: uuid.UUID | None) -> Part:
    scope = dashboard_scope.find(session, actor=actor, campaign_id=campaign_id)
    return district_part.find(session, scope, top_id)
