"""Reading whom the reports of a campaign are compared with: once, for one report or for ten thousand."""

import uuid
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from assess.assessments.figure_models import Figure, SectionFigure
from assess.assessments.models import Assessment
from assess.assessments.workflow import Status
from assess.campaigns.definition import CampaignStatus
from assess.campaigns.models import Campaign, Participant
from assess.reports.population import Basis, Column, Peers
from assess.reviews.models import Publication

STANDING: Final = (
    Status.SUBMITTED,
    Status.IN_REVIEW,
    Status.IN_SECOND_REVIEW,
    Status.RETURNED,
    Status.DECIDED,
    Status.APPEALED,
)
"""The states in which what was handed in counts: submitted, not withdrawn, not reopened."""

_KEPT: Final = 8
_known: dict[uuid.UUID, tuple[tuple[Any, ...], Peers]] = {}


def read(session: Session, campaign: Campaign, now: datetime) -> Peers:
    """Give the organisations of a campaign as far as they stand; no column as long as anything may still be handed in.

    Claimed scores are counted once the deadline is past, the latest one that a participant was given; reviewed scores
    once the results are published, and of published decisions alone. So a report does not change with every form that
    comes in. The caller has checked who is asking; six queries at most, however many take part, and two where this
    process has counted the same before.
    """
    if now < _closes_at(session, campaign):
        return Peers()
    published = campaign.status is CampaignStatus.PUBLISHED
    stamp = (published, *_stamp(session, campaign.id))
    known = _known.get(campaign.id)
    if known is None or known[0] != stamp:
        known = stamp, _count(session, campaign.id, published=published)
        while len(_known) >= _KEPT:
            _known.pop(next(iter(_known)), None)
        _known[campaign.id] = known
    return known[1]


def _stamp(session: Session, campaign_id: uuid.UUID) -> tuple[Any, ...]:
    """Give what changes whenever the scores that count do: a thousand decisions are published one after the other."""
    row = session.execute(
        _counted(
            campaign_id, "claimed", func.count(), func.max(Figure.at), func.count(Publication.decision_id)
        ).outerjoin(Publication, Publication.decision_id == Figure.decision_id)
    ).one()
    return tuple(row)


def _count(session: Session, campaign_id: uuid.UUID, *, published: bool) -> Peers:
    return Peers(
        claimed=_column(session, campaign_id, "claimed"),
        reviewed=_column(session, campaign_id, "reviewed") if published else None,
    )


def _closes_at(session: Session, campaign: Campaign) -> datetime:
    own = select(func.max(Participant.closes_at)).where(
        Participant.campaign_id == campaign.id, Participant.removed_at.is_(None)
    )
    latest = session.scalar(own)
    return max(campaign.closes_at, latest) if latest else campaign.closes_at


def _column(session: Session, campaign_id: uuid.UUID, basis: Basis) -> Column:
    claimed = basis == "claimed"
    duty, readiness = (
        (Figure.claimed, Figure.readiness_claimed) if claimed else (Figure.reviewed, Figure.readiness_reviewed)
    )
    rows = session.execute(_counted(campaign_id, basis, Figure.submission_id, duty, readiness)).all()
    return Column(
        members=frozenset(row[0] for row in rows),
        dials={"duty": _counter(row[1] for row in rows), "readiness": _counter(row[2] for row in rows)},
        sections=_sections(session, campaign_id, basis),
    )


def _counter(values: Iterable[int | None]) -> Counter[int]:
    return Counter(value for value in values if value is not None)


def _sections(
    session: Session, campaign_id: uuid.UUID, basis: Basis
) -> dict[tuple[str, str], Counter[tuple[int, int]]]:
    """Count what sections are worth and earned; the database puts the same together."""
    model = SectionFigure
    points, earned = (model.points, model.claimed) if basis == "claimed" else (model.reviewed_points, model.reviewed)
    kept = (model.section, model.dial, points, earned)
    rows = session.execute(
        _counted(campaign_id, basis, *kept, func.count())
        .join(model, model.assessment_id == Assessment.id)
        .where(points > 0)
        .group_by(*kept)
    )
    found: dict[tuple[str, str], Counter[tuple[int, int]]] = {}
    for section, dial, worth, got, count in rows:
        found.setdefault((section, dial), Counter())[worth, got] = count
    return found


def _counted(campaign_id: uuid.UUID, basis: Basis, *columns: ColumnElement[Any] | Any) -> Select[Any]:  # noqa: ANN401 - columns of any type
    """Select from what counts in a campaign."""
    taking_part = and_(
        Participant.campaign_id == Assessment.campaign_id,
        Participant.organisation_id == Assessment.organisation_id,
        Participant.removed_at.is_(None),
    )
    wanted = (
        select(*columns)
        .select_from(Figure)
        .join(Assessment, Assessment.id == Figure.assessment_id)
        .join(Participant, taking_part)
        .where(Figure.campaign_id == campaign_id, Assessment.status.in_(STANDING))
    )
    if basis == "reviewed":
        return wanted.join(Publication, Publication.decision_id == Figure.decision_id)
    return wanted
