"""Writing an evidence bundle piece by piece: no more of it is in memory than a piece of one file."""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from assess.assessments.bundles import index
from assess.assessments.bundles.index import State
from assess.assessments.bundles.listing import Bundle, Line
from assess.clock import to_local
from assess.errors import NotFoundError
from assess.storage import Storage

_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
_READABLE: Final = 0o644 << 16
_UNIX: Final = 3


class Sink(io.RawIOBase):
    """Takes what the archive writes and hands it on."""

    def __init__(self) -> None:
        super().__init__()
        self._held: list[bytes] = []

    def writable(self) -> bool:
        """Say yes: an archive asks."""
        return True

    def write(self, piece: Any, /) -> int:  # noqa: ANN401 - any buffer, as the base says
        """Take a piece."""
        self._held.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        """Give what was written since the last time."""
        held = b"".join(self._held)
        self._held.clear()
        return held


def pieces(bundle: Bundle, storage: Storage) -> Iterator[bytes]:
    """Write a bundle: the files, each once, then the index, which says what is missing or not what it was.

    The same content gives the same bytes: the only times in it are when files came in.

    Raises:
        UnavailableError: The storage does not answer; asked at once, so that no download begins that cannot go on.
    """
    if bundle.files:
        _there(storage, bundle.files[0])
    return _written(bundle, storage)


def _there(storage: Storage, line: Line) -> None:
    try:
        storage.find(line.use.sha256)
    except NotFoundError:
        return  # the index says so


def _written(bundle: Bundle, storage: Storage) -> Iterator[bytes]:
    sink, states = Sink(), dict[str, State]()
    with zipfile.ZipFile(sink, "w") as archive:
        for line in bundle.files:
            try:
                content = storage.stream(line.use.sha256)
            except NotFoundError:
                states[line.use.sha256] = "missing"
                continue
            yield from _file(archive, sink, line, content, states)
        for name, made in (("index.xlsx", index.workbook), ("index.html", index.page)):
            archive.writestr(described(name, bundle.at), made(bundle, states), compresslevel=1)
            yield sink.taken()
    yield sink.taken()


def _file(
    archive: zipfile.ZipFile, sink: Sink, line: Line, content: Iterator[bytes], states: dict[str, State]
) -> Iterator[bytes]:
    """Write one file, and note it where its content is not what its name in the storage says."""
    digest, entry = hashlib.sha256(), described(line.path, line.use.at)
    entry.file_size = line.use.size
    with archive.open(entry, "w") as target:
        for piece in content:
            digest.update(piece)
            target.write(piece)
            yield sink.taken()
    if digest.hexdigest() != line.use.sha256:
        states[line.use.sha256] = "changed"


def described(name: str, at: datetime | None) -> zipfile.ZipInfo:
    """Describe an entry; names that are not plain ASCII are marked as UTF-8, which every system reads."""
    local = to_local(at) if at else None
    when = (local.year, local.month, local.day, local.hour, local.minute, local.second) if local else _EARLIEST
    entry = zipfile.ZipInfo(name, when)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = _UNIX
    entry.external_attr = _READABLE
    entry._compresslevel = 1  # type: ignore[attr-defined]  # noqa: SLF001 - public since Python 3.13 only
    return entry
