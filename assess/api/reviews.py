"""Reviewing: the queue, the desk of one submission, its items and files; never beyond what one's body reviews."""

import uuid
from decimal import Decimal
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Action
from assess.api.deps import DbSession, Now, by_token
from assess.api.etags import tag
from assess.api.paging import Page, Pages
from assess.api.reads import Reads, leave_trace
from assess.api.routing import make_router
from assess.api.schemas.reviewing import (
    ReviewFileOut,
    ReviewItemMore,
    ReviewItemOut,
    files_out,
    item_more,
    item_out,
)
from assess.api.schemas.reviews import DeskOut, QueueOut, desk_out, queue_row
from assess.assessments.workflow import Status
from assess.errors import NotFoundError
from assess.reviews import operations, queries
from assess.reviews.desk import Desk, MarkRow
from assess.reviews.queries import Filter, Whose
from assess.scoring.form import Item
from assess.scoring.reads import read_by

router = make_router("reviews")
ONE = "/reviews/{assessment_id}"
Reviewer = Annotated[Actor, by_token(Action.REVIEW)]


@router.get("/reviews", name="api-queue", summary="待复核的自评", dependencies=[Reads("queue", "read")])
def queue(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession,
    actor: Reviewer,
    now: Now,
    paging: Pages,
    whose: Whose = Whose.ALL,
    status: Status | None = None,
    district: uuid.UUID | None = None,
    campaign: uuid.UUID | None = None,
    deviation: Annotated[Decimal | None, Query(ge=0, le=10_000, max_digits=7, decimal_places=2)] = None,
    overdue: bool = False,  # noqa: FBT001, FBT002 - a query parameter
    text: Annotated[str, Query(max_length=200)] = "",
) -> QueueOut:
    """List what there is to review: overdue first, then one's own, then the oldest. The queue moves while one pages."""
    wanted = Filter(
        whose=whose,
        status=status,
        district=district,
        campaign=campaign,
        deviation=deviation,
        overdue=overdue,
        text=text,
    )
    page = paging.start() // paging.limit + 1
    found = queries.queue(session, actor=actor, wanted=wanted, page=page, now=now, size=paging.limit)
    rows = found.rows if found.page == page else ()  # beyond the end the queue gives its last page
    more = [*rows, *rows[-1:]] if page < found.pages else rows
    shown = paging.page(more, place=lambda _: (page * paging.limit,), show=queue_row)
    counts = {status.value: count for status, count in found.counts.items()}
    return QueueOut(items=shown.items, next=shown.next, total=found.total, counts=counts)


def get_desk(request: Request, session: DbSession, actor: Reviewer, assessment_id: uuid.UUID, now: Now) -> Desk:
    """Open the desk of the address, and leave the trace of it: the submission, or one item of it.

    Raises:
        NotFoundError: Not there, or not the reviewer's to see; or the form has no such item.
    """
    found = queries.desk(session, actor=actor, assessment_id=assessment_id, now=now)
    asked: dict[str, Any] = {"actor": actor, "assessment_id": assessment_id, "now": now}
    key = request.path_params.get("item")
    if key is None and not found.opened:
        leave_trace(request, session, lambda own: operations.open_desk(own, **asked))
    elif key is not None:
        item = item_of(found, key).key
        if not operations.opened_item(session, item=item, **asked):
            leave_trace(request, session, lambda own: operations.open_item(own, item=item, **asked))
    return found


OnDesk = Annotated[Desk, Depends(get_desk, scope="function")]


def item_of(desk: Desk, key: str) -> Item:
    """Give an item of the form.

    Raises:
        NotFoundError: It has none such.
    """
    for item in desk.published.checklist.form.items():
        if item.key == key:
            return item
    raise NotFoundError


@router.get(ONE, name="api-desk", summary="一份提交的复核情况")
def desk(found: OnDesk) -> DeskOut:
    """Say where a submission stands: who has it, what is to be done, the scores in three columns, what happened."""
    return desk_out(found)


@router.get(f"{ONE}/items", name="api-review-items", summary="各评价要点与评定")
def items(found: OnDesk, paging: Pages) -> Page[ReviewItemOut]:
    """List the items in the order of the form, with the marks of all levels."""
    rows = list(enumerate(found.published.checklist.form.items()))
    return paging.cut(rows, place=lambda one: (one[0],), show=lambda one: item_out(found, one[1]))


@router.get(f"{ONE}/items/{{item}}", name="api-review-item", summary="一个评价要点")
def one(found: OnDesk, item: str) -> ReviewItemMore:
    """Give one item with its answers, its files and why it has its points."""
    wanted = item_of(found, item)
    return item_more(found, wanted, list(read_by(wanted)))


@router.get(f"{ONE}/evidence", name="api-review-files", summary="随提交的佐证材料")
def files(found: OnDesk, paging: Pages) -> Page[ReviewFileOut]:
    """List the files that were handed in, with what was said of each."""
    return paging.cut(files_out(found), place=lambda one: (one.id.hex,), show=lambda one: one)


def fresh(session: Session, actor: Actor, assessment_id: uuid.UUID, now: Now) -> Desk:
    """Open the desk after a change."""
    session.flush()
    return queries.desk(session, actor=actor, assessment_id=assessment_id, now=now)


def mark_etag(mark: MarkRow | None) -> str | None:
    """Give the ETag of what this level says of an item; None where it says nothing."""
    return None if mark is None else tag(mark.level, mark.revision)
