"""Claiming that an item does not apply, with a reason; two claims at once are shown side by side."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from assess.assessments import items
from assess.assessments.items import Stand
from assess.errors import ConflictError, InvalidError
from assess.web.deps import DbSession, Now, PostedForm, see
from assess.web.forms.typed import revision
from assess.web.i18n import gettext as _
from assess.web.language import switched
from assess.web.pages.opening import ToAnswer, card_of
from assess.web.templating import render
from assess.web.views.desk import Desk, time_of_day
from assess.wording.sentences import say

router = APIRouter(prefix="/assessments/{assessment_id}/items/{item}/not-applicable")


@dataclass(frozen=True, slots=True)
class Theirs:
    """What somebody else made of it meanwhile: their reason, empty where they took the claim back."""

    who: str
    when: str
    reason: str


@router.get("", name="claim-form")
def show(request: Request, *, session: DbSession, desk: ToAnswer, item: str, now: Now, stale: str = "") -> Response:
    """Ask for the reason; `stale` says that a claim could not be taken back, because somebody had changed it."""
    theirs = _theirs(session, desk, item, now) if stale else None
    return _form(request, desk, item, theirs=theirs, undoing=bool(stale))


@router.post("", name="claim")
def claim(request: Request, *, session: DbSession, desk: ToAnswer, item: str, posted: PostedForm, now: Now) -> Response:
    """Take the claim, or take it back, and go back to the item."""
    reason = str(posted.get("reason") or "")
    expected = revision(str(posted["revision"])) if "revision" in posted else None
    if switched(request, posted):
        return _form(request, desk.again(), item, reason, seen=expected)
    by = {"actor": desk.actor, "assessment_id": desk.id, "item": item, "now": now, "expected": expected}
    undoing = posted.get("undo") == "yes"
    try:
        if undoing:
            items.unclaim_item(session, **by)  # type: ignore[arg-type]  # each by its name
        else:
            items.claim_item(session, reason=reason, **by)  # type: ignore[arg-type]  # likewise
    except InvalidError as refusal:
        error = say(refusal.message, refusal.params, desk.locale)
        return _form(request, desk, item, reason, error=error, seen=expected)
    except ConflictError:
        fresh = desk.reloaded(session, now)
        theirs = _theirs(session, desk, item, now)
        return _form(request, fresh, item, reason, theirs=theirs, undoing=undoing)
    return see(_back(desk, item))


def _theirs(session: Session, desk: Desk, item: str, now: datetime) -> Theirs | None:
    found: Stand | None = items.standing(session, assessment_id=desk.id, item=item)
    if found is None:
        return None
    mine = found.by_name in {None, desk.actor.name}
    who = _("您本人，在另一个窗口") if mine else found.by_name or ""
    return Theirs(who, time_of_day(found.at, now, desk.locale), found.reason or "")


def _form(
    request: Request,
    desk: Desk,
    item: str,
    reason: str = "",
    *,
    error: str = "",
    theirs: Theirs | None = None,
    undoing: bool = False,
    seen: int | None = None,
) -> Response:
    card, _page = card_of(desk, item)
    held = desk.loaded.claims.get(item, "")
    return render(
        request,
        "pages/assessments/na.html",
        status=422 if error else 409 if theirs else 200,
        desk=desk,
        card=card,
        back=_back(desk, item),
        reason=reason or held,
        held=held,
        revision=desk.loaded.claim_revisions.get(item, 0) if seen is None else seen,
        theirs=theirs,
        undoing=undoing,
        error=error,
        errors=[("reason", error)] if error else [],
        language_form="page-form",
    )


def _back(desk: Desk, item: str) -> str:
    card, page = card_of(desk, item)
    return f"{desk.place(page.place)}#{card.anchor}"
