"""The district report by program: asked for, followed, downloaded; another office's is not there."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI

from assess.db import Database
from tests.api.conftest import Program
from tests.api.offices import Offices


@pytest.fixture
def offices(database: Database, app: FastAPI, open_program: Callable[[str | None], Program]) -> Offices:
    return Offices(database, app.state.storage, open_program)


def test_it_is_asked_for_once_and_followed_and_not_there_for_others(offices: Offices) -> None:
    admin, path = offices.program("administrator"), f"/campaigns/{offices.campaign_id}/district-reports"
    made = admin.post(path, {"locale": "en", "format": "html"})
    assert made.status_code == 201, made.text
    told = made.json()
    assert (told["locale"], told["format"], told["draft"]) == ("en", "html", False)
    assert made.headers["location"] == f"/api/v1{path}/{told['id']}"
    assert admin.post(path, {"locale": "en", "format": "html"}).json()["id"] == told["id"]
    assert admin.get(f"{path}/{told['id']}").json()["id"] == told["id"]
    far = offices.program("far")
    assert far.post(path, {}).status_code == far.get(f"{path}/{told['id']}").status_code == 404
    assert admin.post(path, {"organisation_id": str(offices.campaign_id)}).status_code == 404
    assert admin.post(path, {"format": "exe"}).status_code == 422
