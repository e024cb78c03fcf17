"""What routes ask for: the session, the visitor, the form, the instant, the permission.

The order matters and is fixed by who depends on whom: the body is read first, so that a slow upload holds no database
transaction; then the session opens; then the visitor is looked up and, on an unsafe request, the token compared.
"""

import dataclasses
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse
from python_multipart.multipart import parse_options_header
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from assess import clock
from assess.access.actor import Actor, allowed, allowed_on_trial
from assess.access.roles import Action
from assess.accounts import sessions
from assess.accounts.sessions import GUEST_LIVES, Limits, NewSession, Visit
from assess.config import Settings
from assess.db import Database
from assess.errors import ConsentMissingError, ForbiddenError, NotFoundError, SignedOutError
from assess.web import security
from assess.web.middleware import (
    FACE_PATH,
    IMPORT_PATH,
    ORGANISATIONS_PATH,
    PARTICIPANTS_PATH,
    UPLOAD_PATH,
    WORKBOOK_PATH,
)
from assess.web.notice import NOTICE, owes_consent

MAX_FIELDS = 5000  # a full table: 200 rows of up to 20 columns, and what surrounds them
MAX_FILES = 20
MAX_TEXT = 1024 * 1024  # the body limit of forms: a longer one is refused as a whole
UTF_8 = frozenset({b"utf-8", b"utf8"})
CSRF_FIELD = "csrf_token"
CSRF_HEADER = "x-csrf-token"


def get_settings(request: Request) -> Settings:
    """Give the settings the application was made with."""
    settings: Settings = request.app.state.settings
    return settings


def get_now() -> datetime:
    """Read the clock once for the whole request."""
    return clock.now()


async def get_form(request: Request) -> AsyncIterator[FormData]:
    """Read the body of an unsafe request; empty for a safe one. Files are closed at the end, also of a refused one.

    Our pages are UTF-8 and browsers answer in kind. A client that names another code would have it looked up among all
    that Python knows, some of which make characters no database can store.
    """
    if request.method in security.SAFE_METHODS:
        yield FormData()
        return
    _kind, options = parse_options_header(request.headers.get("content-type"))
    if options.get(b"charset", b"utf-8").lower() not in UTF_8:
        raise HTTPException(400)
    async with request.form(
        max_files=_files(request.scope["path"]), max_fields=MAX_FIELDS, max_part_size=MAX_TEXT
    ) as form:
        yield form


def _files(path: str) -> int:
    """Say how many files an address takes."""
    if UPLOAD_PATH.match(path):
        return MAX_FILES
    one = PARTICIPANTS_PATH.match(path) or WORKBOOK_PATH.match(path) or FACE_PATH.match(path)
    return int(path in {IMPORT_PATH, ORGANISATIONS_PATH} or one is not None)


PostedForm = Annotated[FormData, Depends(get_form)]
AppSettings = Annotated[Settings, Depends(get_settings)]
Now = Annotated[datetime, Depends(get_now)]


async def take_turn(request: Request, _read_first: PostedForm) -> AsyncIterator[None]:
    """Wait for a turn at the database, holding nothing meanwhile.

    A request keeps its connection while it waits for a thread. Were there more of them than connections, those with a
    connection would wait for the threads of those who wait for a connection, and nobody would get on.
    """
    async with request.app.state.turns:
        yield


MyTurn = Annotated[None, Depends(take_turn, scope="function")]


def get_session(request: Request, _turn: MyTurn) -> Iterator[Session]:
    """Open the request's database session and commit it before the answer is sent.

    Must be declared with `scope="function"` (use `DbSession`): only then a failing commit becomes a 500.
    """
    database: Database = request.app.state.database
    if request.method in security.SAFE_METHODS:
        with database.read() as session:
            yield session
    else:
        with database.write() as session:
            yield session
            session.commit()


DbSession = Annotated[Session, Depends(get_session, scope="function")]


def session_token(request: Request) -> str | None:
    """Give the session cookie's value."""
    settings: Settings = request.app.state.settings
    return request.cookies.get(security.session_cookie(secure=settings.secure_cookies))


