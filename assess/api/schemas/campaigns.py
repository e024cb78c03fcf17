"""Campaigns: what they are made of, who takes part, what they add up to."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field

from assess.accounts.models import Size
from assess.api.schemas.base import Flag, Key, Sent, ShortText
from assess.api.schemas.reviews import Written
from assess.assessments.campaign_queries import Member
from assess.campaigns.definition import CampaignFields, CampaignStatus, Phase
from assess.campaigns.models import Campaign
from assess.campaigns.queries import fields_of, phase_of
from assess.campaigns.selection import Wanted
from assess.checklists.models import ChecklistVersion
from assess.overview.campaign_export import Row
from assess.overview.dashboard import Dashboard, District, Group
from assess.overview.dashboard_sums import COLUMNS, DIALS, Deviation, ItemSums, Scores
from assess.overview.deviations import Report

Name = Annotated[str, Field(min_length=1, max_length=200, examples=["2026年度企业知识产权保护自评"])]
Message = Annotated[str, Field(max_length=2000)]
Reason = Annotated[str, Field(max_length=500)]
Days = Annotated[int, Field(ge=0, le=90, strict=True)]
Reminders = Annotated[list[Days], Field(max_length=5)]


class CampaignIn(Sent):
    """A campaign as it is prepared; days are whole days in Shanghai, the last one included."""

    name: Name
    checklist: Annotated[ShortText, Field(examples=["linyi-2021/enterprise"])]
    version: Annotated[ShortText | None, Field(description="缺省为最新版本。 The newest by default.")] = None
    organiser_id: uuid.UUID
    reviewing_body_id: uuid.UUID
    second_body_id: uuid.UUID | None = None
    levels: Annotated[int, Field(ge=1, le=2, strict=True)] = 1
    opens_on: date
    closes_on: date
    review_by: date | None = None
    mend_days: Annotated[int, Field(ge=1, le=90, strict=True)] = 10
    appeal_days: Days = 10
    publish_at_once: Flag = False
    reminder_days: Annotated[Reminders, Field(default_factory=list)]
    message: Message = ""

    def fields(self, version_id: uuid.UUID) -> CampaignFields:
        """Give it as the operation takes it."""
        given = self.model_dump(exclude={"checklist", "version", "reminder_days"})
        return CampaignFields(**given, checklist_version_id=version_id, reminder_days=tuple(self.reminder_days))


class CampaignChange(Sent):
    """What is to be other than it is; once a campaign is open, what participants were told is fixed."""

    name: Name | None = None
    organiser_id: uuid.UUID | None = None
    reviewing_body_id: uuid.UUID | None = None
    second_body_id: uuid.UUID | None = None
    levels: Annotated[int | None, Field(ge=1, le=2, strict=True)] = None
    opens_on: date | None = None
    closes_on: date | None = None
    review_by: date | None = None
    mend_days: Annotated[int | None, Field(ge=1, le=90, strict=True)] = None
    appeal_days: Days | None = None
    publish_at_once: Flag | None = None
    reminder_days: Reminders | None = None
    message: Message | None = None

    def changes(self) -> dict[str, Any]:
        """Give what was sent; null means something only where there may be nothing."""
        sent = self.model_dump(exclude_unset=True)
        given = {key: value for key, value in sent.items() if value is not None or key in NULLABLE}
        if self.reminder_days is not None:
            given["reminder_days"] = tuple(self.reminder_days)
        return given


NULLABLE = frozenset({"second_body_id", "review_by"})


class CampaignOut(BaseModel):
    """A campaign; `phase` is where it stands now, `revision` its ETag."""

    id: uuid.UUID
    name: str
    checklist: str
    version: str
    organiser_id: uuid.UUID
    reviewing_body_id: uuid.UUID
    second_body_id: uuid.UUID | None
    levels: int
    opens_on: date
    closes_on: date
    review_by: date | None
    mend_days: int
    appeal_days: int
    publish_at_once: bool
    reminder_days: list[int]
    message: str
    status: CampaignStatus
    phase: Phase
    participants: int
    revision: int


def campaign_out(campaign: Campaign, version: ChecklistVersion, participants: int, now: datetime) -> CampaignOut:
    """Write a campaign down."""
    told = fields_of(campaign)
    same = CampaignFields.__slots__
    return CampaignOut(
        **{name: getattr(told, name) for name in same if name in CampaignOut.model_fields and name != "reminder_days"},
        id=campaign.id,
        checklist=version.key,
        version=version.version,
        reminder_days=list(told.reminder_days),
        status=campaign.status,
        phase=phase_of(campaign, now),
        participants=participants,
        revision=campaign.revision,
    )


class ReasonIn(Sent):
    """Why."""

    reason: Reason = ""


class LaterIn(ReasonIn):
    """A later last day, and why."""

    closes_on: date


class RemoveIn(ReasonIn):
    """Why somebody is taken out; `confirmed` where they have begun, and go on outside the campaign."""

    confirmed: Flag = False


class FilterIn(Sent):
    """A filter; what is empty does not narrow. `region` is a code whose trailing pairs of zeros stand for anything."""

    below: uuid.UUID | None = None
    region: Annotated[str, Field(pattern=r"^([0-9]{6})?$")] = ""
    sizes: Annotated[list[Size], Field(max_length=4, default_factory=list)]
    roles: Annotated[list[Key], Field(max_length=50, default_factory=list)]
    industries: Annotated[list[Annotated[str, Field(pattern=r"^[A-T]$")]], Field(max_length=20, default_factory=list)]
    name: Annotated[str, Field(max_length=200)] = ""

    def wanted(self) -> Wanted:
        """Give it as the operation takes it."""
        return Wanted(
            below=self.below,
            region=self.region,
            sizes=tuple(self.sizes),
            roles=tuple(self.roles),
            industries=tuple(self.industries),
            name=self.name,
        )


class ParticipantsIn(ReasonIn):
    """Whom to add: names and credit codes, or everybody a filter means."""

    entries: Annotated[list[Annotated[str, Field(min_length=1, max_length=200)]] | None, Field(max_length=5000)] = None
    filter: FilterIn | None = None


class AddedOut(BaseModel):
    """How many were added."""

    added: int


class ParticipantOut(BaseModel):
    """Somebody who takes part; `closes_at` is a deadline of their own, `status` null before they begin."""

    organisation_id: uuid.UUID
    name: str
    credit_code: str | None
    region: str
    status: str | None
    submitted_at: datetime | None
    closes_at: datetime | None


def participant_out(one: Member) -> ParticipantOut:
    """Write a participant down."""
    return ParticipantOut.model_validate(one, from_attributes=True)


class ResultRowOut(BaseModel):
    """A participant with the official scores, where they count."""

    name: str
    credit_code: str | None
    district: str | None
    status: str | None
    submitted_at: datetime | None
    closes_at: datetime
    scores: dict[str, Written | None]
    grade: str | None
    proof_missing: int | None
    contradictions: int | None


def result_row(one: Row) -> ResultRowOut:
    """Write one participant's result down; the scores are in the order of the dials, then the columns."""
    names = [f"{dial}_{column}" for dial in DIALS for column in COLUMNS]
    plain = {name: getattr(one, name) for name in ResultRowOut.model_fields if name != "scores"}
    return ResultRowOut(**plain, scores=dict(zip(names, one.scores, strict=True)))


