"""Reports as rows, on both databases: asked for once, made once, visible to those who see the assessment."""

import os
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.accounts.models import Organisation
from assess.assessments import submitting
from assess.assessments.models import Answer, Assessment
from assess.db import Database
from assess.errors import NotFoundError
from assess.jobs import operations as jobs
from assess.jobs.models import Job, JobStatus
from assess.jobs.runner import Runner
from assess.reports import operations, stored
from assess.reports.handlers import handlers
from assess.reports.models import Report, ReportStatus
from assess.reports.orders import Order
from assess.reports.parts import ReportContent
from assess.reports.pool import RenderError, RenderPool, WorkerLostError
from assess.reports.sweeping import SWEEP
from assess.storage import Folder
from tests.factories.accounts import actor_of, make_account, make_organisation
from tests.factories.assessments import make_assessment
from tests.reports import reading
from tests.reports.samples import CLEAN, report

GUEST = b"g" * 32
ANSWERS = {
    "credit.serious-list": '"no"',
    "credit.procedure": '"partial"',
    "credit.trainings": '"2"',
    "credit.rate": '{"denominator":"4","numerator":"3"}',
    "credit.since": '"2025-01-01"',
    "overseas.sells-abroad": '"yes"',
    "insurance.policies": "[]",
}


class FakePool(RenderPool):
    """Makes a small file at once, or fails as often as it is told to."""

    def __init__(self, *failures: Exception) -> None:
        super().__init__(1)
        self.failures = list(failures)
        self.made = 0

    def render(self, order: Order) -> bytes:
        self.made += 1
        if self.failures:
            raise self.failures.pop(0)
        return f"%PDF {order.content.identity.organisation}".encode()


def make_owner(session: Session) -> tuple[Organisation, Assessment, Actor]:
    organisation = make_organisation(session)
    account = make_account(session, organisation, Role.LEAD)
    return organisation, make_assessment(session, organisation), actor_of(session, account)


def ask(session: Session, assessment: Assessment, now: datetime, content: ReportContent | None = None) -> Report:
    return operations.request_report(
        session, content=content or report(CLEAN), assessment_id=assessment.id, submission_id=None, now=now
    )


def test_two_who_ask_at_the_same_moment_get_one_report(database: Database, now: datetime) -> None:
    with database.write() as session:
        assessment = make_owner(session)[1]
        session.commit()
        session.refresh(assessment)
        session.expunge(assessment)

    def asked() -> uuid.UUID:
        with database.write() as session:
            found = ask(session, assessment, now).id
            session.commit()
            return found

    with ThreadPoolExecutor(1) as other, database.write() as session:
        first = ask(session, assessment, now).id
        second = other.submit(asked)
        time.sleep(0.3)  # until it has looked and found nothing, or waits for us
        session.commit()
        assert second.result(30) == first
    with database.read() as session:
        assert session.scalars(select(Job.payload)).all() == [{"report": str(first)}]


def test_the_same_content_is_made_once(session: Session, now: datetime) -> None:
    _, assessment, _ = make_owner(session)
    first, second = ask(session, assessment, now), ask(session, assessment, now)
    assert first.id == second.id
    assert session.scalar(select(func.count()).select_from(Job)) == 1
    other = ask(session, assessment, now, report(CLEAN, locale="en"))
    assert other.id != first.id
    assert {first.locale, other.locale} == {"zh", "en"}
    assert stored.from_text(first.content or "") == report(CLEAN)


def test_a_draft_shows_the_organisation_and_its_answers_as_they_stand(session: Session, now: datetime) -> None:
    organisation, assessment, actor = make_owner(session)
    asked = operations.request_draft(session, actor=actor, assessment_id=assessment.id, locale="zh", now=now)
    content = stored.from_text(asked.content or "")
    lines = {pair.label: pair.value for pair in content.identity.pairs}
    assert (content.state, content.identity.organisation) == ("draft", organisation.name)
    assert lines["统一社会信用代码"] == organisation.credit_code
    assert lines["评估基准日"] == "2026年11月22日"


