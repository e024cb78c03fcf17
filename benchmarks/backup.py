"""Ten thousand assessments backed up and restored: how long it takes, and how much memory.

    .venv/bin/python -m benchmarks.backup [--participants N] [--files N] [--postgres URL URL]

Builds the campaign of `campaign_data.py`, gives every assessment an audit chain of 20 events and lays files of 200 KiB
into the storage, then runs `assess backup`, `--check` and `restore` as processes of their own and reads their peak
memory from the system. The peer is copying the database file and the folder. Without addresses it measures SQLite in a
folder of its own; the two PostgreSQL databases, source and target, must be empty.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from assess.assessments.models import Assessment, Evidence
from assess.audit.chain import GENESIS, Link, Subject, digest, make_salt
from assess.audit.log import event_row
from assess.audit.models import AuditDetail, AuditEvent, AuditHead
from assess.checklists import documents
from assess.checklists import operations as checklists
from assess.checklists.loader import SHIPPED
from assess.checklists.models import ChecklistVersion
from assess.db import Database, migrate, open_database
from assess.storage import Folder
from benchmarks.campaign_data import NOW, build

KEY: Final = "linyi-2021/enterprise"
EVENTS: Final = 20
FILE_BYTES: Final = 200 * 1024


def fill(database: Database, storage: Folder, participants: int, files: int) -> None:
    """Build what is to be backed up."""
    started = time.perf_counter()
    with database.write() as session:
        checklists.sync(session, SHIPPED, NOW)
        wanted = select(ChecklistVersion).where(ChecklistVersion.key == KEY).order_by(ChecklistVersion.version.desc())
        version = session.scalars(wanted.limit(1)).one()
        build(session, version, documents.document(version), participants)
        owned = session.execute(select(Assessment.id, Assessment.created_by)).all()
        for row in owned:
            chain(session, row[0].hex)
        evidence(session, storage, owned, files)
        session.commit()
    print(
        f"{participants:,} participants and {files:,} files built in {time.perf_counter() - started:.0f} s", flush=True
    )


def chain(session: Session, stream: str) -> None:
    """Give an assessment a chain of events."""
    previous, events, details = GENESIS, list[dict[str, Any]](), list[dict[str, Any]]()
    for seq in range(1, EVENTS + 1):
        salt, text = make_salt(), '{"fact":"credit.serious-list","from":"yes","to":"no"}'
        link = Link(stream, seq, NOW, None, "answer.saved", Subject("assessment", stream), digest(salt, text), previous)
        events.append(event_row(link))
        details.append({"stream": stream, "seq": seq, "salt": salt, "detail": text})
        previous = events[-1]["hash"]
    session.execute(insert(AuditEvent), events)
    session.execute(insert(AuditDetail), details)
    session.execute(update(AuditHead).where(AuditHead.stream == stream).values(seq=EVENTS, hash=previous))


def evidence(session: Session, storage: Folder, owned: Sequence[Any], files: int) -> None:
    """File so many files with the first assessments."""
    given = {"fact": "credit.serious-list", "kind": "record", "name": "查询.pdf", "media_type": "application/pdf"}
    for assessment_id, by in owned[:files]:
        stored = storage.put(os.urandom(FILE_BYTES))
        place = {"assessment_id": assessment_id, "sha256": stored.key, "size": stored.size, "by": by, "at": NOW}
        session.execute(insert(Evidence).values(id=uuid.uuid4(), pages="", scanned="", **given, **place))


def measured(name: str, data: Path, url: str, *arguments: str) -> None:
    """Run a command and print how long it took and the most memory it held."""
    environment = {**os.environ, "ASSESS_DATA_PATH": str(data), "ASSESS_DATABASE_URL": url}
    command = [str(Path(sys.executable).with_name("assess")), *arguments]
    started = time.perf_counter()
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _pid, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, name
    taken = time.perf_counter() - started
    print(f"{name:12} {taken:7.1f} s  {used.ru_maxrss / 1024:7.0f} MiB at most", flush=True)


def copied(folder: Path) -> Iterator[str]:
    """Copy database and files as they are: what no backup can be faster than."""
    started = time.perf_counter()
    shutil.copytree(folder / "one", folder / "copy")
    yield f"plain copy   {time.perf_counter() - started:7.1f} s"


def main() -> None:
    """Build, back up, check, restore."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--participants", type=int, default=10_000)
    parser.add_argument("--files", type=int, default=2_000)
    parser.add_argument("--postgres", nargs=2, metavar="URL", default=("", ""))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one, two, file = folder / "one", folder / "two", folder / "backup.tar"
        database = open_database(given.postgres[0] or f"sqlite:///{one / 'assess.sqlite3'}")
        migrate.upgrade(database)
        fill(database, Folder(one / "files"), given.participants, given.files)
        database.close()
        measured("backup", one, given.postgres[0], "backup", str(file))
        print(f"             {file.stat().st_size / 1024**2:,.0f} MiB", flush=True)
        measured("check", one, given.postgres[0], "backup", "--check", str(file))
        measured("restore", two, given.postgres[1], "restore", str(file))
        print(*copied(folder), flush=True)


if __name__ == "__main__":
    main()
