"""Schemathesis against every operation: it finds nothing.

In the gate some hundreds of requests; thousands with ASSESS_TEST_EXPLORE=1 (about ten minutes).
"""

import os
from dataclasses import replace

import pytest
from fastapi import FastAPI

from assess.db import Database
from tests.api.conftest import World, made
from tests.api.fuzzing import PHASES, findings
from tests.web.conftest import app, settings  # noqa: F401 - fixtures

EXPLORE = bool(os.environ.get("ASSESS_TEST_EXPLORE"))
EXAMPLES = 300 if EXPLORE else 3
GATE = PHASES if EXPLORE else ("examples", "coverage", "fuzzing")


MINE = r"^/(me|assessments|checklists|measures|verify)"  # the offices' have a test of their own


def known(world: World) -> dict[str, object]:
    """Name what is there, so that most requests meet something."""
    return {
        "path.assessment_id": str(world.id),
        "path.fact": "credit.serious-list",
        "path.item": "serious-list",
        "path.measure": "demo-2020",
        "path.audience": "enterprise",
        "path.version": "1.0.0",
        "path.code": "7K3M-9QXV-2TRB",
    }


@pytest.fixture(autouse=True)
def _at_leisure(world: World, app: FastAPI) -> None:  # noqa: F811 - the fixture
    """Let one token ask as often as it likes, and make none of the reports that are asked for by the hundred."""
    del world  # the service runs
    app.state.rates.limit = replace(app.state.rates.limit, most=10**6)
    app.state.runner.stop()


@pytest.mark.timeout(1800 if EXPLORE else 300)
@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_nothing_is_found_as_a_lead(world: World, app: FastAPI, database: Database) -> None:  # noqa: F811 - the fixture
    spare = {"path.assessment_id": str(made(database, world).id)}
    withdrawing = {"include-name": "POST /assessments/{assessment_id}/withdraw", "parameters": spare}
    found = findings(
        app,
        world.tokens["lead"],
        parameters=known(world),
        examples=EXAMPLES,
        phases=GATE,
        operations=[withdrawing],
        only=MINE,
    )
    assert not found, "\n\n".join(found)
    assert world.program().get("/me").status_code == 200


@pytest.mark.timeout(1800 if EXPLORE else 300)
@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_nothing_is_found_on_the_other_database(world: World, app: FastAPI) -> None:  # noqa: F811 - the fixture
    phases = GATE if EXPLORE else ("fuzzing",)
    found = findings(
        app, world.tokens["lead"], parameters=known(world), examples=EXAMPLES, phases=phases, only="answers|claims|comm"
    )
    assert not found, "\n\n".join(found)


@pytest.mark.timeout(1800 if EXPLORE else 300)
@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("who", [None, "stranger"])
def test_nothing_is_found_as_nobody_and_as_somebody_foreign(
    world: World,
    app: FastAPI,  # noqa: F811 - the fixture
    who: str | None,
) -> None:
    token = None if who is None else world.tokens[who]
    phases = GATE if EXPLORE else ("fuzzing",)
    found = findings(
        app, token, parameters=known(world), examples=min(EXAMPLES, 100 if EXPLORE else 2), phases=phases, only=MINE
    )
    assert not found, "\n\n".join(found)
    assert world.program().get(world.path).json()["state"] == 0  # nobody touched it
