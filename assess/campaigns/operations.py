"""Running a campaign: each step is checked against the table, recorded for ever, and audited.

What follows for assessments (deadlines, drafts of those who leave) is done by `assess.assessments`, a layer above.
"""

import uuid
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from assess.access.actor import Actor, allowed
from assess.access.roles import Action
from assess.accounts.models import Organisation
from assess.audit.chain import Subject
from assess.audit.log import GENERAL, append
from assess.campaigns import definition, queries, selection
from assess.campaigns.definition import CampaignEvent, CampaignFields, CampaignStatus, Phase
from assess.campaigns.models import Campaign, CampaignRecord, Participant
from assess.campaigns.times import begin_of, end_of
from assess.checklists.models import ChecklistVersion
from assess.clock import to_local
from assess.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from assess.jobs import operations as jobs
from assess.values.step import Step

LETTERS: Final = "campaign-letters"
"""The job that writes to the participants a record is about; reminders by the clock (`days`) are written one by one."""


def create(session: Session, *, actor: Actor, fields: CampaignFields, now: datetime) -> Campaign:
    """Prepare a campaign; nobody sees it before it is opened.

    Raises:
        NotFoundError: The actor runs no campaigns at all.
        InvalidError: A field cannot be taken; an organiser out of reach is as unknown as one that is not there.
    """
    if not allowed(actor, Action.RUN_CAMPAIGN, None):
        raise NotFoundError
    given = _checked(session, actor, fields, now)
    made = Campaign(id=uuid.uuid4(), created_by=actor.account_id, created_at=now, revision=1)
    made.opens_at, made.closes_at = begin_of(given.opens_on), end_of(given.closes_on)
    _put(made, given)
    session.add(made)
    session.flush()
    record(session, made, actor, CampaignEvent.CREATED, now)
    return made


def edit(
    session: Session, *, actor: Actor, campaign_id: uuid.UUID, fields: CampaignFields, expected: int, now: datetime
) -> Campaign:
    """Change a campaign's description: everything while it is prepared, what nobody relies on later.

    Raises:
        NotFoundError: Not there, or not the actor's.
        ForbiddenError: It cannot be edited any more.
        ConflictError: `stale`: somebody changed it since the form was drawn.
        InvalidError: A field cannot be taken, or is fixed by now.
    """
    found = queries.take(session, actor=actor, campaign_id=campaign_id)
    status, where = require_step(found, CampaignEvent.EDITED, now), queries.phase_of(found, now)
    if found.revision != expected:
        raise ConflictError("stale", theirs=found.revision, mine=expected)
    before = queries.fields_of(found)
    given = _checked(session, actor, fields, now) if where is Phase.DRAFT else _later(before, fields)
    if names := definition.changed(before, given):
        if where is Phase.DRAFT:
            found.opens_at, found.closes_at = begin_of(given.opens_on), end_of(given.closes_on)
        _put(found, given)
        found.status, found.revision = status, found.revision + 1
        record(session, found, actor, CampaignEvent.EDITED, now, fields=list(names))
    return found


def open_campaign(session: Session, *, actor: Actor, campaign_id: uuid.UUID, now: datetime) -> Campaign:
    """Open a campaign: from its first day on its participants may fill in.

    Raises:
        NotFoundError: Not there, or not the actor's.
        ForbiddenError: It is open already.
        InvalidError: Nobody takes part, or somebody who may not: checklist or organiser changed since they were chosen;
            its last day is past, or its checklist version was retired meanwhile.
    """
    found = queries.take(session, actor=actor, campaign_id=campaign_id)
    status = require_step(found, CampaignEvent.OPENED, now)
    definition.checked(queries.fields_of(found), to_local(now).date())
    _require_version(session, found.checklist_version_id)
    count = participants_of(session, found)
    if not count:
        raise InvalidError("campaign.nobody", field="participants")
    if wrong := selection.misfits(session, found):
        raise InvalidError("campaign.misfits", field="participants", count=wrong)
    found.status, found.revision = status, found.revision + 1
    record(session, found, actor, CampaignEvent.OPENED, now, participants=count)
    return found


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
    """Move the deadline of everybody, or of one organisation, to a later day.

    Raises:
        NotFoundError: Not there, not the actor's, or the organisation takes no part.
        ForbiddenError: The campaign is prepared, or its results are published; or, for everybody, it is closed.
        InvalidError: No reason, or no later day.
    """
    found = queries.take(session, actor=actor, campaign_id=campaign_id)
    status, why = _step(found, CampaignEvent.EXTENDED, reason, now)
    if organisation_id is None:
        return _extend_all(session, found, actor, closes_on, why, now)
    own = queries.participant(session, campaign_id, organisation_id)
    before, after = queries.deadline_of(found, own), _later_than(queries.deadline_of(found, own), closes_on, now)
    own.closes_at, found.status, found.revision = after, status, found.revision + 1
    detail = {"organisation": str(organisation_id), "from": before.isoformat(), "to": after.isoformat()}
    record(session, found, actor, CampaignEvent.EXTENDED, now, reason=why, **detail)
    return found


