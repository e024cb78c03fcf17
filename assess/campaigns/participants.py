"""Who takes part: added by a filter or a list, taken out again; every time with a record."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.campaigns import definition, operations, queries, selection
from assess.campaigns.definition import CampaignEvent
from assess.campaigns.models import Campaign, Participant
from assess.campaigns.selection import Wanted
from assess.errors import InvalidError

_AT_ONCE: Final = 500
_NAMED: Final = 200
"""So many ids are written into the record; of more, their number, and when each came is with the participant."""


def add_matching(
    session: Session, *, actor: Actor, campaign_id: uuid.UUID, wanted: Wanted, reason: str = "", now: datetime
) -> int:
    """Add everybody a filter means; says how many.

    Raises:
        NotFoundError: Not there, or not the actor's.
        ForbiddenError: Nobody can be added any more.
        InvalidError: Nobody is left to add, or there is no reason where one is needed.
    """
    found = queries.take(session, actor=actor, campaign_id=campaign_id)
    operations.require_step(found, CampaignEvent.ADDED, now)
    chosen = selection.ids(session, found, wanted)
    return _add(session, found, actor, chosen, now=now, reason=reason, selected=wanted.to_json())


def add_listed(
    session: Session, *, actor: Actor, campaign_id: uuid.UUID, entries: Sequence[str], reason: str = "", now: datetime
) -> int:
    """Add those of a list who are found and fit; says how many. Raises as `add_matching`."""
    found = queries.take(session, actor=actor, campaign_id=campaign_id)
    operations.require_step(found, CampaignEvent.ADDED, now)
    chosen = [one.id for one in selection.resolve(session, found, entries).matched]
    return _add(session, found, actor, chosen, now=now, reason=reason, selected=None)


def _add(
    session: Session,
    campaign: Campaign,
    actor: Actor,
    chosen: Sequence[uuid.UUID],
    *,
    now: datetime,
    reason: str,
    selected: dict[str, object] | None,
) -> int:
    status = operations.require_step(campaign, CampaignEvent.ADDED, now)
    why = definition.reason(reason, CampaignEvent.ADDED, queries.phase_of(campaign, now))
    if not chosen:
        raise InvalidError("campaign.nobody-to-add", field="list" if selected is None else "filter")
    _store(session, campaign, actor, chosen, now)
    campaign.status, campaign.revision = status, campaign.revision + 1
    if selected is not None:
        campaign.selection = selected
    detail = _told(chosen) | ({"filter": selected} if selected is not None else {})
    operations.record(session, campaign, actor, CampaignEvent.ADDED, now, reason=why, **detail)
    return len(chosen)


def _store(session: Session, campaign: Campaign, actor: Actor, chosen: Sequence[uuid.UUID], now: datetime) -> None:
    """Make their rows, or bring back those of who was here before."""
    known = set(session.scalars(select(Participant.organisation_id).where(Participant.campaign_id == campaign.id)))
    here = {"campaign_id": campaign.id, "added_by": actor.account_id, "added_at": now}
    fresh = [{**here, "organisation_id": one} for one in chosen if one not in known]
    if fresh:
        session.execute(insert(Participant), fresh)
    back = [one for one in chosen if one in known]
    for start in range(0, len(back), _AT_ONCE):
        session.execute(
            update(Participant)
            .where(
                Participant.campaign_id == campaign.id, Participant.organisation_id.in_(back[start : start + _AT_ONCE])
            )
            .values(removed_at=None, closes_at=None, added_by=actor.account_id, added_at=now)
        )


def remove(
    session: Session, *, actor: Actor, campaign_id: uuid.UUID, organisation_id: uuid.UUID, reason: str, now: datetime
) -> Participant:
    """Take an organisation out; what it has filled in is for `assess.assessments.leaving` to see to.

    Raises:
        NotFoundError: Not there, not the actor's, or it takes no part.
        ForbiddenError: Nobody can be taken out any more.
        InvalidError: No reason.
    """
    found = queries.take(session, actor=actor, campaign_id=campaign_id)
    status = operations.require_step(found, CampaignEvent.REMOVED, now)
    why = definition.reason(reason, CampaignEvent.REMOVED, queries.phase_of(found, now))
    gone = queries.participant(session, campaign_id, organisation_id)
    gone.removed_at = now
    found.status, found.revision = status, found.revision + 1
    operations.record(session, found, actor, CampaignEvent.REMOVED, now, reason=why, **_told([organisation_id]))
    return gone


def _told(chosen: Collection[uuid.UUID]) -> dict[str, object]:
    named = [str(one) for one in chosen] if len(chosen) <= _NAMED else []
    return {"count": len(chosen), **({"organisations": named} if named else {})}
