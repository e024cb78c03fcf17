"""The page that lists what was answered elsewhere, to be ticked and taken over."""

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session

from assess.assessments import prefill_operations, prefill_queries
from assess.web.deps import DbSession, Now, PostedForm, get_agreed, see
from assess.web.i18n import gettext as _
from assess.web.language import switched
from assess.web.pages.opening import ToAnswer
from assess.web.templating import render
from assess.web.views import prefill
from assess.web.views.desk import Desk

router = APIRouter(prefix="/assessments/{assessment_id}/prefill", dependencies=[Depends(get_agreed)])
MOST_SHOWN = 6


@router.get("", name="prefill")
def show(request: Request, *, session: DbSession, desk: ToAnswer, tick: str = "", done: str = "") -> Response:
    """List what can be taken over, what cannot and why, and what was."""
    return _page(request, session, desk, ticked=tick == "all", done=_count(done))


@router.post("", name="take-over")
def take(request: Request, *, session: DbSession, desk: ToAnswer, posted: PostedForm, now: Now) -> Response:
    """Take over what was ticked."""
    if switched(request, posted):
        return _page(request, session, desk.again())
    wanted = prefill.wanted(posted.getlist("take"))
    if not wanted:
        return _page(request, session, desk, error=_("请先勾选要沿用的回答。"), status=422)
    outcome = prefill_operations.take(session, actor=desk.actor, assessment_id=desk.id, wanted=wanted, now=now)
    if not outcome.missed:
        return see(f"{desk.base}/prefill?done={len(outcome.taken)}")
    error = _("有 %(count)s 题没有沿用：在您查看期间，这里已经填写，或者那里的回答有改动。", count=len(outcome.missed))
    fresh = desk.reloaded(session, now)
    return _page(request, session, fresh, error=error, status=409, done=len(outcome.taken))


def _count(done: str) -> int:
    """Read how many were taken over; what no page of ours sends is none."""
    return int(done) if done.isascii() and done.isdigit() and len(done) < MOST_SHOWN else 0


def _page(
    request: Request,
    session: Session,
    desk: Desk,
    *,
    ticked: bool = False,
    done: int = 0,
    error: str = "",
    status: int = 200,
) -> Response:
    return render(
        request,
        "pages/assessments/prefill.html",
        status=status,
        desk=desk,
        listed=prefill.listed(desk, prefill_queries.taken_over(session, desk.id)),
        ticked=ticked,
        done=done,
        errors=[("offers", error)] if error else [],
        language_form="page-form",
    )
