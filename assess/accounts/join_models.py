"""Requests of people to join an organisation that is here already: a credit code alone proves nothing."""

import enum
import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from assess.access.roles import Role
from assess.accounts.models import Account, Organisation
from assess.db import Base, choice


class JoinOutcome(enum.StrEnum):
    """How a request ended."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class JoinRequest(Base):
    """Somebody asks to join; `reason` is their own words, `role` what they were let in as."""

    __tablename__ = "join_request"
    __table_args__ = (
        CheckConstraint("(outcome IS NULL) = (answered_at IS NULL)", name="answered"),
        Index(
            "uq_join_request_open",
            "organisation_id",
            "account_id",
            unique=True,
            sqlite_where=text("outcome IS NULL"),
            postgresql_where=text("outcome IS NULL"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id))
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Account.id), index=True)
    reason: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime]
    outcome: Mapped[JoinOutcome | None] = mapped_column(choice("outcome", JoinOutcome))
    role: Mapped[Role | None] = mapped_column(choice("role", Role))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Account.id))
