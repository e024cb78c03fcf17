"""不适用 claimed for items, with a reason, under an ETag."""

import uuid
from collections.abc import Callable

from fastapi import Response
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.api.deps import Answerer, DbSession, Now, Viewer
from assess.api.etags import NOT_MODIFIED, Changing, Conditions, PreconditionFailedError, Reading, not_modified, tag
from assess.api.loading import ItemKey, Seen, item_of
from assess.api.paging import Page, Pages
from assess.api.routing import make_router
from assess.api.schemas.answers import ClaimIn, ClaimOut, claim_out
from assess.assessments import items, queries
from assess.assessments.models import ItemClaim
from assess.errors import ConflictError, NotFoundError

router = make_router("claims")
PATH = "/assessments/{assessment_id}/claims"


@router.get(PATH, name="api-claims", summary="申明不适用的评价要点")
def listed(session: DbSession, actor: Viewer, assessment_id: uuid.UUID, now: Now, paging: Pages) -> Page[ClaimOut]:
    """List what is claimed not to apply, by the keys of the items."""
    found = items.claims(session, actor=actor, assessment_id=assessment_id, now=now)
    return paging.cut(sorted(found.values(), key=_key), place=lambda one: (one.item,), show=claim_out)


def _key(claim: ItemClaim) -> str:
    return claim.item


@router.get(
    f"{PATH}/{{item}}",
    name="api-claim",
    summary="一个评价要点的不适用申明",
    response_model=ClaimOut,
    responses=NOT_MODIFIED,
)
def one(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession, actor: Viewer, seen: Seen, item: ItemKey, known: Reading, now: Now, response: Response
) -> ClaimOut | Response:
    """Give one claim; an item that is not claimed answers 404."""
    item_of(seen, item)
    found = items.claims(session, actor=actor, assessment_id=seen.assessment.id, now=now).get(item)
    if found is None:
        raise NotFoundError
    if known.known(tag(found.revision)):
        return not_modified(tag(found.revision))
    response.headers["etag"] = tag(found.revision)
    return claim_out(found)


@router.put(f"{PATH}/{{item}}", name="api-put-claim", summary="申明不适用，或修改理由")
def put(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession,
    actor: Answerer,
    assessment_id: uuid.UUID,
    item: ItemKey,
    body: ClaimIn,
    conditions: Changing,
    now: Now,
    response: Response,
) -> ClaimOut:
    """Claim that an item does not apply, with a reason."""

    def claim(expected: int) -> ItemClaim:
        return items.claim_item(
            session,
            actor=actor,
            assessment_id=assessment_id,
            item=item,
            reason=body.reason,
            now=now,
            expected=expected,
        )

    made = _changed(session, actor, assessment_id, item, conditions, now, claim, body)
    response.headers["etag"] = tag(made.revision)
    return claim_out(made)


@router.delete(f"{PATH}/{{item}}", name="api-delete-claim", summary="收回不适用申明", status_code=204)
def delete(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession, actor: Answerer, assessment_id: uuid.UUID, item: ItemKey, conditions: Changing, now: Now
) -> None:
    """Take a claim back; the answers that were given before still hold."""
    if item not in items.claims(session, actor=actor, assessment_id=assessment_id, now=now):
        raise NotFoundError

    def unclaim(expected: int) -> ItemClaim:
        return items.unclaim_item(
            session, actor=actor, assessment_id=assessment_id, item=item, now=now, expected=expected
        )

    _changed(session, actor, assessment_id, item, conditions, now, unclaim, None)


def _changed(  # noqa: PLR0917 - the two routes pass on what they were given
    session: Session,
    actor: Actor,
    assessment_id: uuid.UUID,
    item: str,
    conditions: Conditions,
    now: Now,
    change: Callable[[int], ItemClaim],
    mine: ClaimIn | None,
) -> ItemClaim:
    """Change a claim if it is the one the client knows."""
    item_of(queries.load(session, actor=actor, assessment_id=assessment_id, now=now), item)
    held = items.claims(session, actor=actor, assessment_id=assessment_id, now=now).get(item)
    shown, etag = (claim_out(held), tag(held.revision)) if held else (None, None)
    conditions.check(etag, theirs=shown, mine=mine)
    try:
        return change(held.revision if held else 0)
    except ConflictError:
        raise PreconditionFailedError(theirs=shown, mine=mine, etag=etag) from None
