"""What the chains tell people: an organisation of its own assessment, the operator's administrators of everything else.

An organisation sees who of its people did what, and that offices looked. What reviewers do before a decision is known
(marks, verdicts, who has it, how far it is) stays as invisible here as everywhere. The operator sees who did what to
which thing; what was said besides (names, texts) and answers are not shown.
"""

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from assess.access.actor import Actor, require
from assess.access.roles import Action
from assess.accounts.models import Account, Organisation
from assess.audit import checkpoints
from assess.audit.actions import ACTIONS, Kind
from assess.audit.log import GENERAL
from assess.audit.models import AuditCheckpoint, AuditDetail, AuditEvent, AuditHead
from assess.campaigns.models import Campaign

SIZE: Final = 50
VERIFIED: Final = "audit.verified"
READS: Final = tuple(sorted(name for name, kind in ACTIONS.items() if kind is Kind.READ))
HIDDEN: Final = tuple(
    f"review.{step}"
    for step in (
        *("taken-up", "taken-over", "marked", "mark-cleared", "marks-settled", "file-judged"),
        *("forwarded", "decided"),
    )
)
"""What respondents learn from the decision that is made known, and not before or otherwise."""

OFFICE: Final = frozenset({*READS, "review.returned", "review.published", "assessment.reopened"})
"""What others than the organisation's own people do; who of them, it does not learn."""


@dataclass(frozen=True, slots=True)
class Line:
    """One event: when, who (None: nobody with an account; `office`: somebody of an office), what, and of what."""

    at: datetime
    who: str | None
    office: bool
    action: str
    subject_type: str
    subject_id: str
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Lines:
    """A page of events, the newest first."""

    rows: Sequence[Line]
    page: int
    total: int

    @property
    def pages(self) -> int:
        """Give how many pages there are; one at least."""
        return max(-(-self.total // SIZE), 1)


def of_assessment(session: Session, *, assessment_id: uuid.UUID, show: str = "", page: int = 1) -> Lines:
    """Give an assessment's own log, for its organisation's people; the caller has checked who is asking.

    Args:
        session: A reading session.
        assessment_id: Which.
        show: `changes` or `reads`; everything otherwise.
        page: From 1.
    """
    seen = (AuditEvent.stream == assessment_id.hex) & AuditEvent.action.not_in(HIDDEN)
    if show == "reads":
        seen &= AuditEvent.action.in_(READS)
    elif show == "changes":
        seen &= AuditEvent.action.not_in(READS)
    wanted = (
        select(AuditEvent, Account.name, AuditDetail.detail)
        .outerjoin(Account, Account.id == AuditEvent.actor_id)
        .outerjoin(AuditDetail, (AuditDetail.stream == AuditEvent.stream) & (AuditDetail.seq == AuditEvent.seq))
    )
    return _page(session, wanted, seen, page, _own)


def _own(event: AuditEvent, name: str | None, detail: str | None) -> Line:
    office = event.action in OFFICE
    said = {} if office or detail is None else json.loads(detail)
    who = None if office else name
    return Line(event.at, who, office, event.action, event.subject_type, event.subject_id, said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the general chain is searched for; empty fields ask for everything."""

    who: str = ""
    action: str = ""
    organisation: str = ""
    since: datetime | None = None
    until: datetime | None = None


def search(session: Session, *, actor: Actor, wanted: Wanted, page: int = 1) -> Lines:
    """Search the general chain, the newest first.

    Raises:
        ForbiddenError: Not an administrator of the body that runs the service.
    """
    require(actor, Action.AUDIT, None)
    return _page(session, _named(), _seen(wanted), page, _line)


def everything(session: Session, *, actor: Actor, wanted: Wanted) -> Iterator[Line]:
    """Give all that a search finds, one by one.

    Raises:
        ForbiddenError: Not an administrator of the body that runs the service.
    """
    require(actor, Action.AUDIT, None)
    found = session.execute(
        _named().where(_seen(wanted)).order_by(AuditEvent.seq.desc()), execution_options={"yield_per": 1000}
    )
    return (_line(event, login) for event, login in found)


def _named() -> Select[AuditEvent, str]:
    return select(AuditEvent, Account.login).outerjoin(Account, Account.id == AuditEvent.actor_id)


def _line(event: AuditEvent, login: str | None) -> Line:
    return Line(event.at, login, False, event.action, event.subject_type, event.subject_id, {})


def _seen(wanted: Wanted) -> ColumnElement[bool]:
    seen: ColumnElement[bool] = AuditEvent.stream == GENERAL
    if wanted.who:
        asked = Account.login.icontains(wanted.who, autoescape=True) | Account.name.icontains(
            wanted.who, autoescape=True
        )
        seen &= AuditEvent.actor_id.in_(select(Account.id).where(asked))
    if wanted.action:
        seen &= AuditEvent.action == wanted.action
    if wanted.organisation:
        seen &= AuditEvent.subject_id.in_(wanted.organisation.split())
    if wanted.since:
        seen &= AuditEvent.at >= wanted.since
    if wanted.until:
        seen &= AuditEvent.at < wanted.until
    return seen


def organisations(session: Session, text: str) -> str:
    """Give the ids of the organisations meant, by name or code, as `Wanted.organisation` takes them."""
    named = Organisation.name.icontains(text, autoescape=True)
    found = session.scalars(
        select(Organisation.id).where(or_(named, Organisation.credit_code == text.upper())).limit(50)
    )
    return " ".join(map(str, found)) or str(uuid.UUID(int=0))


def _page(
    session: Session,
    wanted: Select[Any, Any, Any] | Select[AuditEvent, str],
    seen: ColumnElement[bool],
    page: int,
    line: Any,  # noqa: ANN401 - takes the columns that were asked for
) -> Lines:
    total = session.scalar(select(func.count()).select_from(AuditEvent).where(seen)) or 0
    number = min(max(page, 1), max(-(-total // SIZE), 1))
    rows = session.execute(wanted.where(seen).order_by(AuditEvent.seq.desc()).limit(SIZE).offset((number - 1) * SIZE))
    return Lines([line(*row) for row in rows], number, total)


def names_of(session: Session, lines: Sequence[Line]) -> Mapping[str, str]:
    """Name the organisations, campaigns and accounts that lines speak of, by their ids as text."""
    named: dict[str, str] = {}
    for kind, column, name in (
        ("organisation", Organisation.id, Organisation.name),
        ("campaign", Campaign.id, Campaign.name),
        ("account", Account.id, Account.login),
    ):
        ids = {uuid.UUID(line.subject_id) for line in lines if line.subject_type == kind}
        if ids:
            named |= {str(found): said for found, said in session.execute(select(column, name).where(column.in_(ids)))}
    return named


@dataclass(frozen=True, slots=True)
class State:
    """How the chains are: how many, how many events, the last checkpoint, and when they were last found whole."""

    chains: int
    events: int
    checkpoint: AuditCheckpoint | None
    verified_at: datetime | None


def state(session: Session, *, actor: Actor) -> State:
    """Give how the chains are.

    Raises:
        ForbiddenError: Not an administrator of the body that runs the service.
    """
    require(actor, Action.AUDIT, None)
    chains, events = session.execute(select(func.count(), func.sum(AuditHead.seq)).select_from(AuditHead)).one()
    told = (AuditEvent.stream == GENERAL) & (AuditEvent.action == VERIFIED)
    verified = session.scalar(select(AuditEvent.at).where(told).order_by(AuditEvent.seq.desc()).limit(1))
    return State(chains, int(events or 0), checkpoints.last(session), verified)
