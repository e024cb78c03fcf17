"""What API routes ask for: the session, the instant, and whose token it is."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy.orm import Session

from assess import clock
from assess.access.actor import Actor, allowed
from assess.access.roles import Action
from assess.accounts import tokens
from assess.accounts.sessions import hash_token
from assess.config import Settings
from assess.db import Database
from assess.errors import ForbiddenError, SignedOutError
from assess.scanning import Scanner
from assess.storage import Storage
from assess.values.text import Locale

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_bearer = HTTPBearer(auto_error=False, description="页面 /account/tokens 上生成的令牌。 A token of /account/tokens.")


def get_now() -> datetime:
    """Read the clock once for the whole request."""
    return clock.now()


async def take_turn(request: Request) -> AsyncIterator[None]:
    """Wait for a turn at the database, holding nothing meanwhile: as many as there are connections."""
    async with request.app.state.turns:
        yield


MyTurn = Annotated[None, Depends(take_turn, scope="function")]


def get_session(request: Request, _turn: MyTurn) -> Iterator[Session]:
    """Open the request's database session and commit it before the answer is sent (`scope="function"`)."""
    database: Database = request.app.state.database
    if request.method in SAFE_METHODS:
        with database.read() as session:
            yield session
    else:
        with database.write() as session:
            yield session
            session.commit()


def get_settings(request: Request) -> Settings:
    """Give the settings the application was made with."""
    settings: Settings = request.app.state.settings
    return settings


def get_storage(request: Request) -> Storage:
    """Give where files are."""
    storage: Storage = request.app.state.storage
    return storage


Now = Annotated[datetime, Depends(get_now)]
DbSession = Annotated[Session, Depends(get_session, scope="function")]
AppSettings = Annotated[Settings, Depends(get_settings)]
Files = Annotated[Storage, Depends(get_storage)]
Credentials = Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]


def get_actor(request: Request, session: DbSession, given: Credentials, now: Now) -> Actor:
    """Give whose token it is, and note its use.

    Raises:
        SignedOutError: No token, or one that does not work.
        ThrottledError: It asks too often.
    """
    if given is None:
        raise SignedOutError("token.missing")
    found = tokens.actor_of(session, token=given.credentials, now=now)
    unseen = tokens.unseen(session, token=given.credentials, now=now)
    session.rollback()  # one connection at a time
    request.app.state.rates.count(hash_token(given.credentials).hex(), now)
    if unseen:
        with request.app.state.database.write() as own:
            tokens.touch(own, token=given.credentials, now=now)
            own.commit()
    return found


class Needs:
    """The permission a route names; whether it holds for this object, the operation says."""

    def __init__(self, action: Action) -> None:
        self.action = action

    def __call__(self, actor: Annotated[Actor, Depends(get_actor)]) -> Actor:
        """Give the actor who may do this somewhere.

        Raises:
            ForbiddenError: Neither the account nor the token's scopes reach it.
        """
        if not allowed(actor, self.action, None):
            raise ForbiddenError("token.scope")
        return actor


def by_token(action: Action) -> Any:  # noqa: ANN401 - what FastAPI takes for a dependency
    """Ask for a token whose owner and scopes carry an action."""
    return Depends(Needs(action))


Owner = Annotated[Actor, Depends(get_actor)]
Viewer = Annotated[Actor, by_token(Action.VIEW)]
Starter = Annotated[Actor, by_token(Action.START)]
Answerer = Annotated[Actor, by_token(Action.ANSWER)]
Attacher = Annotated[Actor, by_token(Action.ATTACH)]
Submitter = Annotated[Actor, by_token(Action.SUBMIT)]
Downloader = Annotated[Actor, by_token(Action.DOWNLOAD)]
Assigner = Annotated[Actor, by_token(Action.ASSIGN)]
Withdrawer = Annotated[Actor, by_token(Action.WITHDRAW)]
Appealer = Annotated[Actor, by_token(Action.APPEAL)]


def get_language(request: Request) -> Locale:
    """Give the language of sentences: English where the client prefers it, Chinese otherwise."""
    first = request.headers.get("accept-language", "").partition(",")[0].strip().lower()
    return "en" if first.startswith("en") else "zh"


Language = Annotated[Locale, Depends(get_language)]


def get_scanner(request: Request) -> Scanner | None:
    """Give what looks for malicious software, where it is set up."""
    found: Scanner | None = getattr(request.app.state, "scanner", None)
    return found


VirusScanner = Annotated[Scanner | None, Depends(get_scanner)]
