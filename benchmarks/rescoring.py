"""Measure the re-scoring of many submissions by all cores, beside a plain read and decode of the same rows on one.

    .venv/bin/python -m benchmarks.rescoring [--submissions 100000] [--postgres URL]

The run is killed with SIGKILL at a third and begun again: it must go on where it was, and count everybody once. The
memory of every process is printed at each quarter: it must not grow with the number of submissions.
"""

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from assess import clock
from assess.assessments import profile as profiles
from assess.assessments import snapshot
from assess.assessments.models import Assessment, Submission
from assess.assessments.rescoring import operations, work
from assess.assessments.rescoring.handlers import cores
from assess.assessments.rescoring.models import RescoreResult, RescoreRun
from assess.assessments.rescoring.operations import Selection
from assess.checklists.definition import Published
from assess.checklists.loader import SHIPPED, canonical, digest, load_published
from assess.checklists.models import ChecklistVersion
from assess.db import Database, migrate, open_database, table_of
from assess.scoring import serial
from assess.scoring.columns import score_columns
from assess.values import dump
from assess.values.fact import Column, Fact, Option
from assess.values.text import Text
from benchmarks.databases import fresh_postgres
from benchmarks.scoring_sample import AS_OF, Sample, sample

ROOT: Final = Path(__file__).resolve().parents[1]
VARIANTS: Final = 50  # different submissions, handed in again and again under other numbers
AT_ONCE: Final = 500
NOW: Final = datetime(2026, 11, 22, 4, tzinfo=UTC)
QUARTERS: Final = 4
PLAIN: Final = 20_000  # how many rows the peer reads: its speed does not depend on how many more there are
WORD: Final = Text(zh="示例", en="Sample")


def main() -> None:
    """Measure both databases, or work a run off (`--work`)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--submissions", type=int, default=100_000)
    parser.add_argument("--postgres", help="address of a server to measure as well")
    parser.add_argument("--work", nargs=2, metavar=("URL", "RUN"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        worked_off(open_database(given.work[0]), uuid.UUID(given.work[1]))
        return
    on_sqlite(given.submissions)
    if given.postgres:
        with fresh_postgres(given.postgres) as url:
            measure("PostgreSQL", url, given.submissions)


def on_sqlite(count: int) -> None:
    """Measure SQLite in a folder of its own; 100,000 submissions take 12 GB there."""
    with tempfile.TemporaryDirectory(prefix="assess-benchmark-", dir="/var/tmp") as folder:
        measure("SQLite", f"sqlite:///{folder}/assess.sqlite3", count)


def measure(name: str, url: str, count: int) -> None:
    """Measure one database."""
    database = open_database(url)
    migrate.upgrade(database)
    size = fill(database, count)
    database.close()
    print(f"{name}: {count:,} submissions of {len(_facts())} answers, {size / 1024:.0f} kB each", flush=True)
    compare(url, count)


def compare(url: str, count: int) -> None:
    """Measure a database that is filled."""
    database = open_database(url)
    busy = time.process_time()
    plain = read_and_decode(database, min(count, PLAIN))
    busy = (time.process_time() - busy) / min(count, PLAIN)
    print(
        f"  plain read and decode, one core:     {plain:10,.0f} rows/s, {busy * 1000:.2f} ms of processor a row",
        flush=True,
    )
    with database.write() as session:
        run = operations.begin(session, actor=None, selection=Selection(), now=clock.now()).id
        session.commit()
    database.close()
    broken, _ = start(url, run, kill_at=count // 3)
    print(f"  killed with SIGKILL at               {broken:10,}", flush=True)
    first, worked = time.perf_counter(), _children()
    done, memory = start(url, run)
    rate = (done - broken) / (time.perf_counter() - first)
    worked = (_children() - worked) / (done - broken)
    print(
        f"  re-scored by {cores()} cores:               {rate:10,.0f} rows/s, {worked * 1000:.2f} ms of processor a row"
    )
    print(
        f"  time of the plain reader × {plain / rate:.2f}, its work × {worked / busy:.2f}; with starting the processes"
    )
    print(f"  memory at each quarter, MB of every process: {memory}")
    check(url, run, count)


def _children() -> float:
    """Give the processor time, in seconds, of all processes that were started and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def check(url: str, run_id: uuid.UUID, count: int) -> None:
    """Make sure that everybody was counted once, and that no digit differs."""
    database = open_database(url)
    with database.read() as session:
        run = session.get_one(RescoreRun, run_id)
        assert (run.done, run.tally["checked"], run.tally["same"]) == (count, count, count), run.tally
        assert not session.scalars(select(RescoreResult)).first()
    database.close()
    print(f"  counted once each: {count:,}; digits that differ: 0")


