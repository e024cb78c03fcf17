"""Addresses that hear of an organisation's events: added, changed, tried, turned off and on, removed.

They belong to the organisation its lead or administrator acts for; nobody sets one up for somebody below.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.accounts import proving
from assess.accounts.throttle import Limit
from assess.accounts.webhooks import addresses, announcing, queries, signing
from assess.accounts.webhooks.events import CHOSEN, Event
from assess.accounts.webhooks.models import DeliveryStatus, Webhook, WebhookDelivery, WebhookTry
from assess.accounts.webhooks.signing import Seal
from assess.audit.chain import Subject
from assess.audit.log import GENERAL, append
from assess.config import Settings
from assess.errors import ConflictError, InvalidError

MOST: Final = 5
"""How many addresses an organisation may have."""

OVERLAP: Final = timedelta(hours=24)
"""How long the secret before signs beside a new one."""

BY_HAND: Final = Limit("webhook-by-hand", 30, timedelta(hours=1))
"""Pings and repeats by one person: nobody makes us knock at somebody's door all day."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How this service treats addresses: the key of their secrets, and whether they may be private."""

    seal: Seal
    private: bool = False


def terms_of(settings: Settings) -> Terms:
    """Give what the operator decided."""
    return Terms(Seal.of(settings.signing_key()), settings.webhook_allow_private)


def add(
    session: Session,
    *,
    actor: Actor,
    organisation_id: uuid.UUID,
    url: str,
    events: Collection[str],
    terms: Terms,
    now: datetime,
) -> tuple[Webhook, str]:
    """Have an address hear of an organisation's events.

    Returns:
        The stored row, and the secret, which nobody can see again.

    Raises:
        NotFoundError: Not the actor's own organisation.
        InvalidError: Field `url` or `events`.
        ConflictError: `webhook.too-many` or `webhook.twice`.
    """
    mine = queries.own(session, actor=actor, organisation_id=organisation_id)
    plain, chosen = addresses.check(url, private=terms.private), _chosen(events)
    _room(session, mine.id, plain)
    secret = signing.new_secret()
    made = Webhook(
        id=uuid.uuid4(),
        organisation_id=mine.id,
        url=plain,
        secret=terms.seal.closed(secret),
        events=chosen,
        created_by=actor.account_id,
        created_at=now,
    )
    session.add(made)
    session.flush()
    _log(session, made, actor, "webhook.added", now, host=urlsplit(plain).hostname, events=chosen)
    return made, signing.spelled(secret)


def _chosen(events: Collection[str]) -> list[str]:
    if not events or not set(events) <= set(CHOSEN):
        raise InvalidError("webhook.events", field="events")
    return [event.value for event in CHOSEN if event in events]


def _room(session: Session, organisation_id: uuid.UUID, url: str) -> None:
    """Refuse one address too many, and the same one twice."""
    there = session.scalars(select(Webhook.url).where(Webhook.organisation_id == organisation_id)).all()
    if url in there:
        raise ConflictError("webhook.twice")
    if len(there) >= MOST:
        raise ConflictError("webhook.too-many", most=MOST)


def change(session: Session, *, actor: Actor, webhook_id: uuid.UUID, events: Collection[str], now: datetime) -> Webhook:
    """Choose the events anew; the address itself does not change, another one is another webhook.

    Raises:
        NotFoundError: Not there, or not the actor's.
        InvalidError: Field `events`.
    """
    found = queries.get(session, actor=actor, webhook_id=webhook_id)
    chosen = _chosen(events)
    if chosen != found.events:
        found.events = chosen
        _log(session, found, actor, "webhook.changed", now, events=chosen)
    return found


