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

from sqlalchemy import BigInteger, Boolean, Date, DateTime, LargeBinary, Text, Uuid, types
from sqlalchemy.types import TypeEngine

from assess.backup.errors import BackupError

_ID_LENGTH: Final = 32
_MODULUS: Final = 1 << 256
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
    aware = value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    return aware.isoformat(timespec="microseconds")


KINDS: Final[Mapping[str, Kind]] = {
    "id": Kind(Uuid(), lambda value: value.hex, UUID),
    "flag": Kind(Boolean(), bool, bool),
    "instant": Kind(DateTime(timezone=True), _instant, datetime.fromisoformat),
    "day": Kind(Date(), date.isoformat, date.fromisoformat),
    "bytes": Kind(LargeBinary(), lambda value: bytes(value).hex(), bytes.fromhex),
    "json": Kind(Text(), _same, _same),
    "whole": Kind(BigInteger(), _same, _same),
    "text": Kind(Text(), _same, _same),
}
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


def written(kinds: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[str]:
    """Write rows: each a JSON list on a line."""
    outs = [KINDS[kind].out for kind in kinds]
    return [
        json.dumps(
            [None if cell is None else out(cell) for out, cell in zip(outs, row, strict=True)],
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for row in rows
    ]


def read(columns: Mapping[str, str], lines: Iterable[str], *, sqlite: bool) -> list[dict[str, Any]]:
    """Turn lines back into rows, as a database wants them."""
    backs = [(name, KINDS[kind].back) for name, kind in columns.items()]
    naive = [name for name, kind in columns.items() if kind == "instant"] if sqlite else []
    made = []
    for line in lines:
        cells = json.loads(line)
        row: dict[str, Any] = {
            name: None if cell is None else back(cell) for (name, back), cell in zip(backs, cells, strict=True)
        }
        for name in naive:
            row[name] = _without_zone(row[name])
        made.append(row)
    return made


def _without_zone(value: datetime | None) -> datetime | None:
    return value.replace(tzinfo=None) if value else None


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
