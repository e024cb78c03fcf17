"""What was erased, at whose word."""

import enum
import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from assess.accounts.models import Account
from assess.db import Base, choice


class ErasedKind(enum.StrEnum):
    """What an erasure was about."""

    ACCOUNT = "account"
    ASSESSMENT = "assessment"


class Erasure(Base):
    """That something was erased, and why; never what. It is written before, in the same transaction.

    The rows of an assessment that are otherwise never changed (history, submissions, decisions) may be deleted once
    an erasure of that assessment stands here: the database asks for it.
    """

    __tablename__ = "erasure"

    kind: Mapped[ErasedKind] = mapped_column(choice("kind", ErasedKind), primary_key=True)
    subject_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(String(60))
    by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Account.id))
    at: Mapped[datetime]
