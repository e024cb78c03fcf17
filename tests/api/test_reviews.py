"""Reviewing by program: the queue, the desk, marks under ETags, every step, and nothing beyond one's body."""

import io
import uuid
import zipfile
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from assess.audit.models import AuditEvent
from assess.db import Database
from tests.api.conftest import Program
from tests.api.offices import ITEMS, Offices
from tests.factories.papers import PDF

Open = Callable[[str | None], Program]


@pytest.fixture
def offices(database: Database, app: FastAPI, open_program: Open) -> Offices:
    return Offices(database, app.state.storage, open_program)


def test_from_the_queue_to_a_decision(offices: Offices, database: Database) -> None:
    first, path = offices.program("first"), offices.path
    queue = first.get("/reviews", params={"whose": "free"}).json()
    assert (queue["total"], queue["next"], queue["counts"]) == (1, None, {"submitted": 1})
    [row] = queue["items"]
    assert (row["assessment_id"], row["free"], row["status"]) == (str(offices.id), True, "submitted")
    assert first.get("/reviews", params={"whose": "mine"}).json()["items"] == []
    desk = first.get(path).json()
    assert (desk["may"], desk["mine"], desk["submission"]) == (["take-up"], False, 1)
    assert desk["missing"] == list(ITEMS)
    assert first.post(f"{path}/take-up").json()["mine"] is True
    offices.mark_all(first)
    assert first.get(path).json()["missing"] == []
    unkeyed = first.post(f"{path}/decide", {"statement": "同意。"})
    assert unkeyed.status_code == 422
    key = {"idempotency-key": "one"}
    decided = [first.post(f"{path}/decide", {"statement": "同意。"}, headers=key) for _ in range(2)]
    assert [one.status_code for one in decided] == [201, 201]
    assert decided[0].json() == decided[1].json()
    assert decided[1].headers["idempotency-replayed"] == "true"
    decision = decided[0].json()["decision"]
    assert (decision["number"], decision["statement"], decision["published_at"]) == (1, "同意。", None)
    assert decided[0].json()["reviewed"] == decided[0].json()["claimed"]
    with database.read() as session:
        actions = set(session.scalars(select(AuditEvent.action)))
    assert {"submission.read", "item.read", "queue.read", "review.taken-up", "review.marked"} <= actions


def test_an_item_says_what_it_was_judged_by(offices: Offices) -> None:
    first, path = offices.program("first"), offices.path
    listed = first.get(f"{path}/items", params={"limit": 2}).json()
    rest = first.get(f"{path}/items", params={"limit": 2, "cursor": listed["next"]}).json()
    assert [one["key"] for one in listed["items"] + rest["items"]] == list(ITEMS)
    one = first.get(f"{path}/items/serious-list").json()
    assert (one["claimed"], one["to_do"], one["marks"], one["files"]) == ("6.00", True, [], [str(offices.file_id)])
    assert [(given["fact"], given["value"]) for given in one["answers"]] == [("credit.serious-list", "no")]
    assert one["trace"][0]["zh"]
    assert one["trace"][0]["en"]
    assert first.get(f"{path}/items/no-such").status_code == 404


def test_a_mark_builds_on_what_is_there(offices: Offices) -> None:
    first, mark = offices.program("first"), f"{offices.path}/items/serious-list/mark"
    first.post(f"{offices.path}/take-up")
    assert first.get(mark).status_code == 404
    assert first.put(mark, {"points": "6.00"}).status_code == 428
    made = first.put(mark, {"points": "6.00"}, if_none_match="*")
    assert (made.status_code, made.json()["points"], made.json()["by"]) == (200, "6.00", "张初")
    etag = made.headers["etag"]
    assert first.get(mark, headers={"if-none-match": etag}).status_code == 304
    again = first.put(mark, {"points": "0.00", "reason": "facts-differ"}, if_none_match="*")
    assert (again.status_code, again.json()["theirs"]["points"]) == (412, "6.00")
    unreasoned = first.put(mark, {"points": "0.00"}, if_match=etag)
    assert (unreasoned.status_code, unreasoned.json()["field"]) == (422, "reason")
    changed = first.put(mark, {"points": "0", "reason": "facts-differ", "opinion": "与名单不符"}, if_match=etag)
    assert (changed.status_code, changed.json()["revision"], changed.json()["points"]) == (200, 2, "0.00")
    assert first.send("DELETE", mark, headers={"if-match": etag}).status_code == 412
    gone = first.send("DELETE", mark, headers={"if-match": changed.headers["etag"]})
    assert gone.status_code == 204
    assert first.get(mark).status_code == 404


NO_MARK: tuple[tuple[dict[str, object], str], ...] = (
    ({"points": "7.00", "opinion": "x"}, "mark.out-of-range"),
    ({}, "review.mark-empty"),
    ({"points": "1e5"}, "invalid"),
    ({"points": "NaN"}, "invalid"),
    ({"points": "1.00", "veto": "perhaps"}, "invalid"),
    ({"points": "1.00", "unknown": 1}, "invalid"),
)


