"""Reports as people ask for them: rows in a database, made by processes of `assess.worker`, kept in a storage.

On SQLite one process with two report workers, killed half way and started again, as the server is. On PostgreSQL two
processes with one each; one is killed half way, the other goes on alone, and the dead one's job is among what it makes.
At the end every report is there exactly once: a row each, a file each, no file besides.
"""

import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from assess.db import Database, migrate, open_database
from assess.jobs.models import Job, JobStatus
from assess.reports.models import Report, ReportStatus
from assess.reports.operations import RENDER, request_report
from benchmarks.databases import fresh_postgres
from benchmarks.throughput import ROOT, SHORT, content
from tests.factories.assessments import make_assessment

_LONGEST: Final = 60 * 60
_LOOK: Final = 0.2


def embedded(reports: int) -> None:
    """Make them on SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'rows.sqlite3'}"
        _measure("sqlite", url, Path(folder), reports, processes=1, workers=2)


def delivered(reports: int, server: str | None) -> None:
    """Make them on PostgreSQL."""
    if server is None:
        sys.exit("the address of a PostgreSQL is missing: run under script/postgres, or say --postgres URL")
    with tempfile.TemporaryDirectory() as folder, fresh_postgres(server) as url:
        _measure("postgres", url, Path(folder), reports, processes=2, workers=1)


def _measure(name: str, url: str, folder: Path, reports: int, *, processes: int, workers: int) -> None:
    database = open_database(url)
    migrate.upgrade(database)
    _ask(database, reports)
    began = time.perf_counter()
    hands = [_start(url, folder, workers) for _ in range(processes)]
    try:
        half = _wait(database, hands, reports // 2)
        hands.pop(0).kill()
        if not hands:
            hands.append(_start(url, folder, workers))
        _wait(database, hands, reports)
    finally:
        for hand in hands:
            hand.terminate()
            hand.wait()
    took = time.perf_counter() - began
    again = _check(database, folder / "files", reports)
    database.close()
    print(
        f"{name}: {reports} reports in {took:.0f} s, start-up and a kill -9 half way included; "
        f"{60 * (reports // 2) / (half - began):.0f} a minute until then; {again} begun again, every one there once",
        flush=True,
    )


def _ask(database: Database, reports: int) -> None:
    """Ask for the reports, and say what that takes."""
    wanted = [content(SHORT, number) for number in range(reports)]
    began = time.perf_counter()
    with database.write() as session:
        assessment_id = make_assessment(session).id
        for one in wanted:
            request_report(session, content=one, assessment_id=assessment_id, submission_id=None, now=datetime.now(UTC))
        session.commit()
    print(f"  asked for in {(time.perf_counter() - began) / reports * 1000:.1f} ms each", flush=True)


def _start(url: str, folder: Path, workers: int) -> subprocess.Popen[bytes]:
    given = {
        "ASSESS_DATABASE_URL": url,
        "ASSESS_DATA_PATH": str(folder),
        "ASSESS_REPORT_WORKERS": str(workers),
        "ASSESS_LOG_LEVEL": "warning",
    }
    return subprocess.Popen([sys.executable, "-m", "assess.worker"], cwd=ROOT, env=os.environ | given)


def _wait(database: Database, hands: list[subprocess.Popen[bytes]], wanted: int) -> float:
    """Wait until so many are ready."""
    deadline = time.perf_counter() + _LONGEST
    while True:
        with database.read() as session:
            if (session.scalar(select(func.count()).where(Report.status == ReportStatus.READY)) or 0) >= wanted:
                return time.perf_counter()
            assert not session.scalars(select(Job.error).where(Job.status == JobStatus.FAILED)).all()
        assert all(hand.poll() is None for hand in hands), "a worker ended by itself"
        assert time.perf_counter() < deadline
        time.sleep(_LOOK)


def _check(database: Database, files: Path, reports: int) -> int:
    """Check that every report is there once; returns how many jobs were begun more than once."""
    with database.read() as session:
        keys = session.scalars(select(Report.file_key).where(Report.status == ReportStatus.READY)).all()
        tried = session.scalars(select(Job.attempts).where(Job.name == RENDER)).all()
    kept = [path for path in files.glob("??/??/*") if path.is_file()]
    assert len(keys) == len(set(keys)) == len(kept) == len(tried) == reports
    assert max(tried) <= 2
    return sum(count > 1 for count in tried)
