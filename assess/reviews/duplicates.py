"""The same file again: at other questions, in other forms of the organisation, and with other organisations.

Only what was handed in to a campaign counts: of drafts, and of what is nobody's business, nothing shows. Where the
other form is in this reviewer's reach, it is named; where it is not, it is counted and no more.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.accounts.models import Organisation
from assess.assessments.models import Assessment, Evidence
from assess.campaigns.models import Campaign
from assess.checklists import documents
from assess.checklists.models import ChecklistVersion
from assess.errors import NotFoundError
from assess.reviews import reach
from assess.values.fact import Fact

MOST_GROUPS: Final = 200


@dataclass(frozen=True, slots=True)
class Found:
    """A form that holds the file too, one the reviewer may open."""

    assessment_id: uuid.UUID
    organisation_id: uuid.UUID
    organisation: str
    campaign: str
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class Again:
    """Where a file was handed in besides: by name within reach; beyond it, how many forms of its own and of others."""

    named: tuple[Found, ...] = ()
    own: int = 0
    others: int = 0


@dataclass(frozen=True, slots=True)
class Copy:
    """One of the files of a group: whose, under which name, and for which question (None: not asked any more)."""

    assessment_id: uuid.UUID
    organisation: str
    name: str
    fact: Fact | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Group:
    """A file that several organisations handed in."""

    sha256: str
    media_type: str
    size: int
    organisations: int
    copies: tuple[Copy, ...]


@dataclass(frozen=True, slots=True)
class Repeated:
    """The files of a campaign that several organisations handed in; `more` where there are more than `MOST_GROUPS`."""

    campaign: tuple[uuid.UUID, str] | None
    campaigns: tuple[tuple[uuid.UUID, str], ...]
    groups: tuple[Group, ...]
    more: bool


def again(session: Session, *, actor: Actor, assessment: Assessment, hashes: Collection[str]) -> Mapping[str, Again]:
    """Say of files where else they were handed in, in one query; the caller has found the assessment for the actor."""
    if not hashes:
        return {}
    rows = session.execute(
        select(
            *(Evidence.sha256, Assessment.id, Assessment.organisation_id, Organisation.name, Campaign.name),
            *(Assessment.submitted_at, reach.visible(actor)),
        )
        .join(Assessment, Assessment.id == Evidence.assessment_id)
        .join(Organisation, Organisation.id == Assessment.organisation_id)
        .join(Campaign, Campaign.id == Assessment.campaign_id)
        .where(Evidence.sha256.in_(hashes), Assessment.id != assessment.id, handed_in())
        .distinct()
        .order_by(Assessment.submitted_at, Assessment.id)
    )
    found: dict[str, Again] = {}
    for row in rows:
        found[row[0]] = _with(found.get(row[0], Again()), row, assessment.organisation_id)
    return found


def _with(known: Again, row: Row[*tuple[Any, ...]], own: uuid.UUID | None) -> Again:
    _sha256, assessment_id, organisation_id, organisation, campaign, at, seen = row
    if seen:
        one = Found(assessment_id, organisation_id, organisation, campaign, at)
        return replace(known, named=(*known.named, one))
    if organisation_id == own:
        return replace(known, own=known.own + 1)
    return replace(known, others=known.others + 1)


def handed_in() -> ColumnElement[bool]:
    """Give the condition for files that went out with the last submission to a campaign."""
    there = Evidence.removed_at.is_(None) | (Evidence.removed_at > Assessment.submitted_at)
    return (
        Assessment.campaign_id.is_not(None)
        & Assessment.status.in_(reach.SHOWN)
        & (Evidence.at <= Assessment.submitted_at)
        & there
    )


def repeated(session: Session, *, actor: Actor, campaign_id: uuid.UUID | None) -> Repeated:
    """List the files that several organisations of a campaign handed in, those of most organisations first.

    Args:
        session: Any session.
        actor: A reviewer; of what they may not see nothing is counted.
        campaign_id: Which campaign; the newest they review where none is named.

    Raises:
        NotFoundError: Not a campaign this reviewer has to do with.
    """
    campaigns = tuple(
        (row[0], row[1])
        for row in session.execute(
            select(Campaign.id, Campaign.name).where(reach.reviewed_by(actor)).order_by(Campaign.opens_at.desc())
        )
    )
    wanted = dict(campaigns)
    if campaign_id is not None and campaign_id not in wanted:
        raise NotFoundError
    if not campaigns:
        return Repeated(None, (), (), more=False)
    chosen = campaign_id or campaigns[0][0]
    found = _groups(session, actor, chosen)
    groups = _filled(session, actor, chosen, found[:MOST_GROUPS])
    return Repeated((chosen, wanted[chosen]), campaigns, groups, more=len(found) > MOST_GROUPS)


def _groups(session: Session, actor: Actor, campaign_id: uuid.UUID) -> Sequence[tuple[str, int]]:
    organisations = func.count(Assessment.organisation_id.distinct())
    rows = session.execute(
        select(Evidence.sha256, organisations)
        .join(Assessment, Assessment.id == Evidence.assessment_id)
        .where(Assessment.campaign_id == campaign_id, reach.handed_in(actor), handed_in())
        .group_by(Evidence.sha256)
        .having(organisations > 1)
        .order_by(organisations.desc(), Evidence.sha256)
        .limit(MOST_GROUPS + 1)
    )
    return [(row[0], row[1]) for row in rows]


def _filled(
    session: Session, actor: Actor, campaign_id: uuid.UUID, found: Sequence[tuple[str, int]]
) -> tuple[Group, ...]:
    rows = session.execute(
        select(Evidence, Organisation.name, ChecklistVersion)
        .join(Assessment, Assessment.id == Evidence.assessment_id)
        .join(ChecklistVersion, ChecklistVersion.id == Assessment.checklist_version_id)
        .join(Organisation, Organisation.id == Assessment.organisation_id)
        .where(Assessment.campaign_id == campaign_id, reach.handed_in(actor), handed_in())
        .where(Evidence.sha256.in_([sha256 for sha256, _ in found]))
        .order_by(Evidence.at, Evidence.id)
    )
    copies: dict[str, list[tuple[Evidence, Copy]]] = {}
    for evidence, organisation, version in rows:
        copies.setdefault(evidence.sha256, []).append((evidence, _copy(evidence, organisation, version)))
    return tuple(_group(sha256, count, copies[sha256]) for sha256, count in found)


def _group(sha256: str, organisations: int, held: Sequence[tuple[Evidence, Copy]]) -> Group:
    first = held[0][0]
    return Group(sha256, first.media_type, first.size, organisations, tuple(copy for _, copy in held))


def _copy(evidence: Evidence, organisation: str, version: ChecklistVersion) -> Copy:
    facts = {fact.key: fact for fact in documents.document(version).facts}
    return Copy(evidence.assessment_id, organisation, evidence.name, facts.get(evidence.fact), evidence.at)
