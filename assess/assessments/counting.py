"""What a result rests on: the latest submission where one counts, otherwise the answers as they are now."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.assessments import earlier, queries, reach, snapshot
from assess.assessments.models import Assessment, Submission
from assess.assessments.queries import Loaded
from assess.assessments.save import check_time
from assess.assessments.scoresheet import Scored, scored
from assess.assessments.workflow import EDITABLE
from assess.clock import to_local
from assess.errors import ForbiddenError, NotFoundError
from assess.scoring import serial
from assess.scoring.gaps import gaps


@dataclass(frozen=True, slots=True)
class Counted:
    """A score with what it rests on; `submission` is None where it is the answers as they are now."""

    scored: Scored
    submission: Submission | None


def fillable(assessment: Assessment, now: datetime) -> bool:
    """Say whether an assessment can still be filled in."""
    try:
        check_time(assessment.closes_at, now)
    except ForbiddenError:
        return False
    return assessment.status in EDITABLE


def counted(session: Session, *, actor: Actor, loaded: Loaded, now: datetime) -> Counted:
    """Score what counts: what was handed in last, frozen, on its own version, unless it is being filled in again."""
    if not loaded.submissions or fillable(loaded.assessment, now):
        inputs = loaded.inputs(to_local(now).date())
        proof = snapshot.proof(loaded.evidence)
        return Counted(scored(loaded.published, loaded.sha256, inputs, evidence=proof), None)
    kept = queries.submission(session, actor=actor, assessment_id=loaded.assessment.id, now=now)
    return Counted(frozen(session, kept), kept)


def frozen(session: Session, kept: Submission) -> Scored:
    """Give the score that was frozen with a submission; no later engine changes it."""
    published, content = earlier.published_as(session, kept.version_sha256), json.loads(kept.snapshot)
    inputs = snapshot.inputs(published, content, kept.as_of)
    columns = serial.columns_from_json(json.loads(kept.result))
    if columns is None:  # as engine 1 kept it at first
        return scored(published, kept.version_sha256, inputs, evidence=snapshot.evidence(content))
    ranked = gaps(published.checklist.form, columns.claimed, inputs)
    return Scored(published, kept.version_sha256, inputs, columns, ranked)


def submission(session: Session, *, actor: Actor, assessment_id: uuid.UUID, number: int, now: datetime) -> Submission:
    """Give one submission of an assessment by its number.

    Raises:
        NotFoundError: There is none, or it is not the actor's to see.
    """
    found = session.scalar(
        select(Submission)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .where(Assessment.id == assessment_id, Submission.number == number, reach.visible(actor, now))
    )
    if found is None:
        raise NotFoundError
    return found
