"""What everybody may read first: privacy, sources and limits."""

from fastapi import APIRouter, Request, Response

from assess.overview import concern
from assess.web import i18n
from assess.web.deps import AppSettings, DbSession, MaybeVisitor
from assess.web.notice import NOTICE
from assess.web.templating import render
from assess.web.views import retention

router = APIRouter()


@router.get("/privacy", name="privacy")
def privacy(request: Request, settings: AppSettings, visitor: MaybeVisitor) -> Response:
    """Show the privacy notice."""
    del visitor  # looked up for the layout
    return render(
        request,
        "pages/legal/privacy.html",
        notice_version=NOTICE,
        contact=settings.privacy_contact,
        lines=retention.lines(settings, i18n.current()),
    )


@router.get("/about", name="about")
def about(request: Request, session: DbSession, visitor: MaybeVisitor) -> Response:
    """Show what the scores rest on and what they cannot say."""
    del visitor  # looked up for the layout
    return render(request, "pages/legal/about.html", catalogue=concern.catalogue(session))
