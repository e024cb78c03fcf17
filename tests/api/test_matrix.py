"""Every API route × people and scopes × own, foreign and missing things, generated from the routes themselves.

Another's thing answers exactly like one that does not exist; a token reaches what its scopes and its owner's role say.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import update

from assess import clock
from assess.access.permissions import permits
from assess.access.roles import Action
from assess.accounts import tokens
from assess.accounts.credentials import ApiToken
from assess.accounts.sessions import hash_token
from assess.api.application import ROUTERS
from assess.assessments.workflow import Status
from assess.config import Settings
from assess.db import Database
from assess.reports.bulk.models import BatchState
from assess.storage import open_storage
from tests.api.conftest import Program, issue
from tests.house.test_routes import calls
from tests.matrix.scene import CONSTANT, Make, Things, evidence, missing, report
from tests.matrix.scenes_batches import batch
from tests.matrix.scenes_district import made as district
from tests.matrix.scenes_sheets import upload
from tests.matrix.scenes_together import comment, department, duty
from tests.matrix.scenes_webhooks import webhook
from tests.matrix.test_matrix import ROLES
from tests.matrix.world import Side, build
from tests.web.conftest import app, settings  # noqa: F401 - fixtures

ROUTES = [
    (next(iter(route.methods or ())), route.path, route)
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute)
]
OPEN = {"/me", "/checklists", "/checklists/{measure}/{audience}/{version}", "/measures", "/measures/{key}"}
ANYBODYS = {"/verify/{code}"}  # asked without a token
FORM: Mapping[str, Any] = {
    "data": {"fact": "credit.serious-list", "kind": "record"},
    "files": {"file": ("a.pdf", b"%PDF-1.7", "application/pdf")},
}
BODIES: Mapping[tuple[str, str], object] = {
    ("PUT", "answers/{fact}"): {"value": "no"},
    ("PUT", "claims/{item}"): {"reason": "没有从业人员"},
    ("PUT", "{item}/mark"): {"points": "1", "reason": "facts-differ"},
    ("PUT", "verdict"): {"verdict": "accepted"},
    ("POST", "reuse"): {"evidence_id": str(uuid.uuid4()), "fact": "credit.serious-list", "kind": "record"},
    ("POST", "duties"): {"section": "credit", "part": "lead", "account_id": str(uuid.uuid4())},
    ("POST", "comments"): {"item": "procedure", "text": "请核对"},
    ("PATCH", "{comment_id}"): {"settled": True},
    ("POST", "submissions"): {"declared": True, "declared_name": "王丽"},
    ("POST", "appeals"): {"grounds": "不同意"},
    ("POST", "take-over"): {"reason": "请假"},
    ("POST", "{upload_id}/accept"): {"lines": None},
    ("POST", "accept"): {"items": ["serious-list"]},
    ("POST", "return"): {"items": {"serious-list": "请补充"}},
    ("POST", "extend"): {"closes_on": "2099-01-01"},
    ("POST", "reopen"): {"closes_on": "2099-01-01"},
    ("POST", "departments"): {"name": "知识产权部"},
    ("POST", "participants"): {"entries": ["无此单位"]},
    ("POST", "remove"): {"reason": "请假"},
    ("POST", "move"): {"parent_id": None},
}
MAKERS: tuple[tuple[str, Make], ...] = (
    ("{duty_id}", duty),
    ("{comment_id}", comment("settle")),
    ("{upload_id}", upload),
    ("district-reports/{report_id}", district),
    ("{report_id}", report),
    ("/reviews/{assessment_id}/evidence/{evidence_id}", evidence),
    ("/assessments/{assessment_id}/evidence/{evidence_id}", evidence),
    ("submissions/{number}", lambda side, _: {"assessment_id": str(side.assessment(Status.SUBMITTED).id)}),
    ("/reviews/{assessment_id}", lambda side, _: {"assessment_id": str(side.in_review().id)}),
    ("/assessments/{assessment_id}", lambda side, _: {"assessment_id": str(side.assessment().id)}),
    ("{department_id}", lambda side, one: {"organisation_id": str(side.firm.id), **department(side, one)}),
    ("{batch_id}", batch(BatchState.DONE)),
    ("/campaigns/{campaign_id}", lambda side, _: {"campaign_id": str(side.campaign().id)}),
    ("{webhook_id}", webhook),
)
# What is not there for its owner either, before something was answered, claimed or decided.
NOT_YET = ("answers/{fact}", "claims/{item}", "outcome", "pdf", "/reuse")
GIVEN = {**CONSTANT, "key": "demo-2020", "code": "7K3M-9QXV-2TRB"}
PERSONAS = ("outsider", "respondent", "lead", "reviewer", "administrator")


def things_of(side: Side, path: str, persona: str) -> Things:
    """Make what an address names."""
    made = next((make(side, persona) for part, make in MAKERS if part in path), {})
    return {"organisation_id": str(side.firm.id), **made}


def body_of(method: str, path: str) -> dict[str, Any]:
    """Give a body the address takes."""
    headers = {"if-none-match": "*", "idempotency-key": uuid.uuid4().hex} if method != "GET" else {}
    if path.endswith(("/evidence", "/workbooks")) and method == "POST":
        return {"headers": headers, **FORM}
    found = next((body for (way, end), body in BODIES.items() if way == method and path.endswith(end)), {})
    return {"headers": headers, **({} if method in {"GET", "DELETE"} else {"json": found})}


def ask(program: Program, method: str, path: str, things: Things) -> httpx.Response:
    return program.send(method, path.format(**{**GIVEN, **things}), **body_of(method, path))


def actions_of(route: APIRoute) -> set[Action]:
    """Give the permissions a route names."""
    found = (getattr(call, "action", None) for call in calls(route.dependant))
    return {action for action in found if isinstance(action, Action)}


def seen(answer: httpx.Response, things: Things) -> tuple[int, str]:
    """Give what can be told apart, without the ids that were asked for."""
    text = answer.text
    for value in things.values():
        text = text.replace(value, "ID")
    return answer.status_code, text


@pytest.fixture
def sides(
    app: FastAPI,  # noqa: F811 - the fixture
    database: Database,
    settings: Settings,  # noqa: F811 - the fixture
) -> Iterator[tuple[Side, Side]]:
    """Build two cities that know nothing of each other."""
    del app
    mine, theirs, session = build(database, open_storage(settings), clock.now())
    yield mine, theirs
    session.close()


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("kind", "persona"),
    [*(("sqlite", persona) for persona in PERSONAS), ("postgresql", "lead"), ("postgresql", "administrator")],
)
def test_foreign_things_answer_like_missing_ones_and_own_ones_by_the_table(
    sides: tuple[Side, Side], open_program: Callable[[str | None], Program], kind: str, persona: str
) -> None:
    mine, theirs = sides
    assert mine.session.get_bind().dialect.name == kind
    program = open_program(issue(mine.session, mine.people[persona]))
    mine.session.commit()
    wrong: list[tuple[object, ...]] = []
    for method, path, route in ROUTES:
        if "_id}" not in path:
            continue
        foreign = things_of(theirs, path, persona)
        mine.session.commit()
        nothing = missing(foreign)
        one, other = ask(program, method, path, foreign), ask(program, method, path, nothing)
        if seen(one, foreign) != seen(other, nothing) or one.status_code not in {403, 404}:
            wrong.append((method, path, "foreign", one.status_code, other.status_code, one.text[:200]))
        if path.startswith("/assessments/") and not path.endswith(NOT_YET):
            own = things_of(mine, path, persona)
            mine.session.commit()
            may = persona in ROLES and all(permits(ROLES[persona], action) for action in actions_of(route))
            answer = ask(program, method, path, own)
            if (answer.status_code not in {401, 403, 404}) is not may and "appeals" not in path:
                wrong.append((method, path, "own", answer.status_code, may, answer.text[:200]))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_token_reaches_what_its_scopes_say(
    sides: tuple[Side, Side], open_program: Callable[[str | None], Program]
) -> None:
    mine, _ = sides
    lead, administrator = mine.people["lead"], mine.people["administrator"]
    programs = {
        scope: [open_program(issue(mine.session, one, scope)) for one in (lead, administrator)]
        for scope in tokens.SCOPES
    }
    ended = issue(mine.session, lead)
    this = ApiToken.token_hash == hash_token(ended)
    mine.session.execute(update(ApiToken).where(this).values(revoked_at=clock.now()))
    mine.session.commit()
    nobodys, revoked = open_program(None), open_program(ended)
    wrong: list[tuple[object, ...]] = []
    for method, path, route in ROUTES:
        things = {name: str(uuid.uuid4()) for name in route.param_convertors if name.endswith("_id")}
        codes = [ask(one, method, path, things).status_code for one in (nobodys, revoked)]
        if codes != ([404, 404] if path in ANYBODYS else [401, 401]):
            wrong.append((method, path, codes))
        wanted = actions_of(route)
        for scope, both in programs.items():
            if wanted and not wanted <= tokens.SCOPES[scope]:
                answers = [ask(one, method, path, things) for one in both]
                if {(one.status_code, one.json()["code"]) for one in answers} != {(403, "token.scope")}:
                    wrong.append((method, path, scope, [one.status_code for one in answers]))
    assert not wrong, "\n".join(map(str, wrong))


def test_what_names_no_permission_is_nobodys() -> None:
    assert {path for _, path, route in ROUTES if not actions_of(route)} == OPEN | ANYBODYS
