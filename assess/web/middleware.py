"""What surrounds every request: its number, its language, its limits, its headers, its line in the log."""

import itertools
import re
import secrets
import time
from urllib.parse import parse_qs

import structlog
from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assess.config import Settings
from assess.errors import TooLargeError
from assess.exchange.guard import MAX_BYTES as WORKBOOK_LIMIT
from assess.values.text import Locale
from assess.web import errors, i18n, language, security

FORM_LIMIT = 1024 * 1024  # a full table of 200 rows in Chinese, each character nine bytes in a form
UPLOAD_SLACK = 64 * 1024
UPLOAD_PATH = re.compile(r"/assessments/[^/]+/evidence/[^/]+(/[^/]+/replace)?\Z")
IMPORT_PATH = "/listings"
ORGANISATIONS_PATH = "/organisations/import"
TABLE_LIMIT = 5 * 1024 * 1024  # as `exchange.tables` takes it
WORKBOOK_PATH = re.compile(r"/assessments/[^/]+/workbook\Z")
PARTICIPANTS_PATH = re.compile(r"/campaigns/[^/]+/participants/list\Z")
FACE_PATH = re.compile(r"/campaigns/[^/]+/face\Z")
FACE_LIMIT = 4 * 1024 * 1024  # more than a logo may have, so that one too large is refused beside its field
# A browser shows our page only when it may finish sending; beyond this it is cut off.
DRAIN_LIMIT = 64 * 1024 * 1024

log = structlog.get_logger("assess.web")

# A number of its own for every request, without asking the system for randomness each time.
_PROCESS = secrets.token_hex(4)
_NUMBERS = itertools.count(1)


class Edge:
    """Outermost: numbers and logs each request, chooses its language, adds the headers, turns a crash into a page."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings
        self.headers = dict(security.HEADERS)
        if settings.secure_cookies:
            self.headers["strict-transport-security"] = security.STRICT_TRANSPORT

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        await _Exchange(self, scope, send).run(receive)

    def trusts(self, scope: Scope) -> bool:
        """Say whether the request names a host this service answers for."""
        host = Headers(scope=scope).get("host", "").rsplit(":", 1)[0].strip("[]").lower()
        return "*" in self.settings.trusted_hosts or host in self.settings.trusted_hosts


class _Exchange:
    """One request on its way through the edge."""

    def __init__(self, edge: Edge, scope: Scope, send: Send) -> None:
        self.edge = edge
        self.head = scope["method"] == "HEAD"
        self.scope = {**scope, "method": "GET"} if self.head else scope
        self._send = send
        self.status = 0
        self.started = time.perf_counter()
        self.request_id = f"{_PROCESS}{next(_NUMBERS):08x}"
        self.chosen = _chosen_language(scope)
        self.scope.setdefault("state", {})["request_id"] = self.request_id

    async def run(self, receive: Receive) -> None:
        """Answer, whatever happens, and write one line about it."""
        i18n.use(self.chosen or _cookie_language(self.scope) or self._default())
        try:
            if self.edge.trusts(self.scope):
                await self.edge.app(self.scope, receive, self.send)
            else:
                await errors.respond(Request(self.scope), 400)(self.scope, receive, self.send)
        except ClientDisconnect:
            pass  # nobody is left to answer, and nothing is wrong here
        except Exception as error:  # noqa: BLE001 - the last place that can turn a crash into a page
            await self._crashed(error, receive)
        finally:
            self._log()

    def _default(self) -> Locale:
        return "en" if self.edge.settings.locale_default == "en" else "zh"

    async def _crashed(self, error: Exception, receive: Receive) -> None:
        log.error("crash", request_id=self.request_id, route=_route(self.scope), exc_info=error)
        if not self.status:
            await errors.respond(Request(self.scope), 500)(self.scope, receive, self.send)

    async def send(self, message: Message) -> None:
        """Pass a message on, adding to the head of the answer what every answer carries."""
        if self.head and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in self.edge.headers.items():
                headers.setdefault(name, value)
            headers["x-request-id"] = self.request_id
            for cookie in self._cookies():
                headers.append("set-cookie", cookie)
        await self._send(message)

    def _cookies(self) -> list[str]:
        """Give what the route put there, and the language that was just chosen."""
        given: list[str] = self.scope["state"].get("cookies", [])
        if self.chosen is None:
            return given
        secure = self.edge.settings.secure_cookies
        return [*given, security.cookie(i18n.COOKIE, self.chosen, secure=secure, max_age=language.YEAR)]

    def _log(self) -> None:
        log.info(
            "request",
            request_id=self.request_id,
            method=self.scope["method"],
            route=_route(self.scope),
            status=self.status,
            ms=round((time.perf_counter() - self.started) * 1000, 1),
        )


def _route(scope: Scope) -> str:
    """Give the pattern of the address, not the address: ids stay out of the log."""
    route = scope.get("route")
    return str(getattr(route, "path", "-"))


def _chosen_language(scope: Scope) -> Locale | None:
    if b"lang=" not in scope["query_string"]:
        return None
    value = parse_qs(scope["query_string"].decode("latin-1")).get(i18n.PARAMETER, [""])[-1]
    return value if i18n.is_locale(value) else None


def _cookie_language(scope: Scope) -> Locale | None:
    found = re.search(rf"(?:^|;\s*){i18n.COOKIE}=(zh|en)(?:;|$)", Headers(scope=scope).get("cookie", ""))
    value = found.group(1) if found else None
    return value if i18n.is_locale(value) else None


class BodyLimit:
    """Refuses a body that is larger than its address takes, counting while it arrives."""

    def __init__(self, app: ASGIApp, settings: Settings, elsewhere: str) -> None:
        """Set the limits; addresses below `elsewhere` have their own."""
        self.app = app
        self.elsewhere = elsewhere
        self.upload_limit = settings.upload_limit_bytes + UPLOAD_SLACK
        self.import_limit = settings.import_limit_bytes + UPLOAD_SLACK

    def limit(self, path: str) -> int:
        """Give how many bytes an address takes."""
        if path == IMPORT_PATH:
            return self.import_limit
        if path == ORGANISATIONS_PATH:
            return TABLE_LIMIT + UPLOAD_SLACK
        if FACE_PATH.match(path):
            return FACE_LIMIT
        if WORKBOOK_PATH.match(path):
            return WORKBOOK_LIMIT + UPLOAD_SLACK
        return self.upload_limit if UPLOAD_PATH.match(path) else FORM_LIMIT

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        passes = scope["type"] != "http" or scope["method"] in security.SAFE_METHODS
        if passes or scope["path"].startswith(self.elsewhere):
            await self.app(scope, receive, send)
            return
        limit = self.limit(scope["path"])
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdigit() and int(declared) > limit:
            await drain(receive, min(int(declared), DRAIN_LIMIT))
            await errors.respond(Request(scope), 413)(scope, receive, send)
        else:
            await self.app(scope, Counted(receive, limit), send)


class Counted:
    """A body that breaks off with a refusal once it exceeds its limit."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self.receive = receive
        self.left = limit

    async def __call__(self) -> Message:
        """Pass the next piece on."""
        message = await self.receive()
        self.left -= len(message.get("body", b""))
        if self.left < 0:
            raise TooLargeError("body-too-large")
        return message


async def drain(receive: Receive, most: int) -> None:
    """Read and forget a body, so that the browser gets to read the answer."""
    more = True
    while more and most > 0:
        message = await receive()
        most -= len(message.get("body", b""))
        more = message.get("more_body", False)
