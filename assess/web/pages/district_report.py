"""The district report of a campaign: asked for on its dashboard, watched while it is made, and served as a file."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from assess.access.roles import Action
from assess.accounts.sessions import Visit
from assess.errors import NotFoundError
from assess.overview import dashboard_scope, district_report
from assess.reports import operations as reports
from assess.reports.models import Report
from assess.values.text import Locale
from assess.web import i18n
from assess.web.deps import DbSession, Now, PostedForm, UnseenNeeds, see
from assess.web.i18n import gettext as _
from assess.web.pages.report import waking
from assess.web.reads import Reads
from assess.web.templating import render
from assess.web.views.reportfiles import file_of, place, status_of, wanted

router = APIRouter(prefix="/campaigns/{campaign_id}")
Follower = Annotated[Visit, Depends(UnseenNeeds(Action.FOLLOW_CAMPAIGN))]


@router.post("/district-report", name="request-district-report", dependencies=[Reads("campaign", "exported")])
def ask(  # noqa: PLR0917 - what a request brings
    request: Request, session: DbSession, visitor: Follower, campaign_id: uuid.UUID, now: Now, form: PostedForm
) -> Response:
    """Ask for the report of the campaign, or of one district, as it stands now; so many new ones an hour."""
    found = district_report.ask(
        session,
        request.app.state.database,
        actor=visitor.actor,
        campaign_id=campaign_id,
        top_id=_top(form),
        locale=_locale(form),
        now=now,
        format=wanted(form),
    )
    return waking(request, see(place(found, _url(found))))


def _top(form: FormData) -> uuid.UUID | None:
    """Read which part was asked for; what is no id is nobody's.

    Raises:
        NotFoundError: It cannot be the id of anything.
    """
    said = str(form.get("district") or "")
    try:
        return uuid.UUID(said) if said else None
    except ValueError:
        raise NotFoundError from None


def _locale(form: FormData) -> Locale:
    said = form.get("language")
    return said if i18n.is_locale(said) else i18n.current()


def _url(report: Report) -> str:
    return f"/campaigns/{report.campaign_id}/district-reports/{report.id}"


@router.get("/district-reports/{report_id}", name="district-report", dependencies=[Reads("campaign", "results-read")])
def show(
    request: Request, session: DbSession, visitor: Follower, campaign_id: uuid.UUID, report_id: uuid.UUID
) -> Response:
    """Show how far the report is; a page without a script asks again by itself."""
    found = district_report.get(session, actor=visitor.actor, campaign_id=campaign_id, report_id=report_id)
    partial = request.headers.get("hx-request") == "true"
    return render(
        request,
        f"pages/dashboard/{'district_report' if partial else 'district_reporting'}.html",
        scope=dashboard_scope.find(session, actor=visitor.actor, campaign_id=campaign_id),
        told=found.confirms or {},
        report=status_of(found, reports.progress(session, found), _url(found)),
    )


@router.get(
    "/district-reports/{report_id}/report.{suffix}",
    name="district-report-file",
    dependencies=[Reads("campaign", "exported")],
)
def download(  # noqa: PLR0917 - what a request brings
    request: Request, session: DbSession, visitor: Follower, campaign_id: uuid.UUID, report_id: uuid.UUID, suffix: str
) -> Response:
    """Serve the finished file."""
    found = district_report.get(session, actor=visitor.actor, campaign_id=campaign_id, report_id=report_id)
    told = found.confirms or {}
    language = "" if found.locale == i18n.current() else f"-{found.locale}"  # both are asked for on one page
    name = f"{_('辖区报告')}-{told.get('organisation', '')}-{told.get('as_of', '')}{language}"
    return file_of(request, found, suffix, name)
