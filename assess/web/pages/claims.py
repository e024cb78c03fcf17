"""Claiming that an item does not apply, with a reason."""

from fastapi import APIRouter, Request, Response

from assess.assessments import items
from assess.errors import InvalidError
from assess.web.deps import DbSession, Now, PostedForm, see
from assess.web.language import switched
from assess.web.pages.opening import ToAnswer, card_of
from assess.web.templating import render
from assess.web.views.desk import Desk
from assess.wording.sentences import say

router = APIRouter(prefix="/assessments/{assessment_id}/items/{item}/not-applicable")


@router.get("", name="claim-form")
def show(request: Request, desk: ToAnswer, item: str) -> Response:
    """Ask for the reason."""
    return _form(request, desk, item)


@router.post("", name="claim")
def claim(request: Request, *, session: DbSession, desk: ToAnswer, item: str, posted: PostedForm, now: Now) -> Response:
    """Take the claim and go back to the item."""
    reason = str(posted.get("reason") or "")
    if switched(request, posted):
        return _form(request, desk.again(), item, reason)
    try:
        items.claim_item(session, actor=desk.actor, assessment_id=desk.id, item=item, reason=reason, now=now)
    except InvalidError as refusal:
        return _form(request, desk, item, reason, say(refusal.message, refusal.params, desk.locale))
    return see(_back(desk, item))


def _form(request: Request, desk: Desk, item: str, reason: str = "", error: str = "") -> Response:
    card, _page = card_of(desk, item)
    given = reason or desk.loaded.claims.get(item, "")
    return render(
        request,
        "pages/assessments/na.html",
        status=422 if error else 200,
        desk=desk,
        card=card,
        back=_back(desk, item),
        reason=given,
        error=error,
        errors=[("reason", error)] if error else [],
        language_form="page-form",
    )


def _back(desk: Desk, item: str) -> str:
    card, page = card_of(desk, item)
    return f"{desk.place(page.place)}#{card.anchor}"
