"""Published checklist versions: what publishing froze, registered so that assessments can point to it."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column

from assess.db import Base


class ChecklistVersion(Base):
    """One immutable version; `document` is the canonical JSON, `sha256` its hash in hexadecimal."""

    __tablename__ = "checklist_version"
    __table_args__ = (
        UniqueConstraint("key", "version"),
        CheckConstraint("length(sha256) = 64", name="sha256_hex"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    key: Mapped[str] = mapped_column(String(100))
    version: Mapped[str] = mapped_column(String(40))
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    document: Mapped[str] = deferred(mapped_column(Text, nullable=False))
    published_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class MeasureText(Base):
    """The official text of a measure that an operator loaded; `slices` is a JSON object: clause id → its words."""

    __tablename__ = "measure_text"
    __table_args__ = (CheckConstraint("length(sha256) = 64", name="sha256_hex"),)

    measure: Mapped[str] = mapped_column(String(100), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = deferred(mapped_column(Text, nullable=False))
    slices: Mapped[str] = deferred(mapped_column(Text, nullable=False))
    attached_at: Mapped[datetime]
