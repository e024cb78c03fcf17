"""The report of an assessment, as PDF or another file: asked for, watched while it is made, and served."""

import uuid
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session
from starlette.background import BackgroundTask

from assess import clock
from assess.access.roles import Action
from assess.accounts import throttle
from assess.accounts.sessions import Visit
from assess.errors import NotFoundError
from assess.reports import downloads
from assess.reports import operations as reports
from assess.reports.downloads import Download
from assess.reports.models import Report
from assess.reports.orders import Format
from assess.web.deps import DbSession, Entry, Needs, Now, PostedForm, see
from assess.web.i18n import gettext as _
from assess.web.pages.opening import ToDownload
from assess.web.templating import render
from assess.web.views.desk import Desk
from assess.web.views.reportfiles import Status, choices, file_of, place, status_of, wanted

router = APIRouter(prefix="/assessments/{assessment_id}")


def status(session: Session, desk: Desk, report_id: uuid.UUID, now: datetime) -> Status:
    """Look a report up; one of another assessment does not exist."""
    found = _report(session, desk, report_id, now)
    return status_of(found, reports.progress(session, found), f"{desk.base}/reports/{found.id}")


def handed_in(session: Session, desk: Desk, submission_id: uuid.UUID, now: datetime) -> Status | None:
    """Look up the report of a submission in the reader's language, if it was ever asked for."""
    found = reports.of_submission(session, actor=desk.actor, submission_id=submission_id, locale=desk.locale, now=now)
    return status(session, desk, found.id, now) if found else None


def _report(session: Session, desk: Desk, report_id: uuid.UUID, now: datetime) -> Report:
    found = reports.get(session, actor=desk.actor, report_id=report_id, now=now)
    if found.assessment_id != desk.id:
        raise NotFoundError
    return found


@router.post("/report", name="request-report")
def ask(  # noqa: PLR0917 - what a request brings
    request: Request, session: DbSession, desk: ToDownload, now: Now, entry: Entry, form: PostedForm
) -> Response:
    """Ask for the report of the latest submission, or of the answers as they are now, in the kind of file wanted."""
    kind = wanted(form)
    handed = desk.loaded.submissions[-1].id if desk.loaded.submissions and not desk.editable else None
    if handed is None:
        found = _draft(session, desk, entry.address if desk.trial else desk.id.hex, now, kind)
    else:
        found = reports.request_submission(
            session, actor=desk.actor, submission_id=handed, locale=desk.locale, now=now, format=kind
        )
    return waking(request, see(place(found, f"{desk.base}/reports/{found.id}")))


def waking(request: Request, answer: Response) -> Response:
    """Have the queued report begun as soon as the answer is sent; by then it is committed."""
    answer.background = BackgroundTask(request.app.state.runner.wake)
    return answer


def _draft(session: Session, desk: Desk, who: str, now: datetime, kind: Format) -> Report:
    """Ask for a draft; so many new ones an hour, for each keeps a processor busy for seconds.

    One that is there already is no new one. What is refused is not committed.
    """
    found = reports.request_draft(
        session, actor=desk.actor, assessment_id=desk.id, locale=desk.locale, now=now, format=kind
    )
    if found.created_at == now:
        throttle.check(session, throttle.DRAFTS, who, now)
        throttle.count(session, throttle.DRAFTS, who, now)
    return found


@router.get("/reports/{report_id}", name="report")
def show(request: Request, session: DbSession, desk: ToDownload, report_id: uuid.UUID, now: Now) -> Response:
    """Show how far the report is; a page without a script asks again by itself."""
    partial = request.headers.get("hx-request") == "true"
    name = "report" if partial else "reporting"
    report = status(session, desk, report_id, now)
    return render(
        request, f"pages/assessments/{name}.html", desk=desk, report=report, report_formats=choices(report.format)
    )


@router.get("/reports/{report_id}/report.{suffix}", name="report-file")
def download(  # noqa: PLR0917 - what a request brings
    request: Request,
    session: DbSession,
    visitor: Annotated[Visit, Depends(Needs(Action.DOWNLOAD))],
    assessment_id: uuid.UUID,
    report_id: uuid.UUID,
    suffix: str,
    now: Now,
) -> Response:
    """Serve the finished file; nothing else of the assessment is looked at."""
    found = downloads.find(session, actor=visitor.actor, assessment_id=assessment_id, report_id=report_id, now=now)
    return file_of(request, found, suffix, _name(found, now))


def _name(found: Download, now: datetime) -> str:
    """Name the file as people will look for it; a trial, which is nobody's, by its day."""
    kind = found.reference or (_("草稿") if found.organisation else _("试填"))
    title = _("知识产权保护自评差距报告")
    return f"{title}-{found.organisation or clock.to_local(now).date()}-{kind}"
