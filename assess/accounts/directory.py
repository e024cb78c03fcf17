"""Reading the tree: the paged list of organisations, and one of them with what surrounds it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, String, cast, func, or_, select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Action
from assess.accounts import tree
from assess.accounts.models import Lineage, Membership, Organisation, OrganisationKind, Size

MANAGE: Final = Action.MANAGE_ORGANISATIONS
PAGE: Final = 50
MOST_BRANCHES: Final = 300
"""So many organisations with others below them are offered to choose from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the list is narrowed to; `region` is a code, its trailing zero pairs are wildcards."""

    text: str = ""
    kind: OrganisationKind | None = None
    region: str = ""
    below: uuid.UUID | None = None
    size: Size | None = None
    role: str = ""
    closed: bool | None = None


@dataclass(frozen=True, slots=True)
class Above:
    """An organisation something lies below, as far as the actor reaches it."""

    id: uuid.UUID
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list; `path` is what it lies below, the top first."""

    organisation: Organisation
    members: int
    children: int
    path: tuple[Above, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list; pages count from 1. `kinds` counts all that was asked for."""

    rows: Sequence[Row]
    total: int
    page: int
    pages: int
    kinds: Mapping[OrganisationKind, int]


@dataclass(frozen=True, slots=True)
class Card:
    """An organisation with what it lies below and how much it holds."""

    organisation: Organisation
    path: tuple[Above, ...]
    members: int
    children: int


def listing(session: Session, *, actor: Actor, wanted: Wanted, page: int = 1, size: int = PAGE) -> Page:
    """List the organisations the actor manages, by name, so many a page; four queries, whatever there is."""
    conditions = _conditions(actor, wanted)
    kinds = {
        row[0]: row[1]
        for row in session.execute(
            select(Organisation.kind, func.count()).where(*conditions).group_by(Organisation.kind)
        )
    }
    total = sum(kinds.values())
    pages = max(1, -(-total // size))
    page = min(max(1, page), pages)
    shown = session.scalars(  # what is counted beside each is counted for these only, never for all that are sorted
        select(Organisation.id)
        .where(*conditions)
        .order_by(Organisation.name, Organisation.id)
        .limit(size)
        .offset((page - 1) * size)
    ).all()
    found = session.execute(
        _counted().where(Organisation.id.in_(shown)).order_by(Organisation.name, Organisation.id)
    ).all()
    paths = _paths(session, actor, [row[0].id for row in found])
    return Page([Row(row[0], row[1], row[2], paths.get(row[0].id, ())) for row in found], total, page, pages, kinds)


def card(session: Session, *, actor: Actor, organisation_id: uuid.UUID) -> Card:
    """Give an organisation the actor manages.

    Raises:
        NotFoundError: Not there, or out of reach.
    """
    found = tree.require_reach(session, actor=actor, action=MANAGE, organisation_id=organisation_id)
    row = session.execute(_counted().where(Organisation.id == found.id)).one()
    return Card(found, _paths(session, actor, [found.id]).get(found.id, ()), row[1], row[2])


def branches(session: Session, *, actor: Actor) -> Sequence[Above]:
    """List by name what others lie below, or may, as far as the actor reaches; not more than a list can show."""
    kinds = (OrganisationKind.AUTHORITY, OrganisationKind.DISTRICT)
    found = session.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.kind.in_(kinds), tree.reached(Organisation.id, actor, MANAGE))
        .order_by(Organisation.name, Organisation.id)
        .limit(MOST_BRANCHES)
    )
    return [Above(*row) for row in found]


def _counted() -> Select[Any]:
    members = select(func.count(func.distinct(Membership.account_id))).where(
        Membership.organisation_id == Organisation.id
    )
    below = Organisation.__table__.alias("child")
    children = select(func.count()).select_from(below).where(below.c.parent_id == Organisation.id)
    return select(
        Organisation,
        members.correlate(Organisation).scalar_subquery(),
        children.correlate(Organisation).scalar_subquery(),
    )


def _conditions(actor: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [tree.reached(Organisation.id, actor, MANAGE)]
    if wanted.text.isprintable() and wanted.text:
        code = wanted.text.replace(" ", "").upper()
        alike = Organisation.name.contains(wanted.text, autoescape=True)
        found.append(or_(alike, Organisation.credit_code.startswith(code, autoescape=True)))
    if wanted.below:
        found.append(Organisation.id.in_(tree.below(wanted.below)))
    if wanted.region:
        found.append(Organisation.region.startswith(_prefix(wanted.region), autoescape=True))
    if wanted.role:  # a list of keys is stored as JSON; keys hold letters, digits and dashes only
        found.append(cast(Organisation.roles, String).contains(f'"{wanted.role}"', autoescape=True))
    if wanted.closed is not None:
        found.append(Organisation.closed_at.is_not(None) if wanted.closed else Organisation.closed_at.is_(None))
    return [*found, *_same(wanted)]


def _same(wanted: Wanted) -> list[ColumnElement[bool]]:
    pairs = ((Organisation.kind, wanted.kind), (Organisation.size, wanted.size))
    return [column == value for column, value in pairs if value is not None]


def _prefix(code: str) -> str:
    while code.endswith("00"):
        code = code[:-2]
    return code


def _paths(session: Session, actor: Actor, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[Above, ...]]:
    """Give what organisations lie below, the top first; what lies above the actor's own reach is left out."""
    found = session.execute(
        select(Lineage.organisation_id, Organisation.id, Organisation.name)
        .join(Organisation, Organisation.id == Lineage.ancestor_id)
        .where(Lineage.organisation_id.in_(ids), tree.reached(Organisation.id, actor, MANAGE))
        .order_by(Lineage.depth.desc())
    )
    paths: dict[uuid.UUID, tuple[Above, ...]] = {}
    for one, above, name in found:
        paths[one] = (*paths.get(one, ()), Above(above, name))
    return paths
