"""The tour of docs/api.md, sent as it is written: every request answers with the status that stands beside it."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import update

from assess.api.application import ROUTERS
from assess.assessments.models import Assessment
from assess.assessments.workflow import Status
from assess.db import Database
from tests.api.conftest import Program, World
from tests.factories.papers import PDF

PAGE = Path(__file__).resolve().parents[2] / "docs" / "api.md"
REQUEST = re.compile(r"^(curl .+?)\s+# → ([0-9|]+)(?: (\w+)=([\w.]+))?$", re.MULTILINE)
VARIABLE = re.compile(r"\$([A-Z]+)")


def tour() -> Iterator[tuple[str, set[int], str | None, str]]:
    """Give the requests: command, expected statuses, the variable it sets and from what."""
    script = PAGE.read_text().partition("```sh\n")[2].partition("```")[0].replace("\\\n", " ")
    for command, statuses, name, source in REQUEST.findall(script):
        yield command, {int(status) for status in statuses.split("|")}, name or None, source


def send(program: Program, command: str) -> httpx.Response:
    """Do what curl does."""
    words = shlex.split(command)[1:]
    method, address, headers, request = "GET", "", {}, dict[str, Any]()
    while words:
        word = words.pop(0)
        if word == "-X":
            method = words.pop(0)
        elif word == "-H":
            name, _, value = words.pop(0).partition(": ")
            headers[name] = value
        elif word == "-d":
            request["content"] = words.pop(0).encode()
        elif word == "-F":
            name, _, value = words.pop(0).partition("=")
            file = {name: (value[1:], PDF, "application/pdf")} if value.startswith("@") else {}
            request["files"] = request.get("files", {}) | file
            request["data"] = request.get("data", {}) | ({} if file else {name: value})
        else:
            address = word
    return program.send(method, address, headers=headers, **request)


def test_the_tour_is_true(world: World, database: Database) -> None:
    with database.write() as session:
        session.execute(update(Assessment).where(Assessment.id == world.id).values(status=Status.WITHDRAWN))
        session.commit()
    program = world.program()
    program.app.state.runner.stop()  # the report itself is made in other tests
    known = {"API": "", "TOKEN": world.tokens["lead"]}
    steps = list(tour())
    assert len(steps) == 19
    for command, statuses, name, source in steps:
        answer = send(program, VARIABLE.sub(lambda found: known[found[1]], command))
        assert answer.status_code in statuses, (command, answer.text)
        if name:
            value = answer.json()
            for part in source.split("."):
                value = value[int(part)] if part.isdigit() else value[part]
            known[name] = value
    assert set(known) == {"API", "TOKEN", "ORG", "ID", "FILE", "REPORT"}


def test_the_page_names_every_address() -> None:
    text = PAGE.read_text()
    mine = [route for router in ROUTERS for route in router.routes if getattr(route, "path", "").startswith(STEMS)]
    shown = {re.sub(r"\{[^}]*\}", "{}", one) for one in re.findall(r"[`·](?:[A-Z·]+ )?([/…][^`]+)`", text)}
    missing = set()
    for route in mine:
        path = getattr(route, "path", "")
        short = re.sub(r"\{[^}]*\}", "{}", path.replace("/assessments/{assessment_id}/", "…/"))
        if short not in shown:
            missing.add(path)
    assert not missing


STEMS = ("/me", "/assessments", "/checklists", "/measures")
