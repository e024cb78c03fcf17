"""Campaigns with their participants, what happened to them, and the reminders they sent."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assess.accounts.models import Account, Organisation
from assess.campaigns.definition import CampaignEvent, CampaignStatus
from assess.checklists.models import ChecklistVersion
from assess.db import Base, choice

__all__ = ["Campaign", "CampaignEvent", "CampaignRecord", "CampaignStatus", "Participant", "Reminder"]


class Campaign(Base):
    """Many organisations, one checklist version, one deadline.

    `organiser_id` runs it; `reviewing_body_id` reviews, and with two `levels` `second_body_id` does so after it (the
    same body where it is empty). `selection` is the filter the participants were chosen by, empty for a list.
    `closes_at` is the instant at which filling in ends; `review_by` the day by which reviewing should be done.
    `mend_days` is how long a returned form stays open, `appeal_days` how long after publication one may appeal.
    With `publish_at_once` a decision is published when it is made; otherwise the administrator publishes.
    `reminder_days` counts days before `closes_at`.
    """

    __tablename__ = "campaign"
    __table_args__ = (
        CheckConstraint("levels IN (1, 2)", name="levels_one_or_two"),
        CheckConstraint("opens_at < closes_at", name="opens_before_it_closes"),
        CheckConstraint("mend_days > 0 AND appeal_days >= 0", name="days"),
        CheckConstraint("revision > 0", name="revision_positive"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    name: Mapped[str] = mapped_column(String(200))
    checklist_version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(ChecklistVersion.id), index=True)
    organiser_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id), index=True)
    reviewing_body_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id), index=True)
    second_body_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Organisation.id), index=True)
    levels: Mapped[int] = mapped_column(default=1)
    status: Mapped[CampaignStatus] = mapped_column(choice("status", CampaignStatus), default=CampaignStatus.DRAFT)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    review_by: Mapped[date | None]
    mend_days: Mapped[int] = mapped_column(default=10)
    appeal_days: Mapped[int] = mapped_column(default=10)
    publish_at_once: Mapped[bool] = mapped_column(default=False)
    reminder_days: Mapped[list[int]] = mapped_column(JSON, default=list)
    selection: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    message: Mapped[str] = mapped_column(Text, default="")
    created_by: Mapped[uuid.UUID] = mapped_column(ForeignKey(Account.id))
    created_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)

    version: Mapped[ChecklistVersion] = relationship(lazy="raise")

    @property
    def deciding_body_id(self) -> uuid.UUID:
        """Give the organisation whose reviewers decide."""
        return self.second_body_id if self.levels > 1 and self.second_body_id else self.reviewing_body_id


class Participant(Base):
    """An organisation in a campaign; `closes_at` is its own deadline where it was given more time."""

    __tablename__ = "participant"

    campaign_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id), primary_key=True, index=True)
    closes_at: Mapped[datetime | None]
    added_by: Mapped[uuid.UUID] = mapped_column(ForeignKey(Account.id))
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class CampaignRecord(Base):
    """What happened to a campaign, when, by whom and why: append-only."""

    __tablename__ = "campaign_record"

    campaign_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event: Mapped[CampaignEvent] = mapped_column(choice("event", CampaignEvent))
    reason: Mapped[str] = mapped_column(Text, default="")
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Account.id))
    at: Mapped[datetime]


class Reminder(Base):
    """A reminder that was sent: no organisation gets the one of a day twice."""

    __tablename__ = "reminder"
    __table_args__ = (Index(None, "campaign_id", "organisation_id", "days", unique=True),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    campaign_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("campaign.id"))
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id))
    days: Mapped[int]
    letters: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime]
