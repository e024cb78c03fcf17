"""What a route of a review works on: who may review at all, and the desk they opened."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Action
from assess.accounts.sessions import Visit
from assess.checklists import texts
from assess.errors import NotFoundError, SignedOutError
from assess.reviews import operations, queries
from assess.web import i18n
from assess.web.deps import DbSession, MaybeVisitor, Now
from assess.web.forms.reviewing_filter import Wanted
from assess.web.security import SAFE_METHODS
from assess.web.views.reviewing_scene import Scene


class Reviewing:
    """Names the permission of the review pages: to who reviews nowhere, there are none."""

    def __init__(self, action: Action = Action.REVIEW) -> None:
        self.action = action

    def __call__(self, request: Request, visitor: MaybeVisitor) -> Visit:
        """Give the visitor who reviews for some body.

        Raises:
            SignedOutError: Nobody is signed in: whoever follows a link of a letter signs in first.
            NotFoundError: The account reviews nowhere.
        """
        if visitor is None or not visitor.actor.signed_in:
            raise SignedOutError
        if not visitor.actor.organisations(self.action):
            request.state.visitor = None  # an address that does not exist knows nobody either
            raise NotFoundError
        return visitor


Reviewer = Annotated[Visit, Depends(Reviewing())]


@dataclass(frozen=True)
class Opened:
    """A review on its way through a route."""

    request: Request
    session: Session
    actor: Actor
    id: uuid.UUID
    now: datetime
    scene: Scene

    @property
    def at(self) -> dict[str, Any]:
        """Give what every operation on this review is told."""
        return {"actor": self.actor, "assessment_id": self.id, "now": self.now}

    def again(self) -> "Opened":
        """Load it anew: after a change, or in the language that has just been chosen."""
        return opened(self.request, self.session, self.actor, self.id, self.now)


def opened(request: Request, session: Session, actor: Actor, assessment_id: uuid.UUID, now: datetime) -> Opened:
    """Open the desk of an assessment, with the filter of the queue it was reached from."""
    desk = queries.desk(session, actor=actor, assessment_id=assessment_id, now=now)
    official = texts.official(session, desk.published.measure.key)
    query = Wanted.read(request.query_params).query
    scene = Scene(desk, i18n.current(), query, official)
    return Opened(request, session, actor, assessment_id, now, scene)


def get_review(request: Request, assessment_id: uuid.UUID, session: DbSession, visitor: Reviewer, now: Now) -> Opened:
    """Open the desk for a route, and leave the trace of what is looked at: the submission, or one item of it."""
    found = opened(request, session, visitor.actor, assessment_id, now)
    item = request.path_params.get("item")
    if item is not None and item not in found.scene.sheet.cards:
        raise NotFoundError
    if item is not None and not operations.opened_item(session, item=item, **found.at):
        leave_trace(found, lambda own: operations.open_item(own, item=item, **found.at))
    elif item is None and not found.scene.desk.opened:
        leave_trace(found, lambda own: operations.open_desk(own, **found.at))
    return found


def leave_trace(found: Opened, write: Callable[[Session], object]) -> None:
    """Write down what was looked at, before it is shown; a page that only reads does so in a transaction of its own."""
    if found.request.method not in SAFE_METHODS:
        write(found.session)
        return
    found.session.commit()  # one connection at a time: see `assess.web.deps.take_turn`
    with found.request.app.state.database.write() as own:
        write(own)
        own.commit()


ToReview = Annotated[Opened, Depends(get_review)]
