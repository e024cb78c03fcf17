"""Requests of programs that must not be done twice."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from assess.accounts.models import Account
from assess.db import Base


class KeptAnswer(Base):
    """What was answered to a request with an idempotency key; the same request again gets it word for word.

    `request_hash` covers method, address and body: another request under the same key is refused.
    """

    __tablename__ = "kept_answer"
    __table_args__ = (CheckConstraint("length(request_hash) = 32", name="request_hash_length"),)

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Account.id), primary_key=True)
    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    request_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    status: Mapped[int]
    headers: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(index=True)