def test_a_trial_is_marked_and_belongs_to_its_browser(session: Session, now: datetime) -> None:
    assessment = make_assessment(session, guest_key=GUEST)
    guest = Actor(account_id=None, name="", memberships=(), guest_key=GUEST)
    asked = operations.request_draft(session, actor=guest, assessment_id=assessment.id, locale="zh", now=now)
    content = stored.from_text(asked.content or "")
    assert (content.state, content.identity.organisation) == ("trial", "试填单位（未登记名称）")
    assert operations.get(session, actor=guest, report_id=asked.id, now=now).id == asked.id
    stranger = Actor(account_id=None, name="", memberships=(), guest_key=b"s" * 32)
    with pytest.raises(NotFoundError):
        operations.get(session, actor=stranger, report_id=asked.id, now=now)


def test_a_foreign_report_answers_like_a_missing_one(session: Session, now: datetime) -> None:
    _, assessment, actor = make_owner(session)
    _, _, other = make_owner(session)
    asked = ask(session, assessment, now)
    assert operations.get(session, actor=actor, report_id=asked.id, now=now).id == asked.id
    for report_id in (asked.id, uuid.uuid4()):
        with pytest.raises(NotFoundError, match="not-found"):
            operations.get(session, actor=other, report_id=report_id, now=now)


def test_a_report_goes_with_its_assessment(session: Session, now: datetime) -> None:
    assessment = make_assessment(session, guest_key=GUEST, now=now - timedelta(hours=30))
    ask(session, assessment, now)
    session.delete(assessment)
    session.flush()
    assert session.scalar(select(func.count()).select_from(Report)) == 0


def test_a_submission_is_reported_from_what_it_froze(session: Session, now: datetime) -> None:
    organisation, assessment, actor = make_owner(session)
    for key, text in ANSWERS.items():
        session.add(Answer(assessment_id=assessment.id, fact=key, value=text, note="", revision=1, at=now))
    session.flush()
    submission = submitting.submit(
        session, actor=actor, assessment_id=assessment.id, declared=True, declared_name="王样例", now=now
    ).submission
    session.flush()
    asked = operations.request_submission(session, actor=actor, submission_id=submission.id, locale="zh", now=now)
    first = stored.from_text(asked.content or "")
    organisation.name = "改名以后"
    session.execute(update(Answer).values(value='"yes"').where(Answer.fact == "credit.serious-list"))
    later = now + timedelta(days=40)
    again = operations.request_submission(session, actor=actor, submission_id=submission.id, locale="zh", now=later)
    assert again.id == asked.id  # what changed since does not touch it
    assert (first.state, first.identity.reference) == ("submitted", submission.reference)
    assert (first.identity.organisation, first.identity.as_of) == ("临沂示范科技有限公司", "2026年11月22日")
    assert ("提交人", "王样例") in {(pair.label, pair.value) for pair in first.identity.pairs}
    with pytest.raises(NotFoundError):
        operations.request_submission(
            session, actor=make_owner(session)[2], submission_id=submission.id, locale="zh", now=now
        )


@pytest.fixture
def queued(database: Database, now: datetime) -> uuid.UUID:
    with database.write() as session:
        _, assessment, _ = make_owner(session)
        report_id = ask(session, assessment, now).id
        session.commit()
    return report_id


def run(database: Database, pool: RenderPool, storage: Folder, now: datetime) -> int:
    return Runner(database, handlers(pool, storage, "http://assess.test/verify/"), lambda: now).run_due()


def look(database: Database, report_id: uuid.UUID) -> tuple[Report, operations.Progress]:
    with database.read() as session:
        found = session.get_one(Report, report_id)
        return found, operations.progress(session, found)


def test_a_queued_report_becomes_a_file(database: Database, queued: uuid.UUID, storage: Folder, now: datetime) -> None:
    assert look(database, queued)[1].status is ReportStatus.QUEUED
    assert run(database, FakePool(), storage, now) == 1
    found, progress = look(database, queued)
    assert progress == operations.Progress(ReportStatus.READY, 1, 1)
    assert (found.content, found.finished_at) == (None, now)
    with storage.open(found.file_key or "") as file:
        data = file.read()
    assert data.startswith(b"%PDF")
    assert len(data) == found.size


