"""A batch whose worker is killed again and again at any moment brings every file exactly once, on both databases."""

import json
import random
import uuid
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from assess.db import Database
from assess.jobs import operations as jobs
from assess.reports.bulk import foreseeing, operations
from assess.reports.bulk.models import BatchState, BatchTarget, EntryState, ReportBatch, ReportBatchEntry
from assess.reports.bulk.operations import Wanted
from assess.reports.models import Report, ReportStatus
from assess.storage import Folder
from tests.factories.batches import Cycle, Tiny, make_cycle, work
from tests.survival.killing import Nursery

REPORTS = 20
KILLS = 8
SLOW = 0.004


def begin(database: Database, cycle: Cycle, target: BatchTarget, now: datetime) -> uuid.UUID:
    with database.write() as session:
        wanted = Wanted(target=target, locale="zh" if target is BatchTarget.ZIP else "en")
        made = operations.begin(session, actor=cycle.reviewer, campaign_id=cycle.campaign.id, wanted=wanted, now=now)
        session.commit()
        return made.id


def bring_to_an_end(database: Database, storage: Folder, cycle: Cycle, batches: list[uuid.UUID], now: datetime) -> None:
    """Take up what was given up, as the service does by itself and a person with a button."""
    for _ in range(5):
        with database.write() as session:
            jobs.enqueue(session, name=foreseeing.KEEPING, payload={}, now=now)
            session.commit()
        now = work(database, storage, Tiny(), now + timedelta(minutes=2)) + timedelta(minutes=2)
        with database.write() as session:
            failed = set(
                session.scalars(select(ReportBatchEntry.batch_id).where(ReportBatchEntry.state == EntryState.FAILED))
            )
            for batch_id in failed:
                operations.retry(
                    session, actor=cycle.reviewer, campaign_id=cycle.campaign.id, batch_id=batch_id, now=now
                )
            states = set(session.scalars(select(ReportBatch.state).where(ReportBatch.id.in_(batches))))
            session.commit()
        if states == {BatchState.DONE} and not failed:
            return
    raise AssertionError("it never came to an end")


@pytest.mark.timeout(120)
def test_every_file_once_however_often_the_worker_is_killed(
    database: Database, database_url: str, storage: Folder, tmp_path: Path, now: datetime
) -> None:
    cycle = make_cycle(database, REPORTS, now=now)
    packed, laid = (begin(database, cycle, one, now) for one in (BatchTarget.ZIP, BatchTarget.STORE))
    seen = []
    with Nursery(tmp_path, random.Random(7)) as nursery:  # noqa: S311 - moments to kill at, no secret
        for _ in range(KILLS):
            given = {"url": database_url, "folder": str(storage.root), "now": now.isoformat(), "slow": SLOW}
            nursery.killed("batching", given, after=1, within=0.3)
            now += timedelta(minutes=1)
            with database.read() as session:
                made = select(func.count()).where(ReportBatchEntry.state == EntryState.MADE)
                seen.append(session.scalar(made) or 0)
    assert seen == sorted(seen)
    assert seen[0] < 2 * REPORTS
    bring_to_an_end(database, storage, cycle, [packed, laid], now)

    with database.read() as session:
        entries = session.scalars(select(ReportBatchEntry)).all()
        assert sorted((one.batch_id, one.number) for one in entries) == sorted(
            (batch_id, number) for batch_id in (packed, laid) for number in range(1, REPORTS + 1)
        )
        assert {one.state for one in entries} == {EntryState.MADE}
        reports = session.scalars(select(Report)).all()
        assert {one.id for one in reports} == {one.report_id for one in entries}
        assert (len(reports), {one.status for one in reports}) == (2 * REPORTS, {ReportStatus.READY})
        archive = session.get_one(ReportBatch, packed).file_key
    with storage.open(archive or "") as file, zipfile.ZipFile(file) as opened:
        names = [name for name in opened.namelist() if not name.startswith("index.")]
        assert {name: opened.read(name) for name in names} == cycle.content()
        assert len(names) == REPORTS
        assert len(json.loads(opened.read("index.json"))["reports"]) == REPORTS
    place = storage.root / "exports" / str(cycle.campaign.id) / str(laid)
    files = {path.name: path.read_bytes() for path in place.iterdir()}
    wanted = dict(cycle.content(locale="en").items())
    assert {name: content for name, content in files.items() if not name.startswith("index.")} == wanted
