"""Making a backup while the service writes: every table at one instant, then the files its rows speak of."""

import gzip
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, select

from assess.audit.models import AuditHead
from assess.audit.verifying import Tally, check
from assess.backup import rows, tables
from assess.backup.archive import FORMAT, HEAD, MANIFEST, Target, writing
from assess.backup.errors import BackupError
from assess.backup.tables import Shape
from assess.db import Database
from assess.errors import NotFoundError
from assess.storage import Storage

_PART: Final = 4 * 1024 * 1024
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """What a backup holds; `missing` are files that rows speak of and that are gone, or not what they were."""

    rows: int
    files: int
    size: int
    missing: tuple[str, ...]
    damages: int


def make(
    database: Database,
    storage: Storage,
    path: Path,
    *,
    now: datetime,
    keys: Mapping[str, bytes] = MappingProxyType({}),
    progress: Progress = lambda _what, _done, _total: None,
) -> Made:
    """Write a backup.

    Args:
        database: What to back up; it goes on being used.
        storage: Where its files are.
        path: The file to make.
        now: The present instant.
        keys: Keys that are to go in, by name.
        progress: Told what is being done, how far, and of how much.

    Raises:
        BackupError: The file is there already, or the database has no tables of ours.
        UnavailableError: The storage does not answer.
    """
    with writing(path) as target, tables.snapshot(database) as connection:
        known = tables.shapes(connection)
        revision = _revision(connection)
        _add_json(target, HEAD, {"format": FORMAT, "revision": revision, "made_at": now.isoformat()})
        held = {shape.name: _table(target, connection, shape, progress) for shape in known}
        audit = audited(connection, progress)
        heads = {stream: [seq, hashed.hex()] for stream, seq, hashed in connection.execute(_HEADS)}
        wanted = tables.keys_of(connection, known)
        connection.rollback()
        files, lost = _files(target, storage, wanted, progress)
        missing = _still_spoken_of(database, lost)
        for name, content in keys.items():
            target.add(key_name(name), content)
        manifest = {
            "format": FORMAT,
            "revision": revision,
            "made_at": now.isoformat(),
            "database": connection.dialect.name,
            "left_out": sorted(tables.FLEETING),
            "tables": held,
            "audit": audit,
            "heads": heads,
            "files": files,
            "missing": missing,
            "keys": sorted(keys),
        }
        _add_json(target, MANIFEST, manifest)
    counted = sum(one["rows"] for one in held.values())
    return Made(counted, len(files), path.stat().st_size, tuple(missing), len(audit["damages"]))


_HEADS: Final = select(AuditHead.stream, AuditHead.seq, AuditHead.hash).order_by(AuditHead.stream)


def _revision(connection: Connection) -> str:
    found = MigrationContext.configure(connection).get_current_revision()
    if found is None:
        raise BackupError("backup.no-tables")
    return found


def _add_json(target: Target, name: str, content: dict[str, Any]) -> None:
    target.add(name, json.dumps(content, ensure_ascii=False, indent=1).encode())


def _table(target: Target, connection: Connection, shape: Shape, progress: Progress) -> dict[str, Any]:
    """Write a table in parts of a few megabytes, and say what it holds.

    Raises:
        BackupError: Not every row was met: some refer to one another in a circle.
    """
    digest, parts, total = rows.Digest(), 0, tables.count(connection, shape)
    for lines in _parts(connection, shape):
        digest.add(lines)
        parts += 1
        target.add(part_name(shape.name, parts), packed(lines))
        progress(shape.name, digest.rows, total)
    if digest.rows != total:
        raise BackupError("backup.circle", table=shape.name)
    return {"columns": shape.columns, "rows": digest.rows, "digest": digest.text(), "parts": parts}


def _parts(connection: Connection, shape: Shape) -> Iterator[list[str]]:
    held, size = list[str](), 0
    for batch in tables.batches(connection, shape):
        lines = rows.written(rows.kinds_of(connection), shape.columns, batch)
        held += lines
        size += sum(map(len, lines))
        if size >= _PART:
            yield held
            held, size = [], 0
    if held:
        yield held


def part_name(table: str, number: int) -> str:
    """Name a part of a table."""
    return f"tables/{table}/{number:06}.jsonl.gz"


def key_name(name: str) -> str:
    """Name the member that holds a key."""
    return f"keys/{name}"


def packed(lines: list[str]) -> bytes:
    """Compress lines, the same lines to the same bytes."""
    return gzip.compress("\n".join(lines).encode(), compresslevel=1, mtime=0)


def unpacked(content: bytes) -> list[str]:
    """Give the lines back."""
    return gzip.decompress(content).decode().split("\n")


def audited(connection: Connection, progress: Progress) -> dict[str, Any]:
    """Check every audit chain and say what was found: a restored one must be found the same."""
    tally = Tally()
    damages = list(check(connection, tally=tally, progress=lambda events: progress("audit", events, events)))
    return {
        "streams": tally.streams,
        "events": tally.events,
        "details": tally.details,
        "damages": sorted([one.stream, one.number, one.harm.value] for one in damages),
    }


def _files(
    target: Target, storage: Storage, keys: dict[str, bool], progress: Progress
) -> tuple[dict[str, int], list[str]]:
    """Add the files; give those that are in with their sizes, and those that should have been and are not."""
    files, lost = dict[str, int](), list[str]()
    for number, (key, needed) in enumerate(keys.items(), 1):
        try:
            size, digest = storage.find(key).size, hashlib.sha256()
            target.stream(f"files/{key}", size, _whole(storage.stream(key), size, digest))
        except NotFoundError:
            lost += [key] if needed else []
        else:
            if digest.hexdigest() == key:
                files[key] = size
            else:
                lost.append(key)
        progress("files", number, len(keys))
    return files, lost


def _whole(pieces: Iterator[bytes], size: int, digest: Any) -> Iterator[bytes]:  # noqa: ANN401 - hashlib's own type has no name
    """Give as many bytes as were announced, whatever becomes of the file meanwhile; its digest then tells."""
    given = 0
    with suppress(NotFoundError):
        for piece in pieces:
            digest.update(piece)
            given += len(piece)
            yield piece
    while given < size:
        filler = bytes(min(size - given, _PART))
        given += len(filler)
        yield filler


def _still_spoken_of(database: Database, lost: list[str]) -> list[str]:
    """Leave out what went properly while the backup was made, with the rows that spoke of it."""
    if not lost:
        return []
    with tables.snapshot(database) as connection:
        now = tables.keys_of(connection, tables.shapes(connection))
    return [key for key in lost if now.get(key)]
