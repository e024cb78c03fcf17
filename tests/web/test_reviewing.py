"""Reviewers at work: the queue, one item on one screen, and what is stored of it."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI

from assess.db import Database
from tests.web.browsing import complaints
from tests.web.conftest import Browsers
from tests.web.markup import faults
from tests.web.reviewing import ITEMS, PDF, Stage

Stages = Callable[..., Stage]


@pytest.fixture
def stages(app: FastAPI, browsers: Browsers, database: Database) -> Stages:
    """Give a maker of stages."""
    return lambda **given: Stage(database, browsers, app.state.storage, **given)


@pytest.fixture
def stage(stages: Stages) -> Stage:
    return stages()


def test_the_queue_shows_what_waits_and_gives_it_to_who_takes_it_up(stage: Stage) -> None:
    browser = stage.browser("first")
    page = browser.get("/reviews")
    assert faults(page.text) == []
    assert "临沂示范科技有限公司" in page.text
    answer = browser.post(f"{stage.base}/take-up")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{stage.base}?done=taken")
    desk = browser.get(answer.headers["location"])
    assert faults(desk.text) == []
    assert "已受理" in desk.text


def test_an_item_page_is_sound(stage: Stage) -> None:
    browser = stage.taken()
    for item in ITEMS:
        page = browser.get(f"{stage.base}/items/{item}")
        assert page.status_code == 200
        assert faults(page.text) == []
    for step in ("accept", "return", "decide"):
        page = browser.get(f"{stage.base}/{step}")
        assert (page.status_code, faults(page.text)) == (200, []), step
