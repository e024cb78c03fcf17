"""A campaign followed: how far everybody is, what the scores add up to, how reviews differ from claims."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from assess.access.roles import Action
from assess.accounts.sessions import Visit
from assess.overview import dashboard as figures
from assess.overview import dashboard_lists, dashboard_scope
from assess.overview import deviations as differences
from assess.web.deps import DbSession, Now, UnseenNeeds
from assess.web.reads import Reads
from assess.web.templating import render
from assess.web.views import dashboard as views
from assess.web.views import deviations as deviation_views
from assess.web.views import heat

router = APIRouter(prefix="/campaigns/{campaign_id}")
Follower = Annotated[Visit, Depends(UnseenNeeds(Action.FOLLOW_CAMPAIGN))]


@router.get("/dashboard", name="campaign-dashboard", dependencies=[Reads("campaign", "results-read")])
def dashboard(request: Request, session: DbSession, visitor: Follower, campaign_id: uuid.UUID, now: Now) -> Response:
    """Show how far a campaign is."""
    asked = views.asked(request.query_params)
    scope = dashboard_scope.find(session, actor=visitor.actor, campaign_id=campaign_id)
    found = figures.dashboard(session, scope, district_id=asked.wanted.district_id, now=now)
    return render(
        request,
        "pages/dashboard/dashboard.html",
        scope=scope,
        found=found,
        asked=asked,
        views=views,
        heat=heat,
        shown=views.shown(found),
        waiting=dashboard_lists.waiting(session, scope, asked.wanted, now=now),
        owed=dashboard_lists.owed(session, scope, district_id=asked.wanted.district_id),
    )


@router.get("/deviations", name="campaign-deviations", dependencies=[Reads("campaign", "deviations-read")])
def deviations(request: Request, session: DbSession, visitor: Follower, campaign_id: uuid.UUID) -> Response:
    """Show how far reviews differ from claims, and reviewers from one another."""
    asked = views.asked(request.query_params)
    scope = dashboard_scope.find(session, actor=visitor.actor, campaign_id=campaign_id)
    found = differences.report(session, scope, district_id=asked.wanted.district_id)
    compared, more = dashboard_lists.compared(session, scope, asked.wanted)
    return render(
        request,
        "pages/dashboard/deviations.html",
        scope=scope,
        found=found,
        asked=asked,
        views=views,
        words=deviation_views,
        compared=compared,
        more=more,
    )
