"""A million rows of published lists: read, compared, applied and read again, in a process whose memory is measured.

    python benchmarks/listings.py [rows] [postgresql+psycopg://…]

Prints rows per second of every step and the largest resident memory of the process that does them, beside a plain read
of the same file with the csv module. Without an address it measures SQLite in a folder of its own.
"""

import csv
import resource
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from stdnum.cn import uscc

from assess.access.actor import Actor, Membership
from assess.access.roles import Role
from assess.checklists.lists import folded, names_of
from assess.checklists.loader import SHIPPED, load_lists
from assess.clock import now
from assess.db import Database, migrate, open_database
from assess.jobs.runner import Runner
from assess.listings import operations, queries
from assess.listings.handlers import handlers
from assess.listings.models import ListingImport
from assess.listings.reading import Names
from assess.storage import Folder, Storage

HEAD = "统一社会信用代码,企业名称,名单,列入机关,列入原因,列入日期,移出日期,来源\r\n"
KIB = 1024
LIMIT = 400 * KIB * KIB
NAMES = Names(names_of(load_lists(SHIPPED)), folded)


def code(number: int) -> str:
    """Make a valid credit code."""
    body = f"91371300{number:09d}"
    return body + uscc.calc_check_digit(body)


def generate(path: Path, rows: int) -> None:
    """Write a file like those that are published, with a wrong row in a thousand."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEAD)
        for number in range(rows):
            given = "坏代码" if number % 1000 == 999 else code(number)
            day = f"20{10 + number % 16:02d}-{1 + number % 12:02d}-{1 + number % 28:02d}"
            removed = "2026-06-30" if number % 5 == 0 else ""
            file.write(
                f"{given},示范企业{number}有限公司,经营异常名录,某市市场监督管理局,未按规定公示年度报告,{day},{removed},"
                "https://www.gsxt.gov.cn\r\n"
            )


def timed(name: str, rows: int, work: Callable[[], object]) -> None:
    """Do something and print how fast."""
    start = time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB
    print(f"{name:28} {seconds:8.1f} s {rows / seconds:10,.0f} rows/s   max RSS {memory:6.0f} MiB", flush=True)


def plain(path: Path) -> None:
    """Read the file with the csv module and do nothing with it."""
    with path.open(encoding="utf-8", newline="") as file:
        for _row in csv.reader(file):
            pass


def measure(url: str, folder: Path, rows: int) -> None:
    """Measure every step on one database."""
    database, storage = open_database(url), Folder(folder / "files")
    migrate.upgrade(database)
    runner = Runner(database, handlers(storage, lambda: NAMES), now)
    actor = Actor(account_id=uuid.uuid4(), memberships=(Membership(uuid.uuid4(), Role.ADMINISTRATOR),))
    path = folder / "listings.csv"
    timed("plain csv", rows, lambda: plain(path))
    first = step(database, storage, actor, path)
    timed("read and compare, all new", rows, runner.run_due)
    print(f"{'':28} {counts(database, first)}")
    accept(database, actor, first)
    timed("apply", rows, runner.run_due)
    changed = folder / "changed.csv"
    change(path, changed)
    again = step(database, storage, actor, changed)
    timed("read and compare, again", rows, runner.run_due)
    print(f"{'':28} {counts(database, again)}")
    accept(database, actor, again)
    timed("apply again", rows, runner.run_due)
    with database.write() as session:
        operations.undo(session, actor=actor, import_id=again, now=now())
        session.commit()
    timed("undo", rows, runner.run_due)
    timed("1000 look-ups by code", 1000, lambda: look_up(database, rows))
    database.close()


def change(path: Path, target: Path) -> None:
    """Write the file again with a hundredth of its rows removed from the list since."""
    with path.open(encoding="utf-8", newline="") as source, target.open("w", encoding="utf-8", newline="") as file:
        for number, line in enumerate(source):
            file.write(line.replace(",,https", ",2026-10-01,https") if number % 100 == 2 else line)


def step(database: Database, storage: Storage, actor: Actor, path: Path) -> uuid.UUID:
    """Send a file."""
    with database.write() as session, path.open("rb") as content:
        made = operations.upload(
            session,
            storage,
            actor=actor,
            name=path.name,
            content=content,
            limit=LIMIT,
            default_list=None,
            known=(),
            now=now(),
        )
        session.commit()
        return made.id


def accept(database: Database, actor: Actor, import_id: uuid.UUID) -> None:
    """Accept an import."""
    with database.write() as session:
        operations.accept(session, actor=actor, import_id=import_id, now=now())
        session.commit()


def counts(database: Database, import_id: uuid.UUID) -> dict[str, int]:
    """Give what was counted."""
    with database.read() as session:
        return session.get_one(ListingImport, import_id).counts


def look_up(database: Database, rows: int) -> None:
    """Look listings up as a question page does."""
    with database.read() as session:
        for number in range(1000):
            queries.of_code(session, code(number * rows // 1000))


def main() -> None:
    """Generate the file, then measure in a process of its own."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    if len(sys.argv) > 3:
        measure(sys.argv[2], Path(sys.argv[3]), rows)
        return
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        generate(folder / "listings.csv", rows)
        size = (folder / "listings.csv").stat().st_size / KIB / KIB
        url = sys.argv[2] if len(sys.argv) > 2 else f"sqlite:///{folder / 'assess.sqlite3'}"
        print(f"{rows:,} rows, {size:.0f} MiB, {url.partition(':')[0]}", flush=True)
        subprocess.run([sys.executable, __file__, str(rows), url, place], check=True)


if __name__ == "__main__":
    main()
