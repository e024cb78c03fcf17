"""Saving one answer: what is stored, what is refused, and what happens when many save at once."""

import asyncio
import json
import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.roles import Role
from assess.accounts.models import Membership, WebSession
from assess.accounts.sessions import hash_token
from assess.assessments.models import Answer, AnswerHistory, Assessment
from assess.assessments.save import Change, Present, Saved, save
from assess.assessments.workflow import EDITABLE, Status
from assess.audit import log
from assess.audit.models import AuditEvent
from assess.db import Database, Writer, prepared
from assess.errors import AssessError, ConflictError, ForbiddenError, InvalidError, NotFoundError, SignedOutError
from tests.factories.accounts import LIMITS, make_account, make_organisation, make_session
from tests.factories.assessments import make_assessment

FACT = "credit.procedure"


class Desk:
    """A person at an assessment, ready to save."""

    def __init__(
        self, session: Session, now: datetime, *, role: Role = Role.RESPONDENT, status: Status = Status.DRAFT
    ) -> None:
        self.session, self.now = session, now
        organisation = make_organisation(session)
        self.account = make_account(session, organisation, role)
        self.browser = make_session(session, self.account)
        self.assessment: Assessment = make_assessment(session, organisation, status=status)

    def arguments(self, fact: str, raw: object, revision: int, note: str = "") -> dict[str, Any]:
        return {
            "token_hash": hash_token(self.browser.token),
            "csrf_token": self.browser.csrf_token,
            "assessment_id": self.assessment.id,
            "fact": fact,
            "change": Change(raw, note, revision),
            "limits": LIMITS,
            "now": self.now,
        }

    def save(self, raw: object, revision: int, fact: str = FACT, note: str = "", **other: object) -> Saved:
        arguments = {**self.arguments(fact, raw, revision, note), **other}
        return save(self.session.connection(), **arguments)

    def answer(self, fact: str = FACT) -> Answer | None:
        return self.session.get(Answer, (self.assessment.id, fact), populate_existing=True)

    def history(self) -> list[AnswerHistory]:
        wanted = select(AnswerHistory).where(AnswerHistory.assessment_id == self.assessment.id)
        return list(self.session.scalars(wanted.order_by(AnswerHistory.fact, AnswerHistory.revision)))


@pytest.fixture
def desk(session: Session, now: datetime) -> Desk:
    return Desk(session, now)


def test_a_first_answer_and_a_change_are_kept_with_their_history(desk: Desk) -> None:
    assert desk.save("yes", 0, note=" 见制度汇编 ") == Saved(1, desk.now)
    assert desk.save("partial", 1) == Saved(2, desk.now)
    answer = desk.answer()
    assert answer is not None
    assert (answer.value, answer.note, answer.revision, answer.by) == ('"partial"', "", 2, desk.account.id)
    steps = [
        (row.revision, row.value_before, row.value_after, row.note_before, row.note_after) for row in desk.history()
    ]
    assert steps == [(1, None, '"yes"', "", "见制度汇编"), (2, '"yes"', '"partial"', "见制度汇编", "")]


def test_an_answer_taken_back_keeps_its_row_so_that_revisions_only_rise(desk: Desk) -> None:
    desk.save("yes", 0)
    assert desk.save("", 1).revision == 2
    answer = desk.answer()
    assert answer is not None
    assert (answer.value, answer.revision) == (None, 2)
    with pytest.raises(ConflictError):
        desk.save("no", 0)
    assert desk.save("no", 2).revision == 3


def test_the_same_answer_again_changes_nothing(desk: Desk) -> None:
    first = desk.save("yes", 0)
    assert desk.save("yes", 1, now=desk.now + timedelta(seconds=9)) == first
    assert len(desk.history()) == 1


def test_a_stale_save_shows_both_answers_and_who_wrote_the_other(desk: Desk) -> None:
    desk.save("yes", 0, note="甲")
    with pytest.raises(ConflictError) as caught:
        desk.save("no", 0, note="乙")
    assert caught.value.message == "answer.stale"
    assert caught.value.theirs == Present('"yes"', "甲", 1, desk.now, "李明")
    assert caught.value.mine == Change("no", "乙", 0)
    answer = desk.answer()
    assert answer is not None
    assert (answer.value, answer.note, answer.revision) == ('"yes"', "甲", 1)


