"""A program for `test_survival`: take jobs and say each piece that is committed, slowly enough to be killed between."""

import sys
import time
from pathlib import Path

from assess.clock import now
from assess.db import open_database
from assess.jobs.runner import Runner, Task
from assess.listings import chunks, reading
from assess.listings.handlers import handlers
from assess.storage import Folder
from tests.factories.listings import names

PIECE = 50
PAUSE = 0.02


def told(task: Task, done: int, total: int) -> None:
    """Say how far the work is, as the runner would note it."""
    ordinary(task, done, total)
    sys.stdout.write(f"{done}\n")
    sys.stdout.flush()
    time.sleep(PAUSE)


ordinary = Task.progress

if __name__ == "__main__":
    Task.progress = told  # type: ignore[method-assign, assignment]  # the test listens here
    for module in (chunks, reading):
        vars(module)["PIECE"] = PIECE  # many pieces of a small file
    database = open_database(sys.argv[1])
    Runner(database, handlers(Folder(Path(sys.argv[2])), names), now).run_due()
