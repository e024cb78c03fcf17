"""Who uses which version of a checklist: counts, and organisations by name with the state of their work; no answer."""

import json
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from assess.access.actor import Actor, require
from assess.access.roles import Action
from assess.accounts.models import Account, Organisation
from assess.assessments.models import Assessment
from assess.assessments.workflow import EDITABLE, Status
from assess.audit.log import GENERAL
from assess.audit.models import AuditDetail, AuditEvent

PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class Usage:
    """How many assessments stand on a version: those that can still be filled in, those handed in, and trials."""

    open: int = 0
    submitted: int = 0
    trials: int = 0


NONE: Final = Usage()


@dataclass(frozen=True, slots=True)
class User:
    """An organisation on a version, and how far it is."""

    organisation: str
    region: str
    status: Status
    started_at: datetime
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Users:
    """A page of organisations; `total` counts all of them."""

    found: tuple[User, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """Give how many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a version; `by` is None where it was done at the machine."""

    action: str
    at: datetime
    by: str | None
    reason: str


def counts(session: Session, *, now: datetime) -> Mapping[uuid.UUID, Usage]:
    """Count the assessments by version, in one query; withdrawn ones and trials that are over do not count."""
    trial = Assessment.organisation_id.is_(None)
    rows = session.execute(
        select(Assessment.checklist_version_id, Assessment.status, trial, func.count())
        .where(
            Assessment.status != Status.WITHDRAWN,
            or_(Assessment.guest_expires_at.is_(None), Assessment.guest_expires_at > now),
        )
        .group_by(Assessment.checklist_version_id, Assessment.status, trial)
    )
    found: Counter[tuple[uuid.UUID, str]] = Counter()
    for version_id, status, on_trial, count in rows:
        kind = "trials" if on_trial else "open" if status in EDITABLE else "submitted"
        found[version_id, kind] += count
    return {
        version_id: Usage(*(found[version_id, kind] for kind in ("open", "submitted", "trials")))
        for version_id in {version_id for version_id, _ in found}
    }


def users(session: Session, *, actor: Actor, version_id: uuid.UUID, page: int) -> Users:
    """List the organisations on a version by name, a page of them.

    Args:
        session: A session.
        actor: An administrator.
        version_id: Which version.
        page: From 1.
    """
    require(actor, Action.PUBLISH, None)
    mine = and_(Assessment.checklist_version_id == version_id, Assessment.organisation_id.is_not(None))
    total = session.scalar(select(func.count()).select_from(Assessment).where(mine)) or 0
    rows = session.execute(
        select(
            Organisation.name, Organisation.region, Assessment.status, Assessment.created_at, Assessment.submitted_at
        )
        .join(Organisation, Organisation.id == Assessment.organisation_id)
        .where(mine)
        .order_by(Organisation.name, Assessment.created_at, Assessment.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return Users(tuple(User(*row) for row in rows), total, page)


def history(session: Session, *, actor: Actor, version_id: uuid.UUID) -> tuple[Step, ...]:
    """List who published, retired and restored a version, and why, the latest first; in one query."""
    require(actor, Action.PUBLISH, None)
    rows = session.execute(
        select(AuditEvent.action, AuditEvent.at, Account.name, AuditDetail.detail)
        .outerjoin(AuditDetail, (AuditDetail.stream == AuditEvent.stream) & (AuditDetail.seq == AuditEvent.seq))
        .outerjoin(Account, Account.id == AuditEvent.actor_id)
        .where(
            AuditEvent.stream == GENERAL,
            AuditEvent.subject_type == "checklist_version",
            AuditEvent.subject_id == str(version_id),
        )
        .order_by(AuditEvent.seq.desc())
    )
    return tuple(Step(action, at, name, _reason(detail)) for action, at, name, detail in rows)


def _reason(detail: str | None) -> str:
    """Give the reason that was recorded; none where it was erased, or never given."""
    kept: Mapping[str, object] = json.loads(detail or "{}")
    return str(kept.get("reason", ""))
