"""Evidence: the page of one question's files, upload, download and removal."""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session
from starlette.datastructures import FormData, UploadFile

from assess.access.roles import Action
from assess.accounts.sessions import Visit
from assess.assessments import evidence as files
from assess.assessments import filetypes, queries
from assess.errors import InvalidError, NotFoundError, TooLargeError
from assess.storage import Storage
from assess.values.written import plain_date
from assess.web.deps import DbSession, Needs, Now, PostedForm, see
from assess.web.errors import wants_json
from assess.web.files import Files, file_response
from assess.web.i18n import gettext as _
from assess.web.pages.opening import ToAttach, ToView
from assess.web.templating import render
from assess.web.views import attached
from assess.web.views.desk import Desk
from assess.wording.sentences import say

router = APIRouter(prefix="/assessments/{assessment_id}/evidence/{fact}")
SANDBOX = "default-src 'none'; sandbox"
PICTURES = frozenset({"image/jpeg", "image/png"})


@dataclass(frozen=True, slots=True)
class Taking:
    """Where files go."""

    session: Session
    storage: Storage
    desk: Desk
    fact: str
    now: dt.datetime
    limit: int


@router.get("", name="evidence")
def show(request: Request, desk: ToView, fact: str) -> Response:
    """Show the files of one question."""
    return _page(request, desk, fact)


@router.post("", name="attach")
def attach(
    request: Request, *, session: DbSession, desk: ToAttach, fact: str, posted: PostedForm, storage: Files, now: Now
) -> Response:
    """Take files; what is refused is said by name, and the rest is kept."""
    sent = _files(posted)
    refused = [] if sent else [_("请先选择文件。")]
    for one in sent:
        taking = Taking(session, storage, desk, fact, now, request.app.state.settings.upload_limit_bytes)
        refused.extend(_take(taking, posted, one))
    if wants_json(request):
        return JSONResponse({"message": " ".join(refused)}, status_code=422 if refused else 201)
    if refused:
        return _page(request, desk.reloaded(session, now), fact, refused)
    return see(f"{desk.base}/evidence/{fact}")


@router.get("/{evidence_id}", name="download-evidence")
def download(
    *,
    session: DbSession,
    visitor: Annotated[Visit, Depends(Needs(Action.DOWNLOAD))],
    assessment_id: uuid.UUID,
    evidence_id: uuid.UUID,
    storage: Files,
    now: Now,
    preview: bool = False,
) -> Response:
    """Give a file: always as a download, and a picture also to be looked at on its page."""
    found = queries.evidence(
        session, actor=visitor.actor, assessment_id=assessment_id, evidence_id=evidence_id, now=now
    )
    inline = preview and found.media_type in PICTURES
    return file_response(
        storage,
        found.sha256,
        media_type=found.media_type,
        name=found.name,
        inline=inline,
        headers={"content-security-policy": SANDBOX},
    )


@router.post("/{evidence_id}/remove", name="remove-evidence")
def remove(session: DbSession, desk: ToAttach, fact: str, evidence_id: uuid.UUID, now: Now) -> Response:
    """Take a file off."""
    files.remove_evidence(session, actor=desk.actor, assessment_id=desk.id, evidence_id=evidence_id, now=now)
    return see(f"{desk.base}/evidence/{fact}")


def _take(taking: Taking, posted: FormData, sent: UploadFile) -> Iterator[str]:
    """Take one file; where it is refused, say so by its name."""
    try:
        files.attach_evidence(
            taking.session,
            taking.storage,
            actor=taking.desk.actor,
            assessment_id=taking.desk.id,
            fact=taking.fact,
            upload=_upload(posted, sent),
            now=taking.now,
            limit=taking.limit,
        )
    except (InvalidError, TooLargeError) as refusal:
        yield f"{sent.filename}{_('：')}{say(refusal.message, refusal.params, taking.desk.locale)}"
    finally:
        sent.file.close()


def _files(posted: FormData) -> list[UploadFile]:
    """List the files that were chosen; a form sent without any holds one without a name."""
    return [one for one in posted.getlist("files") if isinstance(one, UploadFile) and one.filename]


def _upload(posted: FormData, sent: UploadFile) -> files.Upload:
    return files.Upload(
        name=sent.filename or "",
        content=sent.file,
        kind=str(posted.get("kind") or ""),
        row_id=str(posted.get("row") or "") or None,
        issued_on=_day(str(posted.get("issued") or "")),
    )


def _day(text: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(plain_date(text))
    except ValueError:
        raise InvalidError("value.not-a-date", field="issued_on") from None


def _page(request: Request, desk: Desk, fact: str, refused: list[str] | None = None) -> Response:
    question = desk.sheet.questions.get(fact)
    if question is None or not question.kinds or desk.trial:
        raise NotFoundError
    return render(
        request,
        "pages/assessments/evidence.html",
        status=422 if refused else 200,
        desk=desk,
        q=question,
        shown=desk.shown(fact),
        back=f"{desk.place(question.home)}#{question.anchor}",
        files=attached.files(desk, fact),
        rows=attached.rows(desk, fact),
        most_mb=files.LIMIT_BYTES // 1024**2,
        most_files=files.MOST_FILES,
        accepted=filetypes.ACCEPTED,
        errors=[("files", message) for message in refused or ()],
    )
