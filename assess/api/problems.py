"""Refusals as problem details (RFC 9457), in the language the client asks for."""

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import compile_path

from assess.api.deps import get_language
from assess.api.etags import PreconditionFailedError
from assess.errors import AssessError, ConflictError, InvalidError, SignedOutError, ThrottledError
from assess.values.step import FactRef
from assess.wording.sentences import say

MEDIA_TYPE: Final = "application/problem+json"
TITLES: Final[Mapping[int, str]] = {
    400: "Bad request",
    401: "Not authenticated",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    412: "Precondition failed",
    413: "Too large",
    415: "Unsupported media type",
    422: "Invalid",
    428: "Precondition required",
    429: "Too many requests",
    500: "Broken",
    503: "Unavailable",
}
METHOD_NOT_ALLOWED: Final = 405
_CODES: Final[Mapping[int, str]] = {
    400: "api.not-json",
    404: "not-found",
    405: "api.method",
    413: "api.too-large",
}


def install(app: FastAPI) -> None:
    """Register the handlers of everything a route or dependency may raise."""
    app.add_exception_handler(AssessError, refused)
    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(RequestValidationError, bad_request)
    app.add_exception_handler(Exception, crashed)


def problem(
    status: int, *, code: str, detail: str, headers: Mapping[str, str] | None = None, **more: object
) -> JSONResponse:
    """Answer with problem details.

    Args:
        status: The HTTP status.
        code: What a program can tell refusals apart by; it does not change.
        detail: The sentence for people.
        headers: Further headers.
        more: Further members.
    """
    title = TITLES.get(status, "Error")
    body = {"type": "about:blank", "title": title, "status": status, "code": code, "detail": detail, **more}
    own = {"www-authenticate": "Bearer"} if status == SignedOutError.status else {}
    content = jsonable_encoder(body)
    return JSONResponse(content, status_code=status, media_type=MEDIA_TYPE, headers={**own, **(headers or {})})


def refused(request: Request, error: Exception) -> JSONResponse:
    """Answer one of our own refusals."""
    if not isinstance(error, AssessError):
        raise error
    detail = say(error.message, error.params, get_language(request))
    return problem(error.status, code=error.message, detail=detail, headers=_headers(error), **_more(error))


def _more(error: AssessError) -> dict[str, object]:
    """Give what a program can go on with: the field, what is missing, both sides of a conflict."""
    more: dict[str, object] = {}
    if isinstance(error, InvalidError) and error.field:
        more["field"] = error.field
    missing = error.params.get("missing")
    if isinstance(missing, tuple):
        more["missing"] = [part.key for part in missing if isinstance(part, FactRef)]
    if isinstance(error, ConflictError | PreconditionFailedError):
        more |= {side: _plain(getattr(error, side)) for side in ("theirs", "mine") if getattr(error, side) is not None}
    return more


def _plain(side: Any) -> object:  # noqa: ANN401 - whatever the refusal was given
    return asdict(side) if is_dataclass(side) and not isinstance(side, type) else side


def _headers(error: AssessError) -> dict[str, str]:
    if isinstance(error, ThrottledError):
        return {"retry-after": error.retry_after}
    if isinstance(error, PreconditionFailedError) and error.etag is not None:
        return {"etag": error.etag}
    return {}


def http_error(request: Request, error: Exception) -> JSONResponse:
    """Answer what the framework refuses: no such address, wrong method, too much."""
    if not isinstance(error, HTTPException):
        raise error
    headers = {name.lower(): value for name, value in (error.headers or {}).items()}
    if error.status_code == METHOD_NOT_ALLOWED:
        headers["allow"] = ", ".join(allowed(request))
    code = _CODES.get(error.status_code)
    detail = say(code, {}, get_language(request)) if code else str(error.detail)
    return problem(error.status_code, code=code or f"http-{error.status_code}", detail=detail, headers=headers)


def allowed(request: Request) -> list[str]:
    """List every method an address takes; the framework names those of one of its routes only."""
    place = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    described: dict[str, dict[str, object]] = request.app.openapi()["paths"]
    taking = [item for path, item in described.items() if compile_path(path)[0].match(place)]
    return sorted({method.upper() for item in taking for method in item})


def bad_request(request: Request, error: Exception) -> JSONResponse:
    """Answer a request that does not fit the schema; an impossible id is an object that does not exist."""
    if not isinstance(error, RequestValidationError):
        raise error
    found = error.errors()
    if any(one["loc"][:1] == ("path",) for one in found):
        return problem(404, code="not-found", detail=say("not-found", {}, get_language(request)))
    errors = [{"at": ".".join(map(str, one["loc"])), "message": one["msg"]} for one in found]
    return problem(422, code="invalid", detail=say("api.invalid", {}, get_language(request)), errors=errors)


def crashed(request: Request, error: Exception) -> JSONResponse:
    """Answer what nobody foresaw; it is logged where it surfaces, at the edge."""
    del error
    return problem(500, code="api.crash", detail=say("api.crash", {}, get_language(request)))
