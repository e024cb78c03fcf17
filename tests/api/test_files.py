"""Evidence and workbooks over the API: bytes in, bytes out, each once."""

import io
import uuid
import zipfile

from sqlalchemy import func, select

from assess.assessments.models import Evidence
from assess.db import Database
from tests.api.conftest import World, made
from tests.factories.papers import PDF, PNG

FACT = "credit.serious-list"
FORM = {"fact": FACT, "kind": "record", "issued_on": "2026-01-05", "pages": "第3页"}


def file(content: bytes = PDF, name: str = "查询记录.pdf") -> dict[str, tuple[str, bytes, str]]:
    return {"file": (name, content, "application/octet-stream")}


def test_a_file_is_uploaded_described_fetched_and_removed(world: World, database: Database) -> None:
    program, path = world.program("respondent"), f"{world.path}/evidence"
    first = program.post(path, data=FORM, files=file(), headers={"idempotency-key": "u-1"})
    assert first.status_code == 201, first.text
    body = first.json()
    assert (body["name"], body["media_type"], body["size"]) == ("查询记录.pdf", "application/pdf", len(PDF))
    assert (body["fact"], body["kind"], body["issued_on"], body["pages"]) == (FACT, "record", "2026-01-05", "第3页")
    again = program.post(path, data=FORM, files=file(), headers={"idempotency-key": "u-1"})
    assert (again.content, again.headers["idempotency-replayed"]) == (first.content, "true")
    other = program.post(path, data=FORM, files=file(PNG, "a.png"), headers={"idempotency-key": "u-1"})
    assert (other.status_code, other.json()["code"]) == (422, "api.key-reused")
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Evidence)) == 1
    place = f"{path}/{body['id']}"
    assert first.headers["location"] == f"/api/v1{place}"
    assert program.get(place).json() == body
    assert program.get(path).json()["items"] == [body]
    content = program.get(f"{place}/content")
    assert (content.content, content.headers["content-type"]) == (PDF, "application/pdf")
    assert content.headers["content-disposition"].startswith("attachment; filename*=utf-8''%E6")
    assert content.headers["x-content-type-options"] == "nosniff"
    assert program.get(f"{place}/content", headers={"if-none-match": content.headers["etag"]}).status_code == 304
    changed = program.send("PATCH", place, json={"pages": "第4页"}).json()
    assert changed == {**body, "pages": "第4页"}
    assert program.send("PATCH", place, json={"kind": None}).status_code == 422
    assert program.send("PATCH", place, json={"kind": "nothing"}).json()["code"] == "evidence.kind"
    assert program.send("DELETE", place).status_code == 204
    for method in ("GET", "DELETE"):
        assert program.send(method, place).status_code == 404
    assert program.get(f"{place}/content").status_code == 404


def test_what_is_no_evidence_is_refused(world: World) -> None:
    program, path = world.program(), f"{world.path}/evidence"
    for sent, form, code in (
        (file(b"MZ\x90\0", "查询记录.pdf"), FORM, "evidence.wrong-kind"),
        (file(b"", "空.pdf"), FORM, "evidence.empty"),
        (file(PDF, "setup.exe"), FORM, "evidence.extension"),
        (file(), {**FORM, "kind": "other"}, "evidence.kind"),
        (file(), {**FORM, "issued_on": "2999-01-01"}, "evidence.issued-on"),
        (file(), {**FORM, "fact": "nobody.asks"}, "answer.unknown-fact"),
        (file(), {**FORM, "row_id": "r1"}, "evidence.no-such-row"),
        (file(), {"fact": FACT}, "invalid"),
    ):
        answer = program.post(path, data=form, files=sent)
        assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert program.get(path).json()["items"] == []


def test_a_file_serves_another_form_of_the_organisation(world: World, database: Database) -> None:
    program, other = world.program(), made(database, world)
    given = program.post(f"{world.path}/evidence", data=FORM, files=file()).json()
    body = {"evidence_id": given["id"], "fact": FACT, "kind": "record"}
    reused = program.post(f"/assessments/{other.id}/reuse", body)
    assert reused.status_code == 201, reused.text
    assert (reused.json()["sha256"], reused.json()["id"] != given["id"]) == (given["sha256"], True)
    foreign = world.program("stranger").post(f"{world.foreign}/reuse", body)
    missing = world.program("stranger").post(f"{world.foreign}/reuse", {**body, "evidence_id": str(uuid.uuid4())})
    assert (foreign.status_code, foreign.json()) == (missing.status_code, missing.json())
    bundle = program.get(f"{world.path}/evidence.zip")
    assert bundle.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(bundle.content)) as packed:
        assert PDF in [packed.read(name) for name in packed.namelist()]


def test_a_workbook_goes_out_and_comes_back(world: World, database: Database) -> None:
    program, other = world.program(), made(database, world)
    program.put(f"{world.path}/answers/{FACT}", {"value": "no"}, if_none_match="*")
    book = program.get(f"{world.path}/workbook")
    assert (book.status_code, book.content[:2]) == (200, b"PK")
    name = f"{world.id}.xlsx"
    sent = program.post(f"{world.path}/workbooks", files=file(book.content, name), headers={"idempotency-key": "w"})
    assert sent.status_code == 201, sent.text
    upload = sent.json()
    assert upload["status"] == "discarded"  # it changes nothing
    place = f"{world.path}/workbooks/{upload['id']}"
    changes = program.get(place).json()
    assert (changes["lines"], changes["wrong"]) == ([], [])
    assert program.get(f"/assessments/{other.id}/workbooks/{upload['id']}").status_code == 404
    settled = program.post(f"{place}/accept", {})
    assert (settled.status_code, settled.json()["code"]) == (409, "sheet.settled")
    assert program.post(f"{place}/discard").status_code == 409
    assert program.get(f"{world.path}/workbooks").json() == {"items": [], "next": None}
    junk = program.post(f"{world.path}/workbooks", files=file(b"PK\x03\x04junk", name))
    assert (junk.status_code, junk.json()["field"]) == (422, "file")
