"""A campaign whose participants have handed in, its reviewer, and what works its batches off, for tests."""

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.accounts.models import Account
from assess.assessments.models import Submission
from assess.assessments.workflow import Status
from assess.campaigns.models import Campaign
from assess.db import Database
from assess.jobs.models import Job, JobStatus
from assess.jobs.runner import Handler, Runner
from assess.reports.bulk import handlers as batches
from assess.reports.bulk import operations, queries
from assess.reports.bulk.models import ReportBatch
from assess.reports.bulk.operations import Wanted
from assess.reports.handlers import handlers
from assess.reports.orders import Order
from assess.reports.pool import RenderPool
from assess.storage import Storage
from tests.factories.accounts import START, actor_of, make_account, make_organisation
from tests.factories.assessments import make_assessment
from tests.factories.checklists import make_version
from tests.factories.reviews import make_authority, store_campaign
from tests.factories.submissions import make_submission

ANSWERS = {"credit.serious-list": "no"}


@dataclass
class Tiny(RenderPool):
    """Makes small files: each in `slow` seconds, and none for the references that are `broken`."""

    broken: set[str] = field(default_factory=set)
    made: list[str] = field(default_factory=list)
    slow: float = 0

    def __post_init__(self) -> None:
        """Have the room of one worker."""
        super().__init__(1)

    def render(self, order: Order) -> bytes:
        """Write the reference."""
        time.sleep(self.slow)
        reference = order.content.identity.reference or ""
        self.made.append(reference)
        if reference in self.broken:
            raise RuntimeError("cannot be laid out")
        return f"%PDF {order.format} {order.content.locale} {reference}".encode()


@dataclass
class Cycle:
    """A campaign with so many participants who have handed in, in the order of their references."""

    session: Session
    count: int = 3
    now: datetime = START
    given: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Set the scene."""
        self.operator = make_authority(self.session, "省知识产权局", operator=True)
        self.body = make_authority(self.session, parent=self.operator)
        self.campaign: Campaign = store_campaign(self.session, self.body, None, **self.given)
        self.account: Account = make_account(self.session, self.body, Role.REVIEWER, name="张初")
        self.reviewer: Actor = actor_of(self.session, self.account)
        made = [self.handed_in(f"示范企业{number:02d}") for number in range(self.count)]
        self.submissions = sorted((one for one, _name in made), key=lambda one: one.reference)
        self.files = {one.reference: f"{one.reference}-{name}.pdf" for one, name in made}

    def handed_in(self, name: str) -> tuple[Submission, str]:
        """Let one more organisation hand in."""
        organisation = make_organisation(self.session, name=name, parent=self.body)
        lead = make_account(self.session, organisation, Role.LEAD)
        made = make_assessment(self.session, organisation, status=Status.SUBMITTED)
        made.campaign_id, made.submitted_at = self.campaign.id, self.now
        version = make_version(self.session)
        return make_submission(self.session, made, lead, ANSWERS, version=version, at=self.now), name

    def content(self, format_: str = "pdf", locale: str = "zh") -> dict[str, bytes]:
        """Give what the files of a batch hold, by name."""
        return {
            name.replace(".pdf", f".{format_}"): f"%PDF {format_} {locale} {reference}".encode()
            for reference, name in self.files.items()
        }


def make_cycle(database: Database, count: int = 3, *, now: datetime = START) -> Cycle:
    """Store one; what it holds can be looked at afterwards."""
    with database.write() as session:
        session.expire_on_commit = False
        made = Cycle(session, count, now)
        session.commit()
        session.expunge_all()
    return made


def known(pool: RenderPool, storage: Storage) -> Mapping[str, Handler]:
    """Give the handlers of reports and of batches."""
    return {**handlers(pool, storage, "http://assess.test/verify/"), **batches.handlers(storage)}


def work(
    database: Database, storage: Storage, pool: RenderPool, now: datetime, until: Callable[[], bool] | None = None
) -> datetime:
    """Work everything off, waiting as the steps do; gives the instant at which nothing is left, or `until` is true."""
    work_off = known(pool, storage)
    for _ in range(200):
        Runner(database, work_off, lambda at=now: at).run_due()  # type: ignore[misc]  # the loop's instant
        if until is not None and until():
            return now
        with database.read() as session:
            waiting = Job.status.in_((JobStatus.QUEUED, JobStatus.RUNNING)) & Job.name.in_(list(work_off))
            if session.scalar(select(Job.id).where(waiting).limit(1)) is None:
                return now
        now += timedelta(seconds=11)
    raise AssertionError("it never came to an end")


def begin(database: Database, cycle: Cycle, now: datetime, wanted: Wanted = Wanted()) -> uuid.UUID:  # noqa: B008 - frozen
    """Ask for the reports of a campaign as its reviewer."""
    with database.write() as session:
        made = operations.begin(session, actor=cycle.reviewer, campaign_id=cycle.campaign.id, wanted=wanted, now=now)
        session.commit()
        return made.id


def shown(database: Database, batch_id: uuid.UUID) -> queries.Shown:
    """Look a batch up."""
    with database.read() as session:
        batch = session.get_one(ReportBatch, batch_id)
        return queries.Shown(batch, queries._counts(session, [batch_id]).get(batch_id, {}))
