"""Delivering what waits in the outbox: at least once, with longer and longer pauses, no address in another's way.

A job delivers what is due at one address, one after the other; a second job for the same address finds it busy and
leaves it to the first. A receiver that does not answer costs one wait of ten seconds per pause, however much waits.
"""

import threading
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import ColumnElement, delete, exists, select, update
from sqlalchemy.orm import Session

from assess import http
from assess.accounts import letters
from assess.accounts.webhooks import addresses, announcing, signing
from assess.accounts.webhooks.announcing import JOB
from assess.accounts.webhooks.models import DeliveryStatus, Webhook, WebhookDelivery, WebhookTry
from assess.accounts.webhooks.operations import Terms
from assess.audit.chain import Subject
from assess.audit.log import GENERAL, append
from assess.db import Database
from assess.jobs import operations as jobs
from assess.jobs.runner import Handler, PausedError, Task

PAUSES: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 2 * 60, 6 * 60, 24 * 60))
"""How long to wait after each failed try; after the last one the delivery is given up."""

PATIENCE: Final = 10.0
"""Seconds an address has to answer."""

HOLD: Final = timedelta(seconds=25)
"""So long a delivery belongs to who tries it: longer than a try takes, shorter than a dead runner keeps its job."""

A_TURN: Final = 50
"""So many deliveries to one address before others have their turn."""

THREADS: Final = 4
"""How many addresses are talked to at a time; none of the threads that do other work."""

KEEPING: Final = "webhook-keeping"
EVERY: Final = timedelta(minutes=15)
KEPT: Final = timedelta(days=30)
_GONE: Final = 410
_OK: Final = range(200, 300)
_DELETED_AT_ONCE: Final = 1000

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Parcel:
    """One delivery as it leaves."""

    delivery_id: uuid.UUID
    url: str
    body: bytes
    keys: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a try: a status, or a word for why there was none."""

    status: int | None
    error: str
    milliseconds: int

    @property
    def taken(self) -> bool:
        """Say whether the receiver has it now."""
        return self.status in _OK


@dataclass(slots=True)
class Courier:
    """Delivers for this process; `busy` are the addresses that are being talked to."""

    terms: Callable[[], Terms]
    seconds: float = PATIENCE
    busy: set[uuid.UUID] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def handlers(self) -> Mapping[str, Handler]:
        """Give the handlers of this area's jobs."""
        return {JOB: self.deliver, KEEPING: keep}

    def deliver(self, task: Task) -> None:
        """Deliver what is due at an address, unless that is being done; look once more before leaving it."""
        webhook_id = uuid.UUID(task.payload["webhook"])
        while self._enter(webhook_id):
            try:
                finished = self._turn(task, webhook_id)
            finally:
                self.busy.discard(webhook_id)
            if not finished or not _anything_due(task.database, webhook_id, task.clock()):
                return

    def _enter(self, webhook_id: uuid.UUID) -> bool:
        with self.lock:
            if webhook_id in self.busy:
                return False
            self.busy.add(webhook_id)
            return True

    def _turn(self, task: Task, webhook_id: uuid.UUID) -> bool:
        """Deliver some; says whether the job is done with, and False where another one goes on."""
        for _ in range(A_TURN):
            if task.stopping():
                raise PausedError
            parcel = self._take(task.database, webhook_id, task.clock())
            if parcel is None:
                return True
            answer = self._send(parcel, task.clock())
            with task.database.write() as session:
                record(session, delivery_id=parcel.delivery_id, answer=answer, now=task.clock())
                session.commit()
        with task.database.write() as session:
            announcing.call(session, webhook_id, task.clock())
            session.commit()
        return False

    def _take(self, database: Database, webhook_id: uuid.UUID, now: datetime) -> Parcel | None:
        """Take the next delivery that is due, so that nobody else does."""
        with database.write() as session:
            wanted = select(WebhookDelivery).where(due(webhook_id, now)).order_by(WebhookDelivery.next_at)
            found = session.scalar(wanted.limit(1).with_for_update(skip_locked=True))
            webhook = session.get(Webhook, webhook_id)
            if found is None or webhook is None or webhook.disabled_at is not None:
                return None
            found.next_at = now + HOLD
            made = Parcel(found.id, webhook.url, found.body.encode(), self._keys(webhook, now))
            session.commit()
        return made

    def _keys(self, webhook: Webhook, now: datetime) -> tuple[bytes, ...]:
        """Give the secrets to sign with, the newest first."""
        before = webhook.previous_secret if webhook.previous_until and now < webhook.previous_until else None
        opened = map(self.terms().seal.opened, (webhook.secret, before))
        return tuple(one for one in opened if one is not None)

    def _send(self, parcel: Parcel, now: datetime) -> Answer:
        if not parcel.keys:  # the service's signing key was changed: nothing unsigned leaves
            return Answer(None, "secret", 0)
        name = announcing.message_id(parcel.delivery_id)
        headers = signing.headers(name, parcel.body, keys=parcel.keys, now=now)
        may = addresses.anywhere if self.terms().private else addresses.is_public
        started, status, error = time.monotonic(), None, ""
        try:
            status = http.deliver(parcel.url, parcel.body, headers=headers, may=may, seconds=self.seconds)
        except http.UndeliveredError as failed:
            error = failed.why
        return Answer(status, error, int((time.monotonic() - started) * 1000))


