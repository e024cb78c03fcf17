"""Comments on items: within the organisation only."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from assess.access.roles import Action
from assess.accounts import departments
from assess.accounts.sessions import Visit
from assess.assessments import comments
from assess.errors import ConflictError, InvalidError, NotFoundError
from assess.web.deps import DbSession, Needs, Now, PostedForm, see
from assess.web.language import switched
from assess.web.pages.opening import ToAnswer, ToView, card_of
from assess.web.templating import render
from assess.web.views import comments as views
from assess.web.views.desk import Desk
from assess.wording.sentences import say

router = APIRouter(prefix="/assessments/{assessment_id}/comments")
Colleague = Annotated[Visit, Depends(Needs(Action.ANSWER))]
Reader = Annotated[Visit, Depends(Needs(Action.VIEW))]
CHANGES: dict[str, Callable[..., object]] = {
    "settle": comments.settle,
    "reopen": comments.reopen,
    "remove": comments.remove,
}


@router.get("", name="comments")
def listing(
    request: Request, *, session: DbSession, desk: ToView, now: Now, show: str = "", item: str = ""
) -> Response:
    """List what was said: all that is open, everything, what names the reader, or what was said of one item."""
    return _page(request, session, desk, now, show=show, item=item)


@router.post("", name="comment")
def add(request: Request, *, session: DbSession, desk: ToAnswer, posted: PostedForm, now: Now) -> Response:
    """Take a comment."""
    item, text = str(posted.get("item") or ""), str(posted.get("text") or "")
    if switched(request, posted):
        return _page(request, session, desk.again(), now, item=item, sent=posted)
    try:
        made = comments.add(
            session,
            actor=desk.actor,
            assessment_id=desk.id,
            item=item,
            text=text,
            mentions=_ids(posted.getlist("mentions")),
            now=now,
        )
    except (InvalidError, ConflictError) as error:
        return _page(request, session, desk, now, item=item, sent=posted, error=error)
    return see(f"{desk.base}/comments?{urlencode({'item': item})}#c-{made.id}")


@router.post("/seen", name="comments-seen")
def seen(session: DbSession, visitor: Reader, assessment_id: uuid.UUID, now: Now) -> Response:
    """Note that the reader has seen what names them."""
    comments.see(session, actor=visitor.actor, assessment_id=assessment_id, now=now)
    return see(f"/assessments/{assessment_id}/comments?show=mine")


@router.post("/{comment_id}/{change}", name="change-comment")
def change(
    *,
    session: DbSession,
    visitor: Colleague,
    assessment_id: uuid.UUID,
    comment_id: uuid.UUID,
    change: str,
    posted: PostedForm,
    now: Now,
) -> Response:
    """Settle a comment, open it again, or take one's own back."""
    if change not in CHANGES:
        raise NotFoundError
    CHANGES[change](session, actor=visitor.actor, assessment_id=assessment_id, comment_id=comment_id, now=now)
    back = {name: str(posted.get(name) or "") for name in ("show", "item")}
    query = urlencode({name: value for name, value in back.items() if value})
    return see(f"/assessments/{assessment_id}/comments?{query}")


def _ids(given: Sequence[object]) -> list[uuid.UUID]:
    """Read who is named; what is no id is nobody's, and refused with the rest."""
    return [_id(str(text)) for text in given]


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


def _back(desk: Desk, item: str) -> str:
    card, page = card_of(desk, item)
    return f"{desk.place(page.place)}#{card.anchor}"


def _page(
    request: Request,
    session: Session,
    desk: Desk,
    now: dt.datetime,
    *,
    show: str = "",
    item: str = "",
    sent: FormData | None = None,
    error: InvalidError | ConflictError | None = None,
) -> Response:
    organisation_id, me = desk.loaded.assessment.organisation_id, desk.actor.account_id
    card = desk.sheet.cards.get(item)
    if organisation_id is None or (item and card is None):  # a trial has nobody to talk to
        raise NotFoundError
    found, show = desk.comments(), show if show in views.SHOWS else "all" if item else "open"
    here = [one for one in found if not item or one.item == item]
    field = "mentions" if getattr(error, "field", None) == "mentions" else "text"
    return render(
        request,
        "pages/assessments/comments.html",
        status=error.status if error else 200,
        desk=desk,
        threads=views.threads(desk, views.chosen(here, show, me), now),
        filters=views.filters(here, me),
        show=show,
        card=card,
        back=_back(desk, item) if card else "",
        news=any(one.news_for(me) for one in found),
        people=views.nameable(departments.people(session, organisation_id), me) if item else (),
        text=str(sent.get("text") or "") if sent else "",
        named=set(map(str, sent.getlist("mentions"))) if sent else set(),
        errors=[(field, say(error.message, error.params, desk.locale))] if error else [],
        wrong=field if error else "",
        longest=comments.TEXT_MAXIMUM,
        most_named=comments.MOST_NAMED,
        language_form="page-form" if item else None,
    )
