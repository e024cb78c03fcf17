"""Signing in and out, registering, one's organisation, keeping a session alive."""

import uuid
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from wtforms import Form

from assess.access.actor import allowed
from assess.access.roles import Action
from assess.accounts import operations, queries, second_factor, sessions
from assess.accounts.models import Organisation
from assess.accounts.sessions import Visit
from assess.accounts.totp import Keys
from assess.assessments import trials
from assess.errors import InvalidError, SignedOutError
from assess.overview import concern
from assess.web import deps, security
from assess.web.deps import AnyVisitor, AppSettings, DbSession, Entry, Member, Needs, Now, PostedForm, see
from assess.web.errors import sentence
from assess.web.forms.account import OrganisationForm, SignInForm, organisation_form, register_form
from assess.web.forms.base import Fields, errors
from assess.web.forms.security import CodeForm
from assess.web.language import switched
from assess.web.notice import NOTICE
from assess.web.pages.start import stored
from assess.web.templating import render

HOME = "/assessments"
router = APIRouter()


def refuse(form: Form, error: InvalidError) -> None:
    """Put the domain's refusal beside the field it is about."""
    field = form[error.field] if error.field and error.field in form else next(iter(form))
    field.errors = [*field.errors, sentence(error) or ""]


@router.get("/sign-in", name="sign-in")
def sign_in_page(
    request: Request,
    *,
    visitor: AnyVisitor,
    next: str = "",  # noqa: A002 - the name in the address
    expired: str = "",
    reset: str = "",
) -> Response:
    """Ask for login and password."""
    back = security.safe_return(next, default=HOME)
    if visitor.actor.signed_in:
        return see(back)
    return _sign_in(request, SignInForm(data={"next": back}), expired=bool(expired), reset=bool(reset))


@router.post("/sign-in", name="sign-in-check")
def sign_in(request: Request, session: DbSession, visitor: AnyVisitor, form: PostedForm, entry: Entry) -> Response:
    """Sign in and go where the visitor wanted to go."""
    given = SignInForm(Fields(form))
    if switched(request, form) or not given.validate():
        return _sign_in(request, given)
    try:
        made = operations.sign_in(session, **given.credentials(), **entry.terms, token_hash=visitor.token_hash)
    except InvalidError as error:
        refuse(given, error)
        return _sign_in(request, given)
    deps.give_session(request, made, guest=made.pending)
    back = security.safe_return(given.next.data, default=HOME)
    return see(f"/sign-in/code?next={quote(back)}" if made.pending else back)


@router.get("/sign-in/code", name="sign-in-code")
def code_page(request: Request, visitor: AnyVisitor, next: str = "") -> Response:  # noqa: A002 - the name in the address
    """Ask for the second factor of whoever gave the right password."""
    back = security.safe_return(next, default=HOME)
    if visitor.actor.signed_in:
        return see(back)
    if visitor.pending_account_id is None:
        return see(f"/sign-in?next={quote(back)}&expired=1")
    return page(request, "pages/account/sign-in-code.html", CodeForm(data={"next": back}))


@router.post("/sign-in/code", name="sign-in-code-check")
def check_code(
    request: Request,
    session: DbSession,
    *,
    visitor: AnyVisitor,
    form: PostedForm,
    entry: Entry,
    settings: AppSettings,
) -> Response:
    """Take the code, and go where the visitor wanted to go."""
    given = CodeForm(Fields(form))
    back = security.safe_return(given.next.data, default=HOME)
    if visitor.pending_account_id is None:
        return see(f"/sign-in?next={quote(back)}&expired=1")
    if switched(request, form) or not given.validate():
        return page(request, "pages/account/sign-in-code.html", given)
    try:
        made = second_factor.prove(
            session,
            visit=visitor,
            code=given.code.data or "",
            agent=entry.agent,
            keys=Keys.of(settings.signing_key()),
            limits=entry.limits,
            now=entry.now,
        )
    except InvalidError as error:
        refuse(given, error)
        return page(request, "pages/account/sign-in-code.html", given)
    deps.give_session(request, made)
    return see(back)


def _sign_in(request: Request, form: SignInForm, *, expired: bool = False, reset: bool = False) -> Response:
    return page(request, "pages/account/sign-in.html", form, expired=expired, reset=reset)


def page(request: Request, name: str, form: Form, **context: object) -> Response:
    """Answer with a page around a form; a refused one says so in its status."""
    found = errors(form)
    status = 422 if found else 200
    context |= {"form": form, "errors": found, "language_form": "page-form"}
    return render(request, name, context, status=status)


