"""What is handed in, what was decided, and the way back."""

import json
import uuid
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from assess.api.schemas.base import Said, Sent
from assess.assessments.models import Submission
from assess.assessments.queries import Handed
from assess.assessments.scoresheet import fixed
from assess.reviews.desk import Appealed
from assess.reviews.freezing import FrozenMark
from assess.reviews.queries import Outcome


class MissingOut(BaseModel):
    """A required question without an answer."""

    fact: str
    wording: Said


class CompletenessOut(BaseModel):
    """How far the answers go, and what keeps them from being submitted; `state` may go into a submission."""

    state: int
    answered: int
    unknown: int
    asked: int
    missing: list[MissingOut]
    may_submit: bool


class SubmissionIn(Sent):
    """A declaration by name; with `expected_state`, nobody may have changed anything since."""

    declared: Annotated[Literal[True], Field(description="声明所填属实。 The declaration.")]
    declared_name: Annotated[str, Field(min_length=1, max_length=200, examples=["王丽"])]
    expected_state: Annotated[int | None, Field(ge=0, lt=2**63)] = None


class SubmissionOut(BaseModel):
    """A submission without its content."""

    id: uuid.UUID
    number: int
    reference: str
    declared_name: str
    at: datetime


class SubmissionMore(SubmissionOut):
    """A submission with what it froze: canonical JSON of `snapshot` has the hash `snapshot_sha256`."""

    as_of: date
    checklist_sha256: str
    engine: str
    snapshot_sha256: str
    snapshot: dict[str, Any]


class AppealIn(Sent):
    """Why a decision is appealed against, as a whole and by item."""

    grounds: Annotated[str, Field(min_length=1, max_length=8000)]
    items: Annotated[dict[str, Annotated[str, Field(max_length=8000)]], Field(max_length=500, default_factory=dict)]


class AppealOut(BaseModel):
    """An appeal; the answer shows once the decision that gives it is published."""

    id: uuid.UUID
    at: datetime
    grounds: str
    items: dict[str, str]
    answer: str
    answered_at: datetime | None


class MarkOut(BaseModel):
    """What reviewers say of an item."""

    item: str
    points: str | None
    reason: str | None
    opinion: str


class OutcomeOut(BaseModel):
    """A decision that was published."""

    decision_id: uuid.UUID
    number: int
    body: str
    statement: str
    decided_at: datetime
    published_at: datetime
    appeal_until: datetime
    may_appeal: bool
    result_sha256: str
    submission: int
    score: str | None
    grade: str | None
    marks: list[MarkOut]
    appeal: AppealOut | None


def submission_out(one: Submission | Handed) -> SubmissionOut:
    """Write a submission down."""
    return SubmissionOut.model_validate(one, from_attributes=True)


def submission_more(one: Submission) -> SubmissionMore:
    """Write a submission down with what it froze."""
    return SubmissionMore(
        **submission_out(one).model_dump(),
        as_of=one.as_of,
        checklist_sha256=one.version_sha256,
        engine=one.engine,
        snapshot_sha256=one.snapshot_sha256,
        snapshot=json.loads(one.snapshot),
    )


def appeal_out(one: Appealed) -> AppealOut:
    """Write an appeal down."""
    return AppealOut(
        id=one.id,
        at=one.at,
        grounds=one.grounds,
        items=dict(one.items),
        answer=one.answer,
        answered_at=one.answered_at,
    )


def outcome_out(found: Outcome) -> OutcomeOut:
    """Write a published decision down."""
    reviewed = found.columns.reviewed
    grade = reviewed.result.grade if reviewed else None
    decimals = found.published.checklist.form.duty.decimals
    return OutcomeOut(
        decision_id=found.decision_id,
        number=found.number,
        body=found.body_name,
        statement=found.statement,
        decided_at=found.decided_at,
        published_at=found.published_at,
        appeal_until=found.appeal_until,
        may_appeal=found.may_appeal,
        result_sha256=found.result_sha256,
        submission=found.submission.number,
        score=fixed(grade.final, decimals) if grade else None,
        grade=grade.effective if grade else None,
        marks=[_mark(one) for one in found.marks.values()],
        appeal=appeal_out(found.appeal) if found.appeal else None,
    )


def _mark(one: FrozenMark) -> MarkOut:
    return MarkOut(
        item=one.item,
        points=fixed(one.points, 2),
        reason=one.reason.value if one.reason else None,
        opinion=one.opinion,
    )
