"""A workbook goes out, is filled in and comes back: shown as changes and conflicts, accepted or not."""

import io
import json
import uuid
import zipfile
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.assessments import items, queries, sheetuploads, trials
from assess.assessments.answering import answer
from assess.assessments.formbook.reading import read_form
from assess.assessments.formbook.writing import write_form
from assess.assessments.history import altered_answers
from assess.assessments.models import Answer, Assessment
from assess.assessments.sheetchanges import Outcome, Said
from assess.assessments.sheetuploads import Accepted, Changes
from assess.assessments.upload_models import FormUpload, UploadStatus
from assess.assessments.workflow import Status
from assess.assessments.writing import Change
from assess.audit.log import verify
from assess.db import Database
from assess.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from assess.jobs.runner import Task
from assess.values.model import UNKNOWN
from assess.worker import keep_house
from tests.assessments.sheets import Opened
from tests.factories.accounts import actor_of, make_account, make_organisation
from tests.factories.assessments import make_assessment
from tests.factories.checklists import published, register_version

SHA = "0" * 64


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


def accept(room: Room, upload: FormUpload, facts: list[str] | None = None) -> Accepted:
    return sheetuploads.accept(room.session, actor=room.actor(), upload_id=upload.id, facts=facts, now=room.now)


def kinds(changes: Changes) -> dict[str, str]:
    return {line.key: line.kind for line in changes.lines}


def test_who_changes_nothing_is_told_so_and_nothing_waits(room: Room) -> None:
    room.say("credit.serious-list", "no", note="=查过了")
    room.say("insurance.policies", [{"id": "r7", "product": "overseas-liability", "end": "2027-01-01"}])
    upload = room.upload(room.download())
    assert upload.status is UploadStatus.DISCARDED
    assert json.loads(upload.content) == {"format": 1, "accepted": 0, "left": 0, "wrong": 0, "untouched": 6}
    assert sheetuploads.waiting(room.session, actor=room.actor(), assessment_id=room.id, now=room.now) == []


def test_an_answer_of_somebody_else_is_a_conflict_and_not_overwritten(room: Room) -> None:
    room.say("credit.serious-list", "no")
    opened = room.download()
    opened.cell("credit.serious-list", "D").value = "是"
    opened.cell("credit.procedure", "D").value = "部分"
    room.say("credit.serious-list", {"unknown": True}, 1, by="王二")
    room.say("credit.trainings", "5", by="王二")
    upload = room.upload(opened)
    shown = room.changes(upload)
    assert kinds(shown) == {"credit.serious-list": "conflict", "credit.procedure": "changed"}
    conflict = shown.of("conflict")[0]
    assert (conflict.edit.base, conflict.now.said, conflict.edit.said) == (
        Said('"no"'),
        Said('{"unknown":true}'),
        Said('"yes"'),
    )
    assert (conflict.now.by_name, conflict.now.revision) == ("王二", 2)
    assert shown.newer == 1  # the trainings: nobody touched them in the workbook
    assert accept(room, upload).taken == ("credit.procedure",)
    assert room.stored("credit.serious-list") == '{"unknown":true}'
    assert room.stored("credit.trainings") == '"5"'


def test_a_conflict_is_settled_by_whoever_says_so(room: Room) -> None:
    opened = room.download()
    opened.cell("credit.serious-list", "D").value = "是"
    room.say("credit.serious-list", "no", by="王二")
    upload = room.upload(opened)
    assert accept(room, upload, ["credit.serious-list"]).taken == ("credit.serious-list",)
    assert room.stored("credit.serious-list") == '"yes"'