def _extend_all(  # noqa: PLR0917 - the operation passes on what it has worked out
    session: Session, found: Campaign, actor: Actor, closes_on: date, why: str, now: datetime
) -> Campaign:
    if not definition.may_extend_all(queries.phase_of(found, now)):
        raise not_now(found, now)
    before, after = found.closes_at, _later_than(found.closes_at, closes_on, now)
    found.closes_at, found.revision = after, found.revision + 1
    detail = {"from": before.isoformat(), "to": after.isoformat()}
    record(session, found, actor, CampaignEvent.EXTENDED, now, reason=why, **detail)
    return found


def _later_than(before: datetime, closes_on: date, now: datetime) -> datetime:
    after = end_of(closes_on)
    if after <= max(before, now):
        raise InvalidError("campaign.not-later", field="closes_on")
    return after


def close(session: Session, *, actor: Actor, campaign_id: uuid.UUID, reason: str, now: datetime) -> Campaign:
    """End filling in before the deadline, also for those who were given more time.

    Raises:
        NotFoundError: Not there, or not the actor's.
        ForbiddenError: It is not open.
        InvalidError: No reason.
    """
    found = queries.take(session, actor=actor, campaign_id=campaign_id)
    status, why = _step(found, CampaignEvent.CLOSED, reason, now)
    before = found.closes_at
    session.execute(update(Participant).where(Participant.campaign_id == found.id).values(closes_at=None))
    found.closes_at = max(now, found.opens_at + datetime.resolution)
    found.status, found.revision = status, found.revision + 1
    detail = {"from": before.isoformat(), "to": found.closes_at.isoformat()}
    record(session, found, actor, CampaignEvent.CLOSED, now, reason=why, **detail)
    return found


def reopen(
    session: Session, *, actor: Actor, campaign_id: uuid.UUID, closes_on: date, reason: str, now: datetime
) -> Campaign:
    """Let everybody go on filling in after the deadline, until a new one.

    Raises:
        NotFoundError: Not there, or not the actor's.
        ForbiddenError: It is not closed, or its results are published.
        InvalidError: No reason, or the day is past.
    """
    found = queries.take(session, actor=actor, campaign_id=campaign_id)
    status, why = _step(found, CampaignEvent.REOPENED, reason, now)
    before, after = found.closes_at, _later_than(found.closes_at, closes_on, now)
    found.status, found.closes_at, found.revision = status, after, found.revision + 1
    detail = {"from": before.isoformat(), "to": after.isoformat()}
    record(session, found, actor, CampaignEvent.REOPENED, now, reason=why, **detail)
    return found


def publish(session: Session, *, actor: Actor, campaign_id: uuid.UUID, now: datetime) -> Campaign:
    """Say that the results are published; `reviews.operations.publish_all` publishes them in the same transaction.

    Raises:
        NotFoundError: Not there, or not the actor's.
        ForbiddenError: Filling in is not over.
    """
    found = queries.take(session, actor=actor, campaign_id=campaign_id)
    found.status = require_step(found, CampaignEvent.PUBLISHED, now)
    found.revision += 1
    record(session, found, actor, CampaignEvent.PUBLISHED, now)
    return found


def require_step(campaign: Campaign, event: CampaignEvent, now: datetime) -> CampaignStatus:
    """Give the status a step leads to.

    Raises:
        ForbiddenError: `campaign.not-now`: it cannot happen where the campaign stands.
    """
    following = definition.after(queries.phase_of(campaign, now), event)
    if following is None:
        raise not_now(campaign, now)
    return following


