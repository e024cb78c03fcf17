"""The files of a review: to be downloaded and looked at, which leaves a trace; and those handed in more than once."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from assess.errors import NotFoundError
from assess.papers.readers import Page
from assess.reviews import duplicates, operations
from assess.web import drawing, i18n
from assess.web.deps import DbSession, Now
from assess.web.drawing import Paper
from assess.web.files import Files, file_response
from assess.web.i18n import gettext as _
from assess.web.pages.evidence_file import SANDBOX, number_of, paper, viewer
from assess.web.pages.reviewing_opening import Reviewer
from assess.web.reads import Reads
from assess.web.templating import render
from assess.web.views import reviewing_duplicates

router = APIRouter(prefix="/reviews/{assessment_id}/evidence/{evidence_id}")
listed = APIRouter(prefix="/reviews")


def get_paper(
    request: Request, *, assessment_id: uuid.UUID, evidence_id: uuid.UUID, visitor: Reviewer, now: Now
) -> Paper:
    """Find a file of the submission.

    Reading it leaves a trace, in a transaction of its own; the visitor's has ended (see `deps.find_visitor`).
    """
    with request.app.state.database.write() as own:
        found = operations.evidence(
            own, actor=visitor.actor, assessment_id=assessment_id, evidence_id=evidence_id, now=now
        )
        told = paper(found)
        own.commit()
    return told


File = Annotated[Paper, Depends(get_paper)]


@router.get("", name="review-evidence")
def download(file: File, storage: Files) -> Response:
    """Give a file of the submission, always as a download."""
    return file_response(storage, file.sha256, media_type=file.media_type, name=file.name, headers=SANDBOX)


@router.get("/pages/{number}", name="review-evidence-page")
def page(request: Request, file: File, storage: Files, number: int, *, near: bool = False) -> Response:
    """Give a page as a picture; with `near` the first one where there is no such page."""

    def draw(wanted: int) -> Page:
        return drawing.page_of(request, storage, file, wanted)

    return drawing.picture(drawing.nearest(draw, number)[0] if near else draw(number))


@router.get("/view", name="review-evidence-view")
def view(
    request: Request, *, assessment_id: uuid.UUID, file: File, storage: Files, page: str = "", item: str = ""
) -> Response:
    """Show a file page by page; `item` is where it was opened from."""
    base = f"/reviews/{assessment_id}"
    back = f"{base}/items/{item}" if item.replace("-", "").replace("_", "").isalnum() else base
    return viewer(request, file, storage, number_of(page), (_("复核"), back))


@listed.get("/duplicates", name="review-duplicates", dependencies=[Reads("queue", "duplicates-read")])
def show(request: Request, session: DbSession, visitor: Reviewer, campaign: str = "") -> Response:
    """List the files that several organisations of a campaign handed in."""
    found = duplicates.repeated(session, actor=visitor.actor, campaign_id=_id(campaign))
    return render(request, "pages/reviewing/duplicates.html", d=reviewing_duplicates.shown(found, i18n.current()))


def _id(text: str) -> uuid.UUID | None:
    if not text:
        return None
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFoundError from None
