"""Two cities that know nothing of each other, each with its people and one of every thing that has an address."""

import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.accounts import links
from assess.accounts.credentials import ApiToken, OneTimeLink
from assess.accounts.import_models import OrganisationImport, RowOutcome
from assess.accounts.join_models import JoinRequest
from assess.accounts.models import Account, Organisation, OrganisationKind, WebSession
from assess.accounts.sessions import hash_token
from assess.assessments.models import Assessment, Evidence, Submission
from assess.assessments.rescoring.models import RescoreRun, RunState
from assess.assessments.workflow import Status
from assess.campaigns.models import Campaign
from assess.clock import to_local
from assess.db import Database
from assess.errors import AssessError
from assess.listings.models import ListingImport, State
from assess.reports.models import Report, ReportStatus
from assess.reviews import deciding, marking, publishing, taking
from assess.reviews.marking import MarkChange
from assess.reviews.models import ReasonCode
from assess.storage import Storage
from tests.factories.accounts import actor_of, make_account, make_organisation, make_session
from tests.factories.assessments import make_assessment
from tests.factories.campaigns import Bureau, make_bureau, make_campaign
from tests.factories.checklists import make_version
from tests.factories.papers import PDF
from tests.factories.submissions import DOCUMENT, make_submission

ANSWERS = {"credit.serious-list": "no"}
PERSONAS = (
    "guest",
    "outsider",
    "respondent",
    "lead",
    "reviewer",
    "administrator",
    "firm-reviewer",
    "operator",
)
"""Who asks. The outsider belongs nowhere; the reviewer and the administrator are of the authority above the firm; the
firm-reviewer holds the role of a reviewer in the firm itself, whose forms are not theirs to review; the operator runs
the service."""


