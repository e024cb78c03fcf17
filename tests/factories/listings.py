"""Files of listings, and imports that are taken through their steps as the runner would."""

import csv
import io
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from assess.access.actor import Actor
from assess.checklists.lists import folded, names_of
from assess.checklists.loader import SHIPPED, load_lists
from assess.db import Database
from assess.jobs.models import Job, JobStatus
from assess.jobs.runner import Runner
from assess.listings import operations
from assess.listings.handlers import handlers
from assess.listings.models import ListingImport
from assess.listings.reading import Names
from assess.storage import Storage

HEAD = ("统一社会信用代码", "企业名称", "名单", "列入机关", "列入原因", "列入日期", "移出日期", "来源")
LISTS = load_lists(SHIPPED)
KNOWN = tuple(kind.key for kind in LISTS)


def names() -> Names:
    """Give the names of the lists that are shipped."""
    return Names(names_of(LISTS), folded)


def row(code: str, **other: str) -> Sequence[str]:
    """Give a row that can be taken, with what a test varies."""
    given: Mapping[str, str] = {
        "name": "临沂示范科技有限公司",
        "list": "严重违法失信名单",
        "authority": "临沂市市场监督管理局",
        "reason": "逾期不改正",
        "listed_on": "2026-03-01",
        "removed_on": "",
        "source": "https://www.gsxt.gov.cn",
        **other,
    }
    return (code, *given.values())


def table(*rows: Sequence[str], head: Sequence[str] = HEAD, encoding: str = "utf-8") -> bytes:
    """Write a CSV file."""
    target = io.StringIO(newline="")
    csv.writer(target).writerows([head, *rows])
    return target.getvalue().encode(encoding)


def send(
    database: Database, storage: Storage, actor: Actor, content: bytes, *, now: datetime, default: str | None = None
) -> uuid.UUID:
    """Send a file and let the runner read and compare it."""
    with database.write() as session:
        made = operations.upload(
            session,
            storage,
            actor=actor,
            name="名单.csv",
            content=io.BytesIO(content),
            limit=10_000_000,
            default_list=default,
            known=KNOWN,
            now=now,
        )
        session.commit()
        found = made.id
    run(database, storage, now)
    return found


def accept(database: Database, storage: Storage, actor: Actor, import_id: uuid.UUID, *, now: datetime) -> None:
    """Accept an import and let the runner apply it."""
    with database.write() as session:
        operations.accept(session, actor=actor, import_id=import_id, now=now)
        session.commit()
    run(database, storage, now)


def bring_in(database: Database, storage: Storage, actor: Actor, content: bytes, *, now: datetime) -> uuid.UUID:
    """Send a file and accept it."""
    found = send(database, storage, actor, content, now=now)
    accept(database, storage, actor, found, now=now)
    return found


def run(database: Database, storage: Storage, now: datetime) -> None:
    """Run what is due; a job that failed fails the test."""
    Runner(database, handlers(storage, names), lambda: now).run_due()
    with database.read() as session:
        failed = [job.error for job in session.query(Job).filter(Job.status != JobStatus.DONE)]
    assert failed == []


def state_of(database: Database, import_id: uuid.UUID) -> ListingImport:
    """Give an import as it is stored."""
    with database.read() as session:
        found = session.get_one(ListingImport, import_id)
        session.expunge(found)
        return found