@router.post("/sign-out", name="sign-out")
def sign_out(request: Request, session: DbSession, visitor: AnyVisitor) -> Response:
    """End the session."""
    operations.sign_out(session, token_hash=visitor.token_hash)
    deps.end_session(request)
    return see("/")


@router.get("/session/expiry", name="session-expiry")
def expiry(request: Request, session: DbSession, now: Now) -> Response:
    """Say when the session ends, without extending it: every saved answer has moved its end."""
    token = deps.session_token(request)
    visitor = sessions.visit(session, token=token, now=now) if token else None
    if visitor is None:
        raise SignedOutError
    return JSONResponse({"expires_at": visitor.expires_at.isoformat()})


@router.post("/session/extend", name="extend-session")
def extend(session: DbSession, visitor: Member, settings: AppSettings, now: Now) -> Response:
    """Keep the session alive for somebody who is still reading."""
    ends = sessions.touch(session, token_hash=visitor.token_hash, limits=deps.limits(settings), now=now)
    return JSONResponse({"expires_at": (ends or visitor.expires_at).isoformat()})


@router.get("/register", name="register")
def register_page(request: Request, session: DbSession, visitor: AnyVisitor) -> Response:
    """Ask who registers for which organisation."""
    if visitor.actor.signed_in:
        return see(HOME)
    form = register_form(None, known=concern.roles(session), profile=stored(visitor))
    form.consent.data = visitor.consent_version == NOTICE
    return page(request, "pages/account/register.html", form)


@router.post("/register", name="register-check")
def register(request: Request, session: DbSession, visitor: AnyVisitor, form: PostedForm, entry: Entry) -> Response:
    """Make the account and its organisation; a trial filled in before comes along."""
    given = register_form(form, known=concern.roles(session), profile=None)
    if switched(request, form) or "more" in form or not given.validate():
        return page(request, "pages/account/register.html", given)
    try:
        made = operations.register(
            session, **given.person(), organisation=given.fields(), **entry.terms, token_hash=visitor.token_hash
        )
    except InvalidError as error:
        refuse(given, error)
        return page(request, "pages/account/register.html", given)
    deps.give_session(request, made.session)
    bring_along(session, made, now=entry.now)
    return see("/assessments?registered=1")


def bring_along(session: DbSession, made: operations.Registered, *, now: Now) -> None:
    """Record the consent given with the form, and claim what was filled in before registering."""
    visit = sessions.visit(session, token=made.session.token, now=now)
    if visit is not None:
        sessions.record_consent(session, visit=visit, notice_version=NOTICE, now=now)
        trials.claim_trials(session, actor=visit.actor, organisation_id=made.organisation_id, now=now)


@router.get("/organisation", name="organisation")
def organisation_page(request: Request, session: DbSession, visitor: Member, saved: str = "") -> Response:
    """Show one's organisation, for its lead as a form."""
    own = queries.organisations(session, actor=visitor.actor)
    if not own:
        return render(request, "pages/account/no-organisation.html")
    form = organisation_form(None, known=concern.roles(session), organisation=own[0])
    return _organisation(request, form, own[0], visitor, saved=bool(saved))


@router.post("/organisation/{organisation_id}", name="edit-organisation")
def edit_organisation(
    request: Request,
    session: DbSession,
    *,
    visitor: Annotated[Visit, Depends(Needs(Action.EDIT_ORGANISATION))],
    organisation_id: uuid.UUID,
    form: PostedForm,
    now: Now,
) -> Response:
    """Take the changes."""
    found = queries.organisation(session, actor=visitor.actor, organisation_id=organisation_id)
    given = organisation_form(form, known=concern.roles(session), organisation=found)
    if switched(request, form) or "more" in form or not given.validate():
        return _organisation(request, given, found, visitor)
    operations.edit_organisation(
        session, actor=visitor.actor, organisation_id=organisation_id, changes=given.fields(), now=now
    )
    return RedirectResponse("/organisation?saved=1", status_code=303)


def _organisation(
    request: Request, form: OrganisationForm, organisation: Organisation, visitor: Visit, *, saved: bool = False
) -> Response:
    return page(
        request,
        "pages/account/organisation.html",
        form,
        organisation=organisation,
        may_edit=allowed(visitor.actor, Action.EDIT_ORGANISATION, organisation.id),
        has_webhooks=bool(visitor.actor.organisations(Action.MANAGE_WEBHOOKS)),
        saved=saved,
    )
