"""What every test may ask for: a database of each kind, a session that is rolled back, counted queries.

A test that takes `session` or `database` runs twice, on SQLite and on PostgreSQL. PostgreSQL is the one that
`script/test` (or `script/postgres`) starts; without it those tests fail, they are not skipped.

Rows and files are each test's own. What costs time and never changes is made once a worker: the migrated databases, the
engines (whoever listens to `database.engine` stops listening), the process that makes reports.
"""

import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import settings
from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.orm import Session

from assess import http
from assess.accounts import passwords
from assess.db import Base, Database, migrate, open_database
from assess.storage import Folder
from tests.objectstore import ObjectStore, running
from tests.rendering import Lasting

# The gate gives the same answer to the same code; ASSESS_TEST_EXPLORE=1 looks for examples nobody has seen yet.
settings.register_profile("gate", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, print_blob=True)
settings.load_profile("explore" if os.environ.get("ASSESS_TEST_EXPLORE") else "gate")

POSTGRES = "ASSESS_TEST_POSTGRES_URL"
CountQueries = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture(autouse=True, scope="session")
def _cheap_passwords() -> None:
    """Hash with the least work argon2 knows; what is hashed with it is as valid."""
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(autouse=True, scope="session")
def _no_names() -> None:
    """Let no test ask the world for a webhook's machine: nothing but this one has an address."""
    http.resolve = lambda host, _port: (host,) if host == "127.0.0.1" else ()  # type: ignore[assignment]  # a stand-in


@pytest.fixture
def now() -> datetime:
    """Give the instant at which tests take place: 2026-11-22 11:00 in Shanghai."""
    return datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an empty, migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    database = open_database(f"sqlite:///{path}")
    migrate.upgrade(database)
    database.close()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> str:
    """Give the address of the PostgreSQL that the test command started."""
    url = os.environ.get(POSTGRES)
    if not url:
        pytest.fail(f"{POSTGRES} 未设置:请用 script/test 运行 (not set: run script/test)", pytrace=False)
    return url


@pytest.fixture(scope="session")
def postgres_url(postgres_server: str, worker_id: str) -> Iterator[str]:
    """Give an empty, migrated PostgreSQL database of this test worker."""
    name = f"assess_{worker_id}_{os.getpid()}"
    with _new_postgres(postgres_server, name) as url:
        database = open_database(url)
        migrate.upgrade(database)
        database.close()
        yield url


@contextmanager
def _new_postgres(server: str, name: str) -> Iterator[str]:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Name the database this test runs on."""
    return str(request.param)


@pytest.fixture
def empty_url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of a database without any table, for migrations."""
    if kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    else:
        with _new_postgres(request.getfixturevalue("postgres_server"), f"empty_{os.getpid()}") as url:
            yield url


@pytest.fixture(scope="session")
def _sqlite_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the one place where SQLite tests of this worker find their file."""
    return tmp_path_factory.mktemp("sqlite") / "test.sqlite3"


@pytest.fixture
def database_url(kind: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the address of a migrated database without rows; what the test commits is gone afterwards."""
    if kind == "sqlite":
        path: Path = request.getfixturevalue("_sqlite_place")
        for left in path.parent.glob(f"{path.name}*"):
            left.unlink()  # a new file, not new content: whoever still has the old one open keeps it
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
    else:
        url, kept = request.getfixturevalue("postgres_url"), request.getfixturevalue("_kept")
        yield url
        _empty(kept(url))


def _empty(database: Database) -> None:
    """Delete every row with no trigger asked: TRUNCATE makes new files for each table and index, empty ones as well."""
    emptied = " ".join(f"DELETE FROM {table.name};" for table in Base.metadata.sorted_tables)  # noqa: S608 - our own names
    with database.engine.begin() as connection:
        connection.execute(text("DELETE FROM procrastinate.procrastinate_jobs"))
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(f"DO $$ BEGIN {emptied} END $$"))


@pytest.fixture(scope="session")
def _kept() -> Iterator[Callable[[str], Database]]:
    """Open a database once for all tests of this worker: what an engine has compiled it need not compile again."""
    opened: dict[str, Database] = {}

    def give(url: str) -> Database:
        if url not in opened:
            opened[url] = open_database(url)
            if opened[url].sqlite:
                event.listen(opened[url].engine, "connect", _hasty)
        return opened[url]

    yield give
    for database in opened.values():
        database.close()


def _hasty(connection: sqlite3.Connection, _record: object) -> None:
    """Do not wait for the disk: no power cut is survived by a test."""
    connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture
def database(database_url: str, _kept: Callable[[str], Database]) -> Iterator[Database]:
    """Give a database for tests that commit, or that use several connections."""
    opened = _kept(database_url)
    yield opened
    if opened.sqlite:
        opened.close()  # its file is another for the next test


@pytest.fixture(scope="session")
def _rolled_back(request: pytest.FixtureRequest) -> Iterator[Callable[[str], Database]]:
    opened: dict[str, Database] = {}

    def give(kind: str) -> Database:
        if kind not in opened:
            fixture = "sqlite_template" if kind == "sqlite" else "postgres_url"
            place = request.getfixturevalue(fixture)
            opened[kind] = open_database(f"sqlite:///{place}" if kind == "sqlite" else place)
        return opened[kind]

    yield give
    for database in opened.values():
        database.close()


@pytest.fixture
def session(kind: str, _rolled_back: Callable[[str], Database]) -> Iterator[Session]:
    """Give a writing session whose commits are savepoints; everything is rolled back afterwards."""
    with _rolled_back(kind).writing.connect() as connection:
        outer = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as opened:
            yield opened
        outer.rollback()


@pytest.fixture
def count_queries() -> CountQueries:
    """Give a context manager that yields the list of statements executed inside it.

    What job threads of a running application ask meanwhile is none of them.
    """

    @contextmanager
    def counting() -> Iterator[list[str]]:
        statements: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            elsewhere = threading.current_thread().name.startswith("jobs-")
            if not elsewhere and not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
                statements.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(Engine, "before_cursor_execute", note)

    return counting


@pytest.fixture
def storage(tmp_path: Path) -> Folder:
    """Give an empty file store."""
    return Folder(tmp_path / "files")


@pytest.fixture(scope="session")
def object_store() -> Iterator[ObjectStore]:
    """Give an S3 server; each test makes a bucket of its own."""
    with running() as server:
        yield server


@pytest.fixture(scope="session")
def render_pool() -> Iterator[Lasting]:
    """Give the one report worker of this test worker."""
    pool = Lasting(1)
    yield pool
    pool.end()
