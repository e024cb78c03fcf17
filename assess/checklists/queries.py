"""Registered checklist versions."""

import uuid
from collections.abc import Sequence

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
