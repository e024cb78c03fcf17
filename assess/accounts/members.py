"""The people of an organisation: who is what there, changed and ended by its lead or an administrator."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.actor import Membership as Belongs
from assess.access.roles import Action, Role
from assess.accounts import grafting, organising, tree
from assess.accounts.models import Account, Membership, Organisation, OrganisationKind
from assess.errors import ConflictError, InvalidError, NotFoundError

_ASSESSED: Final = (Role.LEAD, Role.RESPONDENT)
ROLES: Final[Mapping[OrganisationKind, tuple[Role, ...]]] = {
    OrganisationKind.ENTERPRISE: _ASSESSED,
    OrganisationKind.DISTRICT: _ASSESSED,
    OrganisationKind.AUTHORITY: (Role.REVIEWER, Role.ADMINISTRATOR),
}
"""What somebody can be in an organisation of a kind; reviewer and administrator may be one person."""


@dataclass(frozen=True, slots=True)
class Member:
    """A person with all they are in one organisation."""

    account_id: uuid.UUID
    name: str
    login: str
    roles: tuple[Role, ...]
    disabled: bool


def reach(session: Session, actor: Actor, organisation_id: uuid.UUID) -> Organisation:
    """Give an organisation whose members the actor may change: as its lead, or as an administrator above.

    Raises:
        NotFoundError: Not there, or out of reach.
    """
    return tree.require_reach(session, actor=actor, action=Action.INVITE, organisation_id=organisation_id)


def members(session: Session, *, actor: Actor, organisation_id: uuid.UUID) -> Sequence[Member]:
    """List an organisation's people by name.

    Raises:
        NotFoundError: Not there, or out of reach.
    """
    reach(session, actor, organisation_id)
    return _members(session, organisation_id)


def known(session: Session, *, actor: Actor, organisation_id: uuid.UUID) -> Sequence[Member]:
    """List an organisation's people by name for who manages it and need not change any of them.

    Raises:
        NotFoundError: Not there, or out of reach.
    """
    organising.reach(session, actor, organisation_id)
    return _members(session, organisation_id)


def member(session: Session, *, actor: Actor, organisation_id: uuid.UUID, account_id: uuid.UUID) -> Member:
    """Give one of an organisation's people.

    Raises:
        NotFoundError: Not there, out of reach, or nobody of theirs.
    """
    reach(session, actor, organisation_id)
    found = next((one for one in _members(session, organisation_id) if one.account_id == account_id), None)
    if found is None:
        raise NotFoundError
    return found


def set_roles(
    session: Session,
    *,
    actor: Actor,
    organisation_id: uuid.UUID,
    account_id: uuid.UUID,
    roles: Collection[Role],
    lead_needed: bool,
    now: datetime,
) -> None:
    """Say what somebody is in an organisation from now on; nobody is left without a role this way.

    Args:
        session: A writing session.
        actor: The lead, or an administrator above.
        organisation_id: Where.
        account_id: Who.
        roles: All they are to be.
        lead_needed: The organisation has work under way, so that its last lead stays one.
        now: The present instant.

    Raises:
        NotFoundError: Not there, out of reach, or nobody of theirs.
        InvalidError: No role, or one that this kind of organisation does not have.
        ConflictError: `member.last-lead`, `member.last-administrator`.
    """
    grafting.hold(session)
    place = reach(session, actor, organisation_id)
    before = member(session, actor=actor, organisation_id=organisation_id, account_id=account_id)
    wanted = check_roles(place.kind, roles)
    _refuse_last(session, place, before, wanted, lead_needed=lead_needed)
    _store(session, place, account_id, wanted)
    if set(before.roles) != set(wanted):
        said = {"account": str(account_id), "before": list(before.roles), "roles": list(wanted)}
        organising.log(session, actor, place, "member.changed", now, **said)


def remove(
    session: Session,
    *,
    actor: Actor,
    organisation_id: uuid.UUID,
    account_id: uuid.UUID,
    sure: bool,
    lead_needed: bool,
    now: datetime,
) -> None:
    """Take somebody out of an organisation; the account, and what they did, stay.

    Args:
        session: A writing session.
        actor: The lead, or an administrator above.
        organisation_id: From where.
        account_id: Who.
        sure: Said besides by somebody who takes out themselves.
        lead_needed: The organisation has work under way, so that its last lead stays.
        now: The present instant.

    Raises:
        NotFoundError: Not there, out of reach, or nobody of theirs.
        InvalidError: `member.self-unconfirmed`.
        ConflictError: `member.last-lead`, `member.last-administrator`.
    """
    grafting.hold(session)
    place = reach(session, actor, organisation_id)
    before = member(session, actor=actor, organisation_id=organisation_id, account_id=account_id)
    if account_id == actor.account_id and not sure:
        raise InvalidError("member.self-unconfirmed", field="sure")
    _refuse_last(session, place, before, (), lead_needed=lead_needed)
    _store(session, place, account_id, ())
    organising.log(session, actor, place, "member.removed", now, account=str(account_id), before=list(before.roles))


def admit(session: Session, organisation: Organisation, account_id: uuid.UUID, role: Role) -> None:
    """Make somebody a member; as something else besides where they are one already. The caller has checked who asks.

    Raises:
        InvalidError: This kind of organisation has no such role.
        ConflictError: `organisation.closed`.
    """
    organising.refuse_closed(organisation)
    check_roles(organisation.kind, (role,))
    if session.get(Membership, (account_id, organisation.id, role)) is None:
        session.add(Membership(account_id=account_id, organisation_id=organisation.id, role=role))
        session.flush()


def acting(session: Session, login: str) -> Actor:
    """Give who acts under a login, for commands at the machine.

    Raises:
        NotFoundError: `member.no-such-login`: nobody who can sign in.
    """
    account = session.scalar(select(Account).where(Account.login == login.lower(), Account.disabled_at.is_(None)))
    if account is None:
        raise NotFoundError("member.no-such-login", login=login)
    rows = session.execute(
        select(Membership.organisation_id, Membership.role, Organisation.name, Organisation.operator)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.account_id == account.id)
    )
    return Actor(account.id, account.name, tuple(Belongs(*row) for row in rows))


def check_roles(kind: OrganisationKind, roles: Collection[Role]) -> tuple[Role, ...]:
    """Give the roles in their order.

    Raises:
        InvalidError: None, or one that this kind of organisation does not have.
    """
    if not roles:
        raise InvalidError("member.no-role", field="roles")
    if set(roles) - set(ROLES[kind]):
        raise InvalidError("member.wrong-role", field="roles")
    return tuple(role for role in ROLES[kind] if role in roles)


def _members(session: Session, organisation_id: uuid.UUID) -> Sequence[Member]:
    rows = session.execute(
        select(Account, Membership.role)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.organisation_id == organisation_id)
        .order_by(Account.name, Account.login)
    )
    found: dict[uuid.UUID, Member] = {}
    for account, role in rows:
        known = found[account.id].roles if account.id in found else ()
        roles = tuple(sorted((*known, role), key=list(Role).index))
        found[account.id] = Member(account.id, account.name, account.login, roles, account.disabled_at is not None)
    return list(found.values())


def _refuse_last(
    session: Session, place: Organisation, before: Member, after: Collection[Role], *, lead_needed: bool
) -> None:
    lost = set(before.roles) - set(after)
    if Role.LEAD in lost and lead_needed and not _count(session, place.id, Role.LEAD, before.account_id):
        raise ConflictError("member.last-lead")
    last = Role.ADMINISTRATOR in lost and place.operator
    if last and not _count(session, place.id, Role.ADMINISTRATOR, before.account_id):
        raise ConflictError("member.last-administrator")


def _count(session: Session, organisation_id: uuid.UUID, role: Role, without: uuid.UUID | None) -> int:
    """Count who holds a role and can sign in, leaving somebody out."""
    wanted = (
        select(func.count())
        .select_from(Membership)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.organisation_id == organisation_id, Membership.role == role, Account.disabled_at.is_(None))
    )
    if without is not None:
        wanted = wanted.where(Account.id != without)
    return session.scalar(wanted) or 0


def _store(session: Session, place: Organisation, account_id: uuid.UUID, roles: Collection[Role]) -> None:
    mine = (Membership.account_id == account_id, Membership.organisation_id == place.id)
    had = set(session.scalars(select(Membership.role).where(*mine)))
    session.execute(delete(Membership).where(*mine, Membership.role.in_(had - set(roles))))
    session.add_all(
        Membership(account_id=account_id, organisation_id=place.id, role=role) for role in roles if role not in had
    )
    session.flush()
