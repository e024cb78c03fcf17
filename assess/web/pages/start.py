"""The entrance: what this is, consent, five questions, the checklists that concern you."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session

from assess.access.roles import Action
from assess.accounts import queries as accounts
from assess.accounts import regions, sessions, throttle
from assess.accounts.models import OrganisationKind
from assess.accounts.sessions import Visit
from assess.assessments import operations, queries, trials
from assess.assessments import profile as profiles
from assess.assessments.operations import Started
from assess.checklists import queries as checklists
from assess.checklists.models import ChecklistVersion
from assess.errors import NotFoundError
from assess.overview import concern
from assess.values.profile import Profile
from assess.web import i18n, security
from assess.web.deps import (
    AnyVisitor,
    AppSettings,
    DbSession,
    Doorway,
    Entry,
    MaybeVisitor,
    Needs,
    Now,
    PostedForm,
    see,
)
from assess.web.forms.account import profile_of
from assess.web.forms.base import Fields, errors
from assess.web.forms.start import ConsentForm, RegionForm, StartForm, start_form, summary
from assess.web.language import switched
from assess.web.notice import NOTICE
from assess.web.templating import render

router = APIRouter()
QUESTIONS = "/start/questions"


@router.get("/", name="home")
def home(request: Request, session: DbSession, visitor: MaybeVisitor, now: Now) -> Response:
    """Say what this is and what one gets; who has begun already gets on from here."""
    found = queries.list_for(session, actor=visitor.actor, now=now) if visitor else []
    going = next((one for one in found if one.fillable(now)), None)
    return render(request, "pages/start/home.html", catalogue=concern.catalogue(session), going=going)


@router.get("/start", name="start")
def notice(request: Request, visitor: AnyVisitor, next: str = "") -> Response:  # noqa: A002 - the name in the address
    """Show who will read the answers, before the first question."""
    back = security.safe_return(next, default=QUESTIONS)
    form = ConsentForm(data={"consent": visitor.consent_version == NOTICE, "next": back})
    return _notice(request, form, visitor)


@router.post("/start", name="consent")
def consent(request: Request, session: DbSession, visitor: AnyVisitor, form: PostedForm, now: Now) -> Response:
    """Record the consent."""
    given = ConsentForm(Fields(form))
    if switched(request, form) or not given.validate():
        return _notice(request, given, visitor)
    sessions.record_consent(session, visit=visitor, notice_version=NOTICE, now=now)
    return see(security.safe_return(given.next.data, default=QUESTIONS))


def _notice(request: Request, form: ConsentForm, visitor: Visit) -> Response:
    found = errors(form)
    before = visitor.consent_version if visitor.consent_version != NOTICE else None
    return render(
        request,
        "pages/start/notice.html",
        status=422 if found else 200,
        form=form,
        errors=found,
        before=before,
        notice_version=NOTICE,
        language_form="page-form",
    )


@router.get("/start/questions", name="questions")
def questions(request: Request, session: DbSession, visitor: AnyVisitor) -> Response:
    """Ask the five questions."""
    if visitor.consent_version != NOTICE:
        return see("/start")
    form = start_form(None, known=concern.roles(session), profile=known_profile(session, visitor))
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


def known_profile(session: Session, visitor: Visit) -> Profile | None:
    """Give the five answers of this session, or what the visitor's organisation says of itself."""
    own = accounts.organisations(session, actor=visitor.actor)
    described = profile_of(own[0]) if own and own[0].kind is not OrganisationKind.AUTHORITY else None
    return stored(visitor) or described


@router.get("/start/checklists", name="offers")
def offers(request: Request, session: DbSession, visitor: AnyVisitor) -> Response:
    """Show which checklists concern the organisation, and why."""
    profile = known_profile(session, visitor)
    if visitor.consent_version != NOTICE:
        return see("/start")
    if profile is None:
        return see("/start/questions")
    return render(
        request,
        "pages/start/checklists.html",
        offers=concern.offers(session, profile=profile),
        region=regions.full_name(profile.region, i18n.current()),
        summary=summary(profile, concern.roles(session)),
    )


@router.post("/start/begin", name="begin")
def begin(
    session: DbSession,
    visitor: Annotated[Visit, Depends(Needs(Action.START))],
    form: PostedForm,
    settings: AppSettings,
    entry: Entry,
) -> Response:
    """Start the chosen checklist, for the visitor's organisation or as a trial."""
    own = visitor.actor.organisations(Action.START)
    named = chosen_organisation(form) if own else None
    profile = None if named else known_profile(session, visitor)  # the five answers are about the first one
    if visitor.consent_version != NOTICE or (profile is None and named is None):
        return see("/start/checklists")
    version = checklists.get(session, chosen_version(form))
    if own or profile is None:
        chosen = named or own[0]
        made = operations.start(
            session, actor=visitor.actor, organisation_id=chosen, version=version, profile=profile, now=entry.now
        )
    else:
        made = try_out(session, visitor, version, profile, hours=settings.trial_hours, entry=entry)
    return see(f"/assessments/{made.assessment.id}/start" if made.new else f"/assessments/{made.assessment.id}")


def try_out(
    session: Session, visitor: Visit, version: ChecklistVersion, profile: Profile, *, hours: int, entry: Doorway
) -> Started:
    """Start a trial; so many from one address, so that nobody fills the database from outside."""
    throttle.check(session, throttle.TRIAL_BY_ADDRESS, entry.address, entry.now)
    throttle.count(session, throttle.TRIAL_BY_ADDRESS, entry.address, entry.now)
    return trials.start_trial(
        session, actor=visitor.actor, version=version, profile=profile, hours=hours, now=entry.now
    )


def chosen_organisation(form: PostedForm) -> uuid.UUID | None:
    """Read for which of several organisations somebody starts, where a page let them choose.

    Raises:
        NotFoundError: None that exists.
    """
    try:
        return uuid.UUID(str(form["organisation"])) if "organisation" in form else None
    except ValueError:
        raise NotFoundError from None


def chosen_version(form: PostedForm) -> uuid.UUID:
    """Read which checklist was chosen.

    Raises:
        NotFoundError: None that exists.
    """
    try:
        return uuid.UUID(str(form.get("version")))
    except ValueError:
        raise NotFoundError from None