def test_what_was_changed_after_the_look_is_not_overwritten_and_nothing_else_is_saved(room: Room) -> None:
    opened = room.download()
    opened.cell("credit.serious-list", "D").value = "否"
    opened.cell("credit.procedure", "D").value = "是"
    upload = room.upload(opened)
    assert kinds(room.changes(upload)) == {"credit.serious-list": "changed", "credit.procedure": "changed"}
    room.say("credit.procedure", "no", by="王二")
    with pytest.raises(ConflictError) as refused:
        accept(room, upload, ["credit.serious-list", "credit.procedure"])
    assert (refused.value.message, refused.value.theirs) == ("sheet.moved", ("credit.procedure",))
    assert room.stored("credit.serious-list") is None
    assert upload.status is UploadStatus.OPEN
    assert kinds(room.changes(upload))["credit.procedure"] == "conflict"
    seen = {"credit.procedure": 1, "credit.serious-list": 0}
    sheetuploads.accept(
        room.session, actor=room.actor(), upload_id=upload.id, facts=list(seen), seen=seen, now=room.now
    )
    assert (room.stored("credit.serious-list"), room.stored("credit.procedure")) == ('"no"', '"yes"')


def test_an_answer_is_taken_back_only_where_there_was_one(room: Room) -> None:
    room.say("credit.serious-list", "no")
    opened = room.download()
    opened.cell("credit.serious-list", "D").value = None
    room.say("credit.procedure", "yes", by="王二")
    upload = room.upload(opened)
    assert kinds(room.changes(upload)) == {"credit.serious-list": "removed"}
    accept(room, upload)
    assert (room.stored("credit.serious-list"), room.stored("credit.procedure")) == (None, '"yes"')


def test_rows_keep_their_identity_and_new_ones_get_ids_no_row_ever_had(room: Room) -> None:
    rows = [
        {"id": "r1", "product": "overseas-liability", "end": "2027-01-01"},
        {"id": "r2", "product": "patent", "invoice": "yes"},
    ]
    room.say("insurance.policies", rows)
    opened = room.download()
    sheet = opened.sheet("table:insurance.policies")
    for column in range(2, 9):
        sheet.cell(3, column).value = None  # the first line is emptied
    sheet["B6"].value = sheet["B4"].value  # below an empty line
    upload = room.upload(opened)
    after = json.loads(room.changes(upload).lines[0].edit.said.value or "")
    assert [row["id"] for row in after] == ["r2", f"x{upload.sha256[:12]}-2"]
    accept(room, upload)
    again = room.upload(opened)
    assert again.status is UploadStatus.OPEN  # written from before the change, and says what stands there
    assert (room.changes(again).lines, room.changes(again).same) == ((), 1)


def test_a_line_that_was_copied_is_a_new_one(room: Room) -> None:
    room.say("insurance.policies", [{"id": "r1", "product": "overseas-liability"}])
    opened = room.download()
    sheet = opened.sheet("table:insurance.policies")
    for cell in list(sheet[3]):
        sheet.cell(4, cell.column).value = cell.value
    upload = room.upload(opened)
    after = json.loads(room.changes(upload).lines[0].edit.said.value or "")
    assert [row["id"] for row in after] == ["r1", f"x{upload.sha256[:12]}-2"]


def test_claims_are_made_taken_back_and_conflict_like_answers(room: Room) -> None:
    opened = room.download()
    opened.cell("procedure", "C").value = " 没有此项业务 "
    upload = room.upload(opened)
    assert kinds(room.changes(upload)) == {"item:procedure": "changed"}
    accept(room, upload)
    assert room.claims() == {"procedure": "没有此项业务"}
    emptied = room.download()
    emptied.cell("procedure", "C").value = None
    items.claim_item(
        room.session, actor=room.actor("王二"), assessment_id=room.id, item="procedure", reason="另有理由", now=room.now
    )
    stale = room.upload(emptied)
    assert kinds(room.changes(stale)) == {"item:procedure": "conflict"}
    with pytest.raises(InvalidError, match=r"sheet\.nothing-chosen"):
        accept(room, stale)
    accept(room, stale, ["item:procedure"])
    assert room.claims() == {}