@dataclass
class Side:
    """One city: its authority, a firm below it, its people, and how to make things that are theirs."""

    session: Session
    storage: Storage
    now: datetime
    bureau: Bureau
    operator: Account
    people: dict[str, Account] = field(default_factory=dict)

    @property
    def firm(self) -> Organisation:
        return self.bureau.enterprises[0]

    def assessment(self, status: Status = Status.DRAFT, *, levels: int = 1) -> Assessment:
        """Make an assessment of the firm; one that was handed in belongs to a campaign of the city's authority."""
        made = make_assessment(self.session, self.firm, status=status)
        files = [] if status in {Status.DRAFT, Status.REOPENED} else [self.evidence(made)]
        if status not in {Status.DRAFT, Status.REOPENED}:
            made.campaign_id = self.campaign(levels=levels).id
            made.submitted_at = self.now - timedelta(hours=1)
            make_submission(
                self.session,
                made,
                self.people["lead"],
                ANSWERS,
                version=make_version(self.session),
                at=self.now,
                files=files,
            )
        self.session.flush()
        return made

    def campaign(self, *, opened: bool = True, levels: int = 1) -> Campaign:
        """Have a campaign with the firm in it, open since yesterday."""
        today = to_local(self.now).date()
        days = {"opens_on": today - timedelta(days=1), "closes_on": today + timedelta(days=9), "review_by": None}
        return make_campaign(
            self.session, self.bureau, self.firm, opened=opened, now=self.now, levels=levels, reminder_days=(), **days
        )

    def in_review(self, reviewer: str = "reviewer", *, levels: int = 1) -> Assessment:
        """Have a form that a reviewer has taken up."""
        made = self.assessment(Status.SUBMITTED, levels=levels)
        taking.take_up(self.session, actor=self.actor(reviewer), assessment_id=made.id, now=self.now)
        return made

    def decided(self) -> Assessment:
        """Have a form whose decision is known to the firm."""
        made = self.in_review()
        reviewer = self.actor("reviewer")
        for item in DOCUMENT.checklist.form.items():
            change = MarkChange(points=Decimal(0), reason=ReasonCode.FACTS_DIFFER)
            with suppress(AssessError):  # what does not count takes no mark
                marking.put_mark(
                    self.session,
                    actor=reviewer,
                    assessment_id=made.id,
                    item=item.key,
                    change=change,
                    expected=0,
                    now=self.now,
                )
        decision = deciding.decide(
            self.session, actor=reviewer, assessment_id=made.id, statement="按材料审定", now=self.now
        )
        publishing.publish(self.session, actor=self.actor("administrator"), decision_id=decision.id, now=self.now)
        return made

    def actor(self, persona: str) -> Actor:
        """Give somebody as the operations see them."""
        return actor_of(self.session, self.people[persona])

    def link(self) -> OneTimeLink:
        """Have an open invitation into the firm."""
        return self.invitation()[0]

    def invitation(self) -> tuple[OneTimeLink, str]:
        """Invite somebody into the firm."""
        made, code = links.invite(
            self.session,
            actor=self.actor("lead"),
            organisation_id=self.firm.id,
            role=Role.RESPONDENT,
            name="郑新人",
            email=None,
            now=self.now,
        )
        self.session.flush()
        return made, code

    def request(self, account: Account | None = None) -> JoinRequest:
        """Have somebody who asks to be let into the firm."""
        who = account or make_account(self.session, name="吴想来")
        made = JoinRequest(
            id=uuid.uuid4(), organisation_id=self.firm.id, account_id=who.id, reason="新来的", at=self.now
        )
        self.session.add(made)
        self.session.flush()
        return made

    def newcomer(self) -> Account:
        """Have one more respondent of the firm."""
        return make_account(self.session, self.firm, Role.RESPONDENT, name="冯同事")

    def web_session(self, persona: str) -> WebSession:
        """Have one more session of a person."""
        made = make_session(self.session, self.people[persona], now=self.now)
        return self.session.get_one(WebSession, hash_token(made.token))

    def organisation_import(self) -> OrganisationImport:
        """Have a workbook that was read and waits."""
        made = OrganisationImport(
            id=uuid.uuid4(),
            scope_id=self.bureau.body.id,
            name="单位.xlsx",
            sha256="b" * 64,
            counts=dict.fromkeys(RowOutcome, 0),
            by=self.people["administrator"].id,
            at=self.now,
        )
        self.session.add(made)
        self.session.flush()
        return made

    def evidence(self, assessment: Assessment) -> Evidence:
        """Attach a small file."""
        stored = self.storage.put(PDF)
        made = Evidence(
            id=uuid.uuid4(),
            assessment_id=assessment.id,
            fact="credit.serious-list",
            kind="record",
            name="查询记录.pdf",
            media_type="application/pdf",
            size=stored.size,
            sha256=stored.key,
            by=self.people["lead"].id,
            at=self.now,
        )
        self.session.add(made)
        self.session.flush()
        return made

    def report(self, assessment: Assessment, *, for_reviewers: bool = False) -> Report:
        """Have a finished report."""
        stored = self.storage.put(PDF)
        made = Report(
            id=uuid.uuid4(),
            assessment_id=assessment.id,
            content_hash=uuid.uuid4().hex * 2,
            code=uuid.uuid4().hex[:12].upper(),
            locale="zh",
            template_version="1",
            status=ReportStatus.READY,
            file_key=stored.key,
            size=stored.size,
            for_reviewers=for_reviewers,
            submission_id=self.handed_in(assessment) if for_reviewers else None,
            created_at=self.now,
            finished_at=self.now,
        )
        self.session.add(made)
        self.session.flush()
        return made

    def handed_in(self, assessment: Assessment) -> uuid.UUID:
        """Give what was handed in."""
        return self.session.scalars(select(Submission.id).where(Submission.assessment_id == assessment.id)).one()

    def token(self, persona: str) -> ApiToken:
        """Have a token of a person."""
        made = ApiToken(
            id=uuid.uuid4(),
            account_id=self.people[persona].id,
            name="某系统",
            start="assess_abcdef",
            token_hash=uuid.uuid4().bytes * 2,
            scopes=["assessments:read"],
            created_at=self.now,
            expires_at=self.now + timedelta(days=30),
        )
        self.session.add(made)
        self.session.flush()
        return made

    def run(self) -> RescoreRun:
        """Have a finished run of re-scoring."""
        made = RescoreRun(
            id=uuid.uuid4(), state=RunState.DONE, engine="1", versions=[], total=0, tally={}, until=self.now
        )
        self.session.add(made)
        self.session.flush()
        return made

    def listing_import(self) -> ListingImport:
        """Have a list that was read and waits."""
        made = ListingImport(
            id=uuid.uuid4(),
            name="名单.csv",
            sha256="a" * 64,
            size=10,
            state=State.DISCARDED,
            by=self.operator.id,
            at=self.now,
        )
        self.session.add(made)
        self.session.flush()
        return made


def build(database: Database, storage: Storage, now: datetime) -> tuple[Side, Side, Session]:
    """Build both sides in one session, which stays open for what is made later."""
    session = Session(database.writing, expire_on_commit=False)  # what is read again would lock SQLite
    office = make_organisation(session, name="运营单位", kind=OrganisationKind.AUTHORITY, operator=True)
    operator = make_account(session, office, Role.ADMINISTRATOR, name="孙运营")
    mine, theirs = (
        Side(session, storage, now, make_bureau(session, enterprises=1, name=name), operator)
        for name in ("甲市监局", "乙市监局")
    )
    for side in (mine, theirs):
        firm, body = side.firm, side.bureau.body
        side.people = {
            "outsider": make_account(session, name="外人"),
            "respondent": make_account(session, firm, Role.RESPONDENT, name="张填报"),
            "lead": make_account(session, firm, Role.LEAD, name="李负责"),
            "reviewer": make_account(session, body, Role.REVIEWER, name="赵复核"),
            "administrator": make_account(session, body, Role.ADMINISTRATOR, name="周管理"),
            "firm-reviewer": make_account(session, firm, Role.REVIEWER, name="钱本企"),
            "colleague": make_account(session, body, Role.REVIEWER, name="卫同行"),
            "operator": operator,
        }
    session.commit()
    return mine, theirs, session
