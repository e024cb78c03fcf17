"""A process that works a run off slowly enough to be killed: `python running.py URL RUN`."""

import sys
import time
import uuid

from sqlalchemy.orm import Session

from assess import clock
from assess.assessments.rescoring import operations
from assess.db import open_database


def slowly(_session: Session, done: int, total: int) -> None:
    """Say how far it is once a batch is about to be committed, and dawdle."""
    print(done, total, flush=True)  # noqa: T201 - the test reads it
    time.sleep(0.3)


if __name__ == "__main__":
    operations.BATCH = 5  # type: ignore[misc]  # many small batches, so that there is something to break off
    operations.advance(
        open_database(sys.argv[1]), run_id=uuid.UUID(sys.argv[2]), processes=2, clock=clock.now, noted=slowly
    )
