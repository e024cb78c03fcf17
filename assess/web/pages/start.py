"""The entrance: what this is, consent, five questions, the checklists that concern you."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from assess.accounts import regions, sessions
from assess.accounts.sessions import Visit
from assess.assessments import profile as profiles
from assess.overview import concern
from assess.values.profile import Profile
from assess.web import i18n
from assess.web.deps import AnyVisitor, DbSession, MaybeVisitor, Now, PostedForm
from assess.web.forms.base import Fields, errors
from assess.web.forms.start import ConsentForm, RegionForm, StartForm, start_form, summary
from assess.web.language import switched
from assess.web.notice import NOTICE
from assess.web.templating import render

router = APIRouter()


def see(address: str) -> Response:
    """Send the browser on after a form was taken."""
    return RedirectResponse(address, status_code=303)


@router.get("/", name="home")
def home(request: Request, session: DbSession, visitor: MaybeVisitor) -> Response:
    """Say what this is and what one gets."""
    del visitor  # looked up for the layout
    return render(request, "pages/start/home.html", catalogue=concern.catalogue(session))


@router.get("/start", name="start")
def notice(request: Request, visitor: AnyVisitor) -> Response:
    """Show who will read the answers, before the first question."""
    return _notice(request, ConsentForm(data={"consent": visitor.consent_version == NOTICE}))


@router.post("/start", name="consent")
def consent(request: Request, session: DbSession, visitor: AnyVisitor, form: PostedForm, now: Now) -> Response:
    """Record the consent."""
    given = ConsentForm(Fields(form))
    if switched(request, form) or not given.validate():
        return _notice(request, given)
    sessions.record_consent(session, visit=visitor, notice_version=NOTICE, now=now)
    return see("/start/questions")


def _notice(request: Request, form: ConsentForm) -> Response:
    found = errors(form)
    return render(
        request,
        "pages/start/notice.html",
        status=422 if found else 200,
        form=form,
        errors=found,
        language_form="page-form",
    )


@router.get("/start/questions", name="questions")
def questions(request: Request, session: DbSession, visitor: AnyVisitor) -> Response:
    """Ask the five questions."""
    if visitor.consent_version != NOTICE:
        return see("/start")
    form = start_form(None, known=concern.roles(session), profile=stored(visitor))
    return _questions(request, form)


@router.post("/start/questions", name="answer-questions")
def answer(request: Request, session: DbSession, visitor: AnyVisitor, form: PostedForm) -> Response:
    """Keep the five answers."""
    if visitor.consent_version != NOTICE:
        return see("/start")
    given = start_form(form, known=concern.roles(session))
    if switched(request, form) or "more" in form or not given.validate():
        return _questions(request, given)
    sessions.keep_start_answers(session, visit=visitor, answers=profiles.to_json(given.profile()))
    return see("/start/checklists")


def _questions(request: Request, form: StartForm) -> Response:
    found = errors(form)
    return render(
        request,
        "pages/start/questions.html",
        status=422 if found else 200,
        form=form,
        errors=found,
        language_form="page-form",
    )


@router.get("/start/region", name="region-fields")
def region_fields(request: Request, visitor: MaybeVisitor) -> Response:
    """Give the region selects anew once one of them has changed."""
    del visitor  # looked up for the layout
    return render(request, "pages/start/region.html", form=RegionForm(Fields(dict(request.query_params))))


def stored(visitor: Visit) -> Profile | None:
    """Give the five answers as far as this session knows them."""
    return profiles.from_json(visitor.start_answers) if visitor.start_answers else None


@router.get("/start/checklists", name="offers")
def offers(request: Request, session: DbSession, visitor: AnyVisitor) -> Response:
    """Show which checklists concern the organisation, and why."""
    profile = stored(visitor)
    if profile is None:
        return see("/start/questions" if visitor.consent_version == NOTICE else "/start")
    return render(
        request,
        "pages/start/checklists.html",
        offers=concern.offers(session, profile=profile),
        region=regions.full_name(profile.region, i18n.current()),
        summary=summary(profile, concern.roles(session)),
    )
