"""What is backed up comes back the same: on both databases and across, while others write, from older schemas."""

import json
import stat
import tarfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update

from assess.accounts.models import Organisation, WebSession
from assess.assessments.models import Evidence
from assess.audit.models import AuditDetail, AuditEvent, AuditHead
from assess.audit.verifying import check
from assess.backup import tables
from assess.backup.errors import BackupError
from assess.backup.making import make
from assess.backup.restoring import inspect, restore
from assess.db import Base, Database, migrate, open_database
from assess.storage import Folder
from tests.backup.conftest import Empty, Service, busy, content
from tests.db.test_upgrades import _add, _tables
from tests.factories.accounts import make_organisation
from tests.objectstore import ObjectStore

ON_ONE = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
"""For what both databases do alike."""


def manifest(path: Path) -> dict[str, Any]:
    with tarfile.open(path) as archive:
        file = archive.extractfile("manifest.json")
        assert file is not None
        known: dict[str, Any] = json.load(file)
        return known


def events(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(AuditEvent)) or 0


@pytest.mark.parametrize("into", ["sqlite", "postgresql"])
def test_everything_comes_back_the_same_on_either_database(
    service: Service, empty: Empty, elsewhere: Folder, tmp_path: Path, into: str
) -> None:
    path = tmp_path / "backup.tar"
    made = make(service.database, service.storage, path, now=service.now)
    assert (made.files, made.missing, made.damages) == (1, (), 0)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.glob("backup*")] == ["backup.tar"]
    target = empty(into)
    held = restore(path, target, elsewhere, keys={})
    assert inspect(path) == held
    before, after = content(service.database), content(target)
    assert after == before
    assert sum(map(len, after.values())) == made.rows == held.rows
    assert migrate.at_head(target)
    assert set(elsewhere.keys()) == service.files
    assert all(elsewhere.verify(key) for key in service.files)
    with target.read() as session:
        assert list(check(session.connection())) == []
        heads = {one.stream: [one.seq, one.hash.hex()] for one in session.scalars(select(AuditHead))}
        assert heads == manifest(path)["heads"]
        assert session.scalar(select(func.count()).select_from(WebSession)) == 0, "nobody is signed in"
        assert len(session.scalars(select(Organisation)).all()) == len(before["organisation"]) >= 4


def test_a_backup_of_a_busy_service_is_of_one_instant(
    service: Service, empty: Empty, elsewhere: Folder, tmp_path: Path
) -> None:
    path = tmp_path / "backup.tar"

    def meanwhile(what: str, _done: int, _total: int) -> None:
        if what in {"audit_event", "evidence", "audit"}:
            service.write()  # between the tables, whatever the other thread does

    with busy(service):
        made = make(service.database, service.storage, path, now=service.now, progress=meanwhile)
    assert (made.missing, made.damages) == ((), 0)
    target = empty("sqlite")
    held = restore(path, target, elsewhere, keys={})
    assert events(target) == held.events < events(service.database)
    with target.read() as session:
        assert list(check(session.connection())) == []
        spoken_of = set(session.scalars(select(Evidence.sha256)))
        written = session.scalars(select(AuditEvent.subject_id).where(AuditEvent.action == "test.written")).all()
    assert spoken_of == set(elsewhere.keys()) == service.files | set(written), "events and rows of the same instant"
    assert {name: len(lines) for name, lines in content(target).items()} == {
        name: one["rows"] for name, one in manifest(path)["tables"].items()
    }


@ON_ONE
def test_files_move_from_a_folder_into_a_bucket(
    service: Service, empty: Empty, object_store: ObjectStore, tmp_path: Path, kind: str
) -> None:
    path, bucket = tmp_path / "backup.tar", object_store.storage()
    make(service.database, service.storage, path, now=service.now)
    restore(path, empty(kind), bucket, keys={})
    assert set(bucket.keys()) == service.files
    again = tmp_path / "again.tar"
    assert make(service.database, bucket, again, now=service.now).missing == ()


@ON_ONE
def test_a_file_that_is_gone_or_changed_is_named_and_the_rest_is_kept(
    service: Service, empty: Empty, elsewhere: Folder, tmp_path: Path
) -> None:
    for _ in range(2):
        service.write()
    gone, changed, kept = sorted(set(service.storage.keys()), key=lambda key: key in service.files)
    service.storage.delete(gone)
    service.storage.path(changed).write_bytes(b"another text")
    path = tmp_path / "backup.tar"
    made = make(service.database, service.storage, path, now=service.now)
    assert set(made.missing) == {gone, changed}
    held = restore(path, empty("sqlite"), elsewhere, keys={})
    assert set(held.missing) == {gone, changed}
    assert list(elsewhere.keys()) == [kept]


