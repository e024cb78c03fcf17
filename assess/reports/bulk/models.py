"""Batches of reports: what was asked for, and how far each of its files is."""

import enum
import uuid
from datetime import datetime
from typing import Final

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assess.db import Base, choice
from assess.reports.models import ReportFormat


class BatchState(enum.StrEnum):
    """Where a batch is; `done` says that nothing of it waits any more, whatever could not be made."""

    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


class BatchTarget(enum.StrEnum):
    """Where its files go: into one archive, under readable names into the storage, or nowhere but where they are."""

    ZIP = "zip"
    STORE = "store"
    READY = "ready"


class BatchChoice(enum.StrEnum):
    """Whose reports: of everybody who handed in, or only where a decision was published."""

    SUBMITTED = "submitted"
    PUBLISHED = "published"


class EntryState(enum.StrEnum):
    """How far one file of a batch is."""

    WAITING = "waiting"
    MADE = "made"
    FAILED = "failed"


class EntryError(enum.StrEnum):
    """Why there is no file. What each is called, `assess.wording.bulk_words` says."""

    CONTENT = "content"
    RENDER = "render"
    WORKER = "worker"
    STORAGE = "storage"
    GONE = "gone"
    LOST = "lost"


OPEN: Final = (BatchState.RUNNING, BatchState.PAUSED)
MOST_DETAIL: Final = 300


class ReportBatch(Base):
    """Reports of one campaign, made beside the requests.

    `step` counts the jobs that worked on it: a job of an earlier step leaves it alone. `ahead` is how many of its
    reports may wait to be made. `reason` is set where nobody asked: it says what made the reports due, and no second
    batch has the same one. `file_key` is the archive, as long as it is kept;
    `touched_at` is when somebody last changed its course, or a step of it was done.
    """

    __tablename__ = "report_batch"
    __table_args__ = (
        UniqueConstraint("reason"),
        CheckConstraint("step >= 0 AND ahead > 0", name="counts"),
        CheckConstraint("(file_key IS NULL) = (size IS NULL)", name="file_has_size"),
        CheckConstraint("(state IN ('done', 'cancelled')) = (finished_at IS NOT NULL)", name="finished_at_its_end"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    campaign_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"), index=True)
    asked_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    reason: Mapped[str | None] = mapped_column(String(200))
    locale: Mapped[str] = mapped_column(String(2))
    format: Mapped[ReportFormat] = mapped_column(choice("format", ReportFormat))
    target: Mapped[BatchTarget] = mapped_column(choice("target", BatchTarget))
    whose: Mapped[BatchChoice] = mapped_column(choice("whose", BatchChoice))
    state: Mapped[BatchState] = mapped_column(choice("state", BatchState), default=BatchState.RUNNING)
    step: Mapped[int] = mapped_column(default=0)
    ahead: Mapped[int] = mapped_column(default=2)
    file_key: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime]
    touched_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class ReportBatchEntry(Base):
    """One file of a batch: the report of one submission, under the name it gets; `report_id` once it was asked for."""

    __tablename__ = "report_batch_entry"
    __table_args__ = (
        UniqueConstraint("batch_id", "submission_id"),
        UniqueConstraint("batch_id", "name"),
        CheckConstraint("(state = 'failed') = (error IS NOT NULL)", name="failed_says_why"),
        Index(None, "batch_id", "state"),
    )

    batch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("report_batch.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    submission_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("submission.id", ondelete="CASCADE"), index=True)
    report_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("report.id", ondelete="SET NULL"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    state: Mapped[EntryState] = mapped_column(choice("state", EntryState), default=EntryState.WAITING)
    error: Mapped[EntryError | None] = mapped_column(choice("error", EntryError))
    detail: Mapped[str] = mapped_column(Text, default="")
    tries: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime | None]
