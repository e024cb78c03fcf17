"""kill -9, hundreds of times: what is killed in the middle leaves the old or the new, never half.

    .venv/bin/python -m benchmarks.survival [--rounds N] [--migrations N] [--postgres URL] [--seed N]

Plays the rounds of `tests/survival` (saving at six seats, submitting four forms, bringing in three files of sixty
organisations, migrating from every earlier schema), each killed at a random moment, and checks after each what was
acknowledged, the history, the audit chains and that nothing is there by halves. Without an address it uses a SQLite
file of its own; on a PostgreSQL server it makes a database and drops it. A round that breaks stops the
run with what it found; the seed repeats the moments as far as the machine does.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic.script import ScriptDirectory

from assess.db import Database, migrate, open_database
from benchmarks.databases import fresh_postgres
from tests.survival.killing import Nursery
from tests.survival.rounds import ROUNDS, migrating, scene


def main() -> None:
    """Play the rounds and print how many there were."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=200, metavar="N")
    asked.add_argument("--migrations", type=int, default=100, metavar="N")
    asked.add_argument("--postgres", metavar="URL")
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    chance = random.Random(given.seed)  # noqa: S311 - moments to kill at, no secret
    with tempfile.TemporaryDirectory() as place, Nursery(Path(place), chance) as nursery:
        with _database(given.postgres, Path(place)) as url:
            database = open_database(url)
            migrate.upgrade(database)
            for work in sorted(ROUNDS):
                _play(work, database, url, nursery, given.rounds)
            database.close()
        with _database(given.postgres, Path(place)) as url:
            _migrate(url, nursery, given.migrations)


def _play(work: str, database: Database, url: str, nursery: Nursery, rounds: int) -> None:
    role, play = ROUNDS[work]
    here, began, told = scene(database, url, role), time.perf_counter(), 0
    for _ in range(rounds):
        told += play(here, nursery)
    took = time.perf_counter() - began
    print(f"{work:12} {rounds:4} kills   {told:7,} acknowledgements checked   nothing lost   {took:5.0f} s", flush=True)


def _migrate(url: str, nursery: Nursery, rounds: int) -> None:
    database = open_database(url)
    known = [one.revision for one in ScriptDirectory.from_config(migrate.configuration(database)).walk_revisions()]
    earlier = ["base", *sorted(known)[:-1]]
    migrate.upgrade(database)
    database.close()
    began, new = time.perf_counter(), 0
    for number in range(rounds):
        new += migrating(url, nursery, revision=earlier[number % len(earlier)])
    took = time.perf_counter() - began
    print(
        f"{'migrating':12} {rounds:4} kills   {new:4} new, {rounds - new:4} old, none between   {took:5.0f} s",
        flush=True,
    )


@contextmanager
def _database(server: str | None, folder: Path) -> Iterator[str]:
    """Give an empty database."""
    if server is None:
        file = folder / "survival.sqlite3"
        yield f"sqlite:///{file}"
        for one in folder.glob("survival.sqlite3*"):
            one.unlink()
        return
    with fresh_postgres(server) as url:
        yield url


if __name__ == "__main__":
    main()
