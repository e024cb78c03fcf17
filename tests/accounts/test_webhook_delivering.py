"""Delivering webhooks: to a real receiver, again and again where it fails, nowhere private, and signed."""

import base64
import hmac
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
import structlog
from sqlalchemy import func, select, update

from assess import clock, http
from assess.access.actor import Actor
from assess.accounts import letters
from assess.accounts.letters import Post
from assess.accounts.models import Account
from assess.accounts.webhooks import announcing, mailing, operations
from assess.accounts.webhooks.announcing import JOB
from assess.accounts.webhooks.delivering import PAUSES, Courier
from assess.accounts.webhooks.events import CHOSEN, Event
from assess.accounts.webhooks.models import DeliveryStatus, Webhook, WebhookDelivery, WebhookTry
from assess.accounts.webhooks.operations import Terms
from assess.accounts.webhooks.signing import Seal
from assess.db import Database
from assess.jobs import operations as jobs
from assess.jobs.models import Job, JobStatus
from assess.jobs.runner import PausedError, Runner, Task
from tests.factories.accounts import actor_of, make_account, make_organisation
from tests.factories.receivers import Receiver, certified, receiving

SEAL = Seal.of("k" * 40)
LONG = timedelta(days=3)


@dataclass
class Office:
    """A lead, their webhook, and a courier that may deliver to this machine."""

    database: Database
    now: datetime
    private: bool = True
    courier: Courier = field(init=False)
    actor: Actor = field(init=False)
    letters: list[EmailMessage] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.courier = Courier(lambda: Terms(SEAL, self.private), seconds=5)
        with self.database.write() as session:
            account = make_account(session, make_organisation(session), name="王丽")
            self.actor = actor_of(session, account)
            session.commit()

    def add(self, url: str) -> tuple[uuid.UUID, bytes]:
        with self.database.write() as session:
            made, secret = operations.add(
                session,
                actor=self.actor,
                organisation_id=self.actor.memberships[0].organisation_id,
                url=url,
                events=CHOSEN,
                terms=Terms(SEAL, private=True),
                now=self.now,
            )
            session.commit()
            return made.id, base64.b64decode(secret.removeprefix("whsec_"))

    def post(self, webhook_id: uuid.UUID, times: int = 1) -> None:
        with self.database.write() as session:
            webhook = session.get_one(Webhook, webhook_id)
            for number in range(times):
                announcing.post(session, webhook, Event.SUBMITTED, {"number": number}, self.now)
            session.commit()

    def run(self, later: timedelta = timedelta(0)) -> None:
        self.now += later
        post = Post(mailing.BUILDERS, self.letters.append, "no-reply@assess.example", "https://assess.example")
        known = {**self.courier.handlers(), **letters.handlers(post)}
        Runner(self.database, known, lambda: self.now).run_due()

    def deliveries(self) -> list[WebhookDelivery]:
        with self.database.read() as session:
            found = session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.at, WebhookDelivery.id))
            return list(found)

    def webhook(self, webhook_id: uuid.UUID) -> Webhook:
        with self.database.read() as session:
            return session.get_one(Webhook, webhook_id)

    def tries(self) -> list[tuple[int | None, str]]:
        with self.database.read() as session:
            return [(one.status, one.error) for one in session.scalars(select(WebhookTry).order_by(WebhookTry.at))]


@pytest.fixture
def office(database: Database, now: datetime) -> Office:
    return Office(database, now)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving(Receiver()) as listening:
        yield listening


def test_a_delivery_arrives_once_and_proves_where_it_is_from(office: Office, receiver: Receiver) -> None:
    webhook_id, secret = office.add(f"{receiver.url}?tenant=7")
    office.post(webhook_id)
    office.run()
    office.run(LONG)
    [(path, headers, body)] = receiver.got
    [delivery] = office.deliveries()
    assert (path, headers["host"], headers["content-type"]) == ("/hook?tenant=7", receiver.host, "application/json")
    assert body.decode() == delivery.body
    assert headers["webhook-id"] == f"msg_{delivery.id.hex}" == receiver.bodies[0]["id"]
    assert headers["webhook-timestamp"] == "1795316400"
    signed = b".".join((headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body))
    assert headers["webhook-signature"] == "v1," + base64.b64encode(hmac.digest(secret, signed, "sha256")).decode()
    assert "authorization" not in headers
    assert (delivery.status, delivery.attempts, delivery.last_status) == (DeliveryStatus.DELIVERED, 1, 204)
    assert office.tries() == [(204, "")]


