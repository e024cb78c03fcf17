"""Published lists, for administrators: what there is, a file sent, compared, accepted or discarded, and undone.

To everybody else these addresses do not exist.
"""

import uuid
from collections.abc import Callable, Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import StreamingResponse
from starlette.datastructures import UploadFile
from stdnum.cn import uscc

from assess import clock
from assess.access.actor import allowed
from assess.access.roles import Action
from assess.accounts import sessions
from assess.accounts.sessions import Visit
from assess.config import MEBIBYTE
from assess.errors import ConflictError, InvalidError, NotFoundError, TooLargeError
from assess.listings import operations, queries
from assess.listings.models import Outcome
from assess.overview import imports as people
from assess.web import i18n
from assess.web.deps import AppSettings, DbSession, Now, PostedForm, UnseenNeeds, see, session_token
from assess.web.files import Files
from assess.web.pages.report import waking
from assess.web.templating import render
from assess.web.views import imports as views
from assess.wording.sentences import say

router = APIRouter(prefix="/listings")
Administrator = Annotated[Visit, Depends(UnseenNeeds(Action.IMPORT_LISTINGS))]
IMPORT = "/imports/{import_id}"
LONGEST_QUERY = 60
Step = Callable[..., object]


def ask_first(request: Request, now: Now) -> None:
    """Look the visitor up before a long body is read: nobody else's is.

    Raises:
        NotFoundError: It is not an administrator who sends.
    """
    with request.app.state.database.read() as session:
        visitor = sessions.visit(session, token=session_token(request) or "", now=now)
    if visitor is None or not allowed(visitor.actor, Action.IMPORT_LISTINGS, None):
        raise NotFoundError


@router.get("", name="listings")
def overview(
    request: Request, *, session: DbSession, visitor: Administrator, settings: AppSettings, code: str = ""
) -> Response:
    """Show the imports, how many listings hold, and what is known of a credit code."""
    return _overview(request, session, visitor, settings, code=code)


def _overview(
    request: Request,
    session: DbSession,
    visitor: Visit,
    settings: AppSettings,
    *,
    code: str = "",
    error: tuple[str, str] | None = None,
    status: int = 200,
) -> Response:
    locale, lists = i18n.current(), request.app.state.lists
    found = queries.overview(session, actor=visitor.actor)
    wanted = uscc.compact(code[:LONGEST_QUERY]).upper()
    valid = uscc.is_valid(wanted)
    today = clock.today()
    return render(
        request,
        "pages/listings/overview.html",
        status=status,
        imports=found.imports,
        totals=found.totals,
        people=people.senders(session, [one.by for one in found.imports]),
        titles=views.titles(lists, locale),
        states=views.STATES,
        code=code[:LONGEST_QUERY],
        valid=valid,
        entries=queries.search(session, actor=visitor.actor, credit_code=wanted) if valid else (),
        today=today,
        limit_mb=settings.import_limit_bytes // MEBIBYTE,
        errors=[error] if error else [],
    )


@router.post("", name="upload-listings", dependencies=[Depends(ask_first)])
def upload(
    request: Request,
    *,
    session: DbSession,
    visitor: Administrator,
    settings: AppSettings,
    posted: PostedForm,
    storage: Files,
    now: Now,
) -> Response:
    """Take a file; reading and comparing it goes on beside the requests."""
    sent = posted.get("file")
    if not isinstance(sent, UploadFile) or not sent.filename:
        return _refused(request, session, visitor, settings, InvalidError("listings.empty-file", field="file"))
    try:
        made = operations.upload(
            session,
            storage,
            actor=visitor.actor,
            name=sent.filename,
            content=sent.file,
            limit=settings.import_limit_bytes,
            default_list=str(posted.get("list") or "") or None,
            known=[kind.key for kind in request.app.state.lists],
            now=now,
        )
    except (InvalidError, TooLargeError, ConflictError) as refusal:
        return _refused(request, session, visitor, settings, refusal)
    finally:
        sent.file.close()
    return waking(request, see(f"/listings/imports/{made.id}"))


def _refused(
    request: Request,
    session: DbSession,
    visitor: Visit,
    settings: AppSettings,
    refusal: InvalidError | TooLargeError | ConflictError,
) -> Response:
    """Show the page again, with what is wrong at the field."""
    field = getattr(refusal, "field", None) or "file"
    error = (field, say(refusal.message, refusal.params, i18n.current()))
    return _overview(request, session, visitor, settings, error=error, status=refusal.status)


