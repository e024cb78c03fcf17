"""The demo's campaign: the authority runs and reviews it, two districts with an enterprise each take part."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.accounts import tree
from assess.accounts.models import Account, Membership, Organisation, OrganisationKind
from assess.campaigns import operations, participants
from assess.campaigns.definition import CampaignFields
from assess.checklists.models import ChecklistVersion
from assess.clock import to_local

NAME: Final = "2026年度企业知识产权保护自评（演示）"
SECOND_DISTRICT: Final = "临沂市罗庄区市场监督管理局（演示）"
BEFORE: Final = timedelta(days=8)
_OPENS: Final = timedelta(days=7)
_CLOSES: Final = timedelta(days=21)


def plant(session: Session, accounts: Mapping[str, Account], now: datetime) -> None:
    """Put the demo's organisations into their tree: authority, two districts, an enterprise below each."""
    first, second = (_organisation(session, accounts[login]) for login in ("quxian", "fuhe"))
    third = Organisation(
        id=uuid.uuid4(),
        name=SECOND_DISTRICT,
        kind=OrganisationKind.DISTRICT,
        region="371311",
        roles=[],
        created_at=now,
        demo=True,
    )
    session.add(third)
    session.flush()
    for below, above in (
        (first, second),
        (third, second),
        (_organisation(session, accounts["qiye-b"]), first),
        (_organisation(session, accounts["qiye-a"]), third),
    ):
        tree.place(session, below, above)


def open_one(
    session: Session, *, administrator: Actor, accounts: Mapping[str, Account], version: ChecklistVersion, now: datetime
) -> uuid.UUID:
    """Open a campaign of the two enterprises that began a week ago, and give its id."""
    body, then = _organisation(session, accounts["fuhe"]), now - BEFORE
    fields = CampaignFields(
        name=NAME,
        checklist_version_id=version.id,
        organiser_id=body.id,
        reviewing_body_id=body.id,
        opens_on=to_local(now - _OPENS).date(),
        closes_on=to_local(now + _CLOSES).date(),
        review_by=to_local(now + 2 * _CLOSES).date(),
        reminder_days=(7, 3, 1),
        message="这是演示用的评估批次，数据均为虚构。",
    )
    made = operations.create(session, actor=administrator, fields=fields, now=then)
    names = [_organisation(session, accounts[login]).name for login in ("qiye-a", "qiye-b")]
    participants.add_listed(session, actor=administrator, campaign_id=made.id, entries=names, now=then)
    operations.open_campaign(session, actor=administrator, campaign_id=made.id, now=then)
    return made.id


def _organisation(session: Session, account: Account) -> Organisation:
    wanted = select(Organisation).join(Membership, Membership.organisation_id == Organisation.id)
    return session.scalars(wanted.where(Membership.account_id == account.id)).one()
