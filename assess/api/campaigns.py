"""Campaigns for the offices that run or follow them: described, opened, moved, looked at, published."""

import dataclasses
import uuid
from itertools import islice
from typing import Annotated

from fastapi import Query, Response
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Action
from assess.api.deps import DbSession, Now, by_token
from assess.api.etags import NOT_MODIFIED, Changing, PreconditionFailedError, Reading, not_modified, tag
from assess.api.once import Made, MaybeOnce
from assess.api.paging import Page, Pages
from assess.api.reads import Reads
from assess.api.routing import make_router
from assess.api.schemas.campaigns import (
    CampaignChange,
    CampaignIn,
    CampaignOut,
    DashboardOut,
    DeviationsOut,
    LaterIn,
    ReasonIn,
    ResultRowOut,
    campaign_out,
    dashboard_out,
    deviations_out,
    result_row,
)
from assess.assessments import deadlines, reminding
from assess.campaigns import operations, queries
from assess.campaigns.models import Campaign
from assess.checklists import queries as checklists
from assess.errors import ConflictError, InvalidError, NotFoundError
from assess.overview import campaign_export, dashboard_scope
from assess.overview import dashboard as figures
from assess.overview import deviations as differences
from assess.overview.dashboard_lists import Wanted
from assess.reviews import operations as reviews

router = make_router("campaigns")
ONE = "/campaigns/{campaign_id}"
Runner = Annotated[Actor, by_token(Action.RUN_CAMPAIGN)]
Follower = Annotated[Actor, by_token(Action.FOLLOW_CAMPAIGN)]
District = Annotated[uuid.UUID | None, Query(description="只看一个区县。 One district only.")]


@router.get("/campaigns", name="api-campaigns", summary="列出所管理的评估批次")
def listed(session: DbSession, actor: Runner, now: Now, paging: Pages) -> Page[CampaignOut]:
    """List the campaigns the token's owner runs, the latest deadline first."""
    page = paging.start() // paging.limit + 1
    lines, total = queries.listing(session, actor=actor, page=page, size=paging.limit)
    more = [*lines, *lines[-1:]] if page * paging.limit < total else lines
    return paging.page(
        more,
        place=lambda _: (page * paging.limit,),
        show=lambda one: campaign_out(one.campaign, one.version, one.participants, now),
    )


@router.post(
    "/campaigns", name="api-create-campaign", summary="新建评估批次", status_code=201, response_model=CampaignOut
)
def create(body: CampaignIn, session: DbSession, actor: Runner, once: MaybeOnce, now: Now) -> Response:
    """Prepare a campaign; nobody sees it before it is opened."""

    def make() -> Made:
        fields = body.fields(_version(session, body))
        made = operations.create(session, actor=actor, fields=fields, now=now)
        return Made(_out(session, made, now), headers={"location": f"/api/v1/campaigns/{made.id}"})

    return once.answer(session, asked=body.model_dump(mode="json"), make=make, now=now)


def _version(session: Session, body: CampaignIn) -> uuid.UUID:
    """Give the version that is wanted: the one named, or the newest that is not retired."""
    try:
        if body.version is None:
            return checklists.current(session, body.checklist).id
        return next(one.id for one in checklists.versions(session, body.checklist) if one.version == body.version)
    except (NotFoundError, StopIteration):
        raise InvalidError("api.no-such-checklist", field="checklist") from None


def _out(session: Session, campaign: Campaign, now: Now) -> CampaignOut:
    session.flush()
    version = checklists.get(session, campaign.checklist_version_id)
    return campaign_out(campaign, version, operations.participants_of(session, campaign), now)


@router.get(ONE, name="api-campaign", summary="一个评估批次", response_model=CampaignOut, responses=NOT_MODIFIED)
def one(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession, actor: Runner, campaign_id: uuid.UUID, known: Reading, now: Now, response: Response
) -> CampaignOut | Response:
    """Give a campaign with its ETag."""
    found = queries.get(session, actor=actor, campaign_id=campaign_id)
    told = _out(session, found, now)
    etag = tag(found.revision, told.phase.value, told.participants)
    if known.known(etag):
        return not_modified(etag)
    response.headers["etag"] = etag
    return told


@router.patch(ONE, name="api-change-campaign", summary="修改评估批次")
def change(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession,
    actor: Runner,
    campaign_id: uuid.UUID,
    body: CampaignChange,
    conditions: Changing,
    now: Now,
    response: Response,
) -> CampaignOut:
    """Change the description: everything while it is prepared, what nobody relies on later."""
    found = queries.get(session, actor=actor, campaign_id=campaign_id)
    told = _out(session, found, now)
    conditions.check(tag(found.revision, told.phase.value, told.participants), theirs=told, mine=body)
    fields = dataclasses.replace(queries.fields_of(found), **body.changes())
    try:
        made = operations.edit(
            session, actor=actor, campaign_id=campaign_id, fields=fields, expected=told.revision, now=now
        )
    except ConflictError:
        raise PreconditionFailedError(theirs=told, mine=body) from None
    changed = _out(session, made, now)
    response.headers["etag"] = tag(changed.revision, changed.phase.value, changed.participants)
    return changed


