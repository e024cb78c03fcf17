"""Which marks outlive a new submission: those of items that were not returned and whose inputs are the same."""

import json
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.assessments.earlier import published_as
from assess.assessments.models import Submission
from assess.assessments.operations import log
from assess.checklists.definition import Published
from assess.reviews.case import Case
from assess.reviews.models import Return, ReturnedItem, ReviewMark
from assess.scoring import serial
from assess.scoring.form import Item
from assess.scoring.reads import facts_of_item
from assess.scoring.result import ItemResult


@dataclass(frozen=True, slots=True)
class Handed:
    """A submission as far as its items go: the document, the frozen content, and what every item came to."""

    published: Published
    content: Mapping[str, Any]
    results: Mapping[str, ItemResult]

    def inputs_of(self, item: Item) -> tuple[object, ...]:
        """Give everything a mark on an item rests on.

        The item with its questions as they are asked, the answers with their notes, the claim of 不适用, the files, and
        what the item comes to by itself: the day and the organisation's profile tell there too.
        """
        facts = facts_of_item(item)
        questions = {fact.key: fact for fact in self.published.facts}
        answers, result = self.content["answers"], self.results[item.key]
        return (
            item,
            tuple(questions.get(fact) for fact in facts),
            tuple(answers.get(fact) for fact in facts),
            self.content["not_applicable"].get(item.key),
            sorted(_file(filed) for filed in self.content["evidence"] if filed["fact"] in facts),
            (result.status, result.points, result.earned, result.high, result.bonus),
        )


def _file(filed: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(filed.get(key) or "") for key in ("fact", "row_id", "kind", "sha256", "issued_on", "pages", "id"))


def handed(session: Session, submission: Submission) -> Handed:
    """Read a submission."""
    claimed = serial.from_json(json.loads(submission.result))
    return Handed(
        published=published_as(session, submission.version_sha256),
        content=json.loads(submission.snapshot),
        results={item.key: item for item in claimed.items},
    )


def kept(before: Handed, after: Handed, returned: Collection[str]) -> frozenset[str]:
    """Name the items whose marks hold for a later submission (pure).

    Args:
        before: The submission the marks were made for.
        after: The later one.
        returned: The items that were sent back.
    """
    old, new = (
        {item.key: one.inputs_of(item) for item in one.published.checklist.form.items()} for one in (before, after)
    )
    return frozenset(key for key in new if key not in returned and old.get(key) == new[key])


def standing(session: Session, marks: Iterable[ReviewMark], submission: Submission) -> Iterator[ReviewMark]:
    """Give the marks that hold for a submission; those made for an earlier one if their inputs are the same."""
    by_submission: dict[uuid.UUID, list[ReviewMark]] = {}
    for mark in marks:
        by_submission.setdefault(mark.submission_id, []).append(mark)
    yield from by_submission.pop(submission.id, ())
    if by_submission:
        after = handed(session, submission)
        for made_for, old in by_submission.items():
            items = _still(session, made_for, after)
            yield from (mark for mark in old if mark.item in items)


def _still(session: Session, made_for: uuid.UUID, after: Handed) -> frozenset[str]:
    earlier = session.get_one(Submission, made_for)
    return kept(handed(session, earlier), after, _returned_since(session, earlier))


def _returned_since(session: Session, earlier: Submission) -> frozenset[str]:
    """Name what was sent back of a submission or a later one."""
    found = session.scalars(
        select(ReturnedItem.item)
        .join(Return, Return.id == ReturnedItem.return_id)
        .join(Submission, Submission.id == Return.submission_id)
        .where(Return.assessment_id == earlier.assessment_id, Submission.number >= earlier.number)
    )
    return frozenset(found)


def settle(session: Session, case: Case, actor: Actor, now: datetime) -> None:
    """Carry the marks that hold over to the latest submission and drop the others; the audit chain says which."""
    all_marks = session.scalars(select(ReviewMark).where(ReviewMark.assessment_id == case.assessment.id)).all()
    old = [mark for mark in all_marks if mark.submission_id != case.submission.id]
    if not old:
        return
    holding = {(mark.item, mark.level) for mark in standing(session, old, case.submission)}
    dropped = [mark for mark in old if (mark.item, mark.level) not in holding]
    for mark in old:
        mark.submission_id = case.submission.id
    for mark in dropped:
        session.delete(mark)
    detail = {"kept": sorted(f"{item}/{level}" for item, level in holding), "dropped": [_told(one) for one in dropped]}
    log(session, case.assessment, actor, "review.marks-settled", now, submission=case.submission.number, **detail)
    session.flush()


def _told(mark: ReviewMark) -> dict[str, object]:
    return {"item": mark.item, "level": mark.level, "points": mark.points, "by": str(mark.by), "opinion": mark.opinion}
