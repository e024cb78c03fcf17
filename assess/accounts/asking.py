"""Asking to join an organisation that is here already, and the answer of its lead or of an administrator."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from stdnum.cn import uscc

from assess.access.actor import Actor
from assess.access.roles import Action, Role
from assess.accounts import members, operations, organising, sessions, throttle, tree
from assess.accounts.join_models import JoinOutcome, JoinRequest
from assess.accounts.models import Account, Organisation, OrganisationKind
from assess.accounts.sessions import Entrance, Limits, NewSession
from assess.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError

MOST_OPEN: Final = 3
"""Requests one person may have waiting: nobody tries codes out."""
MOST_WORDS: Final = 500
SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that waits, with who asks and for what."""

    id: uuid.UUID
    at: datetime
    reason: str
    name: str
    login: str
    organisation_id: uuid.UUID
    organisation: str


def ask(session: Session, *, actor: Actor, credit_code: str, reason: str, now: datetime) -> JoinRequest:
    """Ask to join the organisation with a credit code; asking twice is asking once.

    Raises:
        ForbiddenError: Nobody is signed in.
        InvalidError: The code is wrong, no organisation has it or takes members this way, or the words are too long;
            the asker belongs to it already; or too many requests wait.
    """
    if actor.account_id is None:
        raise ForbiddenError
    place = find(session, credit_code)
    if actor.belongs_to(place.id):
        raise InvalidError("join.member-already", field="credit_code")
    same = select(JoinRequest).where(_mine(actor.account_id), JoinRequest.organisation_id == place.id)
    known = session.scalar(same)
    if known is not None:
        return known
    waiting = session.scalar(select(func.count()).select_from(JoinRequest).where(_mine(actor.account_id))) or 0
    if waiting >= MOST_OPEN:
        raise InvalidError("join.too-many", field="credit_code", most=MOST_OPEN)
    made = JoinRequest(organisation_id=place.id, account_id=actor.account_id, reason=_words(reason), at=now)
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:  # the other click was first
        return session.scalars(same).one()
    organising.log(session, actor, place, "join.asked", now, account=str(actor.account_id))
    return made


def register(
    session: Session,
    *,
    login: str,
    name: str,
    password: str,
    credit_code: str,
    reason: str,
    address: str,
    limits: Limits,
    now: datetime,
    agent: str = "",
    token_hash: bytes | None = None,
) -> NewSession:
    """Make an account that belongs nowhere yet, sign in, and ask to join.

    Raises:
        InvalidError: A field cannot be taken, the login is in use, or there is nothing to join.
        ThrottledError: Too many registrations from one address.
    """
    throttle.check(session, throttle.REGISTER_BY_ADDRESS, address, now)
    throttle.count(session, throttle.REGISTER_BY_ADDRESS, address, now)
    session.commit()  # what follows is slow
    find(session, credit_code)
    made = operations.new_account(login=login, name=name, password=password, now=now)
    operations.refuse_taken(session, made.login, None)
    operations.store_account(session, made, now)
    ask(session, actor=Actor(made.id), credit_code=credit_code, reason=reason, now=now)
    before, entrance = operations.end_guest_session(session, token_hash), Entrance(agent, "registration")
    return sessions.create(session, account_id=made.id, before=before, limits=limits, now=now, entrance=entrance)


def find(session: Session, credit_code: str) -> Organisation:
    """Find what somebody may ask to join.

    Raises:
        InvalidError: For the field `credit_code`.
    """
    code = uscc.compact(credit_code).upper()
    if not uscc.is_valid(code):
        raise InvalidError("account.credit-code-wrong", field="credit_code")
    found = session.scalar(select(Organisation).where(Organisation.credit_code == code))
    if found is None or found.kind is OrganisationKind.AUTHORITY:
        raise InvalidError("join.nobody-there", field="credit_code")
    if found.closed_at is not None:
        raise InvalidError("organisation.closed", field="credit_code")
    return found


def own(session: Session, *, actor: Actor) -> Sequence[Waiting]:
    """List what the actor asked for and has not been answered."""
    if actor.account_id is None:
        return ()
    return _waiting(session, JoinRequest.account_id == actor.account_id)


