"""A campaign of many enterprises in every state of filling in and review, for `campaigns.py`: bulk inserts, no score.

The points are made up, and so are the texts of the submissions; everything a list, a dashboard or a queue reads is
there as the service would have written it.
"""

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import insert
from sqlalchemy.orm import Session
from stdnum.cn import uscc

from assess.access.roles import Role
from assess.accounts.models import Account, Lineage, Membership, Organisation, OrganisationKind
from assess.assessments import profile as profiles
from assess.assessments.figure_models import Figure, ItemFigure, SectionFigure
from assess.assessments.models import Answer, Assessment, Submission
from assess.assessments.workflow import Status
from assess.audit.models import AuditHead
from assess.campaigns.models import Campaign, CampaignStatus, Participant
from assess.checklists.definition import Published
from assess.checklists.models import ChecklistVersion
from assess.db import Base
from assess.reviews.models import Review, ReviewMark, ReviewOutcome
from assess.values.profile import Profile

NOW: Final = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
DISTRICTS: Final = 12
REVIEWERS: Final = 20
TEXT: Final = "x" * 8000  # as long as a few database pages, which what reads lists has to step over
STATES: Final = (
    (None, 10),
    (Status.DRAFT, 15),
    (Status.SUBMITTED, 15),
    (Status.IN_REVIEW, 20),
    (Status.IN_SECOND_REVIEW, 5),
    (Status.RETURNED, 5),
    (Status.DECIDED, 29),
    (Status.WITHDRAWN, 1),
)
"""How many of a hundred participants are how far."""


@dataclass(frozen=True, slots=True)
class Built:
    """What to sign in as, and where to look."""

    campaign_id: uuid.UUID
    administrator_id: uuid.UUID
    district_administrator_id: uuid.UUID
    reviewer_id: uuid.UUID
    district_id: uuid.UUID


class Builder:
    """Collects rows by table, and inserts them in the order in which tables need one another."""

    ORDER: Final[tuple[type[Base], ...]] = (
        Organisation, Lineage, Account, Membership, Campaign, Participant, Assessment, AuditHead, Submission, Answer,
        Figure, SectionFigure, Review, ReviewMark, ItemFigure,
    )  # fmt: skip

    def __init__(self, session: Session, version: ChecklistVersion, document: Published) -> None:
        self.session, self.version, self.document = session, version, document
        self.rows: dict[type[Base], list[dict[str, Any]]] = {model: [] for model in self.ORDER}
        self.random = random.Random(20261122)  # noqa: S311 - the same numbers every time
        self.items = list(document.checklist.form.items())

    def add(self, model: type[Base], **row: Any) -> None:  # noqa: ANN401 - columns of any type
        """Keep a row until the next flush."""
        self.rows[model].append(row)

    def flush(self) -> None:
        """Insert what was kept."""
        for model in self.ORDER:
            if self.rows[model]:
                self.session.execute(insert(model), self.rows[model])
                self.rows[model].clear()

    def organisation(
        self, name: str, kind: OrganisationKind, above: tuple[uuid.UUID, ...], number: int = 0
    ) -> uuid.UUID:
        """Add an organisation below others, the nearest first."""
        made, body = uuid.uuid4(), f"91371300{number:09d}"
        code = body + uscc.calc_check_digit(body) if kind is OrganisationKind.ENTERPRISE else None
        self.add(
            Organisation, id=made, name=name, kind=kind, region=f"3713{number % DISTRICTS:02d}", credit_code=code,
            roles=[], demo=False, created_at=NOW, operator=not above, parent_id=above[0] if above else None,
        )  # fmt: skip
        for depth, ancestor in enumerate(above, 1):
            self.add(Lineage, organisation_id=made, ancestor_id=ancestor, depth=depth)
        return made

    def account(self, organisation_id: uuid.UUID, role: Role) -> uuid.UUID:
        """Add a person of an organisation."""
        made = uuid.uuid4()
        self.add(
            Account, id=made, login=f"{made.hex}@example.com", name="李明", locale="zh", demo=False, created_at=NOW,
            password_hash="!",  # noqa: S106 - nobody signs in with it
        )  # fmt: skip
        self.add(Membership, account_id=made, organisation_id=organisation_id, role=role)
        return made


