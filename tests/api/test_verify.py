"""A program asks by a report's code, without a token: the facts of the page, and no more of them."""

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, select, update

from assess import clock
from assess.accounts import throttle
from assess.accounts.models import Account, Attempt
from assess.assessments.models import Assessment, Submission
from assess.assessments.workflow import Status
from assess.checklists.models import ChecklistVersion
from assess.db import Database
from assess.jobs.models import Job
from assess.reports import operations
from assess.reports.models import ReportStatus
from assess.reports.seals import spaced
from tests.api.conftest import Program
from tests.factories.reviews import Scene
from tests.factories.submissions import make_submission
from tests.reports.samples import GAPPY, ORGANISATION, report
from tests.web.conftest import app, settings  # noqa: F401 - fixtures
from tests.web.test_verify import MEDIANS, SHA256, Desk, ready

ADDRESS = "203.0.113.7"  # the programs'


@pytest.fixture
def program(open_program: Callable[[str | None], Program]) -> Program:
    return open_program(None)


@pytest.fixture
def desk(database: Database, program: Program) -> Desk:
    del program  # the application runs
    return Desk(database)


def test_the_cover_and_the_files_are_confirmed(desk: Desk, program: Program) -> None:
    content = report(GAPPY, state="submitted")
    kept = desk.keep(content)
    answer = program.get(f"/verify/{kept.code}")
    assert answer.status_code == 200
    identity, grade = content.identity, content.summary.grade.letter
    told = answer.json()
    assert told["code"] == spaced(kept.code)
    (one,) = told["reports"]
    assert {name: one[name] for name in ("organisation", "title", "checklist", "measure", "version", "reference")} == {
        name: getattr(identity, name)
        for name in ("organisation", "title", "checklist", "measure", "version", "reference")
    }
    assert (one["as_of"], one["grade"], one["state"]) == ("2026-11-22", grade, "submitted")
    assert (one["content_hash"], one["template_version"]) == (kept.content_hash, kept.template_version)
    assert (one["withdrawn"], one["newer"], one["failed"], one["organisations"]) == (False, None, False, None)
    assert [(line["dial"], line["final"], line["full"]) for line in one["scores"]] == [
        (dial.dial, dial.final, dial.full) for dial in content.summary.dials
    ]
    (file,) = one["files"]
    made_at = datetime.fromisoformat(file.pop("made_at"))
    assert made_at == datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
    assert file == {"format": "pdf", "size": 600_000, "sha256": SHA256, "signed_by": None}
    for secret in ("王样例", "91371300MA3TEST00X", *(gap.title for gap in content.gaps)):
        assert secret not in answer.text


def test_a_code_is_read_however_it_is_written_and_nothing_else_is_one(desk: Desk, program: Program) -> None:
    code = desk.keep(report(state="submitted")).code
    told = program.get(f"/verify/{code}").json()
    for written in (code.lower(), spaced(code), spaced(code).lower(), f"%20{code}%20"):
        answer = program.get(f"/verify/{written}")
        assert (answer.status_code, answer.json()) == (200, told)
    unknown = program.get("/verify/000000000000")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "not-found")
    assert unknown.headers["content-type"] == "application/problem+json"
    for wrong in ("123", "0000-0000-000U", "7" * 500, "%00"):
        answer = program.get(f"/verify/{wrong}")
        assert (answer.status_code, answer.json()) == (404, unknown.json())


def test_a_token_neither_helps_nor_hinders(desk: Desk, open_program: Callable[[str | None], Program]) -> None:
    code = desk.keep(report(state="submitted")).code
    assert open_program("assess_nonsense").get(f"/verify/{code}").status_code == 200


def test_pages_and_programs_are_counted_together(desk: Desk, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "VERIFY_BY_ADDRESS", dataclasses.replace(throttle.VERIFY_BY_ADDRESS, most=3))
    code = desk.keep(report()).code
    asked = [program.get(f"/verify/{one}").status_code for one in (code, "000000000000", "123")]
    with desk.database.write() as session:
        keys = session.scalars(select(Attempt.key)).all()
        assert keys == [throttle.VERIFY_BY_ADDRESS.key(ADDRESS)] * 2  # what is no code is not looked for
        throttle.count(session, throttle.VERIFY_BY_ADDRESS, ADDRESS, clock.now())  # as the page does
        session.commit()
    refused = program.get(f"/verify/{code}")
    assert [*asked, refused.status_code] == [200, 404, 404, 429]
    assert (refused.json()["code"], refused.headers["retry-after"]) == ("account.throttled", "900")


def test_what_reviewers_alone_may_know_is_not_told(desk: Desk, program: Program) -> None:
    kept = desk.keep(report(state="submitted"), for_reviewers=True)
    answer = program.get(f"/verify/{kept.code}")
    (one,) = answer.json()["reports"]
    assert (one["state"], one["organisation"], one["scores"], one["grade"]) == ("reviewing", None, [], None)
    assert one["files"][0]["sha256"] == SHA256
    assert ORGANISATION not in answer.text


def test_what_became_of_it_is_told(desk: Desk, program: Program) -> None:
    kept = desk.keep(report(state="submitted"))
    failed = desk.keep(report(state="draft"), status=ReportStatus.FAILED, file_key=None, size=None, content="{}")
    with desk.database.write() as session:
        session.execute(update(Assessment).where(Assessment.id == kept.assessment_id).values(status=Status.WITHDRAWN))
        session.commit()
    assert program.get(f"/verify/{kept.code}").json()["reports"][0]["withdrawn"] is True
    (one,) = program.get(f"/verify/{failed.code}").json()["reports"]
    assert (one["state"], one["failed"], one["files"]) == ("draft", True, [])


def test_a_form_that_was_handed_in_again_is_pointed_at_without_its_figures(desk: Desk, program: Program) -> None:
    with desk.database.write() as session:
        scene = Scene(session, now=clock.now())
        scene.fill()
        first = scene.submit()
        kept = operations.told(session, Submission.id == first.id, None, "zh", scene.now)
        ready(kept)
        code, about_id, by = kept.code, first.assessment_id, first.by
        session.execute(delete(Job))
        session.commit()
    before = program.get(f"/verify/{code}").json()["reports"][0]
    with desk.database.write() as session:
        about = session.get_one(Assessment, about_id)
        version = session.get_one(ChecklistVersion, about.checklist_version_id)
        account = session.get_one(Account, by)
        make_submission(session, about, account, {"credit.serious-list": "yes"}, version=version, number=2)
        session.commit()
    after = program.get(f"/verify/{code}").json()["reports"][0]
    assert (before["newer"], after["newer"]) == (None, "submitted")
    assert after == before | {"newer": "submitted"}


def test_a_roll_up_tells_its_medians_and_how_many_handed_in(desk: Desk, program: Program) -> None:
    (one,) = program.get(f"/verify/{desk.keep_roll_up('1,200', '97')}").json()["reports"]
    counted = {"total": "1,200", "handed_in": "97"}
    assert (one["state"], one["scores"], one["organisations"]) == ("district", MEDIANS, counted)