class MeanOut(BaseModel):
    """The mean of a column on a dial, and over how many."""

    mean: Written | None
    count: int


class DistrictOut(BaseModel):
    """How many participants are how far, and what they scored; `id` is the campaign's own for those below none."""

    id: uuid.UUID
    name: str
    total: int
    handed_in: int
    counts: dict[str, int]
    scores: dict[str, MeanOut]
    grades: dict[str, int]


class DashboardOut(BaseModel):
    """A campaign at a glance; `as_of` is when the scores were added up, null before the first time."""

    total: int
    handed_in: int
    counts: dict[str, int]
    scores: dict[str, MeanOut]
    grades: dict[str, int]
    districts: list[DistrictOut]
    as_of: datetime | None
    days_left: int
    overdue: bool


def dashboard_out(found: Dashboard) -> DashboardOut:
    """Write a dashboard down."""
    return DashboardOut(
        total=found.all.total,
        handed_in=found.all.handed_in,
        counts=_counts(found.all.counts),
        scores=_means(found.scores),
        grades=dict(found.scores.grades),
        districts=[_district(one) for one in ((found.chosen,) if found.chosen else found.districts)],
        as_of=found.as_of,
        days_left=found.days_left,
        overdue=found.overdue,
    )


def _district(one: District) -> DistrictOut:
    return DistrictOut(
        id=one.id,
        name=one.name,
        total=one.total,
        handed_in=one.handed_in,
        counts=_counts(one.counts),
        scores=_means(one.scores),
        grades=dict(one.scores.grades),
    )


def _counts(counts: Mapping[Group, int]) -> dict[str, int]:
    return {group.value: counts.get(group, 0) for group in Group}


def _means(scores: Scores) -> dict[str, MeanOut]:
    return {
        f"{dial}_{column}": MeanOut(mean=scores.mean(dial, column), count=scores.count(dial, column))
        for dial in DIALS
        for column in COLUMNS
    }


class DeviationOut(BaseModel):
    """Reviewed against claimed: means in points, how many went down and up."""

    count: int
    mean_claimed: Written | None
    mean_reviewed: Written | None
    mean: Written | None
    lowered: int
    raised: int


class ItemDeviationOut(BaseModel):
    """One item over all decided assessments."""

    item: str
    decided: int
    rejected: int
    differing_percent: Written | None
    deviation: DeviationOut
    reasons: dict[str, int]


class ReviewerDeviationOut(BaseModel):
    """One reviewer on one level; named only to who may know."""

    account_id: uuid.UUID
    name: str
    level: int
    marks: int
    deviation: DeviationOut
    mean_percent: Written | None


class DeviationsOut(BaseModel):
    """How far reviews differ from claims, and reviewers from one another."""

    deviation: DeviationOut
    reasons: dict[str, int]
    items: list[ItemDeviationOut]
    reviewers: list[ReviewerDeviationOut]
    as_of: datetime | None


def deviations_out(found: Report) -> DeviationsOut:
    """Write the deviation report down."""
    return DeviationsOut(
        deviation=_deviation(found.scores.deviation),
        reasons=dict(found.marks.reasons),
        items=_items(found.items),
        reviewers=[
            ReviewerDeviationOut(
                account_id=uuid.UUID(one.account),
                name=found.people.get(uuid.UUID(one.account), ""),
                level=one.level,
                marks=one.marks,
                deviation=_deviation(one.deviation),
                mean_percent=one.mean_share,
            )
            for one in found.reviewers
        ],
        as_of=found.as_of,
    )


def _items(items: Sequence[ItemSums]) -> list[ItemDeviationOut]:
    return [
        ItemDeviationOut(
            item=one.item,
            decided=one.decided,
            rejected=one.rejected,
            differing_percent=one.differing_share,
            deviation=_deviation(one.deviation),
            reasons=dict(one.reasons),
        )
        for one in items
    ]


def _deviation(one: Deviation) -> DeviationOut:
    return DeviationOut(
        count=one.n,
        mean_claimed=one.mean_claimed,
        mean_reviewed=one.mean_reviewed,
        mean=one.mean,
        lowered=one.lowered,
        raised=one.raised,
    )
