"""Chains as JSON lines: everything that somebody needs to check them on another machine, without this program."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Final

from sqlalchemy import Connection, Row, Select, func, select

from assess.audit.chain import GENESIS, instant
from assess.audit.models import AuditCheckpoint, AuditDetail, AuditEvent, AuditHead
from assess.db import table_of

FORMAT: Final = "assess-audit/1"
_events, _details = table_of(AuditEvent), table_of(AuditDetail)
_heads, _checkpoints = table_of(AuditHead), table_of(AuditCheckpoint)
_BATCH: Final = 5_000
_Line = Mapping[str, object]


def lines(
    connection: Connection,
    *,
    now: datetime,
    stream: str | None = None,
    since: datetime | None = None,
    details: bool = False,
    progress: Callable[[int], None] = lambda _events: None,
) -> Iterator[str]:
    """Write chains with their heads, and all checkpoints; the last line counts the others and digests them.

    Args:
        connection: Sees one instant (`verifying.snapshot`).
        now: The present instant.
        stream: Only this chain.
        since: Leave out what was written before; each chain then begins where it stood.
        details: With what was said besides (names, texts), as far as it has not been erased.
        progress: Told the number of events, after each chain.
    """
    running, events = hashlib.sha256(), 0
    head = {"type": "export", "format": FORMAT, "made_at": instant(now), "stream": stream}
    head["since"] = instant(since) if since else None
    for one in _all(connection, head, stream, since, details=details):
        events += one["type"] == "event"
        if one["type"] == "head":
            progress(events)
        line = json.dumps(one, ensure_ascii=False) + "\n"
        running.update(line.encode())
        yield line
    yield json.dumps({"type": "end", "events": events, "sha256": running.hexdigest()}) + "\n"


def _all(
    connection: Connection, head: _Line, stream: str | None, since: datetime | None, *, details: bool
) -> Iterator[_Line]:
    yield head
    heads = _read_heads(connection, stream)
    found = connection.execute(_wanted(stream, since, details=details), execution_options={"yield_per": _BATCH})
    for name, events in groupby(found, key=itemgetter(0)):
        yield from _chain(name, events, details=details)
        yield {"type": "head", "stream": name, **heads.pop(name, {"seq": 0, "hash": GENESIS.hex()})}
    for name, end in heads.items():
        yield {"type": "stream", "stream": name, **(end if since else {"seq": 0, "hash": GENESIS.hex()})}
        yield {"type": "head", "stream": name, **end}
    for row in connection.execute(select(*_checkpoints.c).order_by(_checkpoints.c.number)):
        yield _checkpoint(row)


def _chain(name: str, events: Iterator[Row[tuple[object, ...]]], *, details: bool) -> Iterator[_Line]:
    """Write where a chain begins here, and its events."""
    for position, event in enumerate(events):
        if not position:
            yield {"type": "stream", "stream": name, "seq": event.seq - 1, "hash": event.previous_hash.hex()}
        yield _event(event, details=details)


def _read_heads(connection: Connection, stream: str | None) -> dict[str, dict[str, object]]:
    wanted = select(*_heads.c) if stream is None else select(*_heads.c).where(_heads.c.stream == stream)
    return {row.stream: {"seq": row.seq, "hash": row.hash.hex()} for row in connection.execute(wanted)}


def _wanted(stream: str | None, since: datetime | None, *, details: bool) -> Select[tuple[object, ...]]:
    """Ask for events chain by chain; from the first one since an instant on, whatever the clocks said after it."""
    source = _events
    columns = [*_events.c, *((_details.c.salt, _details.c.detail) if details else ())]
    joined = (
        source.outerjoin(_details, (_details.c.stream == _events.c.stream) & (_details.c.seq == _events.c.seq))
        if details
        else source
    )
    wanted = select(*columns).select_from(joined).order_by(_events.c.stream, _events.c.seq)
    if stream is not None:
        wanted = wanted.where(_events.c.stream == stream)
    if since is not None:
        other = _events.alias()
        first = select(func.min(other.c.seq)).where(other.c.stream == _events.c.stream, other.c.at >= since)
        wanted = wanted.where(_events.c.seq >= first.scalar_subquery())
    return wanted


def _event(row: Row[tuple[object, ...]], *, details: bool) -> _Line:
    said: dict[str, object] = {
        "type": "event",
        "stream": row.stream,
        "seq": row.seq,
        "at": instant(row.at),
        "actor": str(row.actor_id or ""),
        "action": row.action,
        "subject_type": row.subject_type,
        "subject_id": row.subject_id,
        "digest": row.detail_digest.hex(),
        "previous": row.previous_hash.hex(),
        "hash": row.hash.hex(),
    }
    if details and row.salt is not None:
        said |= {"salt": row.salt.hex(), "detail": row.detail}
    return said


def _checkpoint(row: Row[tuple[object, ...]]) -> _Line:
    return {
        "type": "checkpoint",
        "number": row.number,
        "at": instant(row.at),
        "events": row.events,
        "moved": json.loads(row.heads),
        "previous_hash": row.previous_hash.hex(),
        "hash": row.hash.hex(),
        "key_id": row.key_id,
        "signature": row.signature.hex(),
    }
