"""What the service needs to work, each asked for itself; used at start and by /readyz."""

from collections.abc import Callable

import structlog
from sqlalchemy import text

from assess.db import Database
from assess.db.migrate import at_head
from assess.errors import UnavailableError
from assess.reports import engine_check
from assess.scanning import Scanner
from assess.storage import Storage
from assess.values.text import Locale
from assess.wording.sentences import say

log = structlog.get_logger("assess.ready")


def checks(database: Database, storage: Storage, scanner: Scanner | None = None) -> dict[str, bool]:
    """Ask every need whether it is met (of a scanner, where one is set up); what breaks is logged and counts as no."""
    needs: dict[str, Callable[[], bool]] = {
        "database": lambda: answers(database),
        "migrations": lambda: at_head(database),
        "storage": lambda: storable(storage),
        "font": lambda: not engine_check().fonts,
        "harfbuzz-subset": lambda: not engine_check().packages,
    }
    if scanner is not None:
        needs["scanner"] = scanner.answers
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


def storable(storage: Storage) -> bool:
    """Say whether files can be stored; the log says in one line why not."""
    try:
        storage.check()
    except UnavailableError as error:
        log.error("not ready", check="storage", why=why_unready(storage, error, "en"))  # noqa: TRY400 - one line says it
        return False
    return True


def why_unready(storage: Storage, error: UnavailableError, locale: Locale) -> str:
    """Tell the operator in one line what is wrong with the place of files."""
    return say("storage.not-ready", {"place": storage.place, "cause": say(error.cause, {}, locale)}, locale)
