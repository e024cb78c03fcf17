"""Starting, changing and ending assessments."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from assess.access.actor import Actor, require
from assess.access.roles import Action
from assess.accounts.models import Organisation
from assess.accounts.organising import refuse_closed
from assess.assessments import profile as profiles
from assess.assessments import reach
from assess.assessments.models import Assessment
from assess.assessments.workflow import EDITABLE, Status, Step
from assess.audit.chain import Subject
from assess.audit.log import append, open_stream
from assess.checklists import documents
from assess.checklists.models import ChecklistVersion
from assess.errors import ConflictError, InvalidError, NotFoundError
from assess.values.profile import Profile


@dataclass(frozen=True, slots=True)
class Started:
    """An assessment to go on with; `new` is False where an open one of the same version was there already."""

    assessment: Assessment
    new: bool


def start(
    session: Session,
    *,
    actor: Actor,
    organisation_id: uuid.UUID,
    version: ChecklistVersion,
    profile: Profile | None = None,
    now: datetime,
) -> Started:
    """Start an organisation's assessment, or come back to its open one of the same version.

    One in a campaign counts as long as it may be filled in; to start one there is `joining.join`.

    Args:
        session: A writing session.
        actor: A respondent or lead of the organisation.
        organisation_id: Whose.
        version: The checklist version.
        profile: What the first five questions said; by default what the organisation says of itself.
        now: The present instant.

    Raises:
        NotFoundError: Not the actor's organisation.
        ForbiddenError: The actor's role may not start one.
        InvalidError: The checklist is for another kind of organisation, or the answers speak of one.
        ConflictError: `migration.retired`: the version is not offered any more; `organisation.closed`.
    """
    owner = own_organisation(session, actor, organisation_id)
    require(actor, Action.START, organisation_id)
    refuse_closed(owner)
    chosen = profile or profile_of(owner)
    if chosen.kind != owner.kind:
        raise InvalidError("assessment.wrong-audience", field="kind")
    check_audience(version, chosen)
    in_time = or_(Assessment.closes_at.is_(None), Assessment.closes_at > now)
    known = open_one(session, version, (Assessment.organisation_id == organisation_id) & in_time)
    if known is not None:
        return Started(known, new=False)
    check_offered(version)
    made = new_one(version, chosen, actor, now)
    made.organisation_id = organisation_id
    store(session, made, actor, now)
    return Started(made, new=True)


def profile_of(organisation: Organisation) -> Profile:
    """Give an organisation's profile.

    Raises:
        InvalidError: It is an authority, which assesses nothing.
    """
    try:
        return profiles.from_json(
            {
                "kind": organisation.kind.value,
                "region": organisation.region,
                "roles": organisation.roles,
                "size": organisation.size.value if organisation.size else None,
            }
        )
    except ValueError:
        raise InvalidError("assessment.wrong-audience") from None


def own_organisation(session: Session, actor: Actor, organisation_id: uuid.UUID) -> Organisation:
    """Give one of the actor's own organisations; NotFoundError for any other."""
    mine = {own.organisation_id for own in actor.memberships}
    found = session.get(Organisation, organisation_id) if organisation_id in mine else None
    if found is None:
        raise NotFoundError
    return found


def check_audience(version: ChecklistVersion, profile: Profile) -> None:
    """Refuse a checklist that is for another kind of organisation."""
    if documents.document(version).checklist.audience != profile.kind:
        raise InvalidError("assessment.wrong-audience", field="kind")


def check_offered(version: ChecklistVersion) -> None:
    """Refuse a new assessment on a version that was retired."""
    if version.retired_at is not None:
        raise ConflictError("migration.retired")


def open_one(session: Session, version: ChecklistVersion, owner: ColumnElement[bool]) -> Assessment | None:
    """Give the newest assessment of an owner on a version that can still be filled in."""
    return session.scalar(
        select(Assessment)
        .where(owner, Assessment.checklist_version_id == version.id, Assessment.status.in_(EDITABLE))
        .order_by(Assessment.created_at.desc())
        .limit(1)
    )


def new_one(version: ChecklistVersion, profile: Profile, actor: Actor, now: datetime) -> Assessment:
    """Make a draft that belongs to nobody yet."""
    return Assessment(
        id=uuid.uuid4(),
        checklist_version_id=version.id,
        status=Status.DRAFT,
        profile=profiles.to_json(profile),
        revision=1,
        created_by=actor.account_id,
        created_at=now,
    )


def store(session: Session, made: Assessment, actor: Actor, now: datetime) -> None:
    """Store a new assessment and start its audit chain."""
    session.add(made)
    session.flush()
    open_stream(session, made.id.hex)
    log(session, made, actor, "assessment.started", now, version=str(made.checklist_version_id), **made.profile)


def log(session: Session, assessment: Assessment, actor: Actor, action: str, now: datetime, **detail: object) -> None:
    """Add an event to the assessment's own audit chain."""
    append(
        session,
        stream=assessment.id.hex,
        actor=actor.account_id,
        action=action,
        subject=Subject("assessment", str(assessment.id)),
        now=now,
        detail=detail,
    )


def withdraw(session: Session, *, actor: Actor, assessment_id: uuid.UUID, now: datetime) -> Assessment:
    """Take an assessment out of the process; what was submitted stays readable.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
        ForbiddenError: Not the lead, or not possible in this state.
    """
    found = reach.take(
        session, actor=actor, assessment_id=assessment_id, action=Action.WITHDRAW, step=Step.WITHDRAW, now=now
    )
    found.status = reach.following(actor, found, Step.WITHDRAW)
    found.revision += 1
    log(session, found, actor, "assessment.withdrawn", now)
    return found
