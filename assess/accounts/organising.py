"""What an administrator does with organisations: make, describe, move, close, reopen."""

import dataclasses
import uuid
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Action
from assess.accounts import fields, grafting, tree
from assess.accounts.fields import OrganisationFields
from assess.accounts.models import Organisation, OrganisationKind
from assess.audit.chain import Subject
from assess.audit.log import GENERAL, append
from assess.errors import ConflictError, InvalidError

MANAGE: Final = Action.MANAGE_ORGANISATIONS
PARENTS: Final = (OrganisationKind.AUTHORITY, OrganisationKind.DISTRICT)
"""What others may lie below: an enterprise reports for itself."""


def create(
    session: Session, *, actor: Actor, described: OrganisationFields, parent_id: uuid.UUID | None, now: datetime
) -> Organisation:
    """Make an organisation below another one; the operator's administrator may leave it without parent.

    Raises:
        NotFoundError: The parent is not there or out of reach.
        InvalidError: A field cannot be taken, the credit code is in use, or nothing may lie below that parent.
        ConflictError: `tree.too-deep`, or somebody made the same organisation at the same moment.
    """
    grafting.hold(session)
    parent = _parent(session, actor, parent_id)
    checked = fields.organisation(described)
    _refuse_taken(session, checked.credit_code, None)
    made = Organisation(id=uuid.uuid4(), created_at=now, operator=False, kind=checked.kind)
    _describe(made, checked)
    session.add(made)
    _flush(session)
    tree.place(session, made, parent)
    log(session, actor, made, "organisation.created", now, parent=_text(made.parent_id))
    return made


def edit(
    session: Session, *, actor: Actor, organisation_id: uuid.UUID, changes: OrganisationFields, now: datetime
) -> Organisation:
    """Change an organisation's fields; its kind stays what it is, and so does its place.

    Raises:
        NotFoundError: Not there or out of reach.
        InvalidError: A field cannot be taken, or the credit code is in use.
    """
    found = reach(session, actor, organisation_id)
    checked = fields.organisation(dataclasses.replace(changes, kind=found.kind))
    _refuse_taken(session, checked.credit_code, found.id)
    before = said(found)
    _describe(found, checked)
    _flush(session)
    changed = {field: [before[field], value] for field, value in said(found).items() if before[field] != value}
    if changed:
        log(session, actor, found, "organisation.edited", now, changed=changed)
    return found


def move(
    session: Session, *, actor: Actor, organisation_id: uuid.UUID, parent_id: uuid.UUID | None, now: datetime
) -> Organisation:
    """Put an organisation, with all below it, under another one.

    Raises:
        NotFoundError: One of them is not there or out of reach.
        InvalidError: Nothing may lie below that parent.
        ConflictError: `organisation.own`: nobody moves the body they act for, or the one that runs the service;
            `tree.circle`; `tree.too-deep`.
    """
    grafting.hold(session)
    found = reach(session, actor, organisation_id)
    refuse_own(actor, found)
    parent = _parent(session, actor, parent_id)
    if found.parent_id == parent_id:
        return found
    before = found.parent_id
    tree.place(session, found, parent)
    log(session, actor, found, "organisation.moved", now, before=_text(before), parent=_text(parent_id))
    return found


def close(session: Session, *, actor: Actor, organisation_id: uuid.UUID, now: datetime) -> Organisation:
    """Close an organisation: nothing new can be started in it and nobody joins; what there is stays.

    Raises:
        NotFoundError: Not there or out of reach.
        ConflictError: `organisation.own`: the body one acts for, or the one that runs the service.
    """
    found = reach(session, actor, organisation_id)
    refuse_own(actor, found)
    if found.closed_at is None:
        found.closed_at = now
        log(session, actor, found, "organisation.closed", now)
    return found


def reopen(session: Session, *, actor: Actor, organisation_id: uuid.UUID, now: datetime) -> Organisation:
    """Undo the closing.

    Raises:
        NotFoundError: Not there or out of reach.
        ConflictError: `organisation.own`: who closed the body one acts for, from above, opens it again.
    """
    found = reach(session, actor, organisation_id)
    refuse_own(actor, found)
    if found.closed_at is not None:
        found.closed_at = None
        log(session, actor, found, "organisation.reopened", now)
    return found


