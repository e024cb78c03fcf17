"""What anybody may read about the documents: measures clause by clause, regions side by side, external rules."""

from collections.abc import Sequence
from datetime import date

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from assess import clock
from assess.checklists import texts
from assess.checklists.definition import Theme
from assess.errors import NotFoundError
from assess.overview import catalogue
from assess.overview.catalogue import MeasureEntry
from assess.web import i18n
from assess.web.deps import DbSession, MaybeVisitor, Now
from assess.web.i18n import gettext as _
from assess.web.templating import render
from assess.web.views import catalogue_crosswalk, catalogue_measure, catalogue_programme, catalogue_words

router = APIRouter()


def _themes(request: Request) -> Sequence[Theme]:
    """Give the themes as they were when the service started: no content file is read in a request."""
    found: Sequence[Theme] = request.app.state.themes
    return found


@router.get("/measures", name="measures")
def measures(request: Request, session: DbSession, visitor: MaybeVisitor) -> Response:
    """List the measures and the external rules."""
    del visitor  # looked up for the layout
    entries = catalogue.measures(session)
    return render(
        request,
        "pages/catalogue/measures.html",
        entries=entries,
        programmes=catalogue.programmes([document for entry in entries for document in entry.checklists]),
        audience=catalogue_words.audience,
    )


@router.get("/measures/{key}", name="measure")
def measure(request: Request, session: DbSession, visitor: MaybeVisitor, key: str, now: Now) -> Response:
    """Show a measure clause by clause, and which items cite each clause."""
    del visitor  # looked up for the layout
    entry = catalogue.measure(session, key)
    way = [(_("首页"), "/"), (_("措施文件"), "/measures"), (entry.measure.short.to(i18n.current()), "")]
    return show(request, session, entry, way=way, today=clock.to_local(now).date())


def show(
    request: Request, session: Session, entry: MeasureEntry, *, way: Sequence[tuple[str, str]], today: date
) -> Response:
    """Draw a measure; `way` are the breadcrumbs to it."""
    clauses = catalogue_measure.clauses(entry, today)
    return render(
        request,
        "pages/catalogue/measure.html",
        entry=entry,
        measure=entry.measure,
        clauses=clauses,
        covered=catalogue_measure.covered(clauses),
        stances=catalogue_measure.stances(entry.measure, _themes(request)),
        corrections=catalogue_measure.corrections(entry.measure),
        official=texts.official(session, entry.measure.key),
        today=today,
        audience=catalogue_words.audience,
        way=way,
        here=request.url.path,
    )


@router.get("/crosswalk", name="crosswalk")
def crosswalk(
    request: Request, *, session: DbSession, visitor: MaybeVisitor, audience: str = "", theme: str = ""
) -> Response:
    """Show which questions several regions share, and where one asks more than another."""
    del visitor  # looked up for the layout
    entries, themes = catalogue.measures(session), _themes(request)
    if audience not in {"", *catalogue_words.AUDIENCES} or (
        theme and theme not in catalogue_crosswalk.known(entries, themes)
    ):
        raise NotFoundError
    page = catalogue_crosswalk.page(entries, themes, audience or None, theme or None)
    return render(request, "pages/catalogue/crosswalk.html", page=page)


@router.get("/programmes/{key}", name="programme")
def programme(request: Request, session: DbSession, visitor: MaybeVisitor, key: str) -> Response:
    """Show an external rule, labelled as such."""
    del visitor  # looked up for the layout
    entry = catalogue.programme(session, key)
    return render(
        request,
        "pages/catalogue/programme.html",
        entry=entry,
        programme=entry.programme,
        told=catalogue_programme.told(entry),
        read=date.fromisoformat(entry.programme.source.read),
        audience=catalogue_words.audience,
    )
