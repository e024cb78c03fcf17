"""The reports that were asked for, and the files they became."""

import enum
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assess.db import Base, choice
from assess.reports.orders import Format


class ReportStatus(enum.StrEnum):
    """How far a report is."""

    QUEUED = "queued"
    RENDERING = "rendering"
    READY = "ready"
    FAILED = "failed"


class ReportFormat(enum.StrEnum):
    """What kind of file a report is; `pdfa` is the PDF for archives."""

    PDF = "pdf"
    PDFA = "pdfa"
    HTML = "html"
    DOCX = "docx"
    XLSX = "xlsx"


FORMAT_OF: Final[Mapping[ReportFormat, Format]] = {
    ReportFormat.PDF: "pdf",
    ReportFormat.PDFA: "pdfa",
    ReportFormat.HTML: "html",
    ReportFormat.DOCX: "docx",
    ReportFormat.XLSX: "xlsx",
}


class PeerColumn(Base):
    """The scores that a campaign's reports are compared with, as they were counted last.

    `stamp` says what was there when somebody last looked, `data` is `assess.reports.population.Column` as JSON. What is
    counted anew takes its place only once it differs for enough organisations: see `assess.reports.peers`.
    """

    __tablename__ = "peer_column"

    campaign_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"), primary_key=True)
    basis: Mapped[str] = mapped_column(String(10), primary_key=True)
    stamp: Mapped[str] = mapped_column(String(200))
    data: Mapped[str] = mapped_column(Text)
    counted_at: Mapped[datetime]


class ReportFace(Base):
    """One state of a campaign's own face; `data` is `assess.reports.faces.Face` as JSON without its logo.

    `logo_key` is the stored PNG. It is a draft until `used_at`; the latest that is used is on the campaign's reports.
    """

    __tablename__ = "report_face"
    __table_args__ = (UniqueConstraint("campaign_id", "number"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    campaign_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"))
    number: Mapped[int]
    data: Mapped[str] = mapped_column(Text)
    logo_key: Mapped[str | None] = mapped_column(String(64))
    created_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Report(Base):
    """One report of one assessment, or of one campaign, named by the hash of its content and look.

    `content` waits here, as JSON, until the file is made; then `file_key` (the storage key, which is the file's
    SHA-256) stands in its place. `submission_id` is None for drafts and trials. `decided_sha256` names the decided
    result that the report tells of; one that is `for_reviewers` tells of marks that nobody else may know. `code` is
    what anyone who holds the report asks by, `confirms` what they are told: the little of the content that outlives it.
    A report of a campaign is about all of it, or what lies below `top_id` (the plain id of an organisation); one that
    names nobody is `for_reviewers`.
    """

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("assessment_id", "content_hash", "format"),
        UniqueConstraint("campaign_id", "content_hash", "format"),
        CheckConstraint("assessment_id IS NOT NULL OR campaign_id IS NOT NULL", name="of_something"),
        CheckConstraint("length(content_hash) = 64", name="content_hash_hex"),
        CheckConstraint("(status = 'ready') = (file_key IS NOT NULL)", name="ready_has_file"),
        CheckConstraint("(file_key IS NULL) = (size IS NULL)", name="file_has_size"),
        CheckConstraint("file_key IS NOT NULL OR content IS NOT NULL", name="content_or_file"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    assessment_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"))
    campaign_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"))
    top_id: Mapped[uuid.UUID | None]
    submission_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("submission.id", ondelete="CASCADE"), index=True)
    content_hash: Mapped[str] = mapped_column(String(64), index=True)
    code: Mapped[str] = mapped_column(String(12), index=True)
    confirms: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    face_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("report_face.id"))
    format: Mapped[ReportFormat] = mapped_column(choice("format", ReportFormat), default=ReportFormat.PDF)
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
