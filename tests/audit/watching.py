"""Watch what the running service commits: whoever changes something of somebody's writes an audit event with it.

The tests of the pages and of the API run inside `watched()`: every transaction that a request, the writer or a job
commits is looked at. One that wrote to a table that is not named below, and no event, fails the test.
"""

import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, Final

from sqlalchemy import Connection, Engine, event

from assess.db import Base

UNTOLD: Final = {
    "attempt": "counts tries for the throttle; deleted after a day",
    "audit_detail": "part of an event",
    "audit_head": "part of an event",
    "audit_reading": "when something was read last; the reading itself is an event",
    "figure": "worked out from submissions and decisions",
    "item_figure": "likewise",
    "section_figure": "likewise",
    "job": "long work that is queued, taken and finished",
    "kept_answer": "the answer to a request, for the same request sent again",
    "campaign_part": "worked out from a campaign's participants",
    "oidc_attempt": "on the way to the provider; deleted at the return",
    "organisation_import_row": "a line of a file, compared anew with what is there; uploading and applying are told",
    "peer_column": "worked out from submissions and decisions",
    "presence": "who is at which section just now",
    "report": "worked out from the answers and found by its content; submissions and decisions are told",
    "web_session": "signing in and ending other sessions are told; its use, language and first five answers are not",
    "webhook_delivery": "tries to send what an event has told",
    "webhook_try": "likewise",
}
"""Tables that may be written without an event, and why. A new line here is a decision."""

BY_JOBS: Final = {
    "report_batch": "reports that somebody asked for are made one after the other, or made before anybody asks",
    "report_batch_entry": "likewise",
    "listing": "an import that somebody uploaded, accepted or took back is read, compared and applied",
    "listing_import": "likewise",
    "listing_total": "likewise",
    "rescore_result": "what a run found that somebody began",
    "rescore_run": "how far it is",
}
"""Tables that a job may write without an event, because it works off what an event began."""

USES: Final = ("UPDATE api_token SET last_used_at",)
"""Statements that note a use and change nothing else."""

_WRITES: Final = re.compile(r"\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)
_OURS: Final = re.compile(r"/(assess|tests)/[^:]*\.py$")
_WRITING: Final = ("INSERT", "UPDATE", "DELETE", "WITH")


def tables_of(statement: str) -> set[str]:
    """Give the tables a statement writes to."""
    if not statement.lstrip().upper().startswith(_WRITING):
        return set()
    return set(_WRITES.findall(statement)) & set(Base.metadata.tables)


@dataclass
class _Watch:
    """What each connection wrote since its last commit, and what was committed without an event."""

    written: dict[int, dict[str, str]] = field(default_factory=dict)
    untold: set[str] = field(default_factory=set)

    def wrote(self, connection: Connection, cursor: Any, statement: str, *_rest: object) -> None:  # noqa: ANN401 - the driver's
        if threading.current_thread() is threading.main_thread() or cursor.rowcount == 0 or statement.startswith(USES):
            return
        tables = tables_of(statement)
        where = _where() if tables else ""
        for table in tables if where else ():
            self.written.setdefault(id(connection), {}).setdefault(table, where)

    def commits(self, connection: Connection) -> None:
        tables = self.written.pop(id(connection), {})
        if "audit_event" not in tables:
            jobs = threading.current_thread().name.startswith("jobs-")
            excused = UNTOLD.keys() | (BY_JOBS.keys() if jobs else set())
            self.untold |= {f"{table}: {where}" for table, where in tables.items() if table not in excused}

    def undone(self, connection: Connection) -> None:
        self.written.pop(id(connection), None)


@contextmanager
def watched() -> Iterator[None]:
    """Fail afterwards where the service committed a change that no event tells; what tests do is not meant."""
    watch = _Watch()
    hooks: dict[str, Callable[..., None]] = {
        "after_cursor_execute": watch.wrote,
        "commit": watch.commits,
        "rollback": watch.undone,
    }
    for name, hook in hooks.items():
        event.listen(Engine, name, hook)
    try:
        yield
    finally:
        for name, hook in hooks.items():
            event.remove(Engine, name, hook)
    told = "\n".join(sorted(watch.untold))
    assert not told, (
        f"changed without an audit event (assess.audit.log.append; or see tests/audit/watching.py):\n{told}"
    )


def _where() -> str:
    """Name the last lines of our own that led here; nothing where a test put itself in between."""
    found: list[tuple[str, int]] = []
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        if _OURS.search(frame.f_code.co_filename):
            found.append((frame.f_code.co_filename, frame.f_lineno))
        frame = frame.f_back
    if not found or "/tests/" in found[0][0]:
        return ""
    return " < ".join(f"{name.rpartition('/assess/')[2]}:{line}" for name, line in found[:4])
