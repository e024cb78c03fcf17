"""All reports of a campaign by program: begun once under a key, watched, steered, downloaded; by reviewers only."""

import hashlib
import io
import time
import zipfile
from collections.abc import Callable

import pytest
from fastapi import FastAPI

from assess.db import Database
from assess.reports.pool import RenderPool
from tests.api.conftest import Program
from tests.api.offices import Offices

SECONDS = 60


@pytest.fixture(autouse=True)
def _tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make small files at once."""
    monkeypatch.setattr(RenderPool, "render", lambda _pool, order: f"%PDF {order.content.identity.reference}".encode())


@pytest.fixture
def offices(database: Database, app: FastAPI, open_program: Callable[[str | None], Program]) -> Offices:
    return Offices(database, app.state.storage, open_program)


def test_a_batch_from_beginning_to_end(offices: Offices) -> None:
    program = offices.program("first")
    base = f"/campaigns/{offices.campaign_id}/report-batches"
    assert program.get(base).json() == []
    once = {"idempotency-key": "batch-1"}
    begun = program.send("POST", base, json={"format": "pdf", "whose": "submitted"}, headers=once)
    again = program.send("POST", base, json={"format": "pdf", "whose": "submitted"}, headers=once)
    assert (begun.status_code, again.json()) == (201, begun.json())
    told = begun.json()
    assert (told["total"], told["made"], told["state"], told["sha256"]) == (1, 0, "running", None)
    address = f"{base}/{told['id']}"
    assert begun.headers["location"] == f"/api/v1{address}"
    deadline = time.monotonic() + SECONDS
    while (told := program.get(address).json())["state"] != "done":
        assert time.monotonic() < deadline, told
        time.sleep(0.1)
    assert (told["made"], told["failed"], told["failures"], told["place"]) == (1, 0, [], None)
    file = program.get(f"{address}/zip")
    assert (hashlib.sha256(file.content).hexdigest(), len(file.content)) == (told["sha256"], told["size"])
    with zipfile.ZipFile(io.BytesIO(file.content)) as opened:
        assert len(opened.namelist()) == 1 + 3
    assert program.send("GET", f"{address}/zip", headers={"if-none-match": file.headers["etag"]}).status_code == 304
    for step, body in (("pause", None), ("resume", None), ("cancel", None), ("retry", {"number": 1})):
        refused = program.send("POST", f"{address}/{step}", **({} if body is None else {"json": body}))
        assert (refused.status_code, refused.json()["code"]) == (409, "bulk.step")
    assert [one["id"] for one in program.get(base).json()] == [told["id"]]


def test_nobody_else_gets_any(offices: Offices) -> None:
    base = f"/campaigns/{offices.campaign_id}/report-batches"
    batch = offices.program("first").send("POST", base, json={}).json()["id"]
    assert offices.program("other").get(f"{base}/{batch}").status_code == 404
    for name, code in (("elsewhere", 404), ("inside", 404), ("administrator", 403), ("lead", 403)):
        program = offices.program(name)
        assert program.get(base).status_code == code
        assert program.send("POST", base, json={}).status_code == code


def test_what_cannot_be_is_refused(offices: Offices) -> None:
    program, base = offices.program("first"), f"/campaigns/{offices.campaign_id}/report-batches"
    nothing = program.send("POST", base, json={"whose": "published"})
    assert (nothing.status_code, nothing.json()["code"], nothing.json()["field"]) == (422, "bulk.nothing", "whose")
    assert program.send("POST", base, json={"target": "ready"}).status_code == 422
    assert program.send("POST", base, json={"format": "exe"}).status_code == 422
