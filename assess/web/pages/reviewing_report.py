"""The report for reviewers: the marks as they are, marked 草稿; asked for, watched while it is made, and served."""

import uuid

from fastapi import APIRouter, Request, Response

from assess.accounts import throttle
from assess.errors import NotFoundError
from assess.reports import operations as reports
from assess.reports import reviewing
from assess.reports.models import Report
from assess.reviews import operations
from assess.web.deps import PostedForm, see
from assess.web.i18n import gettext as _
from assess.web.pages.report import waking
from assess.web.pages.reviewing_opening import Opened, ToReview, leave_trace
from assess.web.templating import render
from assess.web.views.reportfiles import Status, choices, file_of, place, status_of, wanted

router = APIRouter(prefix="/reviews/{assessment_id}")


def latest(review: Opened) -> Status | None:
    """Look up the last report a reviewer asked for in the reader's language, if there is one."""
    desk = review.scene.desk
    found = reviewing.latest(review.session, submission_id=desk.submission.id, locale=review.scene.locale)
    return _status(review, found) if found else None


def _status(review: Opened, found: Report) -> Status:
    return status_of(found, reports.progress(review.session, found), f"{review.scene.base}/reports/{found.id}")


def _report(review: Opened, report_id: uuid.UUID) -> Report:
    found = reviewing.get(review.session, submission_id=review.scene.desk.submission.id, report_id=report_id)
    if found is None:
        raise NotFoundError
    return found


@router.post("/report", name="request-review-report")
def ask(request: Request, review: ToReview, form: PostedForm) -> Response:
    """Ask for a report with the marks as they are now, in the kind of file wanted; so many new ones an hour."""
    kind = wanted(form)
    who = str(review.actor.account_id)
    found = reviewing.request(
        review.session, desk=review.scene.desk, locale=review.scene.locale, now=review.now, format=kind
    )
    if found.created_at == review.now:  # what is refused is not committed
        throttle.check(review.session, throttle.DRAFTS, who, review.now)
        throttle.count(review.session, throttle.DRAFTS, who, review.now)
    return waking(request, see(place(found, f"{review.scene.base}/reports/{found.id}")))


@router.get("/reports/{report_id}", name="review-report")
def show(request: Request, review: ToReview, report_id: uuid.UUID) -> Response:
    """Show how far the report is; a page without a script asks again by itself."""
    partial = request.headers.get("hx-request") == "true"
    name = "report" if partial else "reporting"
    report = _status(review, _report(review, report_id))
    scene = review.scene
    return render(
        request,
        f"pages/reviewing/{name}.html",
        base=scene.base,
        home=scene.at(),
        queue=scene.queue,
        organisation=scene.desk.organisation_name,
        report=report,
        report_formats=choices(report.format),
    )


@router.get("/reports/{report_id}/report.{suffix}", name="review-report-file")
def download(request: Request, review: ToReview, report_id: uuid.UUID, suffix: str) -> Response:
    """Serve the finished file."""
    name = f"{_('复核报告')}-{review.scene.desk.organisation_name}-{_('草稿')}"
    answer = file_of(request, _report(review, report_id), suffix, name)
    leave_trace(review, lambda own: operations.report(own, report_id=report_id, **review.at))
    return answer
