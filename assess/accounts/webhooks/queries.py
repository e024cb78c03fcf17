"""What an organisation's lead or administrator sees of its webhooks."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Action
from assess.accounts.models import Organisation
from assess.accounts.webhooks.models import Webhook, WebhookDelivery, WebhookTry
from assess.errors import NotFoundError

A_PAGE: Final = 50


def organisations(session: Session, *, actor: Actor) -> Sequence[Organisation]:
    """List the organisations whose webhooks are the actor's to set up."""
    mine = Organisation.id.in_(actor.organisations(Action.MANAGE_WEBHOOKS))
    return session.scalars(select(Organisation).where(mine).order_by(Organisation.created_at, Organisation.id)).all()


def own(session: Session, *, actor: Actor, organisation_id: uuid.UUID) -> Organisation:
    """Give one of them.

    Raises:
        NotFoundError: It is none.
    """
    found = session.get(Organisation, organisation_id)
    if found is None or organisation_id not in actor.organisations(Action.MANAGE_WEBHOOKS):
        raise NotFoundError
    return found


def listed(session: Session, *, actor: Actor) -> Sequence[Webhook]:
    """List the webhooks of those organisations, the earliest first."""
    mine = Webhook.organisation_id.in_(actor.organisations(Action.MANAGE_WEBHOOKS))
    return session.scalars(select(Webhook).where(mine).order_by(Webhook.created_at, Webhook.id)).all()


def get(session: Session, *, actor: Actor, webhook_id: uuid.UUID) -> Webhook:
    """Give a webhook.

    Raises:
        NotFoundError: Not there, or not of an organisation of the actor's.
    """
    found = session.get(Webhook, webhook_id)
    if found is None or found.organisation_id not in actor.organisations(Action.MANAGE_WEBHOOKS):
        raise NotFoundError
    return found


def deliveries(
    session: Session, *, actor: Actor, webhook_id: uuid.UUID, start: int = 0, limit: int = A_PAGE
) -> Sequence[WebhookDelivery]:
    """List what was sent to an address, the newest first.

    Raises:
        NotFoundError: Not there, or not the actor's.
    """
    found = get(session, actor=actor, webhook_id=webhook_id)
    wanted = select(WebhookDelivery).where(WebhookDelivery.webhook_id == found.id)
    newest = wanted.order_by(WebhookDelivery.at.desc(), WebhookDelivery.id)
    return session.scalars(newest.offset(start).limit(limit)).all()


def delivery(session: Session, *, webhook_id: uuid.UUID, delivery_id: uuid.UUID) -> WebhookDelivery:
    """Give something that was sent to an address; the caller knows that the address is the actor's.

    Raises:
        NotFoundError: Nothing of the kind was sent there.
    """
    found = session.get(WebhookDelivery, delivery_id)
    if found is None or found.webhook_id != webhook_id:
        raise NotFoundError
    return found


def tries(session: Session, sent: Sequence[WebhookDelivery]) -> Mapping[uuid.UUID, Sequence[WebhookTry]]:
    """Give the tries of deliveries, the earliest first, in one query; the caller has them from `deliveries`."""
    wanted = select(WebhookTry).where(WebhookTry.delivery_id.in_([one.id for one in sent]))
    found = session.scalars(wanted.order_by(WebhookTry.at, WebhookTry.id)).all()
    return {one.id: [made for made in found if made.delivery_id == one.id] for one in sent}
