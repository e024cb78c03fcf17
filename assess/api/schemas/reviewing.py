"""What reviewers say of items and files, and what they send with each step."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, Field

from assess.api.schemas.assessments import said
from assess.api.schemas.base import Flag, Key, Said, Sent
from assess.api.schemas.results import ToldOut
from assess.api.schemas.reviews import Written
from assess.reviews.desk import Desk, MarkRow
from assess.reviews.marking import MarkChange
from assess.reviews.models import ReasonCode, VerdictWord, VetoWord
from assess.scoring.form import Item
from assess.scoring.serial import step_to_json
from assess.values import dump
from assess.values.step import Step
from assess.wording.formats import Names
from assess.wording.sentences import tell

Points = Annotated[Decimal, Field(ge=-9999, le=9999, max_digits=8, decimal_places=2, examples=["4.00"])]
Remark = Annotated[str, Field(max_length=1000)]


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
