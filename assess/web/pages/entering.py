"""Asking to join an organisation that is here already: with an account, or making one on the way."""

import uuid

from fastapi import APIRouter, Request, Response
from wtforms import Form

from assess.accounts import asking, sessions
from assess.errors import InvalidError
from assess.web import deps
from assess.web.deps import AnyVisitor, DbSession, Entry, Member, Now, PostedForm, see
from assess.web.forms.base import Fields, errors
from assess.web.forms.members import AskForm, NewcomerForm
from assess.web.language import switched
from assess.web.notice import NOTICE
from assess.web.pages.account import refuse
from assess.web.templating import render

router = APIRouter()


@router.get("/join", name="join")
def join_page(request: Request, visitor: AnyVisitor) -> Response:
    """Ask somebody without an account who they are and which organisation they belong to."""
    if visitor.actor.signed_in:
        return see("/organisation/join")
    form = NewcomerForm(data={"consent": visitor.consent_version == NOTICE})
    return _page(request, "pages/organisations/join.html", form)


@router.post("/join", name="join-check")
def join(request: Request, session: DbSession, visitor: AnyVisitor, form: PostedForm, entry: Entry) -> Response:
    """Make the account and the request."""
    given = NewcomerForm(Fields(form))
    if switched(request, form) or not given.validate():
        return _page(request, "pages/organisations/join.html", given)
    try:
        made = asking.register(
            session, **given.person(), **given.request(), **entry.terms, token_hash=visitor.token_hash
        )
    except InvalidError as error:
        refuse(given, error)
        return _page(request, "pages/organisations/join.html", given)
    deps.give_session(request, made)
    visit = sessions.visit(session, token=made.token, now=entry.now)
    if visit is not None:
        sessions.record_consent(session, visit=visit, notice_version=NOTICE, now=entry.now)
    return see("/organisation/join?done=1")


@router.get("/organisation/join", name="ask-to-join")
def ask_page(request: Request, session: DbSession, visitor: Member, done: str = "") -> Response:
    """Show what the visitor asked for, and ask for more."""
    return _asking(request, session, visitor, AskForm(), done=bool(done))


@router.post("/organisation/join", name="ask-to-join-check")
def ask(request: Request, session: DbSession, visitor: Member, form: PostedForm, now: Now) -> Response:
    """Take a request."""
    given = AskForm(Fields(form))
    if switched(request, form) or not given.validate():
        return _asking(request, session, visitor, given)
    code, reason = given.credit_code.data or "", given.reason.data or ""
    try:
        asking.ask(session, actor=visitor.actor, credit_code=code, reason=reason, now=now)
    except InvalidError as error:
        refuse(given, error)
        return _asking(request, session, visitor, given)
    return see("/organisation/join?done=1")


@router.post("/organisation/join/{request_id}/withdraw", name="withdraw-request")
def withdraw(session: DbSession, visitor: Member, request_id: uuid.UUID, now: Now) -> Response:
    """Take a request back."""
    asking.withdraw(session, actor=visitor.actor, request_id=request_id, now=now)
    return see("/organisation/join")


def _asking(request: Request, session: DbSession, visitor: Member, form: Form, *, done: bool = False) -> Response:
    own = asking.own(session, actor=visitor.actor)
    return _page(request, "pages/organisations/ask.html", form, own=own, done=done and bool(own))


def _page(request: Request, name: str, form: Form, **context: object) -> Response:
    found = errors(form)
    context |= {"form": form, "errors": found, "language_form": "page-form"}
    return render(request, name, context, status=422 if found else 200)
