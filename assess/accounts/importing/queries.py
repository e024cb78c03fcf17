"""Reading imports of organisations: those there are, and the rows of one."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.accounts import grafting, organising, tree
from assess.accounts.import_models import OrganisationImport, OrganisationImportRow, RowOutcome
from assess.accounts.models import Account, Organisation
from assess.errors import NotFoundError

PAGE: Final = 100
MOST_IMPORTS: Final = 30


def imports(session: Session, *, actor: Actor) -> Sequence[tuple[OrganisationImport, str, str]]:
    """List the latest imports below what the actor manages, each with who sent it and where it goes."""
    found = session.execute(
        _named().order_by(OrganisationImport.at.desc(), OrganisationImport.id).where(_mine(actor)).limit(MOST_IMPORTS)
    )
    return [(row[0], row[1], row[2]) for row in found]


def get(session: Session, *, actor: Actor, import_id: uuid.UUID) -> tuple[OrganisationImport, str, str]:
    """Give an import with who sent it and where it goes.

    Raises:
        NotFoundError: Not there, or out of reach.
    """
    row = session.execute(_named().where(OrganisationImport.id == import_id, _mine(actor))).one_or_none()
    if row is None:
        raise NotFoundError
    return row[0], row[1], row[2]


def rows(
    session: Session, import_id: uuid.UUID, outcome: RowOutcome | None, *, page: int | None = 1
) -> Sequence[OrganisationImportRow]:
    """Give the rows of an import that are of one outcome, or that could not be undone; the caller has checked who asks.

    Args:
        session: A session.
        import_id: Which import.
        outcome: Which rows; None for those that something keeps from being undone.
        page: A hundred a page, from 1; None for all of them.
    """
    wanted = select(OrganisationImportRow).where(OrganisationImportRow.import_id == import_id)
    wanted = wanted.order_by(OrganisationImportRow.number)
    if outcome is not None:
        wanted = wanted.where(OrganisationImportRow.outcome == outcome)
        if page is not None:
            wanted = wanted.limit(PAGE).offset((max(page, 1) - 1) * PAGE)
        return session.scalars(wanted).all()
    kept = wanted.where(OrganisationImportRow.outcome.in_((RowOutcome.NEW, RowOutcome.CHANGED)))
    found = [row for row in session.scalars(kept) if row.problems]
    return found if page is None else found[(page - 1) * PAGE : page * PAGE]


def names(session: Session, ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    """Name the organisations of an import's rows; the caller has checked who asks."""
    found: dict[uuid.UUID, str] = {}
    for piece in grafting.pieces(ids):
        named = select(Organisation.id, Organisation.name).where(Organisation.id.in_(piece))
        found |= {row[0]: row[1] for row in session.execute(named)}
    return found


def made(session: Session, import_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """Give the organisations an applied import made, in the order of its rows; the caller has checked who asks."""
    wanted = select(OrganisationImportRow.organisation_id).where(
        OrganisationImportRow.import_id == import_id, OrganisationImportRow.outcome == RowOutcome.NEW
    )
    return [one for one in session.scalars(wanted.order_by(OrganisationImportRow.number)) if one is not None]


def _mine(actor: Actor) -> ColumnElement[bool]:
    return tree.reached(OrganisationImport.scope_id, actor, organising.MANAGE)


def _named() -> Select[OrganisationImport, str, str]:
    return (
        select(OrganisationImport, Account.name, Organisation.name)
        .join(Account, Account.id == OrganisationImport.by)
        .join(Organisation, Organisation.id == OrganisationImport.scope_id)
    )
