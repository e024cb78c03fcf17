"""From the first request to the decision: starting, what is asked, handing in, results, reports, the way back."""

import hashlib
import json
import uuid
from typing import cast

import pytest
from sqlalchemy import func, select, update

from assess.assessments.models import Assessment, Submission
from assess.assessments.workflow import Status
from assess.audit.models import AuditEvent
from assess.db import Database
from assess.reports.formats import MEDIA_TYPES
from assess.reports.models import Report, ReportStatus
from assess.reports.orders import Format
from assess.storage import Folder
from tests.api.conftest import Program, World, made
from tests.factories.checklists import KEY, published

BODY = {"declared": True, "declared_name": "王丽"}


def start(world: World, **changes: object) -> dict[str, object]:
    return {"organisation_id": str(world.organisation_id), "checklist": KEY, **changes}


def test_one_begins_and_comes_back(world: World, database: Database) -> None:
    program = world.program("respondent")
    with database.write() as session:
        session.execute(update(Assessment).where(Assessment.id == world.id).values(status=Status.WITHDRAWN))
        session.commit()
    first = program.post("/assessments", start(world))
    assert first.status_code == 201, first.text
    body = first.json()
    assert first.headers["location"] == f"/api/v1/assessments/{body['id']}"
    assert (body["checklist"], body["status"], body["editable"], body["answered"]) == (KEY, "draft", True, 0)
    assert body["profile"] == {"kind": "enterprise", "region": "371302", "roles": ["exporter"], "size": None}
    again = program.post("/assessments", start(world, version=published().checklist.version))
    assert (again.status_code, again.json()["id"]) == (200, body["id"])
    listed = program.get("/assessments?limit=1").json()
    assert [one["id"] for one in listed["items"]] == [body["id"]]
    rest = program.get("/assessments", params={"cursor": listed["next"]})
    assert [(one["id"], one["status"]) for one in rest.json()["items"]] == [(str(world.id), "withdrawn")]
    assert "link" not in rest.headers


def test_what_cannot_be_begun_is_said(world: World) -> None:
    program = world.program()
    for changes, status, code in (
        ({"checklist": None}, 422, "api.checklist-missing"),
        ({"checklist": "no/such"}, 422, "api.no-such-checklist"),
        ({"version": "9.9.9"}, 422, "api.no-such-checklist"),
        ({"profile": {"kind": "district", "region": "371302"}}, 422, "assessment.wrong-audience"),
        ({"organisation_id": str(uuid.uuid4())}, 404, "not-found"),
        ({"campaign_id": str(uuid.uuid4())}, 404, "not-found"),
    ):
        answer = program.post("/assessments", start(world, **changes))
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    foreign = world.program("stranger").post("/assessments", start(world))
    assert (foreign.status_code, foreign.json()["code"]) == (404, "not-found")


def test_the_questions_say_what_is_asked_now(world: World) -> None:
    program = world.program()
    told = program.get(f"{world.path}/questions").json()
    groups = [group for section in told["sections"] for group in section["groups"]]
    asked = {one["fact"]: one["asked"] for group in groups for one in group["questions"]}
    assert set(asked) == {fact.key for fact in published().facts}
    assert asked["credit.serious-list"] == "ask"
    item = groups[0]["items"][1]
    assert (item["key"], item["not_applicable_offered"], item["points"]) == ("procedure", True, "4")
    question = groups[0]["questions"][0]
    assert (question["type"], question["unknown"], question["answered"]) == ("yes-no", True, False)
    assert question["wording"]["zh"]
    assert question["wording"]["en"]
    program.put(f"{world.path}/answers/credit.serious-list", {"value": "no"}, if_none_match="*")
    again = program.get(f"{world.path}/questions").json()["sections"][0]["groups"][0]["questions"][0]
    assert (again["answered"], again["answer_revision"]) == (True, 1)