def read_and_decode(database: Database, count: int) -> float:
    """Read and decode the same rows in the same batches, and nothing else; returns rows per second."""
    version = _version(sample())[1]
    begun, read = time.perf_counter(), 0
    last: uuid.UUID | None = None
    while read < count and (ids := operations._ids(database, version, NOW, last)):  # noqa: SLF001 - the same walk
        last = ids[-1]
        batch = work.Batch(version=version, first=ids[0], last=last, until=NOW)
        with database.read() as session:
            for row in work.read(session, batch):
                json.loads(row.snapshot)
                json.loads(row.result)
                read += 1
    assert read >= count
    return read / (time.perf_counter() - begun)


def start(url: str, run: uuid.UUID, *, kill_at: int | None = None) -> tuple[int, list[str]]:
    """Have a process work the run off, showing its progress; kill it when it is so far."""
    command = [sys.executable, "-m", "benchmarks.rescoring", "--work", url, str(run)]
    memory: list[str] = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            far, total, sizes = line.split(" ", 2)
            show(int(far), int(total))
            if sizes.strip():
                memory.append(sizes.strip())
            if kill_at is not None and int(far) >= kill_at:
                process.send_signal(signal.SIGKILL)
                break
    print(file=sys.stderr)
    return _done(url, run), memory


def _done(url: str, run: uuid.UUID) -> int:
    database = open_database(url)
    with database.read() as session:
        found = session.get_one(RescoreRun, run).done
    database.close()
    return found


def show(done: int, total: int) -> None:
    """Draw the progress bar."""
    width = 40
    filled = done * width // total
    print(f"\r  [{'#' * filled}{'.' * (width - filled)}] {done:,}/{total:,}", end="", file=sys.stderr, flush=True)


def worked_off(database: Database, run: uuid.UUID) -> None:
    """Work a run off, saying after every batch how far it is, and at each quarter what memory every process holds."""
    quarters = set(range(QUARTERS + 1))

    def noted(_session: Session, done: int, total: int) -> None:
        quarter = done * QUARTERS // total
        sizes = "/".join(map(str, memory())) if quarter in quarters else ""
        quarters.discard(quarter)
        print(done, total, sizes, flush=True)

    operations.advance(database, run_id=run, processes=cores(), clock=clock.now, noted=noted)


def memory() -> list[int]:
    """Give the most memory this process and each of its children ever held, in MB."""
    own = os.getpid()
    children = Path(f"/proc/{own}/task/{own}/children").read_text().split()
    return [_peak(pid) for pid in (str(own), *children)]


def _peak(pid: str) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def fill(database: Database, count: int) -> float:
    """Hand in so many submissions; returns the bytes of one."""
    rows = [_row(number) for number in range(VARIANTS)]
    document, _ = _version(sample())
    with database.write() as session:
        session.add(_registered(document))
        assessment, account = _owner(session)
        session.commit()
    for begin in range(0, count, AT_ONCE):
        with database.write() as session:
            numbers = range(begin, min(begin + AT_ONCE, count))
            session.execute(
                insert(table_of(Submission)),
                [_numbered(rows[number % VARIANTS], number, assessment, account) for number in numbers],
            )
            session.commit()
    return sum(len(row["snapshot"].encode()) + len(row["result"].encode()) for row in rows) / len(rows)


