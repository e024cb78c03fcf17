"""Moving an assessment to a newer version of its checklist: shown, then done; and what that set apart."""

import uuid

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from assess.assessments import earlier, migrating, queries
from assess.assessments.migrating import Preview
from assess.errors import ConflictError, NotFoundError
from assess.web.deps import DbSession, Now, PostedForm, see
from assess.web.language import switched
from assess.web.pages.opening import ToAnswer, ToView
from assess.web.templating import render
from assess.web.views import moving
from assess.web.views.desk import Desk
from assess.wording.sentences import say

router = APIRouter(prefix="/assessments/{assessment_id}")
WHOLE_NUMBER = 18


@router.get("/newer", name="preview-move")
def show(request: Request, session: DbSession, desk: ToAnswer, now: Now) -> Response:
    """Show what moving to the newest version would do."""
    return _page(request, desk, migrating.preview_of(session, desk.loaded, actor=desk.actor, now=now))


@router.post("/newer", name="move")
def move(request: Request, *, session: DbSession, desk: ToAnswer, posted: PostedForm, now: Now) -> Response:
    """Move, provided that nothing has changed since it was shown."""
    if switched(request, posted):
        return show(request, session, desk.again(), now)
    try:
        migrating.apply(
            session,
            actor=desk.actor,
            assessment_id=desk.id,
            version_id=_version(posted),
            expected_state=_state(posted),
            now=now,
        )
    except ConflictError as clash:
        return _again(request, session, desk, now, clash)
    return see(desk.base)


def _version(posted: PostedForm) -> uuid.UUID:
    """Read which version was shown.

    Raises:
        NotFoundError: None that exists.
    """
    try:
        return uuid.UUID(str(posted.get("version")))
    except ValueError:
        raise NotFoundError from None


def _state(posted: PostedForm) -> int:
    """Read the state that was shown; a state that never was where it is none."""
    seen = str(posted.get("state") or "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < WHOLE_NUMBER else -1


def _again(request: Request, session: Session, desk: Desk, now: Now, clash: ConflictError) -> Response:
    """Show it as it is now, and say that it is no longer what was shown."""
    try:
        preview = migrating.preview_of(session, desk.loaded, actor=desk.actor, now=now)
    except NotFoundError:  # the version was retired meanwhile and there is no other
        raise clash from None
    return _page(request, desk, preview, error=say(clash.message, clash.params, desk.locale))


def _page(request: Request, desk: Desk, preview: Preview, error: str = "") -> Response:
    return render(
        request,
        "pages/assessments/move.html",
        status=409 if error else 200,
        desk=desk,
        preview=preview,
        move=moving.move(desk, preview.plan),
        errors=[("move", error)] if error else [],
        language_form="page-form",
    )


@router.get("/earlier", name="earlier-answers")
def earlier_answers(request: Request, session: DbSession, desk: ToView) -> Response:
    """Show the answers of earlier versions that no longer count, with their files."""
    found = earlier.answers(session, desk.id)
    return render(
        request,
        "pages/assessments/earlier.html",
        desk=desk,
        lines=moving.earlier(desk, found, queries.files_of(session, desk.id, found)),
    )
