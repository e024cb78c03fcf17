"""Only door to Procrastinate: on PostgreSQL it hands queued jobs, once committed, to whichever process has room.

A trigger on the `job` table (migration 0028) puts a delivery beside every job that is queued. A delivery holds the
job's id and nothing else: what is to be done, how far it is and how it ended stand in the row. So a delivery that comes
twice, too early or for nothing does no harm, and one that was lost is made anew by `deliver`.
"""

import asyncio
import contextlib
import uuid
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, Final

from procrastinate import App, PsycopgConnector
from sqlalchemy import Engine, Text, cast, column, delete, func, literal, literal_column, null, or_, select, table, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from assess.jobs import operations
from assess.jobs.models import Job

SCHEMA: Final = "procrastinate"
TASK: Final = "attend"
_QUEUE_MAXIMUM: Final = 40
"""A queue is called like the jobs in it, as far as PostgreSQL takes the name of a channel."""
_POLL: Final = 2.0
"""Seconds between two looks for what was told to wait; of everything else there is a notice."""
_SIGN_OF_LIFE: Final = 30
_FORGOTTEN: Final = 600
"""Seconds after which a process without a sign of life is struck off; its jobs have long been taken over by then."""

_DELIVERIES: Final = table(
    "procrastinate_jobs",
    *map(column, ("queue_name", "task_name", "queueing_lock", "args", "status", "scheduled_at", "worker_id")),
    schema=SCHEMA,
)


def deliver(session: Session, *, names: Collection[str], now: datetime) -> int:
    """Deliver what should be taken now and has no delivery that waits to be received.

    These are jobs of a process that died: their lease has run out, or they were received and not begun; and jobs
    queued by whatever went round the trigger.

    Returns:
        How many jobs were delivered.
    """
    key, of = cast(Job.id, Text), _DELIVERIES.c
    on_time = or_(of.scheduled_at.is_(None), of.scheduled_at <= func.now())
    waiting = select(literal(1)).where(of.queueing_lock == key, of.status == literal_column("'todo'"), on_time)
    due = select(func.left(Job.name, _QUEUE_MAXIMUM), literal(TASK), key, func.jsonb_build_object("job", Job.id))
    due = due.where(operations.due(now, names), ~waiting.exists()).order_by(Job.run_after, Job.created_at)
    made = insert(_DELIVERIES).from_select(["queue_name", "task_name", "queueing_lock", "args"], due)
    done = session.execute(
        made.on_conflict_do_update(
            index_elements=["queueing_lock"], index_where=text("status = 'todo'"), set_={"scheduled_at": null()}
        ).returning(literal(1))
    )
    session.execute(delete(_DELIVERIES).where(of.status == literal_column("'doing'"), of.worker_id.is_(None)))
    return len(done.all())


class Receiver:
    """Receives jobs until it is stopped; any number may receive at the same time, on any number of machines.

    Args:
        engine: Where the jobs are.
        names: Which jobs.
        attend: Works on one job, in a thread; it raises nothing.
        threads: How many at a time.
    """

    def __init__(
        self, engine: Engine, *, names: Collection[str], attend: Callable[[uuid.UUID], None], threads: int
    ) -> None:
        self._engine, self._attend, self._threads = engine, attend, threads
        self._queues = sorted({name[:_QUEUE_MAXIMUM] for name in names})
        self._stopped = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._work: asyncio.Task[None] | None = None

    def run(self) -> None:
        """Receive until `stop`; what the database raises when it goes away is the caller's."""
        with contextlib.suppress(asyncio.CancelledError):
            asyncio.run(self._receive())

    def stop(self) -> None:
        """Receive nothing more and let the jobs at hand finish; may be called from any thread, also before `run`."""
        self._stopped = True
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended by itself
                self._loop.call_soon_threadsafe(self._leave)

    def _leave(self) -> None:
        if self._work is not None and self._stopped:
            self._work.cancel()  # Procrastinate takes it as a request to finish what is at hand

    async def _receive(self) -> None:
        self._loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(self._threads, thread_name_prefix="jobs-attend") as room:
            async with self._app(room).open_async() as app:
                self._work = asyncio.create_task(
                    app.run_worker_async(
                        queues=self._queues,
                        concurrency=self._threads,
                        fetch_job_polling_interval=_POLL,
                        abort_job_polling_interval=_FORGOTTEN,  # nobody asks for that
                        delete_jobs="always",  # the row tells how it ended
                        update_heartbeat_interval=_SIGN_OF_LIFE,
                        stalled_worker_timeout=_FORGOTTEN,
                        install_signal_handlers=False,
                    )
                )
                self._leave()
                await self._work

    def _app(self, room: ThreadPoolExecutor) -> App:
        app = App(connector=PsycopgConnector(min_size=1, max_size=4, kwargs=_connection(self._engine)))

        @app.task(name=TASK)
        async def attend(job: str) -> None:
            await asyncio.get_running_loop().run_in_executor(room, self._attend, uuid.UUID(job))

        return app


def _connection(engine: Engine) -> dict[str, Any]:
    """Give what psycopg needs to reach Procrastinate's tables where ours are."""
    _, given = engine.dialect.create_connect_args(engine.url)
    return {**given, "options": f"{given.get('options', '')} -c search_path={SCHEMA}".strip()}
