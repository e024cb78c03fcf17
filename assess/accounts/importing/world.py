"""What a table of organisations is compared with: those there are, and the tree as the rows would leave it."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.accounts import grafting, organising, tree
from assess.accounts.importing import words
from assess.accounts.importing.columns import Row
from assess.accounts.models import Organisation, OrganisationKind


@dataclass(frozen=True, slots=True)
class Known:
    """An organisation that is there already; `own` says that the actor may not move it."""

    id: uuid.UUID
    kind: OrganisationKind
    said: Mapping[str, Any]
    parent: uuid.UUID | None
    own: bool


@dataclass(slots=True)
class World:
    """What there is. `by_code` gives None for a code that somebody beyond the actor's reach has."""

    scope: uuid.UUID
    by_code: Mapping[str, Known | None]
    by_name: Mapping[str, tuple[Known, ...]]
    roles: Mapping[str, str]
    tree: "Simulation"
    branches: dict[str, set[uuid.UUID]]

    def called(self, text: str) -> set[uuid.UUID]:
        """Give what may have others below it, within the scope, by name or code."""
        found = self.branches.get(text) or self.branches.get(words.code(text) or "")
        return {one for one in found or () if self.tree.within(one, self.scope)}

    def add_branch(self, one: uuid.UUID, *names: str | None) -> None:
        """Let an organisation be found as a parent."""
        for name in names:
            if name:
                self.branches.setdefault(name, set()).add(one)


class Simulation:
    """The tree as it will be, row by row."""

    def __init__(self, parents: dict[uuid.UUID, uuid.UUID | None]) -> None:
        self.parents = parents
        self.children = grafting.children(parents)

    def within(self, one: uuid.UUID, top: uuid.UUID) -> bool:
        """Say whether an organisation is another one or lies below it."""
        return top in grafting.line(self.parents, one)

    def refusal(self, one: uuid.UUID | None, parent: uuid.UUID | None) -> str | None:
        """Say why an organisation (None: a new one) cannot lie there."""
        above = list(grafting.line(self.parents, parent))
        if one in above:
            return "tree.circle"
        height = max(grafting.branch(self.children, [one]).values()) if one else 0
        return "tree.too-deep" if len(above) + height >= tree.DEEPEST else None

    def put(self, one: uuid.UUID, parent: uuid.UUID | None) -> None:
        """Put an organisation somewhere."""
        before = self.parents.get(one)
        if before is not None:
            self.children[before].remove(one)
        if parent is not None:
            self.children.setdefault(parent, []).append(one)
        self.parents[one] = parent

    def drop(self, one: uuid.UUID) -> None:
        """Take an organisation without children out."""
        self.put(one, None)
        del self.parents[one]


def world(session: Session, *, actor: Actor, scope: uuid.UUID, rows: Iterable[Row], roles: Mapping[str, str]) -> World:
    """Load what the rows of a table speak of, in a number of queries that grows with the table only."""
    cells = [row.cells for row in rows if row.cells]
    codes = {code for one in cells if (code := words.code(one.get("credit_code", "")))}
    names = {one["name"] for one in cells if "name" in one}
    found = World(
        scope=scope,
        by_code=_by_code(session, actor, codes),
        by_name=_by_name(session, actor, names),
        roles=roles,
        tree=Simulation(grafting.parents(session)),
        branches={},
    )
    branches = select(Organisation.id, Organisation.name, Organisation.credit_code).where(
        Organisation.kind.in_(organising.PARENTS), tree.within(Organisation.id, scope)
    )
    for one, name, code in session.execute(branches):
        found.add_branch(one, name, code)
    return found


def _by_code(session: Session, actor: Actor, codes: Iterable[str]) -> dict[str, Known | None]:
    mine = tree.reached(Organisation.id, actor, organising.MANAGE).label("mine")
    found: dict[str, Known | None] = {}
    for piece in grafting.pieces(codes):
        rows = session.execute(select(Organisation, mine).where(Organisation.credit_code.in_(piece)))
        found |= {str(one.credit_code): known(one, actor) if reached else None for one, reached in rows}
    return found


def _by_name(session: Session, actor: Actor, names: Iterable[str]) -> dict[str, tuple[Known, ...]]:
    mine = tree.reached(Organisation.id, actor, organising.MANAGE)
    found: dict[str, tuple[Known, ...]] = {}
    for piece in grafting.pieces(names):
        for one in session.scalars(select(Organisation).where(Organisation.name.in_(piece), mine)):
            found[one.name] = (*found.get(one.name, ()), known(one, actor))
    return found


def known(one: Organisation, actor: Actor) -> Known:
    """Note down an organisation as it is."""
    own = not organising.movable(actor, one)
    return Known(one.id, one.kind, organising.said(one), one.parent_id, own)
