"""Signed statements of where every chain stood: what is cut or rewritten afterwards no longer fits them.

The database keeps them one after the other, each with the heads that moved since the one before; what an operator
carries away (`document`) names every head, so that it can be checked without the database and on another machine.
"""

import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from assess.audit.chain import GENESIS, Subject, canonical, instant, link_hash
from assess.audit.keys import PublicKeys, key_id, public_text, signed_by
from assess.audit.log import GENERAL, HEAD, append
from assess.audit.models import AuditCheckpoint, AuditHead
from assess.audit.verifying import CHECKPOINTS, Damage, Harm
from assess.db import table_of
from assess.errors import InvalidError

FORMAT: Final = "assess-checkpoint/1"
MADE: Final = "audit.checkpoint-made"
_rows = table_of(AuditCheckpoint)
Heads = Mapping[str, tuple[int, str]]
"""Stream → the number of its last event and that event's hash in hexadecimal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A checkpoint with all its heads; `moved` are those that are not the same as in the one before."""

    number: int
    at: datetime
    events: int
    heads: Heads
    previous_hash: bytes
    hash: bytes
    key_id: str
    signature: bytes
    moved: Heads

    def hash_again(self) -> bytes:
        """Work out the hash from everything else."""
        heads = hashlib.sha256(canonical(self.heads).encode()).hexdigest()
        fields = (FORMAT, self.number, instant(self.at), self.events, heads, self.key_id)
        return link_hash(self.previous_hash, fields)

    def harm(self, keys: PublicKeys | None) -> Harm | None:
        """Say what is wrong with it by itself: its content, or its signature."""
        if self.hash_again() != self.hash:
            return Harm.CHANGED
        if keys is None:
            return None
        return None if signed_by(keys, self.key_id, self.signature, to_sign(self.hash)) else Harm.SIGNATURE


def to_sign(hashed: bytes) -> bytes:
    """Give the bytes that are signed: what they are, and the checkpoint's hash."""
    return f"{FORMAT}\n".encode() + hashed


def make(session: Session, *, key: Ed25519PrivateKey, now: datetime, actor: uuid.UUID | None = None) -> AuditCheckpoint:
    """State where every chain stands now, and sign it; its own event in the general chain is the first it covers.

    Args:
        session: A writing session; the caller commits.
        key: The service's own (`keys.signing_key`).
        now: The present instant.
        actor: Who asked for it; None for the service itself.
    """
    session.execute(HEAD, {"stream": GENERAL})  # one at a time from here on
    before = newest(session.connection())
    number = before.number + 1 if before else 1
    subject = Subject("checkpoint", str(number))
    append(session, stream=GENERAL, actor=actor, action=MADE, subject=subject, now=now)
    heads = {stream: (seq, hashed.hex()) for stream, seq, hashed in session.execute(_HEADS)}
    made = Checkpoint(
        number=number,
        at=now,
        events=sum(seq for seq, _ in heads.values()),
        heads=heads,
        previous_hash=before.hash if before else GENESIS,
        hash=b"",
        key_id=key_id(key.public_key()),
        signature=b"",
        moved=_moved(heads, before.heads if before else {}),
    )
    hashed = made.hash_again()
    row = AuditCheckpoint(
        number=number,
        at=now,
        events=made.events,
        heads=canonical(made.moved),
        previous_hash=made.previous_hash,
        hash=hashed,
        key_id=made.key_id,
        signature=key.sign(to_sign(hashed)),
    )
    session.add(row)
    session.flush()
    return row


_HEADS: Final = select(AuditHead.stream, AuditHead.seq, AuditHead.hash)


def _moved(heads: Heads, before: Heads) -> Heads:
    return {stream: head for stream, head in heads.items() if before.get(stream) != head}


def stored(connection: Connection) -> Iterator[Checkpoint]:
    """Go through the stored checkpoints, the first one first; all share one dictionary of heads, which grows."""
    heads: dict[str, tuple[int, str]] = {}
    found = connection.execute(select(*_rows.c).order_by(_rows.c.number), execution_options={"yield_per": 50})
    for row in found:
        moved = _heads_of(json.loads(row.heads))
        heads.update(moved)
        yield Checkpoint(
            moved=moved,
            number=row.number,
            at=row.at,
            events=row.events,
            heads=heads,
            previous_hash=row.previous_hash,
            hash=row.hash,
            key_id=row.key_id,
            signature=row.signature,
        )


