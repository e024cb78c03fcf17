"""What is no sound backup, or has no empty place to go, is refused in a sentence and leaves nothing behind."""

import errno
import io
import json
import random
import shutil
import tarfile
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from assess.assessments.models import Evidence
from assess.audit.chain import Subject
from assess.audit.log import GENERAL, append
from assess.backup import archive, making, restoring
from assess.backup.archive import FORMAT, HEAD, MANIFEST
from assess.backup.errors import BackupError
from assess.backup.making import make, packed, unpacked
from assess.backup.restoring import inspect, restore
from assess.db import Database, migrate, open_database
from assess.storage import Folder
from assess.wording.sentences import SENTENCES
from tests.backup.conftest import Empty, untouched
from tests.factories.accounts import make_account, make_organisation
from tests.factories.assessments import make_assessment

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
PART = "tables/organisation/000001.jsonl.gz"


@pytest.fixture(scope="module")
def good(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a small backup: two organisations, a file, three events."""
    folder = tmp_path_factory.mktemp("good")
    shutil.copy(sqlite_template, folder / "a.sqlite3")
    database, storage = open_database(f"sqlite:///{folder / 'a.sqlite3'}"), Folder(folder / "files")
    stored = storage.put(b"policy" * 1000)
    with database.write() as session:
        above = make_organisation(session, name="上级")
        organisation = make_organisation(session, name="下级", parent=above)
        assessment = make_assessment(session, organisation)
        who = make_account(session, organisation)
        for number in range(3):
            subject = Subject("test", str(number))
            append(session, stream=GENERAL, actor=who.id, action="test", subject=subject, now=NOW)
        given = {"fact": "credit.serious-list", "kind": "record", "name": "a.pdf", "media_type": "application/pdf"}
        session.add(Evidence(assessment_id=assessment.id, sha256=stored.key, size=6000, by=who.id, at=NOW, **given))
        session.commit()
    path = folder / "good.tar"
    make(database, storage, path, now=NOW, keys={"secret": b"k" * 40})
    database.close()
    return path


@pytest.fixture
def place(empty: Empty, elsewhere: Folder) -> tuple[Database, Folder]:
    return empty("sqlite"), elsewhere


def refusal(path: Path, place: tuple[Database, Folder], *, alike: bool = True) -> str:
    """Give how a file is refused, by looking and by restoring alike; nothing stays."""
    with pytest.raises(BackupError) as restoring_it:
        restore(path, *place, keys={})
    assert restoring_it.value.message in SENTENCES
    assert untouched(*place)
    if alike:
        with pytest.raises(BackupError) as looking:
            inspect(path)
        assert looking.value.message == restoring_it.value.message
    return restoring_it.value.message


def test_a_file_that_is_cut_off_anywhere(good: Path, place: tuple[Database, Folder], tmp_path: Path) -> None:
    whole, path = good.read_bytes(), tmp_path / "cut.tar"
    for kept in (len(whole) - 1, len(whole) - 86, len(whole) - 200, len(whole) // 2, 2000):
        path.write_bytes(whole[:kept])
        assert refusal(path, place) in {"backup.cut", "backup.damaged"}, kept
    for kept in (0, 1, 300, 700):
        path.write_bytes(whole[:kept])
        assert refusal(path, place) in {"backup.not-ours", "backup.cut"}, kept


def test_a_single_flipped_bit_anywhere(good: Path, place: tuple[Database, Folder], tmp_path: Path) -> None:
    whole, path, chosen = good.read_bytes(), tmp_path / "flipped.tar", random.Random(7)  # noqa: S311 - places to try
    for at in [*(chosen.randrange(len(whole)) for _ in range(60)), len(whole) - 5, len(whole) - 80]:
        changed = bytearray(whole)
        changed[at] ^= 1 << chosen.randrange(8)
        path.write_bytes(changed)
        assert refusal(path, place).startswith("backup."), at


def test_what_is_something_else(place: tuple[Database, Folder], tmp_path: Path, good: Path) -> None:
    path = tmp_path / "other"
    assert refusal(tmp_path / "absent", place) == "backup.no-file"
    others: dict[str, Callable[[], object]] = {
        "text": lambda: path.write_text("not a backup\n" * 200),
        "zip": lambda: zipfile.ZipFile(path, "w").close(),
        "tar": lambda: tarfile.open(path, "w").close(),
        "trailer alone": lambda: path.write_bytes(good.read_bytes()[-86:]),
    }
    for name, write in others.items():
        write()
        assert refusal(path, place) == "backup.not-ours", name


def rewritten(good: Path, path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Write a backup anew, whole, after changing what is in it."""
    with tarfile.open(good) as source:
        members = {one.name: file.read() for one in source if (file := source.extractfile(one))}
    change(members)
    with archive.writing(path) as target:
        for name, content in members.items():
            target.add(name, content)
    return path


def edited(name: str, **values: Any) -> Callable[[dict[str, bytes]], None]:  # noqa: ANN401 - any JSON
    """Change what a JSON member says."""

    def change(members: dict[str, bytes]) -> None:
        members[name] = json.dumps({**json.loads(members[name]), **values}).encode()

    return change


def test_a_file_of_a_newer_release(good: Path, place: tuple[Database, Folder], tmp_path: Path) -> None:
    newer = rewritten(good, tmp_path / "format.tar", edited(HEAD, format=FORMAT + 1))
    assert refusal(newer, place) == "backup.newer"
    schema = rewritten(good, tmp_path / "schema.tar", edited(MANIFEST, revision="9999"))
    assert refusal(schema, place, alike=False) == "backup.newer-schema"


def test_a_row_that_was_changed(good: Path, place: tuple[Database, Folder], tmp_path: Path) -> None:
    def change(members: dict[str, bytes]) -> None:
        lines = unpacked(members[PART])
        members[PART] = packed([line.replace("上级", "别人") for line in lines])

    assert refusal(rewritten(good, tmp_path / "row.tar", change), place) == "backup.differs"


def test_a_row_that_was_taken_out(good: Path, place: tuple[Database, Folder], tmp_path: Path) -> None:
    def change(members: dict[str, bytes]) -> None:
        members[PART] = packed(unpacked(members[PART])[:1])

    assert refusal(rewritten(good, tmp_path / "row.tar", change), place, alike=False) == "backup.damaged"


def test_a_file_that_is_not_what_its_name_says(good: Path, place: tuple[Database, Folder], tmp_path: Path) -> None:
    def change(members: dict[str, bytes]) -> None:
        name = next(name for name in members if name.startswith("files/"))
        members[name] = b"forged"

    assert refusal(rewritten(good, tmp_path / "file.tar", change), place, alike=False) == "backup.damaged"


def test_chains_that_are_not_found_as_they_were(
    good: Path, place: tuple[Database, Folder], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "audited", lambda *_: {"streams": 0})
    assert refusal(good, place, alike=False) == "backup.chain-differs"


def test_what_fails_half_way_for_any_reason_is_undone(good: Path, place: tuple[Database, Folder]) -> None:
    def pull_the_plug(what: str, _done: int, _total: int) -> None:
        if what == "evidence":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore(good, *place, keys={}, progress=pull_the_plug)
    assert untouched(*place)
    restore(good, *place, keys={})


def test_only_an_empty_place_will_do(good: Path, place: tuple[Database, Folder], tmp_path: Path) -> None:
    database, storage = place
    foreign = storage.put(b"somebody else's").key
    with pytest.raises(BackupError) as refused:
        restore(good, database, storage, keys={})
    assert refused.value.message == "backup.storage-not-empty"
    assert list(storage.keys()) == [foreign]
    storage.delete(foreign)
    key = tmp_path / "there" / "secret"
    restore(good, database, storage, keys={"secret": key})
    assert (key.read_bytes(), key.stat().st_mode & 0o777) == (b"k" * 40, 0o600)
    with pytest.raises(BackupError) as refused:
        restore(good, database, storage, keys={})
    assert refused.value.message == "backup.not-empty"
    assert "account" in refused.value.params["tables"]
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM organisation").scalar() == 2


def test_what_a_killed_try_left_does_not_stand_in_the_way(good: Path, place: tuple[Database, Folder]) -> None:
    database, storage = place
    storage.put(b"policy" * 1000)
    migrate.upgrade(database, "0009")
    restore(good, database, storage, keys={})
    assert len(list(storage.keys())) == 1


def test_a_key_that_is_there_is_kept(good: Path, place: tuple[Database, Folder], tmp_path: Path) -> None:
    key = tmp_path / "secret"
    key.write_text("mine")
    restore(good, *place, keys={"secret": key})
    assert key.read_text() == "mine"


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_no_file_is_overwritten_and_none_is_left_half(
    database: Database, storage: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "backup.tar"
    path.write_text("yesterday's")
    with pytest.raises(BackupError) as refused:
        make(database, storage, path, now=NOW)
    assert (refused.value.message, path.read_text()) == ("backup.exists", "yesterday's")
    full = OSError(errno.ENOSPC, "No space left on device")
    monkeypatch.setattr("assess.backup.archive.os.fsync", Mock(side_effect=full))
    with pytest.raises(OSError, match="No space left"):
        make(database, storage, tmp_path / "full.tar", now=NOW)
    assert not list(tmp_path.glob("full*"))


def test_a_database_that_is_not_ours(empty: Empty, elsewhere: Folder, tmp_path: Path) -> None:
    with pytest.raises(BackupError) as refused:
        make(empty("sqlite"), elsewhere, tmp_path / "backup.tar", now=NOW)
    assert refused.value.message == "backup.no-tables"
    assert not list(tmp_path.glob("backup*"))


def test_equal_rows_pack_to_equal_bytes_and_come_back() -> None:
    lines = ['["甲",null]', '["a\\nb",1]']
    assert packed(lines) == packed(lines)
    assert unpacked(packed(lines)) == lines
    assert making.part_name("answer", 3) == "tables/answer/000003.jsonl.gz"
    assert io.BytesIO(packed(lines)).read(2) == b"\x1f\x8b"
