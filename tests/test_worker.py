"""Every job that anybody asks for has a handler: one without waits for ever, and nobody is told."""

import ast
import asyncio
import importlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import select

from assess.config import load_settings
from assess.db import Database, migrate, open_database
from assess.jobs.models import Job, JobStatus
from assess.main import create_app
from assess.reports.pool import RenderPool
from assess.storage import Folder
from assess.worker import HOUSEKEEPING, RECURRING, domain_handlers, make_couriers

ASSESS = Path(__file__).resolve().parents[1] / "assess"


def handled(tmp_path: Path) -> set[str]:
    """Name the jobs the service works off."""
    settings = load_settings({"ASSESS_DATA_PATH": str(tmp_path)})
    couriers = make_couriers(cast("Database", None), settings)
    known = domain_handlers(settings, cast("RenderPool", None), Folder(tmp_path))
    return {HOUSEKEEPING, *known, *couriers.handlers}


def enqueued(path: Path) -> Iterator[str]:
    """Name the jobs a module asks for, by the constants it names them with."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "jobs.enqueue":
            name = next(one.value for one in node.keywords if one.arg == "name")
            module = ".".join(("assess", *path.relative_to(ASSESS).with_suffix("").parts))
            yield str(getattr(importlib.import_module(module), ast.unparse(name)))


def test_every_job_has_a_handler(tmp_path: Path) -> None:
    asked = {name for path in ASSESS.rglob("*.py") for name in enqueued(path)}
    assert {"summarise-campaign", "report.render"} <= asked
    assert asked - handled(tmp_path) == set()


def test_whatever_recurs_has_a_handler(tmp_path: Path) -> None:
    assert set(RECURRING) - handled(tmp_path) == set()


def test_a_worker_works_until_it_is_told_to_stop(database: Database, database_url: str, tmp_path: Path) -> None:
    environ = {"ASSESS_DATA_PATH": str(tmp_path), "ASSESS_DATABASE_URL": database_url}
    command = [sys.executable, "-m", "assess.worker"]
    with subprocess.Popen(command, cwd=ASSESS.parent, env=os.environ | environ) as worker:
        deadline, done = time.monotonic() + 30, select(Job.status).where(Job.name == HOUSEKEEPING)
        while True:
            with database.read() as session:
                if session.scalar(done) is JobStatus.DONE:
                    break
            assert worker.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        worker.terminate()
        assert worker.wait(20) == 0


def test_a_worker_does_not_touch_a_database_of_another_release(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.sqlite3'}"
    migrate.upgrade(open_database(url), "0027")
    environ = {"ASSESS_DATA_PATH": str(tmp_path), "ASSESS_DATABASE_URL": url}
    command = [sys.executable, "-m", "assess.worker"]
    ended = subprocess.run(command, cwd=ASSESS.parent, env=os.environ | environ, capture_output=True, check=False)
    assert (ended.returncode, "数据库不是最新版本" in ended.stderr.decode()) == (1, True)


@pytest.mark.parametrize(("where", "working"), [("here", True), ("elsewhere", False)])
def test_a_server_leaves_the_work_to_others_where_it_is_told_to(
    database: Database, tmp_path: Path, *, where: str, working: bool
) -> None:
    settings = load_settings({"ASSESS_DATA_PATH": str(tmp_path), "ASSESS_JOBS": where})
    before, begun = set(threading.enumerate()), set[str]()

    async def run() -> None:
        app = create_app(settings, database, warm=False)
        async with app.router.lifespan_context(app):
            begun.update(thread.name for thread in set(threading.enumerate()) - before)

    asyncio.run(run())
    assert any(name.startswith("jobs-") for name in begun) is working
