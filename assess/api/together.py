"""Working together: sections given to people and departments, comments on items."""

import uuid
from typing import Annotated

from fastapi import Query, Response
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.api.deps import Answerer, Assigner, DbSession, Now, Viewer
from assess.api.loading import Seen
from assess.api.once import Made, MaybeOnce
from assess.api.paging import Page, Pages
from assess.api.routing import make_router
from assess.api.schemas.together import (
    CommentChange,
    CommentIn,
    CommentOut,
    DutyIn,
    DutyOut,
    comment_out,
    duty_out,
)
from assess.assessments import comments, duties
from assess.assessments.together_models import Part
from assess.errors import NotFoundError

router = make_router("together")
DUTIES = "/assessments/{assessment_id}/duties"
COMMENTS = "/assessments/{assessment_id}/comments"


@router.get(DUTIES, name="api-duties", summary="各部分的主责与协助")
def listed(session: DbSession, seen: Seen, paging: Pages) -> Page[DutyOut]:
    """List who has which section."""
    return paging.cut(_duties(session, seen.assessment.id), place=lambda one: (one.id.hex,), show=lambda one: one)


def _duties(session: Session, assessment_id: uuid.UUID) -> list[DutyOut]:
    found = duties.of(session, assessment_id=assessment_id)
    rows = [duty_out(section, duty) for section, all_of in found.items() for duty in all_of]
    return sorted(rows, key=lambda one: one.id.hex)


@router.post(DUTIES, name="api-assign-duty", summary="指定主责或协助", status_code=201, response_model=DutyOut)
def assign(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession, actor: Assigner, assessment_id: uuid.UUID, body: DutyIn, once: MaybeOnce, now: Now
) -> Response:
    """Give a section to a person or a department; whoever answered for it before does so no more."""

    def make() -> Made:
        whom = {"account_id": body.account_id, "department_id": body.department_id}
        made = duties.assign(
            session,
            actor=actor,
            assessment_id=assessment_id,
            section=body.section,
            part=Part(body.part),
            now=now,
            **whom,
        )
        session.flush()
        shown = next(one for one in _duties(session, assessment_id) if one.id == made.id)
        return Made(shown, headers={"location": f"/api/v1/assessments/{assessment_id}/duties/{made.id}"})

    return once.answer(session, asked=body.model_dump(mode="json"), make=make, now=now)


@router.get(f"{DUTIES}/{{duty_id}}", name="api-duty", summary="一项主责或协助")
def duty(session: DbSession, seen: Seen, duty_id: uuid.UUID) -> DutyOut:
    """Say who has a section, and as what."""
    for one in _duties(session, seen.assessment.id):
        if one.id == duty_id:
            return one
    raise NotFoundError


@router.delete(f"{DUTIES}/{{duty_id}}", name="api-unassign-duty", summary="取消指定", status_code=204)
def unassign(session: DbSession, actor: Assigner, assessment_id: uuid.UUID, duty_id: uuid.UUID, now: Now) -> None:
    """Take a section from somebody."""
    duties.unassign(session, actor=actor, assessment_id=assessment_id, duty_id=duty_id, now=now)


@router.get(COMMENTS, name="api-comments", summary="评价要点的讨论")
def said(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession,
    actor: Viewer,
    assessment_id: uuid.UUID,
    now: Now,
    paging: Pages,
    item: Annotated[str | None, Query(max_length=100, description="只看这个评价要点。 Of this item only.")] = None,
) -> Page[CommentOut]:
    """List what the organisation's people say of items, the oldest first; nobody else ever sees it."""
    found = comments.listed(session, actor=actor, assessment_id=assessment_id, item=item, now=now)
    return paging.cut(found, place=lambda one: (int(one.at.timestamp() * 1_000_000), one.id.hex), show=comment_out)


@router.post(COMMENTS, name="api-comment", summary="发表意见", status_code=201, response_model=CommentOut)
def add(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession, actor: Answerer, assessment_id: uuid.UUID, body: CommentIn, once: MaybeOnce, now: Now
) -> Response:
    """Say something of an item; those who are named get a letter."""

    def make() -> Made:
        made = comments.add(session, actor=actor, assessment_id=assessment_id, now=now, **body.model_dump())
        address = f"/api/v1/assessments/{assessment_id}/comments/{made.id}"
        return Made(_comment(session, actor, assessment_id, made.id, now), headers={"location": address})

    return once.answer(session, asked=body.model_dump(mode="json"), make=make, now=now)


def _comment(session: Session, actor: Actor, assessment_id: uuid.UUID, comment_id: uuid.UUID, now: Now) -> CommentOut:
    for one in comments.listed(session, actor=actor, assessment_id=assessment_id, now=now):
        if one.id == comment_id:
            return comment_out(one)
    raise NotFoundError


@router.get(f"{COMMENTS}/{{comment_id}}", name="api-one-comment", summary="一条意见")
def comment(session: DbSession, actor: Viewer, assessment_id: uuid.UUID, comment_id: uuid.UUID, now: Now) -> CommentOut:
    """Give one comment."""
    return _comment(session, actor, assessment_id, comment_id, now)


@router.patch(f"{COMMENTS}/{{comment_id}}", name="api-settle-comment", summary="标为已处理或未处理")
def settle(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession,
    actor: Answerer,
    assessment_id: uuid.UUID,
    comment_id: uuid.UUID,
    body: CommentChange,
    now: Now,
) -> CommentOut:
    """Say that a comment is dealt with, or is not after all."""
    step = comments.settle if body.settled else comments.reopen
    step(session, actor=actor, assessment_id=assessment_id, comment_id=comment_id, now=now)
    session.flush()
    return _comment(session, actor, assessment_id, comment_id, now)


@router.delete(f"{COMMENTS}/{{comment_id}}", name="api-delete-comment", summary="收回自己的意见", status_code=204)
def remove(session: DbSession, actor: Answerer, assessment_id: uuid.UUID, comment_id: uuid.UUID, now: Now) -> None:
    """Take one's own comment back."""
    comments.remove(session, actor=actor, assessment_id=assessment_id, comment_id=comment_id, now=now)
