"""Checkpoints: signed, chained, and enough to find what a chain by itself does not show."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from assess.audit import checkpoints, keys, log, verifying
from assess.audit.chain import GENESIS, Link, Subject
from assess.audit.checkpoints import Checkpoint
from assess.audit.models import AuditCheckpoint, AuditDetail, AuditEvent, AuditHead
from assess.audit.verifying import CHECKPOINTS, Damage, Harm
from assess.errors import InvalidError
from tests.audit.breaking import unlock

ONE, OTHER = "a" * 32, "b" * 32
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
TRUSTED = keys.trusted([KEY.public_key()])


def write(session: Session, now: datetime, stream: str, count: int = 1) -> None:
    for number in range(count):
        about = Subject("thing", str(number))
        log.append(session, stream=stream, actor=None, action="tested", subject=about, now=now, detail={"n": number})


def carried(session: Session) -> Checkpoint:
    """Give the last checkpoint as it was carried away."""
    found = checkpoints.newest(session.connection())
    assert found is not None
    return checkpoints.read(checkpoints.document(found, KEY))


def damages(session: Session, against: Checkpoint | None = None) -> list[Damage]:
    pins: dict[str, dict[int, bytes]] = {}
    session.flush()
    connection = session.connection()
    found = list(checkpoints.check_stored(connection, keys=TRUSTED, pins=pins, carried=against))
    return found + list(verifying.check(connection, pins=pins))


@pytest.fixture
def written(session: Session, now: datetime) -> Session:
    write(session, now, ONE, 3)
    write(session, now, OTHER, 2)
    checkpoints.make(session, key=KEY, now=now)
    write(session, now, ONE, 2)
    checkpoints.make(session, key=KEY, now=now + timedelta(days=1))
    write(session, now, ONE)
    return session


def rebuild(session: Session, stream: str, change: Callable[[list[AuditEvent]], list[AuditEvent]]) -> None:
    """Rewrite a chain so that it holds together: what only a checkpoint shows."""
    events = session.scalars(select(AuditEvent).where(AuditEvent.stream == stream).order_by(AuditEvent.seq)).all()
    for one in events:
        session.expunge(one)
    for table in ("audit_event", "audit_head"):
        unlock(session, table)
    session.execute(delete(AuditEvent).where(AuditEvent.stream == stream))
    previous, seq = GENESIS, 0
    for seq, one in enumerate(change(list(events)), 1):
        link = Link(
            stream,
            seq,
            one.at,
            one.actor_id,
            one.action,
            Subject(one.subject_type, one.subject_id),
            one.detail_digest,
            previous,
        )
        session.execute(log.ADD_EVENT, log.event_row(link))
        previous = link.hash()
    session.execute(update(AuditHead).where(AuditHead.stream == stream).values(seq=seq, hash=previous))


def test_what_is_whole_is_found_whole(written: Session) -> None:
    tally = verifying.Tally()
    assert damages(written, carried(written)) == []
    assert list(verifying.check(written.connection(), tally=tally)) == []
    assert (tally.streams, tally.events, tally.details) == (3, 10, 10)


def test_a_checkpoint_keeps_what_moved_and_covers_everything(written: Session) -> None:
    first, second = written.scalars(select(AuditCheckpoint).order_by(AuditCheckpoint.number)).all()
    assert sorted(json.loads(first.heads)) == [ONE, OTHER, log.GENERAL]
    assert sorted(json.loads(second.heads)) == [ONE, log.GENERAL]
    assert (first.events, second.events, second.previous_hash) == (6, 9, first.hash)
    assert sorted(carried(written).heads) == [ONE, OTHER, log.GENERAL]
    assert carried(written).heads[ONE][0] == 5


@pytest.mark.parametrize("change", [{"number": 3}, {"events": 1}, {"heads": {ONE: [1, "00" * 32]}}, {"key_id": "x"}])
def test_a_carried_checkpoint_that_was_changed_is_no_good(written: Session, change: dict[str, object]) -> None:
    found = checkpoints.newest(written.connection())
    assert found is not None
    said = json.loads(checkpoints.document(found, KEY)) | change
    assert checkpoints.read(json.dumps(said)).harm(TRUSTED) is Harm.CHANGED
    assert checkpoints.read(json.dumps(said | {"hash": checkpoints.read(json.dumps(said)).hash_again().hex()})).harm(
        TRUSTED
    ) is (Harm.SIGNATURE)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": "assess-checkpoint/1"}', '{"format": "other/1"}', "1"])
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(InvalidError, match=r"audit\.checkpoint-unreadable"):
        checkpoints.read(text)


def test_another_key_signs_nothing_here(written: Session) -> None:
    foreign = Ed25519PrivateKey.from_private_bytes(bytes(32))
    assert carried(written).harm(keys.trusted([foreign.public_key()])) is Harm.SIGNATURE
    assert carried(written).harm(TRUSTED) is None


def test_a_tail_cut_with_its_head_shows_against_a_checkpoint(written: Session) -> None:
    rebuild(written, ONE, lambda events: events[:4])
    assert list(verifying.check(written.connection())) == []
    assert damages(written) == [Damage(ONE, 5, Harm.CUT)]


def test_a_chain_rewritten_throughout_shows_against_a_checkpoint(written: Session) -> None:
    def forge(events: list[AuditEvent]) -> list[AuditEvent]:
        events[1].action = "forged"
        return events

    rebuild(written, ONE, forge)
    assert list(verifying.check(written.connection())) == []
    assert damages(written) == [Damage(ONE, 3, Harm.REWRITTEN)]


def test_a_chain_that_is_gone_shows_against_a_checkpoint(written: Session) -> None:
    for table in ("audit_event", "audit_head"):
        unlock(written, table)
    written.execute(delete(AuditEvent).where(AuditEvent.stream == OTHER))
    written.execute(delete(AuditHead).where(AuditHead.stream == OTHER))
    assert list(verifying.check(written.connection())) == []
    assert damages(written) == [Damage(OTHER, None, Harm.GONE)]


def test_checkpoints_removed_at_the_end_show_against_the_one_that_was_carried_away(written: Session) -> None:
    away = carried(written)
    unlock(written, "audit_checkpoint")
    written.execute(delete(AuditCheckpoint).where(AuditCheckpoint.number == 2))
    assert damages(written) == []
    assert damages(written, away) == [Damage(CHECKPOINTS, 2, Harm.CUT)]


def test_a_checkpoint_removed_in_between_shows(written: Session) -> None:
    unlock(written, "audit_checkpoint")
    written.execute(delete(AuditCheckpoint).where(AuditCheckpoint.number == 1))
    assert Damage(CHECKPOINTS, 1, Harm.MISSING) in damages(written)


def test_everything_rewritten_with_a_key_of_ones_own_shows_against_what_was_carried_away(
    written: Session, now: datetime
) -> None:
    away = carried(written)
    unlock(written, "audit_checkpoint")
    rebuild(written, ONE, lambda events: events[1:])
    written.execute(delete(AuditCheckpoint))
    for _ in range(2):
        checkpoints.make(written, key=Ed25519PrivateKey.from_private_bytes(bytes(32)), now=now)
    found = damages(written, away)
    assert Damage(CHECKPOINTS, 2, Harm.REWRITTEN) in found
    assert Damage(CHECKPOINTS, 1, Harm.SIGNATURE) in found
    harms = [one.harm for one in found if one.stream == ONE and one.harm is not Harm.DETAIL]
    assert harms == [Harm.REWRITTEN]


@pytest.mark.parametrize("column", ["at", "events", "heads", "signature", "hash"])
def test_a_stored_checkpoint_that_was_changed_shows(written: Session, now: datetime, column: str) -> None:
    unlock(written, "audit_checkpoint")
    other = {"at": now, "events": 1, "heads": "{}", "signature": bytes(64), "hash": bytes(32)}[column]
    written.execute(update(AuditCheckpoint).where(AuditCheckpoint.number == 2).values({column: other}))
    assert [one.stream for one in damages(written)] == [CHECKPOINTS]


def test_a_head_that_was_changed_shows(written: Session) -> None:
    unlock(written, "audit_head")
    written.execute(update(AuditHead).where(AuditHead.stream == OTHER).values(hash=bytes(32)))
    assert list(verifying.check(written.connection())) == [Damage(OTHER, 2, Harm.HEAD)]


def test_a_changed_detail_shows(written: Session) -> None:
    unlock(written, "audit_detail")
    written.execute(update(AuditDetail).where(AuditDetail.stream == ONE, AuditDetail.seq == 2).values(detail="{}"))
    assert damages(written) == [Damage(ONE, 2, Harm.DETAIL)]


def test_one_chain_can_be_checked_by_itself(written: Session) -> None:
    unlock(written, "audit_event")
    written.execute(update(AuditEvent).where(AuditEvent.stream == ONE).values(action="forged"))
    assert list(verifying.check(written.connection(), stream=OTHER)) == []
    assert list(verifying.check(written.connection(), stream=ONE)) == [Damage(ONE, 1, Harm.CHANGED)]


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "here" / "audit-key"
    made = keys.signing_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert keys.signing_key(path).private_bytes_raw() == made.private_bytes_raw()
    assert [one.name for one in path.parent.iterdir()] == ["audit-key"]
    again = keys.read_public(keys.public_text(made.public_key()))
    assert keys.key_id(again) == keys.key_id(made.public_key())


def test_a_file_that_holds_no_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "audit-key"
    path.write_text("nothing", encoding="ascii")
    with pytest.raises(InvalidError, match=r"audit\.key-unreadable"):
        keys.signing_key(path)
    with pytest.raises(InvalidError, match=r"audit\.public-key-unreadable"):
        keys.read_public("nothing")
