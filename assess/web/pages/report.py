"""The PDF report of an assessment: asked for, watched while it is made, and served as a file."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session
from starlette.background import BackgroundTask

from assess.accounts import throttle
from assess.assessments.filetypes import clean_name
from assess.errors import NotFoundError
from assess.reports import operations as reports
from assess.reports.models import Report, ReportStatus
from assess.web.deps import DbSession, Entry, Now, see
from assess.web.files import file_response, get_storage
from assess.web.i18n import gettext as _
from assess.web.pages.opening import ToDownload
from assess.web.templating import render
from assess.web.views.attached import size
from assess.web.views.desk import Desk

router = APIRouter(prefix="/assessments/{assessment_id}")


@dataclass(frozen=True, slots=True)
class Status:
    """How far a report is, for its box on a page."""

    url: str
    ready: bool
    failed: bool
    done: int
    total: int
    size: str


def status(session: Session, desk: Desk, report_id: uuid.UUID, now: datetime) -> Status:
    """Look a report up; one of another assessment does not exist."""
    found = _report(session, desk, report_id, now)
    return status_of(found, reports.progress(session, found), f"{desk.base}/reports/{found.id}")


def status_of(found: Report, progress: reports.Progress, url: str) -> Status:
    """Say how far a report is, and where it is served."""
    return Status(
        url=url,
        ready=progress.status is ReportStatus.READY,
        failed=progress.status is ReportStatus.FAILED,
        done=progress.done,
        total=progress.total,
        size=size(found.size) if found.size else "",
    )


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
def ask(request: Request, session: DbSession, desk: ToDownload, now: Now, entry: Entry) -> Response:
    """Ask for the report of the latest submission, or of the answers as they are now."""
    handed = desk.loaded.submissions[-1].id if desk.loaded.submissions and not desk.editable else None
    if handed is None:
        found = _draft(session, desk, entry.address if desk.trial else desk.id.hex, now)
    else:
        found = reports.request_submission(session, actor=desk.actor, submission_id=handed, locale=desk.locale, now=now)
    return waking(request, see(f"{desk.base}/reports/{found.id}"))


def waking(request: Request, answer: Response) -> Response:
    """Have the queued report begun as soon as the answer is sent; by then it is committed."""
    answer.background = BackgroundTask(request.app.state.runner.wake)
    return answer


def _draft(session: Session, desk: Desk, who: str, now: datetime) -> Report:
    """Ask for a draft; so many new ones an hour, for each keeps a processor busy for seconds."""
    throttle.check(session, throttle.DRAFTS, who, now)
    found = reports.request_draft(session, actor=desk.actor, assessment_id=desk.id, locale=desk.locale, now=now)
    if found.created_at == now:
        throttle.count(session, throttle.DRAFTS, who, now)
    return found


@router.get("/reports/{report_id}", name="report")
def show(request: Request, session: DbSession, desk: ToDownload, report_id: uuid.UUID, now: Now) -> Response:
    """Show how far the report is; a page without a script asks again by itself."""
    partial = request.headers.get("hx-request") == "true"
    name = "report" if partial else "reporting"
    return render(request, f"pages/assessments/{name}.html", desk=desk, report=status(session, desk, report_id, now))


@router.get("/reports/{report_id}/report.pdf", name="report-file")
def download(request: Request, session: DbSession, desk: ToDownload, report_id: uuid.UUID, now: Now) -> Response:
    """Serve the finished file; it never changes, so that its hash is its ETag."""
    found = _report(session, desk, report_id, now)
    if found.file_key is None:
        raise NotFoundError
    tag = f'"{found.file_key}"'
    headers = {"etag": tag, "cache-control": "private, no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return file_response(
        get_storage(request), found.file_key, media_type="application/pdf", name=_name(desk, found), headers=headers
    )


def _name(desk: Desk, report: Report) -> str:
    """Name the file as people will look for it."""
    handed = [one.reference for one in desk.loaded.submissions if one.id == report.submission_id]
    kind = handed[0] if handed else _("试填") if desk.trial else _("草稿")
    title = _("知识产权保护自评差距报告")
    name = f"{title}-{desk.organisation or desk.today}-{kind}.pdf"
    return clean_name(name.replace("/", "-"))  # an organisation may be called what no file can be
