"""A running service with one enterprise, its people and their tokens, and a foreign one beside it."""

import functools
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI
from sqlalchemy.orm import Session

from assess import clock
from assess.access.roles import Role
from assess.accounts import tokens
from assess.accounts.models import Account
from assess.assessments.models import Assessment
from assess.assessments.workflow import Status
from assess.audit.log import open_stream
from assess.db import Database
from tests.factories.accounts import make_account, make_organisation, make_visit
from tests.factories.assessments import make_assessment
from tests.web.conftest import app, settings  # noqa: F401 - fixtures

BASE = "/api/v1"
ANSWERS = {
    "credit.serious-list": "no",
    "credit.procedure": "yes",
    "credit.trainings": "2",
    "overseas.sells-abroad": "no",
}


@dataclass
class Program:
    """A program that talks to the API with a token; `portal` runs the application's event loop."""

    app: FastAPI
    portal: BlockingPortal
    token: str | None
    client: httpx.AsyncClient = field(init=False)

    def __post_init__(self) -> None:
        transport = httpx.ASGITransport(self.app, client=("203.0.113.7", 40000), raise_app_exceptions=False)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://testserver")

    def send(self, method: str, path: str, **request: Any) -> httpx.Response:  # noqa: ANN401 - as httpx takes it
        """Send one request."""
        own = {"authorization": f"Bearer {self.token}"} if self.token else {}
        request["headers"] = own | dict(request.get("headers") or {})
        return self.portal.call(functools.partial(self.client.request, method, BASE + path, **request))

    def get(self, path: str, **request: Any) -> httpx.Response:  # noqa: ANN401 - as httpx takes it
        """Read."""
        return self.send("GET", path, **request)

    def post(self, path: str, json: object = None, **request: Any) -> httpx.Response:  # noqa: ANN401 - as httpx takes it
        """Create."""
        return self.send("POST", path, **({"json": json} if json is not None else {}), **request)

    def put(self, path: str, json: object, **headers: str) -> httpx.Response:
        """Change."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.send("PUT", path, json=json, headers=sent)

    def fill(self, path: str) -> None:
        """Answer everything that is asked."""
        self.put(f"{path}/answers/insurance.policies", {"value": []}, if_none_match="*")
        for fact, value in ANSWERS.items():
            answer = self.put(f"{path}/answers/{fact}", {"value": value}, if_none_match="*")
            assert answer.status_code == 200, answer.text


@dataclass
class World:
    """Who is there. `path` is the address of the enterprise's draft."""

    open_program: Callable[[str | None], Program]
    organisation_id: uuid.UUID
    id: uuid.UUID
    foreign_id: uuid.UUID
    tokens: dict[str, str]
    accounts: dict[str, uuid.UUID]

    @property
    def path(self) -> str:
        return f"/assessments/{self.id}"

    @property
    def foreign(self) -> str:
        return f"/assessments/{self.foreign_id}"

    def program(self, who: str | None = "lead") -> Program:
        """Give somebody's program; None has no token."""
        return self.open_program(None if who is None else self.tokens[who])


def issue(session: Session, account: Account, *scopes: str) -> str:
    """Make a token of an account."""
    actor = make_visit(session, account, now=clock.now()).actor
    wanted = scopes or tuple(tokens.SCOPES)
    return tokens.issue(session, actor=actor, name="测试", scopes=wanted, days=30, now=clock.now())[1]


@pytest.fixture
def open_program(app: FastAPI) -> Iterator[Callable[[str | None], Program]]:  # noqa: F811 - the fixture
    """Give a maker of programs; the application runs while they do."""
    with start_blocking_portal() as portal:
        opened: list[Program] = []

        def open_one(token: str | None) -> Program:
            opened.append(Program(app, portal, token))
            return opened[-1]

        with portal.wrap_async_context_manager(app.router.lifespan_context(app)):
            yield open_one
            for one in opened:
                portal.call(one.client.aclose)


@pytest.fixture
def world(database: Database, open_program: Callable[[str | None], Program]) -> World:
    """Build the enterprise with its people, and the foreign one."""
    with database.write() as session:
        firm, other = make_organisation(session, name="临沂甲公司", roles=("exporter",)), make_organisation(session)
        people = {
            "lead": make_account(session, firm, name="王丽"),
            "respondent": make_account(session, firm, Role.RESPONDENT, name="孙平"),
            "stranger": make_account(session, other, name="外人"),
        }
        known = {name: issue(session, one) for name, one in people.items()}
        known["reader"] = issue(session, people["lead"], "assessments:read")
        known["writer"] = issue(session, people["lead"], "assessments:write")
        now = clock.now()
        own, foreign = make_assessment(session, firm, now=now), make_assessment(session, other, now=now)
        session.commit()
        ids = {name: one.id for name, one in people.items()}
        return World(open_program, firm.id, own.id, foreign.id, known, ids)


def made(database: Database, world: World, status: Status = Status.DRAFT) -> Assessment:
    """Store one more assessment of the enterprise."""
    with database.write() as session:
        own = session.get_one(Assessment, world.id)
        more = Assessment(
            organisation_id=own.organisation_id,
            checklist_version_id=own.checklist_version_id,
            status=status,
            profile=own.profile,
            created_at=clock.now(),
        )
        session.add(more)
        session.flush()
        open_stream(session, more.id.hex)
        session.commit()
        session.refresh(more)
        session.expunge(more)
        return more
