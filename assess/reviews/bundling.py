"""The files of a submission as one bundle, for its reviewers; taking it away leaves a trace."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.accounts.models import Organisation
from assess.assessments.bundles.listing import Bundle, of_submission
from assess.audit.chain import Subject
from assess.reviews import case as cases
from assess.reviews import reach
from assess.reviews.reading import trace
from assess.values.text import Locale


def bundle(session: Session, *, actor: Actor, assessment_id: uuid.UUID, locale: Locale, now: datetime) -> Bundle:
    """Give the files of the latest submission, in a writing session: that they were taken away is written down.

    The index does not say who of the organisation uploaded what: a review has no need of it.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
    """
    assessment = reach.get(session, actor=actor, assessment_id=assessment_id)
    submission = cases.latest(session, assessment_id)
    whose = session.scalars(select(Organisation.name).where(Organisation.id == assessment.organisation_id)).one()
    made = of_submission(session, submission, cases.document_of(session, submission), whose, locale, names=False)
    trace(session, actor, assessment, "evidence.bundle-read", Subject("submission", str(submission.id)), now)
    return made
