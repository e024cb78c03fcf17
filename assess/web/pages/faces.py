"""The face of a campaign's reports: drafted in a form, looked at as a sample, put into use or taken back."""

import uuid
from collections.abc import Callable
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path, Request, Response
from sqlalchemy.orm import Session
from starlette.datastructures import UploadFile

from assess.access.roles import Action
from assess.accounts.sessions import Visit
from assess.campaigns import queries
from assess.campaigns.models import Campaign
from assess.errors import AssessError, ConflictError, InvalidError, NotFoundError
from assess.papers import logo_limits
from assess.reports import face_given, facing
from assess.reports.faces import KEPT, placed
from assess.reports.models import ReportFace
from assess.reports.words import word
from assess.web import drawing, i18n
from assess.web.deps import DbSession, Now, PostedForm, UnseenNeeds, see
from assess.web.errors import sentence
from assess.web.files import Files, file_response
from assess.web.forms.base import errors
from assess.web.forms.faces import FaceForm, moved, pickable, reordered, sent, shown
from assess.web.language import switched
from assess.web.pages.face_samples import PICTURES
from assess.web.templating import render

router = APIRouter(prefix="/campaigns/{campaign_id}")
Administrator = Annotated[Visit, Depends(UnseenNeeds(Action.RUN_CAMPAIGN))]
Number = Annotated[int, Path(ge=0, le=10**6)]
FOLDER: Final = "pages/campaigns"
DONE: Final = ("saved", "used", "plain", "again")


@router.get("/face", name="face")
def show(
    request: Request, *, session: DbSession, visitor: Administrator, campaign_id: uuid.UUID, done: str = ""
) -> Response:
    """Show the face that is drafted, or in use, as a form."""
    found, faces = _found(session, visitor, campaign_id)
    form = shown(facing.given(faces.latest), facing.mark(faces.latest))
    return _form(request, found, faces, form, done=done)


@router.post("/face", name="save-face")
def save(
    request: Request,
    *,
    session: DbSession,
    visitor: Administrator,
    campaign_id: uuid.UUID,
    posted: PostedForm,
    storage: Files,
    now: Now,
) -> Response:
    """Keep the face as the draft and go on to its sample; a chapter that is moved keeps nothing yet."""
    found, faces = _found(session, visitor, campaign_id)
    change, form, picture = moved(posted), sent(posted), posted.get("logo")
    chosen = isinstance(picture, UploadFile) and bool(picture.filename)
    if change or switched(request, posted):
        form.order = reordered(form.order, *(change or ("", "")))
        return _form(request, found, faces, form, moved=change, lost=chosen)
    for fault in facing.check(form.wanted()):
        form.refuse(fault)
    if errors(form):
        return _form(request, found, faces, form, lost=chosen)
    try:
        made = facing.save(
            session,
            storage,
            actor=visitor.actor,
            campaign_id=campaign_id,
            wanted=form.wanted(),
            expected=form.expected.data or "",
            logo=_read(picture),
            without_logo=bool(form.without_logo.data),
            now=now,
        )
    except (InvalidError, ConflictError) as error:
        session.rollback()
        return _again(request, session, visitor, found, form, error)
    return see(f"{_base(campaign_id)}s/{made.number}?done=saved")


def _read(picture: object) -> bytes | None:
    """Read the logo that was sent, and a little more than is taken; None where none was chosen."""
    if not isinstance(picture, UploadFile) or not picture.filename:
        return None
    return picture.file.read(logo_limits.BYTES + 1)


def _again(  # noqa: PLR0917 - what the page is drawn from
    request: Request, session: Session, visitor: Visit, found: Campaign, form: FaceForm, error: AssessError
) -> Response:
    """Show the form with what was refused; one that came too late is good for the next try."""
    found, faces = _found(session, visitor, found.id)
    if isinstance(error, ConflictError):
        form.expected.data = facing.mark(faces.latest)
        form.form_errors = [*form.form_errors, sentence(error) or ""]
    else:
        form.logo.errors = [sentence(error) or ""]
    return _form(request, found, faces, form, status=error.status)


def _found(session: Session, visitor: Visit, campaign_id: uuid.UUID) -> tuple[Campaign, facing.Faces]:
    found = queries.get(session, actor=visitor.actor, campaign_id=campaign_id)
    return found, facing.listed(session, actor=visitor.actor, campaign_id=campaign_id)


def _base(campaign_id: uuid.UUID) -> str:
    return f"/campaigns/{campaign_id}/face"


def _form(
    request: Request,
    found: Campaign,
    faces: facing.Faces,
    form: FaceForm,
    *,
    status: int = 200,
    **context: object,
) -> Response:
    wrong = errors(form)
    told: dict[str, object] = {"done": "", "moved": None, "lost": False, **context}
    return render(
        request,
        f"{FOLDER}/face.html",
        told,
        status=422 if wrong else status,
        campaign=found,
        base=_base(found.id),
        form=form,
        errors=wrong,
        language_form="page-form",
        rows=[_row(form, key) for key in placed(form.order)],
        faces=faces,
        is_plain=facing.is_plain,
        given=facing.given,
        logo=_logo_of(faces.latest),
        pickable=pickable,
        limits=logo_limits,
        most=face_given,
        megabyte=facing.MEBIBYTE,
    )