def test_a_failing_address_is_tried_with_longer_and_longer_pauses_and_then_turned_off(
    office: Office, receiver: Receiver
) -> None:
    receiver.statuses = [500]
    webhook_id, _secret = office.add(receiver.url)
    office.post(webhook_id)
    office.run()
    for pause in PAUSES:
        [delivery] = office.deliveries()
        assert (delivery.status, delivery.next_at) == (DeliveryStatus.WAITING, office.now + pause)
        office.run(pause - timedelta(seconds=1))
        seen = len(receiver.got)
        office.run(timedelta(seconds=1))
        assert len(receiver.got) == seen + 1
    assert office.tries() == [(500, "")] * 7
    assert len({headers["webhook-id"] for _path, headers, _body in receiver.got}) == 1
    assert len({headers["webhook-timestamp"] for _path, headers, _body in receiver.got}) == 7
    [delivery] = office.deliveries()
    webhook = office.webhook(webhook_id)
    assert (delivery.status, delivery.next_at, webhook.disabled_why) == (DeliveryStatus.GIVEN_UP, None, "failing")
    [letter] = office.letters
    assert "127.0.0.1" in letter["Subject"]
    assert f"/organisation/webhooks/{webhook_id}" in letter.get_content()


def test_an_address_that_takes_something_else_meanwhile_stays_on(office: Office, receiver: Receiver) -> None:
    receiver.statuses = [500] * 6 + [204, 500]
    webhook_id, _secret = office.add(receiver.url)
    office.post(webhook_id)
    office.run()
    for pause in PAUSES[:-1]:
        office.run(pause)
    office.post(webhook_id)
    receiver.statuses = [204]
    office.run()
    receiver.statuses = [500]
    office.run(PAUSES[-1])
    assert [one.status for one in office.deliveries()] == [DeliveryStatus.GIVEN_UP, DeliveryStatus.DELIVERED]
    assert office.webhook(webhook_id).disabled_at is None
    assert office.letters == []


def test_an_address_that_says_it_is_gone_is_turned_off_at_once(office: Office, receiver: Receiver) -> None:
    receiver.statuses = [410]
    webhook_id, _secret = office.add(receiver.url)
    office.post(webhook_id, times=3)
    office.run()
    assert len(receiver.got) == 1
    assert {one.status for one in office.deliveries()} == {DeliveryStatus.GIVEN_UP}
    assert office.webhook(webhook_id).disabled_why == "gone"
    assert "410" in office.letters[0].get_content()
    office.post(webhook_id)
    office.run(LONG)
    assert len(receiver.got) == 1  # also for what was queued before anybody knew


def test_no_redirect_is_followed(office: Office, receiver: Receiver) -> None:
    receiver.statuses, receiver.location = [302], "http://169.254.169.254/latest/meta-data/"
    webhook_id, _secret = office.add(receiver.url)
    office.post(webhook_id)
    office.run()
    assert (len(receiver.got), office.tries()) == (1, [(302, "")])


def test_a_slow_receiver_costs_one_wait_however_much_waits(office: Office, receiver: Receiver) -> None:
    receiver.slow, office.courier.seconds = 1, 0.3
    webhook_id, _secret = office.add(receiver.url)
    office.post(webhook_id, times=5)
    office.run()
    assert office.tries() == [(None, "time")]
    waiting = office.deliveries()
    assert {one.next_at for one in waiting} == {office.now + PAUSES[0]}
    assert sorted(one.attempts for one in waiting) == [0, 0, 0, 0, 1]
    receiver.slow, office.courier.seconds = 0, 5
    office.run(PAUSES[0])
    assert {one.status for one in office.deliveries()} == {DeliveryStatus.DELIVERED}


def test_nobody_listens(office: Office) -> None:
    with receiving(Receiver()) as gone:
        webhook_id, _secret = office.add(gone.url)
    office.post(webhook_id)
    office.run()
    assert office.tries() == [(None, "connection")]


