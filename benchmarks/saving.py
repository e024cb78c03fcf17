"""Saving one answer, beside an empty `async def` route of the same process in the same run.

    script/postgres .venv/bin/python benchmarks/saving.py        (PostgreSQL as the tests use it: no flush to disk)
    .venv/bin/python benchmarks/saving.py --postgres URL         (a server of your own, with its own durability)

The real application runs under uvicorn in one process; the load comes from a second process on 16 connections, each
with an account, a session and an assessment of its own. SQLite flushes every commit to the disk. Both are measured with
an almost empty database and with ten thousand assessments in it.
"""

import argparse
import json
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.orm import Session
from stdnum.cn import uscc

from assess.access.roles import Role
from assess.accounts import sessions
from assess.accounts.fields import OrganisationFields
from assess.accounts.models import OrganisationKind
from assess.accounts.operations import create_account
from assess.accounts.sessions import Limits
from assess.assessments import operations, profile
from assess.assessments.models import Answer, Assessment
from assess.audit.models import AuditHead
from assess.checklists import documents
from assess.checklists import operations as checklists
from assess.checklists import queries as versions
from assess.checklists.loader import SHIPPED
from assess.checklists.models import ChecklistVersion
from assess.db import Database, migrate, open_database, table_of
from assess.values.profile import Profile
from benchmarks.databases import fresh_postgres

ROOT = Path(__file__).resolve().parents[1]
CONNECTIONS = 16
CHECKLIST = "linyi-2021/enterprise"
PROFILE = Profile(kind="enterprise", region="371302")
MANY = 10_000
ANSWERS_EACH = 10
PASSWORD = "a-benchmark-password"  # noqa: S105 - of accounts that live as long as the benchmark


