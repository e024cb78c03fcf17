"""Appealing against a decision, and opening an assessment again."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Action, Role
from assess.assessments import reach as own
from assess.assessments.models import Assessment
from assess.assessments.operations import log
from assess.assessments.save import locked
from assess.assessments.workflow import Step, after
from assess.campaigns.models import Campaign
from assess.errors import ConflictError, ForbiddenError, InvalidError
from assess.reviews import case as cases
from assess.reviews import notices, reach
from assess.reviews.models import Appeal, AppealedItem, Publication
from assess.reviews.texts import need
from assess.reviews.times import end_of_day, last_day

GROUNDS_MAXIMUM: Final = 4000
REASON_MAXIMUM: Final = 1000


def appeal(
    session: Session,
    *,
    actor: Actor,
    assessment_id: uuid.UUID,
    grounds: str,
    items: Mapping[str, str],
    now: datetime,
) -> Appeal:
    """Appeal against the decision that was published last.

    Args:
        session: A writing session.
        actor: A lead of the organisation.
        assessment_id: Which assessment.
        grounds: Why, for the whole.
        items: Why, by item; may be empty.
        now: The present instant.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
        ForbiddenError: Not a lead, nothing was published, the time is over, or the state does not allow it.
        ConflictError: `review.appealed-before`.
        InvalidError: The grounds are missing, or an item is none of the form's.
    """
    found = own.take(session, actor=actor, assessment_id=assessment_id, action=Action.APPEAL, step=Step.APPEAL, now=now)
    decision = cases.last_decision(session, assessment_id)
    publication = session.get(Publication, decision.id) if decision else None
    if decision is None or publication is None:
        raise ForbiddenError("review.not-published")
    _check_time(session, decision.id, publication, now)
    text = need(grounds, "review.grounds-missing", field="grounds", most=GROUNDS_MAXIMUM)
    reasons = _reasons(session, found, items)
    made = Appeal(assessment_id=assessment_id, decision_id=decision.id, grounds=text, by=actor.account_id, at=now)
    session.add(made)
    session.flush()
    session.add_all(AppealedItem(appeal_id=made.id, item=key, grounds=why) for key, why in reasons.items())
    found.status = own.following(actor, found, Step.APPEAL)
    found.revision += 1
    log(session, found, actor, "review.appealed", now, appeal=str(made.id), grounds=text, items=reasons)
    notices.appealed(session, found, made, now)
    session.flush()
    return made


def _check_time(session: Session, decision_id: uuid.UUID, publication: Publication, now: datetime) -> None:
    if session.scalar(select(Appeal.id).where(Appeal.decision_id == decision_id)) is not None:
        raise ConflictError("review.appealed-before")
    if now >= publication.appeal_until:
        raise ForbiddenError("review.appeal-over", day=last_day(publication.appeal_until))


def _reasons(session: Session, assessment: Assessment, items: Mapping[str, str]) -> dict[str, str]:
    published = cases.document_of(session, cases.latest(session, assessment.id))
    known = [item.key for item in published.checklist.form.items()]
    unknown = next((key for key in items if key not in known), None)
    if unknown is not None:
        raise InvalidError("review.no-such-item", field=unknown, given=unknown)
    return {
        key: need(items[key], "review.grounds-missing", field=key, most=GROUNDS_MAXIMUM)
        for key in known
        if key in items
    }


def reopen(session: Session, *, actor: Actor, assessment_id: uuid.UUID, reason: str, now: datetime) -> Assessment:
    """Open an assessment of a campaign again, with at least the campaign's days to mend; nothing that was is lost.

    Raises:
        NotFoundError: Not there, or in a campaign that is out of the administrator's reach.
        ForbiddenError: The state does not allow it.
        InvalidError: The reason is missing or too long.
    """
    found = reach.lock(session, assessment_id=assessment_id, seen=reach.steered(actor, Action.REOPEN))
    status = after(found.status, Step.REOPEN, Role.ADMINISTRATOR)
    if status is None:
        raise locked(found.status)
    why = need(reason, "review.reopen-reason", field="reason", most=REASON_MAXIMUM)
    campaign = session.get_one(Campaign, found.campaign_id)
    before, found.status = found.status, status
    found.closes_at = max(found.closes_at or campaign.closes_at, end_of_day(now, campaign.mend_days))
    found.revision += 1
    log(session, found, actor, "assessment.reopened", now, before=before, reason=why, closes_at=found.closes_at)
    session.flush()
    return found
