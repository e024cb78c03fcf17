"""Trials without an account: started, claimed by an organisation, or deleted."""

import uuid
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from assess.access.actor import Actor, require
from assess.access.roles import Action
from assess.assessments.models import Answer, AnswerHistory, Assessment, Carried, ItemClaim
from assess.assessments.operations import (
    Started,
    check_audience,
    check_offered,
    log,
    new_one,
    open_one,
    own_organisation,
    store,
)
from assess.assessments.upload_models import FormUpload
from assess.audit.chain import Subject
from assess.audit.log import append
from assess.audit.models import AuditDetail
from assess.checklists.models import ChecklistVersion
from assess.errors import InvalidError, SignedOutError
from assess.values.profile import Profile

MOST_TRIALS: Final = 10


def start_trial(
    session: Session, *, actor: Actor, version: ChecklistVersion, profile: Profile, hours: int, now: datetime
) -> Started:
    """Start a trial without an account: it belongs to the browser session and is deleted after some hours.

    Raises:
        SignedOutError: There is no browser session.
        InvalidError: The checklist is for another kind of organisation, or there are too many trials already.
        ConflictError: `migration.retired`: the version is not offered any more.
    """
    if actor.guest_key is None:
        raise SignedOutError
    check_audience(version, profile)
    mine = Assessment.guest_key == actor.guest_key
    known = open_one(session, version, mine & (Assessment.guest_expires_at > now))
    if known is not None:
        return Started(known, new=False)
    if (session.scalar(select(func.count()).select_from(Assessment).where(mine)) or 0) >= MOST_TRIALS:
        raise InvalidError("assessment.too-many-trials", most=MOST_TRIALS)
    check_offered(version)
    made = new_one(version, profile, actor, now)
    made.guest_key, made.guest_expires_at = actor.guest_key, now + timedelta(hours=hours)
    store(session, made, actor, now)
    return Started(made, new=True)


def claim_trials(session: Session, *, actor: Actor, organisation_id: uuid.UUID, now: datetime) -> tuple[uuid.UUID, ...]:
    """Make the trials of this browser session the organisation's assessments; answers and history stay.

    Trials of a checklist for another kind of organisation are left alone.

    Returns:
        The assessments that moved.

    Raises:
        NotFoundError: Not the actor's organisation.
        ForbiddenError: The actor's role may not claim them.
    """
    owner = own_organisation(session, actor, organisation_id)
    require(actor, Action.CLAIM_TRIAL, organisation_id)
    if owner.closed_at is not None:
        return ()  # nothing begins there; the trial stays with its browser session
    found = session.scalars(
        select(Assessment)
        .where(Assessment.guest_key == actor.guest_key, Assessment.guest_expires_at > now)
        .order_by(Assessment.created_at)
        .with_for_update()
    ).all()
    mine = [one for one in found if one.profile["kind"] == owner.kind]
    for one in mine:
        one.organisation_id, one.guest_key, one.guest_expires_at = organisation_id, None, None
        one.created_by = actor.account_id
        one.revision += 1
        log(session, one, actor, "assessment.claimed", now, organisation=str(organisation_id))
    return tuple(one.id for one in mine)


def purge_trials(session: Session, *, now: datetime) -> int:
    """Delete the trials whose time is over, with answers and history; their audit chains hold digests only and stay.

    Returns:
        How many.
    """
    ids = session.scalars(
        select(Assessment.id).where(Assessment.organisation_id.is_(None), Assessment.guest_expires_at <= now)
    ).all()
    for one in ids:  # so that nobody looks for the answers whose digests stay
        about = Subject("assessment", str(one))
        append(session, stream=one.hex, actor=None, action="trial.deleted", subject=about, now=now)
    for table in (Answer, AnswerHistory, ItemClaim, Carried, FormUpload):
        session.execute(delete(table).where(table.assessment_id.in_(ids)))
    session.execute(delete(AuditDetail).where(AuditDetail.stream.in_([one.hex for one in ids])))
    session.execute(delete(Assessment).where(Assessment.id.in_(ids)))
    return len(ids)
