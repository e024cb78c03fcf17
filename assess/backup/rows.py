"""Rows in one spelling for both databases: what a backup holds, and what digests are made of.

A column is of one of eight kinds, told by the type the database itself states, so that a schema of another release is
read by the code of today. What is JSON is handled as the text it is: an empty value and the word `null` stay apart.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, Connection, Date, DateTime, LargeBinary, Text, Uuid, types
from sqlalchemy.types import TypeEngine

from assess.backup.errors import BackupError

_ID_LENGTH: Final = 32
_MODULUS: Final = 1 << 256
_WHOLE_SECONDS: Final = 19
_LINE: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """How values of a kind are read from and given to a database, and how they are written on a line."""

    type: TypeEngine[Any]
    out: Convert
    back: Convert


def _same(value: Any) -> Any:  # noqa: ANN401 - any value
    return value


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def _from_sqlite(text: str) -> str:
    return f"{text[:10]}T{text[11:]}{'' if len(text) > _WHOLE_SECONDS else '.000000'}+00:00"


def _to_sqlite(text: str) -> str:
    return f"{text[:10]} {text[11:-6]}"


Kinds = Mapping[str, Kind]
POSTGRESQL: Final[Kinds] = {
    "id": Kind(Uuid(), lambda value: value.hex, UUID),
    "flag": Kind(Boolean(), bool, bool),
    "instant": Kind(DateTime(timezone=True), _instant, datetime.fromisoformat),
    "day": Kind(Date(), date.isoformat, date.fromisoformat),
    "bytes": Kind(LargeBinary(), lambda value: bytes(value).hex(), bytes.fromhex),
    "json": Kind(Text(), _same, _same),
    "whole": Kind(BigInteger(), _same, _same),
    "text": Kind(Text(), _same, _same),
}
SQLITE: Final[Kinds] = {
    **POSTGRESQL,
    "id": Kind(Text(), _same, _same),
    "instant": Kind(Text(), _from_sqlite, _to_sqlite),
    "day": Kind(Text(), _same, _same),
}
"""SQLite keeps ids, instants and days as texts; they are taken as such, which spares most of the work."""


def kinds_of(connection: Connection) -> Kinds:
    """Give how a database keeps each kind."""
    return SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL


_TOLD_BY: Final[tuple[tuple[type[TypeEngine[Any]], str], ...]] = (
    (types.Uuid, "id"),
    (types.Boolean, "flag"),
    (types.DateTime, "instant"),
    (types.Date, "day"),
    (types.LargeBinary, "bytes"),
    (types.JSON, "json"),
    (types.Integer, "whole"),
    (types.String, "text"),
)


def kind_of(stated: TypeEngine[Any]) -> str:
    """Name the kind of a column by the type its database states.

    Raises:
        BackupError: `backup.unknown-type`.
    """
    if isinstance(stated, types.CHAR) and stated.length == _ID_LENGTH:
        return "id"  # as SQLite keeps them; no text of ours is of a fixed length
    for known, kind in _TOLD_BY:
        if isinstance(stated, known):
            return kind
    raise BackupError("backup.unknown-type", type=str(stated))


def written(known: Kinds, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> list[str]:
    """Write rows of a database: each a JSON list on a line."""
    outs = [known[kind].out for kind in columns.values()]
    return [
        _LINE.encode([None if cell is None else out(cell) for out, cell in zip(outs, row, strict=True)]) for row in rows
    ]


def read(known: Kinds, columns: Mapping[str, str], lines: Iterable[str]) -> list[dict[str, Any]]:
    """Turn lines back into rows, as a database wants them."""
    backs = [(name, known[kind].back) for name, kind in columns.items()]
    return [
        {name: None if cell is None else back(cell) for (name, back), cell in zip(backs, json.loads(line), strict=True)}
        for line in lines
    ]


class Digest:
    """The digest of a set of lines, whatever their order: databases sort texts in ways of their own."""

    def __init__(self) -> None:
        self._sum = 0
        self.rows = 0

    def add(self, lines: Sequence[str]) -> None:
        """Take lines in."""
        for line in lines:
            self._sum += int.from_bytes(hashlib.sha256(line.encode()).digest(), "big")
        self._sum %= _MODULUS
        self.rows += len(lines)

    def text(self) -> str:
        """Give it in hexadecimal."""
        return f"{self._sum:064x}"
