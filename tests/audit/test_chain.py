"""The audit chains: what is written holds together, and what is changed shows."""

import uuid
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from assess.audit import log
from assess.audit.chain import GENESIS, Link, Subject, canonical, digest
from assess.audit.models import AuditDetail, AuditEvent, AuditHead
from tests.audit.breaking import unlock

SUBJECT = Subject("account", "42")


def write(session: Session, now: datetime, count: int, stream: str = log.GENERAL) -> None:
    for number in range(count):
        at = now + timedelta(seconds=number)
        log.append(
            session, stream=stream, actor=None, action="tested", subject=SUBJECT, now=at, detail={"number": number}
        )


def test_events_follow_one_another_and_the_head_is_the_last(session: Session, now: datetime) -> None:
    write(session, now, 3)
    events = [session.get_one(AuditEvent, (log.GENERAL, seq)) for seq in (1, 2, 3)]
    head = session.get_one(AuditHead, log.GENERAL)
    assert events[0].previous_hash == GENESIS
    assert [event.previous_hash for event in events[1:]] == [event.hash for event in events[:2]]
    assert (head.seq, head.hash) == (3, events[2].hash)
    assert log.verify(session, log.GENERAL) is None
    assert log.verify_details(session, log.GENERAL) == ()


def test_streams_do_not_know_one_another(session: Session, now: datetime) -> None:
    write(session, now, 2, "a" * 32)
    write(session, now, 1, "b" * 32)
    assert [session.get_one(AuditHead, stream).seq for stream in ("a" * 32, "b" * 32)] == [2, 1]


def test_opening_a_stream_twice_is_one_stream(session: Session, now: datetime) -> None:
    write(session, now, 1)
    log.open_stream(session, log.GENERAL)
    assert session.get_one(AuditHead, log.GENERAL, populate_existing=True).seq == 1


@pytest.mark.parametrize("change", [{"action": "forged"}, {"actor_id": uuid.uuid4()}, {"subject_id": "43"}])
def test_a_changed_event_shows(session: Session, now: datetime, change: dict[str, object]) -> None:
    write(session, now, 3)
    unlock(session, "audit_event")
    session.execute(update(AuditEvent).where(AuditEvent.seq == 2).values(**change))
    session.expire_all()
    assert log.verify(session, log.GENERAL) == 2


def test_a_missing_event_shows_also_at_the_end(session: Session, now: datetime) -> None:
    write(session, now, 3)
    unlock(session, "audit_event")
    session.execute(delete(AuditEvent).where(AuditEvent.seq == 3))
    assert log.verify(session, log.GENERAL) == 3
    session.execute(delete(AuditEvent).where(AuditEvent.seq == 1))
    assert log.verify(session, log.GENERAL) == 1


def test_a_changed_detail_shows_and_an_erased_one_leaves_the_chain_whole(session: Session, now: datetime) -> None:
    write(session, now, 3)
    unlock(session, "audit_detail")
    session.execute(update(AuditDetail).where(AuditDetail.seq == 2).values(detail='{"number":9}'))
    assert log.verify_details(session, log.GENERAL) == (2,)
    session.execute(delete(AuditDetail).where(AuditDetail.seq == 2))
    assert log.verify_details(session, log.GENERAL) == ()
    assert log.verify(session, log.GENERAL) is None


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET action = 'x'", "DELETE FROM audit_event"])
def test_the_database_itself_refuses_to_change_events(session: Session, now: datetime, statement: str) -> None:
    write(session, now, 1)
    with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
        session.execute(text(statement))
    assert log.verify(session, log.GENERAL) is None


def test_the_hash_covers_every_field() -> None:
    base = {
        "stream": "s",
        "seq": 1,
        "at": datetime.fromisoformat("2026-11-22T03:00:00+00:00"),
        "actor_id": None,
        "action": "a",
        "subject": SUBJECT,
        "detail_digest": bytes(32),
        "previous_hash": GENESIS,
    }
    others = {
        "stream": "t",
        "seq": 2,
        "at": datetime.fromisoformat("2026-11-22T03:00:01+00:00"),
        "actor_id": uuid.UUID(int=1),
        "action": "b",
        "subject": Subject("account", "43"),
        "detail_digest": b"\1" * 32,
        "previous_hash": b"\1" * 32,
    }
    hashes = {Link(**(base | {field: value})).hash() for field, value in others.items()}  # type: ignore[arg-type]  # one field of each is another
    assert len(hashes | {Link(**base).hash()}) == len(others) + 1  # type: ignore[arg-type]  # the fields by name


def test_the_same_instant_in_another_zone_hashes_alike() -> None:
    first = datetime.fromisoformat("2026-11-22T03:00:00+00:00")
    again = datetime.fromisoformat("2026-11-22T11:00:00+08:00")
    links = [Link("s", 1, at, None, "a", SUBJECT, bytes(32), GENESIS) for at in (first, again)]
    assert links[0].hash() == links[1].hash()


def test_details_have_one_spelling_and_a_salt() -> None:
    assert canonical({"b": 1, "a": "中"}) == '{"a":"中","b":1}'
    assert digest(b"1" * 16, "x") != digest(b"2" * 16, "x")
