"""All evidence of an assessment as one ZIP with an index: for its organisation, and for its reviewers."""

import uuid

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from assess.assessments.bundles.listing import Bundle, of_assessment
from assess.assessments.bundles.zipping import pieces
from assess.assessments.filetypes import clean_name
from assess.errors import NotFoundError
from assess.reviews.bundling import bundle
from assess.storage import Storage
from assess.web import i18n
from assess.web.deps import DbSession, Now
from assess.web.files import Files, disposition
from assess.web.i18n import gettext as _
from assess.web.pages.opening import ToDownload
from assess.web.pages.reviewing_opening import Reviewer

router = APIRouter(prefix="/assessments/{assessment_id}")
reviewing = APIRouter(prefix="/reviews/{assessment_id}")


@router.get("/evidence.zip", name="evidence-bundle")
def own(session: DbSession, desk: ToDownload, storage: Files) -> Response:
    """Give what the submission rests on, or what is uploaded now; a trial has no evidence."""
    if desk.trial:
        raise NotFoundError
    return _sent(of_assessment(session, desk.loaded, desk.locale), storage)


@reviewing.get("/evidence.zip", name="review-bundle")
def foreign(request: Request, assessment_id: uuid.UUID, visitor: Reviewer, storage: Files, now: Now) -> Response:
    """Give what was handed in; that it was taken away is written down before the first byte leaves."""
    with request.app.state.database.write() as writing:
        found = bundle(writing, actor=visitor.actor, assessment_id=assessment_id, locale=i18n.current(), now=now)
        writing.commit()
    return _sent(found, storage)


def _sent(found: Bundle, storage: Storage) -> Response:
    name = clean_name(f"{_('佐证材料')}-{found.organisation}.zip".replace("/", "-"))
    headers = {"content-disposition": disposition("attachment", name), "cache-control": "private, no-cache"}
    return StreamingResponse(pieces(found, storage), media_type="application/zip", headers=headers)
