"""Answers, their history, and claims of 不适用."""

import json
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field

from assess.api.etags import tag
from assess.api.schemas.base import Said, Sent
from assess.assessments.models import AnswerHistory, ItemClaim
from assess.assessments.queries import Held
from assess.assessments.writing import NOTE_MAXIMUM
from assess.values import dump
from assess.values.fact import Fact

VALUE = (
    "按事实的类型：yes/no/partial、代码、代码列表、数字（可写成文本）、{numerator, denominator}、YYYY-MM-DD、文本、"
    "表格行的列表；不清楚为 {unknown: true}。 By the type of the fact; not sure is {unknown: true}."
)
Value = Annotated[Any, Field(description=VALUE, examples=["no", {"unknown": True}, "180000.00"])]


class AnswerIn(Sent):
    """An answer as it is sent; null with a note keeps only the note."""

    value: Value
    note: Annotated[str, Field(max_length=NOTE_MAXIMUM)] = ""


class AnswerOut(BaseModel):
    """An answer that is stored; `etag` goes into If-Match of a change."""

    fact: str
    value: Value
    display: Said | None
    note: str
    revision: int
    etag: str
    at: datetime
    by: str | None


def answer_etag(held: Held | None) -> str | None:
    """Give the ETag of what is answered; None where nothing is."""
    return None if held is None or empty(held) else tag(held.revision)


def empty(held: Held) -> bool:
    """Say whether an answer was taken back altogether."""
    return held.value is None and not held.note


def answer_out(fact: Fact, held: Held) -> AnswerOut:
    """Write an answer down."""
    value = held.value
    display = None if value is None else {lang: dump.display(fact, value, lang) for lang in ("zh", "en")}
    return AnswerOut(
        fact=fact.key,
        value=None if value is None else dump.to_json(value),
        display=None if display is None else Said(**display),
        note=held.note,
        revision=held.revision,
        etag=tag(held.revision),
        at=held.at,
        by=held.by_name,
    )


class ChangeOut(BaseModel):
    """One change of an answer; null is no answer."""

    revision: int
    at: datetime
    by: str | None
    before: Any
    after: Any
    note_before: str
    note_after: str


def change_out(row: AnswerHistory, name: str | None) -> ChangeOut:
    """Write a change down."""
    return ChangeOut(
        revision=row.revision,
        at=row.at,
        by=name,
        before=_value(row.value_before),
        after=_value(row.value_after),
        note_before=row.note_before,
        note_after=row.note_after,
    )


def _value(text: str | None) -> object:
    return None if text is None else json.loads(text)


class ClaimIn(Sent):
    """Why an item does not apply."""

    reason: Annotated[str, Field(min_length=1, max_length=2000)]


class ClaimOut(BaseModel):
    """A claim that an item does not apply."""

    item: str
    reason: str
    revision: int
    etag: str
    at: datetime


def claim_out(claim: ItemClaim) -> ClaimOut:
    """Write a claim down."""
    return ClaimOut(
        item=claim.item, reason=claim.reason or "", revision=claim.revision, etag=tag(claim.revision), at=claim.at
    )