def _numbered(row: dict[str, Any], number: int, assessment: uuid.UUID, account: uuid.UUID) -> dict[str, Any]:
    return {
        **row,
        "id": uuid.uuid4(),
        "number": number + 1,
        "reference": f"ZP-{number:08d}",
        "assessment_id": assessment,
        "by": account,
    }


def _owner(session: Session) -> tuple[uuid.UUID, uuid.UUID]:
    from tests.factories.accounts import make_account, make_organisation  # noqa: PLC0415 - only to fill the database

    organisation, account = make_organisation(session), make_account(session)
    version = session.scalars(select(ChecklistVersion.id)).one()
    made = Assessment(
        id=uuid.uuid4(), organisation_id=organisation.id, checklist_version_id=version, profile={}, created_at=NOW
    )
    session.add(made)
    session.flush()
    return made.id, account.id


def _registered(document: Published) -> ChecklistVersion:
    stored = canonical(document)
    return ChecklistVersion(
        key=document.key,
        version=document.checklist.version,
        sha256=digest(stored),
        document=stored.decode(),
        published_at=NOW,
    )


def _version(one: Sample) -> tuple[Published, str]:
    """Give a document around the sample form, and its hash."""
    host = load_published(SHIPPED, "linyi-2021/enterprise", "1.0.0")[0]
    checklist = replace(host.checklist, form=one.form, version="9.0.0", not_assessed=())
    document = replace(host, checklist=checklist, facts=tuple(_facts()))
    return document, digest(canonical(document))


def _facts() -> list[Fact]:
    plain = sample().inputs.answers
    return [_fact(key) for key in plain]


def _fact(key: str) -> Fact:
    """Define the question that an answer of the sample belongs to."""
    kind = {"rows": "table", "list": "yes-no", "gate": "yes-no", "deductions": "yes-no", "done": "yes-no"}
    kind |= {"levels": "yes-no", "elements": "yes-no", "threshold": "rate", "steps": "rate", "deadline": "date"}
    type_ = kind.get(key.partition(".")[0], "number")
    columns = (
        Column(key="product", title=WORD, type="choice", options=_OPTIONS),
        Column(key="end", title=WORD, type="date"),
    )
    return Fact(
        key=key,
        revision=1,
        wording=WORD,
        type=type_,  # type: ignore[arg-type]  # one of the types, by the table above
        allow=("partial",) if type_ == "yes-no" else (),
        unknown=True,
        columns=columns if type_ == "table" else (),
    )


_OPTIONS: Final = tuple(Option(value=code, label=WORD) for code in ("liability", "patent"))


def _row(seed: int) -> dict[str, Any]:
    """Freeze one submission with its true score, trace and all."""
    one = sample(seed=seed)
    document, sha256 = _version(one)
    content = {
        "format": snapshot.FORMAT,
        "organisation": "示例",
        "profile": profiles.to_json(one.inputs.profile),
        "answers": {fact: {"value": dump.to_json(value), "note": ""} for fact, value in one.inputs.answers.items()},
        "not_applicable": dict(one.inputs.not_applicable),
        "evidence": [
            {"fact": it.fact, "kind": it.kind, "sha256": it.file, "issued_on": AS_OF.isoformat()} for it in one.evidence
        ],
        "declared_name": "示例",
    }
    frozen = snapshot.canonical(content)
    read = snapshot.inputs(document, json.loads(frozen), AS_OF)
    columns = score_columns(document.checklist.form, read, snapshot.evidence(content))
    return {
        "snapshot": frozen,
        "snapshot_sha256": snapshot.sha256(frozen),
        "result": snapshot.canonical(serial.columns_to_json(columns)),
        "engine": columns.claimed.engine,
        "version_sha256": sha256,
        "as_of": AS_OF,
        "declared_name": "示例",
        "at": NOW,
    }


if __name__ == "__main__":
    main()
