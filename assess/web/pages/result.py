"""Results: score and grade, what would change them most, and why every point is what it is."""

from datetime import datetime

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from assess.assessments import earlier, queries
from assess.assessments.models import Submission
from assess.reports.frame import Frame
from assess.reviews import queries as reviews
from assess.web.deps import DbSession, Now
from assess.web.pages.foreseen import with_draft
from assess.web.pages.opening import ToView, card_of
from assess.web.pages.report import handed_in
from assess.web.templating import render
from assess.web.views import listed, result, reviewed, section, tally, trace
from assess.web.views.desk import Desk
from assess.web.views.reportfiles import choices

router = APIRouter(prefix="/assessments/{assessment_id}")


@router.get("/result", name="result")
def show(request: Request, session: DbSession, desk: ToView, now: Now) -> Response:
    """Show the result of the latest submission, or of the answers as they are now."""
    frame, kept = given(session, desk, now)
    shown = result.shown(frame)
    report = handed_in(session, desk, kept.id, now) if kept else None
    outcome = None if desk.trial else reviews.outcome(session, actor=desk.actor, assessment_id=desk.id, now=now)
    page = render(
        request,
        "pages/assessments/result.html",
        desk=desk,
        shown=shown,
        submission=kept,
        report=report,
        report_formats=choices("pdf"),
        outcome=reviewed.told(desk, outcome, now),
        waiting=desk.loaded.assessment.campaign_id is not None and kept is not None and outcome is None,
        listed=listed.kept(frame.published, kept, desk.locale) if kept else listed.flags(desk),
    )
    return with_draft(request, page, desk, now)


def given(session: Session, desk: Desk, now: datetime) -> tuple[Frame, Submission | None]:
    """Give what the result is built from, and the submission where that is what counts."""
    handed = desk.loaded.submissions and not desk.editable
    kept = queries.submission(session, actor=desk.actor, assessment_id=desk.id, now=now) if handed else None
    published = earlier.published_as(session, kept.version_sha256) if kept else desk.loaded.published
    return result.frame(desk, kept, published), kept


@router.get("/trace/{item}", name="trace")
def why(request: Request, desk: ToView, item: str) -> Response:
    """Show why an item has its points, and how they enter the total."""
    card, page = card_of(desk, item)
    told = trace.why(desk, card, page.section)
    return render(
        request,
        "pages/assessments/trace.html",
        desk=desk,
        card=card,
        back=f"{desk.place(page.place)}#{card.anchor}",
        head=section.head(desk.sheet, card, desk.official),
        score=tally.item_score(desk.result.item(item)),
        lines=told.lines,
        totals=told.totals,
    )
