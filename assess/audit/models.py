"""The audit log: hash chains that hold ids and salted digests; what was said lives in tables erasure can reach."""

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from assess.db import Base


class AuditHead(Base):
    """The end of a chain; its row lock is the queue of that chain's writers."""

    __tablename__ = "audit_head"

    stream: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditEvent(Base):
    """One step, chained to the one before; never changed, never deleted."""

    __tablename__ = "audit_event"
    __table_args__ = (CheckConstraint("seq > 0", name="seq_positive"),)

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


class AuditCheckpoint(Base):
    """A signed statement of where every chain stood; append-only, and chained to the one before.

    `heads` is the canonical JSON of stream → [seq, hash in hexadecimal]; `signature` is Ed25519 over what
    `assess.audit.checkpoints` says; `key_id` names the public key.
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
