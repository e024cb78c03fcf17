"""A campaign over two districts with participants in every state, for tests of the dashboard and of deviations."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.accounts.models import Account, Organisation, OrganisationKind
from assess.assessments import submitting
from assess.assessments.answering import answer
from assess.assessments.models import Assessment, Submission
from assess.assessments.writing import Change
from assess.campaigns.models import Participant
from assess.overview import dashboard_job
from assess.overview.dashboard_scope import Scope, find
from assess.reviews import operations as reviews
from assess.reviews.models import ReasonCode
from tests.factories.accounts import START, actor_of, make_account, make_organisation
from tests.factories.reviews import ANSWERS, CLAIMED, join, make_authority, reviewer_of, store_campaign

Marks = Mapping[str, str]
FULL: Mapping[str, str] = {item: str(points) for item, points in CLAIMED.items()}
LESS: Marks = {"serious-list": "3", "procedure": "1", "overseas-cover": "0"}
"""Marks that take points from each item."""


@dataclass
class World:
    """An authority with two districts, its campaign on two levels, and who follows it."""

    session: Session
    now: datetime = START
    given: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Set the scene."""
        self.operator = make_authority(self.session, "省知识产权局", operator=True)
        self.body = make_authority(self.session, parent=self.operator)
        self.north = self._district("北区", "371302")
        self.south = self._district("南区", "371311")
        self.campaign = store_campaign(self.session, self.body, None, **({"levels": 2} | dict(self.given)))
        self.campaign_id = self.campaign.id
        self.first = reviewer_of(self.session, self.body, "张初")
        self.second = reviewer_of(self.session, self.body, "孙复")

    def _district(self, name: str, region: str) -> Organisation:
        return make_organisation(
            self.session, name=name, kind=OrganisationKind.DISTRICT, region=region, parent=self.body
        )

    def administrator(self, organisation: Organisation) -> Actor:
        """Give a new administrator of an organisation."""
        return actor_of(self.session, self.administrator_account(organisation))

    def administrator_account(self, organisation: Organisation) -> Account:
        """Give the account of a new administrator."""
        return make_account(self.session, organisation, Role.ADMINISTRATOR, name="周敏")

    def participant(self, district: Organisation | None, name: str) -> Organisation:
        """Let a new enterprise below a district take part."""
        made = make_organisation(self.session, name=name, roles=("exporter",), parent=district)
        self.session.add(
            Participant(
                campaign_id=self.campaign.id, organisation_id=made.id, added_by=self.campaign.created_by, added_at=START
            )
        )
        self.session.flush()
        return made

    def begun(
        self, district: Organisation | None, name: str, answers: Mapping[str, object] | None = None
    ) -> tuple[Assessment, Actor]:
        """Let a new enterprise take part and fill in what is given."""
        organisation = make_organisation(self.session, name=name, roles=("exporter",), parent=district)
        lead = actor_of(self.session, make_account(self.session, organisation, Role.LEAD))
        assessment = join(self.session, self.campaign, organisation, lead, self.now)
        for fact, raw in (answers or {}).items():
            answer(
                self.session,
                actor=lead,
                assessment_id=assessment.id,
                fact=fact,
                change=Change(raw, "", 0),
                now=self.now,
            )
        self.session.expire_all()
        return assessment, lead

    def submitted(
        self, district: Organisation | None, name: str, answers: Mapping[str, object] = ANSWERS
    ) -> tuple[Assessment, Submission]:
        """Let a new enterprise submit; with `ANSWERS` it claims 10 of 10 for duty and 6 of 6 for readiness."""
        assessment, lead = self.begun(district, name, answers)
        made = submitting.submit(
            self.session, actor=lead, assessment_id=assessment.id, declared=True, declared_name="李明", now=self.now
        )
        return assessment, made.submission

    def decided(
        self,
        district: Organisation | None,
        name: str,
        first: Marks = FULL,
        second: Marks | None = None,
        answers: Mapping[str, object] = ANSWERS,
    ) -> Assessment:
        """Let a new enterprise submit, and both levels mark and decide it."""
        assessment, _submission = self.submitted(district, name, answers)
        reviews.take_up(self.session, actor=self.first, assessment_id=assessment.id, now=self.now)
        self._mark(self.first, assessment.id, first)
        reviews.forward(self.session, actor=self.first, assessment_id=assessment.id, now=self.now)
        reviews.take_up(self.session, actor=self.second, assessment_id=assessment.id, now=self.now)
        self._mark(self.second, assessment.id, first if second is None else second)
        reviews.decide(self.session, actor=self.second, assessment_id=assessment.id, statement="", now=self.now)
        return assessment

    def _mark(self, actor: Actor, assessment_id: uuid.UUID, marks: Marks) -> None:
        for item, points in marks.items():
            change = reviews.MarkChange(points=Decimal(points), reason=_reason(item, points))
            reviews.put_mark(
                self.session,
                actor=actor,
                assessment_id=assessment_id,
                item=item,
                change=change,
                expected=0,
                now=self.now,
            )

    def summarise(self) -> None:
        """Add the figures up, as the job does."""
        self.session.flush()
        dashboard_job.summarise(self.session, self.campaign.id, self.now)
        self.session.expire_all()

    def scope(self, actor: Actor) -> Scope:
        """Say what somebody may follow."""
        return find(self.session, actor=actor, campaign_id=self.campaign_id)


def _reason(item: str, points: str) -> ReasonCode | None:
    """Give the reason of a mark that differs: too little is for want of evidence."""
    return None if CLAIMED[item] == Decimal(points) else ReasonCode.EVIDENCE_MISSING


def two_districts(session: Session) -> World:
    """Set up two districts: in the north one decided, one submitted and one not started, in the south one draft."""
    made = World(session)
    made.decided(made.north, "甲", first=LESS)
    made.submitted(made.north, "乙")
    made.participant(made.north, "丙")
    made.begun(made.south, "丁", {"credit.serious-list": "no"})
    session.flush()
    return made
