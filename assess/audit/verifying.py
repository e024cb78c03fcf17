"""Checking the chains: every event, head and kept detail, in one pass that holds one event at a time.

`check` compares each event with the one before, the last one with its head, details with their digests, and pinned
events (those that checkpoints signed) with the pins. What is wrong with an event shows from that event on: only the
first one of a chain is told.
"""

import enum
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Final, NamedTuple

from sqlalchemy import Connection, select

from assess.audit.chain import GENESIS, digest, instant, link_hash
from assess.audit.models import AuditDetail, AuditEvent, AuditHead
from assess.db import Database, table_of

_events, _details, _heads = table_of(AuditEvent), table_of(AuditDetail), table_of(AuditHead)
_BATCH: Final = 5_000
CHECKPOINTS: Final = "checkpoints"
"""What damage to the row of checkpoints names as its stream."""

Pins = Mapping[str, Mapping[int, bytes]]
"""Stream → number of an event → the hash it had when it was signed."""


class Harm(enum.StrEnum):
    """What can be wrong."""

    MISSING = "missing"  # an event that later ones follow is not there
    CHANGED = "changed"  # an event is not what its hash or the next one's says
    CUT = "cut"  # events at the end are gone
    HEAD = "head"  # the head is not the last event's
    GONE = "gone"  # a whole chain that was signed is not there
    REWRITTEN = "rewritten"  # the chain holds together, but is not the one that was signed
    DETAIL = "detail"  # a kept detail is not what its event's digest says
    ANSWER = "answer"  # a change of an answer is not what its event's digest says, or is gone
    SIGNATURE = "signature"  # nobody trusted signed this checkpoint


@dataclass(frozen=True, slots=True)
class Damage:
    """What is wrong: in which stream, from which number on (None: as a whole), and how."""

    stream: str
    number: int | None
    harm: Harm


@dataclass(slots=True)
class Tally:
    """How much was looked at; `details` of the events are kept, those of the others were erased or lie elsewhere."""

    streams: int = 0
    events: int = 0
    details: int = 0


class _Event(NamedTuple):
    stream: str
    seq: int
    at: datetime
    actor_id: uuid.UUID | None
    action: str
    subject_type: str
    subject_id: str
    detail_digest: bytes
    previous_hash: bytes
    hash: bytes
    salt: bytes | None
    detail: str | None


_SCAN: Final = (
    select(*_events.c, _details.c.salt, _details.c.detail)
    .select_from(
        _events.outerjoin(_details, (_details.c.stream == _events.c.stream) & (_details.c.seq == _events.c.seq))
    )
    .order_by(_events.c.stream, _events.c.seq)
)


def snapshot(database: Database) -> Connection:
    """Open a connection that sees one instant of the database, however long the check takes; close it yourself."""
    connection = database.engine.connect()
    return connection if database.sqlite else connection.execution_options(isolation_level="REPEATABLE READ")


def check(
    connection: Connection,
    *,
    tally: Tally | None = None,
    pins: Pins | None = None,
    stream: str | None = None,
    progress: Callable[[int], None] = lambda _events: None,
) -> Iterator[Damage]:
    """Check one chain, or all of them.

    Args:
        connection: Sees one instant (`snapshot`), or is the caller's own.
        tally: What to count in.
        pins: What was signed of them.
        stream: Only this one.
        progress: Told the number of events looked at, every few thousand.
    """
    counted, pinned = tally or Tally(), dict(pins or {})
    heads = dict(_read_heads(connection, stream))
    if stream is not None:
        pinned = {stream: pinned.get(stream, {})}
    for name, events in groupby(_read(connection, stream), key=itemgetter(0)):
        counted.streams += 1
        yield from _chain(name, events, _End(heads.pop(name, None), pinned.pop(name, {})), counted)
        progress(counted.events)
    for name, head in heads.items():
        yield from _empty(name, head, pinned.pop(name, {}))
    for name, wanted in pinned.items():
        if wanted:
            yield Damage(name, None, Harm.GONE)


class _End(NamedTuple):
    """What a chain should come to: its head, and its pins."""

    head: tuple[int, bytes] | None
    pins: Mapping[int, bytes]


def _read(connection: Connection, stream: str | None) -> Iterator[_Event]:
    wanted = _SCAN if stream is None else _SCAN.where(_events.c.stream == stream)
    return map(_Event._make, connection.execute(wanted, execution_options={"yield_per": _BATCH}))


def _read_heads(connection: Connection, stream: str | None) -> Iterator[tuple[str, tuple[int, bytes]]]:
    wanted = select(_heads.c.stream, _heads.c.seq, _heads.c.hash)
    if stream is not None:
        wanted = wanted.where(_heads.c.stream == stream)
    return ((name, (seq, hashed)) for name, seq, hashed in connection.execute(wanted))


def _chain(name: str, events: Iterable[_Event], end: _End, tally: Tally) -> Iterator[Damage]:
    previous, seq, whole = GENESIS, 0, True
    for event in events:
        tally.events += 1
        if whole and (damage := _against(event, previous, seq + 1, end.pins)):
            whole = False
            yield damage
        if event.salt is not None and event.detail is not None:
            tally.details += 1
            if digest(event.salt, event.detail) != event.detail_digest:
                yield Damage(name, event.seq, Harm.DETAIL)
        previous, seq = event.hash, event.seq
    if whole:
        yield from _ending(name, (seq, previous), end)


def _against(event: _Event, previous: bytes, expected: int, pins: Mapping[int, bytes]) -> Damage | None:
    """Say what is wrong with an event that should be the expected one."""
    if event.seq != expected:
        return Damage(event.stream, expected, Harm.MISSING)
    if event.previous_hash != previous or hash_of(event) != event.hash:
        return Damage(event.stream, expected, Harm.CHANGED)
    if pins.get(expected, event.hash) != event.hash:
        return Damage(event.stream, expected, Harm.REWRITTEN)
    return None


def hash_of(event: _Event) -> bytes:
    """Work out an event's hash anew, as `chain.Link.hash` does."""
    fields = (
        event.stream,
        event.seq,
        instant(event.at),
        str(event.actor_id or ""),
        event.action,
        event.subject_type,
        event.subject_id,
        event.detail_digest.hex(),
    )
    return link_hash(event.previous_hash, fields)


def _ending(name: str, last: tuple[int, bytes], end: _End) -> Iterator[Damage]:
    signed = max(end.pins, default=0)
    if max(signed, end.head[0] if end.head else 0) > last[0]:
        yield Damage(name, last[0] + 1, Harm.CUT)
    elif end.head != last:
        yield Damage(name, last[0], Harm.HEAD)


def _empty(name: str, head: tuple[int, bytes], pins: Mapping[int, bytes]) -> Iterator[Damage]:
    """Judge a head without any event: right before the first one, and never after."""
    if pins or head != (0, GENESIS):
        yield Damage(name, 1, Harm.CUT)
