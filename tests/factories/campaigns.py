"""Campaigns for tests."""

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.accounts.models import Account, Organisation, OrganisationKind
from assess.campaigns import operations, participants
from assess.campaigns.definition import CampaignFields
from assess.campaigns.models import Campaign
from tests.factories.accounts import START, actor_of, make_account, make_organisation
from tests.factories.checklists import make_version


@dataclass(frozen=True, slots=True)
class Bureau:
    """An authority that runs campaigns, with its administrator and what lies below it."""

    body: Organisation
    admin: Account
    actor: Actor
    district: Organisation
    enterprises: tuple[Organisation, ...]
    leads: tuple[Account, ...]


def make_bureau(session: Session, *, enterprises: int = 2, name: str = "临沂市市场监督管理局") -> Bureau:
    """Store an authority with an administrator, a district below it, and enterprises with a lead each below that."""
    body = make_organisation(session, name=name, kind=OrganisationKind.AUTHORITY, region="371300")
    admin = make_account(session, body, Role.ADMINISTRATOR, name="孙丽")
    district = make_organisation(session, name="兰山区", kind=OrganisationKind.DISTRICT, parent=body)
    firms = tuple(
        make_organisation(session, name=f"示范企业{number:02d}", parent=district) for number in range(enterprises)
    )
    leads = tuple(make_account(session, firm, name="王丽") for firm in firms)
    return Bureau(body, admin, actor_of(session, admin), district, firms, leads)


def fields(session: Session, bureau: Bureau, **changes: object) -> CampaignFields:
    """Describe a campaign of November 2026 that is open from the first day of the tests on."""
    given = CampaignFields(
        name="2026年度企业知识产权保护自评",
        checklist_version_id=make_version(session).id,
        organiser_id=bureau.body.id,
        reviewing_body_id=bureau.body.id,
        opens_on=date(2026, 11, 22),
        closes_on=date(2026, 11, 30),
        review_by=date(2026, 12, 20),
        reminder_days=(7, 3, 1),
    )
    return dataclasses.replace(given, **changes)  # type: ignore[arg-type]  # tests name the fields


def make_campaign(
    session: Session,
    bureau: Bureau,
    *members: Organisation,
    opened: bool = True,
    now: datetime = START,
    **changes: object,
) -> Campaign:
    """Store a campaign with its participants, opened unless told otherwise."""
    made = operations.create(session, actor=bureau.actor, fields=fields(session, bureau, **changes), now=now)
    if members:
        names = [one.credit_code or one.name for one in members]
        participants.add_listed(session, actor=bureau.actor, campaign_id=made.id, entries=names, now=now)
    if opened:
        operations.open_campaign(session, actor=bureau.actor, campaign_id=made.id, now=now)
    return made
