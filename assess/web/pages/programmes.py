"""What external programmes would bring: estimates with their arithmetic, papers and sources."""

from fastapi import APIRouter, Request, Response

from assess.assessments import earlier, queries
from assess.web.deps import DbSession, Now
from assess.web.pages.opening import ToView
from assess.web.templating import render
from assess.web.views import programmes, result

router = APIRouter(prefix="/assessments/{assessment_id}")


@router.get("/programmes", name="estimates")
def show(request: Request, session: DbSession, desk: ToView, now: Now, year: str = "") -> Response:
    """Show the estimates of a year by the latest submission, or by the answers as they are now."""
    handed = desk.loaded.submissions and not desk.editable
    kept = queries.submission(session, actor=desk.actor, assessment_id=desk.id, now=now) if handed else None
    published = earlier.published_as(session, kept.version_sha256) if kept else desk.loaded.published
    shown = programmes.shown(desk, result.frame(desk, kept, published), year)
    return render(request, "pages/assessments/programmes.html", desk=desk, shown=shown)
