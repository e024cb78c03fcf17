"""Workbooks of an assessment as somebody has them open, and an assessment with two colleagues to send them to."""

import io
from datetime import datetime
from typing import Any

from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.assessments import queries, sheetuploads
from assess.assessments.answering import answer
from assess.assessments.models import Answer, Assessment
from assess.assessments.sheetuploads import Accepted, Changes
from assess.assessments.upload_models import FormUpload
from assess.assessments.writing import Change
from tests.factories.accounts import actor_of, make_account, make_organisation
from tests.factories.assessments import make_assessment


class Opened:
    """One downloaded workbook, in the hands of another program."""

    def __init__(self, raw: bytes) -> None:
        self.book = load_workbook(io.BytesIO(raw))

    def cell(self, mark: str, column: str) -> Any:  # noqa: ANN401 - openpyxl's cell
        """Find a cell by the mark of its row."""
        for sheet in self.book.worksheets:
            if sheet["A1"].value == "assess-form-1:origin":
                continue
            for row in range(3, sheet.max_row + 1):
                if sheet.cell(row, 1).value == mark:
                    return sheet[f"{column}{row}"]
        raise KeyError(mark)

    def place(self, mark: str, column: str) -> str:
        """Name a cell by its sheet and address."""
        found = self.cell(mark, column)
        return f"{found.parent.title}!{found.coordinate}"

    def sheet(self, mark: str) -> Any:  # noqa: ANN401 - openpyxl's sheet
        """Find a sheet by its mark."""
        return next(one for one in self.book.worksheets if one["A1"].value == f"assess-form-1:{mark}")

    def raw(self) -> bytes:
        """Save it as that program does."""
        target = io.BytesIO()
        self.book.save(target)
        return target.getvalue()


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
        return self.send(opened.raw(), by)

    def send(self, content: bytes, by: str = "李一") -> FormUpload:
        actor = self.actor(by)
        return sheetuploads.read(
            self.session, actor=actor, assessment_id=self.id, name="自评.xlsx", content=content, now=self.now
        )

    def claims(self) -> dict[str, str]:
        found = queries.load(self.session, actor=self.actor(), assessment_id=self.id, now=self.now)
        return dict(found.claims)

    def changes(self, upload: FormUpload) -> Changes:
        return sheetuploads.changes(self.session, actor=self.actor(), upload_id=upload.id, now=self.now)

    def stored(self, fact: str) -> str | None:
        wanted = select(Answer.value).where(Answer.assessment_id == self.id, Answer.fact == fact)
        return self.session.scalar(wanted)


def accept(room: Room, upload: FormUpload, facts: list[str] | None = None) -> Accepted:
    """Accept lines of an upload; by default every change."""
    return sheetuploads.accept(room.session, actor=room.actor(), upload_id=upload.id, facts=facts, now=room.now)


def kinds(changes: Changes) -> dict[str, str]:
    """Give what each line would do."""
    return {line.key: line.kind for line in changes.lines}
