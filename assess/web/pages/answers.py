"""Saving one answer: the small request every change of a question page makes.

It is the busiest address of the service, so nothing here runs in the thread pool and nothing is loaded: the one write
function looks up session, permission, state and question by itself, and `Writer` lets many requests share a commit.
"""

import functools
import uuid

from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse
from markupsafe import escape
from starlette.datastructures import FormData

from assess import clock
from assess.access.roles import Action
from assess.accounts import sessions
from assess.assessments import queries
from assess.assessments.save import Change, Saved, save
from assess.errors import ConflictError, InvalidError, SignedOutError
from assess.values.fact import Fact
from assess.web import deps, i18n
from assess.web.forms.base import Fields
from assess.web.forms.fields import FIELDS
from assess.web.forms.typed import NOTE, REVISION, first, plain_text, revision
from assess.web.i18n import gettext as _
from assess.web.pages.asking import panel
from assess.web.pages.opening import Inside
from assess.web.views.desk import Desk
from assess.wording.sentences import say

router = APIRouter(prefix="/assessments/{assessment_id}")


@router.post("/answers/{fact}", name="save-answer", dependencies=[Depends(Inside(Action.ANSWER))])
async def save_answer(request: Request, assessment_id: uuid.UUID, fact: str, form: deps.PostedForm) -> Response:
    """Save one answer and say when, or say what is wrong with it."""
    work = _work(request, assessment_id, fact, form)
    try:
        saved = await request.app.state.writer.run(work)
    except InvalidError as refusal:
        if not _fragment(request):
            raise
        return HTMLResponse(escape(say(refusal.message, refusal.params, i18n.current())), status_code=422)
    except ConflictError as clash:
        if not _fragment(request):
            raise
        return await run_in_threadpool(_conflict, request, assessment_id, fact, form, clash)
    return HTMLResponse(_line(fact, saved), headers={"HX-Trigger": "saved"})


def _fragment(request: Request) -> bool:
    return request.headers.get("hx-request") == "true"


def _work(request: Request, assessment_id: uuid.UUID, fact: str, form: FormData) -> functools.partial[Saved]:
    """Prepare the one call that runs inside the write transaction."""
    token, sent = deps.session_token(request), Fields(form)
    if not token:
        raise SignedOutError
    return functools.partial(
        save,
        token_hash=sessions.hash_token(token),
        csrf_token=deps.csrf_sent(request, form),
        assessment_id=assessment_id,
        fact=fact,
        change=Change(
            functools.partial(_raw, sent=sent),
            plain_text(first(sent, fact + NOTE)),
            revision(first(sent, fact + REVISION)),
        ),
        limits=deps.limits(request.app.state.settings),
        now=clock.now(),
    )


def _raw(fact: Fact, sent: Fields) -> object:
    kind = FIELDS[fact.type]
    return kind.raw(fact, kind.sent(fact, sent))


def _line(fact: str, saved: Saved) -> str:
    """Say when it was saved, with the revision the next save builds on."""
    words = _("已保存 %(time)s", time=f"{clock.to_local(saved.at):%H:%M}")
    return f'{escape(words)}<input type="hidden" name="{escape(fact)}:revision" value="{saved.revision}">'


def _conflict(request: Request, assessment_id: uuid.UUID, fact: str, form: FormData, clash: ConflictError) -> Response:
    """Show both answers; what is needed for that is loaded only now."""
    now = clock.now()
    with request.app.state.database.read() as session:
        visit = sessions.visit(session, token=deps.session_token(request) or "", now=now)
        if visit is None:
            raise SignedOutError
        loaded = queries.load(session, actor=visit.actor, assessment_id=assessment_id, now=now)
        desk = Desk(loaded, visit.actor, clock.to_local(now).date(), i18n.current())
        return HTMLResponse(panel(desk, fact, clash, Fields(form), now), status_code=409)
