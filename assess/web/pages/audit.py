"""The audit log: of an assessment for its organisation, of the service for the administrators of its operator."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import StreamingResponse

from assess.access.roles import Action
from assess.accounts.sessions import Visit
from assess.clock import to_local
from assess.errors import NotFoundError
from assess.exchange import streaming
from assess.overview import audit_log
from assess.web import i18n
from assess.web.deps import DbSession, Now, UnseenNeeds
from assess.web.pages.opening import ToView
from assess.web.reads import Reads
from assess.web.templating import render
from assess.web.views import audit as views

router = APIRouter()
own = APIRouter(prefix="/assessments/{assessment_id}")
Auditor = Annotated[Visit, Depends(UnseenNeeds(Action.AUDIT))]


@own.get("/log", name="assessment-log")
def of_assessment(request: Request, session: DbSession, desk: ToView, show: str = "", page: str = "") -> Response:
    """Show who did what with an assessment, and who looked at it."""
    if desk.trial:
        raise NotFoundError
    chosen = show if show in views.SHOWS else ""
    found = audit_log.of_assessment(session, assessment_id=desk.id, show=chosen, page=views.page_number(page))
    return render(
        request,
        "pages/audit/log.html",
        desk=desk,
        found=found,
        rows=views.own_rows(found, desk),
        show=chosen,
    )


@router.get("/audit", name="audit", dependencies=[Reads("audit", "searched")])
def search(request: Request, session: DbSession, visitor: Auditor, now: Now) -> Response:
    """Search the general chain, and show how the chains are."""
    asked = views.asked(request.query_params)
    organisations = asked.given["organisation"]
    wanted = asked.wanted(audit_log.organisations(session, organisations) if organisations else "")
    found = audit_log.search(session, actor=visitor.actor, wanted=wanted, page=asked.page)
    return render(
        request,
        "pages/audit/search.html",
        asked=asked,
        found=found,
        rows=views.rows(found.rows, audit_log.names_of(session, found.rows)),
        state=audit_log.state(session, actor=visitor.actor),
        options=views.options(),
        when=views.when,
        now=now,
    )


@router.get("/audit/events.csv", name="audit-file", dependencies=[Reads("audit", "exported")])
def download(request: Request, session: DbSession, visitor: Auditor, now: Now) -> Response:
    """Give what a search finds as CSV; it is read while it is sent, in a session of its own."""
    asked = views.asked(request.query_params)
    organisations = asked.given["organisation"]
    wanted = asked.wanted(audit_log.organisations(session, organisations) if organisations else "")
    database, actor, locale = request.app.state.database, visitor.actor, i18n.current()

    def sent() -> Iterator[bytes]:
        with database.read() as own:
            yield from streaming.plain(views.table(audit_log.everything(own, actor=actor, wanted=wanted), locale))

    name = f"audit-{to_local(now):%Y%m%d}.csv"
    return StreamingResponse(
        sent(), media_type="text/csv", headers={"content-disposition": f'attachment; filename="{name}"'}
    )
