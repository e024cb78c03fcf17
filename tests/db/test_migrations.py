"""The migrations build what the models say, and can be undone, on both databases."""

import sqlite3
from pathlib import Path

from alembic import command
from sqlalchemy import inspect

from assess.db import Base, Database, migrate, open_database


def test_the_migrated_schema_is_the_one_of_the_models(database: Database) -> None:
    command.check(migrate.configuration(database))
    assert migrate.at_head(database)


def test_up_down_and_up_again(empty_url: str) -> None:
    database = open_database(empty_url)
    assert not migrate.at_head(database)
    migrate.upgrade(database)
    assert migrate.at_head(database)
    assert set(Base.metadata.tables) <= set(inspect(database.engine).get_table_names())
    migrate.downgrade(database, "base")
    assert inspect(database.engine).get_table_names() == ["alembic_version"]
    migrate.upgrade(database)
    assert migrate.at_head(database)
    database.close()


def test_every_constraint_has_a_name_on_both_sides(database: Database) -> None:
    found = inspect(database.engine)
    for table in Base.metadata.sorted_tables:
        names = {check["name"] for check in found.get_check_constraints(table.name)}
        wanted = {str(item.name) for item in table.constraints if item.__visit_name__ == "check_constraint"}
        assert wanted <= names, table.name


def test_sqlite_keeps_what_it_acknowledges(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/here/assess.sqlite3")
    with database.engine.connect() as connection:
        read = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    database.close()
    assert read == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    assert sqlite3.sqlite_version_info >= (3, 35)  # RETURNING
