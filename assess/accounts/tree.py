"""The tree of organisations: what lies below what, and how far an actor reaches."""

import uuid
from typing import Final

from sqlalchemy import ColumnElement, delete, exists, insert, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from assess.access.actor import Actor
from assess.access.roles import Action
from assess.accounts.models import Lineage, Organisation
from assess.errors import ConflictError, NotFoundError

DEEPEST = 8
"""How many levels the tree may have: country to community is six."""

_LINE: Final = aliased(Lineage)

Column = InstrumentedAttribute[uuid.UUID] | InstrumentedAttribute[uuid.UUID | None]


def reached(column: Column, actor: Actor, action: Action) -> ColumnElement[bool]:
    """Give the condition for the organisations the actor may do this with: own ones, and what lies below.

    It is asked from each organisation upwards: that has a few above it, while thousands may lie below the actor's.

    Args:
        column: The column that holds an organisation's id.
        actor: Who is asking.
        action: What is asked.
    """
    if actor.everywhere(action):
        return true()
    above = exists().where(_LINE.organisation_id == column, _LINE.ancestor_id.in_(actor.tops(action)))
    return or_(column.in_(actor.organisations(action)), above)


def below(*tops: uuid.UUID) -> ColumnElement[uuid.UUID]:
    """Give a selection of everything below some organisations, without themselves."""
    return select(Lineage.organisation_id).where(Lineage.ancestor_id.in_(tops))  # type: ignore[return-value]  # IN takes a selection


def within(column: Column, top: uuid.UUID) -> ColumnElement[bool]:
    """Give the condition for an organisation and everything below it."""
    return or_(column == top, column.in_(below(top)))


def require_reach(session: Session, *, actor: Actor, action: Action, organisation_id: uuid.UUID) -> Organisation:
    """Give an organisation the actor may do this with.

    Raises:
        NotFoundError: Not there, or out of reach: nobody can tell which.
    """
    found = session.scalar(
        select(Organisation).where(Organisation.id == organisation_id, reached(Organisation.id, actor, action))
    )
    if found is None:
        raise NotFoundError
    return found


def place(session: Session, organisation: Organisation, parent: Organisation | None) -> None:
    """Put an organisation, with everything below it, under another one or at the top.

    Raises:
        ConflictError: `tree.circle`: it would lie below itself; `tree.too-deep`: more than `DEEPEST` levels.
    """
    session.flush()
    family = {organisation.id: 0, **_depths(session, organisation.id)}
    above = _above(session, parent)
    if organisation.id in above:
        raise ConflictError("tree.circle")
    if len(above) + max(family.values()) >= DEEPEST:
        raise ConflictError("tree.too-deep", most=DEEPEST)
    members = list(family)
    session.execute(delete(Lineage).where(Lineage.organisation_id.in_(members), Lineage.ancestor_id.not_in(members)))
    rows = [
        {"organisation_id": one, "ancestor_id": ancestor, "depth": depth + distance}
        for one, depth in family.items()
        for ancestor, distance in above.items()
    ]
    if rows:
        session.execute(insert(Lineage), rows)
    organisation.parent_id = parent.id if parent else None
    session.flush()


def _depths(session: Session, top: uuid.UUID) -> dict[uuid.UUID, int]:
    rows = session.execute(select(Lineage.organisation_id, Lineage.depth).where(Lineage.ancestor_id == top))
    return {row[0]: row[1] for row in rows}


def _above(session: Session, parent: Organisation | None) -> dict[uuid.UUID, int]:
    """Give a parent and its ancestors with their distance from a child of it."""
    if parent is None:
        return {}
    rows = session.execute(select(Lineage.ancestor_id, Lineage.depth).where(Lineage.organisation_id == parent.id))
    return {parent.id: 1, **{row[0]: row[1] + 1 for row in rows}}
