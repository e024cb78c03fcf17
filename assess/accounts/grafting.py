"""Changing the tree in bulk: one change at a time, and the lines of many organisations written anew."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Final, TypeVar

from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Session

from assess.accounts.models import Lineage, Organisation
from assess.db import table_of

PIECE: Final = 500
"""Ids of one statement: fewer than any database takes."""

Value = TypeVar("Value")
Parents = Mapping[uuid.UUID, uuid.UUID | None]


def hold(session: Session) -> None:
    """Let nobody else change the tree until the end of the transaction: two moves could make a circle.

    SQLite has one writer at a time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE lineage IN SHARE ROW EXCLUSIVE MODE"))


def parents(session: Session) -> dict[uuid.UUID, uuid.UUID | None]:
    """Give the parent of every organisation there is."""
    return {row[0]: row[1] for row in session.execute(select(Organisation.id, Organisation.parent_id))}


def line(known: Parents, one: uuid.UUID | None) -> Iterator[uuid.UUID]:
    """Go from an organisation up to the top, itself first."""
    while one is not None:
        yield one
        one = known.get(one)


def children(known: Parents) -> dict[uuid.UUID, list[uuid.UUID]]:
    """Give what lies right below each organisation that has anything below it."""
    found: dict[uuid.UUID, list[uuid.UUID]] = {}
    for one, parent in known.items():
        if parent is not None:
            found.setdefault(parent, []).append(one)
    return found


def branch(below: Mapping[uuid.UUID, Iterable[uuid.UUID]], tops: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Give some organisations and all below them, with how deep each lies below its top."""
    found: dict[uuid.UUID, int] = {}
    waiting = [(top, 0) for top in tops]
    while waiting:
        one, depth = waiting.pop()
        if depth >= found.get(one, 0):
            found[one] = depth
            waiting.extend((child, depth + 1) for child in below.get(one, ()))
    return found


def rewrite(session: Session, known: Parents, moved: Collection[uuid.UUID]) -> None:
    """Write the lines of moved organisations and of all below them anew, from the parent of each.

    Args:
        session: A writing session that holds the tree.
        known: The parent of every organisation, as it is to be.
        moved: Those that were made or have another parent now.
    """
    family = list(branch(children(known), moved))
    for piece in pieces(family):
        session.execute(delete(Lineage).where(Lineage.organisation_id.in_(piece)))
    for piece in pieces(family):
        rows = [
            {"organisation_id": one, "ancestor_id": ancestor, "depth": depth}
            for one in piece
            for depth, ancestor in enumerate(line(known, known[one]), 1)
        ]
        if rows:
            session.execute(insert(table_of(Lineage)), rows)


def pieces(ids: Iterable[Value]) -> Iterator[list[Value]]:
    """Cut a row of values into pieces of which each fits into a statement."""
    rest = iter(ids)
    while piece := list(islice(rest, PIECE)):
        yield piece
