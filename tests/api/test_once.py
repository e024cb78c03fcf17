"""Idempotency keys: one effect, the same answer, also for requests that arrive together."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import func, select, update

from assess import clock
from assess.accounts import requests
from assess.accounts.request_models import KeptAnswer
from assess.assessments.models import Submission
from assess.assessments.together_models import ItemComment
from assess.db import Database
from tests.api.conftest import World

BODY = {"declared": True, "declared_name": "王丽"}


def count(database: Database, model: type) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_submission_that_is_sent_again_is_answered_again(world: World, database: Database) -> None:
    program = world.program()
    program.fill(world.path)
    first = program.post(f"{world.path}/submissions", BODY, headers={"idempotency-key": "k-1"})
    assert first.status_code == 201, first.text
    assert "idempotency-replayed" not in first.headers
    again = program.post(f"{world.path}/submissions", BODY, headers={"idempotency-key": "k-1"})
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["location"] == first.headers["location"] == f"/api/v1{world.path}/submissions/1"
    assert again.headers["idempotency-replayed"] == "true"
    other = program.post(
        f"{world.path}/submissions", {**BODY, "declared_name": "李四"}, headers={"idempotency-key": "k-1"}
    )
    assert (other.status_code, other.json()["code"], other.json()["field"]) == (
        422,
        "api.key-reused",
        "Idempotency-Key",
    )
    assert count(database, Submission) == 1


def test_a_submission_needs_a_key(world: World, database: Database) -> None:
    program = world.program()
    program.fill(world.path)
    for headers in ({}, {"idempotency-key": ""}, {"idempotency-key": "x" * 101}, {"idempotency-key": "a b"}):
        answer = program.post(f"{world.path}/submissions", BODY, headers=headers)
        assert (answer.status_code, answer.json()["errors"][0]["at"]) == (422, "header.Idempotency-Key")
    assert count(database, Submission) == 0


def test_what_was_refused_is_tried_anew(world: World, database: Database) -> None:
    program, headers = world.program(), {"idempotency-key": "k-2"}
    refused = program.post(f"{world.path}/submissions", BODY, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (422, "assessment.incomplete")
    assert refused.json()["missing"][:2] == ["credit.serious-list", "credit.procedure"]
    program.fill(world.path)
    assert program.post(f"{world.path}/submissions", BODY, headers=headers).status_code == 201
    assert count(database, Submission) == 1


def test_requests_that_arrive_together_have_one_effect(world: World, database: Database) -> None:
    program = world.program()
    body = {"item": "procedure", "text": "请核对"}

    def send(_number: int) -> tuple[int, bytes]:
        answer = program.post(f"{world.path}/comments", body, headers={"idempotency-key": "same"})
        return answer.status_code, answer.content

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(send, range(8)))
    assert len(answers) == 1
    assert next(iter(answers))[0] == 201
    assert count(database, ItemComment) == count(database, KeptAnswer) == 1
    program.post(f"{world.path}/comments", body)
    assert count(database, ItemComment) == 2  # without a key it is another one


def test_keys_belong_to_their_account_and_end_after_a_day(world: World, database: Database) -> None:
    body, headers = {"item": "procedure", "text": "请核对"}, {"idempotency-key": "mine"}
    first = world.program("lead").post(f"{world.path}/comments", body, headers=headers)
    others = world.program("respondent").post(f"{world.path}/comments", body, headers=headers)
    assert first.json()["id"] != others.json()["id"]
    with database.write() as session:
        session.execute(update(KeptAnswer).values(at=clock.now() - timedelta(hours=25)))
        session.commit()
    later = world.program("lead").post(f"{world.path}/comments", {**body, "text": "另一件事"}, headers=headers)
    assert later.status_code == 201
    with database.write() as session:
        requests.purge(session, now=clock.now())
        session.commit()
        assert session.scalars(select(KeptAnswer.account_id)).all() == [world.accounts["lead"]]


def test_a_start_with_a_key_starts_once(world: World) -> None:
    program = world.program()
    body = {"organisation_id": str(world.organisation_id), "checklist": "demo-2020/enterprise"}
    headers = {"idempotency-key": uuid.uuid4().hex}
    first, again = (program.post("/assessments", body, headers=headers) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)  # the open one of this version
    assert first.json()["id"] == str(world.id)
    assert first.content == again.content


def test_what_was_made_and_is_gone_is_told_again_and_not_made_again(world: World, database: Database) -> None:
    program, headers = world.program(), {"idempotency-key": "k-gone"}
    said = {"item": "procedure", "text": "请补制度"}
    first = program.post(f"{world.path}/comments", said, headers=headers)
    place = first.headers["location"].removeprefix("/api/v1")
    assert (first.status_code, program.get(place).status_code) == (201, 200)
    assert program.send("DELETE", place).status_code == 204
    again = program.post(f"{world.path}/comments", said, headers=headers)
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["idempotency-replayed"] == "true"
    assert (program.get(place).status_code, count(database, ItemComment)) == (404, 1)
