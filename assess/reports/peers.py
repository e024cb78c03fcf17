"""Reading whom the reports of a campaign are compared with: once, for one report or for ten thousand."""

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from assess.assessments.figure_models import Figure, SectionFigure
from assess.assessments.models import Assessment
from assess.assessments.workflow import Status
from assess.campaigns.definition import CampaignStatus
from assess.campaigns.models import Campaign, Participant
from assess.reports.models import PeerColumn
from assess.reports.population import Basis, Column, Counted, Peers
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

_KEPT: Final = 16
_known: dict[tuple[uuid.UUID, Basis], tuple[str, Column]] = {}


def read(session: Session, campaign: Campaign, now: datetime) -> Peers:
    """Give the organisations of a campaign as far as they stand; no column as long as anything may still be handed in.

    Claimed scores are counted once the deadline is past, the latest one that a participant was given; reviewed scores
    once the results are published, and of published decisions alone. So a report does not change with every form that
    comes in. What was counted is kept, and another count takes its place only once it differs for as many
    organisations as a group must have: the reports from before and after one withdrawal tell nothing of who withdrew.
    The caller has checked who is asking. A writing session; few queries, and fewer where nothing has changed.
    """
    if now < closes_at(session, campaign):
        return Peers()
    published = campaign.status is CampaignStatus.PUBLISHED
    return Peers(
        claimed=_standing(session, campaign.id, "claimed", now),
        reviewed=_standing(session, campaign.id, "reviewed", now) if published else None,
    )


def _standing(session: Session, campaign_id: uuid.UUID, basis: Basis, now: datetime) -> Column:
    """Give the column that is told, after a look at whether it still may be."""
    stamp = _stamp(session, campaign_id, basis)
    known = _known.get((campaign_id, basis))
    if known is not None and known[0] == stamp:
        return known[1]
    column = _kept(session, campaign_id, basis, stamp, now).column()
    while len(_known) >= _KEPT:
        _known.pop(next(iter(_known)), None)
    _known[campaign_id, basis] = stamp, column
    return column


def _kept(session: Session, campaign_id: uuid.UUID, basis: Basis, stamp: str, now: datetime) -> Counted:
    """Give what is kept, or keep what is counted now where it may take its place."""
    row = session.get(PeerColumn, (campaign_id, basis), with_for_update=True)
    before = Counted.read(row.data) if row else None
    if row is not None and before is not None and row.stamp == stamp:
        return before
    found = _count(session, campaign_id, basis)
    if row is None or before is None:
        _keep_first(session, campaign_id=campaign_id, basis=basis, stamp=stamp, data=found.text(), counted_at=now)
        return found
    row.stamp = stamp
    if before.gives_way_to(found):
        row.data, row.counted_at = found.text(), now
        return found
    return before


def _keep_first(session: Session, **values: object) -> None:
    """Keep a first count; somebody who counted at the same time comes first, and the next look finds theirs."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    session.execute(dialect.insert(PeerColumn).values(values).on_conflict_do_nothing())


def _stamp(session: Session, campaign_id: uuid.UUID, basis: Basis) -> str:
    """Give what changes whenever the scores that count do: a thousand decisions are published one after the other."""
    row = session.execute(
        _counted(campaign_id, basis, func.count(), func.max(Figure.at), func.min(Figure.at), func.sum(Figure.claimed))
    ).one()
    return "|".join(str(one) for one in row)


def closes_at(session: Session, campaign: Campaign) -> datetime:
    """Give the latest deadline that anybody in a campaign has."""
    own = select(func.max(Participant.closes_at)).where(
        Participant.campaign_id == campaign.id, Participant.removed_at.is_(None)
    )
    latest = session.scalar(own)
    return max(campaign.closes_at, latest) if latest else campaign.closes_at


def _count(session: Session, campaign_id: uuid.UUID, basis: Basis) -> Counted:
    claimed = basis == "claimed"
    duty, readiness = (
        (Figure.claimed, Figure.readiness_claimed) if claimed else (Figure.reviewed, Figure.readiness_reviewed)
    )
    rows = session.execute(_counted(campaign_id, basis, Figure.submission_id, duty, readiness)).all()
    return Counted(
        scores={row[0].hex: (row[1], row[2]) for row in rows}, sections=tuple(_sections(session, campaign_id, basis))
    )


def _sections(session: Session, campaign_id: uuid.UUID, basis: Basis) -> Iterator[tuple[str, str, int, int, int]]:
    """Count what sections are worth and earned; the database puts the same together."""
    model = SectionFigure
    points, earned = (model.points, model.claimed) if basis == "claimed" else (model.reviewed_points, model.reviewed)
    kept = (model.section, model.dial, points, earned)
    rows = session.execute(
        _counted(campaign_id, basis, *kept, func.count())
        .join(model, model.assessment_id == Assessment.id)
        .where(points > 0)
        .group_by(*kept)
        .order_by(*kept)
    )
    for section, dial, worth, got, count in rows:
        yield section, str(dial), worth, got, count


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
