"""Who has which section, and what is said of items."""

import uuid
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from assess.api.schemas.base import Key, Sent
from assess.assessments.comments import MOST_NAMED, TEXT_MAXIMUM, Comment
from assess.assessments.duties import Duty
from assess.assessments.together_models import Part

DutyPart = Literal["lead", "assist"]


class DutyIn(Sent):
    """Give a section to a person or to a department: exactly one of the two ids."""

    section: Key
    part: DutyPart
    account_id: uuid.UUID | None = None
    department_id: uuid.UUID | None = None


class DutyOut(BaseModel):
    """Who has a section, and as what (主责 lead, 协助 assist)."""

    id: uuid.UUID
    section: str
    part: DutyPart
    name: str
    account_id: uuid.UUID | None
    department_id: uuid.UUID | None


class CommentIn(Sent):
    """What to say of an item."""

    item: Key
    text: Annotated[str, Field(min_length=1, max_length=2 * TEXT_MAXIMUM)]
    mentions: Annotated[list[uuid.UUID], Field(max_length=MOST_NAMED, default_factory=list)]


class CommentChange(Sent):
    """Whether a comment is dealt with."""

    settled: bool


class CommentOut(BaseModel):
    """What somebody said of an item."""

    id: uuid.UUID
    item: str
    text: str
    by: uuid.UUID
    name: str
    at: datetime
    settled_at: datetime | None
    mentions: list[uuid.UUID]


def duty_out(section: str, duty: Duty) -> DutyOut:
    """Write a duty down."""
    return DutyOut(
        id=duty.id,
        section=section,
        part="lead" if duty.part is Part.LEAD else "assist",
        name=duty.name,
        account_id=duty.account_id,
        department_id=duty.department_id,
    )


def comment_out(one: Comment) -> CommentOut:
    """Write a comment down."""
    return CommentOut(
        id=one.id,
        item=one.item,
        text=one.text,
        by=one.by,
        name=one.name,
        at=one.at,
        settled_at=one.settled_at,
        mentions=[named.account_id for named in one.mentions],
    )
