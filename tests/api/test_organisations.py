"""Organisations by program: searched, made, described, moved, closed; and the departments of one's own."""

import uuid
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from assess.audit.models import AuditEvent
from assess.db import Database
from tests.api.conftest import Program, World
from tests.api.offices import Offices
from tests.factories.accounts import credit_code

Open = Callable[[str | None], Program]


@pytest.fixture
def offices(database: Database, app: FastAPI, open_program: Open) -> Offices:
    return Offices(database, app.state.storage, open_program)


def new(offices: Offices, **changes: object) -> dict[str, object]:
    return {
        "name": "兰山新公司",
        "kind": "enterprise",
        "region": "371302",
        "credit_code": credit_code(),
        "size": "small",
        "roles": ["exporter"],
        "industry": "C",
        "parent_id": str(offices.body_id),
        **changes,
    }


def test_an_organisation_is_made_changed_moved_and_closed(offices: Offices, database: Database) -> None:
    admin = offices.program("administrator")
    district = admin.post("/organisations", new(offices, name="兰山区", kind="district", credit_code=None)).json()
    made = admin.post("/organisations", new(offices))
    assert made.status_code == 201, made.text
    path = f"/organisations/{made.json()['id']}"
    assert made.headers["location"] == f"/api/v1{path}"
    assert [one["name"] for one in made.json()["path"]] == ["临沂市知识产权局"]
    changed = admin.send("PATCH", path, json={"name": "兰山老公司", "size": None})
    assert (changed.json()["name"], changed.json()["size"], changed.json()["industry"]) == ("兰山老公司", None, "C")
    moved = admin.post(f"{path}/move", {"parent_id": district["id"]}).json()
    assert [one["name"] for one in moved["path"]] == ["临沂市知识产权局", "兰山区"]
    circle = admin.post(f"/organisations/{district['id']}/move", {"parent_id": made.json()["id"]})
    assert (circle.status_code, circle.json()["code"]) == (422, "organisation.parent-kind")
    assert admin.post(f"{path}/close").json()["closed_at"] is not None
    assert admin.get("/organisations", params={"closed": True}).json()["items"][0]["name"] == "兰山老公司"
    assert admin.post(f"{path}/reopen").json()["closed_at"] is None
    own = admin.post(f"/organisations/{offices.body_id}/close")
    assert (own.status_code, own.json()["code"]) == (409, "organisation.own")
    with database.read() as session:
        actions = [one for one in session.scalars(select(AuditEvent.action)) if one.startswith("organisation")]
    assert {"organisation.created", "organisation.edited", "organisation.moved", "organisations.listed"} <= set(actions)


def test_the_list_is_narrowed_and_paged(offices: Offices) -> None:
    admin = offices.program("administrator")
    for number in range(3):
        admin.post("/organisations", new(offices, name=f"甲{number}"))
    first = admin.get("/organisations", params={"text": "甲", "limit": 2})
    rest = admin.get("/organisations", params={"text": "甲", "limit": 2, "cursor": first.json()["next"]})
    assert [one["name"] for one in first.json()["items"] + rest.json()["items"]] == ["甲0", "甲1", "甲2"]
    assert (rest.json()["next"], 'rel="next"' in first.headers["link"]) == (None, True)
    beyond = admin.get("/organisations", params={"text": "甲", "limit": 1, "cursor": first.json()["next"]})
    assert [one["name"] for one in beyond.json()["items"]] == ["甲2"]
    assert admin.get("/organisations", params={"kind": "authority"}).json()["items"][0]["id"] == str(offices.body_id)
    assert admin.get("/organisations", params={"cursor": "xx"}).status_code == 422
    assert admin.get("/organisations", params={"region": "37"}).status_code == 422


WRONG: tuple[tuple[dict[str, object], str], ...] = (
    ({"credit_code": "91371300MA3C000010"}, "credit_code"),
    ({"credit_code": None}, "credit_code"),
    ({"region": "999999"}, "region"),
    ({"parent_id": None}, "parent"),
    ({"roles": ["No Role"]}, "roles"),
)


def test_what_cannot_be_taken_is_said_at_the_field(offices: Offices) -> None:
    admin = offices.program("administrator")
    for changes, field in WRONG:
        answer = admin.post("/organisations", new(offices, **changes))
        assert (answer.status_code, answer.json().get("field")) == (422, field), answer.text


def test_members_without_their_addresses(offices: Offices) -> None:
    admin = offices.program("administrator")
    people = admin.get(f"/organisations/{offices.firm_id}/members").json()["items"]
    assert sorted((one["name"], one["roles"]) for one in people) == [("内部", ["reviewer"]), ("李明", ["lead"])]
    assert "@" not in str(people)


def test_what_is_out_of_reach_is_not_there(offices: Offices) -> None:
    far, missing, path = offices.program("far"), f"/organisations/{uuid.uuid4()}", f"/organisations/{offices.firm_id}"
    assert [one["id"] for one in far.get("/organisations").json()["items"]] == [str(offices.far_id)]
    for address in ("", "/members"):
        foreign, absent = far.get(path + address), far.get(missing + address)
        assert (foreign.status_code, foreign.json()) == (404, absent.json())
    for step in ("close", "reopen"):
        assert far.post(f"{path}/{step}").status_code == 404
    assert far.post("/organisations", new(offices)).status_code == 404  # below somebody else's body
    assert offices.program("lead").get("/organisations").json()["code"] == "token.scope"


def test_departments_of_ones_own(world: World) -> None:
    lead, path = world.program(), f"/organisations/{world.organisation_id}/departments"
    made = lead.post(path, {"name": "法务部"})
    assert made.status_code == 201, made.text
    one = f"{path}/{made.json()['id']}"
    person = str(world.accounts["respondent"])
    changed = lead.send("PATCH", one, json={"name": "合规部", "people": [person]}).json()
    assert (changed["name"], [each["account_id"] for each in changed["people"]]) == ("合规部", [person])
    twice = lead.post(path, {"name": "合规部"})
    assert (twice.status_code, twice.json()["code"]) == (409, "department.taken")
    wrong = lead.send("PATCH", one, json={"name": "别的", "people": [str(world.accounts["stranger"])]})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "department.not-a-member")
    assert lead.get(one).json()["name"] == "合规部"  # all or nothing
    assert lead.send("PATCH", one, json={"closed": True}).json()["closed_at"] is not None
    stranger = world.program("stranger")
    assert stranger.get(path).status_code == stranger.get(one).status_code == 404
    assert stranger.send("PATCH", one, json={"name": "x"}).status_code == 404
    assert world.program("reader").post(path, {"name": "x"}).json()["code"] == "token.scope"
