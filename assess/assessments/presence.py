"""Who has a form open, and at which section: noted once a minute at most, and forgotten soon."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.accounts.models import Account
from assess.assessments import reach
from assess.assessments.together_models import Presence
from assess.checklists import documents
from assess.errors import NotFoundError

RENEW: Final = timedelta(minutes=1)
"""Who stays at a section is noted again after so long."""
COUNTS: Final = timedelta(minutes=2)
"""Who was not noted for so long has gone."""
KEPT: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody else who has the form open, and where."""

    account_id: uuid.UUID
    name: str
    section: str


@dataclass(frozen=True, slots=True)
class Seen:
    """Who else is there, and whether the actor is due to be noted."""

    others: tuple[Here, ...]
    due: bool


def look(session: Session, *, actor: Actor, assessment_id: uuid.UUID, section: str, now: datetime) -> Seen:
    """Give who else has the form open, by name, in two queries.

    Raises:
        NotFoundError: No such assessment for this actor, or no such section; trials have nobody to be there.
    """
    found = reach.get(session, actor=actor, assessment_id=assessment_id, now=now)
    sections = documents.document(found.version).checklist.form.sections
    if found.trial or actor.account_id is None or all(one.key != section for one in sections):
        raise NotFoundError
    rows = session.execute(
        select(Presence, Account.name)
        .join(Account, Account.id == Presence.account_id)
        .where(Presence.assessment_id == assessment_id, Presence.seen_at > now - COUNTS)
        .order_by(Account.name, Account.id)
    ).all()
    own = next((one for one, _ in rows if one.account_id == actor.account_id), None)
    others = tuple(Here(one.account_id, name, one.section) for one, name in rows if one is not own)
    return Seen(others, own is None or own.section != section or now - own.seen_at >= RENEW)


def note(session: Session, *, actor: Actor, assessment_id: uuid.UUID, section: str, now: datetime) -> None:
    """Note where the actor is; `look` has checked that they may be there, and that it is due."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    row = {"assessment_id": assessment_id, "account_id": actor.account_id, "section": section, "seen_at": now}
    session.execute(
        dialect.insert(Presence)
        .values(row)
        .on_conflict_do_update(
            index_elements=[Presence.assessment_id, Presence.account_id], set_={"section": section, "seen_at": now}
        )
    )


def purge(session: Session, *, now: datetime) -> None:
    """Forget who was there some time ago."""
    session.execute(delete(Presence).where(Presence.seen_at <= now - KEPT))
