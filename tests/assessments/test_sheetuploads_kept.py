"""What is kept of uploaded workbooks and for how long, which are refused, and who may do what with them."""

import io
import uuid
import zipfile
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.assessments import items, queries, sheetuploads, trials
from assess.assessments.formbook.reading import read_form
from assess.assessments.formbook.writing import write_form
from assess.assessments.sheetchanges import Outcome
from assess.assessments.upload_models import FormUpload, UploadStatus
from assess.assessments.workflow import Status
from assess.audit.log import verify
from assess.db import Database
from assess.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from assess.jobs.runner import Task
from assess.values.model import UNKNOWN
from assess.worker import keep_house
from tests.assessments.sheets import Opened, Room, accept
from tests.factories.accounts import actor_of, make_account, make_organisation
from tests.factories.assessments import make_assessment
from tests.factories.checklists import published, register_version

SHA = "0" * 64


@pytest.fixture
def room(session: Session, now: datetime) -> Room:
    return Room(session, now)


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
