"""How one answer came about, for the people of the organisation."""

from fastapi import APIRouter, Request, Response

from assess.assessments import earlier, history
from assess.errors import NotFoundError
from assess.web.deps import DbSession, Now
from assess.web.pages.opening import ToView
from assess.web.templating import render
from assess.web.views import answer_history

router = APIRouter(prefix="/assessments/{assessment_id}/answers/{fact}/history")


@router.get("", name="answer-history")
def show(request: Request, session: DbSession, desk: ToView, fact: str, now: Now) -> Response:
    """Show every change of one answer: who, when, from what to what."""
    known = desk.sheet.questions.get(fact)
    before = earlier.meanings(session, assessment_id=desk.id, fact=fact)
    if desk.trial or not (known or before):
        raise NotFoundError
    meanings = ([desk.sheet.facts[fact]] if known else []) + before
    found = history.history(session, actor=desk.actor, assessment_id=desk.id, fact=fact, now=now)
    return render(
        request,
        "pages/assessments/history.html",
        desk=desk,
        wording=meanings[0].wording.to(desk.locale),
        back=f"{desk.place(known.home)}#{known.anchor}" if known else f"{desk.base}/earlier",
        asked=known is not None,
        steps=answer_history.steps(found, meanings, desk.locale),
    )
