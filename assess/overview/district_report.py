"""The district report of a campaign: asked for by whoever may follow it, made like every other report."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.accounts import throttle
from assess.db import Database
from assess.errors import NotFoundError
from assess.overview import dashboard_scope, district_gathering, district_part
from assess.overview.district_part import Part
from assess.reports import district, faced
from assess.reports.district_parts import DistrictContent
from assess.reports.models import Report, ReportFormat
from assess.reports.operations import request_report
from assess.reports.orders import Format
from assess.values.text import Locale


@dataclass(frozen=True, slots=True)
class Told:
    """What the report of a part of a campaign says, as it stands at one instant."""

    part: Part
    content: DistrictContent


def ask(
    session: Session,
    database: Database,
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
        session: A writing session; what it did before is committed, for adding up ten thousand takes a second, and
            nobody's answers wait for that.
        database: Where it is added up.
        actor: Who asks.
        campaign_id: Which campaign.
        top_id: Only what lies below this organisation; None for all that the actor may follow.
        locale: The language.
        now: The present instant.
        format: The kind of file.

    Raises:
        NotFoundError: Not there, not the actor's to follow, or nobody of that part takes part.
        ThrottledError: So many new ones were asked for within the hour.
    """
    throttle.check(session, throttle.DRAFTS, str(actor.account_id), now)
    counted = throttle.count(session, throttle.DRAFTS, str(actor.account_id), now)
    session.commit()
    with database.read() as reading:
        told = tell(reading, actor=actor, campaign_id=campaign_id, top_id=top_id, locale=locale, now=now)
    found = request(session, told, now=now, format=format)
    if found.created_at != now:
        throttle.take_back(session, counted)
    return found


def tell(
    session: Session,
    *,
    actor: Actor,
    campaign_id: uuid.UUID,
    top_id: uuid.UUID | None = None,
    locale: Locale,
    now: datetime,
) -> Told:
    """Add a part of a campaign up, and say what its report says; arguments and errors as `ask`, but for throttling."""
    part = _part(session, actor, campaign_id, top_id)
    return Told(part, district.build(district_gathering.gather(session, part, now), locale))


def request(
    session: Session,
    told: Told,
    *,
    now: datetime,
    format: Format = "pdf",  # noqa: A002 - the field's word for it
) -> Report:
    """Find the report that says this, or have it made."""
    campaign_id = told.part.scope.campaign.id
    return request_report(
        session,
        content=told.content,
        assessment_id=None,
        submission_id=None,
        now=now,
        for_reviewers=told.part.nameless,
        campaign_id=campaign_id,
        top_id=told.part.top_id,
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