def refuse_closed(organisation: Organisation) -> None:
    """Let nothing begin in a closed organisation.

    Raises:
        ConflictError: `organisation.closed`.
    """
    if organisation.closed_at is not None:
        raise ConflictError("organisation.closed")


def refuse_own(actor: Actor, organisation: Organisation) -> None:
    """Keep an administrator from cutting off the branch they sit on.

    Raises:
        ConflictError: `organisation.own`.
    """
    if not movable(actor, organisation):
        raise ConflictError("organisation.own")


def movable(actor: Actor, organisation: Organisation) -> bool:
    """Say whether an administrator may move or close what they reach: not the body they act for."""
    return not organisation.operator and organisation.id not in actor.tops(MANAGE)


def reach(session: Session, actor: Actor, organisation_id: uuid.UUID) -> Organisation:
    """Give an organisation the actor manages.

    Raises:
        NotFoundError: Not there, or out of reach.
    """
    return tree.require_reach(session, actor=actor, action=MANAGE, organisation_id=organisation_id)


def find_parent(session: Session, *, actor: Actor, text: str) -> uuid.UUID | None:
    """Find what others may lie below by its name, its credit code or its number; None for nothing.

    Raises:
        InvalidError: For the field `parent`: none within reach is called so, or several are.
    """
    wanted = " ".join(text.split())
    if not wanted:
        return None
    if not wanted.isprintable():
        raise InvalidError("organisation.parent-unknown", field="parent")
    alike = [Organisation.name == wanted, Organisation.credit_code == wanted.upper()]
    number = _number(wanted)
    condition = Organisation.id == number if number else alike[0] | alike[1]
    found = session.scalars(
        select(Organisation.id)
        .where(condition, Organisation.kind.in_(PARENTS), tree.reached(Organisation.id, actor, MANAGE))
        .limit(2)
    ).all()
    if len(found) != 1:
        raise InvalidError("organisation.parent-ambiguous" if found else "organisation.parent-unknown", field="parent")
    return found[0]


def said(organisation: Organisation) -> dict[str, object]:
    """Give what an organisation says of itself, as it is kept in logs and imports."""
    return {
        "name": organisation.name,
        "credit_code": organisation.credit_code,
        "region": organisation.region,
        "size": organisation.size.value if organisation.size else None,
        "roles": list(organisation.roles),
        "industry": organisation.industry,
    }


def log(
    session: Session, actor: Actor, organisation: Organisation, action: str, now: datetime, **detail: object
) -> None:
    """Add an event about an organisation."""
    subject = Subject("organisation", str(organisation.id))
    append(session, stream=GENERAL, actor=actor.account_id, action=action, subject=subject, now=now, detail=detail)


def _parent(session: Session, actor: Actor, parent_id: uuid.UUID | None) -> Organisation | None:
    if parent_id is None:
        if actor.everywhere(MANAGE):
            return None
        raise InvalidError("organisation.parent-missing", field="parent")
    parent = reach(session, actor, parent_id)
    if parent.kind not in PARENTS:
        raise InvalidError("organisation.parent-kind", field="parent")
    refuse_closed(parent)
    return parent


def _describe(organisation: Organisation, checked: OrganisationFields) -> None:
    organisation.name, organisation.credit_code = checked.name, checked.credit_code
    organisation.region, organisation.size = checked.region, checked.size
    organisation.roles, organisation.industry = list(checked.roles), checked.industry


def _refuse_taken(session: Session, credit_code: str | None, own: uuid.UUID | None) -> None:
    taken = session.scalar(select(Organisation.id).where(Organisation.credit_code == credit_code))
    if credit_code and taken not in {None, own}:
        raise InvalidError("organisation.code-taken", field="credit_code")


def _flush(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError as error:
        raise ConflictError("account.taken-meanwhile") from error


def _number(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _text(value: uuid.UUID | None) -> str | None:
    return str(value) if value else None
