"""One file of a form: to be downloaded, and to be looked at page by page."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from assess.access.roles import Action
from assess.accounts.sessions import Visit
from assess.assessments import queries
from assess.assessments.models import Evidence
from assess.errors import NotFoundError
from assess.papers.readers import WIDTH, Page
from assess.web import drawing
from assess.web.deps import DbSession, Needs, Now
from assess.web.drawing import Paper
from assess.web.files import Files, file_response
from assess.web.i18n import gettext as _
from assess.web.templating import render
from assess.web.views.attached import size

router = APIRouter(prefix="/assessments/{assessment_id}/evidence/{fact}/{evidence_id}")
DIGITS = 5
SANDBOX = {"content-security-policy": "default-src 'none'; sandbox"}


def get_paper(
    *,
    session: DbSession,
    visitor: Annotated[Visit, Depends(Needs(Action.DOWNLOAD))],
    assessment_id: uuid.UUID,
    fact: str,
    evidence_id: uuid.UUID,
    now: Now,
) -> Paper:
    """Find a file of this question, and end the transaction: drawing and sending may take a while."""
    who = visitor.actor
    found = queries.evidence(session, actor=who, assessment_id=assessment_id, evidence_id=evidence_id, now=now)
    if found.fact != fact:
        raise NotFoundError
    told = paper(found)
    session.commit()
    return told


def paper(found: Evidence) -> Paper:
    """Give what is needed of a row."""
    return Paper(found.name, found.media_type, found.sha256, found.size, found.pages)


File = Annotated[Paper, Depends(get_paper)]


@router.get("", name="download-evidence")
def download(file: File, storage: Files) -> Response:
    """Give a file, always as a download."""
    return file_response(storage, file.sha256, media_type=file.media_type, name=file.name, headers=SANDBOX)


@router.get("/pages/{number}", name="evidence-page")
def page(request: Request, file: File, storage: Files, number: int, *, small: bool = False) -> Response:
    """Give a page as a picture."""
    width = drawing.SMALL if small else WIDTH
    return drawing.picture(drawing.page_of(request, storage, file, number, width))


@router.get("/view", name="view-evidence")
def view(request: Request, file: File, storage: Files, page: str = "") -> Response:
    """Show a file page by page."""
    return viewer(
        request, file, storage, number_of(page), (_("佐证材料"), request.url.path.rpartition("/")[0].rpartition("/")[0])
    )


def number_of(text: str) -> int:
    """Read which page is asked for; nonsense asks for the first."""
    digits = text.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= DIGITS else 1


def viewer(request: Request, file: Paper, storage: Files, number: int, back: tuple[str, str]) -> Response:
    """Show the page with a file's page on it; `back` is where it was opened from."""

    def draw(wanted: int) -> Page:
        return drawing.page_of(request, storage, file, wanted)

    shown, number = drawing.unshown(lambda: drawing.nearest(draw, number))
    return render(
        request,
        "pages/assessments/evidence_view.html",
        file=file,
        size=size(file.size),
        base=request.url.path.rpartition("/")[0],
        number=number,
        pages=shown.pages if shown else 0,
        back=back,
    )