def test_handing_in_freezes_what_was_said(world: World, database: Database) -> None:
    program = world.program()
    before = program.get(f"{world.path}/completeness").json()
    assert (before["may_submit"], before["answered"]) == (False, 0)
    assert before["missing"][0]["fact"] == "credit.serious-list"
    program.fill(world.path)
    complete = program.get(f"{world.path}/completeness").json()
    assert (complete["may_submit"], complete["missing"]) == (True, [])
    live = program.get(f"{world.path}/result").json()
    stale = program.post(f"{world.path}/submissions", {**BODY, "expected_state": 0}, headers={"idempotency-key": "0"})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    sent = {**BODY, "expected_state": complete["state"]}
    handed = program.post(f"{world.path}/submissions", sent, headers={"idempotency-key": "1"}).json()
    assert (handed["number"], handed["declared_name"]) == (1, "王丽")
    kept = program.get(f"{world.path}/submissions/1").json()
    text = json.dumps(kept["snapshot"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == kept["snapshot_sha256"]
    assert kept["snapshot"]["answers"]["credit.trainings"]["value"] == "2"
    assert [one["reference"] for one in program.get(f"{world.path}/submissions").json()["items"]] == [
        handed["reference"]
    ]
    assert program.get(f"{world.path}/submissions/2").status_code == 404
    frozen = program.get(f"{world.path}/result").json()
    assert (live["submission"], frozen["submission"]) == (None, 1)
    assert {**live, "submission": 1} == frozen
    locked = program.put(f"{world.path}/answers/credit.trainings", {"value": "3"}, if_match='"1"')
    assert (locked.status_code, locked.json()["code"]) == (403, "assessment.locked")
    with database.read() as session:
        assert session.scalars(select(Submission.reference)).one() == handed["reference"]
        assert session.scalar(select(func.count()).where(Report.submission_id == uuid.UUID(handed["id"]))) is not None
        wanted = select(AuditEvent.action).where(
            AuditEvent.stream == world.id.hex, AuditEvent.action.like("%submitted")
        )
        assert session.scalars(wanted).all() == ["assessment.submitted"]


def test_a_result_tells_why_in_both_languages(world: World) -> None:
    program = world.program()
    program.put(f"{world.path}/answers/credit.serious-list", {"value": "yes"}, if_none_match="*")
    told = program.get(f"{world.path}/result").json()
    item = next(one for one in told["items"] if one["key"] == "serious-list")
    assert (item["points"], item["earned"], item["status"]) == ("6.00", "0.00", "scored")
    for step in item["trace"]:
        assert step["message"]
        assert step["zh"] != step["en"]
    assert told["duty"]["low"] == told["duty"]["final"]
    assert [one["key"] for one in told["sections"]] == ["credit", "overseas"]
    assert all(one["state"] in {"fired", "clear", "unknown"} for one in told["vetoes"])
    gaps = program.get(f"{world.path}/gaps").json()["items"]
    assert gaps[0]["item"] == "serious-list"
    assert gaps[0]["why"][0]["zh"]
    plan = program.get(f"{world.path}/plan").json()
    assert plan["state"] in {"proven", "reached", "unreachable", "bounded", "no-grade", "unknown"}
    assert program.get(f"{world.path}/plan", headers={"accept-language": "en"}).json()["state"] == plan["state"]
    assert program.get(f"{world.path}/programmes").json()["as_of"] == told["as_of"]


def alone(world: World) -> Program:
    """Give a program whose service makes no report meanwhile: the test lays the file there itself."""
    program = world.program("reader")
    program.app.state.runner.stop()
    return program


def test_a_report_is_asked_for_and_fetched(world: World, database: Database) -> None:
    program = alone(world)
    asked = program.post(f"{world.path}/reports", {"locale": "en"})
    assert asked.status_code == 201, asked.text
    report = asked.json()
    assert (report["draft"], report["locale"]) == (True, "en")
    place = f"{world.path}/reports/{report['id']}"
    assert program.get(f"{place}/pdf").status_code == 404
    storage = program.app.state.storage
    assert isinstance(storage, Folder)
    kept = storage.put(b"%PDF-1.7 test")
    with database.write() as session:
        ready = {"status": ReportStatus.READY, "file_key": kept.key, "size": kept.size}
        session.execute(update(Report).where(Report.id == uuid.UUID(report["id"])).values(**ready))
        session.commit()
    assert program.get(place).json()["sha256"] == kept.key
    file = program.get(f"{place}/pdf")
    assert (file.status_code, file.content, file.headers["content-type"]) == (200, b"%PDF-1.7 test", "application/pdf")
    assert file.headers["content-disposition"].startswith("attachment")
    assert program.get(f"{place}/pdf", headers={"if-none-match": file.headers["etag"]}).status_code == 304
    elsewhere = made(database, world)
    assert program.get(f"/assessments/{elsewhere.id}/reports/{report['id']}").status_code == 404


@pytest.mark.parametrize(("kind", "ending"), [("docx", ".docx"), ("xlsx", ".xlsx"), ("html", ".html")])
def test_a_report_comes_as_another_kind_of_file(world: World, database: Database, kind: str, ending: str) -> None:
    program = alone(world)
    report = program.post(f"{world.path}/reports", {"locale": "zh", "format": kind}).json()
    assert report["format"] == kind
    place = f"{world.path}/reports/{report['id']}"
    storage = program.app.state.storage
    assert isinstance(storage, Folder)
    kept = storage.put(b"made")
    with database.write() as session:
        ready = {"status": ReportStatus.READY, "file_key": kept.key, "size": kept.size}
        session.execute(update(Report).where(Report.id == uuid.UUID(report["id"])).values(**ready))
        session.commit()
    assert program.get(f"{place}/pdf").status_code == 404, "it is no PDF"
    file = program.get(f"{place}/file")
    assert (file.status_code, file.content) == (200, b"made")
    assert file.headers["content-disposition"].startswith("attachment")
    assert file.headers["content-disposition"].endswith(ending)
    assert file.headers["content-type"] == MEDIA_TYPES[cast("Format", kind)]
    assert ("sandbox" in file.headers.get("content-security-policy", "")) is (kind == "html")
    assert program.post(f"{world.path}/reports", {"format": "odt"}).status_code == 422


def test_a_lead_withdraws(world: World) -> None:
    refused = world.program("respondent").post(f"{world.path}/withdraw")
    assert (refused.status_code, refused.json()["code"]) == (403, "token.scope")
    answer = world.program().post(f"{world.path}/withdraw")
    assert (answer.status_code, answer.json()["status"]) == (200, "withdrawn")
    again = world.program().post(f"{world.path}/withdraw")
    assert (again.status_code, again.json()["code"]) == (403, "assessment.locked")


def test_checklists_and_measures_are_documents(world: World) -> None:
    program = world.program("reader")
    (version,) = program.get("/checklists").json()["items"]
    assert (version["checklist"], version["items"]) == (KEY, 3)
    answer = program.get(f"/checklists/{KEY}/{version['version']}")
    assert hashlib.sha256(answer.content).hexdigest() == version["sha256"]
    assert answer.headers["etag"] == f'"{version["sha256"]}"'
    known = program.get(f"/checklists/{KEY}/{version['version']}", headers={"if-none-match": answer.headers["etag"]})
    assert known.status_code == 304
    assert program.get(f"/checklists/{KEY}/9.9").status_code == 404
    (measure,) = program.get("/measures").json()["items"]
    assert "clauses" not in measure
    whole = program.get(f"/measures/{measure['key']}").json()
    assert {**measure, "clauses": whole["clauses"]} == whole
    assert len(whole["clauses"]) == len(published().measure.clauses)
