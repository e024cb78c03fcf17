"""Compute decisions again from the frozen submission and the frozen marks, and say what differs; nothing is written."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.assessments import recomputing, snapshot
from assess.assessments.models import Submission
from assess.assessments.recomputing import Changed, Recomputed, Stored, differences
from assess.checklists.definition import Published
from assess.checklists.models import ChecklistVersion
from assess.reviews import freezing
from assess.reviews.models import Decision
from assess.scoring import serial
from assess.scoring.columns import Columns, score_columns
from assess.scoring.marks import InvalidMark
from assess.values.invalid import InvalidValue
from assess.values.step import FactRef, ItemRef, Step

_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class Kept:
    """A decision as it was frozen, with the submission it is about."""

    submission: Stored
    number: int
    marks: str
    marks_sha256: str
    result: str
    result_sha256: str
    engine: str

    @property
    def reference(self) -> str:
        """Name it: the submission's reference and which decision it is."""
        return f"{self.submission.reference}#{self.number}"


def read(
    session: Session, *, key: str | None = None, version: str | None = None, since: dt.datetime | None = None
) -> Iterator[Kept]:
    """Stream decisions, the oldest first; the arguments are those of `assessments.recomputing.read`.

    Args:
        session: A reading session.
        key: Of this checklist only.
        version: Of this version only.
        since: Made at this instant or later.
    """
    wanted = (
        select(Decision, Submission, ChecklistVersion.key, ChecklistVersion.version)
        .join(Submission, Submission.id == Decision.submission_id)
        .join(ChecklistVersion, ChecklistVersion.sha256 == Submission.version_sha256)
        .order_by(Decision.at, Decision.id)
        .execution_options(yield_per=_AT_ONCE)
    )
    if key is not None:
        wanted = wanted.where(ChecklistVersion.key == key)
    if version is not None:
        wanted = wanted.where(ChecklistVersion.version == version)
    if since is not None:
        wanted = wanted.where(Decision.at >= since)
    with session.execute(wanted) as rows:
        for decision, submission, checklist, number in rows:
            session.expunge(decision)
            yield _kept(decision, recomputing.stored(submission, checklist, number))


def _kept(decision: Decision, submission: Stored) -> Kept:
    return Kept(
        submission=submission,
        number=decision.number,
        marks=decision.marks,
        marks_sha256=decision.marks_sha256,
        result=decision.result,
        result_sha256=decision.result_sha256,
        engine=decision.engine,
    )


def recompute(kept: Kept, published: Callable[[str], Published]) -> Recomputed:
    """Compute a decision again and compare every number and state of its three columns.

    Args:
        kept: What was frozen.
        published: Gives the frozen document of a hash.
    """
    of = kept.submission
    found = Recomputed(reference=kept.reference, checklist=of.checklist, version=of.version, engine=kept.engine)
    if _altered(kept):
        return replace(found, problem=Step("rescore.altered"))
    try:
        columns = columns_of(kept, published(of.version_sha256))
    except InvalidValue as error:
        problem = Step("rescore.answer", {"fact": FactRef(error.fact), "problem": error.step})
        return replace(found, problem=problem)
    except InvalidMark as error:
        problem = Step("rescore.mark", {"item": ItemRef(error.item), "problem": Step(error.message, error.params)})
        return replace(found, problem=problem)
    return replace(found, changes=tuple(_changes(kept, columns)))


def _altered(kept: Kept) -> bool:
    pairs = (
        (kept.submission.snapshot, kept.submission.snapshot_sha256),
        (kept.marks, kept.marks_sha256),
        (kept.result, kept.result_sha256),
    )
    return any(snapshot.sha256(text) != sha256 for text, sha256 in pairs)


def columns_of(kept: Kept, published: Published) -> Columns:
    """Score what was frozen, marks and all, on the day it was judged on.

    Raises:
        InvalidValue: An answer that does not fit the document.
        InvalidMark: A mark that does not.
    """
    content = json.loads(kept.submission.snapshot)
    inputs = snapshot.inputs(published, content, kept.submission.as_of)
    marks = [one.mark for one in freezing.thaw(kept.marks).marks]
    return score_columns(published.checklist.form, inputs, snapshot.evidence(content), marks)


def _changes(kept: Kept, after: Columns) -> Iterator[Changed]:
    before = serial.columns_from_json(json.loads(kept.result))
    if before is None or before.reviewed is None or after.reviewed is None:
        yield Changed("reviewed", "unmarked", str(before is not None), str(after.reviewed is not None))
        return
    yield from differences("claimed", before.claimed, after.claimed)
    yield from differences("supported", before.supported, after.supported)
    yield from differences("reviewed", before.reviewed.result, after.reviewed.result)
    if before.reviewed.unmarked != after.reviewed.unmarked:
        old, new = (", ".join(one.unmarked) for one in (before.reviewed, after.reviewed))
        yield Changed("reviewed", "unmarked", old, new)
