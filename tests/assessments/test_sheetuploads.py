"""A workbook goes out, is filled in and comes back: shown as changes and conflicts, accepted or not."""

import json
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from assess.assessments import items, sheetuploads
from assess.assessments.history import altered_answers
from assess.assessments.sheetchanges import Said
from assess.assessments.upload_models import UploadStatus
from assess.audit.log import verify
from assess.errors import ConflictError, InvalidError
from tests.assessments.sheets import Room, accept, kinds


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
