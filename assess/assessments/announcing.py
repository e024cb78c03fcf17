"""Telling other systems what happened to an assessment: ids and scores, never an answer."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.accounts.webhooks import announcing
from assess.accounts.webhooks.announcing import Happening
from assess.accounts.webhooks.events import Event
from assess.assessments.figure_models import Figure
from assess.assessments.models import Assessment, Submission
from assess.campaigns.models import Campaign
from assess.checklists.models import ChecklistVersion

More = Callable[[], Mapping[str, object]]
"""Looks up what an event says besides, once somebody hears of it."""

_API: Final = "/api/v1"
_HUNDREDTH: Final = Decimal("0.01")


def submitted(session: Session, assessment: Assessment, submission: Submission, now: datetime) -> None:
    """Announce that a form was submitted; its figures are written already."""
    _announce(
        session, Event.SUBMITTED, assessment, submission.id, lambda: {"scores": _scores(session, assessment)}, now
    )


def returned(session: Session, assessment: Assessment, submission: Submission, until: datetime, now: datetime) -> None:
    """Announce that a form was sent back, to be mended by an instant."""
    mend_by = until.isoformat(timespec="seconds")
    _announce(session, Event.RETURNED, assessment, submission.id, lambda: {"mend_by": mend_by}, now)


def decided(session: Session, assessment: Assessment, submission_id: uuid.UUID, decision: int, now: datetime) -> None:
    """Announce that a decision is known: the first, or one that answers an appeal."""

    def more() -> Mapping[str, object]:
        return {"decision": decision, "scores": _scores(session, assessment, reviewed=True)}

    _announce(session, Event.DECIDED, assessment, submission_id, more, now)


def _announce(  # noqa: PLR0917 - who, what and when
    session: Session, event: Event, assessment: Assessment, submission_id: uuid.UUID, more: More, now: datetime
) -> None:
    if assessment.organisation_id is None:
        return  # a trial is nobody's
    campaign = session.get(Campaign, assessment.campaign_id) if assessment.campaign_id else None
    happening = Happening(
        event=event,
        organisation_id=assessment.organisation_id,
        organiser_id=campaign.organiser_id if campaign else None,
        data=lambda: {**_about(session, assessment, submission_id), **more()},
        own_link=f"{_API}/assessments/{assessment.id}",
        office_link=f"{_API}/campaigns/{campaign.id}" if campaign else "",
    )
    announcing.announce(session, happening, now=now)


def _about(session: Session, assessment: Assessment, submission_id: uuid.UUID) -> Mapping[str, object]:
    """Look up what a receiver tells assessments and submissions apart by; neither document nor snapshot is loaded."""
    wanted = (
        select(ChecklistVersion.key, ChecklistVersion.version, Submission.number, Submission.reference)
        .select_from(Submission)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .join(ChecklistVersion, ChecklistVersion.id == Assessment.checklist_version_id)
    )
    found = session.execute(wanted.where(Submission.id == submission_id)).one()
    return {
        "assessment_id": str(assessment.id),
        "organisation_id": str(assessment.organisation_id),
        "campaign_id": str(assessment.campaign_id) if assessment.campaign_id else None,
        "checklist": found.key,
        "version": found.version,
        "submission": found.number,
        "reference": found.reference,
    }


def _scores(session: Session, assessment: Assessment, *, reviewed: bool = False) -> dict[str, str | None]:
    """Give the duty dial's scores as decimal text; null where it is not scored."""
    wanted = select(Figure.claimed, Figure.supported, Figure.reviewed, Figure.grade)
    found = session.execute(wanted.where(Figure.assessment_id == assessment.id)).one()
    known = {"claimed": _text(found.claimed), "supported": _text(found.supported), "grade": found.grade}
    return {**known, "reviewed": _text(found.reviewed)} if reviewed else known


def _text(hundredths: int | None) -> str | None:
    return None if hundredths is None else str(hundredths * _HUNDREDTH)
