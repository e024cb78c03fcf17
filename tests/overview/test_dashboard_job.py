"""The job that adds a campaign up: after a submission by itself, and every ten minutes for all."""

import datetime as dt

from sqlalchemy import delete, func, select

from assess.assessments.figure_models import CampaignPart, Figure, SectionFigure
from assess.campaigns.models import Campaign
from assess.db import Database
from assess.jobs import operations as jobs
from assess.jobs.models import Job, JobStatus
from assess.jobs.runner import Runner
from assess.overview import dashboard_job
from assess.overview.dashboard_job import RECURRING, handlers
from tests.factories.accounts import START
from tests.factories.following import World

LATER = START + dt.timedelta(minutes=1)


def run(database: Database, now: dt.datetime) -> int:
    return Runner(database, handlers(), lambda: now).run_due()


def parts(database: Database) -> dict[str, int]:
    with database.read() as session:
        rows = session.scalars(select(CampaignPart)).all()
        return {
            str(one.district_id): one.content["scores"]["duty/claimed"][0] for one in rows if "scores" in one.content
        }


def test_what_is_submitted_is_added_up_a_little_later(database: Database) -> None:
    with database.write() as session:
        world = World(session)
        world.submitted(world.north, "甲")
        world.participant(world.south, "乙")
        north, south = str(world.north.id), str(world.south.id)
        session.commit()
    assert run(database, START) == 0
    assert run(database, LATER) == 1
    assert parts(database) == {north: 1}
    with database.read() as session:
        both = session.scalars(select(CampaignPart.district_id)).all()
        assert {str(one) for one in both} == {north, south}
        assert session.scalars(select(CampaignPart.at).distinct()).one() == LATER


def test_all_are_added_up_anew_and_missing_figures_written(database: Database) -> None:
    with database.write() as session:
        world = World(session)
        for name in ("甲", "乙"):
            world.submitted(world.north, name)
        north = str(world.north.id)
        session.execute(delete(SectionFigure))
        session.execute(delete(Figure))
        session.execute(delete(Job))
        jobs.enqueue(session, name=RECURRING, payload={}, now=START)
        session.commit()
    assert run(database, LATER + dt.timedelta(minutes=10)) >= 2
    assert parts(database) == {north: 2}
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Figure)) == 2
        assert {one.status for one in session.scalars(select(Job))} == {JobStatus.DONE}


def test_questions_that_only_some_are_asked_are_not_counted(database: Database) -> None:
    with database.write() as session:
        world = World(session)
        campaign = session.get_one(Campaign, world.campaign.id)
        document = dashboard_job._document(session, campaign.id)
    assert dashboard_job.questions(document, START.date()) == {
        "credit": ["credit.serious-list", "credit.procedure", "credit.trainings"],
        "overseas": [],
    }
