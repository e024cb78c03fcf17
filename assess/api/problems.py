"""Refusals as problem details (RFC 9457), in the language the client asks for."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from assess.errors import AssessError, InvalidError, SignedOutError
from assess.values.text import Locale
from assess.wording.sentences import say

MEDIA_TYPE = "application/problem+json"
_TITLES = {
    400: "Bad request",
    401: "Not authenticated",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    413: "Too large",
    422: "Invalid",
    429: "Too many requests",
}


def install(app: FastAPI) -> None:
    """Register the handlers of everything a route or dependency may raise."""
    app.add_exception_handler(AssessError, refused)
    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(RequestValidationError, bad_request)


def problem(status: int, *, code: str, detail: str, **more: object) -> JSONResponse:
    """Answer with problem details.

    Args:
        status: The HTTP status.
        code: What a program can tell refusals apart by; it does not change.
        detail: The sentence for people.
        more: Further members.
    """
    title = _TITLES.get(status, "Error")
    body = {"type": "about:blank", "title": title, "status": status, "code": code, "detail": detail, **more}
    headers = {"www-authenticate": "Bearer"} if status == SignedOutError.status else None
    return JSONResponse(body, status_code=status, media_type=MEDIA_TYPE, headers=headers)


def language(request: Request) -> Locale:
    """Give the language of sentences: English where the client prefers it, Chinese otherwise."""
    first = request.headers.get("accept-language", "").partition(",")[0].strip().lower()
    return "en" if first.startswith("en") else "zh"


def refused(request: Request, error: Exception) -> JSONResponse:
    """Answer one of our own refusals."""
    if not isinstance(error, AssessError):
        raise error
    detail = say(error.message, error.params, language(request))
    more = {"field": error.field} if isinstance(error, InvalidError) and error.field else {}
    return problem(error.status, code=error.message, detail=detail, **more)


def http_error(request: Request, error: Exception) -> JSONResponse:
    """Answer what the framework refuses: no such address, wrong method."""
    if not isinstance(error, HTTPException):
        raise error
    code = "not-found" if error.status_code == 404 else f"http-{error.status_code}"  # noqa: PLR2004 - a status
    detail = say("not-found", {}, language(request)) if code == "not-found" else str(error.detail)
    return problem(error.status_code, code=code, detail=detail)


def bad_request(request: Request, error: Exception) -> JSONResponse:
    """Answer a request that does not fit the schema; an impossible id is an object that does not exist."""
    if not isinstance(error, RequestValidationError):
        raise error
    found = error.errors()
    if any(one["loc"][:1] == ("path",) for one in found):
        return problem(404, code="not-found", detail=say("not-found", {}, language(request)))
    errors = [{"at": ".".join(map(str, one["loc"])), "message": one["msg"]} for one in found]
    return problem(422, code="invalid", detail=say("api.invalid", {}, language(request)), errors=errors)
