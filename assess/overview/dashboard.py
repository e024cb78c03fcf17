"""What a campaign's dashboard shows: how far everybody is, counted now, and what the figures add up to, as of a moment.

The caller has found the `Scope`. However many take part, the number of queries is the same.
"""

import datetime as dt
import enum
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from assess.accounts.models import Organisation
from assess.assessments.figure_models import CampaignPart
from assess.assessments.models import Assessment
from assess.assessments.workflow import Status
from assess.campaigns.models import Participant
from assess.clock import to_local
from assess.errors import NotFoundError
from assess.overview.dashboard_scope import Scope
from assess.overview.dashboard_sums import Scores, added


class Group(enum.StrEnum):
    """How far a participant is."""

    NOT_STARTED = "not-started"
    FILLING = "filling"
    SUBMITTED = "submitted"
    IN_REVIEW = "in-review"
    RETURNED = "returned"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


GROUPS: Final[Mapping[Status | None, Group]] = {
    None: Group.NOT_STARTED,
    Status.DRAFT: Group.FILLING,
    Status.REOPENED: Group.FILLING,
    Status.SUBMITTED: Group.SUBMITTED,
    Status.IN_REVIEW: Group.IN_REVIEW,
    Status.IN_SECOND_REVIEW: Group.IN_REVIEW,
    Status.APPEALED: Group.IN_REVIEW,
    Status.RETURNED: Group.RETURNED,
    Status.DECIDED: Group.DECIDED,
    Status.WITHDRAWN: Group.WITHDRAWN,
}
HANDED_IN: Final = (Group.SUBMITTED, Group.IN_REVIEW, Group.RETURNED, Group.DECIDED)
OWED: Final = (Status.SUBMITTED, Status.IN_REVIEW, Status.IN_SECOND_REVIEW, Status.APPEALED)
"""What reviewers still have to do."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many participants are how far."""

    counts: Mapping[Group, int]

    @property
    def total(self) -> int:
        """Count everybody."""
        return sum(self.counts.values())

    @property
    def handed_in(self) -> int:
        """Count those that have submitted, what was returned since among them."""
        return sum(self.counts.get(group, 0) for group in HANDED_IN)

    def of(self, group: Group) -> int:
        """Count one group."""
        return self.counts.get(group, 0)


@dataclass(frozen=True, slots=True)
class District(Tally):
    """What the participants of a district lie directly below; `name` is "" for those below none."""

    id: uuid.UUID
    name: str
    scores: Scores = field(default_factory=lambda: Scores({}))


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A campaign, or one district of it, at a glance. `as_of` is when the figures were added up; None: not yet."""

    all: Tally
    scores: Scores
    districts: tuple[District, ...]
    chosen: District | None
    as_of: dt.datetime | None
    days_left: int
    overdue: bool


def dashboard(session: Session, scope: Scope, *, district_id: uuid.UUID | None, now: dt.datetime) -> Dashboard:
    """Count and gather; two queries.

    Args:
        session: Any session.
        scope: Whose view of which campaign.
        district_id: One district only; the campaign's own id for those below none.
        now: The present instant.

    Raises:
        NotFoundError: Nobody takes part in that district, or nobody at all that is the actor's to see.
    """
    tallies = progress(session, scope)
    parts, as_of = _parts(session, scope)
    districts = tuple(
        District(tally.counts, tally.id, tally.name, Scores(parts.get(tally.id, {}))) for tally in tallies
    )
    chosen = choose(scope, districts, district_id)
    shown = districts if chosen is None else (chosen,)
    return Dashboard(
        all=_together(shown),
        scores=Scores(added(one.scores.data for one in shown)),
        districts=districts,
        chosen=chosen,
        as_of=as_of,
        days_left=days_left(scope.campaign.closes_at, now),
        overdue=scope.campaign.review_by is not None and to_local(now).date() > scope.campaign.review_by,
    )


def choose(scope: Scope, districts: Iterable[District], district_id: uuid.UUID | None) -> District | None:
    """Find the district that is asked for; None where none is.

    Raises:
        NotFoundError: Nobody takes part in that district, or nobody at all that is the actor's to see.
    """
    there = tuple(districts)
    chosen = next((one for one in there if one.id == district_id), None)
    if (district_id is not None and chosen is None) or (not there and not scope.whole):
        raise NotFoundError
    return chosen


def days_left(closes_at: dt.datetime, now: dt.datetime) -> int:
    """Count the days to the last one, in Shanghai: 0 on the last day, below 0 when it is over."""
    last = to_local(closes_at - dt.timedelta(microseconds=1)).date()
    return (last - to_local(now).date()).days if now < closes_at else -1


def progress(session: Session, scope: Scope) -> tuple[District, ...]:
    """Count who is how far in every district, the districts in the order of their regions; one query."""
    counted = (
        select(Organisation.parent_id, Assessment.status, func.count().label("count"))
        .select_from(Participant)
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .outerjoin(
            Assessment,
            and_(
                Assessment.campaign_id == Participant.campaign_id,
                Assessment.organisation_id == Participant.organisation_id,
            ),
        )
        .where(
            Participant.campaign_id == scope.campaign.id,
            Participant.removed_at.is_(None),
            scope.participants(Participant.organisation_id),
        )
        .group_by(Organisation.parent_id, Assessment.status)
        .subquery()
    )
    above = aliased(Organisation)
    wanted = (
        select(counted.c.parent_id, above.name, counted.c.status, counted.c["count"])
        .outerjoin(above, above.id == counted.c.parent_id)
        .order_by(above.region.nulls_last(), above.name)
    )
    found: dict[uuid.UUID, tuple[str, dict[Group, int]]] = {}
    for district, name, status, count in session.execute(wanted):
        _, counts = found.setdefault(district or scope.campaign.id, (name or "", {}))
        counts[GROUPS[status]] = counts.get(GROUPS[status], 0) + count
    return tuple(District(counts, key, name) for key, (name, counts) in found.items())


def _parts(session: Session, scope: Scope) -> tuple[dict[uuid.UUID, Mapping[str, object]], dt.datetime | None]:
    wanted = select(CampaignPart.district_id, CampaignPart.content, CampaignPart.at).where(
        CampaignPart.campaign_id == scope.campaign.id, scope.districts
    )
    rows = session.execute(wanted).all()
    return {row[0]: row[1] for row in rows}, min((row[2] for row in rows), default=None)


def _together(districts: Iterable[Tally]) -> Tally:
    counts: dict[Group, int] = {}
    for one in districts:
        for group, count in one.counts.items():
            counts[group] = counts.get(group, 0) + count
    return Tally(counts)
