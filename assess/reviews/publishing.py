"""Making decisions known; from then on the organisation may appeal for the campaign's days."""

import uuid
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Action, Role
from assess.assessments import announcing
from assess.assessments.models import Assessment
from assess.assessments.save import locked
from assess.assessments.workflow import Step, after
from assess.audit.chain import Subject
from assess.audit.log import append
from assess.campaigns.models import Campaign
from assess.errors import ConflictError, NotFoundError
from assess.jobs import operations as jobs
from assess.reviews import case as cases
from assess.reviews import notices, reach
from assess.reviews.models import Decision, Publication
from assess.reviews.times import end_of_day

PUBLISHED: Final = "review.published"
"""The job that asks for the reports of a decision; its handler is the reports'."""


def publish(session: Session, *, actor: Actor, decision_id: uuid.UUID, now: datetime) -> Publication:
    """Make a decision known; one that is known already stays as it is.

    Raises:
        NotFoundError: Not there, or in a campaign that is out of the administrator's reach.
        ForbiddenError: The assessment has been opened again.
        ConflictError: `review.superseded`: there is a later decision.
    """
    decision = session.get(Decision, decision_id)
    if decision is None:
        raise NotFoundError
    found = reach.lock(session, assessment_id=decision.assessment_id, seen=reach.steered(actor, Action.RUN_CAMPAIGN))
    known = session.get(Publication, decision_id)
    if known is not None:
        return known
    if after(found.status, Step.PUBLISH, Role.ADMINISTRATOR) is None:
        raise locked(found.status)
    newest = cases.last_decision(session, found.id)
    if newest is None or newest.id != decision_id:
        raise ConflictError("review.superseded")
    campaign = session.get_one(Campaign, found.campaign_id)
    return make_known(session, found, campaign, decision, by=actor.account_id, now=now)


def make_known(
    session: Session,
    assessment: Assessment,
    campaign: Campaign,
    decision: Decision,
    *,
    by: uuid.UUID | None,
    now: datetime,
) -> Publication:
    """Publish a decision; the caller has locked its assessment and checked who asks (None: the campaign says so)."""
    until = end_of_day(now, campaign.appeal_days)
    made = Publication(decision_id=decision.id, by=by, at=now, appeal_until=until)
    session.add(made)
    append(
        session,
        stream=assessment.id.hex,
        actor=by,
        action="review.published",
        subject=Subject("assessment", str(assessment.id)),
        now=now,
        detail={"decision": str(decision.id), "number": decision.number, "appeal_until": until.isoformat()},
    )
    jobs.enqueue(
        session, name=PUBLISHED, payload={"decision": str(decision.id)}, key=f"{PUBLISHED}:{decision.id}", now=now
    )
    notices.published(session, assessment, decision, now)
    announcing.decided(session, assessment, decision.submission_id, decision.number, now)
    session.flush()
    return made
