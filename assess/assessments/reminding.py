"""Reminders: on set days before a deadline from nine in the morning on, and by hand once a day.

Each organisation gets the one of a number of days once: the row that says so is written first, in the same transaction
as its letters. A new deadline is reminded of anew.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.assessments.campaign_letters import chunks, order, recipients
from assess.assessments.campaign_queries import joined, unsubmitted
from assess.campaigns import operations
from assess.campaigns import queries as campaigns
from assess.campaigns.definition import CampaignEvent, CampaignStatus
from assess.campaigns.models import Campaign, CampaignRecord, Participant, Reminder
from assess.campaigns.times import begin_of, end_of
from assess.clock import to_local
from assess.errors import ConflictError, InvalidError
from assess.jobs.runner import PausedError, Task

RECURRING: Final = "campaign-reminders"
EVERY: Final = timedelta(minutes=15)
FROM_HOUR: Final = 9
"""Nobody is written to before nine in the morning in Shanghai."""


def outstanding(session: Session, *, actor: Actor, campaign_id: uuid.UUID) -> tuple[int, int]:
    """Count the organisations that have not submitted, and the letters that reminding them takes.

    Raises:
        NotFoundError: Not there, or not the actor's.
    """
    found = campaigns.get(session, actor=actor, campaign_id=campaign_id)
    ids = _unsubmitted(session, found.id)
    return len(ids), sum(len(recipients(session, some)) for some in chunks(ids))


def remind(session: Session, *, actor: Actor, campaign_id: uuid.UUID, now: datetime) -> int:
    """Have everybody reminded who has not submitted; says how many letters that takes.

    Raises:
        NotFoundError: Not there, or not the actor's.
        ForbiddenError: The campaign is not open.
        ConflictError: It was done today already.
        InvalidError: There is nobody to write to.
    """
    found = campaigns.take(session, actor=actor, campaign_id=campaign_id)
    operations.require_step(found, CampaignEvent.REMINDED, now)
    if any("days" not in detail for detail in _told_today(session, found.id, now)):
        raise ConflictError("campaign.reminded-today")
    organisations, count = outstanding(session, actor=actor, campaign_id=campaign_id)
    if not count:
        raise InvalidError("campaign.nobody-to-remind")
    operations.record(session, found, actor, CampaignEvent.REMINDED, now, organisations=organisations, letters=count)
    return count


def _unsubmitted(session: Session, campaign_id: uuid.UUID) -> Sequence[uuid.UUID]:
    wanted = joined().with_only_columns(Participant.organisation_id)
    return session.scalars(wanted.where(Participant.campaign_id == campaign_id, unsubmitted())).all()


def _told_today(session: Session, campaign_id: uuid.UUID, now: datetime) -> Sequence[dict[str, object]]:
    """Give the details of today's reminders; those by the clock name their `days`."""
    wanted = select(CampaignRecord.detail).where(
        CampaignRecord.campaign_id == campaign_id,
        CampaignRecord.event == CampaignEvent.REMINDED,
        CampaignRecord.at >= begin_of(to_local(now).date()),
    )
    return session.scalars(wanted).all()


def remind_due(task: Task) -> None:
    """Write to those whose deadline is as many days away as their campaign says; run again, it goes on."""
    now = task.clock()
    if to_local(now).hour < FROM_HOUR:
        return
    with task.database.read() as session:
        found = session.execute(
            select(Campaign.id, Campaign.reminder_days).where(
                Campaign.status.in_([CampaignStatus.OPEN, CampaignStatus.CLOSED]), Campaign.opens_at <= now
            )
        ).all()
    for campaign_id, reminders in found:
        for days in reminders:
            _remind_of(task, campaign_id, days, now)


def _remind_of(task: Task, campaign_id: uuid.UUID, days: int, now: datetime) -> None:
    with task.database.read() as session:
        ids = session.scalars(
            joined()
            .join(Campaign, Campaign.id == Participant.campaign_id)
            .outerjoin(Reminder, _row(days))
            .with_only_columns(Participant.organisation_id)
            .where(Campaign.id == campaign_id, unsubmitted(), Reminder.id.is_(None), _closes_in(days, now))
        ).all()
    for some in chunks(ids):
        if task.stopping():
            raise PausedError
        with task.database.write() as session:
            _write_to(session, campaign_id, some, days, now)
            session.commit()
    with task.database.write() as session:
        _record(session, campaign_id, days, now)
        session.commit()


def _row(days: int) -> ColumnElement[bool]:
    return and_(
        Reminder.campaign_id == Participant.campaign_id,
        Reminder.organisation_id == Participant.organisation_id,
        Reminder.days == days,
    )


def _closes_in(days: int, now: datetime) -> ColumnElement[bool]:
    """Say whether the last day of a participant is so many days from today."""
    last = to_local(now).date() + timedelta(days=days)
    return and_(campaigns.deadline() > begin_of(last), campaigns.deadline() <= end_of(last))


def _write_to(session: Session, campaign_id: uuid.UUID, ids: Sequence[uuid.UUID], days: int, now: datetime) -> None:
    """Claim the reminders of some organisations and order the letters of those that were not claimed before."""
    rows = [
        {"id": uuid.uuid4(), "campaign_id": campaign_id, "organisation_id": one, "days": days, "letters": 0, "at": now}
        for one in ids
    ]
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    claimed = dialect.insert(Reminder).on_conflict_do_nothing().returning(Reminder.organisation_id)
    last = to_local(now).date() + timedelta(days=days)
    mine = session.scalars(claimed.values(rows)).all()
    counted = dict.fromkeys(mine, 0)
    for organisation, _ in recipients(session, mine):
        counted[organisation] += 1
    mark = f"{campaign_id.hex}:{last}:{days}"
    order(session, "campaign-reminder", campaign_id=campaign_id, organisations=mine, mark=mark, now=now)
    for reminder in session.scalars(
        select(Reminder).where(
            Reminder.campaign_id == campaign_id, Reminder.days == days, Reminder.organisation_id.in_(mine)
        )
    ):
        reminder.letters = counted[reminder.organisation_id]


def _record(session: Session, campaign_id: uuid.UUID, days: int, now: datetime) -> None:
    """Record what was sent today, once."""
    today = begin_of(to_local(now).date())
    count, sent = session.execute(
        select(func.count(), func.coalesce(func.sum(Reminder.letters), 0)).where(
            Reminder.campaign_id == campaign_id, Reminder.days == days, Reminder.at >= today
        )
    ).one()
    told = any(detail.get("days") == days for detail in _told_today(session, campaign_id, now))
    if not count or told:
        return
    found = session.scalars(select(Campaign).where(Campaign.id == campaign_id).with_for_update()).one()
    operations.record(
        session, found, None, CampaignEvent.REMINDED, now, days=days, organisations=count, letters=int(sent)
    )
