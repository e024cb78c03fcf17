"""Which part of a campaign somebody may follow: all of it, or what lies below their own organisation."""

import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Action
from assess.accounts import tree
from assess.accounts.models import Organisation
from assess.accounts.tree import Column
from assess.assessments import earlier
from assess.assessments.figure_models import CampaignPart
from assess.campaigns.models import Campaign, CampaignStatus
from assess.campaigns.queries import run_by
from assess.checklists.definition import Published
from assess.checklists.models import ChecklistVersion
from assess.errors import NotFoundError
from assess.reviews.reach import reviewed_by


@dataclass(frozen=True, slots=True)
class Scope:
    """A campaign as far as the actor may follow it.

    `runs` says that they are an administrator above its organiser, `whole` that nothing of it is hidden; `tops` are the
    organisations below which they see it otherwise.
    """

    actor: Actor
    campaign: Campaign
    document: Published
    runs: bool
    whole: bool
    tops: tuple[uuid.UUID, ...]

    @property
    def reviews(self) -> bool:
        """Say whether the actor reviews the campaign, and so may read what was handed in."""
        bodies = {self.campaign.reviewing_body_id, self.campaign.deciding_body_id}
        return not bodies.isdisjoint(self.actor.organisations(Action.REVIEW)) and not self.draft

    @property
    def draft(self) -> bool:
        """Say whether it is only being prepared."""
        return self.campaign.status is CampaignStatus.DRAFT

    def participants(self, column: Column) -> ColumnElement[bool]:
        """Give the condition for the participants that are counted, on a column that holds an organisation's id."""
        return true() if self.whole else column.in_(tree.below(*self.tops))

    @property
    def districts(self) -> ColumnElement[bool]:
        """Give the condition for the parts of what those participants add up to."""
        if self.whole:
            return true()
        return or_(CampaignPart.district_id.in_(self.tops), CampaignPart.district_id.in_(tree.below(*self.tops)))

    def named(self, column: Column, district_id: uuid.UUID | None = None, text: str = "") -> ColumnElement[bool]:
        """Give the condition for the participants that are shown by name: a reviewer's own organisation never is.

        Args:
            column: Holds an organisation's id.
            district_id: Only what lies directly below it; the campaign's own id stands for what lies below none.
            text: Part of the name, or the whole credit code.
        """
        conditions = [self.participants(column)]
        if not self.runs:
            conditions.append(column.not_in(tuple({member.organisation_id for member in self.actor.memberships})))
        if district_id is not None or text:
            conditions.append(column.in_(self._narrowed(district_id, text)))
        return and_(*conditions)

    def _narrowed(self, district_id: uuid.UUID | None, text: str) -> Select[uuid.UUID]:
        wanted = select(Organisation.id)
        if district_id is not None:
            above = None if district_id == self.campaign.id else district_id
            wanted = wanted.where(Organisation.parent_id == above)
        if text:
            alike = Organisation.name.contains(text, autoescape=True)
            wanted = wanted.where(or_(alike, Organisation.credit_code == text.upper()))
        return wanted


def find(session: Session, *, actor: Actor, campaign_id: uuid.UUID) -> Scope:
    """Say what of a campaign the actor may follow; one query.

    Administrators above the organiser and reviewers of its bodies follow the whole; other administrators, once it is
    open, what lies below them, which may be nothing (`require_any`).

    Raises:
        NotFoundError: Not there, or nothing of it is theirs to see: nobody can tell which.
    """
    runs = run_by(actor)
    reviews = reviewed_by(actor) if actor.organisations(Action.REVIEW) else false()
    wanted = (
        select(Campaign, ChecklistVersion.sha256, runs.label("runs"), reviews.label("reviews"))
        .join(ChecklistVersion, ChecklistVersion.id == Campaign.checklist_version_id)
        .where(Campaign.id == campaign_id)
    )
    found = session.execute(wanted).one_or_none()
    if found is None:
        raise NotFoundError
    campaign, tops = found[0], actor.tops(Action.FOLLOW_CAMPAIGN)
    whole = bool(found.runs or found.reviews)
    if not whole and (not tops or campaign.status is CampaignStatus.DRAFT):
        raise NotFoundError
    document = earlier.published_as(session, found.sha256)
    return Scope(actor, campaign, document, bool(found.runs), whole, tops)
