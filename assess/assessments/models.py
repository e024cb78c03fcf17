"""Assessments with their answers, history, claims, evidence and submissions."""

import enum
import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assess.accounts.models import Organisation
from assess.assessments.workflow import Status
from assess.campaigns.models import Campaign
from assess.checklists.models import ChecklistVersion
from assess.db import Base, choice


class Assessment(Base):
    """One organisation's self-assessment on one checklist version, or a guest's trial (no organisation).

    `profile` is what the first five questions said (see `assess.assessments.profile`); `revision` counts its changes
    and those of the status. In a campaign, `closes_at` is the instant from which nothing may be changed or submitted.
    """

    __tablename__ = "assessment"
    __table_args__ = (
        CheckConstraint("(organisation_id IS NULL) <> (guest_key IS NULL)", name="owner"),
        CheckConstraint("(guest_key IS NULL) = (guest_expires_at IS NULL)", name="guest_expiry"),
        CheckConstraint("revision > 0", name="revision_positive"),
        Index(None, "campaign_id", "organisation_id", unique=True),
        # All that the review queue asks of ten thousand rows, so that it reads the fifty it shows only.
        Index("ix_assessment_queue", "campaign_id", "status", "submitted_at", "id", "organisation_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    checklist_version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("checklist_version.id"), index=True)
    status: Mapped[Status] = mapped_column(choice("status", Status), default=Status.DRAFT)
    profile: Mapped[dict[str, Any]] = mapped_column(JSON)
    revision: Mapped[int] = mapped_column(default=1)
    created_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    guest_key: Mapped[bytes | None] = mapped_column(LargeBinary(32), index=True)
    guest_expires_at: Mapped[datetime | None] = mapped_column(index=True)
    campaign_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Campaign.id))
    closes_at: Mapped[datetime | None]

    organisation: Mapped[Organisation | None] = relationship(lazy="raise")
    version: Mapped[ChecklistVersion] = relationship(lazy="raise")

    @property
    def trial(self) -> bool:
        """Say whether this is a trial without an account."""
        return self.organisation_id is None


class Answer(Base):
    """The present answer to a fact. An answer taken back keeps its row with `value` null, so revisions only rise."""

    __tablename__ = "answer"
    __table_args__ = (CheckConstraint("revision > 0", name="revision_positive"),)

    assessment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    fact: Mapped[str] = mapped_column(String(100), primary_key=True)
    value: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int]
    by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class AnswerHistory(Base):
    """Every change of an answer: append-only (a trial's history goes when the trial goes).

    `salt` belongs to the digest in the audit chain and dies with the row.
    """

    __tablename__ = "answer_history"

    assessment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    fact: Mapped[str] = mapped_column(String(100), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value_before: Mapped[str | None] = mapped_column(Text)
    value_after: Mapped[str | None] = mapped_column(Text)
    note_before: Mapped[str] = mapped_column(Text)
    note_after: Mapped[str] = mapped_column(Text)
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class ItemClaim(Base):
    """不适用 claimed for an item; `reason` null means the claim was taken back."""

    __tablename__ = "item_claim"
    __table_args__ = (CheckConstraint("revision > 0", name="revision_positive"),)

    assessment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    item: Mapped[str] = mapped_column(String(100), primary_key=True)
    reason: Mapped[str | None] = mapped_column(Text)
    revision: Mapped[int]
    by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class CarriedSubject(enum.StrEnum):
    """What was taken along."""

    ANSWER = "answer"
    CLAIM = "claim"


class Fate(enum.StrEnum):
    """What became of it: to be confirmed, no longer fitting its question, or its question is gone."""

    CONFIRM = "confirm"
    UNFIT = "unfit"
    RETIRED = "retired"


class Carried(Base):
    """What was answered or claimed under an earlier version, and is neither in the present one until somebody says so.

    `key` is the fact's, or the item's of a claim; `version_id` the version it was given under; `value` the answer as in
    `Answer`, or the reason of a claim. The answer's own row is taken back (with history) when it moves here, so that
    nothing reads an unconfirmed answer by mistake.
    """

    __tablename__ = "carried"

    assessment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    subject: Mapped[CarriedSubject] = mapped_column(choice("subject", CarriedSubject), primary_key=True)
    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("checklist_version.id"))
    fate: Mapped[Fate] = mapped_column(choice("fate", Fate))
    value: Mapped[str] = mapped_column(Text)
    by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class Evidence(Base):
    """A file that backs an answer; its bytes live in the storage under their hash, so one file may back many.

    `pages` says where in the file to look; `scanned` which scanner found nothing in it ("" where none is set up).
    """

    __tablename__ = "evidence"
    __table_args__ = (CheckConstraint("size > 0", name="not_empty"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    assessment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    fact: Mapped[str] = mapped_column(String(100))
    row_id: Mapped[str | None] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    issued_on: Mapped[date | None]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    pages: Mapped[str] = mapped_column(String(60), default="")
    scanned: Mapped[str] = mapped_column(String(100), default="")


class Submission(Base):
    """An immutable snapshot of the answers with its score; `reference` is what people quote."""

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("assessment_id", "number"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("length(snapshot_sha256) = 64", name="snapshot_sha256_hex"),
        Index(None, "version_sha256", "id", "at"),  # re-scoring walks along it, past the long texts
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    assessment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("assessment.id"))
    number: Mapped[int]
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    snapshot: Mapped[str] = mapped_column(Text)
    snapshot_sha256: Mapped[str] = mapped_column(String(64))
    result: Mapped[str] = mapped_column(Text)
    engine: Mapped[str] = mapped_column(String(20))
    version_sha256: Mapped[str] = mapped_column(String(64))
    as_of: Mapped[date]
    declared_name: Mapped[str] = mapped_column(String(100))
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
