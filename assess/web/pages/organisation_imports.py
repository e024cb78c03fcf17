"""Importing organisations from a table: sent, shown, applied, taken back. For administrators only."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session
from starlette.datastructures import UploadFile

from assess.access.actor import allowed
from assess.access.roles import Action
from assess.accounts import directory, organising, sessions
from assess.accounts.import_models import ImportState, OrganisationImport, RowOutcome
from assess.accounts.importing import operations, queries, undoing, words, workbook
from assess.accounts.importing.columns import MAX_ROWS
from assess.accounts.links import MOST_PRINTED
from assess.accounts.sessions import Visit
from assess.errors import AssessError, ConflictError, InvalidError, NotFoundError
from assess.exchange.refusal import WorkbookError
from assess.exchange.tables import MAX_BYTES
from assess.overview import concern
from assess.web import i18n
from assess.web.deps import DbSession, Now, PostedForm, UnseenNeeds, see, session_token
from assess.web.i18n import gettext as _
from assess.web.templating import render
from assess.web.views import organisation_imports as views
from assess.wording.sentences import say, tell

router = APIRouter(prefix="/organisations")
Administrator = Annotated[Visit, Depends(UnseenNeeds(Action.MANAGE_ORGANISATIONS))]
IMPORT = "/imports/{import_id}"
MEGABYTE = 1024 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def ask_first(request: Request, now: Now) -> None:
    """Look the visitor up before a long body is read: nobody else's is.

    Raises:
        NotFoundError: It is not an administrator who sends.
    """
    with request.app.state.database.read() as session:
        visitor = sessions.visit(session, token=session_token(request) or "", now=now)
    if visitor is None or not allowed(visitor.actor, Action.MANAGE_ORGANISATIONS, None):
        raise NotFoundError


@router.get("/import", name="organisation-imports")
def overview(request: Request, session: DbSession, visitor: Administrator, below: str = "") -> Response:
    """Ask for a table, and list the imports there were."""
    return _overview(request, session, visitor, below=below)


@router.post("/import", name="upload-organisations", dependencies=[Depends(ask_first)])
def upload(request: Request, session: DbSession, visitor: Administrator, posted: PostedForm, now: Now) -> Response:
    """Take a table and compare it."""
    sent, below = posted.get("file"), str(posted.get("below") or "")
    if not isinstance(sent, UploadFile) or not sent.filename:
        return _overview(request, session, visitor, below=below, error=("file", _sentence("import.no-file")))
    try:
        content = operations.read(sent.filename, sent.file)
        made = operations.upload(
            session,
            actor=visitor.actor,
            scope_id=_scope(session, visitor, below),
            content=content,
            roles=_roles(session),
            now=now,
        )
    except WorkbookError as error:
        return _overview(request, session, visitor, below=below, error=("file", tell(error.step, i18n.current())))
    except (InvalidError, ConflictError) as error:
        field = "below" if isinstance(error, InvalidError) else "file"
        said = (field, say(error.message, error.params, i18n.current()))
        return _overview(request, session, visitor, below=below, error=said)
    finally:
        sent.file.close()
    return see(f"/organisations/imports/{made.id}")


@router.get("/import/template.xlsx", name="organisation-template")
def template(session: DbSession, visitor: Administrator) -> Response:
    """Give the empty table."""
    del visitor  # what it holds is the same for everybody who may have it
    notes = {field: _(note) for field, note in views.NOTES.items()}
    made = workbook.template(_("单位"), notes, views.guide(_titles(session)), guide_name=_("填写说明"))
    return _file(made, "organisations.xlsx")


@router.get(IMPORT, name="organisation-import")
def preview(
    request: Request,
    *,
    session: DbSession,
    visitor: Administrator,
    import_id: uuid.UUID,
    show: str = "",
    page: int = 1,
    refused: str = "",
) -> Response:
    """Show what a table would do, or did."""
    found, sender, place = queries.get(session, actor=visitor.actor, import_id=import_id)
    chosen = _chosen(found, show)
    total = found.counts.get(chosen.value if chosen else "kept", 0)
    page = min(max(page, 1), max(1, -(-total // queries.PAGE)))
    rows = queries.rows(session, import_id, chosen, page=page)
    places = queries.names(session, views.parents(rows))
    return render(
        request,
        "pages/organisations/import.html",
        found=found,
        sender=sender,
        place=place,
        state=views.STATES[found.state],
        outcomes=views.OUTCOMES,
        chosen=chosen,
        lines=views.lines(rows, _titles(session), places),
        columns=views.NAMES,
        total=total,
        page=page,
        pages=max(1, -(-total // queries.PAGE)),
        made=queries.made(session, import_id)[:MOST_PRINTED] if found.state is ImportState.APPLIED else (),
        most_printed=MOST_PRINTED,
        refused=_sentence(f"import.{refused}") if refused in views.REFUSED else "",
    )


@router.get(IMPORT + "/rows.xlsx", name="organisation-import-rows")
def rows(session: DbSession, visitor: Administrator, import_id: uuid.UUID, show: str = "conflict") -> Response:
    """Give rows as they were read, with what is wrong with each, to be mended and sent again."""
    found, _sender, _place = queries.get(session, actor=visitor.actor, import_id=import_id)
    wanted = queries.rows(session, import_id, _chosen(found, show), page=None)
    why = ["；".join(views.problems(row)) for row in wanted]
    made = workbook.table(_("单位"), wanted, why, heading=_("问题说明"))
    return _file(made, f"{show if show in list(views.OUTCOMES) else 'rows'}-{str(import_id)[:8]}.xlsx")


@router.post(IMPORT + "/apply", name="apply-organisations")
def apply(session: DbSession, visitor: Administrator, import_id: uuid.UUID, now: Now) -> Response:
    """Do what was shown."""
    try:
        operations.apply(session, actor=visitor.actor, import_id=import_id, roles=_roles(session), now=now)
    except ConflictError as refusal:
        return _refused(session, import_id, refusal)
    return see(f"/organisations/imports/{import_id}")


@router.post(IMPORT + "/discard", name="discard-organisations")
def discard(session: DbSession, visitor: Administrator, import_id: uuid.UUID, now: Now) -> Response:
    """Drop an import nobody applied."""
    try:
        operations.discard(session, actor=visitor.actor, import_id=import_id, now=now)
    except ConflictError as refusal:
        return _refused(session, import_id, refusal)
    return see("/organisations/import")


@router.post(IMPORT + "/undo", name="undo-organisations")
def undo(session: DbSession, visitor: Administrator, import_id: uuid.UUID, now: Now) -> Response:
    """Take an import back."""
    try:
        undoing.undo(session, actor=visitor.actor, import_id=import_id, now=now)
    except ConflictError as refusal:
        return _refused(session, import_id, refusal)
    return see(f"/organisations/imports/{import_id}")


def _refused(session: Session, import_id: uuid.UUID, refusal: AssessError) -> Response:
    session.rollback()
    name = refusal.message.removeprefix("import.")
    return see(f"/organisations/imports/{import_id}?refused={name if name in views.REFUSED else 'not-ready'}")


def _chosen(found: OrganisationImport, show: str) -> RowOutcome | None:
    """Choose which rows to show: those asked for, else the first kind there is; None for what was not undone."""
    if show == "kept" and found.counts.get("kept"):
        return None
    if show in list(views.OUTCOMES):
        return RowOutcome(show)
    return next((outcome for outcome in views.OUTCOMES if found.counts.get(outcome.value)), RowOutcome.CONFLICT)


def _scope(session: Session, visitor: Visit, below: str) -> uuid.UUID:
    """Give what new organisations go below: what was named, else the body the administrator acts for."""
    found = organising.find_parent(session, actor=visitor.actor, text=below)
    return found or visitor.actor.tops(Action.MANAGE_ORGANISATIONS)[0]


def _titles(session: Session) -> dict[str, str]:
    return {role.key: role.title.to(i18n.current()) for role in concern.roles(session)}


def _roles(session: Session) -> dict[str, str]:
    return words.role_names([(role.key, role.title.zh, role.title.en) for role in concern.roles(session)])


def _sentence(message: str) -> str:
    return say(message, {}, i18n.current())


def _file(content: bytes, name: str) -> Response:
    return Response(content, media_type=XLSX, headers={"content-disposition": f'attachment; filename="{name}"'})


def _overview(
    request: Request, session: Session, visitor: Visit, *, below: str, error: tuple[str, str] | None = None
) -> Response:
    session.rollback()
    branches = directory.branches(session, actor=visitor.actor)
    named = next((above.name for above in branches if str(above.id) == below), below)
    return render(
        request,
        "pages/organisations/imports.html",
        status=422 if error else 200,
        imports=queries.imports(session, actor=visitor.actor),
        states=views.STATES,
        outcomes=views.OUTCOMES,
        branches=branches,
        below=named[:200],
        own=next((one.organisation_name for one in visitor.actor.memberships if one.role.value == "administrator"), ""),
        columns=views.NAMES,
        most=MAX_ROWS,
        megabytes=MAX_BYTES // MEGABYTE,
        errors=[error] if error else [],
    )
