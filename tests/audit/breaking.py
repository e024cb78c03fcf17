"""What somebody with the database's own password could do: switch off what refuses, and change what is written."""

from sqlalchemy import text
from sqlalchemy.orm import Session


def unlock(session: Session, table: str) -> None:
    """Switch the refusing triggers of a table off, inside this test's transaction."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        return
    refusing = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
    for name in session.scalars(refusing, {"table": table}).all():
        session.execute(text(f"DROP TRIGGER {name}"))
