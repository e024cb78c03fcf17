"""The daily checkpoint: signed, written where the operator finds it, and good on another machine."""

import uuid
from datetime import datetime
from pathlib import Path

from assess.audit import checkpoints, keys, reading
from assess.audit.chain import Subject
from assess.audit.models import AuditReading
from assess.config import load_settings
from assess.db import Database
from assess.jobs.runner import Task
from assess.overview import checkpointing
from assess.worker import RECURRING


def test_the_daily_job_signs_and_lays_the_checkpoint_down(database: Database, tmp_path: Path, now: datetime) -> None:
    settings = load_settings({"ASSESS_DATA_PATH": str(tmp_path), "ASSESS_CHECKPOINT_PATH": str(tmp_path / "away")})
    reading.note(
        database,
        reader=uuid.UUID(int=1),
        action="queue.read",
        subject=Subject("page", "/reviews"),
        now=now - reading.WINDOW,
    )
    task = Task(uuid.uuid4(), checkpointing.CHECKPOINT, {}, 1, database, lambda: now)
    for _ in range(2):
        checkpointing.handlers(settings)[checkpointing.CHECKPOINT](task)
    found = sorted(path.name for path in (tmp_path / "away").iterdir())
    assert found[1:] == ["checkpoint-000001-20261122.json", "checkpoint-000002-20261122.json"]
    public = keys.read_public((tmp_path / "away" / found[0]).read_text(encoding="ascii"))
    said = checkpoints.read((tmp_path / "away" / found[2]).read_text(encoding="ascii"))
    assert said.harm(keys.trusted([public])) is None
    assert (said.number, said.events) == (2, 3)
    with database.read() as session:
        assert session.query(AuditReading).count() == 0
    assert RECURRING[checkpointing.CHECKPOINT] == checkpointing.EVERY
