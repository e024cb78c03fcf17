"""A workbook goes out, is filled in and comes back: shown as changes and conflicts, accepted or not."""

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.assessments import sheetuploads
from assess.assessments.answering import answer
from assess.assessments.history import altered_answers
from assess.assessments.models import Answer, Assessment
from assess.assessments.sheetuploads import Changes
from assess.assessments.upload_models import FormUpload, UploadStatus
from assess.assessments.writing import Change
from assess.audit.log import verify
from tests.assessments.sheets import Opened
from tests.factories.accounts import actor_of, make_account, make_organisation
from tests.factories.assessments import make_assessment


class Room:
    """One assessment with two colleagues."""

    def __init__(self, session: Session, now: datetime) -> None:
        firm = make_organisation(session)
        self.session, self.now = session, now
        self.people = {name: make_account(session, firm, Role.RESPONDENT, name=name) for name in ("李一", "王二")}
        self.assessment: Assessment = make_assessment(session, firm, now=now)
        self.id = self.assessment.id

    def actor(self, name: str = "李一") -> Actor:
        return actor_of(self.session, self.people[name])

    def say(self, fact: str, raw: object, revision: int = 0, *, by: str = "李一", note: str = "") -> None:
        answer(
            self.session,
            actor=self.actor(by),
            assessment_id=self.id,
            fact=fact,
            change=Change(raw, note, revision),
            now=self.now,
        )

    def download(self) -> Opened:
        raw = sheetuploads.workbook(self.session, actor=self.actor(), assessment_id=self.id, locale="zh", now=self.now)
        return Opened(raw)

    def upload(self, opened: Opened, by: str = "李一") -> FormUpload:
        return sheetuploads.read(
            self.session,
            actor=self.actor(by),
            assessment_id=self.id,
            name="自评.xlsx",
            content=opened.raw(),
            now=self.now,
        )

    def changes(self, upload: FormUpload) -> Changes:
        return sheetuploads.changes(self.session, actor=self.actor(), upload_id=upload.id, now=self.now)

    def stored(self, fact: str) -> str | None:
        wanted = select(Answer.value).where(Answer.assessment_id == self.id, Answer.fact == fact)
        return self.session.scalar(wanted)


@pytest.fixture
def room(session: Session, now: datetime) -> Room:
    return Room(session, now)


def test_what_was_filled_in_is_shown_and_saved_when_accepted(room: Room) -> None:
    room.say("credit.serious-list", "no")
    opened = room.download()
    opened.cell("credit.procedure", "D").value = "是"
    opened.cell("credit.trainings", "D").value = " ３ "
    opened.cell("credit.serious-list", "H").value = "查过公示系统"
    upload = room.upload(opened)
    shown = room.changes(upload)
    assert {line.key: (line.kind, line.edit.said.value, line.edit.said.note) for line in shown.lines} == {
        "credit.serious-list": ("changed", '"no"', "查过公示系统"),
        "credit.procedure": ("changed", '"yes"', ""),
        "credit.trainings": ("changed", '"3"', ""),
    }
    assert room.stored("credit.procedure") is None
    done = sheetuploads.accept(room.session, actor=room.actor(), upload_id=upload.id, facts=None, now=room.now)
    assert (len(done.taken), done.left, upload.status, upload.accepted) == (3, 0, UploadStatus.APPLIED, 3)
    assert (room.stored("credit.procedure"), room.stored("credit.trainings")) == ('"yes"', '"3"')
    assert altered_answers(room.session, room.id) == ()
    assert verify(room.session, room.id.hex) is None
