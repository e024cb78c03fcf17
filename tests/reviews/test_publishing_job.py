"""Publishing a whole campaign: beside the requests, one decision at a time, none twice, and none lost."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assess.assessments.models import Assessment
from assess.assessments.workflow import Status
from assess.audit import log
from assess.campaigns.models import Campaign, CampaignStatus
from assess.db import Database
from assess.jobs.models import Job, JobStatus
from assess.jobs.runner import Runner
from assess.reviews import operations as reviews
from assess.reviews import publishing, publishing_job, queries
from assess.reviews.models import Decision, Publication
from assess.reviews.queries import Publishing
from tests.factories.reviews import Scene

NAMES = ("甲公司", "乙公司", "丙公司")


@pytest.fixture
def scenes(database: Database, now: datetime) -> list[Scene]:
    """Three organisations of one published campaign, each with a decision that nobody knows yet."""
    made: list[Scene] = []
    with database.write() as session:
        for name in NAMES:
            scene = Scene(session, now)
            if made:
                first = made[0]
                session.get_one(Assessment, scene.id).campaign_id = first.campaign.id
                scene.campaign, scene.first, scene.other, scene.body = (
                    *(first.campaign, first.first),
                    *(first.other, first.body),
                )
            scene.organisation.name = name
            session.flush()
            scene.decided()
            made.append(scene)
        made[0].campaign.status = CampaignStatus.PUBLISHED
        session.commit()
        for scene in made:
            session.refresh(scene.campaign)
            scene.assessment  # noqa: B018 - loaded while the session is open
    return made


def ask(database: Database, scene: Scene, now: datetime, campaign_id: uuid.UUID) -> int:
    with database.write() as session:
        count = reviews.publish_all(session, actor=scene.administrator, campaign_id=campaign_id, now=now)
        session.commit()
    return count


def run(database: Database, now: datetime) -> int:
    return Runner(database, publishing_job.handlers(), lambda: now).run_due()


def known(database: Database) -> int:
    with database.read() as session:
        return len(session.scalars(select(Publication)).all())


def shown(database: Database, campaign_id: uuid.UUID) -> Publishing | None:
    with database.read() as session:
        return queries.publishing(session, campaign=session.get_one(Campaign, campaign_id))


def campaign_of(database: Database) -> uuid.UUID:
    with database.read() as session:
        return session.scalars(
            select(Assessment.campaign_id).where(Assessment.status == Status.DECIDED).distinct()
        ).one()  # type: ignore[return-value]  # all of them have one


def breaking(monkeypatch: pytest.MonkeyPatch, broken: Callable[[Decision], bool], error: type[BaseException]) -> None:
    """Let publishing fail for some decisions, after their rows are written."""
    make_known = publishing.make_known

    def tried(
        session: Session, assessment: Assessment, campaign: Campaign, decision: Decision, **given: object
    ) -> object:
        made = make_known(session, assessment, campaign, decision, **given)  # type: ignore[arg-type]  # passed on
        if broken(decision):
            raise error
        return made

    monkeypatch.setattr(publishing, "make_known", tried)


def test_all_that_waits_is_published_once(database: Database, scenes: list[Scene], now: datetime) -> None:
    campaign_id = campaign_of(database)
    assert ask(database, scenes[0], now, campaign_id) == 3
    assert known(database) == 0
    assert shown(database, campaign_id) == Publishing(0, 3, failed=False, left=())
    assert run(database, now) == 1
    assert known(database) == 3
    assert shown(database, campaign_id) is None
    assert ask(database, scenes[0], now + timedelta(seconds=1), campaign_id) == 0
    with database.read() as session:
        made = session.scalars(select(Publication)).all()
        assert {one.by for one in made} == {scenes[0].administrator.account_id}
        streams = [one.hex for one in session.scalars(select(Assessment.id).where(Assessment.status == Status.DECIDED))]
        assert [log.verify(session, stream) for stream in streams] == [None, None, None]
        reports = session.scalars(select(Job).where(Job.name == publishing.PUBLISHED)).all()
        assert len(reports) == 3


def test_what_is_killed_in_the_middle_is_finished_and_nothing_is_done_twice(
    database: Database, scenes: list[Scene], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign_id = campaign_of(database)
    ask(database, scenes[0], now, campaign_id)
    seen: list[uuid.UUID] = []

    def second(decision: Decision) -> bool:
        seen.append(decision.id)
        return len(seen) == 2

    with monkeypatch.context() as patched:
        breaking(patched, second, SystemExit)  # no handler catches it, as none survives kill -9
        with pytest.raises(SystemExit):
            run(database, now)
    assert known(database) == 1  # the first is kept, the second was not written halfway
    assert shown(database, campaign_id) == Publishing(1, 3, failed=False, left=())
    assert run(database, now + timedelta(minutes=2)) == 1
    assert known(database) == 3
    assert shown(database, campaign_id) is None


def test_what_fails_holds_up_nothing_else_and_is_named(
    database: Database, scenes: list[Scene], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign_id = campaign_of(database)
    ask(database, scenes[0], now, campaign_id)
    with database.read() as session:
        middle = scenes[1].id
        bad = session.scalars(select(Decision.id).where(Decision.assessment_id == middle)).one()
    with monkeypatch.context() as patched:
        breaking(patched, lambda decision: decision.id == bad, RuntimeError)
        for tries in range(3):
            assert run(database, now + timedelta(minutes=tries)) == 1
    assert known(database) == 2
    assert shown(database, campaign_id) == Publishing(2, 3, failed=True, left=("乙公司",))
    assert ask(database, scenes[0], now + timedelta(hours=1), campaign_id) == 1
    assert run(database, now + timedelta(hours=1)) == 1
    assert known(database) == 3


def test_what_is_opened_again_meanwhile_is_left_alone(database: Database, scenes: list[Scene], now: datetime) -> None:
    campaign_id = campaign_of(database)
    ask(database, scenes[0], now, campaign_id)
    with database.write() as session:
        session.execute(update(Assessment).where(Assessment.id == scenes[0].id).values(status=Status.REOPENED))
        session.commit()
    assert run(database, now + timedelta(minutes=1)) == 1
    with database.read() as session:
        published = select(Decision.assessment_id).join(Publication, Publication.decision_id == Decision.id)
        assert set(session.scalars(published)) == {scenes[1].id, scenes[2].id}
        state = select(Job.status).where(Job.name == publishing_job.PUBLISH_ALL)
        assert session.scalars(state).all() == [JobStatus.DONE]


def test_what_was_decided_later_is_not_published_unasked(
    database: Database, scenes: list[Scene], now: datetime
) -> None:
    assert ask(database, scenes[0], now - timedelta(seconds=1), campaign_of(database)) == 0
    assert run(database, now) == 0
    assert known(database) == 0
