"""Bringing a database to the newest schema, and saying whether it is there."""

import functools
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from assess.db.engine import Database

_MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def configuration(database: Database) -> Config:
    """Give Alembic's configuration for this database."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["engine"] = database.engine
    return config


def upgrade(database: Database, revision: str = "head") -> None:
    """Run the migrations up to a revision; several processes starting at once wait for one another."""
    command.upgrade(configuration(database), revision)


def downgrade(database: Database, revision: str) -> None:
    """Undo migrations down to a revision (`base` for all)."""
    command.downgrade(configuration(database), revision)


def at_head(database: Database) -> bool:
    """Say whether the schema is the one this code was written for."""
    with database.engine.connect() as connection:
        return frozenset(MigrationContext.configure(connection).get_current_heads()) == _newest()


@functools.cache
def _newest() -> frozenset[str]:
    """Give the newest revision; the files that tell belong to this code, so reading them once will do."""
    return frozenset(ScriptDirectory(_MIGRATIONS).get_heads())
