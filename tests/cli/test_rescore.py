"""`assess rescore`: stored results computed again from what was frozen, on both databases; nothing is written."""

import hashlib
import json
import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.assessments import snapshot
from assess.assessments.models import Submission
from assess.assessments.recomputing import read, recompute
from assess.db import Database
from assess.scoring import serial
from assess.scoring.columns import score_columns
from assess.scoring.result import ENGINE
from tests.cli.running import KEY, run
from tests.factories.accounts import START, make_account, make_organisation
from tests.factories.assessments import PROFILE, make_assessment
from tests.factories.checklists import make_version, published

AS_OF = date(2026, 11, 22)
ANSWERS: dict[str, Any] = {
    "credit.serious-list": "no",
    "credit.procedure": "partial",
    "credit.trainings": "2",
    "insurance.policies": [{"id": "r1", "product": "overseas-liability", "end": "2027-05-31", "invoice": "yes"}],
}
FILE = {
    "id": str(uuid.UUID(int=1)), "fact": "insurance.policies", "row_id": None, "kind": "policy", "name": "保单.pdf",
    "size": 9, "sha256": "0" * 64, "issued_on": "2026-01-01",
}  # fmt: skip


def _content(answers: dict[str, Any], files: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "format": 1, "assessment": str(uuid.uuid4()), "organisation": "示范企业", "declared_name": "李明",
        "checklist": {"key": KEY, "sha256": "x"}, "not_applicable": {}, "evidence": files,
        "profile": {"kind": "enterprise", "region": "371302", "roles": ["exporter"], "size": "small"},
        "answers": {key: {"value": value, "note": ""} for key, value in answers.items()},
    }  # fmt: skip


def _hand_in(session: Session, number: int, *, at: datetime = START, **changes: Any) -> Submission:  # noqa: ANN401 - columns
    """Store a submission with the result this engine gives it, or what a test says instead."""
    content = _content(ANSWERS | changes.pop("answers", {}), changes.pop("files", []))
    text = snapshot.canonical(content)
    columns = score_columns(
        published().checklist.form, snapshot.inputs(published(), content, AS_OF), snapshot.evidence(content)
    )
    made = Submission(
        id=uuid.uuid4(),
        assessment_id=make_assessment(session).id,
        number=1,
        reference=f"ZP-20261122-{number:06d}",
        snapshot=text,
        snapshot_sha256=changes.pop("snapshot_sha256", hashlib.sha256(text.encode()).hexdigest()),
        result=changes.pop("change", json.dumps)(serial.columns_to_json(columns)),
        engine=ENGINE,
        version_sha256=make_version(session).sha256,
        as_of=AS_OF,
        declared_name="李明",
        by=make_account(session, make_organisation(session)).id,
        at=at,
    )
    session.add(made)
    session.flush()
    return made


