"""The participants of a campaign by name: who has not submitted, what reviewers still owe, how scores differ."""

import datetime as dt
import enum
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from assess.accounts.credentials import LinkKind, OneTimeLink
from assess.accounts.models import Membership, Organisation
from assess.assessments.figure_models import Figure
from assess.assessments.figures import points
from assess.assessments.models import Assessment
from assess.assessments.workflow import Status
from assess.campaigns.models import Participant
from assess.overview.dashboard import GROUPS, OWED, Group
from assess.overview.dashboard_rows import SCORED
from assess.overview.dashboard_scope import Scope

PAGE: Final = 10
LONGEST: Final = 60
OVERDUE_SHOWN: Final = 10

Show = Literal["not-started", "filling", "not-submitted"]
_STATES: Final[Mapping[Show, tuple[Status, ...]]] = {
    "not-started": (),
    "filling": (Status.DRAFT, Status.REOPENED),
    "not-submitted": (Status.DRAFT, Status.REOPENED),
}
_ABOVE: Final = aliased(Organisation)


class Contact(enum.StrEnum):
    """Whether anybody of an organisation can be reached in the service."""

    MEMBER = "member"
    INVITED = "invited"
    EXPIRED = "expired"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to list: one district or all (`None`), and whose name or credit code holds a text."""

    show: Show = "not-submitted"
    district_id: uuid.UUID | None = None
    text: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Waiting:
    """A participant that has not submitted; `closes_at` is its own deadline."""

    id: uuid.UUID
    name: str
    credit_code: str | None
    district: str
    group: Group
    closes_at: dt.datetime
    contact: Contact
    invited_until: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of rows; `more` says that another one follows."""

    rows: tuple[Waiting, ...]
    page: int
    more: bool


def waiting(session: Session, scope: Scope, wanted: Wanted, *, now: dt.datetime) -> Listed:
    """List who has not submitted, by name; three queries."""
    found = session.execute(
        _participants(
            scope,
            Organisation.id,
            Organisation.name,
            Organisation.credit_code,
            _ABOVE.name,
            Participant.closes_at,
            Assessment.status,
        )
        .where(_not_submitted(wanted.show), *_narrowed(scope, wanted))
        .order_by(Organisation.name, Organisation.id)
        .offset((wanted.page - 1) * PAGE)
        .limit(PAGE + 1)
    ).all()
    ids = [row[0] for row in found[:PAGE]]
    contacts = _contacts(session, ids, now)
    rows = tuple(
        Waiting(
            id=row[0],
            name=row[1],
            credit_code=row[2],
            district=row[3] or "",
            closes_at=row[4] or scope.campaign.closes_at,
            group=GROUPS[row[5]],
            contact=contacts[row[0]][0],
            invited_until=contacts[row[0]][1],
        )
        for row in found[:PAGE]
    )
    return Listed(rows, wanted.page, more=len(found) > PAGE)


def _participants(scope: Scope, *columns: Any) -> Select[Any]:  # noqa: ANN401 - columns of any type
    """Select the participants that may be named, with their assessment if there is one."""
    mine = and_(
        Assessment.campaign_id == Participant.campaign_id, Assessment.organisation_id == Participant.organisation_id
    )
    return (
        select(*columns)
        .select_from(Participant)
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .outerjoin(_ABOVE, _ABOVE.id == Organisation.parent_id)
        .outerjoin(Assessment, mine)
        .where(Participant.campaign_id == scope.campaign.id, Participant.removed_at.is_(None), scope.named)
    )


def _not_submitted(show: Show) -> ColumnElement[bool]:
    none, some = Assessment.id.is_(None), Assessment.status.in_(_STATES[show])
    if show == "not-started":
        return none
    return some if show == "filling" else or_(none, some)