def test_a_repeated_run_changes_nothing(database: Database, queued: uuid.UUID, storage: Folder, now: datetime) -> None:
    pool = FakePool()
    run(database, pool, storage, now)
    before = look(database, queued)[0].file_key
    with database.write() as session:
        jobs.enqueue(session, name=operations.RENDER, payload={"report": str(queued)}, now=now)
        session.commit()
    run(database, pool, storage, now)
    assert (pool.made, look(database, queued)[0].file_key) == (1, before)


def test_a_lost_worker_is_tried_again(database: Database, queued: uuid.UUID, storage: Folder, now: datetime) -> None:
    pool = FakePool(WorkerLostError())
    run(database, pool, storage, now)
    assert look(database, queued)[1].status is ReportStatus.QUEUED
    run(database, pool, storage, now + timedelta(minutes=1))
    assert look(database, queued)[1].status is ReportStatus.READY


def test_a_report_that_cannot_be_made_is_failed_and_can_be_asked_for_again(
    database: Database, queued: uuid.UUID, storage: Folder, now: datetime
) -> None:
    pool = FakePool(*[RenderError("boom")] * 3)
    for minute in range(4):
        run(database, pool, storage, now + timedelta(minutes=minute))
    found, progress = look(database, queued)
    assert (progress.status, found.error, pool.made) == (ReportStatus.FAILED, "boom", 3)
    with database.write() as session:
        kept = session.get_one(Report, queued)
        again = operations.request_report(
            session, content=report(CLEAN), assessment_id=kept.assessment_id, submission_id=None, now=now
        )
        assert again.status is ReportStatus.QUEUED
        session.commit()
    run(database, pool, storage, now)
    assert look(database, queued)[1].status is ReportStatus.READY


def test_a_job_that_was_given_up_shows_as_failed(database: Database, queued: uuid.UUID, now: datetime) -> None:
    with database.write() as session:
        job = session.scalars(select(Job)).one()
        job.status, job.finished_at = JobStatus.FAILED, now
        session.get_one(Report, queued).status = ReportStatus.RENDERING
        session.commit()
    assert look(database, queued)[1].status is ReportStatus.FAILED


def test_a_real_worker_makes_a_real_file(database: Database, queued: uuid.UUID, storage: Folder, now: datetime) -> None:
    pool = RenderPool(1)
    run(database, pool, storage, now)
    pool.close()
    found, _ = look(database, queued)
    assert "知识产权保护自评差距报告" in reading.text(storage.path(found.file_key or "").read_bytes())


def test_files_nobody_speaks_of_are_swept_after_a_while(
    database: Database, queued: uuid.UUID, storage: Folder, now: datetime
) -> None:
    run(database, FakePool(), storage, now)
    kept = look(database, queued)[0].file_key or ""
    old, young = storage.put(b"orphan").key, storage.put(b"just uploaded").key
    for key, age in ((kept, 7200), (old, 7200), (young, 60)):
        os.utime(storage.path(key), (now.timestamp() - age,) * 2)
    with database.write() as session:
        jobs.enqueue(session, name=SWEEP, payload={}, now=now)
        session.commit()
    run(database, FakePool(), storage, now)
    assert set(storage.keys()) == {kept, young}


def test_the_job_of_a_report_goes_a_week_after_it_was_made_and_one_that_was_given_up_stays(
    database: Database, queued: uuid.UUID, storage: Folder, now: datetime
) -> None:
    run(database, FakePool(), storage, now)
    with database.write() as session:
        lost = jobs.enqueue(session, name=operations.RENDER, payload={}, key="lost", now=now)
        lost.status, lost.finished_at = JobStatus.FAILED, now
        session.commit()
    for days, left in ((6, ["lost", f"{operations.RENDER}:{queued}"]), (8, ["lost"])):
        at = now + timedelta(days=days)
        with database.write() as session:
            jobs.enqueue(session, name=SWEEP, payload={}, now=at)
            session.commit()
        run(database, FakePool(), storage, at)
        with database.read() as session:
            assert sorted(map(str, session.scalars(select(Job.key).where(Job.name == operations.RENDER)))) == left
    assert look(database, queued)[1].status is ReportStatus.READY
