"""The assessment a route works on: loaded for the visitor, with the permission the route names."""

import uuid
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from functools import partial
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from assess import clock
from assess.access.actor import Actor
from assess.access.roles import Action
from assess.accounts.sessions import Visit
from assess.assessments import comments, crosscheck, duties, prefill_queries, queries
from assess.assessments.contradictions import Contradiction
from assess.assessments.prefill import Found
from assess.assessments.queries import Loaded
from assess.assessments.workflow import EDITABLE
from assess.campaigns import queries as campaigns
from assess.campaigns.queries import Part
from assess.checklists import texts
from assess.errors import NotFoundError
from assess.reviews import queries as reviews
from assess.scoring.inputs import Inputs
from assess.web import i18n
from assess.web.deps import DbSession, Needs, Now
from assess.web.forms.sheet import GroupPage, ItemCard
from assess.web.views.campaigns import deadline
from assess.web.views.desk import Desk


def desk_for(action: Action) -> Callable[..., Desk]:
    """Make the dependency that opens an assessment for an action."""

    def opened(
        request: Request,
        assessment_id: uuid.UUID,
        session: DbSession,
        visitor: Annotated[Visit, Depends(Needs(action))],
        now: Now,
    ) -> Desk:
        loaded = queries.load(session, actor=visitor.actor, assessment_id=assessment_id, now=now)
        measure = loaded.published.measure.key
        words = partial(texts.official, session, measure)

        def elsewhere(of: Loaded, facts: Collection[str] | None) -> Mapping[str, Found]:
            return prefill_queries.elsewhere(session, of, now=now, facts=facts)

        def listed(of: Loaded, inputs: Inputs) -> tuple[Contradiction, ...]:
            return crosscheck.found(session, of, request.app.state.lists, inputs) or ()

        return Desk(
            loaded,
            visitor.actor,
            as_of(loaded, now),
            i18n.current(),
            official_text=words,
            find_elsewhere=elsewhere,
            find_contradictions=listed,
            find_returned=partial(reviews.returned, session, assessment_id=assessment_id),
            find_part=partial(part_of, session, visitor.actor, loaded),
            find_duties=partial(duties.of, session, assessment_id=assessment_id, account_id=visitor.actor.account_id),
            find_comments=lambda items: comments.found_at(session, assessment_id=assessment_id, items=items),
            deadline=deadline_of(loaded, now),
            over=is_over(loaded, now),
            list_facts=frozenset(kind.fact for kind in request.app.state.lists if kind.fact),
        )

    return opened


def part_of(session: Session, actor: Actor, loaded: Loaded) -> Part | None:
    """Give the organisation's part in the campaign the assessment belongs to, if it belongs to one."""
    campaign = loaded.assessment.campaign_id
    found = campaigns.parts(session, actor=actor, campaign_id=campaign) if campaign else ()
    return next((one for one in found if one.organisation_id == loaded.assessment.organisation_id), None)


def deadline_of(loaded: Loaded, now: datetime) -> str:
    """Say until when it can be filled in; empty where there is no deadline, or nothing to fill in."""
    closes_at, status = loaded.assessment.closes_at, loaded.assessment.status
    return deadline(closes_at, now) if closes_at is not None and status in EDITABLE else ""


def is_over(loaded: Loaded, now: datetime) -> bool:
    """Say whether the time to fill in is past."""
    closes_at = loaded.assessment.closes_at
    return closes_at is not None and now >= closes_at


def as_of(loaded: Loaded, now: datetime) -> date:
    """Give the day to judge on: today, or the day of the submission once nothing can change any more."""
    handed = loaded.submissions and loaded.assessment.status not in EDITABLE
    return clock.to_local(loaded.submissions[-1].at if handed else now).date()


ToView = Annotated[Desk, Depends(desk_for(Action.VIEW))]
ToAnswer = Annotated[Desk, Depends(desk_for(Action.ANSWER))]
ToAttach = Annotated[Desk, Depends(desk_for(Action.ATTACH))]
ToSubmit = Annotated[Desk, Depends(desk_for(Action.SUBMIT))]
ToAppeal = Annotated[Desk, Depends(desk_for(Action.APPEAL))]
ToDownload = Annotated[Desk, Depends(desk_for(Action.DOWNLOAD))]


class Inside:
    """Names the permission of a route that loads nothing: its one operation looks session and permission up itself."""

    def __init__(self, action: Action) -> None:
        self.action = action

    async def __call__(self) -> None:
        """Do nothing: a coroutine, so that no thread is taken."""


def page_of(desk: Desk, section: str, group: str) -> GroupPage:
    """Give a question page; one that the checklist lacks does not exist."""
    page = desk.sheet.pages.get((section, group))
    if page is None:
        raise NotFoundError
    return page


def card_of(desk: Desk, item: str) -> tuple[ItemCard, GroupPage]:
    """Give an item with its page; one that the checklist lacks does not exist."""
    for page in desk.sheet.groups():
        for card in page.items:
            if card.item.key == item:
                return card, page
    raise NotFoundError
