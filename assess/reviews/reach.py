"""What a reviewer may see, and an administrator may steer: where every read and change of a review begins."""

import uuid
from typing import Final

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, contains_eager

from assess.access.actor import Actor
from assess.access.roles import Action
from assess.accounts import tree
from assess.assessments.models import Assessment
from assess.assessments.workflow import Status
from assess.audit.models import AuditHead
from assess.campaigns.definition import CampaignStatus
from assess.campaigns.models import Campaign
from assess.checklists.models import ChecklistVersion
from assess.errors import NotFoundError

SHOWN: Final = tuple(status for status in Status if status not in {Status.DRAFT, Status.WITHDRAWN})
"""What was handed in and not taken out of the process."""


def reviewed_by(actor: Actor) -> ColumnElement[bool]:
    """Give the condition for the campaigns that the actor's bodies review."""
    bodies = actor.organisations(Action.REVIEW)
    ours = Campaign.reviewing_body_id.in_(bodies) | ((Campaign.levels > 1) & Campaign.second_body_id.in_(bodies))
    return ours & (Campaign.status != CampaignStatus.DRAFT)


def handed_in(actor: Actor) -> ColumnElement[bool]:
    """Give the condition for what a reviewer may see of the campaigns they review: handed in, and not their own's."""
    own = tuple({member.organisation_id for member in actor.memberships})
    return (
        Assessment.status.in_(SHOWN)
        & Assessment.submitted_at.is_not(None)
        & Assessment.organisation_id.is_not(None)
        & Assessment.organisation_id.not_in(own)
    )


def visible(actor: Actor) -> ColumnElement[bool]:
    """Give the condition for the assessments a reviewer may see.

    Those handed in to a campaign that their body reviews, and never one of an organisation they belong to.
    """
    ours = select(Campaign.id).where(reviewed_by(actor)).correlate(None)
    return Assessment.campaign_id.in_(ours) & handed_in(actor)


def steered(actor: Actor, action: Action) -> ColumnElement[bool]:
    """Give the condition for the assessments in campaigns whose organiser an administrator reaches."""
    reached = select(Campaign.id).where(tree.reached(Campaign.organiser_id, actor, action)).correlate(None)
    return Assessment.campaign_id.in_(reached)


def get(session: Session, *, actor: Actor, assessment_id: uuid.UUID) -> Assessment:
    """Give an assessment a reviewer may see, with its version.

    Raises:
        NotFoundError: Not there, or not the actor's to see: nobody can tell which.
    """
    found = session.scalar(_wanted(assessment_id, visible(actor)))
    if found is None:
        raise NotFoundError
    return found


def lock(session: Session, *, assessment_id: uuid.UUID, seen: ColumnElement[bool]) -> Assessment:
    """Lock an assessment for a change, together with the end of its audit chain, as the save path does.

    Args:
        session: A writing session.
        assessment_id: Which.
        seen: The condition for what the actor may see.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
    """
    wanted = (
        _wanted(assessment_id, seen)
        .join(AuditHead, AuditHead.stream == assessment_id.hex)
        .with_for_update(of=[Assessment, AuditHead])
        .execution_options(populate_existing=True)
    )
    found = session.scalar(wanted)
    if found is None:
        raise NotFoundError
    return found


def _wanted(assessment_id: uuid.UUID, seen: ColumnElement[bool]) -> Select[Assessment]:
    return (
        select(Assessment)
        .join(ChecklistVersion, ChecklistVersion.id == Assessment.checklist_version_id)
        .options(contains_eager(Assessment.version))
        .where(Assessment.id == assessment_id, seen)
    )
