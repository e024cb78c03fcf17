"""Compute stored results again from what was frozen, and say what differs; nothing is written.

`recompute` takes and gives plain values, so that worker processes can do it; `read` streams what they need.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.assessments import snapshot
from assess.assessments.models import Submission
from assess.checklists.definition import Published
from assess.checklists.models import ChecklistVersion
from assess.scoring import serial
from assess.scoring.columns import Columns, score_columns
from assess.scoring.result import Result
from assess.values.invalid import InvalidValue
from assess.values.step import FactRef, Step

_AT_ONCE: Final = 200
_NAMES: Final = ("key", "item")  # what entries of a result's lists are called by


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A submission as it was frozen."""

    reference: str
    checklist: str
    version: str
    version_sha256: str
    engine: str
    as_of: dt.date
    snapshot: str
    snapshot_sha256: str
    result: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One digit or state that comes out differently, such as `claimed duty.final`; None where it is not there."""

    column: str
    place: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recomputed:
    """What became of one stored result.

    `problem` says why it could not be computed at all; `retold` that all digits are the same and the trace is not.
    """

    reference: str
    checklist: str
    version: str
    engine: str
    changes: tuple[Changed, ...] = ()
    problem: Step | None = None
    retold: bool = False

    @property
    def same(self) -> bool:
        """Say whether the same digits came out."""
        return not self.changes and self.problem is None


def read(
    session: Session, *, key: str | None = None, version: str | None = None, since: dt.datetime | None = None
) -> Iterator[Stored]:
    """Stream submissions, the oldest first, a few hundred in memory at a time.

    Args:
        session: A reading session.
        key: Of this checklist only.
        version: Of this version only.
        since: Handed in at this instant or later.
    """
    wanted = (
        select(Submission, ChecklistVersion.key, ChecklistVersion.version)
        .join(ChecklistVersion, ChecklistVersion.sha256 == Submission.version_sha256)
        .order_by(Submission.at, Submission.id)
        .execution_options(yield_per=_AT_ONCE)
    )
    if key is not None:
        wanted = wanted.where(ChecklistVersion.key == key)
    if version is not None:
        wanted = wanted.where(ChecklistVersion.version == version)
    if since is not None:
        wanted = wanted.where(Submission.at >= since)
    with session.execute(wanted) as rows:  # who stops early leaves no cursor open
        for submission, checklist, number in rows:
            session.expunge(submission)
            yield stored(submission, checklist, number)


def stored(submission: Submission, checklist: str, version: str) -> Stored:
    """Take out of a row what recomputing needs."""
    return Stored(
        reference=submission.reference,
        checklist=checklist,
        version=version,
        version_sha256=submission.version_sha256,
        engine=submission.engine,
        as_of=submission.as_of,
        snapshot=submission.snapshot,
        snapshot_sha256=submission.snapshot_sha256,
        result=submission.result,
    )


def recompute(kept: Stored, published: Callable[[str], Published]) -> Recomputed:
    """Compute a stored result again and compare every number and state of every column that was kept.

    Args:
        kept: What was frozen.
        published: Gives the frozen document of a hash.
    """
    found = Recomputed(reference=kept.reference, checklist=kept.checklist, version=kept.version, engine=kept.engine)
    if snapshot.sha256(kept.snapshot) != kept.snapshot_sha256:
        return replace(found, problem=Step("rescore.altered"))
    try:
        columns = columns_of(kept, published(kept.version_sha256))
    except InvalidValue as error:
        problem = Step("rescore.answer", {"fact": FactRef(error.fact), "problem": error.step})
        return replace(found, problem=problem)
    return _compared(found, json.loads(kept.result), columns)


def columns_of(kept: Stored, published: Published) -> Columns:
    """Score what was frozen, on the day it was judged on.

    Raises:
        InvalidValue: An answer that does not fit the document.
    """
    content: Mapping[str, Any] = json.loads(kept.snapshot)
    inputs = snapshot.inputs(published, content, kept.as_of)
    return score_columns(published.checklist.form, inputs, snapshot.evidence(content))


def _compared(found: Recomputed, before: Mapping[str, Any], after: Columns) -> Recomputed:
    """Compare column by column; a column that was not kept then is nothing to compare."""
    old = serial.columns_from_json(before)
    pairs = [("claimed", serial.from_json(before), after.claimed)]
    if old is not None:
        pairs.append(("supported", old.supported, after.supported))
    changes = tuple(change for column, one, other in pairs for change in differences(column, one, other))
    retold = not changes and any(_traced(one) != _traced(other) for _, one, other in pairs)
    return replace(found, changes=changes, retold=retold)


def differences(column: str, before: Result, after: Result) -> Iterator[Changed]:
    """Name every number and state that differs between two results of one form; traces and engines aside."""
    one, other = _flat(before), _flat(after)
    for place in dict.fromkeys((*one, *other)):
        if one.get(place) != other.get(place):
            yield Changed(column, place, one.get(place), other.get(place))


def _flat(result: Result) -> dict[str, str | None]:
    return dict(_leaves("", serial.to_json(result)))


def _leaves(place: str, value: object) -> Iterator[tuple[str, str | None]]:
    """Give every leaf of a result with the names that lead to it: `items.overseas-cover.earned`."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            if key not in {"trace", "engine"}:
                yield from _leaves(f"{place}.{key}" if place else key, part)
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _leaves(f"{place}.{_name(part, number)}", part)
    else:
        yield place, None if value is None else str(value)


def _name(part: object, number: int) -> str:
    if isinstance(part, Mapping):
        return next((str(part[name]) for name in _NAMES if name in part), str(number))
    return str(number)


def _traced(result: Result) -> list[tuple[Step, ...]]:
    subs = (sub for section in result.sections for sub in (section.duty, section.readiness))
    return [
        result.duty.trace,
        result.readiness.trace,
        result.grade.trace,
        *(sub.trace for sub in subs),
        *(item.trace for item in result.items),
    ]
