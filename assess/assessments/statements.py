"""The prebuilt Core statements of the save path; each is compiled once a process."""

import uuid
from datetime import datetime
from typing import Any, Final, NamedTuple, TypeVar

from sqlalchemy import BindParameter, Select, Table, bindparam, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from assess.access.permissions import roles_with
from assess.access.roles import Action, Role
from assess.accounts.models import Account, Membership, WebSession
from assess.assessments.models import Answer, AnswerHistory, Assessment
from assess.assessments.workflow import Status
from assess.audit.models import AuditEvent, AuditHead
from assess.checklists.models import ChecklistVersion
from assess.db import PreparedChange, PreparedQuery, table_of

InsertT = TypeVar("InsertT", postgresql.Insert, sqlite.Insert)

_sessions, _accounts, _members = table_of(WebSession), table_of(Account), table_of(Membership)
_assessments, _versions = table_of(Assessment), table_of(ChecklistVersion)
_answers, _history, _heads = table_of(Answer), table_of(AnswerHistory), table_of(AuditHead)
_events = table_of(AuditEvent)


class Sight(NamedTuple):
    """What a save must know; `role` is empty for a guest in their own trial, the answer where there is none yet."""

    account_id: uuid.UUID | None
    csrf_token: str
    consent_version: str | None
    last_seen_at: datetime
    role: Role | None
    status: Status
    closes_at: datetime | None
    sha256: str
    value: str | None
    note: str | None
    revision: int | None
    seq: int
    hash: bytes


class Opened(NamedTuple):
    """A session that is alive."""

    account_id: uuid.UUID | None
    created_at: datetime


class Present(NamedTuple):
    """The answer that is stored, as the loser of a race must see it; `value` is JSON text, null when taken back."""

    value: str | None
    note: str
    revision: int
    at: datetime | None
    by_name: str | None


_ALIVE: Final = (
    (_sessions.c.token_hash == bindparam("token_hash"))
    & (_sessions.c.expires_at > bindparam("now"))
    & _accounts.c.disabled_at.is_(None)
)
_MAY_ANSWER: Final = or_(*(_members.c.role == role for role in sorted(roles_with(Action.ANSWER))))
SIGHT: Final = PreparedQuery(
    select(
        _sessions.c.account_id,
        _sessions.c.csrf_token,
        _sessions.c.consent_version,
        _sessions.c.last_seen_at,
        _members.c.role,
        _assessments.c.status,
        _assessments.c.closes_at,
        _versions.c.sha256,
        _answers.c.value,
        _answers.c.note,
        _answers.c.revision,
        _heads.c.seq,
        _heads.c.hash,
    )
    .select_from(
        _sessions.join(_assessments, _assessments.c.id == bindparam("assessment_id"))
        .join(_versions, _versions.c.id == _assessments.c.checklist_version_id)
        .join(_heads, _heads.c.stream == bindparam("stream"))
        .outerjoin(_accounts, _accounts.c.id == _sessions.c.account_id)
        .outerjoin(
            _members,
            (_members.c.account_id == _sessions.c.account_id)
            & (_members.c.organisation_id == _assessments.c.organisation_id)
            & _MAY_ANSWER,
        )
        .outerjoin(_answers, (_answers.c.assessment_id == _assessments.c.id) & (_answers.c.fact == bindparam("fact")))
    )
    .where(
        _ALIVE,
        _members.c.role.is_not(None)
        | (_assessments.c.guest_key == _sessions.c.guest_key) & (_assessments.c.guest_expires_at > bindparam("now")),
    ),
    Sight,
)
"""In as few columns as will do; no row where the session or the assessment is not there for whoever asks."""

SESSION: Final = PreparedQuery(
    select(_sessions.c.account_id, _sessions.c.created_at)
    .select_from(_sessions.outerjoin(_accounts, _accounts.c.id == _sessions.c.account_id))
    .where(_ALIVE),
    Opened,
)
DOCUMENT: Final = PreparedQuery(select(_versions.c.document).where(_versions.c.sha256 == bindparam("sha256")), str)
SEEN: Final = PreparedChange(
    update(_sessions)
    .where(_sessions.c.token_hash == bindparam("this"))
    .values(last_seen_at=bindparam("seen"), expires_at=bindparam("ends"))
)
_MOVE_HEAD: Final = (
    update(_heads)
    .where(_heads.c.stream == bindparam("audit_event_stream"), _heads.c.seq == bindparam("seen_seq"))
    .values(seq=bindparam("audit_event_seq"), hash=bindparam("audit_event_hash"))
)
"""Every change of an assessment moves its head: a head that has not moved since the look says that nothing has."""


def _bound(table: Table) -> dict[str, BindParameter[Any]]:
    """Give a parameter for every column, named by table and column, such as `answer_value`."""
    return {column.name: bindparam(f"{table.name}_{column.name}", type_=column.type) for column in table.c}


def _upsert(added: InsertT) -> InsertT:
    """Add the answer or, where it is there with the revision before, change it."""
    new = added.excluded
    changed = {name: new[name] for name in ("value", "note", "revision", "by", "at")}
    return added.on_conflict_do_update(
        index_elements=["assessment_id", "fact"], set_=changed, where=_answers.c.revision == new.revision - 1
    )


def _written_at_once() -> Select[int]:
    """Write head, answer, history and event in one statement, which does nothing unless the head is the one seen."""
    moved = _MOVE_HEAD.returning(_heads.c.seq).cte("moved")

    def row(table: Table) -> tuple[list[str], Select[*tuple[Any, ...]]]:
        bound = _bound(table)
        return list(bound), select(*bound.values()).select_from(moved)

    answered = _upsert(postgresql.insert(_answers).from_select(*row(_answers))).cte("answered")
    remembered = insert(_history).from_select(*row(_history)).cte("remembered")
    chained = insert(_events).from_select(*row(_events)).cte("chained")
    return select(moved.c.seq).add_cte(answered, remembered, chained)


WRITE_POSTGRESQL: Final = PreparedQuery(_written_at_once(), int)
MOVE_HEAD: Final = PreparedChange(_MOVE_HEAD)
WRITE_ROWS: Final = (
    PreparedChange(_upsert(sqlite.insert(_answers).values(_bound(_answers)))),
    PreparedChange(insert(_history).values(_bound(_history))),
    PreparedChange(insert(_events).values(_bound(_events))),
)
PRESENT: Final = PreparedQuery(
    select(_answers.c.value, _answers.c.note, _answers.c.revision, _answers.c.at, _accounts.c.name)
    .select_from(_answers.outerjoin(_accounts, _accounts.c.id == _answers.c.by))
    .where(_answers.c.assessment_id == bindparam("of"), _answers.c.fact == bindparam("key")),
    Present,
)
