"""Evidence: the page of one question's files; sending, replacing, changing, using again and taking off."""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session
from starlette.datastructures import FormData, UploadFile

from assess.assessments import evidence as files
from assess.assessments import filetypes, reusing
from assess.errors import AssessError, InvalidError, NotFoundError, TooLargeError, UnavailableError
from assess.scanning import Scanner
from assess.storage import Storage
from assess.web.deps import DbSession, Now, PostedForm, see
from assess.web.errors import wants_json
from assess.web.files import Files
from assess.web.forms.evidence import Said, chosen, said, sent_files, upload
from assess.web.i18n import gettext as _
from assess.web.pages.opening import ToAttach, ToView
from assess.web.templating import render
from assess.web.views import attached
from assess.web.views.desk import Desk
from assess.wording.sentences import say

router = APIRouter(prefix="/assessments/{assessment_id}/evidence/{fact}")
REFUSALS = (InvalidError, TooLargeError, UnavailableError)


@dataclass(frozen=True, slots=True)
class Wrong:
    """What was refused of one file's forms, and what had been sent."""

    id: str
    field: str
    message: str
    sent: Said


@dataclass(frozen=True, slots=True)
class Taking:
    """Where files go."""

    session: Session
    storage: Storage
    scanner: Scanner | None
    desk: Desk
    now: dt.datetime
    limit: int

    @property
    def terms(self) -> dict[str, Any]:
        """Give them as the operations that take a file want them."""
        who = {"actor": self.desk.actor, "assessment_id": self.desk.id, "now": self.now}
        return {**who, "limit": self.limit, "scanner": self.scanner}


def _taking(request: Request, session: Session, storage: Storage, desk: Desk, now: dt.datetime) -> Taking:
    state = request.app.state
    return Taking(session, storage, state.scanner, desk, now, state.settings.upload_limit_bytes)


@router.get("", name="evidence")
def show(request: Request, desk: ToView, fact: str) -> Response:
    """Show the files of one question."""
    return _page(request, desk, fact)


@router.post("", name="attach")
def attach(
    request: Request, *, session: DbSession, desk: ToAttach, fact: str, posted: PostedForm, storage: Files, now: Now
) -> Response:
    """Take files; what is refused is said by name, and the rest is kept."""
    sent = sent_files(posted)
    refused = [] if sent else [_("请先选择文件。")]
    taking = _taking(request, session, storage, desk, now)
    for one in sent:
        refused.extend(_take(taking, fact, posted, one))
    if wants_json(request):
        return JSONResponse({"message": " ".join(refused)}, status_code=422 if refused else 201)
    if refused:
        return _page(request, desk.reloaded(session, now), fact, refused, sent=said(posted))
    return see(f"{desk.base}/evidence/{fact}")


def _take(taking: Taking, fact: str, posted: FormData, sent: UploadFile) -> Iterator[str]:
    """Take one file; where it is refused, say so by its name."""
    try:
        files.attach_evidence(taking.session, taking.storage, fact=fact, upload=upload(posted, sent), **taking.terms)
    except REFUSALS as refusal:
        yield f"{sent.filename}{_('：')}{_words(taking.desk, refusal)}"
    finally:
        sent.file.close()


@router.get("/reuse", name="reuse-evidence")
def offer(request: Request, *, session: DbSession, desk: ToAttach, fact: str, now: Now) -> Response:
    """List the files of this organisation that may serve this question too."""
    return _reuse_page(request, session, desk, fact, now)


@router.post("/reuse", name="take-evidence-again")
def reuse(request: Request, *, session: DbSession, desk: ToAttach, fact: str, posted: PostedForm, now: Now) -> Response:
    """Let files that are here already serve this question too: all that were ticked, or none."""
    ids, given = chosen(posted), said(posted)
    who: dict[str, Any] = {"actor": desk.actor, "assessment_id": desk.id, "now": now}
    told: dict[str, Any] = {"fact": fact, "kind": given.kind, "row_id": given.row_id, "pages": given.pages}
    if not ids:
        return _reuse_page(request, session, desk, fact, now, ("chosen", _("请先选择文件。")), given)
    try:
        with session.begin_nested():
            for one in ids:
                files.reuse(session, evidence_id=one, **who, **told)
    except InvalidError as refusal:
        target = {"kind": "kind", "row_id": "row", "pages": "pages"}.get(refusal.field or "", "chosen")
        return _reuse_page(request, session, desk, fact, now, (target, _words(desk, refusal)), given)
    return see(f"{desk.base}/evidence/{fact}")


