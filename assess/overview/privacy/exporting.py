"""A person's copy of what is held about them: read table by table, from the one list of what points at an account."""

import enum
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from assess.accounts import letters
from assess.accounts.department_models import Department
from assess.accounts.models import Account, Organisation
from assess.audit.chain import Subject
from assess.audit.log import GENERAL, append
from assess.audit.models import AuditEvent
from assess.campaigns.models import Campaign
from assess.checklists.models import ChecklistVersion
from assess.errors import NotFoundError
from assess.jobs.models import Job
from assess.overview.privacy.holdings import HOLDINGS, Holding

OWN: Final = (
    "id",
    "login",
    "name",
    "email",
    "locale",
    "created_at",
    "password_changed_at",
    "totp_since",
    "disabled_at",
)
_PIECE: Final = 500
_NAMED: Final[Mapping[str, tuple[str, Any, Any]]] = {
    "organisation_id": ("organisation", Organisation.id, Organisation.name),
    "department_id": ("department", Department.id, Department.name),
    "campaign_id": ("campaign", Campaign.id, Campaign.name),
    "checklist_version_id": ("checklist", ChecklistVersion.id, ChecklistVersion.key),
}
"""Numbers that are handed out with the name of what they stand for."""

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the copy; `rows` are read when they are asked for."""

    key: str
    columns: tuple[str, ...]
    rows: Iterator[Row]


def sections(session: Session, *, account_id: uuid.UUID) -> Iterator[Section]:
    """Go through all that is handed out of an account; every part must be read before the next one.

    Raises:
        NotFoundError: There is no such account.
    """
    account = session.get(Account, account_id)
    if account is None:
        raise NotFoundError
    yield Section("account", OWN, iter([{name: plain(getattr(account, name)) for name in OWN}]))
    for held in HOLDINGS:
        if held.section:
            yield _section(session, held, account_id)
    yield _letters(session, account_id)
    yield _about(session, account_id)


def note(session: Session, *, account_id: uuid.UUID, by: uuid.UUID | None, now: datetime) -> None:
    """Tell the audit log that a copy was handed out."""
    subject = Subject("account", str(account_id))
    append(session, stream=GENERAL, actor=by, action="account.exported", subject=subject, now=now)


def plain(value: object) -> object:
    """Give a value as JSON takes it."""
    if isinstance(value, enum.Enum):
        return value.value
    if value is None or isinstance(value, str | int | float | list | dict):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _section(session: Session, held: Holding, account_id: uuid.UUID) -> Section:
    table = held.model.__table__
    wanted = select(*(table.c[name] for name in held.shown)).where(table.c[held.column] == account_id)
    ordered = wanted.order_by(*(table.c[name] for name in _order(held.shown)))
    return Section(held.section, _columns(held.shown), _rows(session, ordered, held.shown))


def _order(shown: Sequence[str]) -> Sequence[str]:
    return [name for name in ("at", "created_at", "taken_at") if name in shown]


def _columns(shown: Sequence[str]) -> tuple[str, ...]:
    return tuple(_NAMED[name][0] if name in _NAMED else name for name in shown)


def _rows(session: Session, wanted: Select[*tuple[Any, ...]], shown: Sequence[str]) -> Iterator[Row]:
    names = _Names(session)
    for row in session.execute(wanted.execution_options(yield_per=_PIECE)):
        yield dict(names.told(key, value) for key, value in zip(shown, row, strict=True))


class _Names:
    """What numbers stand for, each looked up once."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.known: dict[tuple[str, object], str] = {}

    def told(self, key: str, value: object) -> tuple[str, object]:
        """Give a column's key and value as they are handed out."""
        if key not in _NAMED:
            return key, plain(value)
        told, number, name = _NAMED[key]
        if value is not None and (key, value) not in self.known:
            self.known[key, value] = self.session.scalar(select(name).where(number == value)) or str(value)
        return told, self.known.get((key, value))


def _letters(session: Session, account_id: uuid.UUID) -> Section:
    theirs = Job.payload["account"].as_string() == str(account_id)
    wanted = select(Job.payload["letter"].as_string(), Job.status, Job.created_at, Job.finished_at).where(
        Job.name == letters.JOB, theirs
    )
    shown = ("letter", "status", "created_at", "finished_at")
    return Section("letters", shown, _rows(session, wanted.order_by(Job.created_at), shown))


def _about(session: Session, account_id: uuid.UUID) -> Section:
    """Give what others did with the account; what the person did stands in a part of its own."""
    shown = ("at", "action")
    wanted = select(AuditEvent.at, AuditEvent.action).where(
        AuditEvent.stream == GENERAL,
        AuditEvent.subject_id == str(account_id),
        AuditEvent.actor_id.is_distinct_from(account_id),
    )
    return Section("events-about", shown, _rows(session, wanted.order_by(AuditEvent.seq), shown))
