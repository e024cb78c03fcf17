"""Making all decisions of a campaign known, beside the requests: thousands take longer than anybody waits for a page.

Each decision is a transaction of its own, with the progress in it: whoever takes the job up again goes on where it
stopped, and nobody else waits long to write.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from assess.access.actor import Actor
from assess.access.roles import Action
from assess.accounts import tree
from assess.accounts.models import Organisation
from assess.assessments.models import Assessment
from assess.assessments.workflow import Status
from assess.campaigns.models import Campaign, CampaignStatus
from assess.errors import NotFoundError
from assess.jobs import operations as jobs
from assess.jobs.models import Job, JobStatus
from assess.jobs.runner import Handler, PausedError, Task
from assess.reviews import publishing as single
from assess.reviews import reach
from assess.reviews.models import Decision, Publication

PUBLISH_ALL: Final = "publish-campaign"
MOST_NAMED: Final = 20
"""So many organisations whose result could not be published are named."""

_KEPT: Final = timedelta(days=30)
_log = structlog.get_logger()


class PartlyError(Exception):
    """Raised when some decisions could not be made known; the runner tries those again."""


@dataclass(frozen=True, slots=True)
class Publishing:
    """How far the last publication of a campaign is; `left` names what it gave up on, once it did."""

    done: int
    total: int
    failed: bool
    left: tuple[str, ...]


def publish_all(session: Session, *, actor: Actor, campaign_id: uuid.UUID, now: datetime) -> int:
    """Have all decisions of a campaign made known that are not yet, and say how many they are.

    Raises:
        NotFoundError: No such campaign within the administrator's reach.
    """
    campaign = session.get(Campaign, campaign_id)
    if campaign is None:
        raise NotFoundError
    tree.require_reach(session, actor=actor, action=Action.RUN_CAMPAIGN, organisation_id=campaign.organiser_id)
    count = session.scalar(select(func.count()).select_from(_waiting(campaign_id, now).subquery())) or 0
    if count:
        payload = {"campaign": str(campaign_id), "by": str(actor.account_id), "asked": now.isoformat(), "total": count}
        key = f"{_prefix(campaign_id)}{now:%Y%m%d%H%M%S%f}"
        jobs.enqueue(session, name=PUBLISH_ALL, payload=payload, key=key, total=count, now=now)
        jobs.purge(session, names=[PUBLISH_ALL], before=now - _KEPT)
    return count


def publishing(session: Session, *, campaign: Campaign) -> Publishing | None:
    """Say how far publishing a campaign's results is; None where it is done. The caller may see the campaign."""
    if campaign.status is not CampaignStatus.PUBLISHED:
        return None
    prefix = _prefix(campaign.id)
    job = session.scalar(
        select(Job).where(Job.key.between(f"{prefix}0", f"{prefix}9")).order_by(Job.key.desc()).limit(1)
    )
    if job is None or job.status is JobStatus.DONE:
        return None
    failed = job.status is JobStatus.FAILED
    return Publishing(job.done, job.total, failed, _left(session, job) if failed else ())


def handlers() -> Mapping[str, Handler]:
    """Give the handler of the job."""
    return {PUBLISH_ALL: _publish_all}


def _prefix(campaign_id: uuid.UUID) -> str:
    return f"{PUBLISH_ALL}:{campaign_id.hex}:"


def _waiting(campaign_id: uuid.UUID, asked: datetime) -> Select[uuid.UUID]:
    """Select what was decided when it was asked for, holds still, and is not known yet."""
    later = aliased(Decision)
    superseded = select(later.id).where(later.assessment_id == Decision.assessment_id, later.number > Decision.number)
    return (
        select(Decision.id)
        .join(Assessment, Assessment.id == Decision.assessment_id)
        .outerjoin(Publication, Publication.decision_id == Decision.id)
        .where(Assessment.campaign_id == campaign_id, Assessment.status == Status.DECIDED, Decision.at <= asked)
        .where(Publication.decision_id.is_(None), ~superseded.correlate(Decision).exists())
        .order_by(Decision.at, Decision.id)
    )


def _left(session: Session, job: Job) -> tuple[str, ...]:
    campaign_id, asked = uuid.UUID(job.payload["campaign"]), datetime.fromisoformat(job.payload["asked"])
    named = (
        _waiting(campaign_id, asked)
        .join(Organisation, Organisation.id == Assessment.organisation_id)
        .with_only_columns(Organisation.name)
    )
    return tuple(session.scalars(named.limit(MOST_NAMED)))


def _publish_all(task: Task) -> None:
    """Make known what waits; what fails is left to the next try, and holds up nothing else."""
    campaign_id, asked = uuid.UUID(task.payload["campaign"]), datetime.fromisoformat(task.payload["asked"])
    with task.database.read() as session:
        waiting: Sequence[uuid.UUID] = session.scalars(_waiting(campaign_id, asked)).all()
    total, failed = int(task.payload["total"]), 0
    before = total - len(waiting)
    for number, decision_id in enumerate(waiting, 1):
        if task.stopping():
            raise PausedError
        try:
            _publish(task, decision_id, done=max(before + number - failed, 0), total=total)
        except Exception:  # noqa: BLE001 - whatever is wrong with one, the others are published
            _log.exception("publishing.failed", decision=str(decision_id))
            failed += 1
    if failed:
        raise PartlyError


def _publish(task: Task, decision_id: uuid.UUID, *, done: int, total: int) -> None:
    """Make one decision known, unless it is already or was replaced meanwhile, and note the progress with it."""
    campaign_id, asked = uuid.UUID(task.payload["campaign"]), datetime.fromisoformat(task.payload["asked"])
    now = task.clock()
    with task.database.write() as session:
        decision = session.get_one(Decision, decision_id)
        mine = Assessment.campaign_id == campaign_id
        found = reach.lock(session, assessment_id=decision.assessment_id, seen=mine)
        still = _waiting(campaign_id, asked).where(Decision.id == decision_id)
        if session.scalar(still) is not None:
            campaign = session.get_one(Campaign, campaign_id)
            single.make_known(session, found, campaign, decision, by=uuid.UUID(task.payload["by"]), now=now)
        jobs.progress(session, job_id=task.id, done=done, total=total, now=now)
        session.commit()
