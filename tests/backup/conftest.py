"""A service with something in every corner, and empty places to restore it into."""

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import MetaData, create_engine, make_url, select, text

from assess.assessments.models import Evidence
from assess.audit.chain import Subject
from assess.audit.log import GENERAL, append
from assess.backup import rows, tables
from assess.db import Database, open_database
from assess.storage import Folder, Storage
from tests.factories.accounts import make_session
from tests.factories.reviews import Scene

Empty = Callable[[str], Database]


@dataclass(frozen=True)
class Service:
    """A database with its storage; `files` are the keys rows speak of."""

    database: Database
    storage: Folder
    files: frozenset[str]
    now: datetime

    def write(self) -> None:
        """Write something that belongs together: an event, and a file with its row."""
        key = self.storage.put(uuid.uuid4().bytes).key
        with self.database.write() as session:
            given = {c.name: None for c in Evidence.__table__.columns}
            known = session.scalars(select(Evidence)).first()
            assert known is not None
            given = {name: getattr(known, name) for name in given} | {"id": uuid.uuid4(), "sha256": key}
            session.add(Evidence(**given))
            subject = Subject("evidence", key)
            append(session, stream=GENERAL, actor=None, action="test.written", subject=subject, now=self.now)
            session.commit()


@pytest.fixture
def service(database: Database, storage: Folder, now: datetime) -> Service:
    """Give a reviewed and decided assessment, a file, a live session, and organisations below one another."""
    stored = storage.put("保单".encode() * 1000)
    with database.write() as session:
        scene = Scene(session, now)
        scene.fill()
        session.add(
            Evidence(
                assessment_id=scene.id,
                fact="credit.serious-list",
                kind="record",
                name="查询.pdf",
                media_type="application/pdf",
                size=stored.size,
                sha256=stored.key,
                by=scene.lead.account_id,
                at=now,
            )
        )
        session.flush()
        scene.decided(now=now)
        make_session(session, now=now)
        session.commit()
    return Service(database, storage, frozenset({stored.key}), now)


@pytest.fixture
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Empty]:
    """Give a maker of databases without any table, of either kind."""
    with ExitStack() as stack:

        def made(kind: str) -> Database:
            if kind == "sqlite":
                url = f"sqlite:///{tmp_path / uuid.uuid4().hex / 'new.sqlite3'}"
            else:
                url = stack.enter_context(_postgres(request.getfixturevalue("postgres_server")))
            opened = open_database(url)
            stack.callback(opened.close)
            return opened

        yield made


@contextmanager
def _postgres(server: str) -> Iterator[str]:
    name, engine = f"restored_{uuid.uuid4().hex[:12]}", create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    engine.dispose()


@pytest.fixture
def elsewhere(tmp_path: Path) -> Folder:
    """Give an empty storage of another machine."""
    return Folder(tmp_path / "elsewhere")


def content(database: Database) -> dict[str, list[str]]:
    """Give every row of every table that is backed up, in one spelling and order for both databases."""
    with database.engine.connect() as connection:
        return {
            shape.name: sorted(
                line
                for batch in tables.batches(connection, shape)
                for line in rows.written(rows.kinds_of(connection), shape.columns, batch)
            )
            for shape in tables.shapes(connection)
        }


def untouched(database: Database, storage: Storage) -> bool:
    """Say whether nothing of a restore stayed: no table but the one that says which schema, and no file."""
    metadata = MetaData()
    metadata.reflect(database.engine)
    return set(metadata.tables) <= {"alembic_version"} and not list(storage.keys())


@contextmanager
def busy(service: Service) -> Iterator[None]:
    """Write all the time, in another thread."""
    over = threading.Event()

    def work() -> None:
        while not over.is_set():
            service.write()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
