"""Answers over the API: the page's save under ETags; nobody overwrites what they have not seen."""

import json

from sqlalchemy import select

from assess.assessments.history import altered_answers
from assess.audit.models import AuditEvent
from assess.db import Database
from tests.api.conftest import World

FACT = "credit.serious-list"


def test_an_answer_is_saved_read_changed_and_taken_back(world: World, database: Database) -> None:
    program, path = world.program(), f"{world.path}/answers/{FACT}"
    assert program.get(path).status_code == 404
    first = program.put(path, {"value": "no", "note": "官网查询"}, if_none_match="*")
    assert (first.status_code, first.headers["etag"]) == (200, '"1"')
    body = first.json()
    assert (body["fact"], body["value"], body["note"], body["revision"], body["by"]) == (
        FACT,
        "no",
        "官网查询",
        1,
        "王丽",
    )
    assert body["display"] == {"zh": "否", "en": "No"}
    assert program.get(path).json() == body
    kept = program.get(path, headers={"if-none-match": '"1"'})
    assert (kept.status_code, kept.content, kept.headers["etag"]) == (304, b"", '"1"')
    second = program.put(path, {"value": {"unknown": True}}, if_match='"1"')
    assert (second.json()["value"], second.headers["etag"]) == ({"unknown": True}, '"2"')
    assert program.send("DELETE", path, headers={"if-match": '"2"'}).status_code == 204
    assert program.get(path).status_code == 404
    assert program.send("DELETE", path, headers={"if-match": '"3"'}).status_code == 404
    with database.read() as session:
        wanted = select(AuditEvent.action, AuditEvent.actor_id).where(AuditEvent.stream == world.id.hex)
        assert session.execute(wanted).all() == [("answer.saved", world.accounts["lead"])] * 3
        assert altered_answers(session, world.id) == ()


def test_the_history_tells_who_when_from_and_to(world: World) -> None:
    path = f"{world.path}/answers/{FACT}"
    world.program("lead").put(path, {"value": "no"}, if_none_match="*")
    world.program("respondent").put(path, {"value": "yes", "note": "更正"}, if_match='"1"')
    told = world.program("reader").get(f"{path}/history").json()["items"]
    assert [(one["revision"], one["by"], one["before"], one["after"], one["note_after"]) for one in told] == [
        (1, "王丽", None, "no", ""),
        (2, "孙平", "no", "yes", "更正"),
    ]


def test_a_stale_change_gets_both_values_and_changes_nothing(world: World) -> None:
    path = f"{world.path}/answers/{FACT}"
    world.program("lead").put(path, {"value": "no"}, if_none_match="*")
    world.program("respondent").put(path, {"value": "yes"}, if_match='"1"')
    stale = world.program("lead").put(path, {"value": {"unknown": True}}, if_match='"1"')
    assert (stale.status_code, stale.headers["etag"], stale.json()["code"]) == (412, '"2"', "api.precondition-failed")
    assert (stale.json()["theirs"]["value"], stale.json()["theirs"]["by"]) == ("yes", "孙平")
    assert stale.json()["mine"] == {"value": {"unknown": True}, "note": ""}
    assert world.program().get(path).json()["value"] == "yes"
    again = world.program().put(path, {"value": "no"}, if_none_match="*")
    assert (again.status_code, again.json()["theirs"]["value"]) == (412, "yes")
    taken_back = world.program().send("DELETE", path, headers={"if-match": '"1"'})
    assert taken_back.status_code == 412


def test_a_change_says_what_it_builds_on(world: World) -> None:
    answer = world.program().put(f"{world.path}/answers/{FACT}", {"value": "no"})
    assert (answer.status_code, answer.json()["code"]) == (428, "api.precondition-missing")
    nothing = world.program().put(f"{world.path}/answers/{FACT}", {"value": "no"}, if_match="*")
    assert nothing.status_code == 412


def test_a_value_that_does_not_fit_is_refused_in_words(world: World) -> None:
    program, path = world.program(), f"{world.path}/answers/{FACT}"
    wrong = [("perhaps", "not-yes-no"), (7, "not-yes-no"), (["no"], "not-yes-no"), ({"unknown": False}, "not-yes-no")]
    for value, code in [*wrong, (None, "empty"), ("", "empty")]:
        answer = program.put(path, {"value": value}, if_none_match="*")
        assert (answer.status_code, answer.json()["code"]) == (422, f"value.{code}"), value
        assert answer.json()["detail"]
    assert program.get(path).status_code == 404


