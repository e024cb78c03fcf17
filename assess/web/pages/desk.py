"""The visitor's own assessments: list, start, claim."""

import uuid
from collections.abc import Collection
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from assess.access.actor import Actor
from assess.access.roles import Action, Role
from assess.accounts.sessions import Visit
from assess.assessments import campaign_queries, queries, trials
from assess.assessments.queries import Summary
from assess.assessments.workflow import Status
from assess.errors import ForbiddenError
from assess.reviews import queries as reviews
from assess.web import i18n
from assess.web.deps import DbSession, MaybeVisitor, Needs, Now, see
from assess.web.errors import to_sign_in
from assess.web.forms.base import marked
from assess.web.templating import render
from assess.web.views import campaigns as views

router = APIRouter()

STATES: dict[Status, tuple[str, str]] = {
    Status.DRAFT: (marked("填报中"), "going"),
    Status.SUBMITTED: (marked("已提交"), "done"),
    Status.IN_REVIEW: (marked("复核中"), "going"),
    Status.IN_SECOND_REVIEW: (marked("复核中"), "going"),
    Status.RETURNED: (marked("已退回"), "warn"),
    Status.DECIDED: (marked("已审定"), "done"),
    Status.APPEALED: (marked("申诉中"), "going"),
    Status.WITHDRAWN: (marked("已撤回"), "blocked"),
    Status.REOPENED: (marked("已重新开放"), "going"),
}
"""What each state is called, and the look of its tag."""


@router.get("/assessments", name="assessments")
def assessments(
    request: Request, session: DbSession, visitor: MaybeVisitor, now: Now, registered: str = ""
) -> Response:
    """List what the visitor may see; who is nobody is asked to sign in."""
    found = queries.list_for(session, actor=visitor.actor, now=now) if visitor else []
    if visitor is None or not (visitor.actor.signed_in or found):
        return to_sign_in(request)
    known = reviews.known(session, assessments=[one.id for one in found])
    return render(
        request,
        "pages/account/assessments.html",
        own=[one for one in found if one.organisation_id],
        trials=[one for one in found if not one.organisation_id],
        state=partial(state, known=known),
        known=known,
        campaigns=(mine := campaign_queries.mine(session, actor=visitor.actor)),
        several=len({one.part.organisation_id for one in mine}) > 1,
        now=now,
        views=views,
        outside=outside(visitor.actor),
        waiting=reviews.waiting(session, actor=visitor.actor, now=now) if outside(visitor.actor) else None,
        claimable=bool(visitor.actor.organisations(Action.CLAIM_TRIAL)),
        registered=bool(registered),
    )


def outside(actor: Actor) -> str:
    """Name the role of somebody who does not fill in assessments themselves; nothing for everybody else."""
    if not actor.memberships or actor.organisations(Action.START):
        return ""
    return Role.REVIEWER if actor.organisations(Action.REVIEW) else Role.ADMINISTRATOR


def state(summary: Summary, *, known: Collection[uuid.UUID] = ()) -> tuple[str, str]:
    """Name the state of an assessment in the reader's language, with the look of its tag.

    That it was decided is not known before the decision is published; `known` are those of which it is.
    """
    hidden = summary.status is Status.DECIDED and summary.id not in known
    name, look = STATES[Status.IN_SECOND_REVIEW if hidden else summary.status]
    return i18n.gettext(name), look


@router.post("/assessments/claim", name="claim-trials")
def claim(session: DbSession, visitor: Annotated[Visit, Depends(Needs(Action.CLAIM_TRIAL))], now: Now) -> Response:
    """Make this browser's trials assessments of the visitor's organisation."""
    own = visitor.actor.organisations(Action.CLAIM_TRIAL)
    if not own:
        raise ForbiddenError
    trials.claim_trials(session, actor=visitor.actor, organisation_id=own[0], now=now)
    return see("/assessments")
