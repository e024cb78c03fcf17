"""Working through the jobs, in threads of the server process or of a worker of its own.

On SQLite the threads look for jobs themselves, and are woken when one was committed in this process. On PostgreSQL jobs
are delivered (`assess.jobs.delivery`) to any number of processes. One rule holds for both: who works on a job holds a
lease and renews it; when it has run out, the job is another's.
"""

import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import structlog

from assess.db import Database
from assess.jobs import operations
from assess.jobs.models import Job

_log = structlog.get_logger()
_POLL: Final = 0.5  # seconds between two looks when nobody wakes us
_AWAY: Final = 1.0  # seconds until we try again to reach a database that is away
_EPOCH: Final = datetime(2020, 1, 1, tzinfo=UTC)


class PausedError(Exception):
    """Raised by a handler that leaves off because the service stops; its job is taken up again, and no try is lost."""


@dataclass(frozen=True, slots=True)
class Task:
    """A job as its handler sees it; `payload` is what was queued. Long work asks `stopping` between its steps."""

    id: uuid.UUID
    name: str
    payload: Mapping[str, Any]
    attempts: int
    database: Database
    clock: Callable[[], datetime]
    stopping: Callable[[], bool] = lambda: False

    def progress(self, done: int, total: int) -> None:
        """Tell how far the work is."""
        with self.database.write() as session:
            operations.progress(session, job_id=self.id, done=done, total=total, now=self.clock())
            session.commit()


Handler = Callable[[Task], None]
"""Does the work of one job. It opens its own sessions, and may run a second time for the same job."""