def build(session: Session, version: ChecklistVersion, document: Published, participants: int) -> Built:
    """Fill the database; the caller commits."""
    made = Builder(session, version, document)
    operator = made.organisation("山东省知识产权局", OrganisationKind.AUTHORITY, ())
    organiser = made.organisation("临沂市知识产权局", OrganisationKind.AUTHORITY, (operator,))
    districts = [
        made.organisation(f"第{number}区", OrganisationKind.DISTRICT, (organiser, operator), number)
        for number in range(DISTRICTS)
    ]
    administrator = made.account(organiser, Role.ADMINISTRATOR)
    below = made.account(districts[0], Role.ADMINISTRATOR)
    reviewers = [made.account(organiser, Role.REVIEWER) for _ in range(REVIEWERS)]
    campaign = uuid.uuid4()
    made.add(
        Campaign, id=campaign, name="2026 年度知识产权保护自评", checklist_version_id=version.id,
        organiser_id=organiser, reviewing_body_id=organiser, levels=2, status=CampaignStatus.OPEN,
        opens_at=NOW - timedelta(days=60), closes_at=NOW + timedelta(days=9, hours=13), mend_days=10, appeal_days=10,
        review_by=(NOW - timedelta(days=1)).date(), publish_at_once=False, reminder_days=[7, 3], message="",
        created_by=administrator, created_at=NOW, revision=1,
    )  # fmt: skip
    made.flush()
    steps = [status for status, share in STATES for _ in range(share)]
    for number in range(participants):
        district = districts[number % DISTRICTS]
        place = _Place(made, campaign, administrator, reviewers)
        place.fill(number, (district, organiser, operator), steps[number * 37 % len(steps)])
        if number % 500 == 499:
            made.flush()
    made.flush()
    return Built(campaign, administrator, below, reviewers[0], districts[0])


