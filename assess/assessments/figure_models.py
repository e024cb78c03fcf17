"""Scores as plain numbers, so that lists, dashboards and reports never read a stored result.

All points are whole hundredths: what scoring rounds to two decimals is exact in them. `campaign_id` repeats the
assessment's, so that one index finds a campaign's rows.
"""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from assess.accounts.models import Account
from assess.assessments.models import Assessment, Submission
from assess.campaigns.models import Campaign
from assess.db import Base


class Figure(Base):
    """The score of an assessment's last submission, and of the decision on it.

    The first three are the duty dial's official scores, null where it is not scored, and the reviewed one until it is
    decided; `grade` is the effective grade of what holds (the decision, or the answers), null where there is none.
    `contradictions` counts what published lists say otherwise, `proof_missing` the items that lose points for want of
    proof. `decision_id` is a plain id: decisions belong to a layer above.
    """

    __tablename__ = "figure"

    assessment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Assessment.id), primary_key=True)
    campaign_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Campaign.id), index=True)
    submission_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Submission.id), index=True)
    decision_id: Mapped[uuid.UUID | None]
    claimed: Mapped[int | None]
    supported: Mapped[int | None]
    reviewed: Mapped[int | None]
    readiness_claimed: Mapped[int | None]
    readiness_supported: Mapped[int | None]
    readiness_reviewed: Mapped[int | None]
    grade: Mapped[str | None] = mapped_column(String(100))
    contradictions: Mapped[int]
    proof_missing: Mapped[int]
    at: Mapped[datetime]


class SectionFigure(Base):
    """A section on one dial: what it is worth here and what it earns in each column.

    Rejecting 不适用 brings points in, so the reviewed column has `reviewed_points` of its own; both null until decided.
    """

    __tablename__ = "section_figure"
    __table_args__ = (CheckConstraint("dial IN ('duty', 'readiness')", name="dial"),)

    assessment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Assessment.id), primary_key=True)
    section: Mapped[str] = mapped_column(String(100), primary_key=True)
    dial: Mapped[str] = mapped_column(String(20), primary_key=True)
    campaign_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Campaign.id), index=True)
    points: Mapped[int]
    claimed: Mapped[int]
    supported: Mapped[int]
    reviewed_points: Mapped[int | None]
    reviewed: Mapped[int | None]


class ItemFigure(Base):
    """An item of a submission in every column, with what each level gave it; null where it does not count.

    `reviewed` and what the levels gave are null until it is decided.

    `least` and `most` are what it can earn at all (a deduction item from minus its points up to 0). `reason` is the
    code the last level gave that gave one.
    """

    __tablename__ = "item_figure"

    assessment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Assessment.id), primary_key=True)
    item: Mapped[str] = mapped_column(String(100), primary_key=True)
    campaign_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Campaign.id), index=True)
    least: Mapped[int]
    most: Mapped[int]
    claimed: Mapped[int | None]
    supported: Mapped[int | None]
    reviewed: Mapped[int | None]
    level1: Mapped[int | None]
    level2: Mapped[int | None]
    by1: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Account.id))
    by2: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Account.id))
    reason: Mapped[str | None] = mapped_column(String(40))


class CampaignPart(Base):
    """What a campaign's figures add up to in one district, for the dashboard; written by a job, as of `at`.

    `district_id` is the organisation the participants lie directly below; for those below none it is the campaign's
    own id, which no organisation has. `content` is what the dashboard shows and `marks` what the deviation report does;
    a change of either needs no migration: the next run writes it anew.
    """

    __tablename__ = "campaign_part"

    campaign_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Campaign.id), primary_key=True)
    district_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    marks: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime]
