"""Decisions computed again: the same digits, and what was changed in the database is found."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from assess.assessments.models import Submission
from assess.assessments.recomputing import Recomputed
from assess.checklists.definition import Published
from assess.db import Database
from assess.reviews import recomputing
from assess.reviews.recomputing import Kept
from assess.scoring.result import ENGINE
from tests.cli.running import run
from tests.factories.checklists import published
from tests.factories.reviews import Scene

UNGUARDED = {
    "sqlite": "DROP TRIGGER refuse_update_decision",  # this file is the test's own
    "postgresql": "SET LOCAL session_replication_role = replica",
}
"""Takes away, in a transaction, what keeps decisions as they are."""


def document(_sha256: str) -> Published:
    return published()


@pytest.fixture
def kept(session: Session, now: datetime) -> Kept:
    scene = Scene(session, now, levels=2)
    scene.fill()
    scene.decided()
    (found,) = recomputing.read(session)
    return found


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_the_same_digits_come_out(kept: Kept) -> None:
    found = recomputing.recompute(kept, document)
    assert (found.same, found.reference, found.engine) == (True, f"{kept.submission.reference}#1", ENGINE)


def changed(kept: Kept, change: Callable[[dict[str, object]], None]) -> Recomputed:
    marks = json.loads(kept.marks)
    change(next(mark for mark in marks["marks"] if mark["item"] == "procedure"))
    text = json.dumps(marks)
    return recomputing.recompute(replace(kept, marks=text, marks_sha256=digest(text)), document)


def test_a_changed_mark_is_found_by_its_hash_and_without_it_by_the_score(kept: Kept) -> None:
    text = kept.marks.replace('"points":"4.00"', '"points":"3.00"')
    broken = recomputing.recompute(replace(kept, marks=text), document)
    assert broken.problem is not None
    assert broken.problem.message == "rescore.altered"
    found = changed(kept, lambda mark: mark.update(points="3.00"))
    assert found.problem is None
    assert {(one.column, one.place): (one.before, one.after) for one in found.changes}[
        "reviewed", "items.procedure.earned"
    ] == ("4.00", "3.00")
    assert {one.column for one in found.changes} == {"reviewed"}


def test_a_mark_that_fits_no_more_is_named(kept: Kept) -> None:
    found = changed(kept, lambda mark: mark.update(points="9.00"))
    assert found.problem is not None
    assert found.problem.message == "rescore.mark"


def test_a_changed_result_and_submission_are_found(kept: Kept) -> None:
    for broken in (
        replace(kept, result=kept.result.replace("100", "99")),
        replace(kept, submission=replace(kept.submission, snapshot="{}")),
    ):
        assert not recomputing.recompute(broken, document).same


def test_the_command_computes_decisions_again(
    database: Database, database_url: str, kind: str, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    monkeypatch.setenv("ASSESS_DATABASE_URL", database_url)
    with database.write() as session:
        made = Scene(session, now).decided()
        marks, reference = made.marks, session.get_one(Submission, made.submission_id).reference
        session.commit()
    done = run("rescore")
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "另核对 1 份审定结果：一致 1 份，不同 0 份。")
    altered = marks.replace('"points":"4.00"', '"points":"3.00"')
    with database.write() as session:
        session.execute(text(UNGUARDED[kind]))
        change = text("UPDATE decision SET marks = :marks, marks_sha256 = :sha256")
        session.execute(change, {"marks": altered, "sha256": digest(altered)})
        session.commit()
    done = run("rescore", "--format", "json")
    (found,) = json.loads(done.stdout)["decisions"]["different"]
    assert (done.exit_code, found["reference"]) == (1, f"{reference}#1")
    expected = {"column": "reviewed", "place": "items.procedure.earned", "before": "4.00", "after": "3.00"}
    assert expected in found["changes"]