@router.get(IMPORT, name="listing-import")
def preview(
    request: Request,
    *,
    session: DbSession,
    visitor: Administrator,
    import_id: uuid.UUID,
    show: Outcome = Outcome.CONFLICT,
    refused: str = "",
) -> Response:
    """Show what a file would bring, before anything counts."""
    locale = i18n.current()
    found, job = queries.get(session, actor=visitor.actor, import_id=import_id)
    chosen = _chosen(found.counts, show, asked="show" in request.query_params)
    named = views.titles(request.app.state.lists, locale)
    rows = queries.rows(session, import_id, chosen) if found.counts.get(chosen) else ()
    return render(
        request,
        "pages/listings/import.html",
        found=found,
        sender=people.senders(session, [found.by]).get(found.by, ""),
        state=views.STATES[found.state],
        working=found.state in views.WORKING,
        progress=views.progress(job),
        refusal=views.refusal(found, locale),
        columns=views.columns(found, locale),
        titles=named,
        outcomes=views.OUTCOMES,
        chosen=chosen,
        lines=views.lines(rows, named, locale),
        most=queries.SHOWN,
        refused=_why(session, visitor, refused),
    )


def _chosen(counts: dict[str, int], show: Outcome, *, asked: bool) -> Outcome:
    """Choose which rows to show: those asked for, else the first kind there is, problems first."""
    if asked and show in views.OUTCOMES:  # a row that was not compared yet is of no kind that is shown
        return show
    return next((outcome for outcome in views.OUTCOMES if counts.get(outcome)), Outcome.CONFLICT)


def _why(session: DbSession, visitor: Visit, refused: str) -> str:
    """Say why a button did nothing."""
    if refused not in views.REFUSED:
        return ""
    return say(f"listings.{refused}", {"name": queries.latest_name(session, actor=visitor.actor)}, i18n.current())


@router.get(IMPORT + "/progress", name="listing-progress")
def progress(request: Request, session: DbSession, visitor: Administrator, import_id: uuid.UUID) -> Response:
    """Say how far the work on an import is; once it is done, the page is loaded anew."""
    found, job = queries.get(session, actor=visitor.actor, import_id=import_id)
    working, how = found.state in views.WORKING, views.progress(job)
    headers = {} if working and not how.stuck else {"HX-Refresh": "true"}
    return render(
        request,
        "pages/listings/progress.html",
        headers=headers,
        found=found,
        state=views.STATES[found.state],
        progress=how,
    )


@router.get(IMPORT + "/rows.csv", name="listing-rows")
def rows(
    request: Request, *, session: DbSession, visitor: Administrator, import_id: uuid.UUID, show: Outcome
) -> Response:
    """Give all rows of an import that are of one outcome, with what is wrong with each."""
    queries.get(session, actor=visitor.actor, import_id=import_id)
    locale, database = i18n.current(), request.app.state.database
    named = views.titles(request.app.state.lists, locale)

    def pieces() -> Iterator[bytes]:
        with database.read() as own:
            yield from views.table(queries.every_row(own, import_id, show), named, locale)

    name = f"{show.value}-{str(import_id)[:8]}.csv"
    return StreamingResponse(
        pieces(), media_type="text/csv", headers={"content-disposition": f'attachment; filename="{name}"'}
    )


def _do(request: Request, session: DbSession, visitor: Visit, now: Now, import_id: uuid.UUID, step: Step) -> Response:  # noqa: PLR0917 - what every route has at hand
    """Do a step, or say on the import's page why not."""
    address = f"/listings/imports/{import_id}"
    try:
        step(session, actor=visitor.actor, import_id=import_id, now=now)
    except ConflictError as refusal:
        session.rollback()
        return waking(request, see(f"{address}?refused={refusal.message.removeprefix('listings.')}"))
    return waking(request, see(address))


@router.post(IMPORT + "/accept", name="accept-listings")
def accept(request: Request, session: DbSession, visitor: Administrator, import_id: uuid.UUID, now: Now) -> Response:
    """Let an import count."""
    return _do(request, session, visitor, now, import_id, operations.accept)


@router.post(IMPORT + "/discard", name="discard-listings")
def discard(request: Request, session: DbSession, visitor: Administrator, import_id: uuid.UUID, now: Now) -> Response:
    """Drop an import nobody accepted."""
    return _do(request, session, visitor, now, import_id, operations.discard)


@router.post(IMPORT + "/undo", name="undo-listings")
def undo(request: Request, session: DbSession, visitor: Administrator, import_id: uuid.UUID, now: Now) -> Response:
    """Take an import back."""
    return _do(request, session, visitor, now, import_id, operations.undo)


@router.post(IMPORT + "/retry", name="retry-listings")
def retry(request: Request, session: DbSession, visitor: Administrator, import_id: uuid.UUID, now: Now) -> Response:
    """Go on with an import whose job was given up."""
    return _do(request, session, visitor, now, import_id, operations.retry)
