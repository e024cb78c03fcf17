"""Reading what is foreign leaves a trace: the first opening of a submission, and every file once a day."""

import uuid
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.assessments.models import Assessment, Evidence
from assess.assessments.workflow import EDITABLE
from assess.audit.chain import Subject
from assess.audit.log import GENERAL, append
from assess.clock import to_local
from assess.errors import NotFoundError
from assess.reviews import case as cases
from assess.reviews import reach, verdicts
from assess.reviews.models import Reading


def open_desk(session: Session, *, actor: Actor, assessment_id: uuid.UUID, now: datetime) -> bool:
    """Write down that a reviewer opens a submission, and say whether it was for the first time.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
    """
    assessment = reach.get(session, actor=actor, assessment_id=assessment_id)
    submission = cases.latest(session, assessment_id)
    of = (Reading.account_id == actor.account_id) & (Reading.subject_id == submission.id)
    if session.scalar(select(Reading.day).where(of).limit(1)) is not None:
        return False
    if not _note(session, actor, submission.id, to_local(now).date()):
        return False
    _tell(session, assessment, actor, "review.opened", Subject("submission", str(submission.id)), now)
    return True


def evidence(
    session: Session, *, actor: Actor, assessment_id: uuid.UUID, evidence_id: uuid.UUID, now: datetime
) -> Evidence:
    """Give a file that was handed in with the latest submission, and write down that it was read.

    Args:
        session: A writing session.
        actor: A reviewer.
        assessment_id: Which assessment.
        evidence_id: Which file.
        now: The present instant.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
    """
    assessment = reach.get(session, actor=actor, assessment_id=assessment_id)
    found = session.get(Evidence, evidence_id)
    if found is None or evidence_id not in verdicts.files_of(cases.latest(session, assessment_id)):
        raise NotFoundError
    if _note(session, actor, evidence_id, to_local(now).date()):
        _tell(session, assessment, actor, "evidence.read", Subject("evidence", str(evidence_id)), now)
    return found


def _note(session: Session, actor: Actor, subject_id: uuid.UUID, day: date) -> bool:
    """Note a reading; False where it was noted that day."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    row = {"account_id": actor.account_id, "subject_id": subject_id, "day": day}
    return (
        session.scalar(dialect.insert(Reading).values(row).on_conflict_do_nothing().returning(Reading.day)) is not None
    )


def _tell(  # noqa: PLR0917 - what an event is made of
    session: Session, assessment: Assessment, actor: Actor, action: str, subject: Subject, now: datetime
) -> None:
    """Add the event to the assessment's chain; while its form is open, to the general one.

    The end of an assessment's chain is what a check page compares: somebody's reading must not look to respondents as
    if an answer had changed under their hands.
    """
    stream = GENERAL if assessment.status in EDITABLE else assessment.id.hex
    detail = {"assessment": str(assessment.id)}
    append(session, stream=stream, actor=actor.account_id, action=action, subject=subject, now=now, detail=detail)
