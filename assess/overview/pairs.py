"""What of an owner can be compared, and opening two of them: submissions as they were, open assessments as they are."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.assessments import earlier, queries, reach, snapshot
from assess.assessments.comparing import Side
from assess.assessments.models import Assessment, Submission
from assess.assessments.workflow import EDITABLE, Status
from assess.checklists import documents
from assess.checklists.models import ChecklistVersion
from assess.clock import to_local
from assess.errors import NotFoundError
from assess.overview.owner import Owner, assessments
from assess.scoring import serial
from assess.scoring.columns import score_columns
from assess.values.text import Text

Source = Literal["assessment", "submission"]
_LETTERS: Mapping[str, Source] = {"a": "assessment", "s": "submission"}


@dataclass(frozen=True, slots=True)
class Ref:
    """Names one side in an address: `s-<id>` a submission, `a-<id>` an open assessment."""

    source: Source
    id: uuid.UUID

    def __str__(self) -> str:
        """Write it as it stands in an address."""
        return f"{self.source[0]}-{self.id}"


def read_ref(text: str) -> Ref:
    """Read a side's name.

    Raises:
        NotFoundError: It names nothing that could be there.
    """
    letter, _, rest = text.partition("-")
    try:
        return Ref(_LETTERS[letter], uuid.UUID(rest))
    except (KeyError, ValueError):
        raise NotFoundError from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing that can be compared; `reference` is empty for the present answers of an open assessment."""

    ref: Ref
    key: str
    title: Text
    region: str
    version: str
    at: dt.datetime
    reference: str


@dataclass(frozen=True, slots=True)
class Opened:
    """One side with where it came from."""

    ref: Ref
    side: Side
    at: dt.datetime
    reference: str


def choices(session: Session, whose: Owner) -> tuple[Choice, ...]:
    """List the owner's open assessments and submissions, the newest first; two queries, three at first reading."""
    open_ones = [
        (Ref("assessment", one.id), one.version, one.created_at, "")
        for one in assessments(session, whose)
        if one.status in EDITABLE
    ]
    rows = session.execute(
        select(Submission.id, ChecklistVersion, Submission.at, Submission.reference)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .join(ChecklistVersion, ChecklistVersion.sha256 == Submission.version_sha256)
        .where(whose.condition, Assessment.status != Status.WITHDRAWN)
        .order_by(Submission.at.desc(), Submission.id)
    )
    handed = [(Ref("submission", found), version, at, reference) for found, version, at, reference in rows]
    found = [*open_ones, *handed]
    read = documents.gather(session, [version for _, version, _, _ in found])
    return tuple(
        Choice(
            ref=ref,
            key=version.key,
            title=document.checklist.title,
            region=document.measure.region,
            version=version.version,
            at=at,
            reference=reference,
        )
        for (ref, version, at, reference), document in zip(found, read, strict=True)
    )


def suggested(choices: Sequence[Choice]) -> tuple[Ref, Ref]:
    """Suggest two of at least two, the earlier first: the newest of a checklist with the one before it, if any has."""
    for index, newer in enumerate(choices):
        for older in choices[index + 1 :]:
            if older.key == newer.key:
                return older.ref, newer.ref
    return choices[1].ref, choices[0].ref


def opened(session: Session, ref: Ref, *, actor: Actor, whose: Owner, now: dt.datetime) -> Opened:
    """Open one side.

    Raises:
        NotFoundError: Not there, not the actor's to see, or another owner's.
    """
    return (
        _submitted(session, ref, actor, whose, now)
        if ref.source == "submission"
        else _present(session, ref, actor, whose, now)
    )


def _submitted(session: Session, ref: Ref, actor: Actor, whose: Owner, now: dt.datetime) -> Opened:
    found = session.scalar(
        select(Submission)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .where(Submission.id == ref.id, whose.condition, reach.visible(actor, now))
    )
    if found is None:
        raise NotFoundError
    published = earlier.published_as(session, found.version_sha256)
    kept = json.loads(found.result)
    inputs = snapshot.inputs(published, json.loads(found.snapshot), found.as_of)
    side = Side(published, inputs, serial.columns_from_json(kept), serial.from_json(kept))
    return Opened(ref, side, found.at, found.reference)


def _present(session: Session, ref: Ref, actor: Actor, whose: Owner, now: dt.datetime) -> Opened:
    """Score an assessment as it is now; once submitted, its submission is what can be compared."""
    mine = session.scalar(select(Assessment.status).where(Assessment.id == ref.id, whose.condition))
    if mine not in EDITABLE:
        raise NotFoundError
    loaded = queries.load(session, actor=actor, assessment_id=ref.id, now=now)
    inputs, proof = loaded.inputs(to_local(now).date()), snapshot.proof(loaded.evidence)
    columns = score_columns(loaded.published.checklist.form, inputs, proof)
    return Opened(ref, Side(loaded.published, inputs, columns, columns.claimed), now, "")
