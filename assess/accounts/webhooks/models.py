"""Addresses of other systems that want to hear of events, and what was sent to them."""

import enum
import uuid
from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from assess.accounts.models import Account, Organisation
from assess.db import Base, choice


class DeliveryStatus(enum.StrEnum):
    """How far a delivery is."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given-up"


class Webhook(Base):
    """An address that hears of an organisation's events; its signing secret is kept encrypted.

    After a rotation `previous_secret` signs beside the new one until `previous_until`.
    """

    __tablename__ = "webhook"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id), index=True)
    url: Mapped[str] = mapped_column(String(500))
    secret: Mapped[bytes] = mapped_column(LargeBinary(400))
    previous_secret: Mapped[bytes | None] = mapped_column(LargeBinary(400))
    previous_until: Mapped[datetime | None]
    events: Mapped[list[str]] = mapped_column(JSON)
    created_by: Mapped[uuid.UUID] = mapped_column(ForeignKey(Account.id))
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    disabled_why: Mapped[str] = mapped_column(String(100), default="")


class WebhookDelivery(Base):
    """One event for one address: what is sent, how often it was tried, and how the last try ended.

    `next_at` is when it is due; whoever tries it moves that on first, so that nobody else does meanwhile.
    """

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        CheckConstraint("attempts >= 0", name="attempts"),
        Index(None, "webhook_id", "at"),
        Index(None, "webhook_id", "status", "next_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    webhook_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Webhook.id))
    event: Mapped[str] = mapped_column(String(60))
    body: Mapped[str] = mapped_column(Text)
    status: Mapped[DeliveryStatus] = mapped_column(choice("status", DeliveryStatus), default=DeliveryStatus.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    last_status: Mapped[int | None]
    last_error: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime]
    tried_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]


class WebhookTry(Base):
    """One try to deliver: the status of the answer, or why there was none, and how long it took."""

    __tablename__ = "webhook_try"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    delivery_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(WebhookDelivery.id), index=True)
    at: Mapped[datetime]
    status: Mapped[int | None]
    error: Mapped[str] = mapped_column(String(40), default="")
    milliseconds: Mapped[int]
