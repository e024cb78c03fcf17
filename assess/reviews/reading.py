"""Reading what is foreign leaves a trace in the assessment's chain: a submission, an item of it, a file."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.assessments.models import Assessment, Evidence
from assess.audit import reading
from assess.audit.chain import Subject
from assess.errors import NotFoundError
from assess.reviews import case as cases
from assess.reviews import reach, verdicts

READ = "submission.read"


def open_desk(session: Session, *, actor: Actor, assessment_id: uuid.UUID, now: datetime) -> bool:
    """Write down that a reviewer looks at a submission; False where that was written a moment ago.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
    """
    assessment = reach.get(session, actor=actor, assessment_id=assessment_id)
    return trace(session, actor, assessment, READ, _submission(session, assessment_id), now)


def open_item(session: Session, *, actor: Actor, assessment_id: uuid.UUID, item: str, now: datetime) -> bool:
    """Write down that a reviewer looks at one item of a submission, with its answers.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
    """
    assessment = reach.get(session, actor=actor, assessment_id=assessment_id)
    return trace(session, actor, assessment, "item.read", Subject("item", f"{assessment_id}/{item}"), now)


def opened_item(session: Session, *, actor: Actor, assessment_id: uuid.UUID, item: str, now: datetime) -> bool:
    """Say whether that was written a moment ago."""
    about = Subject("item", f"{assessment_id}/{item}")
    return actor.account_id is not None and reading.known(
        session, reader=actor.account_id, action="item.read", subject=about, now=now
    )


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
    trace(session, actor, assessment, "evidence.read", Subject("evidence", str(evidence_id)), now)
    return found


def report(session: Session, *, actor: Actor, assessment_id: uuid.UUID, report_id: uuid.UUID, now: datetime) -> bool:
    """Write down that a reviewer takes away the report with the marks so far.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
    """
    assessment = reach.get(session, actor=actor, assessment_id=assessment_id)
    return trace(session, actor, assessment, "report.read", Subject("report", str(report_id)), now)


def trace(  # noqa: PLR0917 - what an event is made of
    session: Session, actor: Actor, assessment: Assessment, action: str, subject: Subject, now: datetime
) -> bool:
    """Add a reading to the assessment's chain, in a writing session; False where it was added a moment ago."""
    if actor.account_id is None:
        raise NotFoundError
    return reading.add(
        session, reader=actor.account_id, action=action, subject=subject, stream=assessment.id.hex, now=now
    )


def _submission(session: Session, assessment_id: uuid.UUID) -> Subject:
    return Subject("submission", str(cases.latest(session, assessment_id).id))
