"""Campaigns and their participants for tests."""

from datetime import timedelta

from sqlalchemy.orm import Session

from assess.access.roles import Role
from assess.accounts.models import Account, Organisation, OrganisationKind
from assess.campaigns.models import Campaign, CampaignStatus, Participant
from assess.checklists.models import ChecklistVersion
from tests.factories.accounts import START, make_account, make_organisation
from tests.factories.checklists import make_version

OPENED = START - timedelta(days=7)
CLOSES = START + timedelta(days=39, hours=13)  # the end of 31 December in Shanghai


def make_authority(
    session: Session,
    name: str = "临沂市知识产权局",
    *,
    parent: Organisation | None = None,
    operator: bool = False,
) -> Organisation:
    """Store an authority."""
    kind = OrganisationKind.AUTHORITY
    return make_organisation(session, name=name, kind=kind, region="371300", parent=parent, operator=operator)


def make_campaign(
    session: Session,
    organiser: Organisation | None = None,
    body: Organisation | None = None,
    version: ChecklistVersion | None = None,
    *,
    creator: Account | None = None,
    **given: object,
) -> Campaign:
    """Store an open campaign of an authority that reviews itself unless another body is given.

    It closes at the end of 31 December 2026; `given` are columns of `Campaign`.
    """
    organiser = organiser or make_authority(session)
    creator = creator or make_account(session, organiser, Role.ADMINISTRATOR, name="周敏")
    columns: dict[str, object] = {
        "name": "2026 年度知识产权保护自评",
        "status": CampaignStatus.OPEN,
        "opens_at": OPENED,
        "closes_at": CLOSES,
        "created_at": OPENED,
    }
    made = Campaign(
        checklist_version_id=(version or make_version(session)).id,
        organiser_id=organiser.id,
        reviewing_body_id=(body or organiser).id,
        created_by=creator.id,
        **(columns | given),
    )
    session.add(made)
    session.flush()
    return made


def add_participant(session: Session, campaign: Campaign, organisation: Organisation) -> Participant:
    """Put an organisation on a campaign's list."""
    made = Participant(
        campaign_id=campaign.id, organisation_id=organisation.id, added_by=campaign.created_by, added_at=OPENED
    )
    session.add(made)
    session.flush()
    return made
