"""Frozen documents in the database."""

from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from assess.checklists import documents, operations, queries
from assess.checklists.loader import ContentError, load_published, publish
from assess.errors import NotFoundError

KEY = "demo-2020/enterprise"


def test_sync_registers_what_is_published_once(session: Session, content: Path, now: datetime) -> None:
    assert operations.sync(session, content, now) == []
    entry = publish(content, KEY, "1.0.0")
    (version,) = operations.sync(session, content, now)
    assert (version.key, version.version, version.sha256) == (KEY, "1.0.0", entry.sha256)
    assert version.published_at == now
    assert operations.sync(session, content, now) == []
    assert queries.current(session, KEY).id == version.id
    assert queries.get(session, version.id) is version


def test_the_document_is_read_once_a_process(session: Session, content: Path, now: datetime) -> None:
    publish(content, KEY, "1.0.0")
    (version,) = operations.sync(session, content, now)
    found = documents.document(version)
    assert found == load_published(content, KEY)[0]
    assert documents.document(version) is found


def test_the_cache_forgets_the_oldest(content: Path) -> None:
    text = publish(content, KEY, "1.0.0").path.read_text(encoding="utf-8")
    first = documents.by_hash("first", lambda: text)
    for number in range(64):
        documents.by_hash(f"hash {number}", lambda: text)
    assert documents.by_hash("first", lambda: text) is not first


def test_a_changed_file_is_refused_and_nothing_registered(session: Session, content: Path, now: datetime) -> None:
    entry = publish(content, KEY, "1.0.0")
    entry.path.write_bytes(entry.path.read_bytes() + b" ")
    with pytest.raises(ContentError) as caught:
        operations.sync(session, content, now)
    assert caught.value.problems[0].message == "content.hash-differs"
    assert queries.versions(session) == []


def test_a_version_republished_elsewhere_is_refused(session: Session, content: Path, now: datetime) -> None:
    entry = publish(content, KEY, "1.0.0")
    operations.sync(session, content, now)
    entry.path.unlink()
    (content / "published.lock").unlink()
    draft = content / KEY / "1.0.0.yaml"
    draft.write_text(draft.read_text(encoding="utf-8").replace("minutes: 5", "minutes: 6"), encoding="utf-8")
    publish(content, KEY, "1.0.0")
    with pytest.raises(ContentError) as caught:
        operations.sync(session, content, now)
    assert caught.value.problems[0].message == "content.registered-differs"


def test_the_current_version_is_the_newest_not_retired(session: Session, content: Path, now: datetime) -> None:
    text = (content / KEY / "1.0.0.yaml").read_text(encoding="utf-8")
    for number in ("1.0.9", "1.0.10"):
        path = content / KEY / f"{number}.yaml"
        path.write_text(text.replace("version: 1.0.0", f"version: {number}"), encoding="utf-8")
        publish(content, KEY, number)
    operations.sync(session, content, now)
    newest = queries.current(session, KEY)
    assert newest.version == "1.0.10"
    newest.retired_at = now
    assert queries.current(session, KEY).version == "1.0.9"
    assert [version.version for version in queries.currents(session)] == ["1.0.9"]
    queries.current(session, KEY).retired_at = now
    with pytest.raises(NotFoundError):
        queries.current(session, KEY)


def test_an_unknown_version_is_not_found(session: Session) -> None:
    with pytest.raises(NotFoundError):
        queries.get(session, uuid4())
