"""What the same organisation came to in the last cycle, as far as the reviewer may see it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.assessments.models import Assessment, Submission
from assess.campaigns.models import Campaign
from assess.checklists.models import ChecklistVersion
from assess.reviews import reach
from assess.reviews.models import Decision
from assess.scoring import serial
from assess.scoring.result import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """An item in the last cycle: out of how many points, what was claimed and what was found (None: not counted)."""

    points: Decimal
    claimed: Decimal | None
    reviewed: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Previous:
    """The last cycle by item; `decided` says whether it was reviewed to its end."""

    campaign: str
    as_of: date
    version: str
    decided: bool
    items: Mapping[str, Before]


def previous(session: Session, *, actor: Actor, assessment: Assessment, key: str) -> Previous | None:
    """Give the last cycle of the same organisation and checklist, in one query; None where there is none to be seen.

    Args:
        session: A session.
        actor: A reviewer; what their bodies did not review, they do not see.
        assessment: The present cycle.
        key: The checklist, such as `linyi-2021/enterprise`.
    """
    found = session.execute(
        select(Submission.as_of, Submission.result, Decision.result, Campaign.name, ChecklistVersion.version)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .join(ChecklistVersion, ChecklistVersion.sha256 == Submission.version_sha256)
        .join(Campaign, Campaign.id == Assessment.campaign_id)
        .outerjoin(Decision, Decision.submission_id == Submission.id)
        .where(Assessment.organisation_id == assessment.organisation_id, Assessment.id != assessment.id)
        .where(ChecklistVersion.key == key, Assessment.created_at < assessment.created_at)
        .where(reach.reviewed_by(actor), reach.handed_in(actor))
        .order_by(Submission.at.desc(), Decision.number.desc())
        .limit(1)
    ).first()
    if found is None:
        return None
    as_of, submitted, decided, campaign, version = found
    return Previous(
        campaign=campaign,
        as_of=as_of,
        version=version,
        decided=decided is not None,
        items=_items(submitted, decided),
    )


def _items(submitted: str, decided: str | None) -> Mapping[str, Before]:
    claimed = serial.from_json(json.loads(submitted))
    columns = None if decided is None else serial.columns_from_json(json.loads(decided))
    reviewed = columns.reviewed.result if columns and columns.reviewed else None
    return {
        item.key: Before(points=item.points, claimed=_earned(claimed, item.key), reviewed=_earned(reviewed, item.key))
        for item in claimed.items
    }


def _earned(result: Result | None, key: str) -> Decimal | None:
    found = result.item(key) if result else None
    return found.earned if found and found.counted else None
