"""Runs of re-scoring and what they found; stored results are never touched."""

import enum
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from assess.db import Base, choice


class RunState(enum.StrEnum):
    """Where a run is."""

    RUNNING = "running"
    DONE = "done"


class RescoreRun(Base):
    """One re-scoring of many submissions: to check the engine, or to try a draft (`document`) against real answers.

    `versions` are the hashes of the versions whose submissions are looked at, in the order of the work; `cursor` is
    the last submission that is done with (`place` counts the versions before it). `until` is when the run began: what
    is handed in later is none of it. Cursor, counts and findings of a batch are committed together.
    """

    __tablename__ = "rescore_run"
    __table_args__ = (CheckConstraint("done >= 0 AND done <= total", name="progress"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    state: Mapped[RunState] = mapped_column(choice("state", RunState), default=RunState.RUNNING)
    engine: Mapped[str] = mapped_column(String(20))
    versions: Mapped[list[str]] = mapped_column(JSON)
    target_key: Mapped[str | None] = mapped_column(String(200))
    target_version: Mapped[str | None] = mapped_column(String(40))
    target_sha256: Mapped[str | None] = mapped_column(String(64))
    document: Mapped[str | None] = mapped_column(Text, deferred=True)
    place: Mapped[int] = mapped_column(default=0)
    cursor: Mapped[uuid.UUID | None]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int]
    tally: Mapped[dict[str, Any]] = mapped_column(JSON)
    job_id: Mapped[uuid.UUID | None]
    by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    until: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class RescoreResult(Base):
    """One submission that comes out differently, or not at all (`problem`, in both languages)."""

    __tablename__ = "rescore_result"

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("rescore_run.id"), primary_key=True)
    submission_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    before: Mapped[str] = mapped_column(String(100))
    after: Mapped[str] = mapped_column(String(100))
    changes: Mapped[list[list[str | None]]] = mapped_column(JSON)
    problem: Mapped[dict[str, str] | None] = mapped_column(JSON)