@router.post(f"{ONE}/open", name="api-open-campaign", summary="发布批次")
def open_one(session: DbSession, actor: Runner, campaign_id: uuid.UUID, now: Now) -> CampaignOut:
    """Open a campaign: from its first day on its participants may fill in."""
    return _out(session, operations.open_campaign(session, actor=actor, campaign_id=campaign_id, now=now), now)


@router.post(f"{ONE}/extend", name="api-extend-campaign", summary="延长期限")
def extend(session: DbSession, actor: Runner, campaign_id: uuid.UUID, body: LaterIn, now: Now) -> CampaignOut:
    """Move everybody's deadline to a later day."""
    made = deadlines.extend(session, actor=actor, campaign_id=campaign_id, now=now, **body.model_dump())
    return _out(session, made, now)


@router.post(f"{ONE}/close", name="api-close-campaign", summary="提前截止")
def close(session: DbSession, actor: Runner, campaign_id: uuid.UUID, body: ReasonIn, now: Now) -> CampaignOut:
    """End filling in before the deadline."""
    made = deadlines.close(session, actor=actor, campaign_id=campaign_id, reason=body.reason, now=now)
    return _out(session, made, now)


@router.post(f"{ONE}/reopen", name="api-reopen-campaign", summary="重新开放填报")
def reopen(session: DbSession, actor: Runner, campaign_id: uuid.UUID, body: LaterIn, now: Now) -> CampaignOut:
    """Let everybody go on filling in until a new day."""
    made = deadlines.reopen(session, actor=actor, campaign_id=campaign_id, now=now, **body.model_dump())
    return _out(session, made, now)


@router.post(f"{ONE}/remind", name="api-remind-participants", summary="催办", status_code=202)
def remind(session: DbSession, actor: Runner, campaign_id: uuid.UUID, now: Now) -> CampaignOut:
    """Have everybody written to who has not submitted, once a day at most."""
    reminding.remind(session, actor=actor, campaign_id=campaign_id, now=now)
    return _out(session, queries.get(session, actor=actor, campaign_id=campaign_id), now)


@router.post(f"{ONE}/publish", name="api-publish-campaign", summary="公布结果", status_code=202)
def publish(session: DbSession, actor: Runner, campaign_id: uuid.UUID, now: Now) -> CampaignOut:
    """Publish the results: every decision is made known beside the request, what is decided later by asking again."""
    made = operations.publish(session, actor=actor, campaign_id=campaign_id, now=now)
    reviews.publish_all(session, actor=actor, campaign_id=campaign_id, now=now)
    return _out(session, made, now)


@router.get(
    f"{ONE}/dashboard",
    name="api-dashboard",
    summary="进度与得分汇总",
    dependencies=[Reads("campaign", "results-read")],
)
def dashboard(
    session: DbSession, actor: Follower, campaign_id: uuid.UUID, now: Now, district: District = None
) -> DashboardOut:
    """Say how far everybody is, and what the scores add up to, as far as the token's owner may follow the campaign."""
    scope = dashboard_scope.find(session, actor=actor, campaign_id=campaign_id)
    return dashboard_out(figures.dashboard(session, scope, district_id=district, now=now))


@router.get(
    f"{ONE}/deviations",
    name="api-deviations",
    summary="复核与自评的差异",
    dependencies=[Reads("campaign", "deviations-read")],
)
def deviations(session: DbSession, actor: Follower, campaign_id: uuid.UUID, district: District = None) -> DeviationsOut:
    """Say how far reviews differ from claims, and reviewers from one another."""
    scope = dashboard_scope.find(session, actor=actor, campaign_id=campaign_id)
    return deviations_out(differences.report(session, scope, district_id=district))


@router.get(
    f"{ONE}/results", name="api-campaign-results", summary="各单位的得分", dependencies=[Reads("campaign", "exported")]
)
def results(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession, actor: Follower, campaign_id: uuid.UUID, paging: Pages, now: Now, district: District = None
) -> Page[ResultRowOut]:
    """List the participants with their official scores, district by district; no answer is among them."""
    scope = dashboard_scope.find(session, actor=actor, campaign_id=campaign_id)
    figures.dashboard(session, scope, district_id=district, now=now)  # refuses a district that is not theirs
    start, rows = paging.start(), campaign_export.participants(session, scope, Wanted(district_id=district))
    some = list(islice(rows, start, start + paging.limit + 1))
    return paging.page(some, place=lambda _: (start + paging.limit,), show=result_row)
