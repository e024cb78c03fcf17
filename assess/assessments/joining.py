"""Starting a campaign's assessment: on the campaign's version, once an organisation, within its time."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session

from assess.access.actor import Actor, require
from assess.access.roles import Action
from assess.accounts.organising import refuse_closed
from assess.assessments.models import Assessment
from assess.assessments.operations import Started, check_audience, log, new_one, own_organisation, profile_of, store
from assess.assessments.save import check_time
from assess.assessments.workflow import Status
from assess.campaigns import queries as campaigns
from assess.campaigns.definition import CampaignStatus
from assess.campaigns.models import Campaign
from assess.checklists import queries as checklists
from assess.clock import to_local
from assess.errors import ForbiddenError, InvalidError, NotFoundError


def join(
    session: Session,
    *,
    actor: Actor,
    campaign_id: uuid.UUID,
    organisation_id: uuid.UUID,
    draft_id: uuid.UUID | None = None,
    now: datetime,
) -> Started:
    """Start an organisation's assessment in a campaign, or come back to it.

    Args:
        session: A writing session.
        actor: A respondent or lead of the organisation.
        campaign_id: Which campaign.
        organisation_id: Whose part in it.
        draft_id: An assessment begun outside the campaign to bring along, with all that was answered; see `drafts`.
        now: The present instant.

    Raises:
        NotFoundError: No such campaign, or the organisation takes no part in it, or is not the actor's.
        ForbiddenError: The role does not permit it; it has not opened yet, or is over.
        InvalidError: `campaign.draft-not-fitting`: the draft cannot be brought along.
        ConflictError: `organisation.closed`.
    """
    owner = own_organisation(session, actor, organisation_id)
    require(actor, Action.START, organisation_id)
    campaign = _campaign(session, campaign_id)
    part = campaigns.participant(session, campaign_id, organisation_id)
    known = session.scalar(_of(campaign_id, organisation_id))
    if known is not None:
        return Started(known, new=False)
    refuse_closed(owner)
    closes_at = campaigns.deadline_of(campaign, part)
    _check_open(campaign, closes_at, now)
    if draft_id is not None:
        return Started(_bring(session, campaign, actor, organisation_id, draft_id, closes_at, now), new=False)
    version = checklists.get(session, campaign.checklist_version_id)
    profile = profile_of(owner)
    check_audience(version, profile)
    made = new_one(version, profile, actor, now)
    made.organisation_id, made.campaign_id, made.closes_at = organisation_id, campaign.id, closes_at
    store(session, made, actor, now)
    log(session, made, actor, "assessment.joined", now, campaign=str(campaign.id), brought=False)
    return Started(made, new=True)


def drafts(
    session: Session, *, actor: Actor, organisation_id: uuid.UUID, version_id: uuid.UUID
) -> Sequence[Assessment]:
    """List what could be brought along: on the same version, in no campaign, never submitted."""
    mine = Assessment.organisation_id.in_(actor.organisations(Action.START))
    wanted = select(Assessment).where(mine, _fitting(organisation_id, version_id))
    return session.scalars(wanted.order_by(Assessment.created_at.desc(), Assessment.id)).all()


def _campaign(session: Session, campaign_id: uuid.UUID) -> Campaign:
    """Give a campaign that participants may know of; its deadline does not move before this is done."""
    wanted = select(Campaign).where(Campaign.id == campaign_id, Campaign.status != CampaignStatus.DRAFT)
    found = session.scalar(wanted.with_for_update(read=True).execution_options(populate_existing=True))
    if found is None:
        raise NotFoundError
    return found


def _check_open(campaign: Campaign, closes_at: datetime, now: datetime) -> None:
    if now < campaign.opens_at:
        raise ForbiddenError("campaign.not-yet", day=to_local(campaign.opens_at).date())
    check_time(closes_at, now)


def _of(campaign_id: uuid.UUID, organisation_id: uuid.UUID) -> Select[Assessment]:
    return select(Assessment).where(
        Assessment.campaign_id == campaign_id, Assessment.organisation_id == organisation_id
    )


def _fitting(organisation_id: uuid.UUID, version_id: uuid.UUID) -> ColumnElement[bool]:
    return and_(
        Assessment.organisation_id == organisation_id,
        Assessment.checklist_version_id == version_id,
        Assessment.campaign_id.is_(None),
        Assessment.status == Status.DRAFT,
    )


def _bring(  # noqa: PLR0917 - the operation passes on what it has worked out
    session: Session,
    campaign: Campaign,
    actor: Actor,
    organisation_id: uuid.UUID,
    draft_id: uuid.UUID,
    closes_at: datetime,
    now: datetime,
) -> Assessment:
    fitting = _fitting(organisation_id, campaign.checklist_version_id)
    found = session.scalar(select(Assessment).where(Assessment.id == draft_id, fitting).with_for_update())
    if found is None:
        raise InvalidError("campaign.draft-not-fitting", field="draft")
    found.campaign_id, found.closes_at = campaign.id, closes_at
    found.revision += 1
    log(session, found, actor, "assessment.joined", now, campaign=str(campaign.id), brought=True)
    return found
