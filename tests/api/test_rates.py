"""A token may ask only so often; every process counts alike."""

from datetime import datetime, timedelta

import pytest
from fastapi import FastAPI

from assess.api.rates import STROKE, Rates
from assess.db import Database
from assess.errors import ThrottledError
from tests.api.conftest import World
from tests.web.conftest import app  # noqa: F401 - fixture


def test_too_many_requests_wait_a_minute(database: Database, now: datetime) -> None:
    first, second = Rates(database, 3 * STROKE), Rates(database, 3 * STROKE)
    for _ in range(2 * STROKE):
        first.count("a", now)
    for _ in range(2 * STROKE - 1):
        second.count("a", now)
    with pytest.raises(ThrottledError):
        second.count("a", now)  # the fourth stroke of both together
    with pytest.raises(ThrottledError):
        second.count("a", now + timedelta(seconds=59))
    second.count("b", now)
    second.count("a", now + timedelta(seconds=61))
    for _ in range(STROKE):
        second.count("a", now + timedelta(seconds=61))


def test_the_answer_says_when_to_come_back(world: World, app: FastAPI) -> None:  # noqa: F811 - the fixture
    app.state.rates.limit = Rates(app.state.database, STROKE).limit
    program = world.program()
    told = [program.get("/me") for _ in range(2 * STROKE)]
    assert [one.status_code for one in told] == [200] * (2 * STROKE - 1) + [429]
    assert (told[-1].headers["retry-after"], told[-1].json()["code"]) == ("60", "api.rate")
    assert world.program("stranger").get("/me").status_code == 200
