"""Webhooks by program, and the example of docs/webhooks.md: what it verifies is what is sent."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from assess import clock
from assess.accounts.webhooks.delivering import Courier
from assess.accounts.webhooks.models import Webhook
from assess.accounts.webhooks.operations import Terms, terms_of
from assess.config import Settings
from assess.db import Database
from assess.jobs.runner import Runner
from assess.worker import make_couriers
from tests.api.conftest import World
from tests.factories.receivers import Receiver, receiving

DOCS = Path(__file__).resolve().parents[2] / "docs" / "webhooks.md"
URL = "https://hooks.example.com/in"


def body(world: World, **changes: object) -> dict[str, object]:
    events = ["assessment.submitted", "assessment.decided"]
    return {"organisation_id": str(world.organisation_id), "url": URL, "events": events, **changes}


def test_an_address_from_beginning_to_end(world: World, database: Database) -> None:
    lead = world.program()
    made = lead.post("/webhooks", body(world))
    assert made.status_code == 201, made.text
    path = f"/webhooks/{made.json()['id']}"
    assert made.headers["location"] == f"/api/v1{path}"
    secret = made.json()["secret"]
    assert secret.startswith("whsec_")
    assert "secret" not in lead.get(path).json()
    assert [one["url"] for one in lead.get("/webhooks").json()["items"]] == [URL]
    assert lead.post("/webhooks", body(world)).json()["code"] == "webhook.twice"
    changed = lead.send("PATCH", path, json={"events": ["assessment.returned"]}).json()
    assert changed["events"] == ["assessment.returned"]
    rotated = lead.post(f"{path}/rotate").json()
    assert rotated["secret"] != secret
    assert rotated["previous_secret_until"] is not None
    pinged = lead.post(f"{path}/ping")
    assert (pinged.status_code, pinged.json()["event"], pinged.json()["status"]) == (202, "ping", "waiting")
    for _ in range(2):
        lead.post(f"{path}/ping")
    first = lead.get(f"{path}/deliveries", params={"limit": 2}).json()
    rest = lead.get(f"{path}/deliveries", params={"limit": 2, "cursor": first["next"]}).json()
    assert len({one["id"] for one in first["items"] + rest["items"]}) == 3
    assert lead.send("PATCH", path, json={"enabled": False}).json()["disabled_at"] is not None
    again = f"{path}/deliveries/{pinged.json()['id']}/resend"
    assert lead.post(again).json()["code"] == "webhook.disabled"
    assert lead.send("PATCH", path, json={"enabled": True}).json()["disabled_at"] is None
    assert lead.post(again).json()["status"] == "waiting"
    assert lead.send("DELETE", path).status_code == 204
    assert lead.get(path).status_code == 404
    with database.read() as session:
        assert session.scalars(select(Webhook)).all() == []


def test_private_addresses_other_events_and_other_people(world: World) -> None:
    lead = world.program()
    for url in ("https://127.0.0.1/", "https://[::1]/", "https://localhost/", "http://example.com/"):
        refused = lead.post("/webhooks", body(world, url=url))
        assert (refused.status_code, refused.json()["field"]) == (422, "url")
    assert lead.post("/webhooks", body(world, events=["ping"])).json()["code"] == "invalid"
    path = f"/webhooks/{lead.post('/webhooks', body(world)).json()['id']}"
    stranger = world.program("stranger")
    assert stranger.get("/webhooks").json()["items"] == []
    for method, address in (
        ("GET", ""),
        ("DELETE", ""),
        ("POST", "/rotate"),
        ("POST", "/ping"),
        ("GET", "/deliveries"),
    ):
        assert stranger.send(method, path + address).status_code == 404
    assert stranger.post("/webhooks", body(world, url="https://other.example.com/")).status_code == 404
    assert world.program("respondent").get("/webhooks").json()["code"] == "token.scope"
    assert world.program("reader").get("/webhooks").json()["code"] == "token.scope"


def test_the_example_of_the_docs_takes_what_is_sent_and_nothing_else(
    world: World, database: Database, settings: Settings, app: FastAPI
) -> None:
    app.state.couriers.stop()  # here the test delivers
    found = re.search(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    example: dict[str, Any] = {}
    exec(compile(found[1], str(DOCS), "exec"), example)  # noqa: S102 - what we tell people to run
    verify: Callable[..., Any] = example["verify"]
    made = world.program().post("/webhooks", body(world)).json()
    now = clock.now()
    with receiving(Receiver()) as receiver:
        with database.write() as session:
            session.get_one(Webhook, session.scalars(select(Webhook.id)).one()).url = receiver.url
            session.commit()
        world.program().post(f"/webhooks/{made['id']}/ping")
        terms = Terms(terms_of(settings).seal, private=True)
        Runner(database, Courier(lambda: terms).handlers(), clock.now).run_due()
        [(_path, headers, sent)] = receiver.got
    event = verify(made["secret"], headers, sent, now=now.timestamp())
    assert (event["type"], event["data"]["organisation_id"]) == ("ping", str(world.organisation_id))
    other = "whsec_" + "A" * 43 + "="
    for wrong in (
        (other, headers, sent),
        (made["secret"], headers, sent.replace(b"ping", b"pong")),
        (made["secret"], {**headers, "webhook-id": "msg_0"}, sent),
        (made["secret"], {**headers, "webhook-timestamp": "1"}, sent),
    ):
        with pytest.raises(ValueError, match=r"signature|old"):
            verify(*wrong, now=now.timestamp())


def test_the_couriers_of_the_service_leave_private_addresses_alone(
    world: World, database: Database, settings: Settings, app: FastAPI
) -> None:
    app.state.couriers.stop()  # here the test delivers
    with receiving(Receiver()) as receiver:
        made = world.program().post("/webhooks", body(world)).json()
        with database.write() as session:
            session.get_one(Webhook, session.scalars(select(Webhook.id)).one()).url = receiver.url
            session.commit()
        world.program().post(f"/webhooks/{made['id']}/ping")
        make_couriers(database, settings).run_due()
        [sent] = world.program().get(f"/webhooks/{made['id']}/deliveries").json()["items"]
        assert [(one["status"], one["error"]) for one in sent["tries"]] == [(None, "address")]
        assert receiver.got == []
