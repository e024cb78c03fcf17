"""One set of answers, every checklist: results side by side, what to answer next, and how results moved."""

import uuid
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session

from assess.access.actor import allowed
from assess.access.roles import Action
from assess.accounts.sessions import Visit
from assess.assessments import earlier
from assess.overview import owner, pairs, trend
from assess.overview.owner import Standing
from assess.overview.trend import Trend
from assess.web import i18n
from assess.web.deps import DbSession, Needs, Now
from assess.web.forms.start import summary
from assess.web.templating import render
from assess.web.views import comparison, everywhere
from assess.web.views.trend import Chart, chart

router = APIRouter(prefix="/organisation")
ToLook = Annotated[Visit, Depends(Needs(Action.VIEW))]


@router.get("/results", name="results-everywhere")
def show(
    request: Request, *, session: DbSession, visitor: ToLook, now: Now, organisation: uuid.UUID | None = None
) -> Response:
    """Show the results of today's answers on every checklist of this kind."""
    whose = owner.owner(session, actor=visitor.actor, organisation_id=organisation, now=now)
    found = owner.standing(session, whose, now=now) if whose else None
    if whose is None or found is None or not found.own:
        return render(request, "pages/overview/nothing.html", whose=whose)
    choices = pairs.choices(session, whose)
    return render(
        request,
        "pages/overview/everywhere.html",
        name=whose.organisation.name if whose.organisation else "",
        whose=whose,
        profile=summary(found.profile, found.roles),
        today=now,
        found=found,
        board=everywhere.board(found),
        charts=_charts(session, trend.trends(session, whose), found),
        picking=comparison.picking(choices),
        may_start=allowed(visitor.actor, Action.START, getattr(whose.organisation, "id", None))
        or not visitor.actor.signed_in,
    )


def _charts(session: Session, trends: Sequence[Trend], found: Standing) -> tuple[Chart, ...]:
    """Draw a line for every checklist that was submitted, under the name it has now."""
    documents = {place.document.key: place.document for place in found.places}
    versions = {one.key: one.version.sha256 for one in reversed(found.own)}
    made: list[Chart] = []
    for one in trends:
        document = documents.get(one.key) or earlier.published_as(session, versions[one.key])
        made.append(chart(one, document, document.checklist.title.to(i18n.current())))
    return tuple(made)
