"""The composition root: what the service is made of, started and stopped together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI

from assess import clock, logs
from assess.accounts.provider import Provider
from assess.accounts.queries import demo_present
from assess.api.application import PREFIX, Below, create_api
from assess.checklists import operations as checklists
from assess.checklists.drafts import Watched
from assess.checklists.loader import load_lists, load_themes
from assess.config import Settings, load_settings
from assess.db import SESSIONS_AT_ONCE, Database, Writer, open_database
from assess.db.migrate import at_head
from assess.errors import UnavailableError
from assess.papers.cache import Cache
from assess.reports import engine_check
from assess.reports.pool import RenderPool
from assess.reports.signing import CertificateError
from assess.reports.signing import checked as check_certificate
from assess.scanning import Scanner
from assess.storage import Storage, open_storage
from assess.values.text import Locale
from assess.web import assets, errors
from assess.web.middleware import BodyLimit, Edge
from assess.web.pages import ROUTERS
from assess.web.preview import Preview, PreviewOnly
from assess.web.proofs import Proofs
from assess.web.readiness import why_unready
from assess.wording.sentences import say
from assess.worker import domain_handlers, make_couriers, make_runner

LOCALES: tuple[Locale, ...] = ("zh", "en")
_DEMO = "demo.outside-demo-mode"

log = structlog.get_logger("assess.main")


class UnreadyError(RuntimeError):
    """The service cannot start; says why in one line."""


def create_app(
    settings: Settings | None = None,
    database: Database | None = None,
    *,
    warm: bool = True,
    preview: Preview | None = None,
) -> FastAPI:
    """Put the service together.

    Args:
        settings: How it is set up; read from the environment when not given.
        database: A database that is open already; opened from the settings when not given.
        warm: Start the report workers with the service; otherwise at the first report.
        preview: Serve a trial of this one file and nothing else.
    """
    settings = settings or load_settings()
    logs.configure(settings.log_level)
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False, lifespan=_running)
    app.state.settings = settings
    app.state.database = database or open_database(settings.database_url)
    app.state.storage = open_storage(settings)
    app.state.scanner = Scanner(settings.clamav) if settings.clamav else None
    app.state.previews = Cache(settings.data_path / "previews")
    app.state.turns = CapacityLimiter(SESSIONS_AT_ONCE)
    app.state.writer = Writer(app.state.database)
    app.state.pool = RenderPool(settings.report_workers)
    app.state.proofs = Proofs(app.state.pool)
    app.state.provider = make_provider(settings)
    app.state.warm = warm
    app.state.themes = ()
    app.state.lists = ()
    handlers = domain_handlers(settings, app.state.pool, app.state.storage)
    app.state.runner = make_runner(app.state.database, settings, handlers)
    app.state.couriers = make_couriers(app.state.database, settings)
    for router in (assets.router, *ROUTERS):
        app.router.routes.extend(router.routes)  # complete as they are: including them would build each a second time
    app.router.routes.append(Below(PREFIX, create_api(app.state)))
    errors.install(app)
    if preview is not None:
        app.add_middleware(PreviewOnly, preview=preview)
    app.add_middleware(BodyLimit, settings=settings, elsewhere=f"{PREFIX}/")
    app.add_middleware(Edge, settings=settings)
    return app


def make_provider(settings: Settings) -> Provider | None:
    """Give the OpenID provider that was set up, if one was."""
    if settings.oidc_issuer is None:
        return None
    return Provider(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        redirect_uri=f"{settings.base_url}/sign-in/oidc/callback",
        name=settings.oidc_name,
        scopes=settings.oidc_scopes,
    )


def create_preview(
    settings: Settings, database: Database, file: Watched, *, roles: frozenset[str] | None, region: str | None
) -> FastAPI:
    """Put together a service that serves one checklist from its file, in a database of its own."""
    return create_app(settings, database, warm=False, preview=Preview(file=file, roles=roles, region=region))


@asynccontextmanager
async def _running(app: FastAPI) -> AsyncIterator[None]:
    """Check what is needed, start what runs beside the requests, and stop it at the end."""
    check(app.state.database, app.state.settings)
    register_checklists(app.state.database, app.state.settings)
    app.state.themes = load_themes(app.state.settings.checklists_path)
    app.state.lists = load_lists(app.state.settings.checklists_path)
    app.state.writer.start()
    if app.state.settings.jobs == "here":
        app.state.runner.start()
        app.state.couriers.start()
        if app.state.warm:
            await to_thread.run_sync(app.state.pool.start)
    log.info("started", demo=app.state.settings.demo)
    try:
        yield
    finally:
        await to_thread.run_sync(stop, app)
        log.info("stopped")


def stop(app: FastAPI) -> None:
    """Finish the jobs and writes at hand, then let go of processes, threads and connections."""
    app.state.couriers.stop()
    app.state.runner.stop()
    app.state.pool.close()
    app.state.writer.stop()


def check(database: Database, settings: Settings) -> None:
    """Refuse to start without what every report and every request needs, and on demo data outside demo mode.

    Raises:
        UnreadyError: In the operator's words.
    """
    missing = engine_check()
    if not missing.ready:
        names = ", ".join((*missing.packages, *missing.fonts))
        raise UnreadyError(f"缺少生成报告所需的组件：{names} (missing: {names})")
    if not at_head(database):
        raise UnreadyError("数据库不是最新版本，请先迁移 (the database is not at the newest migration)")
    with database.read() as session:
        if not settings.demo and demo_present(session):
            raise UnreadyError(f"{say(_DEMO, {}, 'zh')} ({say(_DEMO, {}, 'en')})")
    check_storage(open_storage(settings))
    try:
        check_certificate(settings, clock.now())
    except CertificateError as error:
        raise UnreadyError(str(error)) from None


def check_storage(storage: Storage) -> None:
    """Refuse to start where files cannot be stored.

    Raises:
        UnreadyError: In the operator's words.
    """
    try:
        storage.check()
    except UnavailableError as error:
        raise UnreadyError(" · ".join(why_unready(storage, error, locale) for locale in LOCALES)) from None


def register_checklists(database: Database, settings: Settings) -> None:
    """Bring the registered versions in step with the published files."""
    with database.write() as session:
        checklists.sync(session, settings.checklists_path, clock.now())
        session.commit()
