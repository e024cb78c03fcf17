"""The database: one set of models for SQLite and PostgreSQL, its engine, its write queue and its migrations."""

from assess.db.engine import SESSIONS_AT_ONCE, Database, open_database
from assess.db.prepared import PreparedChange, PreparedQuery
from assess.db.types import Base, Utc, choice, table_of
from assess.db.writer import Writer

__all__ = [
    "SESSIONS_AT_ONCE",
    "Base",
    "Database",
    "PreparedChange",
    "PreparedQuery",
    "Utc",
    "Writer",
    "choice",
    "open_database",
    "table_of",
]
