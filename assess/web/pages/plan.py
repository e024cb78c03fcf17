"""The cheapest way to the next grade, and trying out what single actions would bring. Nothing is stored."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from assess.web.deps import DbSession, Now
from assess.web.pages.opening import ToView
from assess.web.pages.result import given
from assess.web.templating import render
from assess.web.views import plan

router = APIRouter(prefix="/assessments/{assessment_id}/plan")
Ticks = Annotated[list[str], Query(alias="do", max_length=plan.MOST_TICKS, default_factory=list)]
Goal = Annotated[str, Query(max_length=plan.LONGEST_GOAL)]


@router.get("", name="plan")
def show(  # noqa: PLR0917 - a route's parameters are its contract
    request: Request, session: DbSession, desk: ToView, now: Now, ticks: Ticks, goal: Goal = ""
) -> Response:
    """Show the cheapest way, everything that could be done, and what the ticked actions come to."""
    frame, _ = given(session, desk, now)
    made = plan.plan(frame, goal, ticks)
    return render(request, "pages/assessments/plan.html", desk=desk, plan=made, outcome=made.outcome)


@router.get("/outcome", name="plan-outcome")
def outcome(  # noqa: PLR0917 - a route's parameters are its contract
    request: Request, session: DbSession, desk: ToView, now: Now, ticks: Ticks, goal: Goal = ""
) -> Response:
    """Answer a script with what the ticked actions come to; the address of the page then carries the ticks."""
    frame, _ = given(session, desk, now)
    headers = {"HX-Replace-Url": f"{desk.base}/plan{plan.query(goal, ticks)}"}
    found = plan.live(frame, ticks)
    return render(request, "pages/assessments/plan_outcome.html", headers=headers, desk=desk, outcome=found)
