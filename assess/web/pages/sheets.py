"""Filling in offline: the workbook to download, what comes back, and what of it is saved."""

import uuid
from collections.abc import Collection, Mapping
from typing import Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData, UploadFile

from assess.assessments import sheetuploads
from assess.assessments.filetypes import clean_name
from assess.assessments.sheetuploads import Changes
from assess.assessments.upload_models import UploadStatus
from assess.errors import ConflictError, InvalidError, NotFoundError
from assess.exchange.guard import MAX_BYTES
from assess.web import i18n
from assess.web.deps import DbSession, Now, PostedForm, get_agreed, see
from assess.web.i18n import gettext as _
from assess.web.language import switched
from assess.web.pages.opening import ToAnswer, ToDownload
from assess.web.templating import render
from assess.web.views import sheets as views
from assess.web.views.desk import Desk, moment
from assess.wording.sentences import say

router = APIRouter(prefix="/assessments/{assessment_id}", dependencies=[Depends(get_agreed)])
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UPLOAD: Final = "/workbook/{upload_id}"
MEGABYTE: Final = 1024 * 1024
MOST_DIGITS: Final = 9


@router.get("/workbook.xlsx", name="workbook-file")
def download(session: DbSession, desk: ToDownload, now: Now) -> Response:
    """Give the form as a workbook, with the answers as they are."""
    made = sheetuploads.workbook(session, actor=desk.actor, assessment_id=desk.id, locale=i18n.current(), now=now)
    name = clean_name(f"{desk.sheet.title}-{desk.organisation or _('试填')}-{desk.today}.xlsx".replace("/", "-"))
    disposition = f"attachment; filename=\"assessment.xlsx\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(made, media_type=XLSX, headers={"content-disposition": disposition, "cache-control": "no-store"})


@router.get("/workbook", name="workbook")
def show(request: Request, session: DbSession, desk: ToDownload, now: Now) -> Response:
    """Say how to fill in offline, and list what waits for a decision."""
    return _start(request, session, desk, now)


@router.post("/workbook", name="upload-workbook")
def upload(request: Request, session: DbSession, desk: ToAnswer, posted: PostedForm, now: Now) -> Response:
    """Take a workbook and compare it; nothing is saved yet."""
    if switched(request, posted):
        return _start(request, session, desk.again(), now)
    sent = posted.get("file")
    try:
        name, content = _read(sent)
        made = sheetuploads.read(session, actor=desk.actor, assessment_id=desk.id, name=name, content=content, now=now)
    except InvalidError as refusal:
        return _start(request, session, desk, now, error=say(refusal.message, refusal.params, desk.locale))
    finally:
        if isinstance(sent, UploadFile):
            sent.file.close()
    return see(f"{desk.base}/workbook/{made.id}")


def _read(sent: object) -> tuple[str, bytes]:
    """Give the name and the content of the file, and no more of that than is taken.

    Raises:
        InvalidError: No file was chosen.
    """
    if not isinstance(sent, UploadFile) or not sent.filename:
        raise InvalidError("sheet.no-file", field="file")
    return sent.filename, sent.file.read(MAX_BYTES + 1)


@router.get(UPLOAD, name="workbook-changes")
def compare(request: Request, session: DbSession, desk: ToAnswer, upload_id: uuid.UUID, now: Now) -> Response:
    """Show what an uploaded workbook would change, or what became of it."""
    return _changes(request, desk, _found(session, desk, upload_id, now), now)


@router.post(UPLOAD + "/accept", name="accept-workbook")
def accept(
    request: Request, *, session: DbSession, desk: ToAnswer, upload_id: uuid.UUID, posted: PostedForm, now: Now
) -> Response:
    """Save the lines that were ticked: all of them or none."""
    found = _found(session, desk, upload_id, now)
    ticked, seen = _ticked(posted)
    if switched(request, posted):
        return _changes(request, desk.again(), found, now, ticked=ticked)
    try:
        sheetuploads.accept(session, actor=desk.actor, upload_id=upload_id, facts=ticked, seen=seen, now=now)
    except (ConflictError, InvalidError) as refusal:
        session.rollback()
        if refusal.message in {"sheet.settled", "sheet.outdated"}:
            return see(f"{desk.base}/workbook/{upload_id}")
        moved = refusal.theirs if isinstance(refusal, ConflictError) and isinstance(refusal.theirs, tuple) else ()
        fresh = desk.reloaded(session, now)
        again = sheetuploads.changes(session, actor=desk.actor, upload_id=upload_id, now=now)
        return _changes(request, fresh, again, now, ticked=ticked, moved=moved, refusal=refusal)
    return see(f"{desk.base}/workbook/{upload_id}")


@router.post(UPLOAD + "/discard", name="discard-workbook")
def discard(session: DbSession, desk: ToAnswer, upload_id: uuid.UUID, now: Now) -> Response:
    """Drop an upload; the answers stay as they are."""
    if _found(session, desk, upload_id, now).upload.status is UploadStatus.OPEN:
        sheetuploads.discard(session, actor=desk.actor, upload_id=upload_id, now=now)
    return see(f"{desk.base}/workbook/{upload_id}")


def _found(session: Session, desk: Desk, upload_id: uuid.UUID, now: Now) -> Changes:
    """Look an upload up; one of another assessment does not exist."""
    found = sheetuploads.changes(session, actor=desk.actor, upload_id=upload_id, now=now)
    if found.upload.assessment_id != desk.id:
        raise NotFoundError
    return found


def _ticked(posted: FormData) -> tuple[Collection[str], Mapping[str, int]]:
    """Read which lines were ticked, and the revision each stood beside."""
    pairs = [str(one).rpartition(" ") for one in posted.getlist("take")]
    seen = {key: int(number) for key, _space, number in pairs if number.isascii() and number.isdigit()}
    return list(seen), {key: number for key, number in seen.items() if number < 10**MOST_DIGITS}


def _start(request: Request, session: Session, desk: Desk, now: Now, *, error: str = "") -> Response:
    waiting = sheetuploads.waiting(session, actor=desk.actor, assessment_id=desk.id, now=now)
    return render(
        request,
        "pages/sheets/offline.html",
        status=422 if error else 200,
        desk=desk,
        waiting=[(one, name or _("试填"), moment(one.at, desk.locale)) for one, name in waiting],
        megabytes=MAX_BYTES // MEGABYTE,
        days=sheetuploads.KEPT.days,
        errors=[("file", error)] if error else [],
    )


def _changes(
    request: Request,
    desk: Desk,
    found: Changes,
    now: Now,
    *,
    ticked: Collection[str] | None = None,
    moved: Collection[str] = (),
    refusal: ConflictError | InvalidError | None = None,
) -> Response:
    error = say(refusal.message, refusal.params, desk.locale) if refusal else ""
    return render(
        request,
        "pages/sheets/changes.html" if found.outcome is None else "pages/sheets/done.html",
        status=refusal.status if refusal else 200,
        desk=desk,
        upload=found.upload,
        who=found.by_name or _("试填"),
        when=moment(found.upload.at, desk.locale),
        outcome=found.outcome,
        outdated=found.outdated,
        page=views.page(desk, found, now, ticked=ticked, moved=moved),
        errors=[("lines", error)] if error else [],
        language_form="page-form" if found.outcome is None else None,
    )
