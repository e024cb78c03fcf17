"""不适用 claimed for an item, with a reason, and taken back."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Action
from assess.accounts.models import Account
from assess.assessments import reach
from assess.assessments.models import ItemClaim
from assess.assessments.operations import log
from assess.assessments.workflow import Step
from assess.checklists import documents
from assess.checklists.definition import Published
from assess.errors import ConflictError, InvalidError
from assess.scoring.form import Item

REASON_MAXIMUM: Final = 1000


@dataclass(frozen=True, slots=True)
class Stand:
    """How it stands with 不适用 at an item that was claimed at least once, and who changed it last.

    `reason` is None where the claim was taken back; `revision` is then 0, as where there never was one.
    """

    reason: str | None
    revision: int
    at: datetime
    by_name: str | None


def standing(session: Session, *, assessment_id: uuid.UUID, item: str) -> Stand | None:
    """Say how it stands with an item; None where it never was claimed. The caller has checked who asks."""
    row = session.execute(
        select(ItemClaim.reason, ItemClaim.revision, ItemClaim.at, Account.name)
        .outerjoin(Account, Account.id == ItemClaim.by)
        .where(ItemClaim.assessment_id == assessment_id, ItemClaim.item == item)
    ).one_or_none()
    if row is None:
        return None
    reason, revision, at, name = row
    return Stand(reason, revision if reason is not None else 0, at, name)


def claims(session: Session, *, actor: Actor, assessment_id: uuid.UUID, now: datetime) -> Mapping[str, ItemClaim]:
    """Give the claims of an assessment that hold, by item.

    Raises:
        NotFoundError: No such assessment for this actor.
    """
    reach.get(session, actor=actor, assessment_id=assessment_id, now=now)
    made = select(ItemClaim).where(ItemClaim.assessment_id == assessment_id, ItemClaim.reason.is_not(None))
    return {one.item: one for one in session.scalars(made.order_by(ItemClaim.item))}


def claim_item(
    session: Session,
    *,
    actor: Actor,
    assessment_id: uuid.UUID,
    item: str,
    reason: str,
    now: datetime,
    expected: int | None = None,
) -> ItemClaim:
    """Claim that an item does not apply.

    Args:
        session: A writing session.
        actor: Who claims.
        assessment_id: Of which assessment.
        item: Which item.
        reason: Why.
        now: The present instant.
        expected: The revision this builds on, 0 where nothing is claimed; by default whatever there is. What is claimed
            already with the same reason is no conflict, and nothing changes.

    Raises:
        NotFoundError: No such assessment for this actor.
        ForbiddenError: The role does not permit it, or nothing may change in this state.
        InvalidError: Unknown item, an item that does not allow it, or a reason that is missing or too long.
        ConflictError: `stale`: there is another revision.
    """
    cleaned = reason.strip()
    if not cleaned:
        raise InvalidError("answer.reason-missing", field=item)
    if len(cleaned) > REASON_MAXIMUM:
        raise InvalidError("assessment.reason-too-long", field=item, most=REASON_MAXIMUM)
    if "\0" in cleaned:
        raise InvalidError("value.control-character", field=item)
    return _set(session, actor, assessment_id, item, cleaned, now, expected)


def unclaim_item(
    session: Session,
    *,
    actor: Actor,
    assessment_id: uuid.UUID,
    item: str,
    now: datetime,
    expected: int | None = None,
) -> ItemClaim:
    """Take a claim back; the answers that were given before still hold.

    Raises:
        NotFoundError: No such assessment for this actor.
        ForbiddenError: The role does not permit it, or nothing may change in this state.
        InvalidError: Unknown item.
        ConflictError: `stale`: there is another revision than the expected one.
    """
    return _set(session, actor, assessment_id, item, None, now, expected)


def _set(  # noqa: PLR0917 - the two public operations pass on what they were given
    session: Session,
    actor: Actor,
    assessment_id: uuid.UUID,
    item: str,
    reason: str | None,
    now: datetime,
    expected: int | None,
) -> ItemClaim:
    assessment = reach.take(
        session, actor=actor, assessment_id=assessment_id, action=Action.ANSWER, step=Step.EDIT, now=now
    )
    asked = _item(documents.document(assessment.version), item)
    if reason is not None and not asked.not_applicable:
        raise InvalidError("answer.not-applicable-not-offered", field=item)
    claim = session.get(ItemClaim, (assessment_id, item)) or ItemClaim(
        assessment_id=assessment_id, item=item, revision=0
    )
    if claim.revision and claim.reason == reason:
        return claim
    if expected is not None and expected != (claim.revision if claim.reason is not None else 0):
        raise ConflictError("stale")
    before = claim.reason
    claim.reason, claim.by, claim.at, claim.revision = reason, actor.account_id, now, claim.revision + 1
    session.add(claim)
    log(session, assessment, actor, "item.claimed", now, item=item, before=before, after=reason)
    return claim


def _item(published: Published, key: str) -> Item:
    for item in published.checklist.form.items():
        if item.key == key:
            return item
    raise InvalidError("answer.unknown-item", field=key, given=key)