@ON_ONE
def test_what_goes_properly_while_a_backup_is_made_is_not_missed(service: Service, tmp_path: Path) -> None:
    key = next(iter(service.files))

    def meanwhile(what: str, _done: int, _total: int) -> None:
        if what != "audit" or not service.storage.path(key).exists():
            return
        service.storage.delete(key)
        with service.database.write() as session:
            session.execute(delete(Evidence))
            session.commit()

    made = make(service.database, service.storage, tmp_path / "backup.tar", now=service.now, progress=_once(meanwhile))
    assert (made.files, made.missing) == (0, ())


def _once(act: Any) -> Any:  # noqa: ANN401 - any function
    """Let something happen the first time only that a chain was looked at."""
    done: list[str] = []

    def told(what: str, *rest: int) -> None:
        if what == "audit" and not done:
            done.append(what)
            act(what, *rest)

    return told


@ON_ONE
def test_a_chain_that_was_broken_before_is_told_and_comes_back_as_it_was(
    service: Service, empty: Empty, elsewhere: Folder, tmp_path: Path
) -> None:
    with service.database.write() as session:
        session.execute(delete(AuditDetail))
        first = session.scalars(select(AuditEvent)).first()
        assert first is not None
        session.add(AuditDetail(stream=first.stream, seq=first.seq, salt=bytes(16), detail="{}"))
        session.commit()
    path = tmp_path / "backup.tar"
    assert make(service.database, service.storage, path, now=service.now).damages == 1
    target = empty("sqlite")
    restore(path, target, elsewhere, keys={})
    with target.read() as session:
        assert len(list(check(session.connection()))) == 1


def test_organisations_come_after_those_above_them_and_circles_are_refused(
    service: Service, empty: Empty, elsewhere: Folder, tmp_path: Path
) -> None:
    with service.database.write() as session:
        above: Organisation | None = None
        for number in range(6):
            made = make_organisation(session, name=f"第{number}层")
            made.parent_id = above.id if above else None
            session.flush()
            above = made
        last = above.id if above else None
        session.commit()
    path = tmp_path / "backup.tar"
    make(service.database, service.storage, path, now=service.now)
    restore(path, empty("sqlite"), elsewhere, keys={})
    with service.database.write() as session:
        found = session.get_one(Organisation, last)
        session.execute(update(Organisation).where(Organisation.id == found.parent_id).values(parent_id=found.id))
        session.commit()
    with pytest.raises(BackupError) as refused:
        make(service.database, service.storage, tmp_path / "second.tar", now=service.now)
    assert refused.value.message == "backup.circle"
    assert not list(tmp_path.glob("second*"))


@pytest.mark.parametrize("revision", ["0009", "0016"])
def test_a_backup_of_an_older_schema_comes_up_to_date(
    empty_url: str, empty: Empty, elsewhere: Folder, tmp_path: Path, revision: str
) -> None:
    old = open_database(empty_url)
    migrate.upgrade(old, revision)
    with old.writing.begin() as connection:
        names = [table.name for table in _tables(connection)]
        for table in _tables(connection):
            _add(connection, table, 7)
    path = tmp_path / "backup.tar"
    made = make(old, elsewhere, path, now=datetime(2026, 11, 22, tzinfo=UTC))
    old.close()
    target = empty("sqlite")
    held = restore(path, target, elsewhere, keys={})
    assert (held.revision, held.rows) == (revision, made.rows)
    assert migrate.at_head(target)
    found = content(target)
    kept = [name for name in names if name not in tables.FLEETING and name in found]
    assert {name: len(found[name]) for name in kept} == dict.fromkeys(kept, 1)


def test_every_column_that_names_a_stored_file_is_known() -> None:
    """A new table whose rows speak of files has to be backed up with them, or stand here with a reason."""
    digests = {  # of texts and documents that lie in the database itself, or of files nobody keeps
        *(("checklist_version", "sha256"), ("measure_text", "sha256"), ("organisation_import", "sha256")),
        *(("rescore_run", "target_sha256"), ("form_upload", "sha256"), ("report", "content_hash")),
        *(("submission", "snapshot_sha256"), ("submission", "version_sha256"), ("report", "decided_sha256")),
        *(("decision", "marks_sha256"), ("decision", "result_sha256")),
        *(("audit_checkpoint", "key_id"), ("audit_checkpoint", "signature"), ("web_session", "csrf_token")),
    }
    of_64 = {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if getattr(column.type, "length", None) == 64
    }
    assert of_64 - digests == set(tables.FILES)