def _heads_of(said: Mapping[str, Any]) -> dict[str, tuple[int, str]]:
    return {str(stream): (int(seq), str(hashed)) for stream, (seq, hashed) in said.items()}


def newest(connection: Connection) -> Checkpoint | None:
    """Give the last stored checkpoint with all its heads."""
    last = None
    for one in stored(connection):
        last = one
    return last


def check_stored(
    connection: Connection,
    *,
    keys: PublicKeys | None,
    pins: dict[str, dict[int, bytes]],
    carried: Checkpoint | None = None,
) -> Iterator[Damage]:
    """Check the stored checkpoints one after the other, and gather what they pin.

    Args:
        connection: Sees one instant.
        keys: Whose signatures count; None where no key is at hand, and signatures are not looked at.
        pins: Takes what each of them signed, for `verifying.check`.
        carried: One that was carried away earlier: the stored one of its number must be the same, and its pins win.
    """
    if carried is not None:
        pin(carried, pins)
    expected, previous, found = 1, GENESIS, False
    for one in stored(connection):
        harm = _harm(one, expected, previous, keys)
        if harm is not None:
            yield Damage(CHECKPOINTS, expected, harm)
        if carried is not None and one.number == carried.number:
            found = True
            if one.hash != carried.hash:
                yield Damage(CHECKPOINTS, one.number, Harm.REWRITTEN)
        pin(one, pins)
        expected, previous = one.number + 1, one.hash
    if carried is not None and not found:
        yield Damage(CHECKPOINTS, carried.number, Harm.CUT if carried.number >= expected else Harm.MISSING)


def _harm(one: Checkpoint, expected: int, previous: bytes, keys: PublicKeys | None) -> Harm | None:
    if one.number != expected:
        return Harm.MISSING
    return Harm.CHANGED if one.previous_hash != previous else one.harm(keys)


def pin(checkpoint: Checkpoint, pins: dict[str, dict[int, bytes]]) -> None:
    """Add what a checkpoint signed to the pins; what was pinned first holds."""
    for stream, (seq, hashed) in checkpoint.moved.items():
        if seq:
            pins.setdefault(stream, {}).setdefault(seq, bytes.fromhex(hashed))


def document(checkpoint: Checkpoint, key: Ed25519PrivateKey | None = None) -> str:
    """Write a checkpoint to be carried away: with every head, and the public key where that is at hand."""
    said: dict[str, object] = {
        "format": FORMAT,
        "number": checkpoint.number,
        "at": instant(checkpoint.at),
        "events": checkpoint.events,
        "previous_hash": checkpoint.previous_hash.hex(),
        "hash": checkpoint.hash.hex(),
        "key_id": checkpoint.key_id,
        "signature": checkpoint.signature.hex(),
    }
    if key is not None and key_id(key.public_key()) == checkpoint.key_id:
        said["public_key"] = public_text(key.public_key())
    said["heads"] = {stream: list(head) for stream, head in sorted(checkpoint.heads.items())}
    return json.dumps(said, indent=1) + "\n"


def read(text: str) -> Checkpoint:
    """Read a checkpoint that was carried away; whether it is true, `Checkpoint.harm` says.

    Raises:
        InvalidError: `audit.checkpoint-unreadable`.
    """
    try:
        said = json.loads(text)
        if said["format"] != FORMAT:
            raise InvalidError("audit.checkpoint-unreadable")
        heads = _heads_of(said["heads"])
        return Checkpoint(
            number=int(said["number"]),
            at=datetime.fromisoformat(said["at"]),
            events=int(said["events"]),
            heads=heads,
            moved=heads,
            previous_hash=bytes.fromhex(said["previous_hash"]),
            hash=bytes.fromhex(said["hash"]),
            key_id=str(said["key_id"]),
            signature=bytes.fromhex(said["signature"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InvalidError("audit.checkpoint-unreadable") from None


def last(session: Session) -> AuditCheckpoint | None:
    """Give the row of the last checkpoint, without reading the others."""
    top = select(func.max(AuditCheckpoint.number)).scalar_subquery()
    return session.scalar(select(AuditCheckpoint).where(AuditCheckpoint.number == top))
