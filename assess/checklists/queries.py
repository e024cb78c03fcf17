"""Registered checklist versions."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.checklists.loader import order
from assess.checklists.models import ChecklistVersion
from assess.errors import NotFoundError


def get(session: Session, version_id: uuid.UUID) -> ChecklistVersion:
    """Give a version by its id.

    Raises:
        NotFoundError: When there is none.
    """
    version = session.get(ChecklistVersion, version_id)
    if version is None:
        raise NotFoundError
    return version


def current(session: Session, key: str) -> ChecklistVersion:
    """Give the newest version of a checklist that is not retired.

    Raises:
        NotFoundError: When there is none.
    """
    for version in reversed(versions(session, key)):
        if version.retired_at is None:
            return version
    raise NotFoundError


def versions(session: Session, key: str | None = None) -> Sequence[ChecklistVersion]:
    """List the versions of one or all checklists, by key and then oldest first."""
    wanted = select(ChecklistVersion)
    if key is not None:
        wanted = wanted.where(ChecklistVersion.key == key)
    return sorted(session.scalars(wanted), key=lambda version: (version.key, order(version.version)))


def currents(session: Session) -> Sequence[ChecklistVersion]:
    """List the newest version of every checklist that is not wholly retired, by key."""
    open_ones = {version.key: version for version in versions(session) if version.retired_at is None}
    return list(open_ones.values())


@dataclass(frozen=True, slots=True)
class Standing:
    """A version among its kind; `newer` are the later ones that are not retired, the newest last."""

    version: ChecklistVersion
    newer: tuple[ChecklistVersion, ...]


def standing(session: Session, *, key: str, version_id: uuid.UUID) -> Standing:
    """Say how a version stands, in one query.

    Raises:
        NotFoundError: The checklist has no such version.
    """
    found = versions(session, key)
    place = next((place for place, version in enumerate(found) if version.id == version_id), None)
    if place is None:
        raise NotFoundError
    later = found[place + 1 :]
    return Standing(found[place], tuple(version for version in later if version.retired_at is None))
