"""Reviewing: the queue, one submission on the desk, its items, and what a reviewer says of them."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, PlainSerializer

from assess.api.schemas.assessments import said
from assess.api.schemas.base import Said
from assess.assessments.workflow import Status
from assess.reviews.desk import Desk
from assess.reviews.queries import QueueRow
from assess.scoring.result import Result

Written = Annotated[Decimal, PlainSerializer(lambda value: format(value, "f"), return_type=str)]


class QueueRowOut(BaseModel):
    """One submission in the queue; scores are those of the duty dial, as decimal text."""

    assessment_id: uuid.UUID
    organisation: str
    district: str | None
    region: str
    title: Said
    campaign_id: uuid.UUID
    campaign: str
    status: Status
    level: int | None
    levels: int
    reviewer: str | None
    kept: bool
    free: bool
    mine: bool
    submitted_at: datetime
    due: date | None
    overdue: bool
    claimed: Written | None
    supported: Written | None
    reviewed: Written | None
    deviation: Written | None
    grade: str | None
    contradictions: int
    marked: int
    total: int


class QueueOut(BaseModel):
    """A page of the queue; `counts` are by status, whatever status is asked for."""

    items: list[QueueRowOut]
    next: str | None
    total: int
    counts: dict[str, int]


def queue_row(row: QueueRow) -> QueueRowOut:
    """Write a row down."""
    names = QueueRowOut.model_fields.keys() - {"organisation", "district", "campaign", "reviewer", "title"}
    return QueueRowOut(
        **{name: getattr(row, name) for name in names},
        organisation=row.organisation_name,
        district=row.district_name,
        campaign=row.campaign_name,
        reviewer=row.reviewer_name,
        title=said(row.title),
    )


class ColumnOut(BaseModel):
    """The official scores of one column; null where a dial is not scored."""

    duty: Written | None
    readiness: Written | None
    grade: str | None


class TurnOut(BaseModel):
    """One level's work."""

    level: int
    turn: int
    reviewer: str
    submission: int
    taken_at: datetime
    finished_at: datetime | None
    outcome: str | None


class ReturnOut(BaseModel):
    """What was sent back, and by when it is to be mended."""

    submission: int
    level: int
    message: str
    items: dict[str, str]
    at: datetime
    mend_by: datetime


class DeskAppealOut(BaseModel):
    """An appeal as reviewers read it."""

    grounds: str
    items: dict[str, str]
    at: datetime
    answer: str
    answered_at: datetime | None


class DecisionOut(BaseModel):
    """The last decision; `published_at` is null until it is made known."""

    id: uuid.UUID
    number: int
    statement: str
    at: datetime
    by: str
    published_at: datetime | None
    appeal_until: datetime | None


class DeskOut(BaseModel):
    """One submission on a reviewer's desk. `may` are the steps open to this reviewer."""

    assessment_id: uuid.UUID
    organisation: str
    campaign_id: uuid.UUID
    campaign: str
    checklist: str
    version: str
    status: Status
    submission: int
    reference: str
    snapshot_sha256: str
    submitted_at: datetime
    level: int | None
    levels: int
    holder: str | None
    mine: bool
    may: list[str]
    to_do: list[str]
    missing: list[str]
    due: date | None
    overdue: bool
    claimed: ColumnOut
    supported: ColumnOut
    reviewed: ColumnOut | None
    returns: list[ReturnOut]
    reviews: list[TurnOut]
    appeal: DeskAppealOut | None
    decision: DecisionOut | None


def desk_out(desk: Desk) -> DeskOut:
    """Write a desk down, without its items."""
    columns, submission = desk.columns, desk.submission
    return DeskOut(
        assessment_id=desk.assessment.id,
        organisation=desk.organisation_name,
        campaign_id=desk.campaign.id,
        campaign=desk.campaign.name,
        checklist=desk.published.key,
        version=desk.published.checklist.version,
        status=desk.assessment.status,
        submission=submission.number,
        reference=submission.reference,
        snapshot_sha256=submission.snapshot_sha256,
        submitted_at=submission.at,
        level=desk.level,
        levels=desk.levels,
        holder=desk.holder_name,
        mine=desk.mine,
        may=sorted(step.value for step in desk.may),
        to_do=list(desk.to_do),
        missing=list(desk.missing),
        due=desk.due,
        overdue=desk.overdue,
        claimed=_column(columns.claimed),
        supported=_column(columns.supported),
        reviewed=_column(columns.reviewed.result) if columns.reviewed else None,
        **_past(desk),
    )


def _past(desk: Desk) -> dict[str, Any]:
    """Give what happened before."""
    appeal, decision = desk.appeal, desk.decision
    return {
        "returns": [
            ReturnOut(
                submission=one.number,
                level=one.level,
                message=one.message,
                items=dict(one.items),
                at=one.at,
                mend_by=one.mend_by,
            )
            for one in desk.returns
        ],
        "reviews": [
            TurnOut(
                level=one.level,
                turn=one.turn,
                reviewer=one.reviewer_name,
                submission=one.submission,
                taken_at=one.taken_at,
                finished_at=one.finished_at,
                outcome=one.outcome.value if one.outcome else None,
            )
            for one in desk.reviews
        ],
        "appeal": DeskAppealOut.model_validate(appeal, from_attributes=True) if appeal else None,
        "decision": DecisionOut(
            id=decision.id,
            number=decision.number,
            statement=decision.statement,
            at=decision.at,
            by=decision.by_name,
            published_at=decision.published_at,
            appeal_until=decision.appeal_until,
        )
        if decision
        else None,
    }


def _column(result: Result) -> ColumnOut:
    return ColumnOut(duty=result.duty.final, readiness=result.readiness.final, grade=result.grade.effective)
