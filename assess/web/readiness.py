"""What the service needs to work, each asked for itself; used at start and by /readyz."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import structlog
from sqlalchemy import text

from assess.config import Settings
from assess.db import Database
from assess.db.migrate import at_head
from assess.reports import engine_check

log = structlog.get_logger("assess.ready")


def checks(database: Database, settings: Settings) -> dict[str, bool]:
    """Ask every need whether it is met; what breaks is logged and counts as no."""
    needs: dict[str, Callable[[], bool]] = {
        "database": lambda: answers(database),
        "migrations": lambda: at_head(database),
        "storage": lambda: writable(settings.storage_path),
        "font": lambda: not engine_check().fonts,
        "harfbuzz-subset": lambda: not engine_check().packages,
    }
    return {name: _met(name, ask) for name, ask in needs.items()}


def _met(name: str, ask: Callable[[], bool]) -> bool:
    try:
        return ask()
    except Exception:
        log.exception("not ready", check=name)
        return False


def answers(database: Database) -> bool:
    """Say whether the database answers a query."""
    with database.engine.connect() as connection:
        return connection.execute(text("SELECT 1")).scalar() == 1


def writable(folder: Path) -> bool:
    """Say whether a file can be written to the storage."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".ready-") as file:
        file.write(b"ready")
        file.flush()
    return True
