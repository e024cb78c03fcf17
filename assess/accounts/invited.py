"""Taking an invitation up: with an account that exists, or with a new one."""

import uuid
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.accounts import letters, links, operations, proving, sessions, throttle
from assess.accounts.credentials import OneTimeLink
from assess.accounts.links import Printed
from assess.accounts.models import Membership
from assess.accounts.operations import Registered
from assess.accounts.sessions import Entrance, Limits
from assess.audit.chain import Subject
from assess.audit.log import GENERAL, append
from assess.errors import InvalidError, NotFoundError


def look(session: Session, *, code: str, address: str, now: datetime) -> Printed:
    """Give the invitation behind a code; wrong codes are counted by address.

    Raises:
        NotFoundError: The code works not, or no more.
        ThrottledError: Too many wrong codes from one address.
    """
    throttle.check(session, throttle.CODE_BY_ADDRESS, address, now)
    try:
        return links.find(session, code=code, now=now)
    except NotFoundError:
        throttle.count(session, throttle.CODE_BY_ADDRESS, address, now)
        session.commit()
        raise


def join(session: Session, *, actor: Actor, code: str, address: str, now: datetime) -> Printed:
    """Join an organisation with the account that is signed in.

    Raises:
        NotFoundError: The code works not, or no more.
        InvalidError: The account is that already there, or made or printed the invitation itself; it stays open for
            somebody else.
    """
    found = look(session, code=code, address=address, now=now)
    if actor.account_id is None:
        raise NotFoundError
    _take(session, found, actor.account_id, now)
    return found


def register(
    session: Session,
    *,
    code: str,
    login: str,
    name: str,
    password: str,
    address: str,
    limits: Limits,
    now: datetime,
    agent: str = "",
    token_hash: bytes | None = None,
) -> Registered:
    """Make an account for somebody invited, as a member of the organisation, and sign in.

    Raises:
        NotFoundError: The code works not, or no more.
        InvalidError: A field cannot be taken, or the login is in use; the invitation stays open.
        ThrottledError: Too many wrong codes, or registrations, from one address.
    """
    found = look(session, code=code, address=address, now=now)
    proving.count(session, throttle.REGISTER_BY_ADDRESS, address, now)
    session.commit()  # the slow hash comes next
    made = operations.new_account(login=login, name=name, password=password, now=now)
    operations.refuse_taken(session, made.login, None)
    made.email = found.link.email
    operations.store_account(session, made, now)
    _take(session, found, made.id, now)
    entrance = Entrance(agent, "invitation")
    before = operations.end_guest_session(session, token_hash)
    entered = sessions.create(session, account_id=made.id, before=before, limits=limits, now=now, entrance=entrance)
    letters.enqueue(
        session, name="welcome", account_id=made.id, params={"organisation": str(found.organisation.id)}, now=now
    )
    return Registered(made.id, found.organisation.id, entered)


def _take(session: Session, found: Printed, account_id: uuid.UUID, now: datetime) -> None:
    """Use the link up and make the membership: of two who take it at the same moment, one gets in."""
    organisation_id, role = found.organisation.id, found.link.role
    mine = (Membership.account_id == account_id) & (Membership.organisation_id == organisation_id)
    if role is None or session.scalar(select(Membership.role).where(mine, Membership.role == role)):
        raise InvalidError("invitation.already")
    if found.link.by == account_id:  # an administrator reads no answers, and would by coming in from above
        raise InvalidError("invitation.own")
    used = update(OneTimeLink).where(links.usable(found.code, now)).values(used_at=now, account_id=account_id)
    if not proving.changed(session, used):
        raise NotFoundError("account.link-over")
    session.add(Membership(account_id=account_id, organisation_id=organisation_id, role=role))
    append(
        session,
        stream=GENERAL,
        actor=account_id,
        action="invitation.taken-up",
        subject=Subject("invitation", str(found.link.id)),
        now=now,
        detail={"organisation": str(organisation_id), "role": role},
    )