@dataclass(frozen=True, slots=True)
class _Place:
    """One participant's rows."""

    made: Builder
    campaign: uuid.UUID
    creator: uuid.UUID
    reviewers: list[uuid.UUID]

    def fill(self, number: int, above: tuple[uuid.UUID, ...], status: Status | None) -> None:
        made = self.made
        name = f"{made.random.choice('安宝昌德丰广恒金凯隆')}{made.random.choice('信泰源盛达')}科技{number:05d}有限公司"
        organisation = made.organisation(name, OrganisationKind.ENTERPRISE, above, number + 1)
        lead = made.account(organisation, Role.LEAD) if number % 3 else self.creator
        made.add(
            Participant, campaign_id=self.campaign, organisation_id=organisation, added_by=self.creator, added_at=NOW
        )
        if status is not None:
            self.assessment(organisation, lead, status, number)

    def assessment(self, organisation: uuid.UUID, lead: uuid.UUID, status: Status, number: int) -> None:
        made, assessment = self.made, uuid.uuid4()
        submitted = None if status in {Status.DRAFT, Status.WITHDRAWN} else NOW - timedelta(minutes=number)
        profile = Profile(kind="enterprise", region="371302", roles=frozenset(), size="small")
        made.add(
            Assessment, id=assessment, organisation_id=organisation, checklist_version_id=made.version.id,
            status=status, profile=profiles.to_json(profile), revision=1, created_by=lead, created_at=NOW,
            submitted_at=submitted, campaign_id=self.campaign, closes_at=NOW + timedelta(days=9, hours=13),
        )  # fmt: skip
        made.add(AuditHead, stream=assessment.hex, seq=0, hash=b"\0" * 32)
        if status is Status.DRAFT:
            for fact in made.document.facts[:20]:
                made.add(
                    Answer, assessment_id=assessment, fact=fact.key, value='"yes"', note="", revision=1, by=lead, at=NOW
                )
        if submitted is not None:
            self.submission(assessment, lead, status, number)

    def submission(self, assessment: uuid.UUID, lead: uuid.UUID, status: Status, number: int) -> None:
        made, submission = self.made, uuid.uuid4()
        made.add(
            Submission, id=submission, assessment_id=assessment, number=1, reference=f"ZP-20261122-{number:06d}",
            snapshot=TEXT, snapshot_sha256="0" * 64, result=TEXT, engine="1", version_sha256=made.version.sha256,
            as_of=NOW.date(), declared_name="李明", by=lead, at=NOW,
        )  # fmt: skip
        decided = status is Status.DECIDED
        score = made.random.randrange(4000, 10000)
        less = made.random.choice((0, 0, 0, 150, 400, 900))
        made.add(
            Figure, assessment_id=assessment, campaign_id=self.campaign, submission_id=submission,
            claimed=score, supported=score - less, reviewed=score - less if decided else None,
            readiness_claimed=score, readiness_supported=score, readiness_reviewed=score if decided else None,
            grade=("A", "B", "C", "D")[number % 4], contradictions=int(number % 50 == 0), proof_missing=number % 7,
            at=NOW,
        )  # fmt: skip
        for row in self.sections(decided=decided):
            made.add(SectionFigure, assessment_id=assessment, campaign_id=self.campaign, **row)
        if not decided:
            self.items(assessment)
        if status in {Status.IN_REVIEW, Status.IN_SECOND_REVIEW, Status.DECIDED}:
            self.review(assessment, submission, status, number)

    def sections(self, *, decided: bool) -> Iterator[dict[str, Any]]:
        for section in self.made.document.checklist.form.sections:
            for dial in ("duty", "readiness"):
                points = int(getattr(section.points, dial) * 100)
                if points:
                    claimed = self.made.random.randrange(points // 2, points + 1)
                    supported = claimed - claimed // 10
                    yield {
                        "section": section.key, "dial": dial, "points": points, "claimed": claimed,
                        "supported": supported, "reviewed_points": points if decided else None,
                        "reviewed": supported if decided else None,
                    }  # fmt: skip

    def items(self, assessment: uuid.UUID) -> None:
        """Write down what the items earn by the claim; a decision brings the other columns."""
        for item in self.made.items:
            most = int(item.points * 100)
            claimed = self.made.random.choice((most, most, most // 2, 0))
            self.made.add(
                ItemFigure, assessment_id=assessment, item=item.key, campaign_id=self.campaign, least=0, most=most,
                claimed=claimed, supported=claimed, reviewed=None, level1=None, level2=None, by1=None, by2=None,
                reason=None,
            )  # fmt: skip

    def review(self, assessment: uuid.UUID, submission: uuid.UUID, status: Status, number: int) -> None:
        made = self.made
        people = (self.reviewers[number % REVIEWERS], self.reviewers[(number + 7) % REVIEWERS])
        levels = 1 if status is Status.IN_REVIEW else 2
        for level in range(1, levels + 1):
            outcome = ReviewOutcome.FORWARDED if level < levels else ReviewOutcome.DECIDED
            done = level < levels or status is Status.DECIDED
            made.add(
                Review, id=uuid.uuid4(), assessment_id=assessment, submission_id=submission, level=level, turn=1,
                reviewer_id=people[level - 1], taken_at=NOW, finished_at=NOW if done else None,
                outcome=outcome if done else None, items=len(made.items),
            )  # fmt: skip
        for item in made.items:
            most = int(item.points * 100)
            given = [made.random.choice((most, most, most, most // 2, 0)) for _ in range(2)]
            for level in range(1, levels + 1):
                made.add(
                    ReviewMark, assessment_id=assessment, item=item.key, level=level, submission_id=submission,
                    points=str(given[level - 1] / 100), rejects_not_applicable=False, opinion="", revision=1,
                    by=people[level - 1], at=NOW,
                )  # fmt: skip
            if status is Status.DECIDED:
                differs = given[1] < most
                made.add(
                    ItemFigure, assessment_id=assessment, item=item.key, campaign_id=self.campaign, least=0, most=most,
                    claimed=most, supported=most, reviewed=given[1], level1=given[0], level2=given[1], by1=people[0],
                    by2=people[1], reason="evidence-insufficient" if differs else None,
                )  # fmt: skip
