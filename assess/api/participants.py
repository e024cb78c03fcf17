"""Who takes part in a campaign: listed, added, taken out, given more time."""

import uuid
from typing import Annotated, Any

from fastapi import Query, Response

from assess.api.campaigns import ONE, Runner
from assess.api.deps import DbSession, Now
from assess.api.once import Made, MaybeOnce
from assess.api.paging import Page, Pages
from assess.api.reads import Reads
from assess.api.routing import make_router
from assess.api.schemas.campaigns import (
    AddedOut,
    LaterIn,
    ParticipantOut,
    ParticipantsIn,
    RemoveIn,
    participant_out,
)
from assess.assessments import campaign_queries, deadlines, leaving
from assess.assessments.workflow import Status
from assess.campaigns import participants, queries
from assess.errors import InvalidError

router = make_router("campaigns")
ALL = ONE + "/participants"
EACH = ALL + "/{organisation_id}"


@router.get(ALL, name="api-participants", summary="参评单位", dependencies=[Reads("campaign", "participants-read")])
def listed(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession,
    actor: Runner,
    campaign_id: uuid.UUID,
    paging: Pages,
    status: Status | None = None,
    text: Annotated[str, Query(max_length=200, description="名称的一部分，或代码。 Part of a name, or a code.")] = "",
) -> Page[ParticipantOut]:
    """List who takes part by name, and how far they are."""
    found = queries.get(session, actor=actor, campaign_id=campaign_id)
    page = paging.start() // paging.limit + 1
    state = status.value if status else ""
    rows, total = campaign_queries.members(session, found, name=text, state=state, page=page, size=paging.limit)
    more = [*rows, *rows[-1:]] if page * paging.limit < total else rows
    return paging.page(more, place=lambda _: (page * paging.limit,), show=participant_out)


@router.post(ALL, name="api-add-participants", summary="添加参评单位", response_model=AddedOut)
def add(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession, actor: Runner, campaign_id: uuid.UUID, body: ParticipantsIn, once: MaybeOnce, now: Now
) -> Response:
    """Add those of a list who are found and fit, or everybody a filter means."""
    if (body.entries is None) == (body.filter is None):
        raise InvalidError("api.entries-or-filter", field="entries")

    def make() -> Made:
        step: dict[str, Any] = {
            "session": session,
            "actor": actor,
            "campaign_id": campaign_id,
            "reason": body.reason,
            "now": now,
        }
        if body.filter is not None:
            return Made(AddedOut(added=participants.add_matching(**step, wanted=body.filter.wanted())), 200)
        return Made(AddedOut(added=participants.add_listed(**step, entries=body.entries or ())), 200)

    return once.answer(session, asked=body.model_dump(mode="json"), make=make, now=now)


@router.post(f"{EACH}/remove", name="api-remove-participant", summary="移出参评单位", status_code=204)
def remove(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession,
    actor: Runner,
    campaign_id: uuid.UUID,
    organisation_id: uuid.UUID,
    body: RemoveIn,
    now: Now,
) -> None:
    """Take an organisation out; a draft goes on outside the campaign, what was submitted stays in it."""
    here: dict[str, Any] = {"campaign_id": campaign_id, "organisation_id": organisation_id}
    leaving.remove(session, actor=actor, now=now, **here, **body.model_dump())


@router.post(f"{EACH}/extend", name="api-extend-participant", summary="延长一个单位的期限", status_code=204)
def extend(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession,
    actor: Runner,
    campaign_id: uuid.UUID,
    organisation_id: uuid.UUID,
    body: LaterIn,
    now: Now,
) -> None:
    """Give one organisation more time than everybody."""
    here: dict[str, Any] = {"campaign_id": campaign_id, "organisation_id": organisation_id}
    deadlines.extend(session, actor=actor, now=now, **here, **body.model_dump())
