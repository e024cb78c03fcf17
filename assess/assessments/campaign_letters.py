"""The letters of a campaign: it opens, is extended, closes, or a deadline comes near. Leads and respondents get them.

Every one goes back to a record of the campaign, or to the row of its reminder, so that none goes out twice.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from assess import mail
from assess.access.roles import Role
from assess.accounts import letters
from assess.accounts.letters import Builder, Filled, Order
from assess.accounts.models import Account, Membership, Organisation
from assess.assessments.campaign_queries import joined, unsubmitted
from assess.assessments.models import Assessment
from assess.assessments.workflow import Status
from assess.campaigns import queries as campaigns
from assess.campaigns.definition import CampaignEvent
from assess.campaigns.models import Campaign, CampaignRecord, Participant
from assess.campaigns.operations import LETTERS
from assess.campaigns.times import days_left, last_day
from assess.checklists import documents
from assess.checklists.models import ChecklistVersion
from assess.jobs.runner import Handler, PausedError, Task
from assess.values.text import Locale

AT_ONCE: Final = 100
"""So many organisations a transaction, so that nobody else waits long to write."""

_LETTER: Final[Mapping[CampaignEvent, str]] = {
    CampaignEvent.OPENED: "campaign-opened",
    CampaignEvent.ADDED: "campaign-opened",
    CampaignEvent.EXTENDED: "campaign-extended",
    CampaignEvent.REOPENED: "campaign-extended",
    CampaignEvent.CLOSED: "campaign-closed",
    CampaignEvent.REMINDED: "campaign-reminder",
}
_READERS: Final = (Role.LEAD, Role.RESPONDENT)


def chunks(ids: Sequence[uuid.UUID]) -> Iterable[Sequence[uuid.UUID]]:
    """Go through organisations some at a time."""
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def recipients(session: Session, organisations: Collection[uuid.UUID]) -> tuple[tuple[uuid.UUID, uuid.UUID], ...]:
    """Give who gets the letters of some organisations, as pairs of organisation and account; one pair a person."""
    rows = session.execute(
        select(Membership.organisation_id, Account.id, Account.email, Account.login)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.organisation_id.in_(organisations),
            Membership.role.in_(_READERS),
            Account.disabled_at.is_(None),
        )
        .order_by(Account.created_at, Account.id)
    )
    found = ((row[0], row[1]) for row in rows if mail.is_address(row[2] or row[3]))
    return tuple(dict.fromkeys(found))


def order(
    session: Session,
    name: str,
    *,
    campaign_id: uuid.UUID,
    organisations: Collection[uuid.UUID],
    mark: str,
    now: datetime,
) -> int:
    """Order a letter to the people of some organisations; says to how many.

    Args:
        session: A writing session.
        name: Which letter.
        campaign_id: About which campaign.
        organisations: Whose people.
        mark: What makes it one of a kind: nobody gets a letter of the same mark twice.
        now: The present instant.
    """
    found = recipients(session, organisations)
    for organisation, account in found:
        params = {"campaign": str(campaign_id), "organisation": str(organisation)}
        key = f"{name}:{mark}:{organisation.hex}:{account.hex}"
        letters.enqueue(session, name=name, account_id=account, params=params, now=now, key=key)
    return len(found)


def handlers() -> Mapping[str, Handler]:
    """Give the handler of the job that writes to everybody a record is about."""
    return {LETTERS: write_to_all}


def write_to_all(task: Task) -> None:
    """Order the letters of one record; run again, it goes on where it stopped."""
    campaign_id, number = uuid.UUID(task.payload["campaign"]), int(task.payload["record"])
    with task.database.read() as session:
        record = session.get_one(CampaignRecord, (campaign_id, number))
        ids = session.scalars(_about(record)).all()
    name, done = _LETTER[record.event], 0
    for some in chunks(ids):
        if task.stopping():
            raise PausedError
        with task.database.write() as session:
            mark = f"{campaign_id.hex}:{number}"
            order(session, name, campaign_id=campaign_id, organisations=some, mark=mark, now=task.clock())
            session.commit()
        done += len(some)
        task.progress(done, len(ids))


def _about(record: CampaignRecord) -> Select[uuid.UUID]:
    """Select whom a record is about: all, those that were added, or those that have not submitted."""
    wanted = (
        joined().with_only_columns(Participant.organisation_id).where(Participant.campaign_id == record.campaign_id)
    )
    if record.event is CampaignEvent.ADDED:
        wanted = wanted.where(Participant.added_at == record.at)
    elif record.event is not CampaignEvent.OPENED:
        wanted = wanted.where(unsubmitted())
    if "organisation" in record.detail:
        wanted = wanted.where(Participant.organisation_id == uuid.UUID(str(record.detail["organisation"])))
    return wanted.order_by(Participant.organisation_id)


def fill(session: Session, told: Order) -> Filled | None:
    """Write down what a letter says at the moment it is sent; nothing to who left or has submitted meanwhile."""
    campaign_id, organisation_id = uuid.UUID(told.params["campaign"]), uuid.UUID(told.params["organisation"])
    row = session.execute(
        select(Campaign, Organisation.name, ChecklistVersion, campaigns.deadline(), Assessment.status)
        .join(Participant, Participant.campaign_id == Campaign.id)
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .join(ChecklistVersion, ChecklistVersion.id == Campaign.checklist_version_id)
        .outerjoin(
            Assessment,
            (Assessment.campaign_id == Campaign.id) & (Assessment.organisation_id == Participant.organisation_id),
        )
        .where(Campaign.id == campaign_id, Organisation.id == organisation_id, Participant.removed_at.is_(None))
    ).one_or_none()
    if row is None or row[4] not in {None, Status.DRAFT}:
        return None
    campaign, organisation, version, closes_at, _ = row
    locale: Locale = "en" if told.account is not None and told.account.locale == "en" else "zh"
    return Filled(
        {
            "campaign": campaign.name,
            "organisation": organisation,
            "checklist": documents.document(version).checklist.title.to(locale),
            "opens": campaign.opens_at,
            "last": last_day(closes_at),
            "left": days_left(closes_at, told.now),
            "message": campaign.message,
            "link": told.link(f"/campaigns/{campaign.id}/start"),
        }
    )


BUILDERS: Final[Mapping[str, Builder]] = dict.fromkeys(dict.fromkeys(_LETTER.values()), fill)
