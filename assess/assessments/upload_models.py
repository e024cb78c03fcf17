"""Workbooks that came back filled in, until somebody says what of them holds."""

import enum
import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from assess.accounts.models import Account
from assess.assessments.models import Assessment
from assess.db import Base, choice


class UploadStatus(enum.StrEnum):
    """Where an uploaded workbook is."""

    OPEN = "open"
    APPLIED = "applied"
    DISCARDED = "discarded"


class FormUpload(Base):
    """What an uploaded workbook says, as JSON (see `assess.assessments.sheetchanges`); the file itself is not kept.

    `content` holds nothing but numbers once the upload was applied or discarded: what was accepted stands in the
    history. Nobody (`by` null) is the guest of a trial.
    """

    __tablename__ = "form_upload"
    __table_args__ = (
        CheckConstraint("(status = 'open') = (settled_at IS NULL)", name="settled"),
        CheckConstraint("accepted >= 0", name="accepted"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    assessment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Assessment.id), index=True)
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)
    status: Mapped[UploadStatus] = mapped_column(choice("status", UploadStatus), default=UploadStatus.OPEN)
    accepted: Mapped[int] = mapped_column(default=0)
    by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Account.id))
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
