"""Re-scoring what was handed in, for whoever runs the service: begin a run, watch it, see what differs."""

import uuid
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session
from starlette.background import BackgroundTask

from assess.access.roles import Action
from assess.accounts.sessions import Visit
from assess.assessments.rescoring import operations, queries
from assess.assessments.rescoring.operations import Selection
from assess.checklists.definition import Published
from assess.errors import InvalidError, NotFoundError
from assess.overview import shelf
from assess.overview.shelf import Shelved
from assess.web import i18n
from assess.web.deps import AppSettings, DbSession, Now, PostedForm, UnseenNeeds, see
from assess.web.language import switched
from assess.web.reads import Reads
from assess.web.templating import render
from assess.web.views import rescoring
from assess.wording.sentences import say

router = APIRouter(prefix="/rescores")
Administrator = Annotated[Visit, Depends(UnseenNeeds(Action.PUBLISH))]
MOST_ITEMS = 20


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen on the form: a checklist's key and a draft, or nothing."""

    checklist: str = ""
    draft: str = ""


def _listed(
    request: Request, session: Session, shelved: tuple[Shelved, ...], chosen: Chosen, error: str = ""
) -> Response:
    return render(
        request,
        "pages/rescoring/runs.html",
        status=422 if error else 200,
        chosen=chosen,
        runs=queries.runs(session),
        keys=sorted({one.key for one in shelved if one.id}),
        drafts=[one for one in shelved if one.state == "draft" and one.summary],
        errors=[("checklist", error)] if error else [],
        language_form="page-form",
    )


@router.get("", name="rescores")
def runs(request: Request, session: DbSession, visitor: Administrator, settings: AppSettings, now: Now) -> Response:
    """List the runs, and offer to begin one."""
    return _listed(request, session, _shelved(session, visitor, settings, now), Chosen())


def _shelved(session: Session, visitor: Visit, settings: AppSettings, now: Now) -> tuple[Shelved, ...]:
    return shelf.shelf(session, actor=visitor.actor, root=settings.checklists_path, now=now)


@router.post("", name="rescore")
def begin(
    request: Request, *, session: DbSession, visitor: Administrator, settings: AppSettings, posted: PostedForm, now: Now
) -> Response:
    """Begin a run, to be worked off beside the requests."""
    shelved = _shelved(session, visitor, settings, now)
    chosen = Chosen(str(posted.get("checklist", "")), str(posted.get("draft", "")))
    if switched(request, posted):
        return _listed(request, session, shelved, chosen)
    target = _target(session, settings, shelved, chosen.draft)
    try:
        selection = Selection(key=chosen.checklist or None, target=target)
        run = operations.begin(session, actor=visitor.actor, selection=selection, now=now)
    except InvalidError as error:
        return _listed(request, session, shelved, chosen, say(error.message, error.params, i18n.current()))
    operations.queue(session, run=run, now=now)
    return _waking(request, see(f"/rescores/{run.id}"))


def _target(session: Session, settings: AppSettings, shelved: tuple[Shelved, ...], named: str) -> Published | None:
    """Give the draft that was chosen.

    Raises:
        NotFoundError: There is no such draft, or it cannot be read.
    """
    if not named:
        return None
    for one in shelved:
        if one.state == "draft" and f"{one.key} {one.version}" == named:
            document = shelf.document_of(session, settings.checklists_path, one)
            if document is not None:
                return document
    raise NotFoundError


def _waking(request: Request, answer: Response) -> Response:
    """Have the run taken up as soon as the answer is sent; by then it is committed."""
    answer.background = BackgroundTask(request.app.state.runner.wake)
    return answer


@router.get("/{run_id}", name="rescore-run", dependencies=[Reads("rescore", "read")])
def show(request: Request, session: DbSession, visitor: Administrator, run_id: uuid.UUID) -> Response:
    """Show how far a run is and what it found: references and digits, no names and no answers."""
    del visitor  # asked for the permission it stands for
    shown = queries.get(session, run_id)
    found, count = queries.differences(session, run_id)
    partial = request.headers.get("hx-request") == "true"
    return render(
        request,
        f"pages/rescoring/{'findings' if partial else 'run'}.html",
        shown=shown,
        bars=rescoring.bars(shown),
        items=shown.tally.items.most_common(MOST_ITEMS),
        differences=found,
        count=count,
    )


@router.post("/{run_id}/resume", name="rescore-resume")
def resume(request: Request, session: DbSession, visitor: Administrator, run_id: uuid.UUID, now: Now) -> Response:
    """Go on with a run that was given up."""
    operations.resume(session, run=queries.get(session, run_id).run, actor=visitor.actor, now=now)
    return _waking(request, see(f"/rescores/{run_id}"))
