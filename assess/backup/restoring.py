"""Restoring a backup: onto an empty machine, checked before anything counts, undone when anything fails."""

import gzip
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Connection, Insert, bindparam, cast, insert
from sqlalchemy import inspect as inspect_database
from sqlalchemy.exc import DataError, IntegrityError

from assess.backup import archive, rows, tables
from assess.backup.archive import Source, Told
from assess.backup.errors import BackupError
from assess.backup.making import Progress, audited, key_name, part_name, unpacked
from assess.backup.tables import Shape
from assess.db import Database, migrate
from assess.storage import Storage

_OWNER_ONLY: Final = 0o600


@dataclass(frozen=True, slots=True)
class Held:
    """What a backup says of itself."""

    made_at: datetime
    revision: str
    rows: int
    files: int
    events: int
    missing: tuple[str, ...]
    keys: tuple[str, ...]


def inspect(path: Path, told: Told = lambda _done, _total: None) -> Held:
    """Check a file without restoring it: its bytes, and that every table's rows are those its digest was made of.

    Raises:
        BackupError: It cannot be used; the message says why.
    """
    with archive.reading(path, told) as source:
        for name, known in source.manifest["tables"].items():
            digest = rows.Digest()
            for lines in _lines(source, name, known):
                digest.add(lines)
            _compare(name, known, digest)
        return _held(source.manifest)


def _held(manifest: dict[str, Any]) -> Held:
    return Held(
        made_at=datetime.fromisoformat(manifest["made_at"]),
        revision=manifest["revision"],
        rows=sum(one["rows"] for one in manifest["tables"].values()),
        files=len(manifest["files"]),
        events=manifest["audit"]["events"],
        missing=tuple(manifest["missing"]),
        keys=tuple(manifest["keys"]),
    )


def restore(
    path: Path,
    database: Database,
    storage: Storage,
    *,
    keys: Mapping[str, Path],
    progress: Progress = lambda _what, _done, _total: None,
) -> Held:
    """Restore a backup into an empty database and an empty storage, and bring the tables to today's schema.

    Everything is compared with the file before it counts: rows and digests of every table, each file with its name,
    every audit chain. If anything fails, nothing of it stays.

    Args:
        path: The file.
        database: A database without rows.
        storage: A storage without files, but for those of an earlier try.
        keys: Where keys go that the file has, by name; one that is there is kept.
        progress: Told what is being done, how far, and of how much.

    Raises:
        BackupError: The file cannot be used, something is not empty, or what was restored is not what was backed up.
    """
    with archive.reading(path, lambda done, total: progress("check", done, total)) as source:
        manifest = source.manifest
        _check_revision(database, manifest["revision"])
        _check_empty(database)
        _check_storage(storage, manifest["files"])
        with _undone(database, storage, manifest["files"]), _readable():
            _put_files(source, storage, progress)
            _put_rows(source, database, progress)
        for name in manifest["keys"]:
            if name in keys:
                _put_key(keys[name], source.read(key_name(name)))
        return _held(manifest)


def _check_revision(database: Database, revision: str) -> None:
    known = {one.revision for one in ScriptDirectory.from_config(migrate.configuration(database)).walk_revisions()}
    if revision not in known:
        raise BackupError("backup.newer-schema", revision=revision)


def _check_empty(database: Database) -> None:
    with database.engine.connect() as connection:
        full = tables.filled(connection)
    if full:
        raise BackupError("backup.not-empty", tables=", ".join(full[:5]))


def _check_storage(storage: Storage, files: dict[str, int]) -> None:
    storage.check()
    if any(key not in files for key in storage.keys()):  # noqa: SIM118 - not a dict
        raise BackupError("backup.storage-not-empty", place=storage.place)


def _clear(database: Database) -> None:
    """Take away the tables, which hold no row that counts, where there are any."""
    with database.engine.connect() as connection:
        begun = inspect_database(connection).has_table("alembic_version")
    if begun:
        migrate.downgrade(database, "base")


