"""Checkpoints as files: signed once a day, and laid where the operator carries them away."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final

import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.orm import Session

from assess.audit import checkpoints, keys, reading
from assess.audit.checkpoints import Checkpoint
from assess.clock import to_local
from assess.config import Settings
from assess.errors import InvalidError
from assess.jobs.runner import Handler, Task

CHECKPOINT: Final = "audit.checkpoint"
EVERY: Final = timedelta(days=1)
_log = structlog.get_logger()


def handlers(settings: Settings) -> Mapping[str, Handler]:
    """Give the handler of the daily checkpoint."""

    def sign(task: Task) -> None:
        key = keys.signing_key(settings.audit_key)
        with task.database.write() as session:
            reading.purge(session, now=task.clock())
            checkpoints.make(session, key=key, now=task.clock())
            made = written(session)
            path = write(settings.checkpoint_path, made, key)
            session.commit()
        _log.info("audit.checkpoint", number=made.number, file=path.name)

    return {CHECKPOINT: sign}


def written(session: Session) -> Checkpoint:
    """Give the checkpoint that was just made, with all its heads."""
    found = checkpoints.newest(session.connection())
    if found is None:
        raise InvalidError("audit.no-checkpoint")
    return found


def write(folder: Path, checkpoint: Checkpoint, key: Ed25519PrivateKey) -> Path:
    """Lay a checkpoint and its public key into a folder; what lies there already stays."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    public = folder / f"audit-key-{checkpoint.key_id[:8]}.pem"
    if not public.exists():
        public.write_text(keys.public_text(key.public_key()), encoding="ascii")
    path = folder / f"checkpoint-{checkpoint.number:06}-{to_local(checkpoint.at):%Y%m%d}.json"
    path.write_text(checkpoints.document(checkpoint, key), encoding="ascii")
    return path
