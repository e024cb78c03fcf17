"""Every route × every person × own, foreign and missing things, generated from the routes themselves.

Who may is computed from the permission a route names and the one table of permissions; the answers of the running
service are held to it. Another's thing answers exactly like one that does not exist: same status, same body.
"""

import dataclasses
import re
from collections.abc import Callable, Iterator

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from assess import clock
from assess.access.permissions import SERVICE as SERVICE_ACTIONS
from assess.access.permissions import permits
from assess.access.roles import Action, Role
from assess.config import Settings
from assess.db import Database
from assess.storage import Folder
from assess.web import deps
from assess.web.notice import NOTICE
from tests.factories.accounts import PASSWORD
from tests.house.test_routes import PUBLIC, calls, routes
from tests.matrix.scene import CONSTANT, Scene, Things, missing
from tests.matrix.scenes import SCENES
from tests.matrix.world import PERSONAS, Side, build
from tests.web.browsing import Browser
from tests.web.conftest import app, browsers  # noqa: F401 - fixtures
from tests.web.conftest import settings as ours  # noqa: F401 - likewise

ROLES = {
    "respondent": Role.RESPONDENT,
    "lead": Role.LEAD,
    "reviewer": Role.REVIEWER,
    "firm-reviewer": Role.REVIEWER,
    "administrator": Role.ADMINISTRATOR,
    "operator": Role.ADMINISTRATOR,
}
HIDDEN = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{16}|value=\"[\w-]{32}\"")
Guarded = tuple[str, str, APIRoute]
GUARDED: list[Guarded] = [
    (method, path, route) for method, path, route in routes() if (method, path) not in PUBLIC and "/api/" not in path
]

# Everybody on one database; on the other those whose reach the database itself works out.
SQLITE = [("sqlite", persona) for persona in PERSONAS]
POSTGRESQL = [("postgresql", persona) for persona in ("lead", "reviewer", "administrator")]


def action_of(route: APIRoute) -> Action | None:
    """Give the permission a route names; None where it only asks for an account."""
    found = {call.action for call in calls(route.dependant) if isinstance(getattr(call, "action", None), Action)}  # type: ignore[attr-defined]  # asked for just before
    assert len(found) < 2, route.path
    return next(iter(found), None)


def may(persona: str, route: APIRoute, scene: Scene) -> bool:
    """Say whether this person gets through to a thing of the own city."""
    if scene.absent:
        return False
    if scene.whose is not None:
        return persona in scene.whose
    action = action_of(route)
    if action is None:
        return persona != "guest"
    if persona not in ROLES or not permits(ROLES[persona], action):
        return False
    return persona == "operator" if action in SERVICE_ACTIONS else _reaches(persona, action, route.path)


def _reaches(persona: str, action: Action, path: str) -> bool:
    """Leave out the reviewer of the firm itself: no form and no campaign here is theirs to look at."""
    return not (persona == "firm-reviewer" and action in {Action.REVIEW, Action.FOLLOW_CAMPAIGN} and "{" in path)


def test_every_guarded_route_has_a_scene() -> None:
    wanted = {(method, path) for method, path, _ in GUARDED}
    assert wanted - set(SCENES) == set(), "tell tests/matrix/scenes.py how to ask it"
    assert set(SCENES) - wanted == set(), "these are gone"


@pytest.fixture
def settings(ours: Settings) -> Settings:  # noqa: F811 - the fixture
    """Leave the jobs to others: who may ask for something is asked here, not whether it is done."""
    return dataclasses.replace(ours, jobs="elsewhere")


@pytest.fixture
def world(
    app: FastAPI,  # noqa: F811 - the fixture
    database: Database,
    settings: Settings,
) -> Iterator[tuple[Side, Side]]:
    """Build both cities; what is made later is committed before it is asked for."""
    del app
    mine, theirs, session = build(database, Folder(settings.storage_path), clock.now())
    yield mine, theirs
    session.close()


def visitor(browsers: Callable[[], Browser], side: Side, persona: str) -> Browser:  # noqa: F811 - the fixture
    """Open a browser of this person, past the notice."""
    browser = browsers()
    if persona != "guest":
        assert browser.sign_in(side.people[persona].login, PASSWORD).status_code == 303
    browser.get("/start")
    browser.post("/start", {"consent": "yes"})
    assert NOTICE
    return browser


def ask(browser: Browser, method: str, path: str, things: Things, scene: Scene) -> httpx.Response:
    address = path.format(**{**CONSTANT, **things}) + scene.query
    if method == "GET":
        return browser.get(address)
    return browser.post(address, dict(scene.data))


def through(answer: httpx.Response) -> bool:
    """Say whether the person got to the thing, whatever was then said of the form."""
    assert answer.status_code < 500, answer.text
    away = answer.status_code == 303 and answer.headers["location"].startswith("/sign-in")
    return answer.status_code not in {401, 403, 404} and not away


def seen(answer: httpx.Response, things: Things) -> tuple[int, str, str]:
    """Give what can be told apart: status, where it leads, and the body, without the ids that were asked for."""
    text, where = answer.text, answer.headers.get("location", "")
    for value in things.values():
        text, where = text.replace(value, "ID"), where.replace(value, "ID")
    return answer.status_code, HIDDEN.sub("ID", where), HIDDEN.sub("ID", text)


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("kind", "persona"), [*SQLITE, *POSTGRESQL])
def test_own_things_open_to_whom_the_table_says_and_foreign_ones_to_nobody(
    world: tuple[Side, Side],
    browsers: Callable[[], Browser],  # noqa: F811 - the fixture
    kind: str,
    persona: str,
) -> None:
    assert world[0].session.get_bind().dialect.name == kind
    mine, theirs = world
    browser = visitor(browsers, mine, persona)
    wrong = []  # who joins the firm may not review it any more, and one closed or moved away takes no part: last
    for method, path, route in sorted(
        GUARDED, key=lambda one: (one[1].endswith(("/close", "/move")), "/join" in one[1], one[0], one[1])
    ):
        scene = SCENES.get((method, path))
        if scene is None:
            continue  # told above
        own, foreign = scene.make(mine, persona), scene.make(theirs, persona)
        mine.session.commit()
        if own and scene.foreign and persona != "operator":
            nothing = missing(foreign)
            theirs_answer, nobodys = (
                ask(browser, method, path, foreign, scene),
                ask(browser, method, path, nothing, scene),
            )
            if seen(theirs_answer, foreign) != seen(nobodys, nothing) or through(theirs_answer):
                wrong.append((method, path, "foreign", theirs_answer.status_code, nobodys.status_code))
        answer = ask(browser, method, path, own, scene)
        if scene.own and through(answer) is not may(persona, route, scene):
            wrong.append((method, path, "own", answer.status_code, may(persona, route, scene)))
        if persona != "guest" and answer.status_code == 303 and answer.headers["location"] == "/":
            browser = visitor(browsers, mine, persona)
    assert not wrong, "\n".join(map(str, wrong))


def test_the_matrix_asks_with_a_session(world: tuple[Side, Side], browsers: Callable[[], Browser]) -> None:  # noqa: F811 - the fixture
    browser = visitor(browsers, world[0], "lead")
    assert browser.session is not None
    assert deps.CSRF_FIELD == "csrf_token"
    assert browser.get("/organisation").status_code == 200
