"""Reading campaigns: always from what the actor may run; another's campaign is as good as none."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from assess.access.actor import Actor
from assess.access.roles import Action
from assess.accounts import tree
from assess.accounts.models import Account, Organisation, OrganisationKind
from assess.campaigns.definition import CampaignEvent, CampaignFields, CampaignStatus, Phase, phase
from assess.campaigns.models import Campaign, CampaignRecord, Participant
from assess.campaigns.times import last_day
from assess.checklists.models import ChecklistVersion
from assess.clock import to_local
from assess.errors import NotFoundError

_MOST_BODIES = 500


def run_by(actor: Actor) -> ColumnElement[bool]:
    """Give the condition for the campaigns the actor runs: those whose organiser is within reach."""
    return tree.reached(Campaign.organiser_id, actor, Action.RUN_CAMPAIGN)


def get(session: Session, *, actor: Actor, campaign_id: uuid.UUID) -> Campaign:
    """Give a campaign the actor runs.

    Raises:
        NotFoundError: Not there, or not the actor's: nobody can tell which.
    """
    return _one(session, select(Campaign).where(Campaign.id == campaign_id, run_by(actor)))


def take(session: Session, *, actor: Actor, campaign_id: uuid.UUID) -> Campaign:
    """Lock a campaign the actor runs for a change; NotFoundError as `get`."""
    wanted = select(Campaign).where(Campaign.id == campaign_id, run_by(actor))
    return _one(session, wanted.with_for_update(of=Campaign).execution_options(populate_existing=True))


def _one(session: Session, wanted: Select[Campaign]) -> Campaign:
    found = session.scalar(wanted)
    if found is None:
        raise NotFoundError
    return found


def phase_of(campaign: Campaign, now: datetime) -> Phase:
    """Say where a campaign stands."""
    return phase(campaign.status, campaign.opens_at, campaign.closes_at, now)


def fields_of(campaign: Campaign) -> CampaignFields:
    """Describe a campaign as its form does."""
    return CampaignFields(
        name=campaign.name,
        checklist_version_id=campaign.checklist_version_id,
        organiser_id=campaign.organiser_id,
        reviewing_body_id=campaign.reviewing_body_id,
        opens_on=to_local(campaign.opens_at).date(),
        closes_on=last_day(campaign.closes_at),
        second_body_id=campaign.second_body_id,
        levels=campaign.levels,
        review_by=campaign.review_by,
        mend_days=campaign.mend_days,
        appeal_days=campaign.appeal_days,
        publish_at_once=campaign.publish_at_once,
        reminder_days=tuple(campaign.reminder_days),
        message=campaign.message,
    )


def deadline() -> ColumnElement[datetime]:
    """Give the deadline of a participant in SQL: the campaign's, or its own where that is later."""
    return case((Participant.closes_at > Campaign.closes_at, Participant.closes_at), else_=Campaign.closes_at)


def deadline_of(campaign: Campaign, participant: Participant) -> datetime:
    """Give the deadline of a participant."""
    own = participant.closes_at
    return own if own is not None and own > campaign.closes_at else campaign.closes_at


def participant(
    session: Session, campaign_id: uuid.UUID, organisation_id: uuid.UUID, *, lock: bool = True
) -> Participant:
    """Give an organisation's place in a campaign; the caller has checked who is asking.

    Raises:
        NotFoundError: It takes no part, or no longer.
    """
    wanted = select(Participant).where(
        Participant.campaign_id == campaign_id,
        Participant.organisation_id == organisation_id,
        Participant.removed_at.is_(None),
    )
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = session.scalar(wanted)
    if found is None:
        raise NotFoundError
    return found


def may_organise(actor: Actor) -> ColumnElement[bool]:
    """Give the condition for the bodies the actor may run a campaign for; enterprises run none."""
    return and_(
        tree.reached(Organisation.id, actor, Action.RUN_CAMPAIGN),
        Organisation.kind != OrganisationKind.ENTERPRISE,
        Organisation.closed_at.is_(None),
    )


def may_review(actor: Actor, organiser_id: uuid.UUID | None) -> ColumnElement[bool]:
    """Give the condition for who may review: the authorities within the actor's reach, and the organiser itself."""
    return and_(
        tree.reached(Organisation.id, actor, Action.RUN_CAMPAIGN),
        or_(Organisation.kind == OrganisationKind.AUTHORITY, Organisation.id == organiser_id),
        Organisation.closed_at.is_(None),
    )


def bodies(session: Session, *, actor: Actor) -> Sequence[Organisation]:
    """List the bodies the actor may run a campaign for, or have review it, by name."""
    wanted = select(Organisation).where(may_organise(actor))
    return session.scalars(wanted.order_by(Organisation.name, Organisation.id).limit(_MOST_BODIES)).all()