def test_wrong_cells_are_named_and_leave_the_others_alone(room: Room) -> None:
    room.say("credit.trainings", "3")
    opened = room.download()
    opened.cell("credit.trainings", "D").value = "三次"
    opened.cell("credit.procedure", "D").value = "是"
    opened.cell("credit.serious-list", "D").value = "也许"
    upload = room.upload(opened)
    shown = room.changes(upload)
    assert kinds(shown) == {"credit.procedure": "changed"}
    assert {one.place: one.why.zh for one in shown.wrong} == {
        opened.place("credit.serious-list", "D"): "也许 不在可选内容中；可选：是、否、不清楚",
        opened.place("credit.trainings", "D"): "请填写数字，例如 12 或 3.5。",
    }
    done = accept(room, upload)
    assert (done.taken, room.stored("credit.trainings")) == (("credit.procedure",), '"3"')


def test_two_uploads_are_accepted_one_after_the_other(room: Room) -> None:
    first, second = room.download(), room.download()
    first.cell("credit.serious-list", "D").value = "否"
    second.cell("credit.serious-list", "D").value = "是"
    second.cell("credit.trainings", "D").value = 2
    one, two = room.upload(first), room.upload(second, "王二")
    accept(room, one)
    assert kinds(room.changes(two)) == {"credit.serious-list": "conflict", "credit.trainings": "changed"}
    assert accept(room, two).left == 1
    assert (room.stored("credit.serious-list"), room.stored("credit.trainings")) == ('"no"', '"2"')
    with pytest.raises(ConflictError, match=r"sheet\.settled"):
        accept(room, two)


def test_what_a_settled_upload_said_is_forgotten(room: Room) -> None:
    opened = room.download()
    opened.cell("credit.serious-list", "H").value = "机密"
    kept, dropped = room.upload(opened), room.upload(opened)
    assert "机密" in kept.content
    accept(room, kept)
    sheetuploads.discard(room.session, actor=room.actor(), upload_id=dropped.id, now=room.now)
    assert "机密" not in kept.content + dropped.content
    assert room.changes(kept).outcome == Outcome(accepted=1, untouched=5)
    with pytest.raises(ConflictError, match=r"sheet\.settled"):
        sheetuploads.discard(room.session, actor=room.actor(), upload_id=dropped.id, now=room.now)


def test_uploads_are_forgotten_after_a_month(room: Room) -> None:
    opened = room.download()
    opened.cell("credit.serious-list", "H").value = "机密"
    upload = room.upload(opened)
    assert sheetuploads.purge(room.session, now=room.now + timedelta(days=29)) == 0
    assert sheetuploads.purge(room.session, now=room.now + timedelta(days=30)) == 1
    assert (upload.status, "机密" in upload.content) == (UploadStatus.DISCARDED, False)
    assert verify(room.session, room.id.hex) is None
    assert sheetuploads.purge(room.session, now=room.now + timedelta(days=60)) == 0


