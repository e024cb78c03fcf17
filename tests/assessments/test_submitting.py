"""Submitting: complete, declared, frozen, once."""

import hashlib
import json
import re
import threading
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.assessments import items, operations, queries, snapshot
from assess.assessments.answering import answer
from assess.assessments.models import Assessment, Submission
from assess.assessments.submitting import Submitted, submit
from assess.assessments.workflow import Status
from assess.assessments.writing import Change
from assess.audit import log
from assess.audit.models import AuditEvent
from assess.db import Database
from assess.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from assess.scoring import serial
from assess.scoring.columns import score_columns
from assess.scoring.engine import score
from assess.scoring.result import ENGINE
from assess.values.step import FactRef
from tests.factories.accounts import actor_of, make_account, make_organisation
from tests.factories.checklists import make_version, published

ANSWERS = {
    "credit.serious-list": "no",
    "credit.procedure": "partial",
    "credit.trainings": 2,
    "overseas.sells-abroad": "yes",
    "insurance.policies": [{"product": "overseas-liability", "end": "2027-05-31", "invoice": "yes"}],
}
REFERENCE = re.compile(r"ZP-20261122-[2-9A-HJKMNP-Z]{6}")


class Desk:
    """A lead with an assessment, filled in as far as told."""

    def __init__(self, session: Session, now: datetime, *, answers: dict[str, object] | None = None) -> None:
        self.session, self.now = session, now
        self.organisation = make_organisation(session, roles=("exporter",))
        self.lead = actor_of(session, make_account(session, self.organisation, Role.LEAD))
        self.id = operations.start(
            session, actor=self.lead, organisation_id=self.organisation.id, version=make_version(session), now=now
        ).assessment.id
        for fact, raw in (ANSWERS if answers is None else answers).items():
            self.answer(fact, raw)

    def answer(self, fact: str, raw: object, revision: int = 0) -> None:
        change = Change(raw, "", revision)
        answer(self.session, actor=self.lead, assessment_id=self.id, fact=fact, change=change, now=self.now)

    def submit(self, **other: object) -> Submitted:
        given = {"actor": self.lead, "declared": True, "declared_name": " 李 明 ", "now": self.now}
        return submit(self.session, assessment_id=self.id, **(given | other))  # type: ignore[arg-type]  # tests vary some

    @property
    def assessment(self) -> Assessment:
        return self.session.get_one(Assessment, self.id)


@pytest.fixture
def desk(session: Session, now: datetime) -> Desk:
    return Desk(session, now)


def test_a_submission_freezes_answers_score_and_who_declared(desk: Desk) -> None:
    items.claim_item(
        desk.session, actor=desk.lead, assessment_id=desk.id, item="procedure", reason="没有员工", now=desk.now
    )
    done = desk.submit()
    made = done.submission
    assert done.new
    assert (made.number, made.declared_name, made.engine, made.by) == (1, "李 明", ENGINE, desk.lead.account_id)
    assert REFERENCE.fullmatch(made.reference)
    assert made.as_of.isoformat() == "2026-11-22"
    assert made.snapshot_sha256 == hashlib.sha256(made.snapshot.encode()).hexdigest()
    frozen = json.loads(made.snapshot)
    assert frozen["answers"]["credit.procedure"] == {"note": "", "value": "partial"}
    assert frozen["answers"]["insurance.policies"]["value"][0]["end"] == "2027-05-31"
    assert frozen["not_applicable"] == {"procedure": "没有员工"}
    assert frozen["profile"]["roles"] == ["exporter"]
    assert (desk.assessment.status, desk.assessment.submitted_at) == (Status.SUBMITTED, desk.now)


def test_the_stored_result_is_what_the_snapshot_scores_again(desk: Desk) -> None:
    made = desk.submit().submission
    again = score(published().checklist.form, snapshot.inputs(published(), json.loads(made.snapshot), made.as_of))
    assert serial.from_json(json.loads(made.result)) == again
    assert made.version_sha256 == make_version(desk.session).sha256


def test_a_submission_keeps_what_is_supported_by_its_evidence(desk: Desk) -> None:
    made = desk.submit().submission
    columns = serial.columns_from_json(json.loads(made.result))
    assert columns is not None
    frozen = json.loads(made.snapshot)
    inputs = snapshot.inputs(published(), frozen, made.as_of)
    assert columns == score_columns(published().checklist.form, inputs, snapshot.evidence(frozen))
    cover = "overseas-cover"
    assert (columns.claimed.item(cover).earned, columns.supported.item(cover).earned) == (Decimal(6), Decimal(0))
    assert columns.reviewed is None


def test_what_is_missing_is_named_and_nothing_changes(session: Session, now: datetime) -> None:
    desk = Desk(session, now, answers={"credit.serious-list": "unknown", "overseas.sells-abroad": "no"})
    with pytest.raises(InvalidError) as caught:
        desk.submit()
    assert caught.value.message == "assessment.incomplete"
    assert FactRef("credit.procedure") in caught.value.params["missing"]
    assert FactRef("credit.serious-list") not in caught.value.params["missing"]
    assert caught.value.params["count"] == len(caught.value.params["missing"])
    assert desk.assessment.status is Status.DRAFT
    assert session.scalars(select(Submission)).all() == []


