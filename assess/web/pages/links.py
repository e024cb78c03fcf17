"""What is opened by a one-time link: a new password, and an organisation one is invited into."""

from fastapi import APIRouter, Request, Response

from assess.accounts import invited, links, recovery, sessions
from assess.accounts.links import Printed
from assess.accounts.recovery import Whose
from assess.accounts.sessions import Visit
from assess.accounts.totp import typed
from assess.errors import InvalidError, NotFoundError
from assess.web import deps
from assess.web.deps import AnyVisitor, DbSession, Entry, Member, Now, PostedForm, see
from assess.web.errors import sentence
from assess.web.forms.base import Fields
from assess.web.forms.security import (
    ROLES,
    ForgottenForm,
    InvitationCodeForm,
    InvitedForm,
    NewPassword,
    new_password,
)
from assess.web.language import switched
from assess.web.notice import NOTICE
from assess.web.pages.account import page, refuse
from assess.web.templating import render

router = APIRouter()


@router.get("/password/forgotten", name="password-forgotten")
def forgotten_page(request: Request, visitor: AnyVisitor, sent: str = "") -> Response:
    """Ask whose password is to be reset."""
    del visitor  # anybody; a session for the form
    return page(request, "pages/account/forgotten.html", ForgottenForm(), sent=bool(sent))


@router.post("/password/forgotten", name="password-forgotten-send")
def forgotten(request: Request, session: DbSession, visitor: AnyVisitor, form: PostedForm, entry: Entry) -> Response:
    """Have a link sent; the answer is the same whether there is such an account or not."""
    del visitor  # anybody
    given = ForgottenForm(Fields(form))
    if switched(request, form) or not given.validate():
        return page(request, "pages/account/forgotten.html", given, sent=False)
    recovery.ask_for_reset(session, login=given.login.data or "", address=entry.address, now=entry.now)
    return see("/password/forgotten?sent=1")


@router.get("/password/reset/{token}", name="password-reset")
def reset_page(request: Request, session: DbSession, visitor: AnyVisitor, token: str, now: Now) -> Response:
    """Ask for a new password; opening the link does not use it up."""
    del visitor  # anybody who has the link
    try:
        whose = recovery.find(session, token=token, now=now)
    except NotFoundError as error:
        return _over(request, error)
    return _reset(request, NewPassword(), whose, token)


@router.post("/password/reset/{token}", name="password-reset-check")
def reset(  # noqa: PLR0917 - what a route asks for
    request: Request, session: DbSession, visitor: AnyVisitor, token: str, form: PostedForm, now: Now
) -> Response:
    """Set the new password; nobody is signed in by it."""
    del visitor  # anybody who has the link
    try:
        whose = recovery.find(session, token=token, now=now)
        given = new_password(form, login=whose.login)
        if switched(request, form) or not given.validate():
            return _reset(request, given, whose, token)
        recovery.reset(session, token=token, password=given.password.data or "", now=now)
    except NotFoundError as error:
        return _over(request, error)
    return see("/sign-in?reset=1")


def _reset(request: Request, form: NewPassword, whose: Whose, token: str) -> Response:
    return page(request, "pages/account/reset.html", form, login=whose.login, token=token)


def _over(request: Request, error: NotFoundError) -> Response:
    return render(request, "pages/account/link-over.html", message=sentence(error), status=404)


@router.get("/invitation", name="invitation-entry")
def entry_page(request: Request, visitor: AnyVisitor) -> Response:
    """Ask for the code that was read aloud or printed."""
    del visitor  # anybody; a session for the form
    return page(request, "pages/account/invitation-code.html", InvitationCodeForm())


@router.post("/invitation", name="invitation-code")
def take_code(request: Request, session: DbSession, visitor: AnyVisitor, form: PostedForm, entry: Entry) -> Response:
    """Look the code up and go on to the invitation."""
    del visitor  # anybody who has the code
    given = InvitationCodeForm(Fields(form))
    if switched(request, form) or not given.validate():
        return page(request, "pages/account/invitation-code.html", given)
    code = given.code.data or ""
    try:
        invited.look(session, code=code, address=entry.address, now=entry.now)
    except NotFoundError as error:
        refuse(given, InvalidError(error.message, field="code"))
        return page(request, "pages/account/invitation-code.html", given)
    return see(links.address(code))


@router.get("/invitation/{code}", name="invitation")
def invitation_page(request: Request, session: DbSession, visitor: AnyVisitor, code: str, entry: Entry) -> Response:
    """Show who is invited where, as what; opening it does not use it up."""
    session.commit()  # one connection at a time: see `take_turn`
    try:
        with request.app.state.database.write() as counting:
            found = invited.look(counting, code=code, address=entry.address, now=entry.now)
    except NotFoundError as error:
        return _over(request, error)
    form = InvitedForm(data={"name": found.link.name})
    form.consent.data = visitor.consent_version == NOTICE
    return _invitation(request, visitor, form, found)


@router.post("/invitation/{code}", name="invitation-register")
def register(  # noqa: PLR0917 - likewise
    request: Request, session: DbSession, visitor: AnyVisitor, code: str, form: PostedForm, entry: Entry
) -> Response:
    """Make an account for whoever was invited, and sign in."""
    given = InvitedForm(Fields(form))
    try:
        found = invited.look(session, code=code, address=entry.address, now=entry.now)
    except NotFoundError as error:
        return _over(request, error)
    try:
        if switched(request, form) or visitor.actor.signed_in or not given.validate():
            return _invitation(request, visitor, given, found)
        made = invited.register(session, code=code, **given.person(), **entry.terms, token_hash=visitor.token_hash)
    except NotFoundError as error:
        return _over(request, error)
    except InvalidError as error:
        refuse(given, error)
        return _invitation(request, visitor, given, found)
    deps.give_session(request, made.session)
    _agree(session, made.session.token, entry.now)
    return see("/organisation")


def _agree(session: DbSession, token: str, now: Now) -> None:
    visit = sessions.visit(session, token=token, now=now)
    if visit is not None:
        sessions.record_consent(session, visit=visit, notice_version=NOTICE, now=now)


@router.post("/invitation/{code}/join", name="invitation-join")
def join(request: Request, session: DbSession, visitor: Member, code: str, entry: Entry) -> Response:
    """Join with the account that is signed in."""
    try:
        invited.join(session, actor=visitor.actor, code=code, address=entry.address, now=entry.now)
    except NotFoundError as error:
        return _over(request, error)
    except InvalidError as error:
        found = invited.look(session, code=code, address=entry.address, now=entry.now)
        return _invitation(request, visitor, InvitedForm(), found, refused=sentence(error) or "")
    return see("/organisation")


def _invitation(request: Request, visitor: Visit, form: InvitedForm, found: Printed, *, refused: str = "") -> Response:
    del visitor  # the layout knows who is signed in
    return page(
        request,
        "pages/account/invitation.html",
        form,
        organisation=found.organisation,
        role=ROLES[found.link.role] if found.link.role else "",
        until=found.link.expires_at,
        path_here=links.address(typed(found.code)),
        refused=refused,
    )
