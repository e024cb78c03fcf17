"""A campaign with an organisation that fills in and reviewers who review, for tests."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

import pytest
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.accounts.models import Organisation, OrganisationKind
from assess.assessments import operations, submitting
from assess.assessments.answering import answer
from assess.assessments.models import Answer, Assessment, Submission
from assess.assessments.writing import Change
from assess.campaigns.definition import CampaignStatus
from assess.campaigns.models import Campaign, Participant
from assess.errors import AssessError
from assess.reviews import operations as reviews
from assess.reviews import queries
from assess.reviews.models import Decision, ReasonCode
from tests.factories.accounts import START, actor_of, make_account, make_organisation
from tests.factories.checklists import make_version

ANSWERS: Final[Mapping[str, object]] = {
    "credit.serious-list": "no",
    "credit.procedure": "partial",
    "credit.trainings": 2,
    "overseas.sells-abroad": "yes",
    "insurance.policies": [{"product": "overseas-liability", "end": "2027-05-31", "invoice": "yes"}],
}
CLAIMED: Final = {"serious-list": Decimal(6), "procedure": Decimal(4), "overseas-cover": Decimal(6)}
"""What these answers earn."""


CLOSES: Final = START + timedelta(days=39, hours=13)
"""The end of 31 December 2026 in Shanghai."""


def make_authority(
    session: Session, name: str = "临沂市知识产权局", *, parent: Organisation | None = None, operator: bool = False
) -> Organisation:
    """Store an authority."""
    kind = OrganisationKind.AUTHORITY
    return make_organisation(session, name=name, kind=kind, region="371300", parent=parent, operator=operator)


def store_campaign(
    session: Session, organiser: Organisation, body: Organisation | None = None, **given: object
) -> Campaign:
    """Store an open campaign that its organiser reviews unless another body is given; `given` are columns."""
    columns: dict[str, object] = {
        "name": "2026 年度知识产权保护自评",
        "status": CampaignStatus.OPEN,
        "opens_at": START - timedelta(days=7),
        "closes_at": CLOSES,
        "created_at": START - timedelta(days=7),
        "checklist_version_id": make_version(session).id,
        "organiser_id": organiser.id,
        "reviewing_body_id": (body or organiser).id,
    }
    creator = make_account(session, organiser, Role.ADMINISTRATOR, name="周敏")
    made = Campaign(**(columns | given), created_by=creator.id)
    session.add(made)
    session.flush()
    return made


@contextmanager
def refused(error: type[AssessError], message: str, field_: str | None = None) -> Iterator[None]:
    """Expect a refusal with a message, for an InvalidError with its field."""
    with pytest.raises(error) as caught:
        yield
    assert caught.value.message == message
    assert getattr(caught.value, "field", None) == field_


def reviewer_of(session: Session, body: Organisation, name: str) -> Actor:
    """Give a new reviewer of a body."""
    return actor_of(session, make_account(session, body, Role.REVIEWER, name=name))


def join(session: Session, campaign: Campaign, organisation: Organisation, lead: Actor, now: datetime) -> Assessment:
    """Let an organisation take part: its assessment belongs to the campaign and ends with it."""
    added = {"added_by": campaign.created_by, "added_at": now}
    session.add(Participant(campaign_id=campaign.id, organisation_id=organisation.id, **added))
    version = make_version(session)
    made = operations.start(session, actor=lead, organisation_id=organisation.id, version=version, now=now).assessment
    made.campaign_id, made.closes_at = campaign.id, campaign.closes_at
    session.flush()
    return made


@dataclass
class Scene:
    """A campaign, one participant with a lead, and two reviewers of each body."""

    session: Session
    now: datetime = START
    levels: int = 1
    campaign_given: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Set the scene."""
        self.operator = make_authority(self.session, "省知识产权局", operator=True)
        self.body = make_authority(self.session, parent=self.operator)
        self.second_body = make_authority(self.session, "省知识产权保护中心", parent=self.operator)
        given = {"second_body_id": self.second_body.id if self.levels > 1 else None, "levels": self.levels}
        self.campaign = store_campaign(self.session, self.body, self.body, **(given | dict(self.campaign_given)))
        self.organisation = make_organisation(self.session, roles=("exporter",), parent=self.body)
        self.lead = actor_of(self.session, make_account(self.session, self.organisation, Role.LEAD))
        self.first, self.other = (reviewer_of(self.session, self.body, name) for name in ("张初", "赵初"))
        self.second, self.third = (reviewer_of(self.session, self.second_body, name) for name in ("孙复", "钱复"))
        self.administrator = actor_of(
            self.session, make_account(self.session, self.body, Role.ADMINISTRATOR, name="周敏")
        )
        self.assessment = join(self.session, self.campaign, self.organisation, self.lead, self.now)
        self.id = self.assessment.id

    def fill(self, answers: Mapping[str, object] = ANSWERS, *, now: datetime | None = None) -> None:
        """Answer."""
        for fact, raw in answers.items():
            held = self.session.get(Answer, (self.id, fact), populate_existing=True)
            change = Change(raw, "", held.revision if held else 0)
            answer(self.session, actor=self.lead, assessment_id=self.id, fact=fact, change=change, now=now or self.now)
        self.session.expire_all()

    def submit(self, *, now: datetime | None = None) -> Submission:
        """Submit."""
        return submitting.submit(
            self.session,
            actor=self.lead,
            assessment_id=self.id,
            declared=True,
            declared_name="李明",
            now=now or self.now,
        ).submission

    def mark_all(self, actor: Actor, marks: Mapping[str, Decimal] = CLAIMED, *, now: datetime | None = None) -> None:
        """Mark items; what differs from the self score differs because of the facts."""
        for item, points in marks.items():
            self.mark(actor, item, points, now=now)

    def mark(self, actor: Actor, item: str, points: Decimal, *, now: datetime | None = None) -> None:
        """Mark one item, whatever stands there."""
        desk = queries.desk(self.session, actor=actor, assessment_id=self.id, now=now or self.now)
        before = desk.mark(item, desk.level or 1)
        change = reviews.MarkChange(points=points, reason=ReasonCode.FACTS_DIFFER)
        reviews.put_mark(
            self.session,
            actor=actor,
            assessment_id=self.id,
            item=item,
            change=change,
            expected=before.revision if before else 0,
            now=now or self.now,
        )

    def take_up(self, actor: Actor, *, now: datetime | None = None) -> None:
        """Take it up."""
        reviews.take_up(self.session, actor=actor, assessment_id=self.id, now=now or self.now)

    def decided(self, *, now: datetime | None = None) -> Decision:
        """Go all the way to a decision."""
        self.fill()
        self.submit()
        self.take_up(self.first, now=now)
        self.mark_all(self.first, now=now)
        decider = self.first
        if self.levels > 1:
            reviews.forward(self.session, actor=self.first, assessment_id=self.id, now=now or self.now)
            self.take_up(self.second, now=now)
            decider = self.second
        return reviews.decide(
            self.session, actor=decider, assessment_id=self.id, statement="同意。", now=now or self.now
        )


def taken_up(session: Session, now: datetime) -> Scene:
    """Set up a submission whose first reviewer has taken it up."""
    made = Scene(session, now)
    made.fill()
    made.submit()
    made.take_up(made.first)
    return made
