"""The district report of a campaign: asked for, watched while it is made, downloaded."""

import uuid
from typing import Annotated

from fastapi import Request, Response
from starlette.background import BackgroundTask

from assess.access.actor import Actor
from assess.access.roles import Action
from assess.api.deps import DbSession, Files, Now, by_token
from assess.api.etags import Reading
from assess.api.files import file_responses
from assess.api.once import Made, MaybeOnce
from assess.api.reads import Reads
from assess.api.reports import sent
from assess.api.routing import make_router
from assess.api.schemas.reports import DistrictReportIn, ReportOut, report_out
from assess.overview import district_report
from assess.reports import operations as reports
from assess.reports.formats import MEDIA_TYPES

router = make_router("campaigns")
PATH = "/campaigns/{campaign_id}/district-reports"
Follower = Annotated[Actor, by_token(Action.FOLLOW_CAMPAIGN)]


@router.post(
    PATH,
    name="api-request-district-report",
    summary="生成辖区报告",
    status_code=201,
    response_model=ReportOut,
    dependencies=[Reads("campaign", "exported")],
)
def ask(  # noqa: PLR0917 - a route's parameters are its contract
    request: Request,
    session: DbSession,
    actor: Follower,
    campaign_id: uuid.UUID,
    body: DistrictReportIn,
    once: MaybeOnce,
    now: Now,
) -> Response:
    """Ask for the report of the campaign as it stands now, or of what lies below one organisation; no answers in it."""

    def make() -> Made:
        found = district_report.ask(
            session,
            request.app.state.database,
            actor=actor,
            campaign_id=campaign_id,
            top_id=body.organisation_id,
            locale=body.locale,
            now=now,
            format=body.format,
        )
        address = f"/api/v1/campaigns/{campaign_id}/district-reports/{found.id}"
        return Made(report_out(found, reports.progress(session, found)), headers={"location": address})

    answer = once.answer(session, asked=body.model_dump(mode="json"), make=make, now=now)
    answer.background = BackgroundTask(request.app.state.runner.wake)
    return answer


@router.get(
    f"{PATH}/{{report_id}}",
    name="api-district-report",
    summary="辖区报告进度",
    dependencies=[Reads("campaign", "results-read")],
)
def one(session: DbSession, actor: Follower, campaign_id: uuid.UUID, report_id: uuid.UUID) -> ReportOut:
    """Say how far a report is."""
    found = district_report.get(session, actor=actor, campaign_id=campaign_id, report_id=report_id)
    return report_out(found, reports.progress(session, found))


@router.get(
    f"{PATH}/{{report_id}}/file",
    name="api-district-report-file",
    summary="下载辖区报告",
    response_class=Response,
    responses=file_responses(*dict.fromkeys(MEDIA_TYPES.values())),
    dependencies=[Reads("campaign", "exported")],
)
def file(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession,
    actor: Follower,
    campaign_id: uuid.UUID,
    report_id: uuid.UUID,
    storage: Files,
    known: Reading,
) -> Response:
    """Give the finished file; until then, 404."""
    found = district_report.get(session, actor=actor, campaign_id=campaign_id, report_id=report_id)
    return sent(found, storage, known)
