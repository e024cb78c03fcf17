"""What submissions came to, for those who put several of them side by side: pages and reports."""

import datetime as dt
import json
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.assessments.models import Assessment, Submission
from assess.assessments.scored import Point, score
from assess.assessments.workflow import Status
from assess.campaigns.models import Campaign
from assess.checklists.models import ChecklistVersion

MOST: Final = 24
"""How many submissions of one checklist are shown, the latest; a picture holds no more, and reading each takes time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """A submission with the version it stays on and the result it was given, as it is kept."""

    point: Point
    version_id: uuid.UUID
    result: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Before:
    """The cycles before an instant, the oldest first; `earlier` counts those that are not among them."""

    cycles: tuple[Cycle, ...]
    earlier: int = 0


def cycles(session: Session, ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Cycle]:
    """Give submissions with their results, in one query; the caller has checked who is asking."""
    if not ids:
        return {}
    rows = session.execute(
        select(
            Submission.id,
            Submission.assessment_id,
            Submission.reference,
            Submission.as_of,
            Submission.result,
            ChecklistVersion.id,
            ChecklistVersion.version,
        )
        .join(ChecklistVersion, ChecklistVersion.sha256 == Submission.version_sha256)
        .where(Submission.id.in_(ids))
    )
    return {row[0]: _cycle(*row) for row in rows}


def before(
    session: Session,
    *,
    organisation_id: uuid.UUID,
    key: str,
    without: uuid.UUID,
    instant: dt.datetime,
    organiser_id: uuid.UUID | None = None,
) -> Before:
    """Give an organisation's earlier cycles on a checklist, of any version, in two queries at most.

    A cycle is an assessment that was not withdrawn, with the last submission it had before the instant: what is
    handed in later changes nothing of it. The caller has checked who is asking.

    Args:
        session: A session.
        organisation_id: Whose.
        key: The checklist, such as `linyi-2021/enterprise`.
        without: The assessment that is not a cycle of its own.
        instant: Before which they were handed in.
        organiser_id: Whose campaigns alone count, where what is made of them is for its eyes too: nobody else sees what
            was filled in outside a campaign. None for all of them.
    """
    wanted = (
        select(Submission.assessment_id, Submission.id)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .join(ChecklistVersion, ChecklistVersion.sha256 == Submission.version_sha256)
        .where(Assessment.organisation_id == organisation_id, ChecklistVersion.key == key)
        .where(Assessment.status != Status.WITHDRAWN, Assessment.id != without, Submission.at < instant)
        .order_by(Submission.at, Submission.id)
    )
    if organiser_id is not None:
        wanted = wanted.join(Campaign, Campaign.id == Assessment.campaign_id).where(
            Campaign.organiser_id == organiser_id
        )
    rows = session.execute(wanted).all()
    last: dict[uuid.UUID, uuid.UUID] = {}
    for assessment_id, submission_id in rows:
        last.pop(assessment_id, None)  # a later submission takes its place, at its own time
        last[assessment_id] = submission_id
    shown = list(last.values())[-MOST:]
    found = cycles(session, shown)
    return Before(tuple(found[one] for one in shown), len(last) - len(shown))


def _cycle(  # noqa: PLR0917 - the columns of a row
    found: uuid.UUID,
    assessment_id: uuid.UUID,
    reference: str,
    as_of: dt.date,
    text: str,
    version_id: uuid.UUID,
    version: str,
) -> Cycle:
    kept = json.loads(text)
    point = Point(
        id=found,
        assessment_id=assessment_id,
        reference=reference,
        as_of=as_of,
        version=version,
        duty=score(kept["duty"]),
        readiness=score(kept["readiness"]),
        grade=kept["grade"]["effective"],
        grade_state=kept["grade"]["state"],
    )
    return Cycle(point=point, version_id=version_id, result=kept)
