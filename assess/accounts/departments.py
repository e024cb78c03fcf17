"""Departments of an organisation: its lead makes them and says who works in them; everybody there sees them."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from assess.access.actor import Actor, require
from assess.access.roles import Action, Role
from assess.accounts import organising, queries
from assess.accounts.department_models import Department, DepartmentMember
from assess.accounts.models import Account, Membership, Organisation
from assess.errors import ConflictError, InvalidError, NotFoundError

MOST: Final = 100
"""How many departments an organisation may have at a time; closed ones do not count."""
NAME_MAXIMUM: Final = 50
WORKING: Final = (Role.LEAD, Role.RESPONDENT)
"""Who fills in, and so can work in a department and be given a section."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of an organisation who fills in and can sign in."""

    account_id: uuid.UUID
    name: str
    login: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A department with the people in it who still belong to the organisation."""

    id: uuid.UUID
    name: str
    closed_at: datetime | None
    people: tuple[Person, ...]


def people(session: Session, organisation_id: uuid.UUID) -> list[Person]:
    """List who can be given work in an organisation, by name. The caller has checked who asks."""
    rows = session.execute(_working(organisation_id).order_by(Account.name, Account.login))
    return [Person(*row) for row in rows]


def leads(session: Session, organisation_id: uuid.UUID) -> list[str]:
    """Name the leads of an organisation who can sign in. The caller has checked who asks."""
    return list(
        session.scalars(
            select(Account.name)
            .join(Membership, Membership.account_id == Account.id)
            .where(
                Membership.organisation_id == organisation_id,
                Membership.role == Role.LEAD,
                Account.disabled_at.is_(None),
            )
            .order_by(Account.name, Account.id)
        )
    )


def _working(organisation_id: uuid.UUID) -> Select[uuid.UUID, str, str]:
    return (
        select(Account.id, Account.name, Account.login)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.role.in_(WORKING),
            Account.disabled_at.is_(None),
        )
        .distinct()
    )


def listed(session: Session, *, actor: Actor, organisation_id: uuid.UUID, closed: bool = True) -> list[Unit]:
    """List an organisation's departments by name, the closed ones last.

    Args:
        session: A session.
        actor: One of the organisation's own people.
        organisation_id: Whose.
        closed: List the closed ones too.

    Raises:
        NotFoundError: Not the actor's organisation.
        ForbiddenError: A role that does not see what the organisation fills in.
    """
    own(session, actor, organisation_id, Action.VIEW)
    return units(session, organisation_id, closed=closed)


def units(session: Session, organisation_id: uuid.UUID, *, closed: bool = False) -> list[Unit]:
    """List departments with their people, in two queries. The caller has checked who asks."""
    wanted = select(Department).where(Department.organisation_id == organisation_id)
    if not closed:
        wanted = wanted.where(Department.closed_at.is_(None))
    found = session.scalars(wanted.order_by(Department.closed_at.is_not(None), Department.name)).all()
    inside = _inside(session, organisation_id) if found else {}
    return [Unit(one.id, one.name, one.closed_at, tuple(inside.get(one.id, ()))) for one in found]


def _inside(session: Session, organisation_id: uuid.UUID) -> dict[uuid.UUID, list[Person]]:
    working = _working(organisation_id).subquery()
    rows = session.execute(
        select(DepartmentMember.department_id, working)
        .join(working, working.c.id == DepartmentMember.account_id)
        .join(Department, Department.id == DepartmentMember.department_id)
        .where(Department.organisation_id == organisation_id)
        .order_by(working.c.name, working.c.login)
    )
    found: dict[uuid.UUID, list[Person]] = {}
    for department_id, *person in rows:
        found.setdefault(department_id, []).append(Person(*person))
    return found


def of_person(session: Session, *, organisation_id: uuid.UUID, account_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """Give the open departments of an organisation somebody works in. The caller has checked who asks."""
    return frozenset(
        session.scalars(
            select(Department.id)
            .join(DepartmentMember, DepartmentMember.department_id == Department.id)
            .where(
                DepartmentMember.account_id == account_id,
                Department.organisation_id == organisation_id,
                Department.closed_at.is_(None),
            )
        )
    )


def create(session: Session, *, actor: Actor, organisation_id: uuid.UUID, name: str, now: datetime) -> Department:
    """Make a department.

    Raises:
        NotFoundError: Not the actor's organisation.
        ForbiddenError: Not its lead.
        InvalidError: For `name`: empty, too long, or with characters nobody can see.
        ConflictError: `organisation.closed`, `department.too-many`, or another department, `department.taken`,
            perhaps a closed one, `department.taken-closed`, is called so.
    """
    place = own(session, actor, organisation_id, Action.ASSIGN)
    organising.refuse_closed(place)
    cleaned = _name(name)
    _refuse_taken(session, place, cleaned)
    _refuse_many(session, place)
    made = Department(id=uuid.uuid4(), organisation_id=place.id, name=cleaned, created_at=now)
    session.add(made)
    session.flush()
    _log(session, actor, place, "department.created", now, made, name=cleaned)
    return made


def rename(session: Session, *, actor: Actor, department_id: uuid.UUID, name: str, now: datetime) -> Department:
    """Call a department something else.

    Raises:
        NotFoundError: Not there, or not the actor's organisation's.
        ForbiddenError: Not its lead.
        InvalidError: As for `create`.
        ConflictError: `department.taken`, `department.taken-closed`.
    """
    place, found = _take(session, actor, department_id)
    cleaned = _name(name)
    if cleaned == found.name:
        return found
    _refuse_taken(session, place, cleaned)
    before, found.name = found.name, cleaned
    session.flush()
    _log(session, actor, place, "department.renamed", now, found, before=before, name=cleaned)
    return found


def close(session: Session, *, actor: Actor, department_id: uuid.UUID, now: datetime) -> Department:
    """Close a department: it is given nothing any more, and what it was given counts no more.

    Raises:
        NotFoundError: Not there, or not the actor's organisation's.
        ForbiddenError: Not its lead.
    """
    place, found = _take(session, actor, department_id)
    if found.closed_at is None:
        found.closed_at = now
        _log(session, actor, place, "department.closed", now, found)
    return found


def reopen(session: Session, *, actor: Actor, department_id: uuid.UUID, now: datetime) -> Department:
    """Undo the closing; its people are those it had.

    Raises:
        NotFoundError: Not there, or not the actor's organisation's.
        ForbiddenError: Not its lead.
        ConflictError: `department.too-many`.
    """
    place, found = _take(session, actor, department_id)
    if found.closed_at is not None:
        _refuse_many(session, place)
        found.closed_at = None
        _log(session, actor, place, "department.reopened", now, found)
    return found


def staff(
    session: Session, *, actor: Actor, department_id: uuid.UUID, account_ids: Collection[uuid.UUID], now: datetime
) -> None:
    """Say who works in a department from now on.

    Raises:
        NotFoundError: Not there, or not the actor's organisation's.
        ForbiddenError: Not its lead.
        ConflictError: `department.is-closed`.
        InvalidError: `department.not-a-member`: somebody who does not fill in for this organisation.
    """
    place, found = _take(session, actor, department_id)
    if found.closed_at is not None:
        raise ConflictError("department.is-closed")
    wanted, known = set(account_ids), {one.account_id for one in people(session, place.id)}
    if wanted - known:
        raise InvalidError("department.not-a-member", field="people")
    here = DepartmentMember.department_id == found.id
    had = set(session.scalars(select(DepartmentMember.account_id).where(here)))
    session.execute(delete(DepartmentMember).where(here, DepartmentMember.account_id.in_(had - wanted)))
    session.add_all(DepartmentMember(department_id=found.id, account_id=one) for one in sorted(wanted - had, key=str))
    session.flush()
    if wanted != had:
        _log(session, actor, place, "department.staffed", now, found, before=_texts(had), after=_texts(wanted))


def own(session: Session, actor: Actor, organisation_id: uuid.UUID, action: Action) -> Organisation:
    """Give the actor's own organisation, if they may do this there.

    Raises:
        NotFoundError: Not theirs.
        ForbiddenError: Theirs, but their role does not permit it.
    """
    found = queries.organisation(session, actor=actor, organisation_id=organisation_id)
    require(actor, action, organisation_id)
    return found


def _take(session: Session, actor: Actor, department_id: uuid.UUID) -> tuple[Organisation, Department]:
    """Lock a department for a change."""
    found = session.get(Department, department_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFoundError
    return own(session, actor, found.organisation_id, Action.ASSIGN), found


def _name(text: str) -> str:
    cleaned = " ".join(text.split())
    if not cleaned:
        raise InvalidError("department.no-name", field="name")
    if len(cleaned) > NAME_MAXIMUM:
        raise InvalidError("department.name-too-long", field="name", most=NAME_MAXIMUM)
    if not cleaned.isprintable():
        raise InvalidError("value.control-character", field="name")
    return cleaned


def _refuse_taken(session: Session, place: Organisation, name: str) -> None:
    """Refuse a name that is in use; whoever makes departments of one organisation queues behind its row."""
    session.execute(select(Organisation.id).where(Organisation.id == place.id).with_for_update())
    same = (Department.organisation_id == place.id, Department.name == name)
    other = session.scalar(select(Department).where(*same))
    if other is not None:
        raise ConflictError("department.taken-closed" if other.closed_at else "department.taken")


def _refuse_many(session: Session, place: Organisation) -> None:
    open_here = (Department.organisation_id == place.id, Department.closed_at.is_(None))
    if (session.scalar(select(func.count()).select_from(Department).where(*open_here)) or 0) >= MOST:
        raise ConflictError("department.too-many", most=MOST)


def _texts(ids: Collection[uuid.UUID]) -> Sequence[str]:
    return sorted(str(one) for one in ids)


def _log(  # noqa: PLR0917 - as `organising.log`, with the department besides
    session: Session,
    actor: Actor,
    place: Organisation,
    action: str,
    now: datetime,
    department: Department,
    **detail: object,
) -> None:
    organising.log(session, actor, place, action, now, department=str(department.id), **detail)
