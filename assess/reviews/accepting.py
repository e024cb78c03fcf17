"""Accepting many items at once: those whose proof is there and that nothing contradicts."""

import uuid
from collections.abc import Collection, Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.assessments.workflow import Step
from assess.errors import ConflictError, InvalidError
from assess.reviews import case as cases
from assess.reviews import loading
from assess.reviews.desk import Desk
from assess.reviews.marking import MarkChange, store
from assess.reviews.models import ReviewMark, VerdictWord
from assess.scoring.evidence import by_fact, tally
from assess.scoring.form import Item
from assess.scoring.reads import facts_of_item, read_by


def acceptable(desk: Desk) -> tuple[str, ...]:
    """Name the items that may be accepted together, in the order of the form (pure).

    An item whose required proof is there, whose answers no published list contradicts, none of whose files was found
    wanting, whose self score is not open, and that nobody has marked otherwise.
    """
    contradicted = {one.fact for one in desk.contradictions or ()}
    wanting = {filed.fact for filed in desk.files if _found_wanting(desk, filed.id)}
    return tuple(
        item.key
        for item in desk.published.checklist.form.items()
        if item.key in desk.to_do
        and _as_claimed(desk, item.key)
        and not (contradicted | wanting).intersection(facts_of_item(item))
        and _proved(desk, item)
    )


def _found_wanting(desk: Desk, evidence_id: uuid.UUID) -> bool:
    return any(one.verdict is not VerdictWord.ACCEPTED for one in desk.verdicts.get(evidence_id, ()))


def _as_claimed(desk: Desk, key: str) -> bool:
    """Say whether the self score is settled and no other level says something else."""
    result = desk.columns.claimed.item(key)
    if result.unknown or not result.counted:
        return False
    return all(
        mark.points in {None, result.earned} and mark.veto is None and not mark.rejects_not_applicable
        for mark in desk.marks.get(key, ())
    )


def _proved(desk: Desk, item: Item) -> bool:
    rule = item.evidence
    if rule is None or not rule.required:
        return True
    found = tally(rule, read_by(item), by_fact(desk.proof), desk.submission.as_of)
    return found.valid >= rule.min_count


def accept(
    session: Session, *, actor: Actor, assessment_id: uuid.UUID, items: Collection[str], now: datetime
) -> tuple[ReviewMark, ...]:
    """Mark items with their self scores, all or none; items that stand accepted already are passed over.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
        ForbiddenError: The state does not allow it, or the actor has not taken it up.
        ConflictError: `review.not-acceptable`: some can no longer be accepted; `theirs` names those that can.
        InvalidError: No item was named.
    """
    if not items:
        raise InvalidError("review.nothing-chosen", field="items")
    case = cases.take(session, actor=actor, assessment_id=assessment_id, step=Step.MARK)
    desk = loading.load(session, actor=actor, case=case, now=now)
    open_ = acceptable(desk)
    refused = [key for key in items if key not in open_ and not _accepted(desk, key)]
    if refused:
        raise ConflictError("review.not-acceptable", theirs=open_, mine=tuple(items), count=len(refused))
    return tuple(_accept(session, case, desk, actor, [key for key in open_ if key in items], now))


def _accepted(desk: Desk, key: str) -> bool:
    mine = [mark for mark in desk.marks.get(key, ()) if mark.level == desk.level]
    return bool(mine) and mine[0].points == desk.columns.claimed.item(key).earned


def _accept(  # noqa: PLR0917 - the operation passes on what it has checked
    session: Session, case: cases.Case, desk: Desk, actor: Actor, items: Collection[str], now: datetime
) -> Iterator[ReviewMark]:
    for key in items:
        yield store(session, case, actor, key, MarkChange(points=desk.columns.claimed.item(key).earned), now)
