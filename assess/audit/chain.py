"""The arithmetic of a hash chain: what an event's hash covers, and how a chain is checked."""

import hashlib
import itertools
import json
import os
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

GENESIS = bytes(32)
_SALT_BYTES = 16
_SECRET = secrets.token_bytes(32)  # never leaves this process
_numbers = itertools.count()
_encode = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Subject:
    """What an event is about: a type such as `assessment`, and its id."""

    type: str
    id: str


@dataclass(frozen=True, slots=True)
class Link:
    """One event without its own hash."""

    stream: str
    seq: int
    at: datetime
    actor_id: uuid.UUID | None
    action: str
    subject: Subject
    detail_digest: bytes
    previous_hash: bytes

    def hash(self) -> bytes:
        """Give SHA-256 over the previous hash and every field of this event."""
        fields = (
            self.stream,
            self.seq,
            instant(self.at),
            str(self.actor_id or ""),
            self.action,
            self.subject.type,
            self.subject.id,
            self.detail_digest.hex(),
        )
        return link_hash(self.previous_hash, fields)


def instant(at: datetime) -> str:
    """Write an instant in the one way that is hashed: UTC, with six decimals."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def link_hash(previous: bytes, fields: Sequence[object]) -> bytes:
    """Give the hash of an event from the hash before it and its fields, in the order of `Link.hash`."""
    return hashlib.sha256(previous + _encode(fields).encode()).digest()


def canonical(detail: Mapping[str, object]) -> str:
    """Write details in the one way that is hashed."""
    return json.dumps(detail, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def digest(salt: bytes, text: str) -> bytes:
    """Give the salted digest of a detail; without the salt nobody can try values until one fits."""
    return hashlib.sha256(salt + text.encode()).digest()


def make_salt() -> bytes:
    """Give 16 bytes nobody can foretell, without asking the system for randomness each time."""
    number = f"{os.getpid()}/{next(_numbers)}".encode()
    return hashlib.sha256(_SECRET + number).digest()[:_SALT_BYTES]
