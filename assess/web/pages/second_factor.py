"""Turning the second factor on and off, and its recovery codes."""

from typing import Final

from fastapi import APIRouter, Request, Response

from assess.accounts import second_factor
from assess.accounts.sessions import Visit
from assess.accounts.totp import Keys
from assess.config import Settings
from assess.errors import ConflictError, InvalidError
from assess.web import i18n, qr
from assess.web.deps import AppSettings, DbSession, Member, Now, PostedForm, see
from assess.web.forms.base import Fields
from assess.web.forms.security import BothForm, CodeForm, PasswordForm
from assess.web.language import switched
from assess.web.pages.account import page, refuse
from assess.web.templating import render

HERE: Final = "/account/second-factor"
SECURITY: Final = "/account/security"
router = APIRouter()


@router.get(HERE, name="second-factor")
def begin_page(request: Request, visitor: Member) -> Response:
    """Say what it is, and ask for the password."""
    if visitor.second_factor:
        return see(SECURITY)
    return page(request, "pages/account/second-factor.html", PasswordForm())


@router.post(HERE, name="second-factor-begin")
def begin(  # noqa: PLR0917 - what a route asks for
    request: Request, session: DbSession, visitor: Member, form: PostedForm, settings: AppSettings, now: Now
) -> Response:
    """Make a key and go on to its confirmation."""
    given = PasswordForm(Fields(form))
    if switched(request, form) or not given.validate():
        return page(request, "pages/account/second-factor.html", given)
    try:
        second_factor.begin(session, visit=visitor, password=given.password.data or "", keys=keys(settings), now=now)
    except InvalidError as error:
        refuse(given, error)
        return page(request, "pages/account/second-factor.html", given)
    except ConflictError:
        return see(SECURITY)
    return see(f"{HERE}/confirm")


@router.get(HERE + "/confirm", name="second-factor-key")
def key_page(request: Request, session: DbSession, visitor: Member, settings: AppSettings, now: Now) -> Response:
    """Show the key as a QR code and in letters, and ask for a first code."""
    return _key(request, session, visitor, settings, now, CodeForm())


@router.post(HERE + "/confirm", name="second-factor-confirm")
def confirm(  # noqa: PLR0917 - likewise
    request: Request, session: DbSession, visitor: Member, form: PostedForm, settings: AppSettings, now: Now
) -> Response:
    """Turn it on and show the recovery codes, this once."""
    given = CodeForm(Fields(form))
    if switched(request, form) or not given.validate():
        return _key(request, session, visitor, settings, now, given)
    try:
        codes = second_factor.confirm(session, visit=visitor, code=given.code.data or "", keys=keys(settings), now=now)
    except InvalidError as error:
        refuse(given, error)
        return _key(request, session, visitor, settings, now, given)
    except ConflictError:
        return see(SECURITY)
    return _codes(request, codes, first=True)


def _key(  # noqa: PLR0917 - what the page is made of
    request: Request, session: DbSession, visitor: Visit, settings: Settings, now: Now, form: CodeForm
) -> Response:
    offer = second_factor.offered(
        session, visit=visitor, keys=keys(settings), issuer=i18n.gettext("知识产权保护自评"), now=now
    )
    if offer is None:
        return see(HERE)  # the password was asked for too long ago
    return page(
        request, "pages/account/second-factor-key.html", form, picture=qr.picture(offer.address), spelled=offer.spelled
    )


@router.get(HERE + "/off", name="second-factor-off-page")
def off_page(request: Request, visitor: Member) -> Response:
    """Ask for password and code before turning it off."""
    if not visitor.second_factor:
        return see(SECURITY)
    return page(request, "pages/account/second-factor-off.html", BothForm())


@router.post(HERE + "/off", name="second-factor-off")
def off(  # noqa: PLR0917 - likewise
    request: Request, session: DbSession, visitor: Member, form: PostedForm, settings: AppSettings, now: Now
) -> Response:
    """Turn it off."""
    given = BothForm(Fields(form))
    if switched(request, form) or not given.validate():
        return page(request, "pages/account/second-factor-off.html", given)
    try:
        second_factor.turn_off(session, visit=visitor, **proof(given), keys=keys(settings), now=now)
    except InvalidError as error:
        refuse(given, error)
        return page(request, "pages/account/second-factor-off.html", given)
    except ConflictError:
        return see(SECURITY)
    return see(f"{SECURITY}?done=off")


@router.get(HERE + "/codes", name="recovery-codes-page")
def codes_page(request: Request, visitor: Member) -> Response:
    """Ask for password and code before giving new recovery codes."""
    if not visitor.second_factor:
        return see(SECURITY)
    return page(request, "pages/account/recovery-codes-renew.html", BothForm())


@router.post(HERE + "/codes", name="recovery-codes")
def renew(  # noqa: PLR0917 - likewise
    request: Request, session: DbSession, visitor: Member, form: PostedForm, settings: AppSettings, now: Now
) -> Response:
    """Give ten new recovery codes, shown this once."""
    given = BothForm(Fields(form))
    if switched(request, form) or not given.validate():
        return page(request, "pages/account/recovery-codes-renew.html", given)
    try:
        made = second_factor.renew_codes(session, visit=visitor, **proof(given), keys=keys(settings), now=now)
    except InvalidError as error:
        refuse(given, error)
        return page(request, "pages/account/recovery-codes-renew.html", given)
    except ConflictError:
        return see(SECURITY)
    return _codes(request, made, first=False)


def _codes(request: Request, codes: tuple[str, ...], *, first: bool) -> Response:
    return render(request, "pages/account/recovery-codes.html", codes=codes, first=first)


def proof(form: BothForm) -> dict[str, str]:
    """Give password and code of a valid form."""
    return {"password": form.password.data or "", "code": form.code.data or ""}


def keys(settings: Settings) -> Keys:
    """Give the keys of second factors."""
    return Keys.of(settings.signing_key())