def main() -> None:
    """Measure both databases."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--postgres", default=os.environ.get("ASSESS_TEST_POSTGRES_URL"))
    asked.add_argument("--seconds", type=float, default=4)
    asked.add_argument("--rounds", type=int, default=3)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="assess-benchmark-") as folder:
        run("SQLite", f"sqlite:///{folder}/assess.sqlite3", Path(folder), given)
        if given.postgres:
            with fresh_postgres(given.postgres) as url:
                run("PostgreSQL", url, Path(folder), given)
        else:
            print("PostgreSQL: not measured, no address given")


def run(name: str, url: str, folder: Path, given: argparse.Namespace) -> None:
    """Measure one database, first almost empty, then full."""
    database = open_database(url)
    migrate.upgrade(database)
    with database.write() as session:
        version = register(session)
        version_id = version.id
        seats = [take_seat(session, version) for _ in range(CONNECTIONS)]
        session.commit()
    for label in ("16 assessments", f"{MANY:,} assessments"):
        if label != "16 assessments":
            fill(database, version_id)
        with serving(url, folder) as port:
            report(f"{name}, {label}", rounds(port, seats, given))
    database.close()


def register(session: Session) -> ChecklistVersion:
    """Register the published checklists and give the one that is filled in."""
    checklists.sync(session, SHIPPED, datetime.now(UTC))
    return versions.current(session, CHECKLIST)


def take_seat(session: Session, version: ChecklistVersion) -> dict[str, Any]:
    """Give one person with an organisation, a browser session and an assessment."""
    now = datetime.now(UTC)
    body = f"91371302{secrets.randbelow(10**9):09d}"
    code = body + uscc.calc_check_digit(body)
    fields = OrganisationFields(name="测速单位", kind=OrganisationKind.ENTERPRISE, region="371302", credit_code=code)
    login = f"bench-{uuid.uuid4().hex[:12]}"
    account = create_account(
        session, login=login, name="测速", password=PASSWORD, organisation=fields, role=Role.LEAD, now=now
    )
    opened = sessions.create(session, account_id=account.id, before=None, limits=Limits(), now=now)
    visit = sessions.visit(session, token=opened.token, now=now)
    assert visit is not None
    started = operations.start(
        session,
        actor=visit.actor,
        organisation_id=visit.actor.memberships[0].organisation_id,
        version=version,
        profile=PROFILE,
        now=now,
    )
    fact = next(fact.key for fact in documents.document(version).facts if fact.type == "yes-no")
    path = f"/assessments/{started.assessment.id}/answers/{fact}"
    return {"path": path, "fact": fact, "token": opened.token, "csrf": opened.csrf_token, "revision": 0}


def fill(database: Database, version_id: uuid.UUID) -> None:
    """Add ten thousand assessments with ten answers each."""
    now = datetime.now(UTC)
    ids = [uuid.uuid4() for _ in range(MANY)]
    plain = {"checklist_version_id": version_id, "status": "draft", "profile": profile.to_json(PROFILE), "revision": 1}
    guest = {"guest_key": b"x" * 32, "guest_expires_at": datetime(2100, 1, 1, tzinfo=UTC), "created_at": now}
    answers = [
        {"assessment_id": one, "fact": f"fact.{number}", "value": '"yes"', "note": "", "revision": 1, "at": now}
        for one in ids
        for number in range(ANSWERS_EACH)
    ]
    with database.writing.begin() as connection:
        connection.execute(insert(table_of(Assessment)), [{"id": one, **plain, **guest} for one in ids])
        connection.execute(insert(table_of(AuditHead)), [{"stream": one.hex, "seq": 0, "hash": b""} for one in ids])
        for start in range(0, len(answers), 10_000):
            connection.execute(insert(table_of(Answer)), answers[start : start + 10_000])
    if not database.sqlite:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))


@contextmanager
def serving(url: str, folder: Path) -> Iterator[int]:
    """Run the application with an empty route added to it; yield its port."""
    environment = {
        **os.environ,
        "ASSESS_DATABASE_URL": url,
        "ASSESS_DATA_PATH": str(folder),
        "ASSESS_SECURE_COOKIES": "false",
        "ASSESS_LOG_LEVEL": "warning",
        "ASSESS_REPORT_WORKERS": "1",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'benchmarks'}",
    }
    command = [sys.executable, "-m", "uvicorn", "--factory", "saving_app:create", "--no-access-log"]
    port = free_port()
    server = subprocess.Popen([*command, "--log-level", "warning", "--port", str(port)], env=environment)
    try:
        wait(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def free_port() -> int:
    """Give a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait(port: int) -> None:
    """Return once the server listens, which it does when it has started."""
    for _ in range(300):
        time.sleep(0.1)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise RuntimeError("the server did not start")


def rounds(port: int, seats: list[dict[str, Any]], given: argparse.Namespace) -> list[tuple[Any, Any]]:
    """Measure the empty route and the save in turn."""
    found = []
    for _ in range(given.rounds):
        empty = measure(port, [], given.seconds, connections=CONNECTIONS)
        save = measure(port, seats, given.seconds, connections=CONNECTIONS)
        for seat, after in zip(seats, save["seats"], strict=True):
            seat["revision"] = after["revision"]
        found.append((empty, save))
    return found


def measure(
    port: int, seats: list[dict[str, Any]], seconds: float, *, connections: int, pause: float = 0
) -> dict[str, Any]:
    """Let the load generator run one plan; each connection pauses about so many seconds between two requests."""
    plan = {"port": port, "path": "/empty", "seats": seats, "seconds": seconds, "connections": connections}
    plan["pause"] = pause
    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "load.py"],
        input=json.dumps(plan),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def report(label: str, found: list[tuple[Any, Any]]) -> None:
    """Print the medians."""
    print(label)
    for name, which in (("empty route", 0), ("save", 1)):
        middle = {key: statistics.median(one[which][key] for one in found) for key in ("per_second", "p50", "p99")}
        print(f"  {name:<12} {middle['per_second']:8.0f}/s   p50 {middle['p50']:6.2f} ms   p99 {middle['p99']:6.2f} ms")
    ratio = statistics.median(save["per_second"] / empty["per_second"] for empty, save in found)
    print(f"  ratio        {ratio:8.3f}     (1/{1 / ratio:.1f}; wanted: at least 0.125)")


if __name__ == "__main__":
    main()
