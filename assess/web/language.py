"""Changing the language with a form half filled in: the button sends the form, the page comes back as it was."""

from fastapi import Request
from starlette.datastructures import FormData

from assess.config import Settings
from assess.values.text import Locale
from assess.web import i18n, security

YEAR = 31_536_000


def switched(request: Request, form: FormData) -> bool:
    """Change the language when the form was sent by the language button (`name="lang"`).

    Returns:
        Whether it was: then the page is to be shown again with what was typed, and nothing judged or stored.
    """
    code = form.get(i18n.PARAMETER)
    if not i18n.is_locale(code):
        return False
    i18n.use(code)
    keep(request, code)
    return True


def keep(request: Request, code: Locale) -> None:
    """Keep a language for the next pages."""
    settings: Settings = request.app.state.settings
    cookie = security.cookie(i18n.COOKIE, code, secure=settings.secure_cookies, max_age=YEAR)
    request.state.cookies = [*getattr(request.state, "cookies", []), cookie]
