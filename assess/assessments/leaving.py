"""Taking an organisation out of a campaign: what it has begun stays its own, what it has submitted stays in."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.assessments.models import Assessment
from assess.assessments.operations import log
from assess.assessments.workflow import Status
from assess.campaigns import operations, participants
from assess.campaigns import queries as campaigns
from assess.campaigns.definition import CampaignEvent
from assess.errors import ConflictError, InvalidError


def remove(
    session: Session,
    *,
    actor: Actor,
    campaign_id: uuid.UUID,
    organisation_id: uuid.UUID,
    reason: str,
    confirmed: bool = False,
    now: datetime,
) -> None:
    """Take an organisation out of a campaign.

    Args:
        session: A writing session.
        actor: An administrator who runs the campaign.
        campaign_id: Which.
        organisation_id: Whom.
        reason: Why; needed once the campaign is open.
        confirmed: Do it although the organisation has begun; its draft goes on outside the campaign.
        now: The present instant.

    Raises:
        NotFoundError: Not there, not the actor's, or the organisation takes no part.
        ForbiddenError: Nobody can be taken out any more.
        InvalidError: No reason, or the organisation has submitted.
        ConflictError: `campaign.started`: it has begun, and nobody has confirmed.
    """
    found = campaigns.take(session, actor=actor, campaign_id=campaign_id)
    operations.require_step(found, CampaignEvent.REMOVED, now)
    campaigns.participant(session, campaign_id, organisation_id)
    draft = _assessment(session, campaign_id, organisation_id)
    if draft is not None and (draft.submitted_at is not None or draft.status is not Status.DRAFT):
        raise InvalidError("campaign.submitted-stays", field="organisation")
    if draft is not None and not confirmed:
        raise ConflictError("campaign.started")
    participants.remove(
        session, actor=actor, campaign_id=campaign_id, organisation_id=organisation_id, reason=reason, now=now
    )
    if draft is not None:
        draft.campaign_id, draft.closes_at = None, None
        draft.revision += 1
        log(session, draft, actor, "assessment.left-campaign", now, campaign=str(campaign_id))


def begun(session: Session, campaign_id: uuid.UUID, organisation_id: uuid.UUID) -> bool:
    """Say whether an organisation has begun to fill in; the caller has found the campaign for whoever asks."""
    mine = (Assessment.campaign_id == campaign_id) & (Assessment.organisation_id == organisation_id)
    return session.scalar(select(Assessment.id).where(mine)) is not None


def _assessment(session: Session, campaign_id: uuid.UUID, organisation_id: uuid.UUID) -> Assessment | None:
    return session.scalar(
        select(Assessment)
        .where(Assessment.campaign_id == campaign_id, Assessment.organisation_id == organisation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
