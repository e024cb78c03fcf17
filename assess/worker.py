"""What runs beside the requests: job handlers and housekeeping, in the server process or in one of its own.

`python -m assess.worker` works off jobs until it is told to stop. On PostgreSQL any number may run beside the servers,
on any number of machines; where `ASSESS_JOBS` is `elsewhere` the servers leave all the work to them.
"""

import signal
import threading
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import structlog

from assess import clock, logs, mail
from assess.accounts import letters, links, mailing, requests, sessions
from assess.accounts.letters import Builder, Post
from assess.accounts.queries import demo_present
from assess.accounts.webhooks import delivering
from assess.accounts.webhooks import mailing as webhook_mailing
from assess.accounts.webhooks.delivering import Courier
from assess.accounts.webhooks.operations import terms_of
from assess.assessments import campaign_letters, presence, reminding, sheetuploads, together_letters, trials
from assess.assessments.rescoring.handlers import handlers as rescoring_handlers
from assess.checklists.lists import folded, names_of
from assess.checklists.loader import load_lists
from assess.config import Settings, load_settings
from assess.db import Database, open_database
from assess.db.migrate import at_head
from assess.jobs.runner import Handler, Runner, Task
from assess.listings.handlers import handlers as listing_handlers
from assess.listings.reading import Names
from assess.overview import checkpointing, dashboard_job
from assess.overview.privacy import classes, retention
from assess.reports.bulk import letters as batch_letters
from assess.reports.bulk.handlers import RECURRING as BATCHES
from assess.reports.bulk.handlers import handlers as batch_handlers
from assess.reports.handlers import handlers as report_handlers
from assess.reports.pool import RenderPool
from assess.reports.signing import CertificateError, checked, open_signer
from assess.reports.sweeping import EVERY, SWEEP
from assess.reviews import notices, publishing_job
from assess.storage import Storage, open_storage
from assess.wording.sentences import say

HOUSEKEEPING: Final = "housekeeping"
RECURRING: Final[Mapping[str, timedelta]] = {
    HOUSEKEEPING: timedelta(minutes=15),
    SWEEP: EVERY,
    **BATCHES,
    reminding.RECURRING: reminding.EVERY,
    dashboard_job.RECURRING: dashboard_job.EVERY,
    checkpointing.CHECKPOINT: checkpointing.EVERY,
    retention.RETENTION: retention.EVERY,
}
LETTERS: Final[Mapping[str, Builder]] = {
    **mailing.BUILDERS,
    **webhook_mailing.BUILDERS,
    **campaign_letters.BUILDERS,
    **together_letters.BUILDERS,
    **notices.BUILDERS,
    **batch_letters.BUILDERS,
}
"""Letter → what fills it in, of every domain that writes to people (see `assess.accounts.letters`)."""

_log = structlog.get_logger()


def make_runner(database: Database, settings: Settings, handlers: Mapping[str, Handler] | None = None) -> Runner:
    """Put a runner together; start and stop are the caller's.

    Args:
        database: Where the jobs are.
        settings: How the service is set up.
        handlers: The handlers of the domains: what reports need is theirs to say.
    """
    known = {HOUSEKEEPING: keep_house, **(handlers or {})}
    recurring = {name: interval for name, interval in RECURRING.items() if name in known}
    return Runner(database, known, clock.now, recurring=recurring, threads=settings.report_workers)


def make_couriers(database: Database, settings: Settings) -> Runner:
    """Put together what delivers webhooks, in threads of its own: no receiver holds up any other work."""
    handlers = Courier(lambda: terms_of(settings)).handlers()
    recurring = {delivering.KEEPING: delivering.EVERY}
    return Runner(database, handlers, clock.now, recurring=recurring, threads=delivering.THREADS)


def domain_handlers(settings: Settings, pool: RenderPool, storage: Storage) -> Mapping[str, Handler]:
    """Give the handlers of all domains; listings do not know the content that names the lists, so it is handed down."""

    def names() -> Names:
        return Names(names_of(load_lists(settings.checklists_path)), folded)

    return {
        **report_handlers(pool, storage, f"{settings.base_url}/verify/", open_signer(settings)),
        **batch_handlers(storage),
        **listing_handlers(storage, names),
        **rescoring_handlers(),
        **letters.handlers(post_of(settings)),
        **campaign_letters.handlers(),
        reminding.RECURRING: reminding.remind_due,
        **dashboard_job.handlers(),
        **checkpointing.handlers(settings),
        **publishing_job.handlers(),
        **retention.handlers(classes.kept(trial_hours=settings.trial_hours, given=settings.retention)),
    }


def post_of(settings: Settings) -> Post:
    """Give how letters leave this service."""
    return Post(LETTERS, mail.sender_of(settings), settings.mail_from, settings.base_url)


def keep_house(task: Task) -> None:
    """Delete what must not be kept: trials whose time is over, ended sessions, old tries, links and letters."""
    now = task.clock()
    with task.database.write() as session:
        gone = trials.purge_trials(session, now=now)
        ended = sessions.purge(session, now=now)
        links.purge(session, now=now)
        letters.purge(session, now=now)
        requests.purge(session, now=now)
        presence.purge(session, now=now)
        sheetuploads.purge(session, now=now)
        session.commit()
    _log.info("housekeeping", trials=gone, sessions=ended)


def _check(database: Database, settings: Settings) -> None:
    """Refuse to work on a database of another release, and on demo data outside demo mode."""
    if not at_head(database):
        raise SystemExit("数据库不是最新版本，请先迁移 (the database is not at the newest migration)")
    with database.read() as session:
        if not settings.demo and demo_present(session):
            raise SystemExit(" · ".join(say("demo.outside-demo-mode", {}, locale) for locale in ("zh", "en")))
    try:
        checked(settings, clock.now())
    except CertificateError as error:
        raise SystemExit(str(error)) from None


def main() -> None:
    """Work until SIGTERM or SIGINT; the job at hand is finished first."""
    settings = load_settings()
    logs.configure(settings.log_level)
    database = open_database(settings.database_url)
    _check(database, settings)
    pool = RenderPool(settings.report_workers)
    runner = make_runner(database, settings, domain_handlers(settings, pool, open_storage(settings)))
    couriers = make_couriers(database, settings)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stopping.set())
    runner.start()
    couriers.start()
    stopping.wait()
    couriers.stop()
    runner.stop()
    pool.close()
    database.close()


if __name__ == "__main__":
    main()
