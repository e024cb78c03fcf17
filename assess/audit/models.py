"""The audit log: hash chains that hold ids and salted digests; what was said lives in tables erasure can reach."""

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from assess.db import Base


def _general(column: str) -> Index:
    """Index a column of the general chain only; the chains of assessments grow with every answer and pay nothing."""
    only = text("stream = 'general'")
    return Index(f"ix_audit_event_general_{column}", column, "seq", sqlite_where=only, postgresql_where=only)


class AuditHead(Base):
    """The end of a chain; its row lock is the queue of that chain's writers."""

    __tablename__ = "audit_head"

    stream: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditEvent(Base):
    """One step, chained to the one before; never changed, never deleted."""

    __tablename__ = "audit_event"
    __table_args__ = (
        CheckConstraint("seq > 0", name="seq_positive"),
        *(_general(column) for column in ("actor_id", "action", "subject_id")),  # searched; the other chains are short
    )

    stream: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[uuid.UUID | None]
    action: Mapped[str] = mapped_column(String(60))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(140))
    detail_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    previous_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditDetail(Base):
    """What an event's digest was made of; erasing the row leaves the chain whole and says nothing any more."""

    __tablename__ = "audit_detail"

    stream: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    detail: Mapped[str] = mapped_column(Text)


class AuditReading(Base):
    """When somebody's reading of something was last put into a chain; kept for as long as it would be put in again."""

    __tablename__ = "audit_reading"

    account_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    action: Mapped[str] = mapped_column(String(60), primary_key=True)
    subject_id: Mapped[str] = mapped_column(String(140), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)


class AuditCheckpoint(Base):
    """A signed statement of where every chain stood; append-only, and chained to the one before.

    `heads` is the canonical JSON of stream → [seq, hash in hexadecimal] of the heads that moved since the checkpoint
    before; `hash` covers all of them, `signature` is Ed25519 over it (`assess.audit.checkpoints`); `key_id` names the
    public key.
    """

    __tablename__ = "audit_checkpoint"
    __table_args__ = (CheckConstraint("number > 0", name="number_positive"),)

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    events: Mapped[int] = mapped_column(BigInteger)
    heads: Mapped[str] = mapped_column(Text)
    previous_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    key_id: Mapped[str] = mapped_column(String(64))
    signature: Mapped[bytes] = mapped_column(LargeBinary(64))