@pytest.fixture
def service(database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setenv("ASSESS_DATABASE_URL", database_url)
    return database


def _store(database: Database, *submissions: dict[str, Any]) -> None:
    with database.write() as session:
        for number, changes in enumerate(submissions, start=1):
            _hand_in(session, number, **changes)
        session.commit()


def _json(*options: str) -> tuple[int, dict[str, Any]]:
    done = run("rescore", "--format", "json", *options)
    assert done.stderr == ""
    found: dict[str, Any] = json.loads(done.stdout)
    return done.exit_code, found


def test_the_same_digits_come_out(service: Database) -> None:
    _store(service, {}, {"files": [FILE]}, {"answers": {"credit.serious-list": "yes"}})
    none = {"checked": "0", "different": []}
    counts = {"engine": ENGINE, "checked": "3", "same": "3", "retold": "0", "different": []}
    assert _json() == (0, {**counts, "decisions": none})
    assert run("rescore").stdout == f"共核对 3 份提交（引擎 {ENGINE}）：一致 3 份，不同 0 份。\n"


def _lifted(data: dict[str, Any]) -> str:
    data["duty"]["final"] = "99.0"
    data["supported"]["readiness"]["final"] = "50.0"
    data["engine"] = "0"
    return json.dumps(data)


def test_every_digit_that_differs_is_named(service: Database) -> None:
    _store(service, {}, {"change": _lifted})
    with service.read() as session:
        before = [(row.snapshot, row.result) for row in session.scalars(select(Submission))]
    code, found = _json()
    assert (code, found["checked"], found["same"]) == (1, "2", "1")
    (different,) = found["different"]
    assert (different["reference"], different["checklist"], different["version"]) == (
        "ZP-20261122-000002",
        KEY,
        "1.0.0",
    )
    assert different["changes"] == [
        {"column": "claimed", "place": "duty.final", "before": "99.0", "after": "100.0"},
        {"column": "supported", "place": "readiness.final", "before": "50.0", "after": "0.0"},
    ]
    done = run("rescore")
    assert done.exit_code == 1
    assert "  自评 duty.final：99.0 → 100.0" in done.stdout.splitlines()
    assert "  claimed duty.final: 99.0 → 100.0" in run("rescore", "--locale", "en").stdout.splitlines()
    with service.read() as session:
        assert [(row.snapshot, row.result) for row in session.scalars(select(Submission))] == before


def _retold(data: dict[str, Any]) -> str:
    data["items"][0]["trace"] = []
    return json.dumps(data)


def test_another_way_of_telling_is_no_difference(service: Database) -> None:
    _store(service, {"change": _retold})
    code, found = _json()
    assert (code, found["retold"], found["different"]) == (0, "1", [])
    assert "只是计算过程的说明有变化" in run("rescore").stdout


def _claimed_only(data: dict[str, Any]) -> str:
    del data["supported"]
    return json.dumps(data)


def test_a_column_that_was_not_kept_is_nothing_to_compare(service: Database) -> None:
    _store(service, {"change": _claimed_only})
    assert _json()[0] == 0


def test_what_was_altered_or_can_no_longer_be_read_is_reported(service: Database) -> None:
    _store(service, {"snapshot_sha256": "0" * 64})
    with service.write() as session:
        kept = _hand_in(session, 2)
        (found,) = [row for row in read(session) if row.reference == kept.reference]
        session.rollback()
    code, sheet = _json()
    assert (code, sheet["different"][0]["problem"]) == (1, "提交内容与其指纹不符，没有重新计算。")
    text = found.snapshot.replace('"value":"2"', '"value":"-2"')
    bad = type(found)(**{**_fields(found), "snapshot": text, "snapshot_sha256": snapshot.sha256(text)})
    problem = recompute(bad, lambda _sha256: published()).problem
    assert problem is not None
    assert problem.message == "rescore.answer"


def _fields(kept: object) -> dict[str, Any]:
    return {name: getattr(kept, name) for name in kept.__slots__}  # type: ignore[attr-defined]  # a slotted dataclass


def test_a_selection_by_checklist_version_and_day(service: Database) -> None:
    _store(service, {}, {"at": START + timedelta(days=3)})
    later = (START + timedelta(days=2)).date().isoformat()
    assert [_json(*options)[1]["checked"] for options in (
        (), ("--checklist", KEY), ("--checklist", "no/such"), ("--version", "1.0.0"), ("--version", "2.0.0"),
        ("--since", later), ("--since", "2099-01-01"),
    )] == ["2", "2", "0", "2", "0", "1", "0"]  # fmt: skip
    refused = run("rescore", "--since", "0000-01-01")
    assert (refused.exit_code, "--since" in refused.stderr) == (2, True)


def test_the_answers_of_a_snapshot_are_what_is_scored() -> None:
    inputs = snapshot.inputs(published(), _content(ANSWERS, []), AS_OF)
    assert (inputs.answers["credit.trainings"], inputs.profile.roles) == (Decimal(2), PROFILE.roles)
