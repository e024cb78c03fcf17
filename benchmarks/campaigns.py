"""Ten thousand assessments in one campaign: how long its pages take, from the request to the last byte.

    .venv/bin/python -m benchmarks.campaigns [--participants N] [--postgres URL] [--rounds N]

Builds the campaign with bulk inserts (`campaign_data.py`), adds it up, and asks the application, in this process and
without a network, for each page as often as told. Prints median, 95th percentile and number of statements. Without an
address it measures SQLite in a folder of its own; a PostgreSQL database must be empty.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx
from sqlalchemy import Engine, event, func, select, text

from assess import clock
from assess.access.actor import Actor, Membership
from assess.accounts import models as accounts
from assess.accounts import sessions
from assess.accounts.sessions import Limits
from assess.checklists import documents
from assess.checklists import operations as checklists
from assess.checklists.loader import SHIPPED
from assess.checklists.models import ChecklistVersion
from assess.config import load_settings
from assess.db import Database, migrate, open_database
from assess.main import create_app
from assess.overview import dashboard_job
from assess.reviews import queries as reviews
from benchmarks.campaign_data import NOW, Built, build

KEY: Final = "linyi-2021/enterprise"
ORIGIN: Final = "http://127.0.0.1"


@contextmanager
def counting() -> Iterator[list[str]]:
    """Collect the statements that are run meanwhile."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        found.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@dataclass(slots=True)
class Clock:
    """How long something took, on the wall and of this process's processor time, which other work disturbs less."""

    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    @contextmanager
    def lap(self) -> Iterator[None]:
        """Measure what is done inside."""
        wall, processor = time.perf_counter(), time.process_time()
        yield
        self.wall.append((time.perf_counter() - wall) * 1000)
        self.processor.append((time.process_time() - processor) * 1000)

    def report(self, name: str, statements: int, size: int = 0) -> None:
        """Print a line of the table."""
        late = sorted(self.wall)[int(len(self.wall) * 0.95)]
        own = statistics.median(self.processor)
        print(
            f"{name:32} {statistics.median(self.wall):8.1f} ms {late:8.1f} ms {own:8.1f} ms {statements:6} "
            f"{size / 1024:8.0f} KiB",
            flush=True,
        )


def fill(database: Database, participants: int) -> Built:
    """Build the campaign and add it up."""
    started = time.perf_counter()
    with database.write() as session:
        checklists.sync(session, SHIPPED, NOW)
        wanted = select(ChecklistVersion).where(ChecklistVersion.key == KEY).order_by(ChecklistVersion.version.desc())
        version = session.scalars(wanted.limit(1)).one()
        built = build(session, version, documents.document(version), participants)
        session.commit()
        session.execute(text("ANALYZE"))  # as autovacuum does within a minute; SQLite plans better for it too
        session.commit()
    print(f"{participants:,} participants built in {time.perf_counter() - started:.0f} s", flush=True)
    started = time.perf_counter()
    with database.write() as session:
        dashboard_job.summarise(session, built.campaign_id, NOW)
        session.commit()
    print(f"added up in {time.perf_counter() - started:.2f} s", flush=True)
    return built


def token(database: Database, account_id: uuid.UUID) -> str:
    """Sign somebody in."""
    with database.write() as session:
        made = sessions.create(session, account_id=account_id, before=None, limits=Limits(), now=clock.now())
        session.commit()
        return made.token


def actor(database: Database, account_id: uuid.UUID) -> Actor:
    """Give somebody as operations know them."""
    with database.read() as session:
        held = session.scalars(select(accounts.Membership).where(accounts.Membership.account_id == account_id)).all()
        return Actor(account_id, memberships=tuple(Membership(one.organisation_id, one.role) for one in held))


async def pages(database: Database, built: Built, folder: Path, url: str, rounds: int) -> None:
    """Ask for every page."""
    settings = load_settings(
        {
            "ASSESS_DATA_PATH": str(folder / "var"),
            "ASSESS_DATABASE_URL": url,
            "ASSESS_CHECKLISTS_PATH": str(folder / "none"),
            "ASSESS_BASE_URL": ORIGIN,
            "ASSESS_SECURE_COOKIES": "false",
            "ASSESS_LOG_LEVEL": "error",
        }
    )
    app = create_app(settings, database, warm=False)
    campaign = f"/campaigns/{built.campaign_id}"
    everybody, below, reviewer = built.administrator_id, built.district_administrator_id, built.reviewer_id
    wanted = (
        ("dashboard, organiser", everybody, f"{campaign}/dashboard"),
        ("dashboard, district", below, f"{campaign}/dashboard"),
        ("dashboard, reviewer", reviewer, f"{campaign}/dashboard"),
        ("not started, page 50", everybody, f"{campaign}/dashboard?show=not-submitted&page=50"),
        ("not started, searched", everybody, f"{campaign}/dashboard?show=not-submitted&q=科技09"),
        ("deviations, organiser", everybody, f"{campaign}/deviations"),
        ("deviations, page 50", everybody, f"{campaign}/deviations?page=50"),
        ("campaigns", everybody, "/campaigns"),
        ("campaign", everybody, campaign),
        ("participants", everybody, f"{campaign}/participants"),
        ("review queue", reviewer, "/reviews"),
        ("workbook", everybody, f"{campaign}/dashboard.xlsx"),
        ("participants as CSV", everybody, f"{campaign}/dashboard/participants.csv"),
    )
    transport = httpx.ASGITransport(app)
    async with app.router.lifespan_context(app):
        for name, account_id, path in wanted:
            cookies = {"assess": token(database, account_id)}
            async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, cookies=cookies) as client:
                await page(client, name, path, rounds if "dashboard" not in path.rpartition(".")[0] else 3)


async def page(client: httpx.AsyncClient, name: str, path: str, rounds: int) -> None:
    """Ask for one page; the first time is not counted."""
    answer = await client.get(path)
    if answer.status_code != 200:
        print(f"{name:32} {answer.status_code}", flush=True)
        return
    taken = Clock()
    with counting() as statements:
        answer = await client.get(path)
        count = len(statements)
    for _ in range(rounds):
        with taken.lap():
            await client.get(path)
    taken.report(name, count, len(answer.content))


def timed(name: str, rounds: int, work: Callable[[], object]) -> None:
    """Measure a call of the domain by itself."""
    work()
    with counting() as statements:
        work()
        count = len(statements)
    taken = Clock()
    for _ in range(rounds):
        with taken.lap():
            work()
    taken.report(name, count)


def queue(database: Database, built: Built, rounds: int) -> None:
    """Measure the review queue without its page."""
    who = actor(database, built.reviewer_id)

    def read() -> object:
        with database.read() as session:
            return reviews.queue(session, actor=who, wanted=reviews.Filter(), page=1, now=NOW)

    timed("review queue, without its page", rounds, read)


def main() -> None:
    """Build and measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--participants", type=int, default=10_000)
    parser.add_argument("--postgres", metavar="URL")
    parser.add_argument("--rounds", type=int, default=40)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        url = given.postgres or f"sqlite:///{folder / 'assess.sqlite3'}"
        database = open_database(url)
        migrate.upgrade(database)
        with database.read() as session:
            if session.scalar(select(func.count()).select_from(accounts.Organisation)):
                raise SystemExit("the database is not empty")
        built = fill(database, given.participants)
        print(f"{'':32} {'median':>11} {'p95':>11} {'processor':>11} {'stmts':>6} {'size':>12}")
        asyncio.run(pages(database, built, folder, url, given.rounds))
        queue(database, built, given.rounds)
        database.close()


if __name__ == "__main__":
    main()