def test_what_is_no_mark(offices: Offices) -> None:
    first = offices.program("first")
    first.post(f"{offices.path}/take-up")
    for body, code in NO_MARK:
        answer = first.put(f"{offices.path}/items/serious-list/mark", body, if_none_match="*")
        assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_files_are_judged_and_taken_away(offices: Offices) -> None:
    first, path = offices.program("first"), offices.path
    file = f"{path}/evidence/{offices.file_id}"
    assert first.put(f"{file}/verdict", {"verdict": "accepted"}).status_code == 403  # not taken up
    first.post(f"{path}/take-up")
    judged = first.put(f"{file}/verdict", {"verdict": "expired", "remark": "去年的"}).json()
    assert [(one["verdict"], one["remark"], one["by"]) for one in judged["verdicts"]] == [("expired", "去年的", "张初")]
    assert first.send("DELETE", f"{file}/verdict").status_code == 204
    assert first.get(f"{path}/evidence").json()["items"][0]["verdicts"] == []
    content = first.get(f"{file}/content")
    assert (content.content, content.headers["content-type"]) == (PDF, "application/pdf")
    assert content.headers["content-disposition"].startswith("attachment")
    assert first.get(f"{file}/content", headers={"if-none-match": content.headers["etag"]}).status_code == 304
    with zipfile.ZipFile(io.BytesIO(first.get(f"{path}/evidence.zip").content)) as packed:
        assert any(packed.read(name) == PDF for name in packed.namelist())
    assert first.get(f"{path}/evidence/{uuid.uuid4()}/content").status_code == 404


def test_accepting_sending_back_and_taking_over(offices: Offices) -> None:
    first, other, path = offices.program("first"), offices.program("other"), offices.path
    first.post(f"{path}/take-up")
    refused = first.post(f"{path}/accept", {"items": ["overseas-cover", "no-such"]})
    assert (refused.status_code, refused.json()["code"]) == (409, "review.not-acceptable")
    done = first.post(f"{path}/accept", {"items": [refused.json()["theirs"][0]]})
    assert done.status_code == 200
    taken = other.post(f"{path}/take-up")
    assert (taken.status_code, taken.json()["code"]) == (409, "review.taken")
    over = other.post(f"{path}/take-over", {"reason": "休假"})
    assert (over.status_code, over.json()["mine"], over.json()["holder"]) == (200, True, "赵初")
    lost = first.post(f"{path}/return", {"items": {"procedure": "请补"}})
    assert lost.status_code == 409
    back = other.post(f"{path}/return", {"items": {"procedure": "请补制度文件"}, "message": "辛苦"})
    assert (back.status_code, back.json()["status"]) == (200, "returned")
    assert back.json()["returns"][0]["items"] == {"procedure": "请补制度文件"}
    assert back.json()["returns"][0]["message"] == "辛苦"


def test_two_levels(database: Database, app: FastAPI, open_program: Open) -> None:
    offices = Offices(database, app.state.storage, open_program, levels=2)
    first, second, path = offices.program("first"), offices.program("second"), offices.path
    first.post(f"{path}/take-up")
    assert first.post(f"{path}/forward").json()["code"] == "review.unmarked"
    offices.mark_all(first)
    assert first.post(f"{path}/forward").json()["status"] == "in_second_review"
    assert first.post(f"{path}/take-up").status_code == 403
    assert second.post(f"{path}/take-up").json()["level"] == 2
    mark = second.put(
        f"{path}/items/procedure/mark", {"points": "0", "reason": "other", "opinion": "x"}, if_none_match="*"
    )
    assert mark.json()["level"] == 2
    decided = second.post(f"{path}/decide", {}, headers={"idempotency-key": "k"})
    assert decided.status_code == 201, decided.text


def test_nobody_else_sees_any_of_it(offices: Offices, database: Database) -> None:
    """A reviewer elsewhere, one of the firm itself, the firm's lead, the administrator: as if there were nothing."""
    missing = f"/reviews/{uuid.uuid4()}"
    for who in ("elsewhere", "inside", "second"):
        program = offices.program(who)
        assert program.get("/reviews").json()["items"] == []
        for address in ("", "/items", "/items/procedure", "/evidence", f"/evidence/{offices.file_id}/content"):
            foreign, absent = program.get(offices.path + address), program.get(missing + address)
            assert (foreign.status_code, foreign.json()) == (absent.status_code, absent.json()) == (404, absent.json())
        assert program.post(f"{offices.path}/take-up").status_code == 404
    for who in ("lead", "administrator"):
        assert offices.program(who).get(offices.path).json()["code"] == "token.scope"
    with database.read() as session:
        assert "submission.read" not in set(session.scalars(select(AuditEvent.action)))