@dataclass(slots=True)
class Runner:
    """Takes jobs and runs their handlers; `start` in every process that works, `stop` at its end.

    Args:
        database: Where the jobs are.
        handlers: Job name → handler.
        clock: Gives the present instant (`assess.clock.now`).
        recurring: Job name → interval: queued once per interval, however many processes there are.
        threads: How many jobs run at a time.
        lease: How long after its last sign of life a job of a dead process is taken over.
    """

    database: Database
    handlers: Mapping[str, Handler]
    clock: Callable[[], datetime]
    recurring: Mapping[str, timedelta] = field(default_factory=dict)
    threads: int = 1
    lease: timedelta = operations.LEASE
    _stopping: threading.Event = field(default_factory=threading.Event)
    _stopped: threading.Event = field(default_factory=threading.Event)
    _waking: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    _running: set[uuid.UUID] = field(default_factory=set)
    _started: list[threading.Thread] = field(default_factory=list)
    _slots: dict[str, int] = field(default_factory=dict)
    _leave: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Start the threads; jobs whose runner died are among what they find."""
        self._stopping.clear()
        working = [self._work] * self.threads if self.database.sqlite else [self._receiving()]
        self._stopped.clear()
        loops = [*working, self._keep]
        self._started = [
            threading.Thread(target=loop, name=f"jobs-{number}", daemon=True) for number, loop in enumerate(loops)
        ]
        for thread in self._started:
            thread.start()

    def stop(self) -> None:
        """Let the jobs at hand finish, and end the threads."""
        self._stopping.set()
        self._leave()
        self.wake()
        for thread in self._started[:-1]:
            thread.join()
        self._stopped.set()  # what was at hand has been renewed to its end
        for thread in self._started[-1:]:
            thread.join()
        self._started = []

    def wake(self) -> None:
        """Look for work now, because some was just committed; on PostgreSQL the commit itself says so."""
        for _ in range(self.threads):
            self._waking.release()

    def run_due(self) -> int:
        """Run what is due until nothing is left, in this thread; returns how many jobs were run."""
        count = 0
        while self._run_one():
            count += 1
        return count

    def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                busy = self._run_one()
            except Exception:  # noqa: BLE001 - the thread must outlive a database that is away for a while
                _log.exception("jobs.database-unreachable")
                busy = False
            if not busy:
                self._waking.acquire(timeout=_POLL)

    def _receiving(self) -> Callable[[], None]:
        """Prepare to receive jobs, and to be told to leave."""
        from assess.jobs.delivery import Receiver  # noqa: PLC0415 - SQLite has no use for it, and it takes its time

        receiver = Receiver(self.database.engine, names=self.handlers, attend=self._attend, threads=self.threads)
        self._leave = receiver.stop

        def receive() -> None:
            while not self._stopping.is_set():
                try:
                    receiver.run()
                except Exception:  # noqa: BLE001 - likewise
                    _log.exception("jobs.database-unreachable")
                    self._stopping.wait(_AWAY)

        return receive

    def _attend(self, job_id: uuid.UUID) -> None:
        """Work on a job that was delivered, if it is still to be done."""
        try:
            self._run(self._take_one(job_id))
        except Exception:  # noqa: BLE001 - likewise: the job is delivered again when it can be taken
            _log.exception("jobs.database-unreachable")

    def _keep(self) -> None:
        """Renew what is being worked on, queue what recurs, and deliver again what nobody works on any more."""
        while True:
            try:
                self._renew()
                if not self._stopping.is_set():
                    self._queue_recurring()
                    self._deliver()
            except Exception:  # noqa: BLE001 - likewise
                _log.exception("jobs.database-unreachable")
            if self._stopped.wait(self.lease.total_seconds() / 3):
                return

    def _deliver(self) -> None:
        if self.database.sqlite:
            return
        from assess.jobs.delivery import deliver  # noqa: PLC0415 - see _receiving

        with self.database.write() as session:
            deliver(session, names=self.handlers.keys(), now=self.clock())
            session.commit()

    def _renew(self) -> None:
        running = list(self._running)
        if running:
            with self.database.write() as session:
                operations.renew(session, job_ids=running, now=self.clock(), lease=self.lease)
                session.commit()

    def _queue_recurring(self) -> None:
        now = self.clock()
        for name, interval in self.recurring.items():
            slot = (now - _EPOCH) // interval
            if self._slots.get(name) != slot:
                with self.database.write() as session:
                    operations.enqueue(session, name=name, payload={}, key=f"{name}:{slot}", now=now)
                    operations.purge(session, names=[name], before=now - 10 * interval)
                    session.commit()
                self._slots[name] = slot

    def _run_one(self) -> bool:
        """Take one job and run it; says whether there was one."""
        return self._run(self._take())

    def _run(self, task: Task | None) -> bool:
        if task is None:
            return False
        self._running.add(task.id)
        try:
            self._perform(task)
        finally:
            self._running.discard(task.id)
        return True

    def _take(self) -> Task | None:
        names = self.handlers.keys()
        with self.database.read() as session:
            if not operations.anything_due(session, names=names, now=self.clock()):
                return None
        with self.database.write() as session:
            job = operations.claim(session, names=names, now=self.clock(), lease=self.lease)
            task = self._task(job) if job is not None else None
            session.commit()
        return task

    def _take_one(self, job_id: uuid.UUID) -> Task | None:
        with self.database.write() as session:
            job = operations.claim_one(session, job_id, now=self.clock(), lease=self.lease)
            task = self._task(job) if job is not None else None
            session.commit()
        return task

    def _task(self, job: Job) -> Task:
        return Task(job.id, job.name, job.payload, job.attempts, self.database, self.clock, self._stopping.is_set)

    def _perform(self, task: Task) -> None:
        try:
            self.handlers[task.name](task)
        except PausedError:
            with self.database.write() as session:
                operations.give_back(session, job_id=task.id, now=self.clock())
                session.commit()
        except Exception as error:  # noqa: BLE001 - whatever a handler raises, its job must be tried again or given up
            _log.exception("jobs.failed", job=str(task.id), name=task.name, attempt=task.attempts)
            with self.database.write() as session:
                operations.fail(session, job_id=task.id, error=type(error).__name__, now=self.clock())
                session.commit()
        else:
            with self.database.write() as session:
                operations.finish(session, job_id=task.id, now=self.clock())
                session.commit()
