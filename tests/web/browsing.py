"""A browser as the tests drive it: keeps cookies and the token of the page it looks at, follows nothing by itself."""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
from anyio.from_thread import BlockingPortal
from fastapi import FastAPI

from assess.config import Settings
from assess.web.security import session_cookie

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
SUMMARY = re.compile(r'<a href="#([^"]+)">([^<]+)</a>')
HTML = {"accept": "text/html"}


@dataclass
class Browser:
    """One visitor's browser; `portal` runs the application's event loop in a thread of its own."""

    app: FastAPI
    portal: BlockingPortal
    settings: Settings
    token: str = ""
    client: httpx.AsyncClient = field(init=False)

    def __post_init__(self) -> None:
        transport = httpx.ASGITransport(self.app, client=("203.0.113.7", 40000))
        self.client = httpx.AsyncClient(transport=transport, base_url=self.settings.base_url)

    def send(self, method: str, path: str, **request: Any) -> httpx.Response:  # noqa: ANN401 - as httpx takes it
        """Send one request as it is."""
        return self.portal.call(functools.partial(self.client.request, method, path, **request))

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Open a page, remembering its token."""
        return self._seen(self.send("GET", path, headers=HTML | headers))

    def post(self, path: str, data: Mapping[str, object] | None = None, **headers: str) -> httpx.Response:
        """Send a form with the token of the last page."""
        sent = {"csrf_token": self.token, **(data or {})}
        return self._seen(self.send("POST", path, data=sent, headers=HTML | headers))

    def _seen(self, answer: httpx.Response) -> httpx.Response:
        found = TOKEN.search(answer.text)
        self.token = found.group(1) if found else self.token
        return answer

    def consent(self) -> None:
        """Agree to the privacy notice."""
        self.get("/start")
        assert self.post("/start", {"consent": "yes"}).status_code == 303

    def answer_questions(self, **changes: object) -> httpx.Response:
        """Answer the five questions as a medium-sized exporter of Linyi."""
        self.get("/start/questions")
        answers = {"province": "370000", "city": "371300", "county": "371302", "kind": "enterprise"}
        return self.post("/start/questions", {**answers, "exports": "yes", "size": "medium", **changes})

    def sign_in(self, login: str, password: str, *, back: str = "") -> httpx.Response:
        """Sign in."""
        self.get("/sign-in")
        return self.post("/sign-in", {"login": login, "password": password, "next": back})

    @property
    def session(self) -> str | None:
        """Give the session cookie."""
        return self.client.cookies.get(session_cookie(secure=self.settings.secure_cookies))


def complaints(answer: httpx.Response) -> dict[str, str]:
    """Give the error summary: field id → message."""
    box = answer.text.partition('id="error-summary"')[2].partition("</ul>")[0]
    return dict(SUMMARY.findall(box))