def _narrowed(scope: Scope, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [scope.district(wanted.district_id)]
    text = wanted.text.strip()[:LONGEST]
    if text:
        alike = Organisation.name.contains(text, autoescape=True)
        conditions.append(or_(alike, Organisation.credit_code == text.upper()))
    return conditions


def _contacts(
    session: Session, ids: Iterable[uuid.UUID], now: dt.datetime
) -> dict[uuid.UUID, tuple[Contact, dt.datetime | None]]:
    """Say of organisations whether somebody works there already, or was invited, and until when; two queries."""
    wanted = tuple(ids)
    members = select(Membership.organisation_id).where(Membership.organisation_id.in_(wanted)).distinct()
    there = set(session.scalars(members))
    links = session.execute(
        select(OneTimeLink.organisation_id, func.max(OneTimeLink.expires_at))
        .where(
            OneTimeLink.organisation_id.in_(wanted),
            OneTimeLink.kind == LinkKind.INVITATION,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.revoked_at.is_(None),
        )
        .group_by(OneTimeLink.organisation_id)
    )
    until = {row[0]: row[1] for row in links}
    return {one: (_contact(one in there, until.get(one), now), until.get(one)) for one in wanted}


def _contact(there: bool, until: dt.datetime | None, now: dt.datetime) -> Contact:  # noqa: FBT001 - one of three facts
    if there:
        return Contact.MEMBER
    if until is None:
        return Contact.NOBODY
    return Contact.INVITED if until > now else Contact.EXPIRED


@dataclass(frozen=True, slots=True)
class Owed:
    """A submission reviewers have not finished; the assessment itself is for reviewers only."""

    assessment_id: uuid.UUID
    name: str
    district: str
    status: Status
    submitted_at: dt.datetime


def owed(session: Session, scope: Scope, *, district_id: uuid.UUID | None) -> tuple[Owed, ...]:
    """List the submissions that wait longest for a review; one query."""
    rows = session.execute(
        _participants(scope, Assessment.id, Organisation.name, _ABOVE.name, Assessment.status, Assessment.submitted_at)
        .where(Assessment.status.in_(OWED), scope.district(district_id))
        .order_by(Assessment.submitted_at, Assessment.id)
        .limit(OVERDUE_SHOWN)
    )
    return tuple(Owed(row[0], row[1], row[2] or "", row[3], row[4]) for row in rows)


@dataclass(frozen=True, slots=True)
class Compared:
    """A decided participant's official scores."""

    name: str
    credit_code: str | None
    district: str
    claimed: Decimal | None
    supported: Decimal | None
    reviewed: Decimal | None
    deviation: Decimal | None
    grade: str | None


def compared(session: Session, scope: Scope, wanted: Wanted) -> tuple[tuple[Compared, ...], bool]:
    """List what is decided, those first that differ most; one query.

    Returns:
        A page of rows, and whether another one follows.
    """
    rows = session.execute(
        _participants(
            scope,
            Organisation.name,
            Organisation.credit_code,
            _ABOVE.name,
            Figure.claimed,
            Figure.supported,
            Figure.reviewed,
            Figure.grade,
        )
        .join(Figure, Figure.assessment_id == Assessment.id)
        .where(Assessment.status.in_(SCORED), Figure.reviewed.is_not(None), *_narrowed(scope, wanted))
        .order_by(
            func.abs(func.coalesce(Figure.reviewed - Figure.claimed, 0)).desc(), Organisation.name, Organisation.id
        )
        .offset((wanted.page - 1) * PAGE)
        .limit(PAGE + 1)
    ).all()
    return tuple(_compared(*row) for row in rows[:PAGE]), len(rows) > PAGE


def _compared(  # noqa: PLR0917 - the columns of a row
    name: str,
    code: str | None,
    district: str | None,
    claimed: int | None,
    supported: int | None,
    reviewed: int | None,
    grade: str | None,
) -> Compared:
    deviation = None if claimed is None or reviewed is None else points(reviewed - claimed)
    return Compared(name, code, district or "", points(claimed), points(supported), points(reviewed), deviation, grade)
