"""Every refusal becomes a page or a JSON object in the user's language; nothing of the inside shows."""

from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from assess.errors import AssessError, ConsentMissingError, SignedOutError, ThrottledError
from assess.web import i18n
from assess.web.security import SAFE_METHODS, safe_return
from assess.web.templating import render
from assess.wording.sentences import say

KNOWN = frozenset({400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503})
# What the page of the status says better than a general sentence.
GENERAL = frozenset({"not-found", "forbidden", "signed-out", "body-too-large"})


def install(app: FastAPI) -> None:
    """Register the handlers of everything a route or dependency may raise."""
    app.add_exception_handler(AssessError, refused)
    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(RequestValidationError, bad_address)


def respond(
    request: Request,
    status: int,
    *,
    message: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with an error, as JSON where the client asked for it.

    Args:
        request: The request that failed.
        status: The HTTP status; one without a page of its own is shown as 400 or 500.
        message: A sentence in the user's language that says more than the status does.
        headers: Further headers.
    """
    if wants_json(request):
        code = getattr(request.state, "request_id", "")
        body = {"status": status, "message": message or title(status), "request_id": code}
        return JSONResponse(body, status_code=status, headers=dict(headers or {}))
    shown = status if status in KNOWN else 400 if status < 500 else 500  # noqa: PLR2004 - the border between the two kinds of HTTP error
    name = f"pages/errors/{shown}.html"
    return render(request, name, status=status, headers=headers, message=message, request_id=_request_id(request))


def title(status: int) -> str:
    """Name an error in a few words."""
    _ = i18n.gettext
    names = {
        400: _("请求无法处理"),
        401: _("请先登录"),
        403: _("您没有进行此操作的权限"),
        404: _("没有找到这个页面"),
        405: _("请求方式不对"),
        409: _("内容已被他人更新"),
        413: _("提交的内容过大"),
        422: _("填写的内容有误"),
        429: _("尝试次数过多"),
        503: _("服务暂不可用"),
    }
    return names.get(status, _("服务出现故障"))


def wants_json(request: Request) -> bool:
    """Say whether the client prefers JSON to a page."""
    accept = request.headers.get("accept", "")
    return "application/json" in accept and "text/html" not in accept


def sentence(error: AssessError) -> str | None:
    """Put a refusal into words, unless the page of its status says it already."""
    return None if error.message in GENERAL else say(error.message, error.params, i18n.current())


def refused(request: Request, error: Exception) -> Response:
    """Answer one of our own refusals; who is signed out is sent to sign in and brought back."""
    if not isinstance(error, AssessError):
        raise error
    if isinstance(error, SignedOutError) and not wants_json(request):
        return to_sign_in(request)
    if isinstance(error, ConsentMissingError) and not (wants_json(request) or request.headers.get("hx-request")):
        return RedirectResponse(f"/start?next={quote(_page_behind(request))}", status_code=303)
    headers = {"retry-after": error.retry_after} if isinstance(error, ThrottledError) else None
    return respond(request, error.status, message=sentence(error), headers=headers)


def to_sign_in(request: Request) -> Response:
    """Send the visitor to the sign-in page, which brings them back; a script hears of it and keeps what was typed."""
    if request.headers.get("hx-request") == "true":
        return respond(request, 401)
    return RedirectResponse(f"/sign-in?next={quote(_page_behind(request))}&expired=1", status_code=303)


def _page_behind(request: Request) -> str:
    """Give the page to come back to: the one asked for, or the one whose form was sent."""
    if request.method in SAFE_METHODS:
        return request.url.path
    try:
        sent_from = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return "/assessments"  # whoever wrote that header, it was no browser
    same = sent_from.netloc == request.url.netloc
    return safe_return(sent_from.path if same else None, default="/assessments")


def http_error(request: Request, error: Exception) -> Response:
    """Answer what the framework refuses: no such address, wrong method, unreadable form."""
    if not isinstance(error, HTTPException):
        raise error
    return respond(request, error.status_code, headers=error.headers)


def bad_address(request: Request, error: Exception) -> Response:
    """Answer an address with an impossible part: such an object does not exist."""
    parts = (
        {place for item in error.errors() for place in item["loc"][:1]}
        if isinstance(error, RequestValidationError)
        else set()
    )
    return respond(request, 404 if parts == {"path"} else 422)


def _request_id(request: Request) -> str:
    return str(getattr(request.state, "request_id", ""))
