"""Imports of organisations from a workbook: what was read, what would change, what did."""

import enum
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from assess.accounts.models import Account, Organisation
from assess.db import Base, choice


class ImportState(enum.StrEnum):
    """Where an import stands."""

    READY = "ready"
    APPLIED = "applied"
    DISCARDED = "discarded"
    UNDONE = "undone"


class RowOutcome(enum.StrEnum):
    """What a row would do, or did."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"


class OrganisationImport(Base):
    """One workbook; everything in it goes below `scope_id`."""

    __tablename__ = "organisation_import"
    __table_args__ = (CheckConstraint("length(sha256) = 64", name="sha256_hex"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    scope_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id), index=True)
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[ImportState] = mapped_column(choice("state", ImportState), default=ImportState.READY)
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey(Account.id))
    at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]


class OrganisationImportRow(Base):
    """A row as it was read; `before` is what the organisation said of itself before it was changed."""

    __tablename__ = "organisation_import_row"
    __table_args__ = (Index(None, "import_id", "outcome", "number"),)

    import_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation_import.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    outcome: Mapped[RowOutcome] = mapped_column(choice("outcome", RowOutcome))
    given: Mapped[dict[str, Any]] = mapped_column(JSON)
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Organisation.id), index=True)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