def names(session: Session, ids: Collection[uuid.UUID | None]) -> Mapping[uuid.UUID | None, str]:
    """Name some organisations; the caller may know of them."""
    rows = session.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_([*filter(None, ids)])))
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True, slots=True)
class Entry:
    """A record with the name of who did it; `by` is empty for the service itself."""

    event: CampaignEvent
    reason: str
    detail: Mapping[str, object]
    by: str
    at: datetime


def records(session: Session, campaign: Campaign) -> tuple[Entry, ...]:
    """Tell what happened to a campaign, the latest first."""
    rows = session.execute(
        select(CampaignRecord, Account.name)
        .outerjoin(Account, Account.id == CampaignRecord.by)
        .where(CampaignRecord.campaign_id == campaign.id)
        .order_by(CampaignRecord.number.desc())
    )
    return tuple(Entry(one.event, one.reason, one.detail, name or "", one.at) for one, name in rows)


@dataclass(frozen=True, slots=True)
class Line:
    """A campaign in the list; `participants` counts those who take part."""

    campaign: Campaign
    version: ChecklistVersion
    organiser: str
    participants: int


def listing(session: Session, *, actor: Actor, page: int, size: int) -> tuple[tuple[Line, ...], int]:
    """List the campaigns the actor runs, the latest deadline first, and say how many there are: two queries."""
    total = session.scalar(select(func.count()).select_from(Campaign).where(run_by(actor))) or 0
    rows = session.execute(
        select(Campaign, ChecklistVersion, Organisation.name, count_of_participants())
        .join(ChecklistVersion, ChecklistVersion.id == Campaign.checklist_version_id)
        .join(Organisation, Organisation.id == Campaign.organiser_id)
        .where(run_by(actor))
        .order_by(Campaign.closes_at.desc(), Campaign.created_at.desc(), Campaign.id)
        .limit(size)
        .offset((page - 1) * size)
    )
    return tuple(Line(*row) for row in rows), total


def count_of_participants() -> ColumnElement[int]:
    """Count those who take part, beside each campaign."""
    return (
        select(func.count())
        .select_from(Participant)
        .where(Participant.campaign_id == Campaign.id, Participant.removed_at.is_(None))
        .correlate(Campaign)
        .scalar_subquery()
    )


@dataclass(frozen=True, slots=True)
class Readers:
    """Who reads what is submitted in a campaign, to be named before the first question."""

    organiser: str
    reviewing_body: str
    second_body: str


@dataclass(frozen=True, slots=True)
class Part:
    """An organisation's part in a campaign, as its own people see it."""

    campaign: Campaign
    version: ChecklistVersion
    organisation_id: uuid.UUID
    organisation_name: str
    closes_at: datetime
    readers: Readers

    def phase(self, now: datetime) -> Phase:
        """Say where it stands for this organisation, whose own deadline may be later than everybody's."""
        if self.campaign.status is CampaignStatus.PUBLISHED:
            return Phase.PUBLISHED
        return phase(CampaignStatus.OPEN, self.campaign.opens_at, self.closes_at, now)


def parts(session: Session, *, actor: Actor, campaign_id: uuid.UUID | None = None) -> tuple[Part, ...]:
    """List the campaigns the actor's own organisations take part in, the latest deadline first, in one query."""
    body, second, own = aliased(Organisation), aliased(Organisation), aliased(Organisation)
    wanted = (
        select(
            *(Campaign, ChecklistVersion, own.id, own.name, deadline()),
            *(Organisation.name, body.name, second.name),
        )
        .join(Participant, Participant.campaign_id == Campaign.id)
        .join(ChecklistVersion, ChecklistVersion.id == Campaign.checklist_version_id)
        .join(own, own.id == Participant.organisation_id)
        .join(Organisation, Organisation.id == Campaign.organiser_id)
        .join(body, body.id == Campaign.reviewing_body_id)
        .outerjoin(second, second.id == Campaign.second_body_id)
        .where(
            Campaign.status != CampaignStatus.DRAFT,
            Participant.removed_at.is_(None),
            Participant.organisation_id.in_(actor.organisations(Action.VIEW)),
        )
        .order_by(Campaign.closes_at.desc(), Campaign.id, own.id)
    )
    if campaign_id is not None:
        wanted = wanted.where(Campaign.id == campaign_id)
    return tuple(
        Part(campaign, version, organisation, name, closes_at, Readers(organiser, first, last or ""))
        for campaign, version, organisation, name, closes_at, organiser, first, last in session.execute(wanted)
    )
