"""Opening the database: the same code on SQLite and PostgreSQL, each set up to keep what it acknowledged."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker

WRITING = "assess_writing"
SESSIONS_AT_ONCE = 30
"""How many requests may hold a connection at the same time; the rest of the pool is for what runs beside them."""

_POOL: dict[str, Any] = {"pool_size": 10, "max_overflow": SESSIONS_AT_ONCE, "hide_parameters": True}
"""What an error says of a statement leaves out its values: they are what people typed."""
_BUSY_MS = 15_000
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # a power cut loses nothing acknowledged
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={_BUSY_MS}",
    "PRAGMA cache_size=-16000",
)


@dataclass(frozen=True, slots=True)
class Database:
    """An engine with its two kinds of sessions.

    `read` is for requests that change nothing; `write` takes SQLite's write lock at its first statement, so that a
    reader never has to become a writer half way (which SQLite refuses when somebody else wrote meanwhile).
    """

    engine: Engine

    @property
    def sqlite(self) -> bool:
        """Say whether this is SQLite."""
        return self.engine.dialect.name == "sqlite"

    @property
    def writing(self) -> Engine:
        """Give the engine whose transactions start as writers."""
        return self.engine.execution_options(**{WRITING: True})

    def read(self) -> Session:
        """Open a session that only reads."""
        return sessionmaker(self.engine, autoflush=False)()

    def write(self) -> Session:
        """Open a session that may write; commit at the edge."""
        return sessionmaker(self.writing)()

    def close(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def open_database(url: str) -> Database:
    """Open the database behind a URL; for SQLite its folder is made.

    Args:
        url: `sqlite:///path` or `postgresql+psycopg://…`.
    """
    if make_url(url).get_backend_name() == "sqlite":
        return Database(_sqlite(url))
    return Database(create_engine(url, **_POOL, pool_pre_ping=True))


def _sqlite(url: str) -> Engine:
    path = make_url(url).database
    if path:
        Path(path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # answers are nobody else's on this machine
    engine = create_engine(url, **_POOL)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection
    connection.isolation_level = None  # transactions are begun by _begin, not guessed by the driver
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    word = "BEGIN IMMEDIATE" if connection.get_execution_options().get(WRITING) else "BEGIN"
    driver: Any = connection.connection.driver_connection
    driver.execute(word)
