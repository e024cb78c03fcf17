"""What the organisation learns: the decision that was published last, and nothing before."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Action
from assess.accounts.models import Organisation
from assess.assessments import reach as own
from assess.assessments.models import Submission
from assess.assessments.workflow import Status
from assess.campaigns.models import Campaign
from assess.checklists.definition import Published
from assess.reviews import case as cases
from assess.reviews import freezing
from assess.reviews.desk import Appealed
from assess.reviews.freezing import FrozenMark, FrozenVerdict
from assess.reviews.models import Decision, Publication
from assess.reviews.past import last_appeal
from assess.scoring import serial
from assess.scoring.columns import Columns


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A published decision.

    `marks` has one mark an item, `verdicts` one a file: what the last level said. `appeal` is the last appeal that the
    organisation made; its answer shows once the decision that gave it is published. `may_appeal` is for this actor.
    """

    decision_id: uuid.UUID
    number: int
    body_name: str
    statement: str
    decided_at: datetime
    published_at: datetime
    appeal_until: datetime
    result_sha256: str
    submission: Submission
    published: Published
    columns: Columns
    marks: Mapping[str, FrozenMark]
    verdicts: Mapping[uuid.UUID, FrozenVerdict]
    appeal: Appealed | None
    may_appeal: bool


def outcome(session: Session, *, actor: Actor, assessment_id: uuid.UUID, now: datetime) -> Outcome | None:
    """Give the published result of an assessment to its organisation; None before publication.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
    """
    assessment = own.get(session, actor=actor, assessment_id=assessment_id, now=now)
    found = session.execute(
        select(Decision, Publication, Submission)
        .join(Publication, Publication.decision_id == Decision.id)
        .join(Submission, Submission.id == Decision.submission_id)
        .where(Decision.assessment_id == assessment_id)
        .order_by(Decision.number.desc())
        .limit(1)
    ).first()
    if found is None:
        return None
    decision, known, submission = found
    frozen = freezing.thaw(decision.marks)
    appeal = _shown(session, last_appeal(session, assessment_id))
    open_ = assessment.status is Status.DECIDED and now < known.appeal_until
    newest = cases.last_decision(session, assessment_id)
    fresh = newest is not None and newest.id == decision.id and (appeal is None or appeal.decision_id != decision.id)
    return Outcome(
        decision_id=decision.id,
        number=decision.number,
        body_name=_body(session, assessment.campaign_id),
        statement=decision.statement,
        decided_at=decision.at,
        published_at=known.at,
        appeal_until=known.appeal_until,
        result_sha256=decision.result_sha256,
        submission=submission,
        published=cases.document_of(session, submission),
        columns=_columns(decision),
        marks=frozen.final(),
        verdicts={one.evidence: one for one in sorted(frozen.verdicts, key=lambda one: one.level)},
        appeal=appeal,
        may_appeal=open_ and fresh and own.may(actor, assessment, Action.APPEAL),
    )


def _columns(decision: Decision) -> Columns:
    found = serial.columns_from_json(json.loads(decision.result))
    if found is None:
        raise ValueError("a decision without its columns")
    return found


def _body(session: Session, campaign_id: uuid.UUID | None) -> str:
    campaign = session.get_one(Campaign, campaign_id)
    return session.scalars(select(Organisation.name).where(Organisation.id == campaign.deciding_body_id)).one()


def _shown(session: Session, appeal: Appealed | None) -> Appealed | None:
    """Keep the answer back until the decision that gave it is published."""
    if appeal is None or appeal.outcome_id is None or session.get(Publication, appeal.outcome_id) is not None:
        return appeal
    return Appealed(
        id=appeal.id,
        decision_id=appeal.decision_id,
        outcome_id=None,
        grounds=appeal.grounds,
        items=appeal.items,
        at=appeal.at,
        by_name=appeal.by_name,
        answer="",
        answered_at=None,
    )