@contextmanager
def _undone(database: Database, storage: Storage, files: dict[str, int]) -> Iterator[None]:
    """Take tables and files away again when anything fails, whatever it was."""
    try:
        yield
    except BaseException:
        _clear(database)
        for key in files:
            storage.delete(key)
        raise


@contextmanager
def _readable() -> Iterator[None]:
    """Refuse a file that is whole and yet holds what no backup holds: somebody made it by hand."""
    try:
        yield
    except (IntegrityError, DataError, ValueError, LookupError, EOFError, gzip.BadGzipFile) as error:
        raise BackupError("backup.damaged") from error


def _put_files(source: Source, storage: Storage, progress: Progress) -> None:
    files = source.manifest["files"]
    for number, key in enumerate(files, 1):
        with source.open(f"files/{key}") as content:
            stored = storage.put(content).key
        if stored != key:
            storage.delete(stored)
            raise BackupError("backup.damaged")
        progress("files", number, len(files))


def _put_rows(source: Source, database: Database, progress: Progress) -> None:
    """Load all tables in one transaction; their chains are checked in it too, unless an older schema has to grow first.

    An audit chain is read as today's code reads it, so that one of an older schema is checked once it was brought up.
    """
    revision, audit = source.manifest["revision"], source.manifest["audit"]
    _clear(database)
    migrate.upgrade(database, revision)
    newest = migrate.at_head(database)
    with database.writing.connect() as connection, connection.begin():
        _load(source, connection, progress)
        if newest:
            _check_chains(audited(connection, progress), audit)
    if not newest:
        migrate.upgrade(database)
        with database.engine.connect() as connection:
            _check_chains(audited(connection, progress), audit)


def _load(source: Source, connection: Connection, progress: Progress) -> None:
    known, found = source.manifest["tables"], tables.shapes(connection)
    if {shape.name: dict(shape.columns) for shape in found} != {name: one["columns"] for name, one in known.items()}:
        raise BackupError("backup.schema-differs")
    for shape in found:
        _load_table(source, connection, shape, progress)
    for shape in found:
        digest = rows.Digest()
        for batch in tables.batches(connection, shape):
            digest.add(rows.written(rows.kinds_of(connection), shape.columns, batch))
        _compare(shape.name, known[shape.name], digest)


def _load_table(source: Source, connection: Connection, shape: Shape, progress: Progress) -> None:
    known, done = source.manifest["tables"][shape.name], 0
    statement = _insert(shape, connection)
    for lines in _lines(source, shape.name, known):
        connection.execute(statement, rows.read(rows.kinds_of(connection), shape.columns, lines))
        done += len(lines)
        progress(shape.name, done, known["rows"])


def _insert(shape: Shape, connection: Connection) -> Insert:
    """Give the statement that inserts a row; PostgreSQL takes JSON as what it is only when told so."""
    plain = shape.plain(connection)
    if connection.dialect.name == "sqlite":
        return insert(plain)
    made = {
        name: cast(bindparam(name, type_=plain.c[name].type), JSON)
        for name, kind in shape.columns.items()
        if kind == "json"
    }
    return insert(plain).values(
        {name: made.get(name, bindparam(name, type_=plain.c[name].type)) for name in shape.columns}
    )


def _lines(source: Source, name: str, known: dict[str, Any]) -> Iterator[list[str]]:
    for number in range(1, known["parts"] + 1):
        yield unpacked(source.read(part_name(name, number)))


def _compare(name: str, known: dict[str, Any], digest: rows.Digest) -> None:
    if (digest.rows, digest.text()) != (known["rows"], known["digest"]):
        raise BackupError("backup.differs", table=name)


def _check_chains(found: dict[str, Any], wanted: dict[str, Any]) -> None:
    if found != wanted:
        raise BackupError("backup.chain-differs")


def _put_key(path: Path, content: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=_OWNER_ONLY)
    path.write_bytes(content)
