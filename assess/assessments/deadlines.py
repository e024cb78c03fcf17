"""The deadlines of a campaign's assessments follow those of the campaign: its steps with what they bring about.

The rule: an assessment closes with its campaign, or with its own organisation's deadline where that is later. What was
returned or reopened keeps the later of that and the day it is to be mended by.
"""

import uuid
from datetime import date, datetime
from typing import Final

from sqlalchemy import and_, case, delete, select, update
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.assessments.models import Assessment
from assess.assessments.workflow import Status
from assess.campaigns import operations
from assess.campaigns import queries as campaigns
from assess.campaigns.models import Campaign, Participant, Reminder

MENDING: Final = frozenset({Status.RETURNED, Status.REOPENED})
"""States with a time of their own, given when they were entered."""


def extend(
    session: Session,
    *,
    actor: Actor,
    campaign_id: uuid.UUID,
    closes_on: date,
    reason: str,
    organisation_id: uuid.UUID | None = None,
    now: datetime,
) -> Campaign:
    """Give everybody, or one organisation, more time; see `campaigns.operations.extend`."""
    found = operations.extend(
        session,
        actor=actor,
        campaign_id=campaign_id,
        closes_on=closes_on,
        reason=reason,
        organisation_id=organisation_id,
        now=now,
    )
    follow(session, found.id)
    remind_anew(session, found.id, organisation_id)
    return found


def close(session: Session, *, actor: Actor, campaign_id: uuid.UUID, reason: str, now: datetime) -> Campaign:
    """End filling in before the deadline; see `campaigns.operations.close`."""
    found = operations.close(session, actor=actor, campaign_id=campaign_id, reason=reason, now=now)
    follow(session, found.id)
    return found


def reopen(
    session: Session, *, actor: Actor, campaign_id: uuid.UUID, closes_on: date, reason: str, now: datetime
) -> Campaign:
    """Let everybody go on after the deadline; see `campaigns.operations.reopen`."""
    found = operations.reopen(
        session, actor=actor, campaign_id=campaign_id, closes_on=closes_on, reason=reason, now=now
    )
    follow(session, found.id)
    remind_anew(session, found.id)
    return found


def remind_anew(session: Session, campaign_id: uuid.UUID, organisation_id: uuid.UUID | None = None) -> None:
    """Forget which reminders of the old deadline were sent, to everybody or to one organisation."""
    old = delete(Reminder).where(Reminder.campaign_id == campaign_id)
    if organisation_id is not None:
        old = old.where(Reminder.organisation_id == organisation_id)
    session.execute(old)


def follow(session: Session, campaign_id: uuid.UUID) -> None:
    """Bring the deadlines of a campaign's assessments in line with the campaign, in one statement."""
    session.flush()
    base = (
        select(campaigns.deadline())
        .join_from(Campaign, Participant, Participant.campaign_id == Campaign.id)
        .where(
            Campaign.id == Assessment.campaign_id,
            Participant.organisation_id == Assessment.organisation_id,
        )
        .correlate(Assessment)
        .scalar_subquery()
    )
    mending = and_(Assessment.status.in_(MENDING), Assessment.closes_at > base)
    session.execute(
        update(Assessment)
        .where(Assessment.campaign_id == campaign_id)
        .values(closes_at=case((mending, Assessment.closes_at), else_=base))
        .execution_options(synchronize_session=False)
    )
    session.expire_all()
