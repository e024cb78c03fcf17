"""One's own account: name and mail, password, where one is signed in."""

import uuid
from typing import Final

from fastapi import APIRouter, Request, Response

from assess.accounts import devices, oidc, profile, recovery, second_factor
from assess.accounts.letters import address_of
from assess.accounts.sessions import Visit
from assess.errors import InvalidError
from assess.web import agents, deps, language
from assess.web.deps import DbSession, Entry, Member, Now, PostedForm, see
from assess.web.forms.base import Fields
from assess.web.forms.security import ChangePassword, ProfileForm, change_password
from assess.web.language import switched
from assess.web.pages.account import page, refuse
from assess.web.templating import render

HERE: Final = "/account/security"
router = APIRouter()


@router.get("/account", name="account")
def own(request: Request, session: DbSession, visitor: Member, saved: str = "") -> Response:
    """Show what one keeps about oneself."""
    account = profile.own(session, visit=visitor)
    stored = {"name": account.name, "email": account.email, "locale": account.locale}
    return _profile(request, session, visitor, ProfileForm(data=stored), saved=bool(saved))


@router.post("/account", name="account-save")
def save(request: Request, session: DbSession, visitor: Member, form: PostedForm, now: Now) -> Response:
    """Take the changes."""
    given = ProfileForm(Fields(form))
    if switched(request, form) or not given.validate():
        return _profile(request, session, visitor, given)
    changes = given.given()
    try:
        profile.edit(session, visit=visitor, now=now, **changes)
    except InvalidError as error:
        refuse(given, error)
        return _profile(request, session, visitor, given)
    language.keep(request, changes["locale"])
    return see("/account?saved=1")


def _profile(
    request: Request, session: DbSession, visitor: Visit, form: ProfileForm, *, saved: bool = False
) -> Response:
    account = profile.own(session, visit=visitor)
    login, reached = account.login, address_of(account)
    return page(request, "pages/account/profile.html", form, login=login, reached=reached, saved=saved)


@router.get(HERE, name="security")
def security(request: Request, session: DbSession, visitor: Member, now: Now, done: str = "") -> Response:
    """Show the second factor, the sessions, and what else opens the account."""
    account = profile.own(session, visit=visitor)
    provider = request.app.state.provider
    linked = provider and oidc.linked(session, actor=visitor.actor, issuer=provider.issuer)
    return render(
        request,
        "pages/account/security.html",
        account=account,
        has_password=account.password_hash != profile.NO_PASSWORD,
        codes_left=second_factor.codes_left(session, account_id=account.id),
        devices=devices.devices(session, visit=visitor, now=now),
        names=agents.names,
        linked=bool(linked),
        done=done,
    )


@router.post("/account/sessions/{session_id}/end", name="session-end")
def end(session: DbSession, visitor: Member, now: Now, session_id: uuid.UUID) -> Response:
    """End one of one's sessions."""
    devices.end(session, visit=visitor, session_id=session_id, now=now)
    return see(f"{HERE}?done=ended")


@router.post("/account/sessions/end-others", name="session-end-others")
def end_others(session: DbSession, visitor: Member, now: Now) -> Response:
    """End every session but this one."""
    devices.end_others(session, visit=visitor, now=now)
    return see(f"{HERE}?done=ended")


@router.get("/account/password", name="password")
def password_page(request: Request, visitor: Member) -> Response:
    """Ask for the old password and a new one."""
    del visitor  # only has to be signed in
    return page(request, "pages/account/password.html", ChangePassword())


@router.post("/account/password", name="password-change")
def password(request: Request, session: DbSession, visitor: Member, form: PostedForm, entry: Entry) -> Response:
    """Change the password: a new token here, signed out everywhere else."""
    given = change_password(form, login=profile.own(session, visit=visitor).login)
    if switched(request, form) or not given.validate():
        return page(request, "pages/account/password.html", given)
    try:
        made = recovery.change_password(
            session,
            visit=visitor,
            old=given.old.data or "",
            new=given.password.data or "",
            agent=entry.agent,
            limits=entry.limits,
            now=entry.now,
        )
    except InvalidError as error:
        refuse(given, error)
        return page(request, "pages/account/password.html", given)
    deps.give_session(request, made)
    return see(f"{HERE}?done=password")