def test_not_knowing_does_not_block(session: Session, now: datetime) -> None:
    desk = Desk(session, now, answers=ANSWERS | {"credit.serious-list": "unknown", "credit.procedure": "unknown"})
    assert desk.submit().new


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"declared": False}, "declared", "assessment.not-declared"),
        ({"declared_name": " "}, "declared_name", "assessment.name-missing"),
        ({"declared_name": "长" * 101}, "declared_name", "assessment.name-too-long"),
        ({"declared_name": "甲\u202e"}, "declared_name", "value.control-character"),
    ],
)
def test_a_declaration_needs_its_tick_and_its_name(
    desk: Desk, change: dict[str, object], field: str, message: str
) -> None:
    with pytest.raises(InvalidError) as caught:
        desk.submit(**change)
    assert (caught.value.message, caught.value.field) == (message, field)
    assert desk.assessment.status is Status.DRAFT


def test_a_second_click_gets_the_same_submission(desk: Desk) -> None:
    first = desk.submit()
    second = desk.submit(now=desk.now + timedelta(seconds=1))
    assert not second.new
    assert second.submission.id == first.submission.id
    assert desk.session.scalar(select(func.count()).select_from(Submission)) == 1


def test_what_changed_since_the_check_page_is_not_submitted_unseen(desk: Desk) -> None:
    seen = queries.load(desk.session, actor=desk.lead, assessment_id=desk.id, now=desk.now).state
    desk.answer("credit.trainings", 9, 1)
    with pytest.raises(ConflictError) as caught:
        desk.submit(expected_state=seen)
    assert (caught.value.message, caught.value.theirs) == ("stale", seen + 1)
    assert desk.submit(expected_state=seen + 1).new


def test_after_submitting_nothing_can_be_changed(desk: Desk) -> None:
    desk.submit()
    with pytest.raises(ForbiddenError, match="locked"):
        desk.answer("credit.procedure", "yes", 1)
    with pytest.raises(ForbiddenError, match="locked"):
        items.claim_item(
            desk.session, actor=desk.lead, assessment_id=desk.id, item="procedure", reason="x", now=desk.now
        )


@pytest.mark.parametrize("verb", ["UPDATE submission SET declared_name = 'x'", "DELETE FROM submission"])
def test_the_database_refuses_to_change_a_submission(desk: Desk, verb: str) -> None:
    desk.submit()
    with pytest.raises(DBAPIError, match="append-only"), desk.session.begin_nested():
        desk.session.execute(text(verb))


@pytest.mark.parametrize("status", [Status.IN_REVIEW, Status.DECIDED, Status.WITHDRAWN])
def test_only_an_open_assessment_is_submitted(desk: Desk, status: Status) -> None:
    desk.assessment.status = status
    with pytest.raises(ForbiddenError, match="locked"):
        desk.submit()


def test_a_returned_assessment_is_submitted_again_under_a_new_number(desk: Desk) -> None:
    first = desk.submit().submission
    desk.assessment.status = Status.RETURNED
    desk.answer("credit.trainings", 9, 1)
    second = desk.submit().submission
    assert (first.number, second.number) == (1, 2)
    assert first.reference != second.reference
    assert json.loads(first.snapshot)["answers"]["credit.trainings"]["value"] == "2"
    latest = queries.submission(desk.session, actor=desk.lead, assessment_id=desk.id, now=desk.now)
    assert latest.id == second.id


def test_strangers_and_roles_that_may_not(desk: Desk) -> None:
    stranger = actor_of(desk.session, make_account(desk.session, make_organisation(desk.session), Role.LEAD))
    for actor in (stranger, Actor()):
        with pytest.raises(NotFoundError):
            desk.submit(actor=actor)
        with pytest.raises(NotFoundError):
            queries.submission(desk.session, actor=actor, assessment_id=desk.id, now=desk.now)


def test_nothing_submitted_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFoundError):
        queries.submission(desk.session, actor=desk.lead, assessment_id=desk.id, now=desk.now)


def test_submitting_is_in_the_chain(desk: Desk) -> None:
    made = desk.submit().submission
    last = desk.session.scalars(
        select(AuditEvent).where(AuditEvent.stream == desk.id.hex).order_by(AuditEvent.seq.desc())
    ).first()
    assert last is not None
    assert last.action == "assessment.submitted"
    assert log.verify(desk.session, desk.id.hex) is None
    line = queries.list_for(desk.session, actor=desk.lead, now=desk.now)[0]
    assert (line.status, line.reference) == (Status.SUBMITTED, made.reference)


def test_two_clicks_at_once_make_one_submission(database: Database, now: datetime) -> None:
    with database.write() as session:
        desk = Desk(session, now)
        session.commit()
    done: list[Submitted] = []
    gate = threading.Barrier(2)

    def click() -> None:
        with database.write() as own:
            gate.wait()
            found = submit(own, actor=desk.lead, assessment_id=desk.id, declared=True, declared_name="李明", now=now)
            own.expunge_all()
            done.append(found)
            own.commit()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.new for one in done) == [False, True]
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Submission)) == 1
