"""The administrator's imports of published lists, with the people who sent them."""

import uuid
from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.accounts.models import Account


def senders(session: Session, ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    """Name the people behind imports, in one query; the caller has checked who is asking."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = session.execute(select(Account.id, Account.name).where(Account.id.in_(wanted)))
    return {row[0]: row[1] for row in rows}
