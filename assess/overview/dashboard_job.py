"""Adding a campaign's figures up, district by district, beside the requests.

Ten thousand assessments have a hundred thousand section figures and more marks; a page reads what they add up to. What
has to be true to the minute (how many have submitted) is no part of it: pages count that themselves.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from assess.assessments import earlier
from assess.assessments.figure_models import CampaignPart
from assess.assessments.figures import SUMMARISE
from assess.campaigns.models import Campaign, CampaignStatus
from assess.checklists.definition import Published
from assess.checklists.models import ChecklistVersion
from assess.clock import to_local
from assess.jobs import operations as jobs
from assess.jobs.runner import Handler, Task
from assess.overview import refiguring
from assess.overview.dashboard_rows import Rows, Sum
from assess.scoring.asked import needed
from assess.scoring.inputs import Inputs
from assess.values.profile import Profile

RECURRING: Final = "summarise-campaigns"
EVERY: Final = dt.timedelta(minutes=10)
"""Drafts fill up and organisations move without any job; so often it is noticed."""

_KEPT: Final = dt.timedelta(hours=1)

Districts = dict[uuid.UUID, dict[str, Any]]


def handlers() -> Mapping[str, Handler]:
    """Give what the worker runs."""
    return {SUMMARISE: _one, RECURRING: _every}


def _one(task: Task) -> None:
    campaign_id = uuid.UUID(task.payload["campaign"])
    now = task.clock()
    with task.database.read() as session:
        parts = added_up(session, campaign_id, now)
    with task.database.write() as session:
        store(session, campaign_id, parts, now)
        jobs.purge(session, names=[SUMMARISE], before=now - _KEPT)
        session.commit()


def _every(task: Task) -> None:
    _rebuild(task)
    now = task.clock()
    with task.database.write() as session:
        for campaign_id in session.scalars(select(Campaign.id).where(Campaign.status != CampaignStatus.DRAFT)):
            slot = int(now.timestamp())
            payload = {"campaign": str(campaign_id)}
            jobs.enqueue(session, name=SUMMARISE, payload=payload, key=f"{SUMMARISE}:{campaign_id}:e{slot}", now=now)
        session.commit()


def _rebuild(task: Task) -> None:
    """Write down figures that are missing, a few in a transaction: others want to write as well."""
    after: uuid.UUID | None = None
    more = True
    while more and not task.stopping():
        with task.database.write() as session:
            after = refiguring.rebuild(session, after=after)
            session.commit()
        more = after is not None


def summarise(session: Session, campaign_id: uuid.UUID, now: dt.datetime) -> None:
    """Add a campaign up and store it, in the caller's transaction."""
    store(session, campaign_id, added_up(session, campaign_id, now), now)


@dataclass(frozen=True, slots=True)
class Part:
    """What a district adds up to: what the dashboard shows, and what the deviation report does."""

    content: dict[str, Any]
    marks: dict[str, Any]


def store(session: Session, campaign_id: uuid.UUID, parts: Mapping[uuid.UUID, Part], now: dt.datetime) -> None:
    """Put the parts in the place of those before."""
    session.execute(delete(CampaignPart).where(CampaignPart.campaign_id == campaign_id))
    rows = [
        {"campaign_id": campaign_id, "district_id": key, "content": part.content, "marks": part.marks, "at": now}
        for key, part in parts.items()
    ]
    if rows:
        session.execute(insert(CampaignPart), rows)


def added_up(session: Session, campaign_id: uuid.UUID, now: dt.datetime) -> dict[uuid.UUID, Part]:
    """Add everything up; eight queries, however many take part.

    Returns:
        A part for every district that has participants; those below none are under the campaign's own id.
    """
    rows = Rows(session, campaign_id)
    content: Districts = {district: {} for district in rows.districts()}
    marks: Districts = {district: {} for district in content}
    _put(content, rows.scores())
    _put(content, rows.grades())
    _put(content, rows.sections())
    _put(content, _drafts(session, rows, now))
    for kind in (rows.items(), rows.pairs(), rows.reasons(), rows.reviewers(1), rows.reviewers(2)):
        _put(marks, kind)
    return {district: Part(content[district], marks[district]) for district in content}


def _put(parts: Districts, found: Iterable[Sum]) -> None:
    for district, path, value in found:
        place = parts.setdefault(district, {})
        for step in path[:-1]:
            place = place.setdefault(step, {})
        place[path[-1]] = value


def _drafts(session: Session, rows: Rows, now: dt.datetime) -> Iterator[Sum]:
    """Say how much of each section the drafts have answered, of the questions that everybody is asked."""
    counts, answers = rows.drafts()
    sections = questions(_document(session, rows.campaign_id), to_local(now).date())
    place = {fact: section for section, facts in sections.items() for fact in facts}
    done: dict[tuple[uuid.UUID, str], int] = {}
    for district, fact, count in answers:
        if fact in place:
            done[district, place[fact]] = done.get((district, place[fact]), 0) + count
    for district, count in counts.items():
        for section, facts in sections.items():
            yield district, ("drafts", section), [done.get((district, section), 0), count * len(facts)]


def _document(session: Session, campaign_id: uuid.UUID) -> Published:
    sha256 = session.scalars(
        select(ChecklistVersion.sha256)
        .join(Campaign, Campaign.checklist_version_id == ChecklistVersion.id)
        .where(Campaign.id == campaign_id)
    ).one()
    return earlier.published_as(session, sha256)


def questions(document: Published, today: dt.date) -> dict[str, list[str]]:
    """Name the questions of each section that are asked whatever else was answered, each under the first that reads it.

    What only some have to answer would make the share of everybody else look too small.
    """
    form, optional = document.checklist.form, {fact.key for fact in document.facts if fact.optional}
    anybody = Profile(kind=document.checklist.audience, region=document.measure.region)
    visible = needed(form, [fact.key for fact in document.facts], Inputs({}, anybody, today))
    left = {key for key, one in visible.items() if one == "ask" and key not in optional}
    found: dict[str, list[str]] = {}
    for section in form.sections:
        read = dict.fromkeys(fact for item in section.items() for fact in item.reads if fact in left)
        found[section.key] = list(read)
        left -= set(read)
    return found
