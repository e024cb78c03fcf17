"""What an organisation has under way, for those who change its people."""

import uuid
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.assessments.models import Assessment
from assess.assessments.workflow import Status

OVER: Final = (Status.DECIDED, Status.WITHDRAWN)
"""Where nothing is left to do for a respondent unless they appeal."""


def under_way(session: Session, organisation_id: uuid.UUID) -> bool:
    """Say whether an organisation has an assessment that is not over. The caller has checked who asks."""
    wanted = select(Assessment.id).where(Assessment.organisation_id == organisation_id, Assessment.status.not_in(OVER))
    return session.scalar(wanted.limit(1)) is not None
