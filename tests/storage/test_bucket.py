"""A store that refuses or dies: a clear error in a bounded time, with the cause for operators and no secret."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from assess.config import load_settings
from assess.errors import NotFoundError, UnavailableError
from assess.storage import Bucket, Folder, open_storage
from assess.storage.bucket import ASKED
from assess.wording.sentences import SENTENCES
from tests.objectstore import SECRET, ObjectStore, running

KEY = "0" * 64


def refused(act: Callable[[], object]) -> UnavailableError:
    """Give how something is refused, within seconds."""
    begun = time.monotonic()
    with pytest.raises(UnavailableError) as error:
        act()
    assert time.monotonic() - begun < 8
    assert {error.value.message, error.value.cause} <= SENTENCES.keys()
    return error.value


def test_a_bucket_that_is_not_there(object_store: ObjectStore) -> None:
    storage = Bucket(object_store.access("no-such-bucket"))
    for act in (storage.check, lambda: storage.put(b"x"), lambda: list(storage.listed())):
        assert refused(act).cause == "storage.cause.bucket"


def test_wrong_credentials_and_a_server_that_dies() -> None:
    with running(INITIAL_NO_AUTH_ACTION_COUNT="1") as server:  # from its second request on it checks who asks
        storage = Bucket(server.access(server.bucket()))
        assert refused(storage.check).cause == "storage.cause.key"
        assert refused(lambda: storage.put(b"x")).cause == "storage.cause.key"
        server.kill()
        acts: tuple[Callable[[], object], ...] = (
            storage.check,
            lambda: storage.put(b"x"),
            lambda: storage.find(KEY),
            lambda: storage.stream(KEY),
            lambda: storage.delete(KEY),
            lambda: list(storage.listed()),
        )
        assert [refused(act).cause for act in acts] == ["storage.cause.silent"] * len(acts)


def test_a_server_that_dies_in_the_middle_of_a_file() -> None:
    with running() as server:
        storage = server.storage()
        pieces = storage.stream(storage.put(bytes(ASKED + 1)).key)
        assert len(next(pieces)) == ASKED
        server.kill()
        refused(lambda: next(pieces))


def test_prefixes_keep_apart_and_strangers_objects_are_not_ours(object_store: ObjectStore) -> None:
    bucket = object_store.bucket()
    ours, theirs, all_ = (Bucket(object_store.access(bucket, prefix)) for prefix in ("a/b", "c", ""))
    key = ours.put(b"ours").key
    ours.check()  # leaves a probe
    assert list(theirs.listed()) == []
    with pytest.raises(NotFoundError):
        theirs.find(key)
    with pytest.raises(NotFoundError):
        all_.find(key)
    assert (ours.place, all_.place) == (f"s3://{bucket}/a/b", f"s3://{bucket}")


def test_the_settings_say_where_files_are(object_store: ObjectStore) -> None:
    assert isinstance(open_storage(load_settings({})), Folder)
    storage = open_storage(load_settings(object_store.environment()))
    assert isinstance(storage, Bucket)
    assert storage.verify(storage.put(b"from the settings").key)


def test_no_secret_shows(object_store: ObjectStore) -> None:
    access = object_store.access("files")
    assert SECRET not in repr(access)
    assert SECRET not in repr(Bucket(access))


def test_a_host_can_carry_the_name_of_the_bucket(object_store: ObjectStore) -> None:
    access = replace(object_store.access("files"), virtual=True, endpoint="http://s3.invalid")
    assert refused(Bucket(access).check).cause == "storage.cause.silent"
