"""Reports that are made before anybody asks: after a deadline, with a new face, drafts of complete forms."""

import uuid
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from assess.access.roles import Role
from assess.assessments.models import Assessment, Submission
from assess.campaigns.models import Campaign, Participant
from assess.db import Database
from assess.jobs import operations as jobs
from assess.jobs.models import Job
from assess.jobs.runner import Task
from assess.reports import operations as reports
from assess.reports.bulk import foreseeing, queries
from assess.reports.bulk.foreseeing import Expected
from assess.reports.bulk.models import BatchState, BatchTarget, ReportBatch
from assess.reports.models import Report, ReportFace, ReportStatus
from assess.storage import Folder
from tests.factories.accounts import make_account, make_organisation
from tests.factories.assessments import make_assessment
from tests.factories.batches import Cycle, Tiny, make_cycle, work


@pytest.fixture
def cycle(database: Database, now: datetime) -> Cycle:
    return make_cycle(database, now=now)


def test_after_the_deadline_the_reports_are_made_before_anybody_asks(
    database: Database, cycle: Cycle, storage: Folder, now: datetime
) -> None:
    with database.write() as session:
        session.get_one(Campaign, cycle.campaign.id).closes_at = now - timedelta(hours=1)
        reports.told(session, Submission.id == cycle.submissions[0].id, None, "en", now)
        jobs.enqueue(session, name=foreseeing.KEEPING, payload={}, now=now)
        session.commit()
    now = work(database, storage, Tiny(), now)

    def there(session: Session) -> list[str]:
        ready = select(Report.locale).where(Report.status == ReportStatus.READY)
        return sorted(session.scalars(ready))

    with database.read() as session:
        assert there(session) == ["en", "zh", "zh", "zh"]
        made = session.scalars(select(ReportBatch)).all()
        assert {(one.target, one.state, one.asked_by) for one in made} == {(BatchTarget.READY, BatchState.DONE, None)}
        assert len(made) == 2
        assert queries.listed(session, actor=cycle.reviewer, campaign_id=cycle.campaign.id) == ()
    with database.write() as session:
        jobs.enqueue(session, name=foreseeing.KEEPING, payload={}, now=now)
        session.commit()
    pool = Tiny()
    work(database, storage, pool, now)
    with database.read() as session:
        assert (pool.made, session.scalar(select(func.count()).select_from(ReportBatch))) == ([], 2)


def test_where_one_was_given_longer_it_is_done_after_that(
    database: Database, cycle: Cycle, storage: Folder, now: datetime
) -> None:
    with database.write() as session:
        session.get_one(Campaign, cycle.campaign.id).closes_at = now - timedelta(days=5)
        late = session.get_one(Assessment, cycle.submissions[0].assessment_id).organisation_id
        longer = now + timedelta(hours=1)
        given = {"added_by": cycle.account.id, "added_at": now, "closes_at": longer}
        session.add(Participant(campaign_id=cycle.campaign.id, organisation_id=late, **given))
        session.commit()
    for at, batches in ((now, 0), (longer, 1)):
        with database.write() as session:
            jobs.enqueue(session, name=foreseeing.KEEPING, payload={}, now=at)
            session.commit()
        work(database, storage, Tiny(), at)
        with database.read() as session:
            assert session.scalar(select(func.count()).select_from(ReportBatch)) == batches


def test_looking_for_what_is_due_keeps_nobody_from_writing(
    database: Database, cycle: Cycle, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.write() as session:
        session.get_one(Campaign, cycle.campaign.id).closes_at = now
        session.commit()
    ordinary = foreseeing._due

    def due(session: Session, campaign_id: uuid.UUID, reason: str) -> list[object]:
        with database.write() as other:
            other.execute(update(Campaign).values(revision=2))
            other.commit()
        return list(ordinary(session, campaign_id, reason))

    monkeypatch.setattr(foreseeing, "_due", due)
    foreseeing.keep(Task(uuid.uuid4(), foreseeing.KEEPING, {}, 1, database, lambda: now))
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(ReportBatch)) == 1


def test_a_face_that_is_put_into_use_makes_them_due_again(
    database: Database, cycle: Cycle, storage: Folder, now: datetime
) -> None:
    with database.write() as session:
        session.add(
            ReportFace(id=uuid.uuid4(), campaign_id=cycle.campaign.id, number=1, data="{}", created_at=now, used_at=now)
        )
        session.commit()
    for _ in range(2):
        with database.write() as session:
            jobs.enqueue(session, name=foreseeing.KEEPING, payload={}, now=now)
            session.commit()
        now = work(database, storage, Tiny(), now)
    with database.read() as session:
        batch = session.scalars(select(ReportBatch)).one()
        assert (batch.state, batch.target, batch.locale) == (BatchState.DONE, BatchTarget.READY, "zh")
        assert (batch.reason or "").startswith("face:")


def test_a_draft_is_made_once_for_each_state_and_not_without_end(
    database: Database, storage: Folder, now: datetime
) -> None:
    with database.write() as session:
        owner = make_organisation(session)
        lead, stranger = make_account(session, owner, Role.LEAD).id, make_account(session).id
        assessment = make_assessment(session, owner).id
        session.commit()

    def expect(state: int, account: uuid.UUID, at: datetime) -> bool:
        wanted = Expected(assessment_id=assessment, account_id=account, state=state, locale="zh")
        return foreseeing.expect(database, wanted, at)

    def drafts() -> int:
        with database.read() as session:
            return session.scalar(select(func.count()).select_from(Report)) or 0

    assert expect(1, stranger, now)
    work(database, storage, Tiny(), now)
    assert drafts() == 0
    assert [expect(2, lead, now), expect(2, lead, now)] == [True, False]
    work(database, storage, Tiny(), now)
    with database.read() as session:
        made = session.scalars(select(Report)).one()
        assert (made.status, made.submission_id) == (ReportStatus.READY, None)
        columns = {column.name for column in Report.__table__.columns} - {"id", "content_hash"}
        same = {name: getattr(made, name) for name in columns}
    with database.write() as session:
        session.execute(update(Report).values(content_hash="0" * 64))
        more = range(1, 1 + foreseeing.MOST_DRAFTS)
        session.add_all(Report(id=uuid.uuid4(), content_hash=f"{number:064}", **same) for number in more)
        session.commit()
    assert expect(3, lead, now + timedelta(minutes=1))
    work(database, storage, Tiny(), now + timedelta(minutes=1))
    assert drafts() == 1 + foreseeing.MOST_DRAFTS


def test_what_was_expected_is_forgotten_after_a_day(database: Database, storage: Folder, now: datetime) -> None:
    with database.write() as session:
        nobody = {"assessment": str(uuid.uuid4()), "account": str(uuid.uuid4()), "locale": "zh"}
        jobs.enqueue(session, name=foreseeing.DRAFT, payload=nobody, now=now)
        session.commit()
    work(database, storage, Tiny(), now)
    with database.write() as session:
        jobs.enqueue(session, name=foreseeing.KEEPING, payload={}, now=now + timedelta(days=2))
        session.commit()
    work(database, storage, Tiny(), now + timedelta(days=2))
    with database.read() as session:
        assert session.scalars(select(Job.name)).all() == [foreseeing.KEEPING]
