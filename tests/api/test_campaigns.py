"""Campaigns by program: prepared, filled, opened, moved, followed, published; another office's are not there."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from assess import clock
from assess.audit.models import AuditEvent
from assess.clock import to_local
from assess.db import Database
from assess.jobs.models import Job
from tests.api.conftest import Program
from tests.api.offices import Offices
from tests.factories.accounts import make_organisation

Open = Callable[[str | None], Program]


@pytest.fixture
def offices(database: Database, app: FastAPI, open_program: Open) -> Offices:
    return Offices(database, app.state.storage, open_program)


def described(offices: Offices, **changes: object) -> dict[str, object]:
    today = to_local(clock.now()).date()
    return {
        "name": "下半年自评",
        "checklist": "demo-2020/enterprise",
        "organiser_id": str(offices.body_id),
        "reviewing_body_id": str(offices.body_id),
        "opens_on": today.isoformat(),
        "closes_on": (today + timedelta(days=10)).isoformat(),
        "reminder_days": [3, 1],
        **changes,
    }


def test_from_the_description_to_the_results(offices: Offices, database: Database) -> None:
    admin = offices.program("administrator")
    made = admin.post("/campaigns", described(offices))
    assert made.status_code == 201, made.text
    campaign = made.json()
    path = f"/campaigns/{campaign['id']}"
    assert made.headers["location"] == f"/api/v1{path}"
    assert (campaign["phase"], campaign["version"], campaign["participants"]) == ("draft", "1.0.0", 0)
    assert campaign["reminder_days"] == [3, 1]
    empty = admin.post(f"{path}/open")
    assert (empty.status_code, empty.json()["field"]) == (422, "participants")
    with database.read() as session:
        name = session.scalars(select(AuditEvent.action)).all()[-1]
    assert name == "campaign.created"
    both = admin.post(f"{path}/participants", {"entries": ["x"], "filter": {}})
    assert (both.status_code, both.json()["code"]) == (422, "api.entries-or-filter")
    assert admin.post(f"{path}/participants", {"filter": {}}).json() == {"added": 1}
    [participant] = admin.get(f"{path}/participants").json()["items"]
    assert (participant["organisation_id"], participant["status"]) == (str(offices.firm_id), None)
    opened = admin.post(f"{path}/open").json()
    assert (opened["status"], opened["phase"], opened["participants"]) == ("open", "open", 1)
    later = {"closes_on": described(offices)["closes_on"], "reason": "延期"}
    assert admin.post(f"{path}/extend", later).json()["field"] == "closes_on"
    later["closes_on"] = (to_local(clock.now()).date() + timedelta(days=20)).isoformat()
    assert admin.post(f"{path}/extend", later).json()["closes_on"] == later["closes_on"]
    assert admin.post(f"{path}/close", {"reason": ""}).json()["field"] == "reason"
    assert admin.post(f"{path}/close", {"reason": "已经交齐"}).json()["phase"] == "closed"
    assert admin.post(f"{path}/publish").json()["phase"] == "published"
    assert admin.post(f"{path}/open").json()["code"] == "campaign.not-now"
    assert {one["id"] for one in admin.get("/campaigns").json()["items"]} == {campaign["id"], str(offices.campaign_id)}


def test_a_change_builds_on_what_is_there(offices: Offices) -> None:
    admin = offices.program("administrator")
    path = f"/campaigns/{admin.post('/campaigns', described(offices)).json()['id']}"
    read = admin.get(path)
    etag = read.headers["etag"]
    assert admin.get(path, headers={"if-none-match": etag}).status_code == 304
    assert admin.send("PATCH", path, json={"name": "新名"}).status_code == 428
    changed = admin.send("PATCH", path, json={"name": "新名", "mend_days": 5}, headers={"if-match": etag})
    assert (changed.json()["name"], changed.json()["mend_days"], changed.json()["revision"]) == ("新名", 5, 2)
    stale = admin.send("PATCH", path, json={"name": "旧名"}, headers={"if-match": etag})
    assert (stale.status_code, stale.json()["theirs"]["name"]) == (412, "新名")
    admin.post(f"{path}/participants", {"filter": {}})
    admin.post(f"{path}/open")
    etag = admin.get(path).headers["etag"]
    fixed = admin.send("PATCH", path, json={"levels": 2}, headers={"if-match": etag})
    assert (fixed.status_code, fixed.json()["code"]) == (422, "campaign.fixed")


WRONG: tuple[tuple[dict[str, object], str], ...] = (
    ({"checklist": "no-such"}, "checklist"),
    ({"version": "9.9.9"}, "checklist"),
    ({"organiser_id": str(uuid.uuid4())}, "organiser_id"),
    ({"closes_on": "2020-01-01"}, "closes_on"),
    ({"levels": 2, "second_body_id": str(uuid.uuid4())}, "second_body_id"),
    ({"name": " "}, "name"),
)


def test_what_cannot_be_taken_is_said_at_the_field(offices: Offices) -> None:
    admin = offices.program("administrator")
    for changes, field in WRONG:
        answer = admin.post("/campaigns", described(offices, **changes))
        assert (answer.status_code, answer.json().get("field")) == (422, field), answer.text


def test_a_key_makes_one_campaign(offices: Offices) -> None:
    admin, key = offices.program("administrator"), {"idempotency-key": "once"}
    first, again = (admin.post("/campaigns", described(offices), headers=key) for _ in range(2))
    assert first.json()["id"] == again.json()["id"]
    other = admin.post("/campaigns", described(offices, name="另一个"), headers=key)
    assert other.status_code in {409, 422}


def test_participants_come_and_go(offices: Offices, database: Database) -> None:
    admin = offices.program("administrator")
    path = f"/campaigns/{admin.post('/campaigns', described(offices)).json()['id']}"
    with database.write() as session:
        make_organisation(session, name="不在辖区的公司")
        session.commit()
    nobody = admin.post(f"{path}/participants", {"entries": ["不在辖区的公司"]})
    assert (nobody.status_code, nobody.json()["code"]) == (422, "campaign.nobody-to-add")
    assert admin.post(f"{path}/participants", {"filter": {"region": "371302"}}).json() == {"added": 1}
    admin.post(f"{path}/open")
    one = f"{path}/participants/{offices.firm_id}"
    day = (to_local(clock.now()).date() + timedelta(days=15)).isoformat()
    assert admin.post(f"{one}/extend", {"closes_on": day, "reason": "停电"}).status_code == 204
    assert admin.get(f"{path}/participants").json()["items"][0]["closes_at"] is not None
    assert admin.post(f"{one}/remove", {}).json()["field"] == "reason"
    assert admin.post(f"{one}/remove", {"reason": "重复"}).status_code == 204
    assert admin.get(f"{path}/participants").json() == {"items": [], "next": None}
    begun = f"/campaigns/{offices.campaign_id}/participants/{offices.firm_id}/remove"
    assert admin.post(begun, {"reason": "x"}).json()["code"] == "campaign.submitted-stays"


def test_figures_for_who_may_follow(offices: Offices, database: Database) -> None:
    path = f"/campaigns/{offices.campaign_id}"
    for who in ("administrator", "first"):
        program = offices.program(who)
        shown = program.get(f"{path}/dashboard").json()
        assert (shown["total"], shown["handed_in"], shown["counts"]["submitted"]) == (1, 1, 1)
        assert [one["total"] for one in shown["districts"]] == [1]
        assert program.get(f"{path}/deviations").json()["deviation"]["count"] == 0
        [row] = program.get(f"{path}/results").json()["items"]
        assert row["name"] == "临沂示范科技有限公司"
        assert (row["status"], row["scores"]["duty_reviewed"]) == ("submitted", None)
        assert float(row["scores"]["duty_claimed"]) > 0
        assert program.get(f"{path}/dashboard", params={"district": str(uuid.uuid4())}).status_code == 404
    with database.read() as session:
        actions = set(session.scalars(select(AuditEvent.action)))
    assert {"campaign.results-read", "campaign.deviations-read", "campaign.exported"} <= actions


def test_publishing_is_done_beside_the_request(offices: Offices, database: Database) -> None:
    first, admin, path = offices.program("first"), offices.program("administrator"), f"/campaigns/{offices.campaign_id}"
    first.post(f"{offices.path}/take-up")
    offices.mark_all(first)
    first.post(f"{offices.path}/decide", {}, headers={"idempotency-key": "d"})
    assert admin.post(f"{path}/publish").json()["code"] == "campaign.not-now"
    admin.post(f"{path}/close", {"reason": "交齐"})
    answer = admin.post(f"{path}/publish")
    assert (answer.status_code, answer.json()["status"]) == (202, "published")
    with database.read() as session:
        assert session.scalars(select(Job).where(Job.name == "publish-campaign")).one().total == 1


def test_another_offices_campaign_is_not_there(offices: Offices) -> None:
    """An administrator elsewhere; a reviewer and a lead may not run campaigns at all."""
    far, missing, path = offices.program("far"), f"/campaigns/{uuid.uuid4()}", f"/campaigns/{offices.campaign_id}"
    assert far.get("/campaigns").json()["items"] == []
    for address in ("", "/participants", "/dashboard", "/deviations", "/results"):
        foreign, absent = far.get(path + address), far.get(missing + address)
        assert (foreign.status_code, foreign.json()) == (404, absent.json())
    for step in ("open", "publish", "remind"):
        assert far.post(f"{path}/{step}").status_code == 404
    assert far.post(f"{path}/close", {"reason": "x"}).status_code == 404
    for who in ("first", "lead"):
        assert offices.program(who).get("/campaigns").json()["code"] == "token.scope"
