"""Marking one item, and taking a mark back."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.assessments.operations import log
from assess.assessments.workflow import Step
from assess.errors import ConflictError, InvalidError
from assess.reviews import case as cases
from assess.reviews.case import Case
from assess.reviews.models import ReasonCode, ReviewMark, VetoWord
from assess.reviews.scores import VETOES, Claimed, claimed
from assess.reviews.texts import clean
from assess.scoring.form import Item
from assess.scoring.marks import InvalidMark, Mark, merged
from assess.scoring.result import ItemResult
from assess.scoring.rounding import round2

OPINION_MAXIMUM: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkChange:
    """What a reviewer says of an item; `points` None says nothing of its points (a rejected claim waits for them)."""

    points: Decimal | None = None
    rejects_not_applicable: bool = False
    veto: VetoWord | None = None
    reason: ReasonCode | None = None
    opinion: str = ""


def put_mark(
    session: Session,
    *,
    actor: Actor,
    assessment_id: uuid.UUID,
    item: str,
    change: MarkChange,
    expected: int,
    now: datetime,
) -> ReviewMark:
    """Mark an item on the level that is due.

    Args:
        session: A writing session.
        actor: Who has taken it up.
        assessment_id: Which assessment.
        item: The item's key.
        change: What is said.
        expected: The revision of this level's mark that the reviewer saw, 0 for none.
        now: The present instant.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
        ForbiddenError: The state does not allow it, or the actor has not taken it up.
        ConflictError: `review.taken`; or `stale`, with the mark that is there as `theirs` and `mine`.
        InvalidError: The mark does not fit the item, or differs from the self score without a reason.
    """
    case = cases.take(session, actor=actor, assessment_id=assessment_id, step=Step.MARK)
    found = session.get(ReviewMark, (assessment_id, item, case.level), populate_existing=True)
    change = _cleaned(change)
    if found is not None and (found.by, said(found)) == (actor.account_id, change):
        return found  # a second click, or the same once more
    _check_revision(found, expected, change)
    check(case, claimed(case.submission), item, change)
    return store(session, case, actor, item, change, now)


def clear_mark(
    session: Session, *, actor: Actor, assessment_id: uuid.UUID, item: str, expected: int, now: datetime
) -> None:
    """Take back what this level says of an item; where there is nothing, there is nothing to do.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
        ForbiddenError: The state does not allow it, or the actor has not taken it up.
        ConflictError: `review.taken`; or `stale`, with the mark that is there as `theirs`.
    """
    case = cases.take(session, actor=actor, assessment_id=assessment_id, step=Step.MARK)
    found = session.get(ReviewMark, (assessment_id, item, case.level), populate_existing=True)
    if found is None:
        return
    _check_revision(found, expected, None)
    log(session, case.assessment, actor, "review.mark-cleared", now, item=item, level=case.level, before=_told(found))
    session.delete(found)
    session.flush()


def said(mark: ReviewMark) -> MarkChange:
    """Give what a stored mark says."""
    return MarkChange(
        points=None if mark.points is None else Decimal(mark.points),
        rejects_not_applicable=mark.rejects_not_applicable,
        veto=mark.veto,
        reason=mark.reason,
        opinion=mark.opinion,
    )


def _cleaned(change: MarkChange) -> MarkChange:
    return MarkChange(
        points=change.points,
        rejects_not_applicable=change.rejects_not_applicable,
        veto=change.veto,
        reason=change.reason,
        opinion=clean(change.opinion, field="opinion", most=OPINION_MAXIMUM),
    )


def _check_revision(found: ReviewMark | None, expected: int, mine: MarkChange | None) -> None:
    if (found.revision if found else 0) != expected:
        raise ConflictError("stale", theirs=found, mine=mine)


def check(case: Case, scored: Claimed, key: str, change: MarkChange) -> None:
    """Refuse a mark that does not fit its item, or that differs from the self score without a reason.

    Raises:
        InvalidError: With the field: `item`, `points`, `rejects_not_applicable`, `veto`, `reason` or `opinion`.
    """
    item = next((one for one in case.published.checklist.form.items() if one.key == key), None)
    if item is None:
        raise InvalidError("review.no-such-item", field="item", given=key)
    result = scored.item(key)
    _check_applies(result, change)
    _check_fits(case, item, change)
    if change.points is None and change.veto is None and not change.rejects_not_applicable:
        raise InvalidError("review.mark-empty", field="points")
    _check_reason(scored, result, change)


def _check_applies(result: ItemResult, change: MarkChange) -> None:
    if result.status == "claimed_not_applicable":
        if not change.rejects_not_applicable:
            raise InvalidError("review.points-without-rejecting", field="rejects_not_applicable")
    elif change.rejects_not_applicable:
        raise InvalidError("review.not-claimed", field="rejects_not_applicable")
    elif not result.counted:
        raise InvalidError("review.item-not-counted", field="item")


def _check_fits(case: Case, item: Item, change: MarkChange) -> None:
    mark = Mark(item=item.key, points=change.points, veto=VETOES[change.veto] if change.veto else None)
    try:
        merged(case.published.checklist.form, [mark])
    except InvalidMark as error:
        field = "veto" if error.message == "mark.no-veto" else "points"
        raise InvalidError(error.message, field=field, **error.params) from None


def _check_reason(scored: Claimed, result: ItemResult, change: MarkChange) -> None:
    if change.reason is ReasonCode.OTHER and not change.opinion:
        raise InvalidError("review.opinion-needed", field="opinion")
    differs = scored.differs(result, change.points, change.veto, rejects=change.rejects_not_applicable)
    if differs and change.reason is None and not change.opinion:
        raise InvalidError("review.reason-needed", field="reason")


def store(session: Session, case: Case, actor: Actor, item: str, change: MarkChange, now: datetime) -> ReviewMark:  # noqa: PLR0917 - both callers have checked all of these
    """Write a mark that was checked, and say so in the audit chain."""
    key = (case.assessment.id, item, case.level)
    found = session.get(ReviewMark, key) or ReviewMark(
        assessment_id=case.assessment.id, item=item, level=case.level, revision=0
    )
    before = _told(found) if found.revision else None
    found.submission_id = case.submission.id
    found.points = None if change.points is None else format(round2(change.points) + 0, "f")  # no minus zero
    found.rejects_not_applicable, found.veto = change.rejects_not_applicable, change.veto
    found.reason, found.opinion = change.reason, change.opinion
    found.revision += 1
    found.by, found.at = actor.account_id, now  # type: ignore[assignment]  # a reviewer has an account
    session.add(found)
    detail = {"item": item, "level": case.level, "before": before, "after": _told(found)}
    log(session, case.assessment, actor, "review.marked", now, **detail)
    session.flush()
    return found


def _told(mark: ReviewMark) -> dict[str, Any]:
    return {
        "points": mark.points,
        "rejects_not_applicable": mark.rejects_not_applicable,
        "veto": mark.veto,
        "reason": mark.reason,
        "opinion": mark.opinion,
        "revision": mark.revision,
    }
