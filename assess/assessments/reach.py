"""What an actor may see and touch: where every read and every change begins."""

import uuid
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, contains_eager

from assess.access.actor import Actor, allowed, allowed_on_trial
from assess.access.roles import Action, Role
from assess.assessments.models import Assessment
from assess.assessments.save import check_time, locked
from assess.assessments.workflow import Status, Step, after, open_to
from assess.audit.models import AuditHead
from assess.checklists.models import ChecklistVersion
from assess.errors import ForbiddenError, NotFoundError


def visible(actor: Actor, now: datetime) -> ColumnElement[bool]:
    """Give the condition for the assessments the actor may see: those of own organisations, and own trials."""
    theirs = Assessment.organisation_id.in_(actor.organisations(Action.VIEW))
    if actor.guest_key is None:
        return theirs
    trial = and_(Assessment.guest_key == actor.guest_key, Assessment.guest_expires_at > now)
    return or_(theirs, trial)


def may(actor: Actor, assessment: Assessment, action: Action) -> bool:
    """Say whether the actor may do this with an assessment they see, whatever its state."""
    if assessment.guest_key is not None:
        return allowed_on_trial(actor, action, assessment.guest_key)
    return allowed(actor, action, assessment.organisation_id)


def get(session: Session, *, actor: Actor, assessment_id: uuid.UUID, now: datetime) -> Assessment:
    """Give an assessment with its version.

    Raises:
        NotFoundError: It is not there, or not the actor's to see: nobody can tell which.
    """
    wanted = _wanted(actor, assessment_id, now)
    found = session.scalar(wanted)
    if found is None:
        raise NotFoundError
    return found


def take(
    session: Session, *, actor: Actor, assessment_id: uuid.UUID, action: Action, step: Step | None, now: datetime
) -> Assessment:
    """Lock an assessment for a change, as the save path does, and check permission and state.

    Args:
        session: A writing session.
        actor: Who is asking.
        assessment_id: Which.
        action: What the actor's role must permit.
        step: What the state must allow; None where any state will do.
        now: The present instant.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
        ForbiddenError: The role does not permit it, or the state does not allow it.
    """
    wanted = (
        _wanted(actor, assessment_id, now)
        .join(AuditHead, AuditHead.stream == assessment_id.hex)
        .with_for_update(of=[Assessment, AuditHead])
        .execution_options(populate_existing=True)
    )
    found = session.scalar(wanted)
    if found is None:
        raise NotFoundError
    if not may(actor, found, action):
        raise ForbiddenError("assessment.trial-needs-account" if found.trial else "forbidden")
    if step is not None and not open_to(found.status, step):
        raise locked(found.status)
    if step in {Step.EDIT, Step.SUBMIT}:
        check_time(found.closes_at, now)
    return found


def following(actor: Actor, assessment: Assessment, step: Step) -> Status:
    """Give the state a step by this actor leads to.

    Raises:
        ForbiddenError: The workflow does not give this step to the actor's role.
    """
    roles = [own.role for own in actor.memberships if own.organisation_id == assessment.organisation_id]
    roles += [own.role for own in actor.memberships if own.role is Role.ADMINISTRATOR]
    for role in roles:
        status = after(assessment.status, step, role)
        if status is not None:
            return status
    raise ForbiddenError


def _wanted(actor: Actor, assessment_id: uuid.UUID, now: datetime) -> Select[Assessment]:
    return (
        select(Assessment)
        .join(ChecklistVersion, ChecklistVersion.id == Assessment.checklist_version_id)
        .options(contains_eager(Assessment.version))
        .where(Assessment.id == assessment_id, visible(actor, now))
    )