def test_a_name_that_turns_private_reaches_nothing(
    office: Office, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Checked when it is delivered: every address the name leads to, and the one connected to is the one checked."""
    office.private = False
    asked: list[str] = []
    answers = [["127.0.0.1"], ["93.184.215.14", "127.0.0.1"], ["::ffff:127.0.0.1"], []]

    def resolve(host: str, port: int) -> list[str]:
        asked.append(f"{host}:{port}")
        return answers.pop(0)

    monkeypatch.setattr(http, "resolve", resolve)
    port = receiver.host.rpartition(":")[2]
    webhook_id, _secret = office.add(f"https://hooks.example.com:{port}/")
    office.post(webhook_id)
    office.run()
    for pause in PAUSES[:3]:
        office.run(pause)
    assert office.tries() == [(None, "address")] * 3 + [(None, "name")]
    assert asked == [f"hooks.example.com:{port}"] * 4
    assert receiver.got == []


def test_the_machine_that_was_checked_is_the_one_spoken_to(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is asked for once; Host, SNI and certificate are still those of the name."""
    server, client = certified(tmp_path, "hooks.example.com", now=clock.now())
    names: list[str | None] = []
    server.sni_callback = lambda _socket, name, _context: names.append(name)
    monkeypatch.setattr(http, "_tls", lambda: client)
    calls = iter([["127.0.0.1"], ["127.0.0.1"]])
    monkeypatch.setattr(http, "resolve", lambda _host, _port: next(calls))
    with receiving(Receiver(), server) as receiver:
        port = receiver.host.rpartition(":")[2]
        right, _secret = office.add(f"https://hooks.example.com:{port}/in")
        office.post(right)
        office.run()
        wrong, _secret = office.add(f"https://other.example.com:{port}/in")
        office.post(wrong)
        office.run()
    assert [(path, headers["host"]) for path, headers, _body in receiver.got] == [("/in", f"hooks.example.com:{port}")]
    assert names == ["hooks.example.com", "other.example.com"]
    assert office.tries() == [(204, ""), (None, "certificate")]


def test_after_a_rotation_both_secrets_sign_for_a_day(office: Office, receiver: Receiver) -> None:
    webhook_id, _secret = office.add(receiver.url)
    with office.database.write() as session:
        operations.rotate(session, actor=office.actor, webhook_id=webhook_id, terms=Terms(SEAL), now=office.now)
        session.commit()
    office.post(webhook_id)
    office.run(timedelta(hours=23))
    office.post(webhook_id)
    office.run(timedelta(hours=2))
    signatures = [headers["webhook-signature"].split() for _path, headers, _body in receiver.got]
    assert [len(one) for one in signatures] == [2, 1]


def test_nothing_leaves_unsigned(office: Office, receiver: Receiver) -> None:
    webhook_id, _secret = office.add(receiver.url)
    office.courier.terms = lambda: Terms(Seal.of("another signing key" * 3), private=True)
    office.post(webhook_id)
    office.run()
    assert (receiver.got, office.tries()) == ([], [(None, "secret")])


def test_a_runner_that_dies_while_it_sends_loses_nothing(office: Office, receiver: Receiver) -> None:
    webhook_id, _secret = office.add(receiver.url)
    office.post(webhook_id)
    with office.database.write() as session:  # as kill -9 leaves it: taken, sent or not, never recorded
        jobs.claim(session, names=[JOB], now=office.now)
        session.commit()
    assert office.courier._take(office.database, webhook_id, office.now) is not None
    office.run()
    assert receiver.got == []  # it may still be on its way
    office.run(jobs.LEASE + timedelta(seconds=1))
    assert [one.status for one in office.deliveries()] == [DeliveryStatus.DELIVERED]
    assert len(receiver.got) == 1


def test_what_lost_its_job_is_found_by_the_keeper(office: Office, receiver: Receiver) -> None:
    webhook_id, _secret = office.add(receiver.url)
    office.post(webhook_id)
    with office.database.write() as session:
        session.execute(update(Job).where(Job.name == JOB).values(status=JobStatus.FAILED))
        session.commit()
    office.run(timedelta(minutes=20))
    assert receiver.got == []
    with office.database.write() as session:
        jobs.enqueue(session, name="webhook-keeping", payload={}, now=office.now)
        session.commit()
    office.run()
    office.run()
    assert len(receiver.got) == 1
    with office.database.write() as session:
        jobs.enqueue(session, name="webhook-keeping", payload={}, now=office.now)
        session.commit()
    office.run(timedelta(days=31))
    assert (office.deliveries(), office.tries()) == ([], [])


def test_one_address_is_spoken_to_once_at_a_time_and_a_stopping_service_leaves_off(
    office: Office, receiver: Receiver
) -> None:
    webhook_id, _secret = office.add(receiver.url)
    office.post(webhook_id, times=4)
    task = Task(uuid.uuid4(), JOB, {"webhook": str(webhook_id)}, 1, office.database, lambda: office.now)
    receiver.slow = 0.02
    threads = [threading.Thread(target=office.courier.deliver, args=(task,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(receiver.got) == 4
    office.post(webhook_id)
    stopping = Task(task.id, JOB, task.payload, 1, office.database, lambda: office.now, lambda: True)
    with pytest.raises(PausedError):
        office.courier.deliver(stopping)
    assert office.courier.busy == set()


def test_logs_tell_neither_address_nor_body_nor_secret(
    office: Office, receiver: Receiver, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    structlog.reset_defaults()  # an application that ran before may have set it to be quiet
    caplog.set_level("INFO", "assess")
    receiver.statuses = [500]
    webhook_id, secret = office.add(f"{receiver.url}?key=geheim")
    office.post(webhook_id)
    office.run()
    said = capsys.readouterr()
    everything = said.out + said.err + "".join(one.getMessage() for one in caplog.records if one.name != "httpx")
    assert "webhook.tried" in everything
    for hidden in ("geheim", "number", base64.b64encode(secret).decode()):
        assert hidden not in everything


def test_an_account_that_is_disabled_gets_no_letter(office: Office, receiver: Receiver) -> None:
    receiver.statuses = [410]
    webhook_id, _secret = office.add(receiver.url)
    with office.database.write() as session:
        session.execute(update(Account).values(disabled_at=office.now))
        session.commit()
    office.post(webhook_id)
    office.run()
    with office.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Job).where(Job.status == JobStatus.FAILED)) == 0
    assert office.letters == []
