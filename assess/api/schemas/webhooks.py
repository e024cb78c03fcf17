"""Webhooks and what was sent to them. The secret is told once, when it is made."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints

from assess.accounts.webhooks.models import Webhook, WebhookDelivery, WebhookTry
from assess.api.schemas.base import Flag, Sent

Event = Literal["assessment.submitted", "assessment.returned", "assessment.decided"]
Events = Annotated[list[Event], Field(min_length=1, max_length=3)]
Url = Annotated[
    str,
    StringConstraints(max_length=500),
    Field(
        description="https，公共互联网上的地址。 https, on the public internet.", examples=["https://example.com/hook"]
    ),
]


class WebhookIn(Sent):
    """A new address, for an organisation the token's owner is lead or administrator of."""

    organisation_id: uuid.UUID
    url: Url
    events: Events


class WebhookChange(Sent):
    """The events it hears of, and whether it hears anything at all. What is not sent stays."""

    events: Events | None = None
    enabled: Flag | None = None


class WebhookOut(BaseModel):
    """An address; `disabled_why` is `gone` or `failing` where the service turned it off."""

    id: uuid.UUID
    organisation_id: uuid.UUID
    url: str
    events: list[str]
    created_at: datetime
    disabled_at: datetime | None
    disabled_why: str
    previous_secret_until: datetime | None


class WebhookMade(WebhookOut):
    """An address with its secret, which nobody can see again."""

    secret: str


class TryOut(BaseModel):
    """One try: the status of the answer, or a word for why there was none."""

    at: datetime
    status: int | None
    error: str
    milliseconds: int


class DeliveryOut(BaseModel):
    """One event for one address. `message_id` is what the receiver knows it by."""

    id: uuid.UUID
    message_id: str
    event: str
    status: str
    at: datetime
    next_at: datetime | None
    delivered_at: datetime | None
    tries: list[TryOut]


def webhook_out(one: Webhook) -> WebhookOut:
    """Write an address down."""
    return WebhookOut(**_columns(one))


def webhook_made(one: Webhook, secret: str) -> WebhookMade:
    """Write an address down with its secret."""
    return WebhookMade(**_columns(one), secret=secret)


def _columns(one: Webhook) -> dict[str, Any]:
    return {
        "id": one.id,
        "organisation_id": one.organisation_id,
        "url": one.url,
        "events": list(one.events),
        "created_at": one.created_at,
        "disabled_at": one.disabled_at,
        "disabled_why": one.disabled_why,
        "previous_secret_until": one.previous_until,
    }


def delivery_out(one: WebhookDelivery, tries: Sequence[WebhookTry]) -> DeliveryOut:
    """Write a delivery down."""
    return DeliveryOut(
        id=one.id,
        message_id=f"msg_{one.id.hex}",
        event=one.event,
        status=one.status.value,
        at=one.at,
        next_at=one.next_at,
        delivered_at=one.delivered_at,
        tries=[
            TryOut(at=made.at, status=made.status, error=made.error, milliseconds=made.milliseconds) for made in tries
        ],
    )
