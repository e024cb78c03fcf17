"""The reports that were asked for, and the files they became."""

import enum
import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assess.db import Base, choice


class ReportStatus(enum.StrEnum):
    """How far a report is."""

    QUEUED = "queued"
    RENDERING = "rendering"
    READY = "ready"
    FAILED = "failed"


class Report(Base):
    """One report of one assessment, named by the hash of its content.

    `content` waits here, as JSON, until the file is made; then `file_key` (the storage key, which is the file's
    SHA-256) stands in its place. `submission_id` is None for drafts and trials. `decided_sha256` names the decided
    result that the report tells of; one that is `for_reviewers` tells of marks that nobody else may know.
    """

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("assessment_id", "content_hash"),
        CheckConstraint("length(content_hash) = 64", name="content_hash_hex"),
        CheckConstraint("(status = 'ready') = (file_key IS NOT NULL)", name="ready_has_file"),
        CheckConstraint("(file_key IS NULL) = (size IS NULL)", name="file_has_size"),
        CheckConstraint("file_key IS NOT NULL OR content IS NOT NULL", name="content_or_file"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    assessment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"))
    submission_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("submission.id", ondelete="CASCADE"), index=True)
    content_hash: Mapped[str] = mapped_column(String(64), index=True)
    locale: Mapped[str] = mapped_column(String(2))
    template_version: Mapped[str] = mapped_column(String(20))
    status: Mapped[ReportStatus] = mapped_column(choice("status", ReportStatus), default=ReportStatus.QUEUED)
    content: Mapped[str | None] = mapped_column(Text)
    file_key: Mapped[str | None] = mapped_column(String(64), index=True)
    size: Mapped[int | None]
    error: Mapped[str | None] = mapped_column(Text)
    decided_sha256: Mapped[str | None] = mapped_column(String(64))
    for_reviewers: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
