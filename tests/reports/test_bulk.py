"""All reports of a campaign at once, on both databases: every file once, stopped, resumed, failures tried again."""

import csv
import hashlib
import io
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import openpyxl
import pytest
from sqlalchemy import func, select

from assess.access.roles import Role
from assess.accounts import throttle
from assess.accounts.models import Membership
from assess.assessments.models import Assessment
from assess.assessments.models import Submission as ReportSubmission
from assess.assessments.workflow import Status
from assess.audit.models import AuditEvent
from assess.db import Database
from assess.errors import ConflictError, InvalidError, NotFoundError, ThrottledError
from assess.jobs import operations as jobs
from assess.jobs.models import Job
from assess.jobs.runner import Runner
from assess.reports import operations as reports
from assess.reports.bulk import foreseeing, operations, queries, working
from assess.reports.bulk.models import (
    BatchChoice,
    BatchState,
    EntryError,
    EntryState,
    ReportBatchEntry,
)
from assess.reports.bulk.operations import Wanted
from assess.reports.models import Report, ReportStatus
from assess.storage import Folder
from tests.factories.accounts import actor_of, make_account, make_organisation
from tests.factories.batches import Cycle, Tiny, begin, known, make_cycle, shown, work


@pytest.fixture
def cycle(database: Database, now: datetime) -> Cycle:
    return make_cycle(database, now=now)


def archive(storage: Folder, one: queries.Shown) -> dict[str, bytes]:
    """Give the files of an archive by name; none stands in it twice."""
    with storage.open(one.batch.file_key or "") as file, zipfile.ZipFile(file) as opened:
        assert opened.testzip() is None
        held = opened.namelist()
        assert len(held) == len(set(held))
        return {name: opened.read(name) for name in held}


