"""Two results of one organisation compared: last cycle, another version, another region."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from assess.errors import NotFoundError
from assess.overview import owner, pairs
from assess.web.deps import DbSession, Now
from assess.web.pages.everywhere import ToLook
from assess.web.templating import render
from assess.web.views import comparison

router = APIRouter(prefix="/organisation")


@router.get("/compare", name="compare-results")
def show(
    request: Request,
    *,
    session: DbSession,
    visitor: ToLook,
    now: Now,
    before: Annotated[str, Query(alias="from")] = "",
    after: Annotated[str, Query(alias="to")] = "",
    organisation: uuid.UUID | None = None,
) -> Response:
    """Compare two results; without any, ask which."""
    whose = owner.owner(session, actor=visitor.actor, organisation_id=organisation, now=now)
    if whose is None:
        raise NotFoundError
    old, new = (
        pairs.opened(session, pairs.read_ref(text), actor=visitor.actor, whose=whose, now=now) if text else None
        for text in (before, after)
    )
    return render(
        request,
        "pages/overview/compare.html",
        name=whose.organisation.name if whose.organisation else "",
        picking=comparison.picking(pairs.choices(session, whose), before, after),
        whose=whose,
        shown=comparison.shown(old, new) if old and new else None,
    )