def test_values_of_every_shape_are_stored_as_canonical_json(desk: Desk) -> None:
    desk.save("12", 0, fact="credit.trainings")
    rows = [{"product": "patent", "premium": "1200.50", "end": "2027-01-31"}]
    desk.save(rows, 0, fact="insurance.policies")
    desk.save({"unknown": True}, 0, fact="credit.serious-list")
    stored = {fact: json.loads(desk.answer(fact).value or "") for fact in ("credit.trainings", "credit.serious-list")}  # type: ignore[union-attr]  # saved above
    assert stored == {"credit.trainings": "12", "credit.serious-list": {"unknown": True}}
    table = desk.answer("insurance.policies")
    assert table is not None
    assert table.value == '[{"end":"2027-01-31","id":"r1","premium":"1200.5","product":"patent"}]'


@pytest.mark.parametrize(
    ("fact", "raw", "message"),
    [
        ("credit.nonsense", "yes", "answer.unknown-fact"),
        (FACT, "maybe", "value.not-yes-no"),
        (FACT, ["yes"], "value.not-yes-no"),
        ("credit.trainings", "-1", "value.too-small"),
        ("credit.trainings", "1e3", "value.not-a-number"),
        ("insurance.policies", "x", "value.not-a-table"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(desk: Desk, fact: str, raw: object, message: str) -> None:
    with pytest.raises(InvalidError) as caught:
        desk.save(raw, 0, fact=fact)
    assert (caught.value.message, caught.value.field) == (message, fact)
    assert desk.history() == []


@pytest.mark.parametrize(
    ("note", "message"), [("长" * 2001, "assessment.note-too-long"), ("a\0b", "value.control-character")]
)
def test_a_note_has_limits(desk: Desk, note: str, message: str) -> None:
    with pytest.raises(InvalidError, match=message):
        desk.save("yes", 0, note=note)


def test_a_wrong_csrf_token_is_refused(desk: Desk) -> None:
    with pytest.raises(ForbiddenError, match="csrf"):
        desk.save("yes", 0, csrf_token="中文")
    assert desk.answer() is None


@pytest.mark.parametrize("status", list(Status))
def test_answers_change_only_in_open_states(session: Session, now: datetime, status: Status) -> None:
    desk = Desk(session, now, status=status)
    if status in EDITABLE:
        assert desk.save("yes", 0).revision == 1
    else:
        with pytest.raises(ForbiddenError, match=r"assessment\.locked"):
            desk.save("yes", 0)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.ADMINISTRATOR])
def test_to_a_role_that_may_not_answer_the_assessment_does_not_exist(
    session: Session, now: datetime, role: Role
) -> None:
    with pytest.raises(NotFoundError):
        Desk(session, now, role=role).save("yes", 0)


def test_nothing_is_saved_after_the_deadline_of_the_campaign(desk: Desk) -> None:
    desk.assessment.closes_at = desk.now
    desk.session.flush()
    with pytest.raises(ForbiddenError) as caught:
        desk.save("yes", 0)
    assert caught.value.args == ("campaign.over", {"day": date(2026, 11, 22)})
    desk.assessment.closes_at = desk.now + timedelta(microseconds=1)
    desk.session.flush()
    assert desk.save("yes", 0).revision == 1


def test_somebody_with_two_roles_may_what_either_may(desk: Desk) -> None:
    other = Membership(account_id=desk.account.id, organisation_id=desk.assessment.organisation_id, role=Role.REVIEWER)
    desk.session.add(other)
    desk.session.flush()
    assert desk.save("yes", 0).revision == 1


def test_a_foreign_assessment_answers_like_a_missing_one(desk: Desk) -> None:
    foreign = make_assessment(desk.session)
    for other in (foreign.id, uuid.uuid4()):
        with pytest.raises(NotFoundError) as caught:
            desk.save("yes", 0, assessment_id=other)
        assert caught.value.args == ("not-found", {})


def test_an_ended_or_unknown_session_and_a_disabled_account_are_signed_out(desk: Desk) -> None:
    with pytest.raises(SignedOutError):
        desk.save("yes", 0, token_hash=hash_token("other"))
    with pytest.raises(SignedOutError):
        desk.save("yes", 0, now=desk.now + LIMITS.idle)
    desk.account.disabled_at = desk.now
    desk.session.flush()
    with pytest.raises(SignedOutError):
        desk.save("yes", 0)


def test_a_guest_saves_in_their_own_trial_until_it_ends(session: Session, now: datetime) -> None:
    desk = Desk(session, now)
    desk.browser = make_session(session)
    key = session.get(WebSession, hash_token(desk.browser.token)).guest_key  # type: ignore[union-attr]  # just made
    desk.assessment = make_assessment(session, guest_key=key)
    assert desk.save("yes", 0).revision == 1
    desk.assessment.guest_expires_at = now
    session.flush()
    with pytest.raises(NotFoundError):
        desk.save("no", 1)
    desk.assessment = make_assessment(session, guest_key=b"o" * 32)
    with pytest.raises(NotFoundError):
        desk.save("yes", 0)


def test_use_extends_the_session_but_not_beyond_its_end(desk: Desk) -> None:
    later = desk.now + timedelta(minutes=90)
    desk.save("yes", 0, now=later)
    web = desk.session.get(WebSession, hash_token(desk.browser.token), populate_existing=True)
    assert web is not None
    assert (web.last_seen_at, web.expires_at) == (later, later + LIMITS.idle)


def test_every_save_is_a_link_of_the_assessments_own_chain(desk: Desk) -> None:
    desk.save("yes", 0)
    desk.save("no", 1)
    stream = desk.assessment.id.hex
    events = desk.session.scalars(select(AuditEvent).where(AuditEvent.stream == stream).order_by(AuditEvent.seq)).all()
    assert [(event.seq, event.action, event.subject_id) for event in events] == [
        (1, "answer.saved", FACT),
        (2, "answer.saved", FACT),
    ]
    assert log.verify(desk.session, stream) is None


def test_a_save_takes_few_statements_however_much_there_is(
    desk: Desk, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.save("yes", 0)  # the first one also reads the document
    made: list[str] = []
    bind = prepared._Compiled.bind

    def noted(self: prepared._Compiled, given: dict[str, Any]) -> object:
        made.append(self.text)
        return bind(self, given)

    monkeypatch.setattr(prepared._Compiled, "bind", noted)
    desk.save("no", 1)
    assert len(made) == {"sqlite": 5, "postgresql": 2}[kind]


def test_fifty_saves_of_one_answer_at_once_damage_none(database: Database, now: datetime) -> None:
    with database.write() as session:
        desk = Desk(session, now)
        calls = [desk.arguments(FACT, "yes", 0, note=f"第 {number} 人") for number in range(50)]
        assessment = desk.assessment.id
        session.commit()

    async def race() -> list[Saved | BaseException]:
        return await asyncio.gather(*(attempt(call) for call in calls), return_exceptions=True)

    async def attempt(call: dict[str, Any]) -> Saved:
        return await writer.run(lambda connection: save(connection, **call))

    writer = Writer(database)
    writer.start()
    answers = asyncio.run(race())
    writer.stop()
    assert [answer.revision for answer in answers if isinstance(answer, Saved)] == [1]
    lost = [answer for answer in answers if isinstance(answer, AssessError)]
    assert len(lost) == 49
    assert {error.status for error in lost} == {409}
    with database.read() as session:
        answer = session.get_one(Answer, (assessment, FACT))
        history = session.scalars(select(AnswerHistory)).all()
        assert [(row.revision, row.note_after) for row in history] == [(1, answer.note)]
        assert all(isinstance(error, ConflictError) and error.theirs.note == answer.note for error in lost)  # type: ignore[attr-defined]  # a Present
        assert log.verify(session, assessment.hex) is None


def test_saves_of_different_answers_at_once_are_all_kept(database: Database, now: datetime) -> None:
    with database.write() as session:
        desk = Desk(session, now)
        facts = ["credit.procedure", "credit.serious-list", "overseas.sells-abroad"]
        calls = [desk.arguments(fact, "yes", 0) for fact in facts]
        assessment = desk.assessment.id
        session.commit()
    writer = Writer(database)
    writer.start()

    async def together() -> list[Saved]:
        return await asyncio.gather(*(attempt(call) for call in calls))

    async def attempt(call: dict[str, Any]) -> Saved:
        return await writer.run(lambda connection: save(connection, **call))

    assert [saved.revision for saved in asyncio.run(together())] == [1, 1, 1]
    writer.stop()
    with database.read() as session:
        assert len(session.scalars(select(Answer)).all()) == 3
        assert log.verify(session, assessment.hex) is None
