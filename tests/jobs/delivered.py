"""A worker process to be killed: `python -m tests.jobs.delivered URL FOLDER`, with a lease of a second and a half."""

import os
import signal
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from assess.db import open_database
from assess.jobs.runner import PausedError, Runner, Task

LEASE: Final = timedelta(seconds=1.5)


def work(task: Task) -> None:
    """Write down that it began and that it is done, a file each; some wait for a file first, some take their time."""
    folder, name = Path(sys.argv[2]), task.payload["name"]
    (folder / f"begun.{name}.{os.getpid()}").touch()
    while task.payload.get("waits") and not (folder / "go").exists():
        if task.stopping():
            raise PausedError
        time.sleep(0.02)
    time.sleep(task.payload.get("seconds", 0))
    (folder / f"done.{name}").write_text(str(os.getpid()))


def main() -> None:
    """Work until SIGTERM."""
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: stopping.set())
    runner = Runner(open_database(sys.argv[1]), {"work": work}, lambda: datetime.now(UTC), threads=2, lease=LEASE)
    runner.start()
    stopping.wait()
    runner.stop()


if __name__ == "__main__":
    main()