def rotate(
    session: Session, *, actor: Actor, webhook_id: uuid.UUID, terms: Terms, now: datetime
) -> tuple[Webhook, str]:
    """Draw a new secret; for a day both sign, so that the receiver can change over.

    Returns:
        The row, and the new secret, which nobody can see again.

    Raises:
        NotFoundError: Not there, or not the actor's.
    """
    found = queries.get(session, actor=actor, webhook_id=webhook_id)
    secret = signing.new_secret()
    found.previous_secret, found.previous_until = found.secret, now + OVERLAP
    found.secret = terms.seal.closed(secret)
    _log(session, found, actor, "webhook.rotated", now)
    return found, signing.spelled(secret)


def disable(session: Session, *, actor: Actor, webhook_id: uuid.UUID, now: datetime) -> Webhook:
    """Send nothing more to an address; what waits for it is given up.

    Raises:
        NotFoundError: Not there, or not the actor's.
    """
    found = queries.get(session, actor=actor, webhook_id=webhook_id)
    if found.disabled_at is None:
        announcing.stop(session, found, why="", now=now)
        _log(session, found, actor, "webhook.disabled", now)
    return found


def enable(session: Session, *, actor: Actor, webhook_id: uuid.UUID, now: datetime) -> Webhook:
    """Send to an address again, from now on.

    Raises:
        NotFoundError: Not there, or not the actor's.
    """
    found = queries.get(session, actor=actor, webhook_id=webhook_id)
    if found.disabled_at is not None:
        found.disabled_at, found.disabled_why = None, ""
        _log(session, found, actor, "webhook.enabled", now)
    return found


def remove(session: Session, *, actor: Actor, webhook_id: uuid.UUID, now: datetime) -> None:
    """Delete an address with everything that was sent to it.

    Raises:
        NotFoundError: Not there, or not the actor's.
    """
    found = queries.get(session, actor=actor, webhook_id=webhook_id)
    sent = select(WebhookDelivery.id).where(WebhookDelivery.webhook_id == found.id)
    session.execute(delete(WebhookTry).where(WebhookTry.delivery_id.in_(sent)))
    session.execute(delete(WebhookDelivery).where(WebhookDelivery.webhook_id == found.id))
    session.delete(found)
    session.flush()
    _log(session, found, actor, "webhook.removed", now)


def ping(session: Session, *, actor: Actor, webhook_id: uuid.UUID, now: datetime) -> WebhookDelivery:
    """Send an address something to try it by.

    Raises:
        NotFoundError: Not there, or not the actor's.
        ConflictError: `webhook.disabled`.
        ThrottledError: Too many pings and repeats.
    """
    found = _working(session, actor, webhook_id)
    proving.count(session, BY_HAND, str(actor.account_id), now)
    made = announcing.post(session, found, Event.PING, {"organisation_id": str(found.organisation_id)}, now)
    session.flush()
    return made


def resend(
    session: Session, *, actor: Actor, webhook_id: uuid.UUID, delivery_id: uuid.UUID, now: datetime
) -> WebhookDelivery:
    """Send something again, under the number it had; what waits already is tried at once.

    Raises:
        NotFoundError: Not there, or not the actor's.
        ConflictError: `webhook.disabled`.
        ThrottledError: Too many pings and repeats.
    """
    found = _working(session, actor, webhook_id)
    sent = queries.delivery(session, webhook_id=found.id, delivery_id=delivery_id)
    proving.count(session, BY_HAND, str(actor.account_id), now)
    sent.status, sent.attempts, sent.next_at = DeliveryStatus.WAITING, 0, now
    announcing.call(session, found.id, now)
    _log(session, found, actor, "webhook.resent", now, delivery=str(sent.id))
    return sent


def _working(session: Session, actor: Actor, webhook_id: uuid.UUID) -> Webhook:
    found = queries.get(session, actor=actor, webhook_id=webhook_id)
    if found.disabled_at is not None:
        raise ConflictError("webhook.disabled")
    return found


def _log(session: Session, webhook: Webhook, actor: Actor, action: str, now: datetime, **detail: object) -> None:
    subject = Subject("webhook", str(webhook.id))
    about = {"organisation": str(webhook.organisation_id), **detail}
    append(session, stream=GENERAL, actor=actor.account_id, action=action, subject=subject, now=now, detail=about)
