"""Check, declare and submit; then the confirmation."""

import uuid

from fastapi import APIRouter, Request, Response

from assess.assessments import submitting
from assess.campaigns import queries as campaigns
from assess.errors import ConflictError, InvalidError
from assess.reports import operations as reports
from assess.web.deps import DbSession, Now, PostedForm, see
from assess.web.i18n import gettext as _
from assess.web.language import switched
from assess.web.pages.foreseen import with_draft
from assess.web.pages.opening import ToSubmit, ToView
from assess.web.pages.report import status, waking
from assess.web.templating import render
from assess.web.views import check, listed, reviewed, tally
from assess.web.views.check import Checked
from assess.web.views.desk import Desk, moment
from assess.web.views.reportfiles import choices
from assess.wording.sentences import say

router = APIRouter(prefix="/assessments/{assessment_id}")
WHOLE_NUMBER = 18


@router.get("/check", name="check")
def show(request: Request, desk: ToView, now: Now) -> Response:
    """Show every answer, what is missing, and the declaration."""
    return with_draft(request, _page(request, desk), desk, now)


@router.post("/submit", name="submit")
def submit(request: Request, session: DbSession, desk: ToSubmit, posted: PostedForm, now: Now) -> Response:
    """Submit, or say what is missing."""
    if switched(request, posted):
        return _page(request, desk.again(), name=str(posted.get("name") or ""))
    name, seen = str(posted.get("name") or ""), str(posted.get("state") or "")
    try:
        made = submitting.submit(
            session,
            actor=desk.actor,
            assessment_id=desk.id,
            declared="declared" in posted,
            declared_name=name,
            now=now,
            expected_state=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < WHOLE_NUMBER else None,
            lists=request.app.state.lists,
        )
    except InvalidError as refusal:
        return _page(request, desk, 422, (refusal.field or "", _message(desk, refusal)), name)
    except ConflictError:
        return _page(request, desk, 409, ("answers", _("在您核对之后，填报内容又有改动。请再核对一遍。")), name)
    report = reports.request_handed_in(
        session, actor=desk.actor, submission_id=made.submission.id, locale=desk.locale, now=now
    )
    return waking(request, see(f"{desk.base}/submitted?report={report.id}"))


def _message(desk: Desk, refusal: InvalidError) -> str:
    return say(refusal.message, refusal.params, desk.locale, desk.frame.names)


def _page(
    request: Request, desk: Desk, status: int = 200, error: tuple[str, str] | None = None, name: str = ""
) -> Response:
    checked = check.checked(desk)
    return render(
        request,
        "pages/assessments/check.html",
        status=status,
        desk=desk,
        checked=checked,
        tally=tally.tally(desk),
        listed=listed.flags(desk),
        back=reviewed.back(desk),
        name=name or desk.actor.name,
        errors=_errors(checked, error),
        wrong=error[0] if error else "",
        message=error[1] if error else "",
        language_form="page-form" if desk.editable and not desk.trial else None,
    )


def _errors(checked: Checked, error: tuple[str, str] | None) -> list[tuple[str, str]]:
    """List what keeps the assessment from being submitted, once somebody tried."""
    if error is None:
        return []
    if error[0] != "answers" or not checked.missing:
        return [error]
    return [(f"c-{line.question.anchor}", line.question.wording) for line in checked.missing]


@router.get("/submitted", name="submitted")
def submitted(
    request: Request, *, session: DbSession, desk: ToView, now: Now, report: uuid.UUID | None = None
) -> Response:
    """Confirm a submission: reference number, what happens next, the report."""
    if not desk.loaded.submissions:
        return see(desk.base)
    handed, campaign = desk.loaded.submissions[-1], desk.loaded.assessment.campaign_id
    parts = campaigns.parts(session, actor=desk.actor, campaign_id=campaign) if campaign else ()
    shown = status(session, desk, report, now) if report else None
    return render(
        request,
        "pages/assessments/submitted.html",
        desk=desk,
        handed=handed,
        handed_at=moment(handed.at, desk.locale),
        again=handed.number > 1,
        readers=parts[0].readers if parts else None,
        report=shown,
        report_formats=choices(shown.format if shown else "pdf"),
    )
