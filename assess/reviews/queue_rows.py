"""The rows of the queue: what is shown of the assessments of one page."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, case, func, select
from sqlalchemy.orm import Session, aliased

from assess.accounts.models import Account
from assess.assessments.figures import points
from assess.assessments.models import Submission
from assess.assessments.workflow import Status
from assess.campaigns.models import Campaign
from assess.checklists import documents
from assess.checklists.definition import Published
from assess.clock import to_local
from assess.reviews.filters import Scope
from assess.reviews.models import Review, ReviewMark
from assess.reviews.standing import level_due
from assess.reviews.times import due_of
from assess.values.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One assessment in the queue.

    Scores are those of the duty dial; `deviation` is the reviewed score minus the claimed one once there is a decision,
    the supported one minus the claimed one before: below 0 where too much was claimed. `marked` counts the points
    given at the level that is due, `total` the items there are to mark. `reviewer_name` has taken it up, or is offered
    it first (`kept`). `free` says that this reviewer may take it up; `mine` that they have, or are offered it first.
    """

    assessment_id: uuid.UUID
    organisation_name: str
    district_name: str | None
    region: str
    title: Text
    campaign_id: uuid.UUID
    campaign_name: str
    status: Status
    level: int | None
    reviewer_name: str | None
    kept: bool
    free: bool
    mine: bool
    levels: int
    submitted_at: datetime
    due: date | None
    overdue: bool
    claimed: Decimal | None
    supported: Decimal | None
    reviewed: Decimal | None
    deviation: Decimal | None
    grade: str | None
    contradictions: int
    marked: int
    total: int


def read(session: Session, scope: Scope, found: Sequence[Row[*tuple[Any, ...]]]) -> Iterable[QueueRow]:
    """Make the rows of a page of what the queue has picked, in three queries at most."""
    ids = [row[0].id for row in found]
    people, marked = _people(session, ids), _marked(session, ids)
    campaigns = list(scope.campaigns.values())
    titles = documents.gather(session, [one.version for one in campaigns])
    forms = {one.id: published for one, published in zip(campaigns, titles, strict=True)}
    for row in found:
        one = row[0]
        campaign = scope.campaigns[one.campaign_id]
        yield _row(scope, row, campaign, forms[campaign.id], people.get(one.id, ()), marked)


@dataclass(frozen=True, slots=True)
class _Person:
    """Who worked on a level, and whether they still do."""

    level: int
    account_id: uuid.UUID
    name: str
    open: bool
    items: int


def _people(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[_Person, ...]]:
    rows = session.execute(
        select(
            *(Review.assessment_id, Review.level, Review.reviewer_id, Account.name),
            *(Review.finished_at.is_(None), Review.items),
        )
        .join(Account, Account.id == Review.reviewer_id)
        .where(Review.assessment_id.in_(ids))
        .order_by(Review.taken_at, Review.level, Review.turn)
    )
    found: dict[uuid.UUID, tuple[_Person, ...]] = {}
    for assessment_id, level, account_id, name, is_open, items in rows:
        person = _Person(level, account_id, name, is_open, items)
        found[assessment_id] = (*found.get(assessment_id, ()), person)
    return found


def _marked(session: Session, ids: Sequence[uuid.UUID]) -> dict[tuple[uuid.UUID, int], tuple[int, int]]:
    """Count points given and claims rejected, by assessment and level, of the latest submission."""
    rejected = func.sum(case((ReviewMark.rejects_not_applicable, 1), else_=0))
    later = aliased(Submission)
    newer = select(later.id).where(later.assessment_id == Submission.assessment_id, later.number > Submission.number)
    latest = select(Submission.id).where(Submission.assessment_id.in_(ids), ~newer.correlate(Submission).exists())
    rows = session.execute(  # one look at the submissions, not one for each of thousands of marks
        select(ReviewMark.assessment_id, ReviewMark.level, func.count(ReviewMark.points), rejected)
        .where(ReviewMark.assessment_id.in_(ids), ReviewMark.submission_id.in_(latest))
        .group_by(ReviewMark.assessment_id, ReviewMark.level)
    )
    return {(row[0], row[1]): (row[2], int(row[3])) for row in rows}


def _row(  # noqa: PLR0917 - what a row is read from
    scope: Scope,
    row: Row[*tuple[Any, ...]],
    campaign: Campaign,
    published: Published,
    people: Sequence[_Person],
    marked: Mapping[tuple[uuid.UUID, int], tuple[int, int]],
) -> QueueRow:
    one, name, region, district, figure, deviation, free = row
    level, due = level_due(one.status, campaign.levels), due_of(campaign, one.status)
    person = _worker(one.status, level, people)
    given, rejected = marked.get((one.id, level or 0), (0, 0))
    total = people[-1].items if people else sum(1 for _ in published.checklist.form.items())
    return QueueRow(
        assessment_id=one.id,
        organisation_name=name,
        district_name=district,
        region=region,
        title=published.checklist.title,
        campaign_id=campaign.id,
        campaign_name=campaign.name,
        status=one.status,
        level=level,
        reviewer_name=person.name if person else None,
        kept=person is not None and not person.open,
        free=free,
        mine=one.id in scope.own,
        levels=campaign.levels,
        submitted_at=one.submitted_at,
        due=due,
        overdue=due is not None and to_local(scope.now).date() > due,
        claimed=points(figure.claimed) if figure else None,
        supported=points(figure.supported) if figure else None,
        reviewed=points(figure.reviewed) if figure else None,
        deviation=points(deviation),
        grade=figure.grade if figure else None,
        contradictions=figure.contradictions if figure else 0,
        marked=given,
        total=total + rejected,
    )


def _worker(status: Status, level: int | None, people: Sequence[_Person]) -> _Person | None:
    """Give who has it, or who worked on it at this level before it was sent back."""
    holder = next((one for one in people if one.open), None)
    if holder is not None or status not in {Status.SUBMITTED, Status.IN_SECOND_REVIEW}:
        return holder
    return next((one for one in reversed(people) if one.level == level), None)
