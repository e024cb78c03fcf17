"""Taking answers over from the owner's other assessments, when a person says so."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Action
from assess.assessments import prefill_queries, queries, reach
from assess.assessments.answering import answer
from assess.assessments.prefill import Found, Origin
from assess.assessments.queries import Loaded
from assess.assessments.workflow import Step
from assess.assessments.writing import Change
from assess.audit.chain import Subject
from assess.audit.log import append
from assess.values import dump


@dataclass(frozen=True, slots=True)
class Wanted:
    """An offer as it was shown: the question, and which revision of whose answer."""

    fact: str
    assessment_id: uuid.UUID
    revision: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken over, and what was not: answered here meanwhile, changed there, or no longer on offer."""

    taken: tuple[str, ...]
    missed: tuple[str, ...]


def take(session: Session, *, actor: Actor, assessment_id: uuid.UUID, wanted: Sequence[Wanted], now: datetime) -> Taken:
    """Save answers from elsewhere as if they were given here now; the audit chain says where each came from.

    Nothing is overwritten: a question that has an answer keeps it. Files and notes stay where they are.

    Args:
        session: A writing session.
        actor: A respondent or lead of its organisation, or the trial's guest.
        assessment_id: Where to.
        wanted: What was ticked.
        now: The present instant.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
        ForbiddenError: The role does not permit it, or nothing may change in this state.
    """
    reach.take(session, actor=actor, assessment_id=assessment_id, action=Action.ANSWER, step=Step.EDIT, now=now)
    loaded = queries.load(session, actor=actor, assessment_id=assessment_id, now=now)
    keys = list(dict.fromkeys(one.fact for one in wanted))
    offers = prefill_queries.elsewhere(session, loaded, now=now, facts=keys)
    shown = {one.fact: one for one in wanted}
    taken = tuple(key for key in keys if _still(offers.get(key), shown[key]))
    for key in taken:
        _save(session, actor, loaded, offers[key], now)
    return Taken(taken, tuple(key for key in keys if key not in taken))


def _still(offer: Found | None, shown: Wanted) -> bool:
    """Say whether what was shown is what is on offer now."""
    if offer is None or not offer.offered or offer.given.origin is None:
        return False
    origin = offer.given.origin
    return (origin.assessment_id, origin.revision) == (shown.assessment_id, shown.revision)


def _save(session: Session, actor: Actor, loaded: Loaded, offer: Found, now: datetime) -> None:
    value, origin, key = offer.value, offer.given.origin, offer.asked.key
    if value is None or origin is None:
        return
    held = loaded.answers.get(key)
    change = Change(dump.to_json(value), held.note if held else "", held.revision if held else 0)
    here = loaded.assessment.id
    saved = answer(session, actor=actor, assessment_id=here, fact=key, change=change, now=now)
    append(
        session,
        stream=here.hex,
        actor=actor.account_id,
        action=prefill_queries.TAKEN,
        subject=Subject("answer", key),
        now=now,
        detail={"revision": saved.revision, **_from(origin)},
    )


def _from(origin: Origin) -> dict[str, object]:
    return {
        "from": str(origin.assessment_id),
        "from_revision": origin.revision,
        "checklist": origin.key,
        "version": origin.version,
        "answered_at": origin.at.isoformat(),
    }
