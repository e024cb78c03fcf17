"""The write queue: one commit answers many, each call stands for itself, a failed commit fails all."""

import asyncio
import threading
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, event, func, insert, select

from assess.accounts.models import Account
from assess.db import Database, Writer, table_of
from assess.errors import ForbiddenError

ACCOUNTS = table_of(Account)
AT = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def writer(database: Database) -> Iterator[Writer]:
    made = Writer(database)
    made.start()
    yield made
    made.stop()


def adding(login: str) -> Callable[[Connection], str]:
    def add(connection: Connection) -> str:
        row = {"id": uuid.uuid4(), "login": login, "name": "甲", "password_hash": "x", "locale": "zh", "demo": False}
        connection.execute(insert(ACCOUNTS), {**row, "created_at": AT})
        return login

    return add


def count(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(Account)) or 0


def test_results_come_back_in_their_own_request(writer: Writer, database: Database) -> None:
    async def all_at_once() -> list[str]:
        return await asyncio.gather(*(writer.run(adding(f"user{number}")) for number in range(100)))

    assert asyncio.run(all_at_once()) == [f"user{number}" for number in range(100)]
    assert count(database) == 100


def test_a_refused_call_undoes_its_own_writes_only(writer: Writer, database: Database) -> None:
    def refused(connection: Connection) -> None:
        adding("refused")(connection)
        raise ForbiddenError

    async def mixed() -> list[object]:
        added = (writer.run(adding(login)) for login in ("one", "one", "two"))
        return list(await asyncio.gather(*added, writer.run(refused), return_exceptions=True))

    answers = asyncio.run(mixed())
    assert sorted(type(answer).__name__ for answer in answers) == ["ForbiddenError", "IntegrityError", "str", "str"]
    assert count(database) == 2


def test_a_failed_commit_fails_every_call_of_it(writer: Writer, database: Database) -> None:
    def broken(_connection: Connection) -> None:
        raise RuntimeError("the disk is full")

    event.listen(database.engine, "commit", broken)

    async def two() -> list[object]:
        return list(await asyncio.gather(*map(writer.run, map(adding, ("a1", "a2"))), return_exceptions=True))

    answers = asyncio.run(two())
    event.remove(database.engine, "commit", broken)
    assert [str(answer) for answer in answers] == ["the disk is full"] * 2
    assert count(database) == 0
    assert asyncio.run(writer.run(adding("later"))) == "later"


def test_waiting_calls_share_one_commit_on_sqlite(writer: Writer, database: Database) -> None:
    if not database.sqlite:
        return
    commits: list[object] = []
    note = commits.append
    event.listen(database.engine, "commit", note)
    gate = threading.Event()

    def slow(_connection: Connection) -> None:
        gate.wait(5)

    async def many() -> None:
        first = asyncio.create_task(writer.run(slow))
        await asyncio.sleep(0.05)
        rest = [asyncio.create_task(writer.run(adding(f"u{number}"))) for number in range(20)]
        await asyncio.sleep(0.05)
        gate.set()
        await asyncio.gather(first, *rest)

    asyncio.run(many())
    event.remove(database.engine, "commit", note)
    assert count(database) == 20
    assert len(commits) == 2


def test_a_stopped_writer_refuses(database: Database) -> None:
    with pytest.raises(RuntimeError, match="not running"):
        asyncio.run(Writer(database).run(adding("x")))


def test_stopping_finishes_what_is_queued(database: Database) -> None:
    writer = Writer(database)
    writer.start()

    async def queue_then_stop() -> list[str]:
        calls = [asyncio.create_task(writer.run(adding(f"q{number}"))) for number in range(30)]
        await asyncio.sleep(0)
        await asyncio.to_thread(writer.stop)
        return await asyncio.gather(*calls)

    assert len(asyncio.run(queue_then_stop())) == 30
    assert count(database) == 30
