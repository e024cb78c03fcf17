"""Gathering what a district report says: sums and names of a campaign, as far as somebody may follow it.

However many take part, the number of queries is the same.
"""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from assess.access.roles import Action
from assess.accounts import tree
from assess.accounts.models import Organisation
from assess.assessments import earlier as versions
from assess.assessments.figure_models import Figure, ItemFigure
from assess.assessments.models import Assessment, Submission
from assess.assessments.workflow import Status
from assess.campaigns.definition import Phase
from assess.campaigns.models import Campaign, CampaignStatus, Participant
from assess.campaigns.queries import deadline, phase_of
from assess.campaigns.times import last_day
from assess.checklists.models import ChecklistVersion
from assess.clock import to_local
from assess.errors import NotFoundError
from assess.overview import dashboard_scope, district_part
from assess.overview.dashboard import District, Group
from assess.overview.dashboard_rows import SCORED
from assess.overview.district_part import Part
from assess.overview.district_rows import SCORE, DistrictRows, scored_of
from assess.reports.district_figures import (
    Dial,
    DistrictFigures,
    Earlier,
    ItemSum,
    Own,
    Scored,
    SectionSum,
    Tally,
    Waiting,
)
from assess.reviews.models import Publication
from assess.scoring.result import ENGINE

_UNFINISHED: Final = (Status.DRAFT, Status.REOPENED)
_DISTRICT: Final = "/district"  # how the keys of checklists for districts end

Sections = Mapping[tuple[uuid.UUID, str, Dial], SectionSum]


def gather(session: Session, part: Part, now: dt.datetime) -> DistrictFigures:
    """Gather the figures of a part; the caller has checked who is asking.

    Raises:
        NotFoundError: Nobody of the part takes part.
    """
    campaign, document = part.scope.campaign, part.scope.document
    districts = district_part.districts(session, part)
    places = {one.id: at for at, one in enumerate(districts)}
    rows = DistrictRows(session, campaign.id)
    organiser = session.get_one(Organisation, campaign.organiser_id)
    waiting = _waiting(session, part, places, now)
    return DistrictFigures(
        reference=_reference(campaign.id, part.top_id),
        campaign=campaign.name,
        organiser=organiser.name,
        part=part.top.name if part.top else None,
        region=(part.top or organiser).region or document.measure.region,
        published=document,
        sha256=_sha256(session, campaign),
        engine=ENGINE,
        opens_on=to_local(campaign.opens_at).date(),
        closes_on=last_day(campaign.closes_at),
        as_of=to_local(now).date(),
        open=phase_of(campaign, now) in {Phase.DRAFT, Phase.UPCOMING, Phase.OPEN},
        districts=tuple(map(_tally, districts)),
        scores=_scores(rows, places),
        sections={(places[key[0]], *key[1:]): one for key, one in _sections(rows, places).items()},
        items=_items(rows, places),
        waiting=None if part.nameless else waiting,
        unnamed=len(waiting) if part.nameless else 0,
        earlier=_before(session, part),
        own=_own(session, part, organiser),
    )


def _reference(campaign_id: uuid.UUID, top_id: uuid.UUID | None) -> str:
    """Give a part of a campaign its number, always the same."""
    those = [campaign_id] if top_id is None else [campaign_id, top_id]
    return "-".join(one.hex[:8] for one in those).upper()


def _sha256(session: Session, campaign: Campaign) -> str:
    wanted = select(ChecklistVersion.sha256).where(ChecklistVersion.id == campaign.checklist_version_id)
    return session.scalars(wanted).one()


def _tally(district: District) -> Tally:
    return Tally(
        name=district.name,
        total=district.total,
        handed_in=district.handed_in,
        decided=district.of(Group.DECIDED),
        filling=district.of(Group.FILLING),
        not_started=district.of(Group.NOT_STARTED),
        withdrawn=district.of(Group.WITHDRAWN),
    )


def _scores(rows: DistrictRows, inside: Collection[uuid.UUID]) -> tuple[Scored, ...]:
    return tuple(one for district, one in rows.scored() if district in inside)


def _sections(rows: DistrictRows, inside: Collection[uuid.UUID]) -> Sections:
    return {(district, key, dial): one for district, key, dial, one in rows.held_sections() if district in inside}


def _items(rows: DistrictRows, inside: Collection[uuid.UUID]) -> dict[str, ItemSum]:
    found: dict[str, list[ItemSum]] = {}
    for district, item, one in rows.held_items():
        if district in inside:
            found.setdefault(item, []).append(one)
    return {item: _added(sums) for item, sums in found.items()}


def _added(sums: Iterable[ItemSum]) -> ItemSum:
    found = tuple(sums)
    return ItemSum(
        sum(one.organisations for one in found),
        sum(one.open for one in found),
        sum(one.lost for one in found),
        sum(one.span for one in found),
    )


