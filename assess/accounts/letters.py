"""Letters to people, as jobs: the row holds ids only; the letter is written when it is sent.

A domain that writes to people adds `templates/emails/{zh,en}/<name>.txt`, a `Builder` under the same name to
`assess.worker.LETTERS`, and calls `enqueue`.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from sqlalchemy.orm import Session

from assess import mail
from assess.accounts.models import Account
from assess.jobs import operations as jobs
from assess.jobs.models import Job
from assess.jobs.runner import Handler, Task
from assess.mail import Addressee, Send

JOB: Final = "letter"
LATER: Final = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
"""When a letter is tried again after the runner's own quick tries: a mail server may be away for a while."""

KEPT: Final = timedelta(days=30)
"""How long it is known that a letter went out."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Order:
    """A letter that is due: to whom, with what, and where this service is."""

    account: Account | None
    params: Mapping[str, Any]
    now: datetime
    base_url: str

    def link(self, path: str) -> str:
        """Give the full address of one of our pages."""
        return self.base_url + path


@dataclass(frozen=True, slots=True)
class Filled:
    """What a template is filled with; `to` where it is not the account the letter was ordered for."""

    params: Mapping[str, object]
    to: Addressee | None = None


Builder = Callable[[Session, Order], Filled | None]
"""Looks up what a letter says, at the moment it is sent; None when there is nothing to say any more. It may write (a
one-time token): what it wrote is committed before the letter leaves."""


@dataclass(frozen=True, slots=True)
class Post:
    """How letters leave: what fills them in, what sends them, and as whom."""

    builders: Mapping[str, Builder]
    send: Send
    sender: str
    base_url: str


def enqueue(
    session: Session,
    *,
    name: str,
    account_id: uuid.UUID | None,
    params: Mapping[str, Any],
    now: datetime,
    key: str | None = None,
    run_after: datetime | None = None,
) -> Job:
    """Order a letter in the caller's transaction; it is sent once that is committed.

    Args:
        session: A writing session.
        name: Which letter; its templates must be there.
        account_id: Whom it goes to, in their language; nobody without a mail address gets one. None where the builder
            names the addressee.
        params: What its builder needs, as JSON: ids and plain values, never a secret.
        now: The present instant.
        key: What makes it one of a kind, so that a reminder ordered twice goes out once.
        run_after: Not before this instant.

    Raises:
        ValueError: There is no such letter.
    """
    if not mail.known(name):
        raise ValueError(f"no letter is called {name}")
    payload = {"letter": name, "account": str(account_id) if account_id else None, "params": dict(params)}
    return jobs.enqueue(session, name=JOB, payload=payload, now=now, key=key, run_after=run_after)


def address_of(account: Account) -> str | None:
    """Give where somebody reads mail: the address they gave, or their login where it is one."""
    given = account.email or account.login
    return given if mail.is_address(given) else None


def handlers(post: Post) -> Mapping[str, Handler]:
    """Give the handler of the letters."""

    def handle(task: Task) -> None:
        _deliver(task, post)

    return {JOB: handle}


def _deliver(task: Task, post: Post) -> None:
    """Write a letter and send it; a try that follows a failed one is another letter with another number."""
    name, now = task.payload["letter"], task.clock()
    with task.database.write() as session:
        addressed = _fill(session, task, post, now)
        session.commit()
    if addressed is None:
        _log.info("letter.not-sent", letter=name)
        return
    to, params = addressed
    written = mail.write(name, to.locale, {**params, "name": to.name, "home": post.base_url})
    number = f"{now:%Y%m%d%H%M%S}.{task.id.hex}.{task.attempts}"
    message = mail.compose(written, to=to, sender=post.sender, number=number, now=now)
    try:
        post.send(message)
    except OSError:  # what a mail server that is away or refuses raises
        if not _try_later(task, now):
            raise
        return
    _log.info("letter.sent", letter=name)


def _try_later(task: Task, now: datetime) -> bool:
    """Queue the letter for a later round; says whether that was done, and the runner need not try again itself."""
    waited = task.payload.get("round", 0)
    if task.attempts < jobs.MOST_ATTEMPTS or waited >= len(LATER):
        return False
    with task.database.write() as session:
        payload = {**task.payload, "round": waited + 1}
        jobs.enqueue(session, name=JOB, payload=payload, now=now, run_after=now + LATER[waited])
        session.commit()
    _log.warning("letter.later", letter=task.payload["letter"], round=waited + 1)
    return True


def purge(session: Session, *, now: datetime) -> None:
    """Forget letters that went out, or were given up, long ago."""
    jobs.purge(session, names=[JOB], before=now - KEPT)


def _fill(session: Session, task: Task, post: Post, now: datetime) -> tuple[Addressee, Mapping[str, object]] | None:
    wanted = task.payload["account"]
    account = session.get(Account, uuid.UUID(wanted)) if wanted else None
    own = _addressee(account)
    if wanted and own is None:
        return None
    filled = post.builders[task.payload["letter"]](session, Order(account, task.payload["params"], now, post.base_url))
    to = (filled.to or own) if filled else None
    return (to, filled.params) if filled and to else None


def _addressee(account: Account | None) -> Addressee | None:
    """Nobody who may not sign in any more gets letters."""
    if account is None or account.disabled_at is not None:
        return None
    address = address_of(account)
    return Addressee(address, account.name, "en" if account.locale == "en" else "zh") if address else None
