"""A database with chains in it, whose damage can be looked at from outside."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection

from assess import clock
from assess.audit import log
from assess.audit.chain import Subject
from assess.db import Database

Change = Callable[[Connection], object]
ONE, OTHER = "a" * 32, "b" * 32


@pytest.fixture
def service(database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Give a service with three chains and a data folder, for commands to work on."""
    monkeypatch.setenv("ASSESS_DATA_PATH", str(tmp_path / "var"))
    monkeypatch.setenv("ASSESS_DATABASE_URL", database_url)
    with database.write() as session:
        for stream, count in ((log.GENERAL, 2), (ONE, 4), (OTHER, 3)):
            for number in range(count):
                log.append(
                    session,
                    stream=stream,
                    actor=None,
                    action="tested",
                    subject=Subject("thing", str(number)),
                    now=clock.now(),
                    detail={"name": "王丽", "n": number},
                )
        session.commit()
    return database
