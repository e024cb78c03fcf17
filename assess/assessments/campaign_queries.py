"""How far the participants of a campaign are; the caller has found the campaign for whoever asks."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Action
from assess.accounts.models import Organisation
from assess.assessments.models import Assessment
from assess.assessments.workflow import Status
from assess.campaigns import queries as campaigns
from assess.campaigns.models import Campaign, Participant
from assess.campaigns.queries import Part
from assess.errors import NotFoundError

_OF = and_(Assessment.campaign_id == Participant.campaign_id, Assessment.organisation_id == Participant.organisation_id)


def unsubmitted() -> ColumnElement[bool]:
    """Give the condition for participants that have not submitted, beside an outer join of their assessments."""
    return or_(Assessment.id.is_(None), Assessment.status == Status.DRAFT)


def joined() -> Select[Participant]:
    """Select participants who take part, with their assessments where there are any."""
    return select(Participant).outerjoin(Assessment, _OF).where(Participant.removed_at.is_(None))


def submitted(session: Session, campaign_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    """Count the participants of some campaigns that have submitted, in one query."""
    rows = session.execute(
        joined()
        .with_only_columns(Participant.campaign_id, func.count())
        .where(
            Participant.campaign_id.in_(campaign_ids),
            Assessment.submitted_at.is_not(None),
            Assessment.status != Status.WITHDRAWN,
        )
        .group_by(Participant.campaign_id)
    )
    return {row[0]: row[1] for row in rows}


def states(session: Session, campaign_id: uuid.UUID) -> Mapping[Status | None, int]:
    """Count a campaign's participants by the state of their assessment; None for those that have none."""
    rows = session.execute(
        joined()
        .with_only_columns(Assessment.status, func.count())
        .where(Participant.campaign_id == campaign_id)
        .group_by(Assessment.status)
    )
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True, slots=True)
class Member:
    """A participant in the list; `closes_at` is its own deadline where it has one."""

    organisation_id: uuid.UUID
    name: str
    credit_code: str | None
    region: str
    status: Status | None
    submitted_at: datetime | None
    closes_at: datetime | None


def members(
    session: Session, campaign: Campaign, *, name: str = "", state: str = "", page: int, size: int
) -> tuple[tuple[Member, ...], int]:
    """List participants by name, and say how many there are: two queries.

    Args:
        session: Any session.
        campaign: Which.
        name: Part of a name, or a whole credit code.
        state: A value of `Status`, `none` for those that have not begun, or empty for all.
        page: Which page, from 1.
        size: How many on a page.
    """
    wanted = (
        joined()
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .where(Participant.campaign_id == campaign.id, *_narrowing(name, state))
    )
    total = session.scalar(wanted.with_only_columns(func.count())) or 0
    columns = (Organisation.id, Organisation.name, Organisation.credit_code, Organisation.region)
    rows = session.execute(
        wanted.with_only_columns(*columns, Assessment.status, Assessment.submitted_at, Participant.closes_at)
        .order_by(Organisation.name, Organisation.id)
        .limit(size)
        .offset((page - 1) * size)
    )
    return tuple(Member(*row) for row in rows), total


def _narrowing(name: str, state: str) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if name:
        found.append(
            or_(Organisation.name.contains(name, autoescape=True), Organisation.credit_code == name.strip().upper())
        )
    if state == "none":
        found.append(Assessment.id.is_(None))
    elif state in set(Status):
        found.append(Assessment.status == Status(state))
    return found


@dataclass(frozen=True, slots=True)
class Mine:
    """A campaign an own organisation takes part in, with its assessment there if it has begun."""

    part: Part
    assessment_id: uuid.UUID | None
    status: Status | None


def mine(session: Session, *, actor: Actor, campaign_id: uuid.UUID | None = None) -> tuple[Mine, ...]:
    """List the campaigns the actor's organisations take part in, the latest deadline first; two queries at most."""
    if not actor.organisations(Action.VIEW):
        return ()
    found = campaigns.parts(session, actor=actor, campaign_id=campaign_id)
    if not found:
        return ()
    rows = session.execute(
        select(Assessment.campaign_id, Assessment.organisation_id, Assessment.id, Assessment.status).where(
            Assessment.campaign_id.in_([one.campaign.id for one in found]),
            Assessment.organisation_id.in_(actor.organisations(Action.VIEW)),
        )
    )
    begun = {(row[0], row[1]): (row[2], row[3]) for row in rows}
    return tuple(Mine(one, *begun.get((one.campaign.id, one.organisation_id), (None, None))) for one in found)


def form_of(session: Session, *, campaign_id: uuid.UUID, organisation_id: uuid.UUID) -> Assessment:
    """Give the form of a participant; the caller has checked who asks about the campaign.

    Raises:
        NotFoundError: It has not begun one.
    """
    mine = (Assessment.campaign_id == campaign_id) & (Assessment.organisation_id == organisation_id)
    found = session.scalar(select(Assessment).where(mine))
    if found is None:
        raise NotFoundError
    return found
