"""Reading what is foreign: one event a person and thing within ten minutes, and none that was not written."""

import uuid
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from assess.audit import log, reading
from assess.audit.chain import Subject
from assess.audit.models import AuditEvent, AuditReading
from assess.db import Database

WHO = uuid.UUID(int=7)
THING = Subject("submission", str(uuid.UUID(int=9)))


def events(session: Session) -> list[AuditEvent]:
    return list(session.scalars(select(AuditEvent).order_by(AuditEvent.seq)))


def test_a_reading_is_an_event_once_within_ten_minutes(database: Database, now: datetime) -> None:
    def note(at: datetime, who: uuid.UUID = WHO, about: Subject = THING) -> bool:
        return reading.note(database, reader=who, action="submission.read", subject=about, now=at, detail={"a": "b"})

    assert note(now)
    assert not note(now + timedelta(minutes=9, seconds=59))
    assert note(now, who=uuid.UUID(int=8))
    assert note(now, about=Subject("submission", "another"))
    assert note(now + reading.WINDOW)
    with database.read() as session:
        assert [(one.actor_id, one.subject_id) for one in events(session)] == [
            (WHO, THING.id),
            (uuid.UUID(int=8), THING.id),
            (WHO, "another"),
            (WHO, THING.id),
        ]
        assert log.verify(session, log.GENERAL) is None


def test_who_comes_second_within_the_window_adds_nothing(session: Session, now: datetime) -> None:
    given = {"reader": WHO, "action": "submission.read", "subject": THING, "stream": "a" * 32}
    assert reading.add(session, **given, now=now)  # type: ignore[arg-type]  # the arguments by name
    assert not reading.add(session, **given, now=now + timedelta(minutes=1))  # type: ignore[arg-type]  # likewise
    assert [one.stream for one in events(session)] == ["a" * 32]


def test_what_would_be_told_again_anyway_is_forgotten(session: Session, now: datetime) -> None:
    for minutes in (0, 11):
        at = now + timedelta(minutes=minutes)
        reading.add(session, reader=WHO, action=f"x.read-{minutes}", subject=THING, now=at)
    reading.purge(session, now=now + timedelta(minutes=11))
    assert session.scalar(select(func.count()).select_from(AuditReading)) == 1


def test_a_trace_that_cannot_be_written_is_no_reading(database: Database, now: datetime) -> None:
    with pytest.raises(StatementError, match="zone"):
        reading.note(database, reader=WHO, action="x.read", subject=THING, now=now.replace(tzinfo=None))
    with database.read() as session:
        assert events(session) == []
