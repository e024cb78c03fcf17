"""Files by content: equal bytes once, nothing half written, nothing outside the folder."""

import hashlib
import io
from pathlib import Path

import pytest

from assess.errors import NotFoundError, TooLargeError
from assess.storage import Storage


def test_a_file_is_named_by_its_content_and_kept_once(storage: Storage) -> None:
    content = "保险单".encode() * 100_000
    first, second = storage.put(content), storage.put(io.BytesIO(content))
    assert first == second
    assert (first.key, first.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert storage.path(first.key).relative_to(storage.root).parts == (first.key[:2], first.key[2:4], first.key)
    assert storage.path(first.key).read_bytes() == content
    assert list(storage.keys()) == [first.key]


def test_too_long_content_leaves_nothing(storage: Storage) -> None:
    assert storage.put(bytes(10), limit=10).size == 10
    with pytest.raises(TooLargeError):
        storage.put(b"x" * 11, limit=10)
    assert [path.name for path in storage.root.rglob("*") if path.is_file()] == [next(iter(storage.keys()))]


def test_a_source_that_breaks_off_leaves_nothing(storage: Storage) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(f"gone before {size} bytes were read")

    with pytest.raises(OSError, match="gone"):
        storage.put(Broken())
    assert list(storage.root.iterdir()) == []


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64])
def test_what_is_no_key_or_not_there_is_not_found(storage: Storage, key: str) -> None:
    with pytest.raises(NotFoundError):
        storage.path(key)
    with pytest.raises(NotFoundError):
        storage.open(key)


def test_deleting_is_final_and_repeatable(storage: Storage) -> None:
    key = storage.put(b"x").key
    storage.delete(key)
    storage.delete(key)
    with pytest.raises(NotFoundError):
        storage.path(key)


def test_a_store_says_whether_it_can_be_written(tmp_path: Path) -> None:
    assert Storage(tmp_path / "new").writable()
    (tmp_path / "file").touch()
    assert not Storage(tmp_path / "file" / "below").writable()
