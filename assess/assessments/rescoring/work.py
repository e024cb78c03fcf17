"""The work on one batch of submissions, as a worker process does it: read, score, compare; nothing is written."""

import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from assess.assessments import recomputing, snapshot
from assess.assessments.migration import fates
from assess.assessments.models import Submission
from assess.assessments.recomputing import Stored
from assess.assessments.rescoring.digits import same_digits
from assess.assessments.rescoring.tally import NONE, Standing, Tally
from assess.checklists.definition import Published
from assess.checklists.diff import Diff, diff
from assess.db import table_of
from assess.scoring.columns import score_columns
from assess.scoring.inputs import Inputs
from assess.scoring.result import Result
from assess.values.invalid import InvalidValue
from assess.values.step import FactRef, Step
from assess.values.text import Locale
from assess.wording.sentences import tell

MOST_CHANGES: Final = 60
"""How many single differences of one submission are kept; the rest is counted by item."""

_ROWS: Final = table_of(Submission)
_COLUMNS: Final = tuple(
    _ROWS.c[name]
    for name in ("id", "reference", "snapshot", "snapshot_sha256", "result", "engine", "version_sha256", "as_of")
)
_LOCALES: Final[tuple[Locale, ...]] = ("zh", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Which submissions: those of one version with ids from `first` to `last`, handed in until an instant."""

    version: str
    first: uuid.UUID
    last: uuid.UUID
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One submission that comes out differently, or not at all; as `RescoreResult` keeps it."""

    submission_id: uuid.UUID
    before: str
    after: str
    changes: list[list[str | None]]
    problem: dict[str, str] | None = None


@dataclass(slots=True)
class Found:
    """What a batch brought."""

    tally: Tally = field(default_factory=Tally)
    findings: list[Finding] = field(default_factory=list)


class Bench:
    """Works off batches; documents and prepared forms are kept between them.

    Args:
        published: Gives the frozen document of a hash.
        target: The draft to try; None to check the engine against what is stored.
    """

    def __init__(self, published: Callable[[str], Published], target: Published | None) -> None:
        self._published, self._target = published, target
        self._compared: dict[str, Diff] = {}

    def work(self, session: Session, batch: Batch) -> Found:
        """Work off one batch."""
        found = Found()
        for row in read(session, batch):
            if self._target is None:
                self._check(row, found)
            else:
                self._try(row, self._target, found)
        return found

    def _check(self, row: Row[Any], found: Found) -> None:
        """Compute the stored result again; where one digit differs, the slow way names them all."""
        kept = json.loads(row.result)
        before = _kept(kept)
        document = self._published(row.version_sha256)
        try:
            content = _content(row)
            inputs = snapshot.inputs(document, content, row.as_of)
            columns = score_columns(document.checklist.form, inputs, snapshot.evidence(content), trace=False)
        except (_AlteredError, InvalidValue) as error:
            _fail(row, before, error, found)
            return
        changes = [] if same_digits(kept, columns) else self._differences(row)
        same = not changes
        found.tally.add(before, _standing(columns.claimed), same=same, items=_items(changes))
        if not same:
            found.findings.append(_finding(row, before, _standing(columns.claimed), changes))

    def _differences(self, row: Row[Any]) -> list[list[str | None]]:
        recomputed = recomputing.recompute(_stored(row), self._published)
        return [[f"{one.column} {one.place}", one.before, one.after] for one in recomputed.changes]

    def _try(self, row: Row[Any], target: Published, found: Found) -> None:
        """Score what was answered on the draft; an answer that no longer fits its question counts as not given."""
        kept = json.loads(row.result)
        before = _kept(kept)
        try:
            content = _content(row)
            inputs = self._carried(row, content, target, found.tally)
            result = score_columns(target.checklist.form, inputs, snapshot.evidence(content), trace=False).claimed
        except (_AlteredError, InvalidValue) as error:
            _fail(row, before, error, found)
            return
        changes = list(_moved(kept, result))
        after = _standing(result)
        same = before == after and not changes
        found.tally.add(before, after, same=same, items=_items(changes))
        if not same:
            found.findings.append(_finding(row, before, after, changes))

    def _carried(self, row: Row[Any], content: Mapping[str, Any], target: Published, tally: Tally) -> Inputs:
        old = self._published(row.version_sha256)
        if row.version_sha256 not in self._compared:
            self._compared[row.version_sha256] = diff(old, target)
        given = snapshot.inputs(old, content, row.as_of)
        answers, claims = fates(self._compared[row.version_sha256], given)
        tally.unfit.update(one.key for one in answers if one.fate == "unfit")
        return Inputs(
            {one.key: one.value for one in answers if one.value is not None and one.fate in {"kept", "confirm"}},
            given.profile,
            given.as_of,
            {one.item: one.reason for one in claims if one.fate in {"kept", "confirm"}},
        )


class _AlteredError(Exception):
    """A snapshot is not what its hash says."""


def read(session: Session, batch: Batch) -> Iterator[Row[Any]]:
    """Read the submissions of a batch, in the order of their ids."""
    wanted = (
        select(*_COLUMNS)
        .where(_ROWS.c.version_sha256 == batch.version, _ROWS.c.id >= batch.first, _ROWS.c.id <= batch.last)
        .where(_ROWS.c.at <= batch.until)
        .order_by(_ROWS.c.id)
    )
    yield from session.execute(wanted)


def _content(row: Row[Any]) -> Mapping[str, Any]:
    if snapshot.sha256(row.snapshot) != row.snapshot_sha256:
        raise _AlteredError
    content: Mapping[str, Any] = json.loads(row.snapshot)
    return content


def _fail(row: Row[Any], before: Standing, error: Exception, found: Found) -> None:
    problem = Step("rescore.altered")
    if isinstance(error, InvalidValue):
        problem = Step("rescore.answer", {"fact": FactRef(error.fact), "problem": error.step})
    told: dict[str, str] = {locale: tell(problem, locale) for locale in _LOCALES}
    found.tally.fail()
    found.findings.append(Finding(submission_id=row.id, before=str(before), after=NONE, changes=[], problem=told))


def _finding(row: Row[Any], before: Standing, after: Standing, changes: list[list[str | None]]) -> Finding:
    return Finding(submission_id=row.id, before=str(before), after=str(after), changes=changes[:MOST_CHANGES])


def _items(changes: list[list[str | None]]) -> set[str]:
    """Name the items that changed: `claimed items.key.earned` or, of a draft, `items.key`."""
    places = (str(change[0]).rpartition(" ")[2] for change in changes)
    return {place.split(".")[1] for place in places if place.startswith("items.")}


def _moved(kept: Mapping[str, Any], result: Result) -> Iterator[list[str | None]]:
    """Give the points of every item that differ; None where an item is not there, or does not count."""
    before = {item["key"]: _points(item["status"], item["earned"]) for item in kept["items"]}
    after = {item.key: _points(item.status, format(item.earned, "f")) for item in result.items}
    for key in dict.fromkeys((*before, *after)):
        one, other = before.get(key), after.get(key)
        if one != other:
            yield [f"items.{key}", one, other]


def _points(status: str, earned: str) -> str | None:
    return earned if status in {"scored", "unknown"} else None


def _standing(result: Result) -> Standing:
    grade = result.grade
    return Standing(result.duty.final, result.duty.full, grade.effective or grade.state)


def _kept(stored: Mapping[str, Any]) -> Standing:
    """Read where somebody stands out of a stored result."""
    duty, grade = stored["duty"], stored["grade"]
    final = None if duty["final"] is None else Decimal(duty["final"])
    return Standing(final, Decimal(duty["full"]), grade["effective"] or grade["state"])


def _stored(row: Row[Any]) -> Stored:
    as_of: date = row.as_of
    return Stored(
        reference=row.reference,
        checklist="",
        version="",
        version_sha256=row.version_sha256,
        engine=row.engine,
        as_of=as_of,
        snapshot=row.snapshot,
        snapshot_sha256=row.snapshot_sha256,
        result=row.result,
    )
