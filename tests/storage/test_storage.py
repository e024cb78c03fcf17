"""Files by content, in a folder and in a bucket alike: equal bytes once, nothing half written, nothing out of place."""

import errno
import hashlib
import io
import os
import resource
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

import pytest

from assess.errors import NotFoundError, TooLargeError, UnavailableError
from assess.storage import Folder, Storage, interface
from assess.storage.bucket import ASKED
from tests.objectstore import ObjectStore

LARGE = 20 * 1024 * 1024


@pytest.fixture(params=["folder", "bucket"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    """Give an empty place of files of each kind."""
    if request.param == "folder":
        return Folder(tmp_path / "files")
    server: ObjectStore = request.getfixturevalue("object_store")
    return server.storage()


def test_a_file_is_named_by_its_content_and_kept_once(storage: Storage) -> None:
    content = "保险单".encode() * 100_000
    first, second = storage.put(content), storage.put(io.BytesIO(content))
    assert first == second
    assert (first.key, first.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert b"".join(storage.stream(first.key)) == content
    with storage.open(first.key) as file:
        file.seek(9)
        assert file.read(9) == "保险单".encode()
    with storage.local(first.key) as path:
        assert path.read_bytes() == content
    assert list(storage.keys()) == [first.key]
    assert storage.verify(first.key)


def test_a_file_knows_its_size_and_since_when(storage: Storage) -> None:
    before = datetime.now(UTC) - timedelta(seconds=2)  # a store tells whole seconds
    stored = storage.put(b"x" * 300)
    found = storage.find(stored.key)
    assert (found.key, found.size) == (stored.key, 300)
    assert before < found.at < datetime.now(UTC) + timedelta(seconds=2)
    assert list(storage.listed()) == [found]


def test_a_large_file_goes_in_and_out_in_pieces(storage: Storage) -> None:
    content = os.urandom(LARGE)
    stored = storage.put(io.BytesIO(content), limit=LARGE)
    pieces = list(storage.stream(stored.key))
    assert b"".join(pieces) == content
    assert max(map(len, pieces)) <= ASKED
    middle = b"".join(storage.stream(stored.key, ASKED - 5, ASKED + 7))
    assert middle == content[ASKED - 5 : ASKED + 7]
    assert storage.find(stored.key).size == LARGE


def test_storing_from_where_a_source_stands(storage: Storage) -> None:
    source = io.BytesIO(b"head" + b"body")
    source.seek(4)
    assert storage.put(source).key == hashlib.sha256(b"body").hexdigest()


def test_an_empty_file_is_a_file(storage: Storage) -> None:
    stored = storage.put(b"")
    assert (stored.size, list(storage.stream(stored.key))) == (0, [])


def test_the_same_content_stored_at_once_is_there_once(storage: Storage) -> None:
    content = os.urandom(700_000)
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: storage.put(io.BytesIO(content)), range(16)))
    assert [one.key for one in found] == list(storage.keys())
    assert storage.verify(found.pop().key)


def test_too_long_content_leaves_nothing(storage: Storage) -> None:
    assert storage.put(bytes(10), limit=10).size == 10
    with pytest.raises(TooLargeError):
        storage.put(b"x" * 11, limit=10)
    assert list(storage.keys()) == [hashlib.sha256(bytes(10)).hexdigest()]


def test_a_source_that_breaks_off_leaves_nothing(storage: Storage) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(f"gone before {size} bytes were read")

    with pytest.raises(OSError, match="gone"):
        storage.put(Broken())
    assert list(storage.keys()) == []


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64])
def test_what_is_no_key_or_not_there_is_not_found(storage: Storage, key: str) -> None:
    for ask in (storage.open, storage.stream, storage.find, storage.verify):
        with pytest.raises(NotFoundError):
            ask(key)
    with pytest.raises(NotFoundError), storage.local(key):
        pass


def test_deleting_is_final_and_repeatable(storage: Storage) -> None:
    key = storage.put(b"x").key
    storage.delete(key)
    storage.delete(key)
    with pytest.raises(NotFoundError):
        storage.find(key)
    assert list(storage.keys()) == []


def test_a_place_of_files_says_that_it_works_and_keeps_no_probe(storage: Storage) -> None:
    storage.check()
    assert list(storage.keys()) == []


def test_a_full_disk_is_said_and_leaves_nothing(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.BytesIO):
        def write(self, _piece: object, /) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    module = "folder" if isinstance(storage, Folder) else "bucket"

    def copied(source: IO[bytes], _target: IO[bytes], limit: int | None) -> interface.Stored:
        return interface.copied(source, Full(), limit)  # type: ignore[arg-type]  # any file open for reading

    monkeypatch.setattr(f"assess.storage.{module}.copied", copied)
    with pytest.raises(UnavailableError) as refused:
        storage.put(b"policy")
    assert (refused.value.message, refused.value.status) == ("storage.full", 503)
    assert list(storage.keys()) == []
    if isinstance(storage, Folder):
        assert [path for path in storage.root.rglob("*") if path.is_file()] == []


def test_a_file_longer_than_the_system_takes_is_refused(tmp_path: Path) -> None:
    """The kernel itself refuses, half way through the file."""
    storage = Folder(tmp_path / "files")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, before[1]))
    try:
        with pytest.raises(UnavailableError):
            storage.put(bytes(1_000_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [path for path in storage.root.rglob("*") if path.is_file()] == []
    assert storage.put(bytes(1_000_000)).size == 1_000_000


def test_a_changed_file_is_found_out(tmp_path: Path) -> None:
    storage = Folder(tmp_path / "files")
    key = storage.put(b"signed").key
    storage.path(key).write_bytes(b"forged")
    assert not storage.verify(key)


def test_content_sent_again_is_as_young_as_new(tmp_path: Path) -> None:
    storage = Folder(tmp_path / "files")
    key = storage.put(b"again").key
    os.utime(storage.path(key), (0, 0))
    storage.put(b"again")
    assert storage.find(key).at > datetime.now(UTC) - timedelta(minutes=1)


def test_drafts_of_killed_processes_are_cleared_away(tmp_path: Path) -> None:
    storage = Folder(tmp_path / "files")
    key = storage.put(b"whole").key
    old, young = (storage.root / f".{name}.part" for name in ("old", "young"))
    for draft in (old, young):
        draft.write_bytes(b"half")
    os.utime(old, (0, 0))
    assert storage.tidy(datetime.now(UTC) - timedelta(hours=1)) == 1
    assert (old.exists(), young.exists(), list(storage.keys())) == (False, True, [key])


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UnavailableError) as refused:
        Folder(tmp_path / "file" / "below").check()
    assert (refused.value.message, refused.value.cause) == ("storage.unreachable", "storage.cause.folder")
