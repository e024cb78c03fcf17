"""An S3-compatible object store as the place of files, reached through obstore."""

import io
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Final

import obstore
import structlog
from obstore.exceptions import BaseError
from obstore.store import S3Store

from assess.errors import NotFoundError, UnavailableError
from assess.storage.interface import Listed, Storage, Stored, copied, exported, is_key, spread, writing

ASKED: Final = 4 * 1024 * 1024
"""How much one request reads: a slow reader then holds no connection open, and a lost one is asked for again."""

_PART: Final = 8 * 1024 * 1024
_PARTS_AT_ONCE: Final = 2
_IN_MEMORY: Final = 1024 * 1024
_PROBE: Final = "probe"
_CODE: Final = re.compile(r"<Code>(\w+)</Code>")
_CAUSES: Final = {
    "NoSuchBucket": "storage.cause.bucket",
    "InvalidAccessKeyId": "storage.cause.key",
    "SignatureDoesNotMatch": "storage.cause.key",
    "AccessDenied": "storage.cause.denied",
}

_log = structlog.get_logger("assess.storage")


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How a bucket is reached. `virtual` puts its name into the host's, as some clouds ask for."""

    bucket: str
    endpoint: str | None
    region: str
    prefix: str
    access_key: str
    secret_key: str = field(repr=False)
    virtual: bool = False
    connect: timedelta = timedelta(seconds=5)
    timeout: timedelta = timedelta(seconds=60)
    retry: timedelta = timedelta(seconds=20)


class Bucket(Storage):
    """A bucket, or what lies below a prefix of one.

    A file that is there already is sent again: its name is the hash of its bytes, so that the same bytes take their own
    place, and its age begins anew for the sweep. No lock is needed for that, and no store is asked for more than PUT.
    """

    def __init__(self, access: Access) -> None:
        self._access = access
        self._store = _connected(access)

    @property
    def place(self) -> str:
        """Give bucket and prefix."""
        return f"s3://{self._access.bucket}/{self._access.prefix}".rstrip("/")

    def put(self, content: bytes | BinaryIO, *, limit: int | None = None) -> Stored:
        """Store a file: measured on this machine first, for its name is its hash."""
        source = io.BytesIO(content) if isinstance(content, bytes) else content
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as draft:
            stored = copied(source, draft, limit)
            draft.seek(0)
            with _asking(writes=True):
                obstore.put(self._store, _name(stored.key), draft, chunk_size=_PART, max_concurrency=_PARTS_AT_ONCE)
        return stored

    def find(self, key: str) -> Listed:
        """Look one file up."""
        with _asking():
            found = obstore.head(self._store, _name(key))
        return Listed(key, found["size"], found["last_modified"])

    def stream(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Give a file's bytes, a request for each piece."""
        size = self.find(key).size
        return self._pieces(key, start, size if end is None else min(end, size))

    def _pieces(self, key: str, start: int, end: int) -> Iterator[bytes]:
        for at in range(start, end, ASKED):
            with _asking():
                piece = bytes(obstore.get_range(self._store, _name(key), start=at, end=min(at + ASKED, end)))
            yield piece

    @contextmanager
    def local(self, key: str) -> Iterator[Path]:
        """Lay a copy into the folder for temporary files, and take it away afterwards."""
        pieces = self.stream(key)
        with tempfile.NamedTemporaryFile(prefix="assess-") as copy:
            with writing():
                for piece in pieces:
                    copy.write(piece)
                copy.flush()
            yield Path(copy.name)

    def delete(self, key: str) -> None:
        """Delete a file."""
        try:
            with _asking():
                obstore.delete(self._store, _name(key))
        except NotFoundError:
            return

    def export(self, key: str, name: str) -> None:
        """Have the store copy the file itself."""
        with _asking():
            obstore.copy(self._store, _name(key), "/".join(exported(name)))

    def listed(self) -> Iterator[Listed]:
        """Go through all stored files, a page at a time."""
        pages = iter(obstore.list(self._store))
        while True:
            with _asking(writes=True):
                page = next(pages, None)
            if page is None:
                return
            for one in page:
                name = one["path"].rpartition("/")[2]
                if is_key(name):
                    yield Listed(name, one["size"], one["last_modified"])

    def tidy(self, before: datetime) -> int:
        """Leave it to the store: what is half sent shows nowhere, and a rule of the bucket throws it away."""
        del before
        return 0

    def check(self) -> None:
        """Write a few bytes to where no file lies."""
        with _asking(writes=True):
            obstore.put(self._store, _PROBE, b"ready")


def _name(key: str) -> str:
    return "/".join(spread(key))


def _connected(access: Access) -> S3Store:
    """Make the client; nothing is asked of the store yet."""
    endpoint = access.endpoint or f"https://s3.{access.region}.amazonaws.com"
    return S3Store(
        access.bucket,
        prefix=access.prefix or None,
        config={
            "endpoint": _with_bucket(endpoint, access.bucket) if access.virtual else endpoint,
            "region": access.region,
            "virtual_hosted_style_request": access.virtual,
            "access_key_id": access.access_key,
            "secret_access_key": access.secret_key,
        },
        client_options={
            "allow_http": endpoint.startswith("http:"),
            "connect_timeout": access.connect,
            "timeout": access.timeout,
        },
        retry_config={"max_retries": 3, "retry_timeout": access.retry},
    )


def _with_bucket(endpoint: str, bucket: str) -> str:
    scheme, _, host = endpoint.partition("://")
    return f"{scheme}://{bucket}.{host}"


@contextmanager
def _asking(*, writes: bool = False) -> Iterator[None]:
    """Say in our words what the store refused; its own words, which may name keys, go nowhere.

    Args:
        writes: Nothing that is missing can be the reason, but the bucket.
    """
    try:
        yield
    except FileNotFoundError as error:
        if not writes and "NoSuchBucket" not in str(error):
            raise NotFoundError from None
        raise _unavailable("NoSuchBucket") from None
    except (BaseError, OSError) as error:
        raise _unavailable(_code(error)) from None


def _code(error: Exception) -> str:
    found = _CODE.search(str(error))
    return found[1] if found else type(error).__name__


def _unavailable(code: str) -> UnavailableError:
    _log.error("storage.refused", code=code)
    if code in {"QuotaExceeded", "InsufficientCapacity", "XMinioStorageFull"}:
        return UnavailableError("storage.full", cause="storage.cause.full")
    return UnavailableError("storage.unreachable", cause=_CAUSES.get(code, "storage.cause.silent"))
