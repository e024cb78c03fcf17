"""Schemathesis against the offices' operations, by those who may use them: it finds nothing."""

import os
from collections.abc import Callable

import pytest
from fastapi import FastAPI

from assess.db import Database
from tests.api.conftest import Program
from tests.api.fuzzing import PHASES, findings
from tests.api.offices import Offices
from tests.web.conftest import app, settings  # noqa: F401 - fixtures

EXPLORE = bool(os.environ.get("ASSESS_TEST_EXPLORE"))
EXAMPLES = 200 if EXPLORE else 3
GATE = PHASES if EXPLORE else ("examples", "coverage", "fuzzing")
Open = Callable[[str | None], Program]


@pytest.fixture
def offices(database: Database, app: FastAPI, open_program: Open) -> Offices:  # noqa: F811 - the fixture
    app.state.rates.limit = type(app.state.rates.limit)("api-token", 10**6, app.state.rates.limit.window)
    app.state.couriers.stop()
    return Offices(database, app.state.storage, open_program)


@pytest.mark.timeout(1800 if EXPLORE else 300)
@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_nothing_is_found_as_a_reviewer(offices: Offices, app: FastAPI) -> None:  # noqa: F811 - the fixture
    offices.program("first").post(f"{offices.path}/take-up")
    known = {
        "path.assessment_id": str(offices.id),
        "path.evidence_id": str(offices.file_id),
        "path.item": "serious-list",
    }
    found = findings(
        app, offices.tokens["first"], parameters=known, examples=EXAMPLES, phases=GATE, only="^/reviews|dashboard"
    )
    assert not found, "\n\n".join(found)


@pytest.mark.timeout(1800 if EXPLORE else 300)
@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_nothing_is_found_as_an_administrator(offices: Offices, app: FastAPI) -> None:  # noqa: F811 - the fixture
    admin = offices.program("administrator")
    hook = {"organisation_id": str(offices.body_id), "url": "https://hooks.example.com/", "events": []}
    made = admin.post("/webhooks", {**hook, "events": ["assessment.decided"]}).json()
    known = {
        "path.campaign_id": str(offices.campaign_id),
        "path.organisation_id": str(offices.firm_id),
        "path.webhook_id": made["id"],
        "path.delivery_id": admin.post(f"/webhooks/{made['id']}/ping").json()["id"],
    }
    found = findings(
        app,
        offices.tokens["administrator"],
        parameters=known,
        examples=EXAMPLES,
        phases=GATE,
        only="^/campaigns|^/organisations|^/webhooks",
    )
    assert not found, "\n\n".join(found)