def test_every_report_stands_once_in_the_archive_with_an_index(
    database: Database, cycle: Cycle, storage: Folder, now: datetime
) -> None:
    batch_id, pool = begin(database, cycle, now), Tiny()
    assert (shown(database, batch_id).done, shown(database, batch_id).total) == (0, 3)
    work(database, storage, pool, now)
    one = shown(database, batch_id)
    assert (one.batch.state, one.made, one.failed, one.total) == (BatchState.DONE, 3, 0, 3)
    held = archive(storage, one)
    files = {name: content for name, content in held.items() if not name.startswith("index.")}
    assert files == cycle.content()
    assert sorted(pool.made) == [submission.reference for submission in cycle.submissions]
    index = json.loads(held["index.json"])
    assert [(row["file"], row["sha256"], int(row["size"])) for row in index["reports"]] == [
        (name, hashlib.sha256(content).hexdigest(), len(content)) for name, content in files.items()
    ]
    assert {row["duty"] for row in index["reports"]} == {row["duty"] for row in index["reports"]} - {None, ""}
    rows = list(csv.reader(io.StringIO(held["index.csv"].decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(held["index.xlsx"])).active
    assert sheet is not None
    assert [str(cell.value or "") for cell in sheet[1]] == rows[0]
    assert [row[3] for row in rows[1:]] == [submission.reference for submission in cycle.submissions]
    assert [row[-1] for row in rows[1:]] == ["已生成"] * 3
    assert sheet.cell(2, 5).data_type == "n"


def test_ready_reports_are_not_made_again_and_the_same_batch_gives_the_same_bytes(
    database: Database, cycle: Cycle, storage: Folder, now: datetime
) -> None:
    first = begin(database, cycle, now)
    work(database, storage, Tiny(), now)
    again, pool = begin(database, cycle, now), Tiny()
    work(database, storage, pool, now)
    assert pool.made == []
    assert shown(database, first).batch.file_key == shown(database, again).batch.file_key


def test_in_english_and_for_an_office_as_well(database: Database, cycle: Cycle, storage: Folder, now: datetime) -> None:
    batch_id = begin(database, cycle, now, Wanted(locale="en", format="docx"))
    work(database, storage, Tiny(), now)
    held = archive(storage, shown(database, batch_id))
    assert {name: content for name, content in held.items() if not name.startswith("index.")} == cycle.content(
        "docx", "en"
    )
    assert json.loads(held["index.json"])["reports"][0]["state"] == "made"


def test_what_fails_is_told_with_its_reason_and_tried_again(
    database: Database, cycle: Cycle, storage: Folder, now: datetime
) -> None:
    bad = cycle.submissions[1].reference
    batch_id = begin(database, cycle, now)
    now = work(database, storage, Tiny(broken={bad}), now)
    one = shown(database, batch_id)
    assert (one.batch.state, one.made, one.failed) == (BatchState.DONE, 2, 1)
    assert cycle.files[bad] not in archive(storage, one)
    with database.read() as session:
        (failure,) = queries.failures(session, batch_id)
        assert (failure.reference, failure.error, failure.detail, failure.tries) == (
            bad,
            EntryError.RENDER,
            "cannot be laid out",
            1,
        )
        assert failure.organisation in cycle.files[bad]
    states = {row["reference"]: row["state"] for row in json.loads(archive(storage, one)["index.json"])["reports"]}
    assert states[bad] == "排版没有成功"
    with database.write() as session:
        operations.retry(
            session, actor=cycle.reviewer, campaign_id=cycle.campaign.id, batch_id=batch_id, now=now, number=2
        )
        session.commit()
    assert shown(database, batch_id).batch.file_key is None
    pool = Tiny()
    work(database, storage, pool, now)
    assert pool.made == [bad]
    assert (shown(database, batch_id).made, shown(database, batch_id).failed) == (3, 0)
    assert set(archive(storage, shown(database, batch_id))) > set(cycle.content())


def test_it_rests_goes_on_and_ends_when_told(database: Database, cycle: Cycle, storage: Folder, now: datetime) -> None:
    batch_id, pool = begin(database, cycle, now), Tiny()
    here: dict[str, Any] = {"actor": cycle.reviewer, "campaign_id": cycle.campaign.id, "batch_id": batch_id}
    with database.write() as session:
        operations.pause(session, **here, now=now)
        session.commit()
    now = work(database, storage, pool, now)
    assert (pool.made, shown(database, batch_id).batch.state) == ([], BatchState.PAUSED)
    with database.write() as session:
        with pytest.raises(ConflictError, match=r"bulk\.step"):
            operations.pause(session, **here, now=now)
        operations.resume(session, **here, now=now)
        session.commit()
    work(database, storage, pool, now)
    assert (len(pool.made), shown(database, batch_id).made) == (3, 3)
    with database.write() as session, pytest.raises(ConflictError, match=r"bulk\.step"):
        operations.cancel(session, **here, now=now)
    other = begin(database, cycle, now, Wanted(locale="en"))
    with database.write() as session:
        operations.cancel(session, **(here | {"batch_id": other}), now=now)
        session.commit()
    work(database, storage, pool, now)
    assert (len(pool.made), shown(database, other).batch.state) == (3, BatchState.CANCELLED)


def test_it_can_be_stopped_while_it_is_packed(
    database: Database, cycle: Cycle, storage: Folder, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch_id, pool = begin(database, cycle, now), Tiny()
    here: dict[str, Any] = {"actor": cycle.reviewer, "campaign_id": cycle.campaign.id, "batch_id": batch_id}
    ordinary = working.Run.going

    def paused(run: working.Run) -> bool:
        with database.write() as session:
            operations.pause(session, **here, now=now)
            session.commit()
        return ordinary(run)

    monkeypatch.setattr(working.Run, "going", paused)
    now = work(database, storage, pool, now)
    one = shown(database, batch_id)
    assert (one.batch.state, one.made, one.batch.file_key) == (BatchState.PAUSED, 3, None)
    monkeypatch.setattr(working.Run, "going", ordinary)
    with database.write() as session:
        operations.resume(session, **here, now=now)
        session.commit()
    work(database, storage, pool, now)
    assert len(archive(storage, shown(database, batch_id))) == 6


def test_only_reviewers_of_the_campaign_may_and_nobody_sees_anothers(
    database: Database, cycle: Cycle, now: datetime
) -> None:
    batch_id = begin(database, cycle, now)
    with database.write() as session:
        strangers = (
            actor_of(session, make_account(session, cycle.body, Role.ADMINISTRATOR)),
            actor_of(session, make_account(session, make_organisation(session), Role.REVIEWER)),
        )
        colleague = actor_of(session, make_account(session, cycle.body, Role.REVIEWER))
        for actor in strangers:
            with pytest.raises(NotFoundError):
                operations.begin(session, actor=actor, campaign_id=cycle.campaign.id, wanted=Wanted(), now=now)
        for actor in (*strangers, colleague):
            with pytest.raises(NotFoundError):
                queries.get(session, actor=actor, campaign_id=cycle.campaign.id, batch_id=batch_id)
        mine = replace(cycle.reviewer, memberships=())
        with pytest.raises(NotFoundError):
            operations.cancel(session, actor=mine, campaign_id=cycle.campaign.id, batch_id=batch_id, now=now)


def test_a_reviewer_never_gets_their_own_organisations(database: Database, cycle: Cycle, now: datetime) -> None:
    with database.write() as session:
        own = session.get_one(Assessment, cycle.submissions[0].assessment_id).organisation_id
        both = make_account(session, cycle.body, Role.REVIEWER)
        session.add(Membership(account_id=both.id, organisation_id=own, role=Role.RESPONDENT))
        session.flush()
        actor = actor_of(session, both)
        assert operations.counted(session, actor=actor, campaign_id=cycle.campaign.id)[BatchChoice.SUBMITTED] == 2
        made = operations.begin(session, actor=actor, campaign_id=cycle.campaign.id, wanted=Wanted(), now=now)
        entries = session.scalars(
            select(ReportBatchEntry.submission_id).where(ReportBatchEntry.batch_id == made.id)
        ).all()
        assert set(entries) == {one.id for one in cycle.submissions[1:]}


def test_what_may_not_be_seen_any_more_is_left_out_and_each_reading_is_traced(
    database: Database, cycle: Cycle, storage: Folder, now: datetime
) -> None:
    batch_id = begin(database, cycle, now)
    gone = cycle.submissions[0]
    with database.write() as session:
        session.get_one(Assessment, gone.assessment_id).status = Status.WITHDRAWN
        session.commit()
    work(database, storage, Tiny(), now)
    with database.read() as session:
        (failure,) = queries.failures(session, batch_id)
        assert (failure.reference, failure.error) == (gone.reference, EntryError.GONE)
        read = select(AuditEvent.stream).where(AuditEvent.action == "report.batched")
        assert sorted(session.scalars(read)) == sorted(one.assessment_id.hex for one in cycle.submissions[1:])
        told = session.scalars(
            select(AuditEvent.action).where(AuditEvent.subject_id == str(batch_id)).order_by(AuditEvent.seq)
        ).all()
        assert told == ["batch.begun", "batch.finished"]


def test_whoever_lost_the_role_meanwhile_gets_nothing(
    database: Database, cycle: Cycle, storage: Folder, now: datetime
) -> None:
    batch_id, pool = begin(database, cycle, now), Tiny()
    with database.write() as session:
        session.delete(session.scalars(select(Membership).where(Membership.account_id == cycle.account.id)).one())
        session.commit()
    work(database, storage, pool, now)
    one = shown(database, batch_id)
    assert (pool.made, one.failed, one.batch.file_key) == ([], 3, None)


def test_nothing_to_report_and_too_many_at_once_are_refused(database: Database, cycle: Cycle, now: datetime) -> None:
    with pytest.raises(InvalidError, match=r"bulk\.nothing"):
        begin(database, cycle, now, Wanted(whose=BatchChoice.PUBLISHED))
    for _ in range(operations.MOST_OPEN):
        begin(database, cycle, now)
    with pytest.raises(ConflictError, match=r"bulk\.too-many"):
        begin(database, cycle, now)


def test_many_at_one_moment_are_counted_one_after_the_other(database: Database, cycle: Cycle, now: datetime) -> None:
    def refused(_number: int) -> bool:
        try:
            begin(database, cycle, now)
        except ConflictError:
            return True
        return False

    tries = operations.MOST_OPEN + 5
    with ThreadPoolExecutor(tries) as threads:
        assert sum(threads.map(refused, range(tries))) == tries - operations.MOST_OPEN


def test_a_persons_own_report_does_not_wait_behind_a_batch(database: Database, storage: Folder, now: datetime) -> None:
    cycle = make_cycle(database, 12, now=now)
    begin(database, cycle, now)
    pool = Tiny()
    with database.write() as session:
        asked = jobs.claim(session, names=[operations.STEP], now=now)
        assert asked is not None
        session.commit()
        runner = Runner(database, known(pool, storage), lambda: now)
        task = runner._task(asked)
    runner._perform(task)  # one step of the batch
    with database.write() as session:
        waiting = session.scalar(select(func.count()).where(Report.status == ReportStatus.QUEUED))
        assert waiting is not None
        assert waiting <= 2 * working.LEAST_AHEAD
        mine = cycle.submissions[-1]
        later = now + timedelta(milliseconds=1)
        reports.told(session, ReportSubmission.id == mine.id, None, "en", later)
        session.commit()
    at = now + timedelta(milliseconds=2)
    runner = Runner(database, known(pool, storage), lambda: at)
    for _ in range(waiting + 1):
        assert runner._run_one()
    assert mine.reference in pool.made


def test_many_batches_ask_for_no_more_than_one_and_for_nothing_while_others_wait(
    database: Database, storage: Folder, now: datetime
) -> None:
    cycle = make_cycle(database, 12, now=now)
    for locale in ("zh", "en"):
        begin(database, cycle, now, Wanted(locale=locale))
    steps = {operations.STEP: known(Tiny(), storage)[operations.STEP]}

    def asked() -> int:
        with database.read() as session:
            return session.scalar(select(func.count()).select_from(Report)) or 0

    assert Runner(database, steps, lambda: now).run_due() == 2
    first = asked()
    assert 0 < first <= 2 * working.LEAST_AHEAD
    assert Runner(database, steps, lambda: now + working.WAIT).run_due() == 2, "each looks once, and then waits"
    assert asked() == first
    work(database, storage, Tiny(), now + working.WAIT)
    assert asked() == 24


def test_nobody_begins_batches_without_end(database: Database, cycle: Cycle, now: datetime) -> None:
    here: dict[str, Any] = {"actor": cycle.reviewer, "campaign_id": cycle.campaign.id, "now": now}
    for _ in range(throttle.BATCHES.most):
        batch_id = begin(database, cycle, now)
        with database.write() as session:
            operations.cancel(session, **here, batch_id=batch_id)
            session.commit()
    with pytest.raises(ThrottledError):
        begin(database, cycle, now)
    begin(database, cycle, now + throttle.BATCHES.window)


def test_a_batch_nobody_works_on_is_taken_up_again(
    database: Database, cycle: Cycle, storage: Folder, now: datetime
) -> None:
    batch_id = begin(database, cycle, now)
    with database.write() as session:
        session.delete(session.scalars(select(Job).where(Job.name == operations.STEP)).one())
        jobs.enqueue(session, name=foreseeing.KEEPING, payload={}, now=now)
        session.commit()
    work(database, storage, Tiny(), now)
    assert shown(database, batch_id).made == 3


def test_a_file_that_is_lost_is_told_and_made_anew(
    database: Database, cycle: Cycle, storage: Folder, now: datetime
) -> None:
    begin(database, cycle, now)
    work(database, storage, Tiny(), now)
    with database.read() as session:
        report = session.scalars(select(Report).where(Report.submission_id == cycle.submissions[0].id)).one()
    storage.delete(report.file_key or "")
    batch_id = begin(database, cycle, now)
    now = work(database, storage, Tiny(), now)
    with database.write() as session:
        (failure,) = queries.failures(session, batch_id)
        assert (failure.error, failure.number) == (EntryError.LOST, 1)
        operations.retry(session, actor=cycle.reviewer, campaign_id=cycle.campaign.id, batch_id=batch_id, now=now)
        session.commit()
    pool = Tiny()
    work(database, storage, pool, now)
    assert pool.made == [cycle.submissions[0].reference]
    assert set(archive(storage, shown(database, batch_id))) > set(cycle.content())


def test_an_entry_is_waiting_made_or_failed(database: Database, cycle: Cycle, now: datetime) -> None:
    batch_id = begin(database, cycle, now)
    with database.read() as session:
        entries = session.scalars(select(ReportBatchEntry).where(ReportBatchEntry.batch_id == batch_id)).all()
    assert {(one.state, one.report_id) for one in entries} == {(EntryState.WAITING, None)}
    assert [one.number for one in sorted(entries, key=lambda one: one.name)] == [1, 2, 3]
