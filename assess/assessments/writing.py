"""Writing one answer with its history and audit event, once its place was looked at."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from assess.assessments import statements, stored
from assess.assessments.statements import Present
from assess.audit.chain import Link, Subject, canonical, digest, make_salt
from assess.audit.log import event_row
from assess.errors import ConflictError, InvalidError
from assess.values.fact import Fact
from assess.values.invalid import InvalidValue
from assess.values.parse import parse

__all__ = ["NOTE_MAXIMUM", "SAVED", "Change", "MovedError", "Place", "Present", "Saved", "detail", "put"]

NOTE_MAXIMUM: Final = 2000
SAVED: Final = "answer.saved"


@dataclass(frozen=True, slots=True)
class Saved:
    """A stored answer: its revision (expected by the next save) and when it was saved."""

    revision: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """One answer as it was sent: raw JSON shape (empty takes the answer back), note, and the revision it builds on.

    A web form cannot know the shape before the fact is known, so `raw` may be a function that makes it from the fact.
    """

    raw: object | Callable[[Fact], object]
    note: str
    expected_revision: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer goes: assessment, fact, the present content, the end of the chain, and who writes."""

    assessment_id: uuid.UUID
    fact: Fact
    value: str | None
    note: str
    revision: int
    seq: int
    hash: bytes
    by: uuid.UUID | None


class MovedError(Exception):
    """Somebody changed the assessment between the look and the write; look again."""


def put(connection: Connection, *, place: Place, change: Change, now: datetime) -> Saved:
    """Check and store one answer whose place was looked at; the same answer again changes nothing.

    Raises:
        InvalidError: The value or the note does not fit.
        ConflictError: The revision is not the present one.
        MovedError: The place is no longer what it was; nothing was written.
    """
    value, note = _value(place.fact, change.raw), _note(place.fact, change.note)
    if change.expected_revision != place.revision:
        raise _stale(connection, place, change)
    if (value, note) == (place.value, place.note):
        return Saved(place.revision, _present(connection, place).at or now)
    if not _write(connection, _rows(place, value, note, now)):
        raise MovedError
    return Saved(place.revision + 1, now)


def _value(fact: Fact, given: object | Callable[[Fact], object]) -> str | None:
    try:
        raw = given(fact) if callable(given) else given
        return None if stored.is_empty(raw) else stored.to_text(parse(fact, raw))
    except InvalidValue as error:
        raise InvalidError(error.message, field=fact.key, **error.params) from None


def _note(fact: Fact, note: str) -> str:
    cleaned = note.strip()
    if len(cleaned) > NOTE_MAXIMUM:
        raise InvalidError("assessment.note-too-long", field=fact.key, most=NOTE_MAXIMUM)
    if "\0" in cleaned:
        raise InvalidError("value.control-character", field=fact.key)
    return cleaned


def _present(connection: Connection, place: Place) -> Present:
    found = statements.PRESENT.first(connection, {"of": place.assessment_id, "key": place.fact.key})
    return found or Present(None, "", 0, None, None)


def _stale(connection: Connection, place: Place, change: Change) -> ConflictError:
    return ConflictError("answer.stale", theirs=_present(connection, place), mine=change)


def _write(connection: Connection, rows: Mapping[str, object]) -> bool:
    """Write head, answer, history and event, if the head is still the one seen."""
    if connection.dialect.name == "postgresql":
        return statements.WRITE_POSTGRESQL.first(connection, rows) is not None
    if statements.MOVE_HEAD.run(connection, rows) != 1:
        return False
    for statement in statements.WRITE_ROWS:
        statement.run(connection, rows)
    return True


def _rows(place: Place, value: str | None, note: str, now: datetime) -> Mapping[str, object]:
    """Give every column of the three new rows, named by table and column; the salt stays with the history."""
    salt, revision = make_salt(), place.revision + 1
    link = Link(
        stream=place.assessment_id.hex,
        seq=place.seq + 1,
        at=now,
        actor_id=place.by,
        action=SAVED,
        subject=Subject("answer", place.fact.key),
        detail_digest=digest(salt, canonical(detail(revision, value, note))),
        previous_hash=place.hash,
    )
    answer = {"value": value, "note": note}
    history = {"value_before": place.value, "value_after": value, "note_before": place.note, "note_after": note}
    key = {"assessment_id": place.assessment_id, "fact": place.fact.key, "revision": revision}
    by = {"by": place.by, "at": now}
    return {
        "seen_seq": place.seq,
        **_named("answer", key | answer | by),
        **_named("answer_history", key | history | by | {"salt": salt}),
        **_named("audit_event", event_row(link)),
    }


def _named(table: str, row: Mapping[str, object]) -> Mapping[str, object]:
    return {f"{table}_{column}": value for column, value in row.items()}


def detail(revision: int, value: str | None, note: str) -> Mapping[str, object]:
    """Give what an answer's audit digest covers."""
    return {"revision": revision, "value": value, "note": note}
