"""The Jinja environment and the one way to answer with a page."""

import functools
import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assess import clock
from assess.access.actor import allowed
from assess.access.roles import Action
from assess.accounts import regions, throttle
from assess.accounts.sessions import Visit
from assess.checklists.definition import Issued
from assess.config import MEBIBYTE
from assess.web import assets, i18n
from assess.web.pictures import DRAW
from assess.web.security import SAFE_METHODS
from assess.wording import formats

FOLDER = Path(__file__).resolve().parents[2] / "templates"


@functools.cache
def environment() -> Environment:
    """Build the environment once: everything is escaped, a missing name is an error, not a blank.

    Newlines after blocks stay: they keep attributes on lines of their own apart.
    """
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(i18n.gettext, i18n.ngettext, newstyle=True)  # type: ignore[attr-defined]  # from the extension
    made.globals.update(asset=assets.url, draw=DRAW, locale=i18n.current, region_name=region_name)
    made.globals.update(drafts_an_hour=throttle.DRAFTS.most, samples_an_hour=throttle.PROOFS.most)
    made.filters.update(words=words, issued=issued, day=day, time_of_day=time_of_day)
    return made


def words(text: object) -> str:
    """Give a piece of bilingual content (`Text`) in the current language."""
    return str(text.to(i18n.current()))  # type: ignore[attr-defined]  # a template may only pass a Text; else it fails loudly


def day(value: date | datetime) -> str:
    """Write a day as the reader does; an instant is taken as Asia/Shanghai reads it."""
    return formats.date(clock.to_local(value).date() if isinstance(value, datetime) else value, i18n.current())


def time_of_day(instant: datetime) -> str:
    """Write hour and minute, as Asia/Shanghai reads them."""
    return clock.to_local(instant).strftime("%H:%M")


def issued(value: Issued) -> str:
    """Write a date no more exactly than it is known."""
    if value.precision == "day":
        return day(date.fromisoformat(value.date))
    year, _, rest = value.date.partition("-")
    if value.precision == "year":
        return i18n.gettext("%(year)s年", year=year)
    return i18n.gettext("%(year)s年%(month)s月", year=year, month=int(rest[:2]))


def region_name(code: str) -> str:
    """Name a region with those it lies in."""
    return regions.full_name(code, i18n.current())


def fragment(name: str, /, **context: object) -> str:
    """Draw a template that is no page of its own."""
    return environment().get_template(name).render(**context)


def render(
    request: Request,
    name: str,
    context: Mapping[str, object] | None = None,
    /,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **more: object,
) -> HTMLResponse:
    """Answer with a page.

    Args:
        request: Says who asks; gives the layout what it needs.
        name: The template's path below templates/.
        context: What the template names.
        status: The HTTP status.
        headers: Further headers.
        more: What else the template names.
    """
    body = fragment(name, **page_context(request), **(context or {}), **more)
    return HTMLResponse(body, status_code=status, headers=dict(headers or {}))


def page_context(request: Request) -> dict[str, object]:
    """Give what the layout of every page and fragment may name."""
    visitor: Visit | None = getattr(request.state, "visitor", None)
    return {
        "visitor": visitor,
        "csrf_token": visitor.csrf_token if visitor else "",
        "runs_service": visitor is not None and allowed(visitor.actor, Action.PUBLISH, None),
        "reviews": visitor is not None and allowed(visitor.actor, Action.REVIEW, None),
        "manages": visitor is not None and allowed(visitor.actor, Action.MANAGE_ORGANISATIONS, None),
        "runs_campaigns": visitor is not None and allowed(visitor.actor, Action.RUN_CAMPAIGN, None),
        "demo": request.app.state.settings.demo,
        "single_sign_on": request.app.state.provider.name if request.app.state.provider else "",
        "trial_hours": request.app.state.settings.trial_hours,
        "upload_megabytes": request.app.state.settings.upload_limit_bytes // MEBIBYTE,
        "path": request.url.path,
        "language_links": {code: language_link(request, code) for code in ("zh", "en")},
        "htmx": request.headers.get("hx-request") == "true",
    }


def language_link(request: Request, code: str) -> str:
    """Give the address of the same page in another language; what was posted has its form to keep it."""
    if request.method not in SAFE_METHODS and _UPLOAD.fullmatch(request.url.path):
        return f"{request.url.path}?lang={code}"
    if request.method not in SAFE_METHODS:
        return f"{request.url.path}?lang={code}" if request.url.path in _BOTH_WAYS else f"/?lang={code}"
    query = [(key, value) for key, value in parse_qsl(request.url.query) if key != i18n.PARAMETER]
    # An address such as //elsewhere.example/ or /%5Celsewhere.example/ would, as it is, lead to another site.
    here = quote("/" + request.scope["path"].lstrip("/"))
    return f"{here}?{urlencode([*query, (i18n.PARAMETER, code)])}"


_UPLOAD = re.compile(r"/assessments/[^/]+/evidence/[^/]+")
# Pages whose form is posted to their own address, so that asking for it again is a page too.
_BOTH_WAYS = frozenset(
    {
        "/start",
        "/start/questions",
        "/sign-in",
        "/register",
        "/organisation",
        "/listings",
        "/organisations/new",
        "/organisations/import",
        "/join",
        "/organisation/join",
    }
)