@router.post("/{evidence_id}/change", name="change-evidence")
def change(
    request: Request, *, session: DbSession, desk: ToAttach, fact: str, evidence_id: uuid.UUID, posted: PostedForm,
    now: Now,
) -> Response:  # fmt: skip
    """Say anew what a file is."""
    given = said(posted)
    who: dict[str, Any] = {"actor": desk.actor, "assessment_id": desk.id, "evidence_id": evidence_id, "now": now}
    try:
        files.change(session, **who, kind=given.kind, row_id=given.row_id, issued_on=given.day, pages=given.pages)
    except InvalidError as refusal:
        wrong = Wrong(str(evidence_id), refusal.field or "kind", _words(desk, refusal), given)
        return _page(request, desk, fact, wrong=wrong)
    return see(f"{desk.base}/evidence/{fact}")


@router.post("/{evidence_id}/replace", name="replace-evidence")
def replace(
    request: Request, *, session: DbSession, desk: ToAttach, fact: str, evidence_id: uuid.UUID, posted: PostedForm,
    storage: Files, now: Now,
) -> Response:  # fmt: skip
    """Put a new file in the place of an old one; where it is refused, the old one stays."""
    taking, sent = _taking(request, session, storage, desk, now), sent_files(posted, "file")
    try:
        if not sent:
            return _page(request, desk, fact, wrong=_not_replaced(evidence_id, _("请先选择文件。"), posted))
        made = upload(posted, sent[0])
        files.replace_evidence(session, storage, evidence_id=evidence_id, upload=made, **taking.terms)
    except REFUSALS as refusal:
        message = f"{sent[0].filename}{_('：')}{_words(desk, refusal)}"
        return _page(request, desk, fact, wrong=_not_replaced(evidence_id, message, posted))
    return see(f"{desk.base}/evidence/{fact}")


def _not_replaced(evidence_id: uuid.UUID, message: str, posted: FormData) -> Wrong:
    return Wrong(str(evidence_id), "file", message, said(posted))


@router.post("/{evidence_id}/remove", name="remove-evidence")
def remove(session: DbSession, desk: ToAttach, fact: str, evidence_id: uuid.UUID, now: Now) -> Response:
    """Take a file off."""
    files.remove_evidence(session, actor=desk.actor, assessment_id=desk.id, evidence_id=evidence_id, now=now)
    return see(f"{desk.base}/evidence/{fact}")


def _words(desk: Desk, refusal: AssessError) -> str:
    return say(refusal.message, refusal.params, desk.locale)


def _page(
    request: Request,
    desk: Desk,
    fact: str,
    refused: list[str] | None = None,
    *,
    wrong: Wrong | None = None,
    sent: Said | None = None,
) -> Response:
    errors = [("files", message) for message in refused or ()]
    if wrong is not None:
        errors = [(f"{wrong.field.replace('_', '-')}-{wrong.id}", wrong.message)]
    return render(
        request,
        "pages/assessments/evidence.html",
        status=422 if errors else 200,
        **_shown(desk, fact),
        files=attached.files(desk, fact),
        wrong=wrong,
        sent=sent,
        most_mb=files.LIMIT_BYTES // 1024**2,
        most_files=files.MOST_FILES,
        most_in_all=files.MOST_IN_ALL,
        most_gb=files.MOST_BYTES // 1024**3,
        in_all=len(desk.loaded.evidence),
        accepted=filetypes.ACCEPTED,
        errors=errors,
    )


def _shown(desk: Desk, fact: str) -> dict[str, Any]:
    """Give what both pages of a question's files say of the question."""
    question = desk.sheet.questions.get(fact)
    if question is None or not question.kinds or desk.trial:
        raise NotFoundError
    return {
        "desk": desk,
        "q": question,
        "shown": desk.shown(fact),
        "back": f"{desk.place(question.home)}#{question.anchor}",
        "rows": attached.rows(desk, fact),
    }


def _reuse_page(  # noqa: PLR0917 - what the page is made of
    request: Request,
    session: Session,
    desk: Desk,
    fact: str,
    now: dt.datetime,
    error: tuple[str, str] | None = None,
    sent: Said | None = None,
) -> Response:
    found = reusing.offered(session, actor=desk.actor, assessment_id=desk.id, fact=fact, now=now)
    return render(
        request,
        "pages/assessments/evidence_reuse.html",
        status=422 if error else 200,
        **_shown(desk, fact),
        groups=attached.choosable(desk, found),
        sent=sent,
        errors=[error] if error else [],
    )