def test_a_workbook_of_another_assessment_or_of_none_is_refused(room: Room, session: Session, now: datetime) -> None:
    other = Room(session, now)
    for content, message in (
        (other.download().raw(), "sheet.other-assessment"),
        (b"", "sheet.empty-file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "sheet.old-workbook"),
        ("题号,填报内容\n1,是\n".encode("gbk"), "sheet.text-file"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "sheet.open-document"),
        (zipped({"xl/workbook.bin": b"x"}), "sheet.binary-workbook"),
        (zipped({"xl/vbaProject.bin": b"x"}), "workbook.macros"),
        (zipped({"xl/workbook.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><workbook/>"}), "workbook.hostile"),
        (b"PK\x03\x04" + bytes(64), "workbook.not-a-workbook"),
        (write_form(published(), SHA, None, "zh"), "sheet.no-origin"),
    ):
        with pytest.raises(InvalidError) as refused:
            room.send(content)
        assert (refused.value.message, refused.value.field) == (message, "file")


def zipped(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_a_workbook_from_before_the_checklist_moved_is_refused(room: Room) -> None:
    opened = room.download()
    opened.cell("credit.procedure", "D").value = "是"
    waits = room.upload(opened)
    newer = register_version(room.session, published(), "1.1.0")
    room.assessment.checklist_version_id = newer.id
    room.session.flush()
    room.session.expire(room.assessment)
    with pytest.raises(InvalidError, match=r"sheet\.other-version"):
        room.upload(opened)
    assert room.changes(waits).outdated
    with pytest.raises(ConflictError, match=r"sheet\.outdated"):
        accept(room, waits)
    sheetuploads.discard(room.session, actor=room.actor(), upload_id=waits.id, now=room.now)


def test_only_who_may_answer_reads_and_decides(room: Room, session: Session) -> None:
    opened = room.download()
    opened.cell("credit.procedure", "D").value = "是"
    upload = room.upload(opened)
    stranger = actor_of(session, make_account(session, make_organisation(session), Role.LEAD))
    for ask in (sheetuploads.changes, sheetuploads.discard):
        with pytest.raises(NotFoundError):
            ask(session, actor=stranger, upload_id=upload.id, now=room.now)
    with pytest.raises(NotFoundError):
        sheetuploads.accept(session, actor=stranger, upload_id=upload.id, facts=None, now=room.now)
    room.assessment.status = Status.SUBMITTED
    session.flush()
    with pytest.raises(ForbiddenError, match=r"assessment\.locked"):
        accept(room, upload)
    with pytest.raises(ForbiddenError, match=r"assessment\.locked"):
        room.upload(opened)
    assert room.download().cell("credit.procedure", "D").value is None  # it can still be read


def test_a_trial_has_a_workbook_too_and_takes_it_with_it(session: Session, now: datetime) -> None:
    trial = make_assessment(session, guest_key=b"g" * 32, now=now)
    guest = Actor(account_id=None, name="", memberships=(), guest_key=b"g" * 32)
    raw = sheetuploads.workbook(session, actor=guest, assessment_id=trial.id, locale="en", now=now)
    opened = Opened(raw)
    opened.cell("credit.serious-list", "D").value = "Not sure"
    upload = sheetuploads.read(
        session, actor=guest, assessment_id=trial.id, name="a.xlsx", content=opened.raw(), now=now
    )
    assert upload.by is None
    sheetuploads.accept(session, actor=guest, upload_id=upload.id, facts=None, now=now)
    assert queries.load(session, actor=guest, assessment_id=trial.id, now=now).values == {
        "credit.serious-list": UNKNOWN
    }
    assert trials.purge_trials(session, now=now + timedelta(days=2)) == 1
    assert session.scalars(select(FormUpload)).all() == []


def test_housekeeping_forgets_old_uploads(database: Database, now: datetime) -> None:
    with database.write() as session:
        room = Room(session, now)
        opened = room.download()
        opened.cell("credit.procedure", "D").value = "是"
        upload = room.upload(opened).id
        session.commit()
    later = now + timedelta(days=31)
    task = Task(id=uuid.uuid4(), name="housekeeping", payload={}, attempts=1, database=database, clock=lambda: later)
    keep_house(task)
    with database.read() as session:
        assert session.get_one(FormUpload, upload).status is UploadStatus.DISCARDED


def test_scripts_read_the_workbook_of_an_assessment_too(room: Room) -> None:
    room.say("credit.serious-list", "no", note="查过")
    room.say("insurance.policies", [{"id": "r1", "product": "overseas-liability"}])
    actor, here = room.actor(), {"assessment_id": room.id, "now": room.now}
    items.claim_item(room.session, actor=actor, item="procedure", reason="没有此项业务", **here)  # type: ignore[arg-type]  # two of them
    file = read_form(room.download().raw(), published(), "自评.xlsx")
    loaded = queries.load(room.session, actor=actor, **here)  # type: ignore[arg-type]  # likewise
    assert (file.answers, file.claims, file.notes) == (loaded.values, loaded.claims, {"credit.serious-list": "查过"})
    assert file.organisation.profile() == loaded.profile