def limits(settings: Settings) -> Limits:
    """Give how long sessions live."""
    return Limits(
        idle=timedelta(minutes=settings.session_idle_minutes),
        absolute=timedelta(hours=settings.session_absolute_hours),
        guest=timedelta(hours=settings.trial_hours),
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Doorway:
    """What opening a session takes; the address serves for counting tries only, `agent` is the browser's own name."""

    address: str
    limits: Limits
    now: datetime
    agent: str = ""

    @property
    def terms(self) -> dict[str, Any]:
        """Give them as the operations that open a session take them."""
        return {"address": self.address, "limits": self.limits, "now": self.now, "agent": self.agent}


def get_doorway(request: Request, settings: AppSettings, now: Now) -> Doorway:
    """Say where the request comes from and how long a session may live."""
    address = request.client.host if request.client else "unknown"
    return Doorway(address, limits(settings), now, request.headers.get("user-agent", ""))


Entry = Annotated[Doorway, Depends(get_doorway)]


def find_visitor(request: Request, session: DbSession, form: PostedForm, now: Now) -> Visit | None:
    """Look the visitor up; on an unsafe request also compare the token (synchroniser token, for guests too).

    Raises:
        ForbiddenError: The request does not come from a page of this session.
        SignedOutError: The session the page belonged to is over.
    """
    token = session_token(request)
    visitor = sessions.visit(session, token=token, now=now) if token else None
    if request.method not in security.SAFE_METHODS:
        check_csrf(request, form, visitor)
    if visitor is not None and visitor.stale:
        visitor = _touched(request, session, visitor, now)
    session.commit()  # what follows may be slow, such as hashing a password, and must not hold the write lock
    request.state.visitor = visitor
    return visitor


def check_csrf(request: Request, form: FormData, visitor: Visit | None) -> None:
    """Compare the token of the form (or header) with the session's."""
    if visitor is None:
        raise SignedOutError if session_token(request) else ForbiddenError("csrf")
    sessions.require_csrf(visitor.csrf_token, csrf_sent(request, form))


def csrf_sent(request: Request, form: FormData) -> str:
    """Give the token a request carries, in its header or its form; empty where there is none."""
    given = request.headers.get(CSRF_HEADER) or form.get(CSRF_FIELD)
    return given if isinstance(given, str) else ""


def _touched(request: Request, session: Session, visitor: Visit, now: datetime) -> Visit:
    """Note the visit; a page that only reads does so in a transaction of its own."""
    ends = limits(request.app.state.settings)
    if request.method not in security.SAFE_METHODS:
        expires_at = sessions.touch(session, token_hash=visitor.token_hash, limits=ends, now=now)
    else:
        session.commit()  # one connection at a time: see `take_turn`
        with request.app.state.database.write() as own:
            expires_at = sessions.touch(own, token_hash=visitor.token_hash, limits=ends, now=now)
            own.commit()
    return dataclasses.replace(visitor, expires_at=expires_at or visitor.expires_at, stale=False)


MaybeVisitor = Annotated[Visit | None, Depends(find_visitor)]


def get_guest(request: Request, visitor: MaybeVisitor, now: Now) -> Visit:
    """Give the visitor, opening a guest session where there is none: a page with a form needs its token."""
    if visitor is not None:
        return visitor
    with request.app.state.database.write() as session:
        made = sessions.create(
            session, account_id=None, before=None, limits=limits(request.app.state.settings), now=now
        )
        session.commit()
        found = sessions.visit(session, token=made.token, now=now)
    if found is None:
        raise SignedOutError  # ended in the same instant: its life is set to nothing
    give_session(request, made, guest=True)
    request.state.visitor = found
    return found


AnyVisitor = Annotated[Visit, Depends(get_guest)]


def give_session(request: Request, made: NewSession, *, guest: bool = False) -> None:
    """Put a new session's token into the answer's cookie; a guest's outlives the browser window, as the trial does."""
    settings: Settings = request.app.state.settings
    name = security.session_cookie(secure=settings.secure_cookies)
    max_age = GUEST_LIVES * settings.trial_hours * 3600 if guest else None
    _set(request, security.cookie(name, made.token, secure=settings.secure_cookies, max_age=max_age))


def end_session(request: Request) -> None:
    """Take the session cookie back."""
    settings: Settings = request.app.state.settings
    name = security.session_cookie(secure=settings.secure_cookies)
    _set(request, security.cookie(name, "", secure=settings.secure_cookies, max_age=0))


def _set(request: Request, cookie: str) -> None:
    """Leave a cookie for the edge to add: the answer that goes out may be another than the route's."""
    request.state.cookies = [*getattr(request.state, "cookies", []), cookie]


def see(address: str) -> Response:
    """Send the browser on after a form was taken."""
    return RedirectResponse(address, status_code=303)


class Needs:
    """The permission a route names: `Annotated[Visit, Depends(Needs(Action.ANSWER))]`.

    It refuses who may do this nowhere; whether they may do it with this object, the operation says.
    """

    def __init__(self, action: Action) -> None:
        self.action = action

    def __call__(self, visitor: MaybeVisitor) -> Visit:
        """Give the visitor who may do this.

        Raises:
            SignedOutError: Nobody is signed in and guests may not.
            ForbiddenError: The account may not.
            ConsentMissingError: The notice comes first.
        """
        if visitor is not None and self.granted(visitor.actor):
            return _agreed(visitor)
        if visitor is not None and visitor.actor.signed_in:
            raise ForbiddenError
        raise SignedOutError

    def granted(self, actor: Actor) -> bool:
        """Say whether there is anything the actor may do this with: an organisation's or their own trial."""
        on_trial = actor.guest_key is not None and allowed_on_trial(actor, self.action, actor.guest_key)
        return on_trial or allowed(actor, self.action, None)


class UnseenNeeds:
    """As `Needs`, for pages that are nobody else's business: to everybody else they do not exist."""

    def __init__(self, action: Action) -> None:
        self.action = action

    def __call__(self, request: Request, visitor: MaybeVisitor) -> Visit:
        """Give the visitor who may do this with what belongs to the service.

        Raises:
            NotFoundError: Anybody else asks.
            ConsentMissingError: The notice comes first.
        """
        if visitor is not None and allowed(visitor.actor, self.action, None):
            return _agreed(visitor)
        request.state.visitor = None  # an address that does not exist knows nobody either
        raise NotFoundError


def get_agreed(visitor: MaybeVisitor) -> None:
    """Let nobody answer a question before they have agreed to the notice in force; who is nobody yet is for `Needs`.

    Raises:
        ConsentMissingError: The notice comes first.
    """
    if visitor is not None and visitor.consent_version != NOTICE:
        raise ConsentMissingError


def _agreed(visitor: Visit) -> Visit:
    """Let nobody on to whom the notice in force is news.

    Raises:
        ConsentMissingError: The notice comes first.
    """
    if owes_consent(visitor):
        raise ConsentMissingError
    return visitor


def get_person(visitor: MaybeVisitor) -> Visit:
    """Give the visitor who is signed in, also one who has not agreed to the notice: their data are theirs anyway."""
    if visitor is None or not visitor.actor.signed_in:
        raise SignedOutError
    return visitor


Person = Annotated[Visit, Depends(get_person)]


def get_member(visitor: Person) -> Visit:
    """Give the visitor who is signed in, whatever their role."""
    return _agreed(visitor)


Member = Annotated[Visit, Depends(get_member)]