def due(webhook_id: uuid.UUID, now: datetime) -> ColumnElement[bool]:
    """Give the condition for what should be delivered to an address now."""
    waits = (WebhookDelivery.status == DeliveryStatus.WAITING) & (WebhookDelivery.next_at <= now)
    return (WebhookDelivery.webhook_id == webhook_id) & waits


def _anything_due(database: Database, webhook_id: uuid.UUID, now: datetime) -> bool:
    with database.read() as session:
        webhook = session.get(Webhook, webhook_id)
        works = webhook is not None and webhook.disabled_at is None
        return works and session.scalar(select(exists().where(due(webhook_id, now)))) is True


def record(session: Session, *, delivery_id: uuid.UUID, answer: Answer, now: datetime) -> None:
    """Write down how a try ended, and what follows from it."""
    found = session.get(WebhookDelivery, delivery_id)
    if found is None:
        return  # the address was removed meanwhile
    made = WebhookTry(
        delivery_id=found.id, at=now, status=answer.status, error=answer.error, milliseconds=answer.milliseconds
    )
    session.add(made)
    found.attempts += 1
    found.tried_at, found.last_status, found.last_error = now, answer.status, answer.error
    webhook = session.get_one(Webhook, found.webhook_id)
    if answer.taken:
        found.status, found.delivered_at, found.next_at = DeliveryStatus.DELIVERED, now, None
    elif answer.status == _GONE:
        _end(session, webhook, found, "gone", now)
    elif found.attempts > len(PAUSES):
        _give_up(session, webhook, found, now)
    else:
        _wait(session, found, now)
    _log.info("webhook.tried", webhook=str(webhook.id), delivery=str(found.id), status=answer.status, why=answer.error)


def _wait(session: Session, found: WebhookDelivery, now: datetime) -> None:
    """Try again later; what else is due at an address that does not answer at all waits as long."""
    until = now + PAUSES[found.attempts - 1]
    found.next_at = until
    session.flush()
    if found.last_status is None:
        session.execute(update(WebhookDelivery).where(due(found.webhook_id, now)).values(next_at=until))
    announcing.call(session, found.webhook_id, until)


def _give_up(session: Session, webhook: Webhook, found: WebhookDelivery, now: datetime) -> None:
    """Leave a delivery; an address that took nothing since it was queued hears of nothing any more."""
    found.status, found.next_at = DeliveryStatus.GIVEN_UP, None
    session.flush()
    same = WebhookDelivery.webhook_id == webhook.id
    if not session.scalar(select(exists().where(same, WebhookDelivery.delivered_at >= found.at))):
        _end(session, webhook, found, "failing", now)


def _end(session: Session, webhook: Webhook, found: WebhookDelivery, why: str, now: datetime) -> None:
    """Send nothing more to an address, and write to who set it up."""
    found.status, found.next_at = DeliveryStatus.GIVEN_UP, None
    session.flush()
    if webhook.disabled_at is not None:
        return
    announcing.stop(session, webhook, why=why, now=now)
    subject = Subject("webhook", str(webhook.id))
    detail = {"organisation": str(webhook.organisation_id), "why": why}
    append(session, stream=GENERAL, actor=None, action="webhook.disabled", subject=subject, now=now, detail=detail)
    params = {"webhook": str(webhook.id)}
    letters.enqueue(session, name="webhook-disabled", account_id=webhook.created_by, params=params, now=now)


def keep(task: Task) -> None:
    """Take up what a dead runner left, and forget what was dealt with long ago."""
    now = task.clock()
    with task.database.write() as session:
        late = (WebhookDelivery.status == DeliveryStatus.WAITING) & (WebhookDelivery.next_at < now - EVERY)
        for webhook_id in session.scalars(select(WebhookDelivery.webhook_id).where(late).distinct()):
            announcing.call(session, webhook_id, now)
        _forget(session, now - KEPT)
        jobs.purge(session, names=[JOB], before=now - timedelta(days=1))
        session.commit()


def _forget(session: Session, before: datetime) -> None:
    old = (WebhookDelivery.status != DeliveryStatus.WAITING) & (WebhookDelivery.at < before)
    gone = session.scalars(select(WebhookDelivery.id).where(old).limit(_DELETED_AT_ONCE)).all()
    session.execute(delete(WebhookTry).where(WebhookTry.delivery_id.in_(gone)))
    session.execute(delete(WebhookDelivery).where(WebhookDelivery.id.in_(gone)))
