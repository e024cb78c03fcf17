"""Imports of published lists, and the rows they brought.

A row belongs to its import for ever and is never changed by another one. What holds is what the latest applied import
says of a listing (its `digest`: credit code, list, authority, day of listing). So an import that is being worked on is
seen by nobody, it counts from one instant on, and undoing the latest one brings back what was there before.
"""

import enum
import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from assess.db import Base, choice


class State(enum.StrEnum):
    """Where an import is."""

    READING = "reading"
    READY = "ready"
    UNUSABLE = "unusable"
    APPLYING = "applying"
    APPLIED = "applied"
    DISCARDING = "discarding"
    DISCARDED = "discarded"
    UNDOING = "undoing"
    UNDONE = "undone"


class Outcome(enum.StrEnum):
    """What a row is, compared with what is known; only `new` and `changed` ones outlive their import's acceptance."""

    PENDING = "pending"
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"


class ListingImport(Base):
    """One file an administrator sent.

    `cursor` is the last row the step at hand has finished, in the same transaction as its work. `compared_with` is the
    `sequence` of the latest applied import when its rows were compared. `busy` is true while it is being applied, and
    unique, so that one is at a time. `job_id` is the job that works on it.
    """

    __tablename__ = "listing_import"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256_hex"),
        CheckConstraint("size > 0", name="not_empty"),
        CheckConstraint("(state = 'applying') = (busy IS NOT NULL)", name="busy_while_applying"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    state: Mapped[State] = mapped_column(choice("state", State), default=State.READING)
    default_list: Mapped[str | None] = mapped_column(String(60))
    encoding: Mapped[str | None] = mapped_column(String(20))
    columns: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    refusal: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    cursor: Mapped[int] = mapped_column(default=0)
    read_at: Mapped[datetime | None]
    compared_at: Mapped[datetime | None]
    compared_with: Mapped[int] = mapped_column(default=0)
    sequence: Mapped[int | None] = mapped_column(unique=True)
    busy: Mapped[bool | None] = mapped_column(unique=True)
    job_id: Mapped[uuid.UUID | None]
    by: Mapped[uuid.UUID]  # an account; no foreign key, for listings and accounts do not know each other
    at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class Listing(Base):
    """One row of an import, by the line (or row of the sheet) it begins on.

    `digest` is what a listing is known by and `content` what is said about it, both without its import; they are null
    where the row is no listing. `twin` is the row of the same file that says the same. `given` holds the cells of a
    row with `problems`.
    """

    __tablename__ = "listing"
    __table_args__ = (
        CheckConstraint("digest IS NOT NULL OR outcome = 'conflict'", name="known_or_conflict"),
        Index(None, "digest", "import_id", "number"),
        Index(None, "credit_code"),
        Index(None, "import_id", "outcome", "number"),
        {"sqlite_with_rowid": False},
    )

    import_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing_import.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    credit_code: Mapped[str] = mapped_column(String(18))
    name: Mapped[str] = mapped_column(String(200))
    list: Mapped[str] = mapped_column(String(60))
    authority: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    listed_on: Mapped[date | None]
    removed_on: Mapped[date | None]
    source: Mapped[str] = mapped_column(Text)
    digest: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    content: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    outcome: Mapped[Outcome] = mapped_column(choice("outcome", Outcome), default=Outcome.PENDING)
    problems: Mapped[str | None] = mapped_column(String(300))
    twin: Mapped[int | None]
    given: Mapped[str | None] = mapped_column(Text)


class ListingTotal(Base):
    """How many listings of a list hold, counted when the latest import was applied or undone."""

    __tablename__ = "listing_total"

    list: Mapped[str] = mapped_column(String(60), primary_key=True)
    current: Mapped[int]
    removed: Mapped[int]
    latest_on: Mapped[date | None]
