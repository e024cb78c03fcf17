"""Two hundred people saving at once: how long they wait, and that nothing they were told is saved is lost.

    .venv/bin/python -m benchmarks.crowd [--postgres URL] [--people N] [--seconds S]

The real application under uvicorn in one process, everybody with an account, a session, an assessment and a connection
of their own, as in `saving.py`. First everybody saves again as soon as the last save was answered, which nobody does;
then about once a second, which is still far more than anybody does. Afterwards every answer's revision is compared with
the last one its writer was told, and every audit chain is verified.
"""

import argparse
import os
import tempfile
import uuid
from pathlib import Path
from typing import Any, Final

from assess.assessments.models import Answer
from assess.audit import log
from assess.db import Database, migrate, open_database
from benchmarks import saving
from benchmarks.databases import fresh_postgres

PAUSES: Final = {"without a pause": 0.0, "once a second": 1.0}


def main() -> None:
    """Measure one or both databases."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--postgres", default=os.environ.get("ASSESS_TEST_POSTGRES_URL"))
    asked.add_argument("--people", type=int, default=200)
    asked.add_argument("--seconds", type=float, default=10)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="assess-benchmark-") as folder:
        crowd("SQLite", f"sqlite:///{folder}/assess.sqlite3", Path(folder), given)
        if given.postgres:
            with fresh_postgres(given.postgres) as url:
                crowd("PostgreSQL", url, Path(folder), given)


def crowd(name: str, url: str, folder: Path, given: argparse.Namespace) -> None:
    """Let everybody save on one database."""
    database = open_database(url)
    migrate.upgrade(database)
    with database.write() as session:
        version = saving.register(session)
        seats = [saving.take_seat(session, version) for _ in range(given.people)]
        session.commit()
    with saving.serving(url, folder) as port:
        for label, pause in PAUSES.items():
            found = saving.measure(port, seats, given.seconds, connections=given.people, pause=pause)
            seats = found["seats"]
            rate, middle, slow = (found[key] for key in ("per_second", "p50", "p99"))
            people = f"{name:10} {given.people} people, {label:15}"
            print(f"{people} {rate:6.0f}/s   p50 {middle:6.1f} ms   p99 {slow:6.1f} ms", flush=True)
    print(f"{name:10} {_kept(database, seats):,} answers as their writers were told, every chain whole", flush=True)
    database.close()


def _kept(database: Database, seats: list[dict[str, Any]]) -> int:
    """Compare what is stored with what was acknowledged."""
    with database.read() as session:
        for seat in seats:
            assessment_id = uuid.UUID(seat["path"].split("/")[2])
            answer = session.get_one(Answer, (assessment_id, seat["fact"]))
            assert answer.revision == seat["revision"], (answer.revision, seat["revision"])
            assert log.verify(session, assessment_id.hex) is None
    return len(seats)


if __name__ == "__main__":
    main()
