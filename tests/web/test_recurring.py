"""What recurs starts with the service, works beside its pages, and tells what it changes (`browsers` watches)."""

import time

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from assess.config import Settings
from assess.db import Database
from assess.jobs.models import Job, JobStatus
from assess.main import create_app
from assess.worker import RECURRING
from tests.factories.checklists import make_version
from tests.web.conftest import Browsers
from tests.web.reviewing import Stage

SECONDS = 60.0


@pytest.fixture
def app(settings: Settings, database: Database) -> FastAPI:
    """Give the application as it is."""
    with database.write() as session:
        make_version(session)
        session.commit()
    return create_app(settings, database, warm=False)


def states(database: Database) -> dict[str, JobStatus]:
    with database.read() as session:
        return {job.name: job.status for job in session.scalars(select(Job).where(Job.key.is_not(None)))}


def test_whatever_recurs_is_done_beside_a_campaign_at_work(
    app: FastAPI, browsers: Browsers, database: Database
) -> None:
    stage = Stage(database, browsers, app.state.storage)
    stage.mark_all(stage.taken())
    wanted = {*app.state.runner.recurring, *app.state.couriers.recurring}
    assert wanted >= set(RECURRING)
    deadline = time.monotonic() + SECONDS
    while any(states(database).get(name) is not JobStatus.DONE for name in wanted):
        assert time.monotonic() < deadline, states(database)
        time.sleep(0.1)
