"""Reviewing: the queue, one submission on the desk, its items, and what a reviewer says of them."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, Field, PlainSerializer

from assess.api.schemas.assessments import said
from assess.api.schemas.base import Flag, Key, Said, Sent
from assess.api.schemas.results import ToldOut
from assess.assessments.workflow import Status
from assess.reviews.desk import Desk, MarkRow
from assess.reviews.marking import MarkChange
from assess.reviews.models import ReasonCode, VerdictWord, VetoWord
from assess.reviews.queries import QueueRow
from assess.scoring.form import Item
from assess.scoring.result import Result
from assess.scoring.serial import step_to_json
from assess.values import dump
from assess.values.step import Step
from assess.wording.formats import Names
from assess.wording.sentences import tell

Points = Annotated[Decimal, Field(ge=-9999, le=9999, max_digits=8, decimal_places=2, examples=["4.00"])]
Written = Annotated[Decimal, PlainSerializer(lambda value: format(value, "f"), return_type=str)]
Remark = Annotated[str, Field(max_length=1000)]


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


class MarkIn(Sent):
    """What a reviewer says of an item; a difference from the self score needs a reason or an opinion."""

    points: Points | None = None
    rejects_not_applicable: Flag = False
    veto: VetoWord | None = None
    reason: ReasonCode | None = None
    opinion: Annotated[str, Field(max_length=2000)] = ""

    def change(self) -> MarkChange:
        """Give it as the operation takes it."""
        return MarkChange(**self.model_dump())


class ReviewMarkOut(BaseModel):
    """What a level says of an item."""

    item: str
    level: int
    points: Written | None
    rejects_not_applicable: bool
    veto: VetoWord | None
    reason: ReasonCode | None
    opinion: str
    revision: int
    by: str
    at: datetime


def mark_out(mark: MarkRow) -> ReviewMarkOut:
    """Write a mark down."""
    names = ReviewMarkOut.model_fields.keys() - {"by"}
    return ReviewMarkOut(**{name: getattr(mark, name) for name in names}, by=mark.by_name)


class ReviewItemOut(BaseModel):
    """One item of the submission, with its columns and the marks of all levels."""

    key: str
    title: Said
    clauses: list[str]
    purpose: str
    points: Written
    status: str
    claimed: Written
    supported: Written
    unknown: bool
    counted: bool
    to_do: bool
    marks: list[ReviewMarkOut]


class GivenOut(BaseModel):
    """An answer as it was handed in; `contradictions` counts what published lists say otherwise."""

    fact: str
    wording: Said
    value: Any
    note: str
    contradictions: int


class ReviewItemMore(ReviewItemOut):
    """One item with everything it was judged by."""

    not_applicable_because: str | None
    trace: list[ToldOut]
    answers: list[GivenOut]
    files: list[uuid.UUID]


def item_out(desk: Desk, item: Item) -> ReviewItemOut:
    """Write an item down."""
    return ReviewItemOut(**_item(desk, item))


def _item(desk: Desk, item: Item) -> dict[str, Any]:
    result = desk.columns.claimed.item(item.key)
    return {
        "key": item.key,
        "title": said(item.title),
        "clauses": list(item.clauses),
        "purpose": item.purpose,
        "points": item.points,
        "status": result.status,
        "claimed": result.earned,
        "supported": desk.columns.supported.item(item.key).earned,
        "unknown": result.unknown,
        "counted": result.counted,
        "to_do": item.key in desk.to_do,
        "marks": [mark_out(mark) for mark in desk.marks.get(item.key, ())],
    }


def item_more(desk: Desk, item: Item, facts: list[str]) -> ReviewItemMore:
    """Write an item down with what it reads: `facts` are the keys of the questions."""
    names = Names.of(desk.published.checklist.form, desk.published.facts)
    return ReviewItemMore(
        **_item(desk, item),
        not_applicable_because=desk.claims.get(item.key),
        trace=[_told(step, names) for step in desk.columns.claimed.item(item.key).trace],
        answers=[_given(desk, key) for key in facts],
        files=[one.id for one in desk.files if one.fact in facts],
    )


def _told(step: Step, names: Names) -> ToldOut:
    plain = step_to_json(step)
    return ToldOut(message=step.message, params=plain["params"], zh=tell(step, "zh", names), en=tell(step, "en", names))


def _given(desk: Desk, key: str) -> GivenOut:
    given = desk.answers.get(key)
    return GivenOut(
        fact=key,
        wording=said(desk.published.fact(key).wording),
        value=dump.to_json(given.value) if given is not None and given.value is not None else None,
        note=given.note if given else "",
        contradictions=sum(one.fact == key for one in desk.contradictions or ()),
    )


class VerdictIn(Sent):
    """What a file proves."""

    verdict: VerdictWord
    remark: Remark = ""


class VerdictOut(BaseModel):
    """What a level says of a file."""

    level: int
    verdict: VerdictWord
    remark: str
    by: str
    at: datetime


class ReviewFileOut(BaseModel):
    """A file as it was handed in, with what was said of it."""

    id: uuid.UUID
    fact: str
    row_id: str | None
    kind: str
    name: str
    media_type: str
    size: int
    sha256: str
    issued_on: date | None
    pages: str
    verdicts: list[VerdictOut]


def files_out(desk: Desk) -> list[ReviewFileOut]:
    """Write the files down, by their ids."""
    names = ReviewFileOut.model_fields.keys() - {"verdicts"}
    return [
        ReviewFileOut(
            **{name: getattr(one, name) for name in names},
            verdicts=[
                VerdictOut(level=row.level, verdict=row.verdict, remark=row.remark, by=row.by_name, at=row.at)
                for row in desk.verdicts.get(one.id, ())
            ],
        )
        for one in sorted(desk.files, key=lambda one: one.id.hex)
    ]


class TakeOverIn(Sent):
    """Why somebody else goes on."""

    reason: Annotated[str, Field(min_length=1, max_length=1000)]


class AcceptIn(Sent):
    """The items that are accepted as they were claimed, all or none."""

    items: Annotated[list[Key], Field(min_length=1, max_length=500)]


class ReturnIn(Sent):
    """What is to be mended, by item, and what is to be said besides."""

    items: Annotated[
        dict[Key, Annotated[str, Field(min_length=1, max_length=1000)]], Field(min_length=1, max_length=500)
    ]
    message: Annotated[str, Field(max_length=2000)] = ""


class DecideIn(Sent):
    """What is said of the whole; the answer where there is an appeal."""

    statement: Annotated[str, Field(max_length=4000)] = ""
    answer: Annotated[str, Field(max_length=4000)] = ""
