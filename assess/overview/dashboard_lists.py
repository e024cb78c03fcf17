"""The participants of a campaign by name: who has not submitted, what reviewers still owe, how scores differ."""

import datetime as dt
import enum
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from sqlalchemy import CompoundSelect, Select, String, and_, cast, exists, func, literal, select, union_all
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
OVERDUE_SHOWN: Final = 10

Show = Literal["not-started", "filling", "not-submitted"]
_UNFINISHED: Final = (Status.DRAFT, Status.REOPENED)
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
    late = _late(scope, wanted).subquery()
    found = session.execute(
        select(late, Organisation.name, Organisation.credit_code, _ABOVE.name.label("district"))
        .join(Organisation, Organisation.id == late.c.organisation_id)
        .outerjoin(_ABOVE, _ABOVE.id == Organisation.parent_id)
        .order_by(Organisation.name, Organisation.id)
        .offset((wanted.page - 1) * PAGE)
        .limit(PAGE + 1)
    ).all()
    contacts = _contacts(session, [row.organisation_id for row in found[:PAGE]], now)
    rows = tuple(
        Waiting(
            id=row.organisation_id,
            name=row.name,
            credit_code=row.credit_code,
            district=row.district or "",
            closes_at=row.closes_at or scope.campaign.closes_at,
            group=GROUPS[Status(row.status) if row.status else None],
            contact=contacts[row.organisation_id][0],
            invited_until=contacts[row.organisation_id][1],
        )
        for row in found[:PAGE]
    )
    return Listed(rows, wanted.page, more=len(found) > PAGE)


def _late(scope: Scope, wanted: Wanted) -> CompoundSelect[Any]:
    """Select who has begun nothing, or has not finished; names are looked up for these only."""
    there = and_(
        Assessment.campaign_id == Participant.campaign_id, Assessment.organisation_id == Participant.organisation_id
    )
    columns = Participant.organisation_id, Participant.closes_at
    mine = (
        Participant.campaign_id == scope.campaign.id,
        Participant.removed_at.is_(None),
        scope.named(Participant.organisation_id, wanted.district_id, wanted.text.strip()),
    )
    nothing = select(*columns, literal(None, String).label("status")).where(*mine, ~exists().where(there))
    begun = (
        select(*columns, cast(Assessment.status, String))
        .join(Assessment, there)
        .where(*mine, Assessment.campaign_id == scope.campaign.id, Assessment.status.in_(_UNFINISHED))
    )
    parts = {"not-started": (nothing,), "filling": (begun,), "not-submitted": (nothing, begun)}
    return union_all(*parts[wanted.show])


def _gone(scope: Scope) -> Select[uuid.UUID]:
    """Select who was taken off the list."""
    return select(Participant.organisation_id).where(
        Participant.campaign_id == scope.campaign.id, Participant.removed_at.is_not(None)
    )


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
    oldest = (
        select(Assessment.id, Assessment.organisation_id, Assessment.status, Assessment.submitted_at)
        .where(
            Assessment.campaign_id == scope.campaign.id,
            Assessment.status.in_(OWED),
            Assessment.organisation_id.not_in(_gone(scope)),
            scope.named(Assessment.organisation_id, district_id),
        )
        .order_by(Assessment.submitted_at, Assessment.id)
        .limit(OVERDUE_SHOWN)
        .subquery()
    )
    rows = session.execute(
        select(oldest.c.id, Organisation.name, _ABOVE.name, oldest.c.status, oldest.c.submitted_at)
        .join(Organisation, Organisation.id == oldest.c.organisation_id)
        .outerjoin(_ABOVE, _ABOVE.id == Organisation.parent_id)
        .order_by(oldest.c.submitted_at, oldest.c.id)
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
    differs = func.abs(func.coalesce(Figure.reviewed - Figure.claimed, 0)).label("differs")
    most = (
        select(Figure, Assessment.organisation_id, differs)
        .join(Assessment, Assessment.id == Figure.assessment_id)
        .where(
            Figure.campaign_id == scope.campaign.id,
            Figure.reviewed.is_not(None),
            Assessment.status.in_(SCORED),
            Assessment.organisation_id.not_in(_gone(scope)),
            scope.named(Assessment.organisation_id, wanted.district_id, wanted.text.strip()),
        )
        .order_by(differs.desc(), Figure.assessment_id)
        .offset((wanted.page - 1) * PAGE)
        .limit(PAGE + 1)
        .subquery()
    )
    one = most.c
    rows = session.execute(
        select(
            Organisation.name,
            Organisation.credit_code,
            _ABOVE.name,
            one.claimed,
            one.supported,
            one.reviewed,
            one.grade,
        )
        .join(Organisation, Organisation.id == one.organisation_id)
        .outerjoin(_ABOVE, _ABOVE.id == Organisation.parent_id)
        .order_by(one.differs.desc(), one.assessment_id)
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
