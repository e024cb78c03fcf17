"""Several people at one form: who answers for which section, what they say to one another, who is there now."""

import enum
import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from assess.accounts.department_models import Department
from assess.accounts.models import Account
from assess.assessments.models import Assessment
from assess.db import Base, choice


class Part(enum.StrEnum):
    """What somebody is to do with a section: answer for it (主责), or help (协助)."""

    LEAD = "lead"
    ASSIST = "assist"


class SectionDuty(Base):
    """A section given to a person or to a department."""

    __tablename__ = "section_duty"
    __table_args__ = (
        CheckConstraint("(account_id IS NULL) <> (department_id IS NULL)", name="person_or_department"),
        Index(None, "assessment_id", "section", "account_id", unique=True),
        Index(None, "assessment_id", "section", "department_id", unique=True),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    assessment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Assessment.id))
    section: Mapped[str] = mapped_column(String(100))
    part: Mapped[Part] = mapped_column(choice("part", Part))
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Account.id), index=True)
    department_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Department.id), index=True)
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey(Account.id))
    at: Mapped[datetime]


class ItemComment(Base):
    """What somebody of the organisation said of an item; reviewers do not see it. One taken back keeps its row."""

    __tablename__ = "item_comment"
    __table_args__ = (Index(None, "assessment_id", "item", "at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    assessment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Assessment.id))
    item: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Text)
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey(Account.id))
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]


class CommentMention(Base):
    """Who was named in a comment, and when they saw it."""

    __tablename__ = "comment_mention"

    comment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(ItemComment.id), primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Account.id), primary_key=True, index=True)
    seen_at: Mapped[datetime | None]


class Presence(Base):
    """Who has a form open, and where; a row that was not renewed for two minutes says nothing any more."""

    __tablename__ = "presence"

    assessment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Assessment.id), primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Account.id), primary_key=True)
    section: Mapped[str] = mapped_column(String(100))
    seen_at: Mapped[datetime]
