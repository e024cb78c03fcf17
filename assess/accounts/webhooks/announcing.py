"""Putting an event into the outbox of every address that hears of it, in the transaction of the event itself."""

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from assess.accounts.models import Lineage, Organisation, OrganisationKind
from assess.accounts.webhooks.events import OFFICES, Event
from assess.accounts.webhooks.models import DeliveryStatus, Webhook, WebhookDelivery
from assess.jobs import operations as jobs

JOB: Final = "webhook"
"""The job that delivers what is due at one address; its handler is `delivering`'s."""

MOST_WAITING: Final = 5000
"""So many events wait for one address; what comes on top is given up at once, and can be sent again by hand."""

TOO_MANY: Final = "too-many-waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What happened to an assessment; `data` looks up its ids and scores, never an answer, once somebody hears of it.

    `organiser_id` is the organisation that runs its campaign; None outside a campaign, where no office hears anything.
    `own_link` and `office_link` lead to the API, for the organisation itself and for the offices.
    """

    event: Event
    organisation_id: uuid.UUID
    organiser_id: uuid.UUID | None
    data: Callable[[], Mapping[str, object]]
    own_link: str
    office_link: str = ""


def announce(session: Session, happening: Happening, *, now: datetime) -> int:
    """Queue an event for every address that hears of it, and say how many those are."""
    wanted = (
        select(Webhook)
        .join(Organisation, Organisation.id == Webhook.organisation_id)
        .where(Webhook.disabled_at.is_(None), _hears(happening))
    )
    found = [one for one in session.scalars(wanted.order_by(Webhook.id)) if happening.event in one.events]
    data = happening.data() if found else {}
    for one in found:
        own = one.organisation_id == happening.organisation_id
        link = happening.own_link if own else happening.office_link
        post(session, one, happening.event, {**data, "link": link}, now)
    return len(found)


def post(
    session: Session, webhook: Webhook, event: Event, data: Mapping[str, object], now: datetime
) -> WebhookDelivery:
    """Queue one event for one address; the caller knows that it may hear of it."""
    number = uuid.uuid4()
    body = {"id": message_id(number), "type": event, "at": now.isoformat(timespec="seconds"), "data": dict(data)}
    full = _full(session, webhook)
    made = WebhookDelivery(
        id=number,
        webhook_id=webhook.id,
        event=event,
        body=json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        status=DeliveryStatus.GIVEN_UP if full else DeliveryStatus.WAITING,
        last_error=TOO_MANY if full else "",
        at=now,
        next_at=None if full else now,
    )
    session.add(made)
    if not full:
        call(session, webhook.id, now)
    return made


def call(session: Session, webhook_id: uuid.UUID, at: datetime) -> None:
    """Have what is due at an address delivered, not before an instant."""
    jobs.enqueue(session, name=JOB, payload={"webhook": str(webhook_id)}, now=at, run_after=at)


def stop(session: Session, webhook: Webhook, *, why: str, now: datetime) -> None:
    """Send nothing more to an address, and give up what waits for it; the caller writes down who decided that."""
    webhook.disabled_at, webhook.disabled_why = now, why
    waiting = (WebhookDelivery.webhook_id == webhook.id) & (WebhookDelivery.status == DeliveryStatus.WAITING)
    given_up = {"status": DeliveryStatus.GIVEN_UP, "next_at": None}
    session.execute(update(WebhookDelivery).where(waiting).values(given_up))


def message_id(delivery_id: uuid.UUID) -> str:
    """Give the id under which a receiver knows a delivery; the same at every try."""
    return f"msg_{delivery_id.hex}"


def _hears(happening: Happening) -> ColumnElement[bool]:
    """Give the condition for the organisations that hear of it.

    Its own; of its part in a campaign also who runs that, and the authorities above either: those who see it on their
    dashboards (`assess.overview.dashboard_scope`).
    """
    own = Webhook.organisation_id == happening.organisation_id
    if happening.organiser_id is None or happening.event not in OFFICES:
        return own
    below = (happening.organisation_id, happening.organiser_id)
    above = select(Lineage.ancestor_id).where(Lineage.organisation_id.in_(below))
    office = or_(Webhook.organisation_id == happening.organiser_id, Webhook.organisation_id.in_(above))
    return or_(own, Organisation.operator, and_(office, Organisation.kind == OrganisationKind.AUTHORITY))


def _full(session: Session, webhook: Webhook) -> bool:
    waiting = (
        select(WebhookDelivery.id)
        .where(WebhookDelivery.webhook_id == webhook.id, WebhookDelivery.status == DeliveryStatus.WAITING)
        .offset(MOST_WAITING - 1)
        .limit(1)
    )
    return session.scalar(waiting) is not None