def test_a_table_goes_in_and_comes_out_the_same(world: World) -> None:
    program, path = world.program(), f"{world.path}/answers/insurance.policies"
    columns = next(
        one
        for section in program.get(f"{world.path}/questions").json()["sections"]
        for group in section["groups"]
        for one in group["questions"]
        if one["fact"] == "insurance.policies"
    )["columns"]
    samples = {"text": "甲", "number": "3", "money": "1000.5", "date": "2026-05-01", "yes-no": "yes"}
    row = {
        column["key"]: column["options"][0]["value"] if column["options"] else samples[column["type"]]
        for column in columns
    }
    saved = program.put(path, {"value": [row]}, if_none_match="*")
    assert saved.status_code == 200, saved.text
    assert saved.json()["value"] == [{"id": "r1"} | row]
    again = program.put(path, {"value": saved.json()["value"]}, if_match=saved.headers["etag"])
    assert again.json()["revision"] == 1  # nothing changed


def test_a_question_the_form_does_not_ask_is_not_there(world: World) -> None:
    for fact in ("nobody.asks", "x" * 101, "a%00b"):
        answer = world.program().put(f"{world.path}/answers/{fact}", {"value": "no"}, if_none_match="*")
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_answers_are_listed_with_their_etags(world: World) -> None:
    program = world.program()
    program.fill(world.path)
    page = program.get(f"{world.path}/answers?limit=3").json()
    assert [one["fact"] for one in page["items"]] == ["credit.procedure", "credit.serious-list", "credit.trainings"]
    rest = program.get(f"{world.path}/answers", params={"limit": "3", "cursor": page["next"]}).json()
    found = [(one["fact"], one["etag"]) for one in rest["items"]]
    assert found == [("insurance.policies", '"1"'), ("overseas.sells-abroad", '"1"')]
    assert rest["next"] is None


def test_claims_have_etags_too(world: World, database: Database) -> None:
    program, path = world.program(), f"{world.path}/claims/procedure"
    assert program.get(path).status_code == 404
    made = program.put(path, {"reason": "没有从业人员"}, if_none_match="*")
    assert (made.status_code, made.headers["etag"]) == (200, '"1"')
    assert program.put(path, {"reason": "别的"}, if_none_match="*").status_code == 412
    assert program.put(path, {"reason": "改过的"}, if_match='"1"').json()["revision"] == 2
    assert [one["reason"] for one in program.get(f"{world.path}/claims").json()["items"]] == ["改过的"]
    assert program.get(path, headers={"if-none-match": '"2"'}).status_code == 304
    assert program.send("DELETE", path, headers={"if-match": '"1"'}).status_code == 412
    assert program.send("DELETE", path, headers={"if-match": '"2"'}).status_code == 204
    assert program.get(path).status_code == 404
    refused = program.put(f"{world.path}/claims/serious-list", {"reason": "不适用"}, if_none_match="*")
    assert (refused.status_code, refused.json()["code"]) == (422, "answer.not-applicable-not-offered")
    with database.read() as session:
        wanted = select(AuditEvent.action).where(AuditEvent.stream == world.id.hex)
        assert session.scalars(wanted).all() == ["item.claimed"] * 3


def test_what_was_refused_is_sent_back_whatever_it_was(world: World) -> None:
    program, path = world.program(), f"{world.path}/answers/{FACT}"
    program.put(path, {"value": "no"}, if_none_match="*")
    deep: object = "x"
    for _ in range(15):
        deep = [deep]
    for value in ({"a": [1, 2.5, None, "中"]}, deep, 10**400, 1e300):
        answer = program.put(path, {"value": value}, if_match='"9"')
        assert answer.status_code == 412, answer.text
        assert answer.json()["mine"]["value"] == json.loads(json.dumps(value))


def test_a_token_that_writes_may_read_and_one_that_reads_may_not_write(world: World) -> None:
    path = f"{world.path}/answers/{FACT}"
    refused = world.program("reader").put(path, {"value": "no"}, if_none_match="*")
    assert (refused.status_code, refused.json()["code"]) == (403, "token.scope")
    assert world.program("writer").put(path, {"value": "no"}, if_none_match="*").status_code == 200
    assert world.program("writer").get(path).json()["value"] == "no"