def _waiting(session: Session, part: Part, inside: Collection[uuid.UUID], now: dt.datetime) -> tuple[Waiting, ...]:
    """List who has not submitted; one query. Where nobody may be named, everybody is counted."""
    campaign, above = part.scope.campaign, aliased(Organisation)
    there = and_(
        Assessment.campaign_id == Participant.campaign_id, Assessment.organisation_id == Participant.organisation_id
    )
    reach = part.scope.participants if part.nameless else part.scope.named
    rows = session.execute(
        select(Organisation.name, Organisation.parent_id, above.name, Assessment.status, deadline())
        .select_from(Participant)
        .join(Campaign, Campaign.id == Participant.campaign_id)
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .outerjoin(above, above.id == Organisation.parent_id)
        .outerjoin(Assessment, there)
        .where(
            Participant.campaign_id == campaign.id,
            Participant.removed_at.is_(None),
            reach(Participant.organisation_id),
            or_(Assessment.status.is_(None), Assessment.status.in_(_UNFINISHED)),
        )
        .order_by(Organisation.name, Organisation.id)
    )
    return tuple(
        Waiting(name, district or "", begun is not None, last_day(closes_at), closes_at <= now)
        for name, parent_id, district, begun, closes_at in rows
        if (parent_id or campaign.id) in inside
    )


def _before(session: Session, part: Part) -> Earlier | None:
    """Gather the same part of the organiser's campaign before on the same checklist, where there was one."""
    campaign = part.scope.campaign
    used, version = aliased(ChecklistVersion), aliased(ChecklistVersion)
    wanted = (
        select(Campaign.id, version.version)
        .join(version, version.id == Campaign.checklist_version_id)
        .join(used, used.key == version.key)
        .where(
            used.id == campaign.checklist_version_id,
            Campaign.organiser_id == campaign.organiser_id,
            Campaign.opens_at < campaign.opens_at,
            Campaign.status != CampaignStatus.DRAFT,
        )
        .order_by(Campaign.opens_at.desc(), Campaign.id)
        .limit(1)
    )
    found = session.execute(wanted).one_or_none()
    if found is None:
        return None
    try:
        scope = dashboard_scope.find(session, actor=part.scope.actor, campaign_id=found[0])
        same = Part(scope, part.top, part.nameless)
        districts = district_part.districts(session, same)
    except NotFoundError:  # the same organisations are not in it, or it is not theirs to see
        return None
    return _earlier(session, same, districts, found[1])


def _earlier(session: Session, part: Part, districts: tuple[District, ...], version: str) -> Earlier:
    inside, rows = {one.id for one in districts}, DistrictRows(session, part.scope.campaign.id)
    sections: dict[tuple[str, Dial], list[SectionSum]] = {}
    for (_, key, dial), one in _sections(rows, inside).items():
        sections.setdefault((key, dial), []).append(one)
    return Earlier(
        name=part.scope.campaign.name,
        version=version,
        total=sum(one.total for one in districts),
        handed_in=sum(one.handed_in for one in districts),
        scores=_scores(rows, inside),
        sections={key: _together(sums) for key, sums in sections.items()},
    )


def _together(sums: list[SectionSum]) -> SectionSum:
    return SectionSum(
        sum(one.organisations for one in sums), sum(one.points for one in sums), sum(one.earned for one in sums)
    )


def _own(session: Session, part: Part, organiser: Organisation) -> Own | None:
    """Find what the body itself submitted last on a district checklist in any campaign, for its own administrators."""
    body = part.top or organiser
    wanted = (
        select(Assessment.id, Campaign.name, Submission.version_sha256, Submission.as_of, *SCORE)
        .select_from(Assessment)
        .join(Figure, Figure.assessment_id == Assessment.id)
        .join(Submission, Submission.id == Figure.submission_id)
        .join(ChecklistVersion, ChecklistVersion.sha256 == Submission.version_sha256)
        .join(Campaign, Campaign.id == Assessment.campaign_id)
        .join(Organisation, Organisation.id == Assessment.organisation_id)
        .outerjoin(Publication, Publication.decision_id == Figure.decision_id)
        .where(
            Assessment.organisation_id == body.id,
            Assessment.status.in_(SCORED),
            ChecklistVersion.key.endswith(_DISTRICT),
            tree.reached(Organisation.id, part.scope.actor, Action.RUN_CAMPAIGN),
        )
        .order_by(Submission.at.desc(), Submission.id)
        .limit(1)
    )
    found = session.execute(wanted).one_or_none()
    if found is None:
        return None
    assessment_id, campaign, sha256, as_of, *score = found
    scored = scored_of(*score)
    document = versions.published_as(session, sha256)
    return Own(campaign, document, as_of, scored, dict(_own_items(session, assessment_id, scored)))


def _own_items(session: Session, assessment_id: uuid.UUID, scored: Scored) -> Iterator[tuple[str, ItemSum]]:
    rows = session.execute(select(ItemFigure).where(ItemFigure.assessment_id == assessment_id)).scalars()
    for one in rows:
        earned = one.reviewed if scored.published else one.claimed
        if earned is not None:
            lost = one.most - earned
            yield one.item, ItemSum(1, int(lost > 0), lost, one.most - one.least)