def withdraw(session: Session, *, actor: Actor, request_id: uuid.UUID, now: datetime) -> None:
    """Take one's own request back; one that was answered stays answered.

    Raises:
        NotFoundError: Not there, or not theirs.
    """
    found = _held(session, request_id)
    if found is None or found.account_id != actor.account_id:
        raise NotFoundError
    if found.outcome is None:
        _answer(found, actor, JoinOutcome.WITHDRAWN, now)
        place = session.get_one(Organisation, found.organisation_id)
        organising.log(session, actor, place, "join.withdrawn", now, account=str(found.account_id))


def waiting(session: Session, *, actor: Actor, organisation_id: uuid.UUID) -> Sequence[Waiting]:
    """List who asks to join an organisation.

    Raises:
        NotFoundError: Not there, or out of reach.
    """
    members.reach(session, actor, organisation_id)
    return _waiting(session, JoinRequest.organisation_id == organisation_id)


def all_waiting(session: Session, *, actor: Actor) -> Sequence[Waiting]:
    """List who asks to join any organisation the actor may let people into, the oldest first."""
    return _waiting(session, tree.reached(JoinRequest.organisation_id, actor, Action.INVITE))


def accept(
    session: Session, *, actor: Actor, organisation_id: uuid.UUID, request_id: uuid.UUID, role: Role, now: datetime
) -> None:
    """Let somebody in.

    Raises:
        NotFoundError: The request is not there or out of reach.
        InvalidError: The organisation has no such role.
        ConflictError: `join.answered`; `join.own-request`: an administrator above, who reads no answers, lets nobody
            in under their own name; `organisation.closed`.
    """
    found, place = _open(session, actor, organisation_id, request_id)
    if found.account_id == actor.account_id:
        raise ConflictError("join.own-request")
    members.admit(session, place, found.account_id, role)
    found.role = role
    _answer(found, actor, JoinOutcome.ACCEPTED, now)
    organising.log(session, actor, place, "join.accepted", now, account=str(found.account_id), role=role)


def refuse(session: Session, *, actor: Actor, organisation_id: uuid.UUID, request_id: uuid.UUID, now: datetime) -> None:
    """Do not let somebody in.

    Raises:
        NotFoundError: The request is not there or out of reach.
        ConflictError: `join.answered`.
    """
    found, place = _open(session, actor, organisation_id, request_id)
    _answer(found, actor, JoinOutcome.REFUSED, now)
    organising.log(session, actor, place, "join.refused", now, account=str(found.account_id))


def _open(
    session: Session, actor: Actor, organisation_id: uuid.UUID, request_id: uuid.UUID
) -> tuple[JoinRequest, Organisation]:
    place = members.reach(session, actor, organisation_id)
    found = _held(session, request_id)
    if found is None or found.organisation_id != organisation_id:
        raise NotFoundError
    if found.outcome is not None:
        raise ConflictError("join.answered")
    return found, place


def _held(session: Session, request_id: uuid.UUID) -> JoinRequest | None:
    return session.scalar(select(JoinRequest).where(JoinRequest.id == request_id).with_for_update())


def _answer(found: JoinRequest, actor: Actor, outcome: JoinOutcome, now: datetime) -> None:
    found.outcome, found.answered_at, found.answered_by = outcome, now, actor.account_id


def _mine(account_id: uuid.UUID) -> ColumnElement[bool]:
    return (JoinRequest.account_id == account_id) & JoinRequest.outcome.is_(None)


def _waiting(session: Session, condition: ColumnElement[bool]) -> Sequence[Waiting]:
    rows = session.execute(
        select(
            JoinRequest.id,
            JoinRequest.at,
            JoinRequest.reason,
            Account.name,
            Account.login,
            Organisation.id,
            Organisation.name,
        )
        .join(Account, Account.id == JoinRequest.account_id)
        .join(Organisation, Organisation.id == JoinRequest.organisation_id)
        .where(condition, JoinRequest.outcome.is_(None))
        .order_by(JoinRequest.at, JoinRequest.id)
        .limit(SHOWN)
    )
    return [Waiting(*row) for row in rows]


def _words(text: str) -> str:
    cleaned = " ".join(text.split())
    if len(cleaned) > MOST_WORDS:
        raise InvalidError("account.too-long", field="reason", most=MOST_WORDS)
    if not cleaned.isprintable():
        raise InvalidError("value.control-character", field="reason")
    return cleaned
