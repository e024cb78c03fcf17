"""A decision over the API: not a word before it is published; then the marks, and an appeal once."""

import uuid
from collections.abc import Callable
from datetime import timedelta

from assess import clock
from assess.access.actor import Actor
from assess.accounts.models import Account
from assess.db import Database
from assess.reviews import publishing
from tests.api.conftest import Program, issue
from tests.factories.reviews import Scene

SECRET = ("decided", "同意。", "appeal_until")


def build(database: Database) -> tuple[uuid.UUID, uuid.UUID, Actor, str]:
    """Have a form that is decided, and nobody told; with the decision, who may publish it, and the lead's token."""
    now = clock.now()
    days = {"opens_at": now - timedelta(days=9), "closes_at": now + timedelta(days=9)}
    with database.write() as session:
        scene = Scene(session, now=now, campaign_given=days)
        decision = scene.decided().id
        token = issue(session, session.get_one(Account, scene.lead.account_id))
        session.commit()
        return scene.id, decision, scene.administrator, token


def test_a_decision_is_known_once_it_is_published(
    database: Database, open_program: Callable[[str | None], Program]
) -> None:
    here, decision, administrator, token = build(database)
    program, path = open_program(token), f"/assessments/{here}"
    for address in ("", "/result", "/submissions", "/completeness", "/questions"):
        answer = program.get(path + address)
        assert answer.status_code == 200
        assert not any(word in answer.text for word in SECRET), address
    assert program.get(path).json()["status"] == "in_second_review"
    assert program.get("/assessments").json()["items"][0]["status"] == "in_second_review"
    assert program.get(f"{path}/outcome").status_code == 404
    grounds = {"grounds": "第二项的材料没有被看到。", "items": {"procedure": "见附件。"}}
    early = program.post(f"{path}/appeals", grounds)
    assert (early.status_code, early.json()["code"]) == (403, "review.not-published")
    with database.write() as session:
        publishing.publish(session, actor=administrator, decision_id=decision, now=clock.now())
        session.commit()
    told = program.get(f"{path}/outcome").json()
    assert (program.get(path).json()["status"], told["statement"], told["may_appeal"]) == ("decided", "同意。", True)
    assert {one["item"]: one["points"] for one in told["marks"]} == {
        "serious-list": "6.00",
        "procedure": "4.00",
        "overseas-cover": "6.00",
    }
    wrong = program.post(f"{path}/appeals", {"grounds": "不同意", "items": {"no-such": "x"}})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "review.no-such-item")
    made = program.post(f"{path}/appeals", grounds, headers={"idempotency-key": "appeal"})
    assert made.status_code == 201, made.text
    assert (made.json()["grounds"], made.json()["items"]) == (grounds["grounds"], grounds["items"])
    assert program.get(path).json()["status"] == "appealed"
    again = program.post(f"{path}/appeals", grounds, headers={"idempotency-key": "appeal"})
    assert again.content == made.content