def not_now(campaign: Campaign, now: datetime) -> ForbiddenError:
    """Say that this cannot happen where the campaign stands."""
    return ForbiddenError("campaign.not-now", phase=Step(f"campaign.phase.{queries.phase_of(campaign, now).value}"))


def _step(campaign: Campaign, event: CampaignEvent, reason: str, now: datetime) -> tuple[CampaignStatus, str]:
    status = require_step(campaign, event, now)
    return status, definition.reason(reason, event, queries.phase_of(campaign, now))


def participants_of(session: Session, campaign: Campaign) -> int:
    """Count who takes part."""
    mine = select(func.count()).where(Participant.campaign_id == campaign.id, Participant.removed_at.is_(None))
    return session.scalar(mine) or 0


def record(
    session: Session,
    campaign: Campaign,
    actor: Actor | None,
    event: CampaignEvent,
    now: datetime,
    *,
    reason: str = "",
    **detail: object,
) -> CampaignRecord:
    """Note for ever what happened; the caller holds the campaign's row.

    Args:
        session: A writing session.
        campaign: Which.
        actor: Who did it; None for the service itself.
        event: What happened.
        now: When.
        reason: Why.
        detail: Ids, numbers and instants, as JSON; no names.
    """
    last = select(func.max(CampaignRecord.number)).where(CampaignRecord.campaign_id == campaign.id)
    number = (session.scalar(last) or 0) + 1
    by = actor.account_id if actor else None
    made = CampaignRecord(
        campaign_id=campaign.id, number=number, event=event, reason=reason, detail=detail, by=by, at=now
    )
    session.add(made)
    session.flush()
    told = {"reason": reason, **detail} if reason else detail
    about = Subject("campaign", str(campaign.id))
    append(session, stream=GENERAL, actor=by, action=f"campaign.{event.value}", subject=about, now=now, detail=told)
    if event in definition.TOLD and campaign.status is not CampaignStatus.DRAFT and "days" not in detail:
        jobs.enqueue(session, name=LETTERS, payload={"campaign": str(campaign.id), "record": number}, now=now)
    return made


def _checked(session: Session, actor: Actor, fields: CampaignFields, now: datetime) -> CampaignFields:
    """Check a description, and that the actor may name these bodies and this version."""
    given = definition.checked(fields, to_local(now).date())
    _require_body(session, "organiser_id", given.organiser_id, queries.may_organise(actor))
    judges = queries.may_review(actor, given.organiser_id)
    _require_body(session, "reviewing_body_id", given.reviewing_body_id, judges)
    if given.second_body_id is not None:
        _require_body(session, "second_body_id", given.second_body_id, judges)
    _require_version(session, given.checklist_version_id)
    return given


def _require_body(session: Session, field: str, body: uuid.UUID, condition: ColumnElement[bool]) -> None:
    if session.scalar(select(Organisation.id).where(Organisation.id == body, condition)) is None:
        raise InvalidError("campaign.unknown-body", field=field)


def _require_version(session: Session, version_id: uuid.UUID) -> None:
    version = session.get(ChecklistVersion, version_id)
    if version is None or version.retired_at is not None:
        raise InvalidError("campaign.unknown-version", field="checklist_version_id")


def _later(before: CampaignFields, wanted: CampaignFields) -> CampaignFields:
    """Check a change of an open campaign."""
    fixed = definition.FIXED_ONCE_OPEN & set(definition.changed(before, wanted))
    if fixed:
        raise InvalidError("campaign.fixed", field=min(fixed))
    return definition.checked(wanted, before.opens_on)


def _put(campaign: Campaign, given: CampaignFields) -> None:
    """Take over everything but the dates, which move in their own ways."""
    for name in (
        "name",
        "checklist_version_id",
        "organiser_id",
        "reviewing_body_id",
        "second_body_id",
        "levels",
        "review_by",
        "mend_days",
        "appeal_days",
        "publish_at_once",
        "message",
    ):
        setattr(campaign, name, getattr(given, name))
    campaign.reminder_days = list(given.reminder_days)