def _row(form: FaceForm, key: str) -> tuple[str, str, bool, bool]:
    """Tell of a chapter its key, its title, whether it must stay and whether it is shown."""
    return key, word(f"chapter.{key}", i18n.current()), key in KEPT, key not in form.left_out


def _logo_of(face: ReportFace | None) -> str:
    """Give the address of a face's logo, below the campaign's faces."""
    return f"{face.number}/logo" if face is not None and face.logo_key else ""


@router.get("/faces/{number}", name="face-sample")
def proof_page(
    request: Request,
    *,
    session: DbSession,
    visitor: Administrator,
    campaign_id: uuid.UUID,
    number: Number,
    report: str = "",
    done: str = "",
) -> Response:
    """Show a sample report in a face: the first pages as pictures, the whole as a file."""
    found, faces = _found(session, visitor, campaign_id)
    face = _numbered(faces, number)
    return render(
        request,
        f"{FOLDER}/face_sample.html",
        campaign=found,
        base=_base(campaign_id),
        number=number,
        report=report if i18n.is_locale(report) else i18n.current(),
        pages=range(1, PICTURES + 1),
        face=face,
        is_draft=face is not None and face is faces.draft,
        is_used=(face is not None and face is faces.used) or (number == 0 and facing.is_plain(faces.used)),
        version=facing.mark(face),
        latest=facing.mark(faces.latest),
        done=done if done in DONE else "",
    )


def _numbered(faces: facing.Faces, number: int) -> ReportFace | None:
    """Give a face by its number; 0 is the service's own."""
    return faces.numbered(number) if number else None


@router.get("/faces/{number}/logo", name="face-logo")
def logo(
    *, session: DbSession, visitor: Administrator, campaign_id: uuid.UUID, number: Number, storage: Files
) -> Response:
    """Give the logo of a face."""
    face = _numbered(_found(session, visitor, campaign_id)[1], number)
    if face is None or face.logo_key is None:
        raise NotFoundError
    key = face.logo_key
    session.commit()
    return file_response(storage, key, media_type="image/png", name="logo.png", inline=True, headers=drawing.HEADERS)


@router.get("/face/use", name="ask-to-use-face")
def ask_to_use(request: Request, session: DbSession, visitor: Administrator, campaign_id: uuid.UUID) -> Response:
    """Say what putting the draft into use does."""
    return _ask(request, session, visitor, campaign_id, "use")


@router.post("/face/use", name="use-face")
def use(
    request: Request,
    *,
    session: DbSession,
    visitor: Administrator,
    campaign_id: uuid.UUID,
    posted: PostedForm,
    now: Now,
) -> Response:
    """Put the draft into use."""
    expected = str(posted.get("expected") or "")

    def do() -> None:
        facing.use(session, actor=visitor.actor, campaign_id=campaign_id, expected=expected, now=now)

    return _do(request, session, visitor, campaign_id, do, "use")


@router.get("/face/plain", name="ask-for-plain-face")
def ask_for_plain(request: Request, session: DbSession, visitor: Administrator, campaign_id: uuid.UUID) -> Response:
    """Say what going back to the service's own face does."""
    return _ask(request, session, visitor, campaign_id, "plain")


@router.post("/face/plain", name="take-plain-face")
def plain(
    request: Request, *, session: DbSession, visitor: Administrator, campaign_id: uuid.UUID, now: Now
) -> Response:
    """Go back to the service's own face."""

    def do() -> None:
        facing.back_to_plain(session, actor=visitor.actor, campaign_id=campaign_id, now=now)

    return _do(request, session, visitor, campaign_id, do, "plain")


@router.post("/faces/{number}/again", name="face-again")
def again(
    request: Request,
    *,
    session: DbSession,
    visitor: Administrator,
    campaign_id: uuid.UUID,
    number: Number,
    posted: PostedForm,
    now: Now,
) -> Response:
    """Make an earlier face the draft."""
    expected = str(posted.get("expected") or "")
    try:
        facing.again(session, actor=visitor.actor, campaign_id=campaign_id, number=number, expected=expected, now=now)
    except ConflictError as error:
        session.rollback()
        return _ask(request, session, visitor, campaign_id, "again", error=error)
    return see(f"{_base(campaign_id)}?done=again")


def _do(  # noqa: PLR0917 - what the page is drawn from
    request: Request, session: Session, visitor: Visit, campaign_id: uuid.UUID, do: Callable[[], None], step: str
) -> Response:
    try:
        do()
    except ConflictError as error:
        session.rollback()
        return _ask(request, session, visitor, campaign_id, step, error=error)
    return see(f"{_base(campaign_id)}?done={'used' if step == 'use' else step}")


def _ask(
    request: Request,
    session: Session,
    visitor: Visit,
    campaign_id: uuid.UUID,
    step: str,
    *,
    error: ConflictError | None = None,
) -> Response:
    found, faces = _found(session, visitor, campaign_id)
    return render(
        request,
        f"{FOLDER}/face_step.html",
        status=error.status if error else 200,
        campaign=found,
        base=_base(campaign_id),
        step=step,
        draft=faces.draft,
        possible=faces.draft is not None or (step == "plain" and not facing.is_plain(faces.used)),
        expected=facing.mark(faces.draft),
        made=facing.reports_made(session, campaign_id),
        why=sentence(error) if error else "",
    )
