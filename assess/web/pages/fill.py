"""Filling in: the task list, the start page, the question pages and the live score."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from assess.access.roles import Action
from assess.accounts.sessions import Visit
from assess.assessments import comments, duties, items, migrating, prefill_operations
from assess.checklists import queries as checklists
from assess.errors import ConflictError
from assess.reports import annexes
from assess.web.deps import AppSettings, DbSession, Needs, Now, PostedForm, get_agreed, limits, see
from assess.web.forms.base import Fields
from assess.web.forms.typed import revision
from assess.web.language import switched
from assess.web.pages.asking import Asked, ask, onward
from assess.web.pages.opening import ToAnswer, ToView, page_of
from assess.web.pages.saving import Writer, chosen, pressed, save_page
from assess.web.templating import render
from assess.web.views import hub, listed, prefill, reviewed, tally
from assess.web.views.desk import Desk

router = APIRouter(prefix="/assessments/{assessment_id}")
FOLDER = "pages/assessments"


@router.get("", name="hub")
def show_hub(request: Request, session: DbSession, desk: ToView, mine: str = "") -> Response:
    """Show the task list or one's own part of it, what waits for one, and whether the checklist has a newer version."""
    loaded = desk.loaded
    listing = hub.hub(desk, only_mine=bool(mine))
    standing = checklists.standing(session, key=loaded.published.key, version_id=loaded.assessment.checklist_version_id)
    return render(
        request,
        f"{FOLDER}/hub.html",
        desk=desk,
        hub=listing,
        only_mine=bool(mine) and listing.mine > 0,
        comments=comments.Tally() if desk.trial else comments.tally(session, actor=desk.actor, assessment_id=desk.id),
        duties_offer=_offer(session, desk),
        tally=tally.tally(desk),
        standing=standing,
        offered=prefill.count(desk),
        back=reviewed.back(desk),
    )


def _offer(session: Session, desk: Desk) -> duties.Earlier | None:
    """Say whose assignment a lead may take over; nothing once a section was given here."""
    if desk.trial or desk.duties or not desk.editable or not desk.may(Action.ASSIGN):
        return None
    return duties.offered(session, desk.loaded.assessment, desk.loaded.published)


@router.get("/start", name="briefing")
def briefing(request: Request, desk: ToView) -> Response:
    """Say for whom this is, how long it takes, what to have at hand, who reads it, and what it rests on."""
    return render(
        request,
        f"{FOLDER}/start.html",
        desk=desk,
        checklist=desk.loaded.published.checklist,
        measure=desk.loaded.published.measure,
        sources=annexes.sources(desk.frame),
        tally=tally.tally(desk),
        offered=prefill.count(desk),
    )


@router.get("/sections/{section}/{group}", name="section", dependencies=[Depends(get_agreed)])
def show(
    request: Request, *, desk: ToView, section: str, group: str, now: Now, back: str = "", more: str = ""
) -> Response:
    """Show a question page."""
    page = page_of(desk, section, group)
    return ask(request, Asked(desk, page, page.form(data=desk.inputs.answers), now, back=back, more=more))


@router.post("/sections/{section}/{group}", name="save-section", dependencies=[Depends(get_agreed)])
def save(
    request: Request,
    *,
    session: DbSession,
    desk: ToAnswer,
    visitor: Annotated[Visit, Depends(Needs(Action.ANSWER))],
    settings: AppSettings,
    section: str,
    group: str,
    posted: PostedForm,
    now: Now,
) -> Response:
    """Save a whole question page and go where the button says."""
    page, sent = page_of(desk, section, group), Fields(pressed(posted))
    form = page.form(sent)
    back = str(posted.get("back") or "")
    if switched(request, posted):
        return ask(request, Asked(desk.again(), page, page.form(sent), now, sent=sent, back=back))
    writer = Writer(session.connection(), visitor, limits(settings), now)
    outcome = save_page(writer, desk=desk, page=page, form=form, sent=sent, keep=chosen(posted))
    fresh = desk.reloaded(session, now)
    if not outcome.clean:
        return ask(request, Asked(fresh, page, form, now, sent=sent, outcome=outcome, back=back))
    stale = _press(session, fresh, posted, now)
    return see(f"{desk.base}/items/{stale}/not-applicable?stale=yes" if stale else onward(fresh, page, posted, back))


def _press(session: Session, desk: Desk, posted: FormData, now: datetime) -> str:
    """Do what the pressed button says besides saving; names the item whose claim somebody else changed meanwhile."""
    actor, here = desk.actor, desk.id
    if unclaimed := posted.get("unclaim"):
        item, _space, seen = str(unclaimed).partition(" ")
        expected = revision(seen) if seen else None
        try:
            items.unclaim_item(session, actor=actor, assessment_id=here, item=item, now=now, expected=expected)
        except ConflictError:
            return item
    if confirmed := posted.get("confirm"):
        migrating.confirm(session, actor=actor, assessment_id=here, fact=str(confirmed), now=now)
    if taken := prefill.wanted([posted.get("take")]):
        prefill_operations.take(session, actor=actor, assessment_id=here, wanted=taken, now=now)
    if reclaimed := posted.get("reclaim"):
        migrating.confirm_claim(session, actor=actor, assessment_id=here, item=str(reclaimed), now=now)
    return ""


@router.get("/score", name="score")
def score(request: Request, desk: ToView, at: str = "") -> Response:
    """Give the score box anew, with what the answers make visible on the page."""
    section, _, group = at.partition("/")
    page = page_of(desk, section, group)
    return render(
        request,
        f"{FOLDER}/score.html",
        desk=desk,
        tally=tally.tally(desk, page),
        states_now=tally.states_json(desk, page),
        listed_now=listed.by_fact(desk, page),
    )
