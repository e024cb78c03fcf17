"""Idempotency keys: a request that is sent again is answered again, and done once."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Final

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.accounts import requests
from assess.accounts.requests import Reply, Ticket
from assess.api.deps import get_actor

REPLAYED: Final = "Idempotency-Replayed"
_SAID: Final = (
    "只做一次的请求的键：24 小时内用同一个键重发，得到同样的回答。 "
    "Sent again within 24 hours, it is answered alike and done once."
)
Key = Annotated[
    str, Header(alias="Idempotency-Key", min_length=1, max_length=100, pattern=r"^[!-~]+$", description=_SAID)
]
MaybeKey = Annotated[
    str | None, Header(alias="Idempotency-Key", min_length=1, max_length=100, pattern=r"^[!-~]+$", description=_SAID)
]


@dataclass(frozen=True, slots=True)
class Made:
    """What a creating request answers with."""

    body: BaseModel
    status: int = 201
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Once:
    """One request under the key it was sent with, if it has one."""

    account_id: uuid.UUID
    key: str | None
    method: str
    path: str

    def answer(self, session: Session, *, asked: object, make: Callable[[], Made], now: datetime) -> Response:
        """Do what is asked, or give what was answered before; both in the session's transaction.

        Args:
            session: The request's writing session.
            asked: What the request asks, as plain data.
            make: Does it; refusals are raised and not kept, for they have no effect.
            now: The present instant.
        """
        if self.key is None:
            return _response(_reply(make()))
        ticket = Ticket(self.account_id, self.key, requests.digest(self.method, self.path, asked))
        before = requests.kept(session, ticket=ticket, now=now)
        if before is not None:
            return _response(before, replayed=True)
        reply = _reply(make())
        meanwhile = requests.kept(session, ticket=ticket, now=now)  # what stores files commits half way
        if meanwhile is not None:
            session.rollback()
            return _response(meanwhile, replayed=True)
        requests.keep(session, ticket=ticket, reply=reply, now=now)
        return _response(reply)


def _reply(made: Made) -> Reply:
    return Reply(made.status, dict(made.headers), made.body.model_dump_json())


def _response(reply: Reply, *, replayed: bool = False) -> Response:
    headers = {**reply.headers, **({REPLAYED: "true"} if replayed else {})}
    return Response(reply.body, reply.status, headers, media_type="application/json")


def _once(request: Request, actor: Actor, key: str | None) -> Once:
    if actor.account_id is None:
        raise AssertionError("a token without an account")
    where = f"{request.url.path}?{request.url.query}"
    return Once(actor.account_id, key, request.method, where)


def get_once(request: Request, actor: Annotated[Actor, Depends(get_actor)], key: Key) -> Once:
    """Read the key of a request that must have one."""
    return _once(request, actor, key)


def get_maybe_once(request: Request, actor: Annotated[Actor, Depends(get_actor)], key: MaybeKey = None) -> Once:
    """Read the key of a request that may have one."""
    return _once(request, actor, key)


OnceOnly = Annotated[Once, Depends(get_once)]
MaybeOnce = Annotated[Once, Depends(get_maybe_once)]
