"""Everything a reviewer needs of one assessment, frozen as it was handed in."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from assess.assessments.contradictions import Contradiction
from assess.assessments.models import Assessment, Submission
from assess.assessments.workflow import Step
from assess.campaigns.models import Campaign
from assess.checklists.definition import Published
from assess.reviews.models import ReasonCode, ReviewOutcome, VerdictWord, VetoWord
from assess.reviews.previous import Previous
from assess.reviews.returning import Returned
from assess.scoring.columns import Columns
from assess.scoring.evidence import Evidence as Proof
from assess.scoring.inputs import Inputs
from assess.values.model import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRow:
    """What a level says of an item, and who."""

    item: str
    level: int
    points: Decimal | None
    rejects_not_applicable: bool
    veto: VetoWord | None
    reason: ReasonCode | None
    opinion: str
    revision: int
    by: uuid.UUID
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictRow:
    """What a level says of a file, and who."""

    evidence_id: uuid.UUID
    level: int
    verdict: VerdictWord
    remark: str
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file as it was handed in."""

    id: uuid.UUID
    fact: str
    row_id: str | None
    kind: str
    name: str
    media_type: str
    size: int
    sha256: str
    issued_on: date | None
    pages: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it was handed in; `value` is None where only a note was left."""

    value: Value | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One level's work: who, from when to when, and how it ended."""

    level: int
    turn: int
    reviewer_id: uuid.UUID
    reviewer_name: str
    submission: int
    taken_at: datetime
    finished_at: datetime | None
    outcome: ReviewOutcome | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Appealed:
    """An appeal against `decision_id`; `outcome_id` is the decision that answered it, with `answer`."""

    id: uuid.UUID
    decision_id: uuid.UUID
    outcome_id: uuid.UUID | None
    grounds: str
    items: Mapping[str, str]
    at: datetime
    by_name: str
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The last decision; `published_at` is None until it is made known."""

    id: uuid.UUID
    number: int
    statement: str
    at: datetime
    by_name: str
    published_at: datetime | None
    appeal_until: datetime | None


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One assessment on a reviewer's desk.

    `columns` has the marks of all levels merged; `marks` has them by item, the first level first. `level` is the level
    that is due, `may` the steps open to this reviewer. `to_do` are items that count and have no mark on this level,
    `missing` those without any mark, which stand in the way of forwarding and deciding. `contradictions` is None where
    nothing was compared, `previous` where there is no earlier cycle this reviewer may see. `holder_name` is who has it,
    or who is offered it first. `opened` says that this person's reading is in the audit chain (`open_desk`).
    """

    assessment: Assessment
    campaign: Campaign
    organisation_name: str
    published: Published
    submission: Submission
    inputs: Inputs
    answers: Mapping[str, Given]
    claims: Mapping[str, str]
    files: tuple[File, ...]
    proof: tuple[Proof, ...]
    columns: Columns
    marks: Mapping[str, tuple[MarkRow, ...]]
    verdicts: Mapping[uuid.UUID, tuple[VerdictRow, ...]]
    contradictions: tuple[Contradiction, ...] | None
    previous: Previous | None
    returns: tuple[Returned, ...]
    appeal: Appealed | None
    decision: Decided | None
    reviews: tuple[Turn, ...]
    level: int | None
    levels: int
    mine: bool
    holder_name: str | None
    may: frozenset[Step]
    to_do: tuple[str, ...]
    missing: tuple[str, ...]
    due: date | None
    overdue: bool
    opened: bool

    def mark(self, item: str, level: int) -> MarkRow | None:
        """Give what a level says of an item."""
        return next((mark for mark in self.marks.get(item, ()) if mark.level == level), None)
