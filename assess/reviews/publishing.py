"""Making decisions known; from then on the organisation may appeal for the campaign's days."""

import uuid
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from assess.access.actor import Actor
from assess.access.roles import Action, Role
from assess.accounts import tree
from assess.assessments.models import Assessment
from assess.assessments.save import locked
from assess.assessments.workflow import Status, Step, after
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
    return make_known(session, found, campaign, decision, actor=actor, now=now)


def publish_all(session: Session, *, actor: Actor, campaign_id: uuid.UUID, now: datetime) -> int:
    """Make all decisions of a campaign known that are not yet, and say how many they were.

    Raises:
        NotFoundError: No such campaign within the administrator's reach.
    """
    campaign = session.get(Campaign, campaign_id)
    if campaign is None:
        raise NotFoundError
    tree.require_reach(session, actor=actor, action=Action.RUN_CAMPAIGN, organisation_id=campaign.organiser_id)
    later = aliased(Decision)
    superseded = select(later.id).where(later.assessment_id == Decision.assessment_id, later.number > Decision.number)
    waiting = session.execute(
        select(Assessment, Decision)
        .join(Decision, Decision.assessment_id == Assessment.id)
        .outerjoin(Publication, Publication.decision_id == Decision.id)
        .where(Assessment.campaign_id == campaign_id, Assessment.status == Status.DECIDED)
        .where(Publication.decision_id.is_(None), ~superseded.exists())
        .order_by(Assessment.id)
        .with_for_update(of=[Assessment])
        .execution_options(populate_existing=True)
    ).all()
    # While we waited for an assessment, somebody may have published its decision by itself.
    still = [(one, decision) for one, decision in waiting if session.get(Publication, decision.id) is None]
    for assessment, decision in still:
        make_known(session, assessment, campaign, decision, actor=actor, now=now)
    return len(still)


def make_known(
    session: Session,
    assessment: Assessment,
    campaign: Campaign,
    decision: Decision,
    *,
    actor: Actor | None,
    now: datetime,
) -> Publication:
    """Publish a decision; the caller has locked its assessment and checked who asks (None: the campaign says so)."""
    by = actor.account_id if actor else None
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
    session.flush()
    return made
