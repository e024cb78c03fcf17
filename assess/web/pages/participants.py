"""Who takes part in a campaign, for the administrators who run it: the list, adding, taking out, giving time."""

import math
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData, UploadFile

from assess.access.actor import Actor
from assess.accounts import directory
from assess.accounts.industries import industries, label
from assess.accounts.models import Organisation
from assess.assessments import campaign_queries, deadlines, leaving
from assess.campaigns import operations, participants, queries, selection
from assess.campaigns.definition import CampaignEvent, Phase
from assess.campaigns.listfile import lines_of
from assess.campaigns.models import Campaign
from assess.campaigns.selection import Resolved, Wanted
from assess.errors import ConflictError, InvalidError
from assess.overview import concern
from assess.web import i18n
from assess.web.deps import DbSession, Now, PostedForm, see
from assess.web.forms.campaigns import StepForm, step_form
from assess.web.forms.organisations import size_options
from assess.web.language import switched
from assess.web.pages.campaigns import FOLDER, ONE, SIZE, Administrator, draw, explain
from assess.web.pages.report import waking
from assess.web.reads import Reads
from assess.web.templating import render
from assess.web.views import campaigns as views
from assess.wording.sentences import say

router = APIRouter(prefix="/campaigns")
SHOWN: Final = 20


@router.get(ONE + "/participants", name="campaign-participants", dependencies=[Reads("campaign", "participants-read")])
def listing(
    request: Request,
    *,
    session: DbSession,
    visitor: Administrator,
    campaign_id: uuid.UUID,
    now: Now,
    q: str = "",
    state: str = "",
    page: str = "1",
    done: str = "",
) -> Response:
    """List who takes part, fifty a page."""
    found = queries.get(session, actor=visitor.actor, campaign_id=campaign_id)
    number = views.page_number(page)
    given = {"q": views.words(q), "state": state if state in views.MEMBERS else ""}
    rows, total = campaign_queries.members(
        session, found, name=given["q"], state=given["state"], page=number, size=SIZE
    )
    return render(
        request,
        f"{FOLDER}/participants.html",
        campaign=found,
        rows=rows,
        total=total,
        given=given,
        page=number,
        pages=max(math.ceil(total / SIZE), 1),
        may=views.may(found, now),
        views=views,
        now=now,
        done=done if done in {"added", "removed", "given", "reopened"} else "",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Adding:
    """What the page for adding shows: the filter as typed and as understood; the list, and what became of it."""

    chosen: Wanted = field(default_factory=Wanted)
    given: Mapping[str, str] = field(default_factory=dict)
    listed: str = ""
    resolved: Resolved | None = None
    reason: str = ""
    errors: tuple[tuple[str, str], ...] = ()


@router.get(ONE + "/participants/add", name="add-participants")
def ask(request: Request, *, session: DbSession, visitor: Administrator, campaign_id: uuid.UUID, now: Now) -> Response:
    """Ask who is to take part: by a filter, whose count is shown, or by a list."""
    found = queries.get(session, actor=visitor.actor, campaign_id=campaign_id)
    operations.require_step(found, CampaignEvent.ADDED, now)
    query = dict(request.query_params)
    return _page(request, session, visitor.actor, found, Adding(chosen=views.wanted(query), given=query), now)


@router.get(ONE + "/participants/count", name="count-participants")
def count(
    request: Request, *, session: DbSession, visitor: Administrator, campaign_id: uuid.UUID, now: Now
) -> Response:
    """Say anew how many a filter would add."""
    found = queries.get(session, actor=visitor.actor, campaign_id=campaign_id)
    query = dict(request.query_params)
    shown = _shown(session, found, Adding(chosen=views.wanted(query), given=query), now)
    return render(request, f"{FOLDER}/count.html", shown)


def _shown(session: Session, found: Campaign, adding: Adding, now: datetime) -> dict[str, object]:
    """Work out whom the filter means; who asks for a list gets no filter counted."""
    region = adding.given.get("region", "")
    return {
        "campaign": found,
        "adding": adding,
        "count": selection.count(session, found, adding.chosen),
        "sample": selection.sample(session, found, adding.chosen, SHOWN),
        "unknown_region": "" if adding.chosen.region else region,
        "needs_reason": queries.phase_of(found, now) is not Phase.DRAFT,
        "shown": SHOWN,
    }


def _page(  # noqa: PLR0917 - what every page is drawn from
    request: Request, session: Session, actor: Actor, found: Campaign, adding: Adding, now: datetime
) -> Response:
    locale = i18n.current()
    return render(
        request,
        f"{FOLDER}/add.html",
        _shown(session, found, adding, now),
        status=422 if adding.errors else 200,
        errors=list(adding.errors),
        audience=selection.audience(session, found),
        branches=[(one.id, one.name) for one in directory.branches(session, actor=actor)],
        roles=[(role.key, role.title.to(locale)) for role in concern.roles(session)],
        sizes=size_options(),
        industries=[(code, label(code, locale)) for code in industries()],
        language_form="page-form" if adding.resolved or adding.errors else None,
    )


@router.post(ONE + "/participants/filter", name="add-filtered-participants")
def add_filtered(
    request: Request, *, session: DbSession, visitor: Administrator, campaign_id: uuid.UUID, form: PostedForm, now: Now
) -> Response:
    """Add everybody the filter means."""
    found = queries.get(session, actor=visitor.actor, campaign_id=campaign_id)
    given = _texts(form)
    chosen, mistakes = views.wanted(given), tuple[tuple[str, str], ...]()
    reason = given.get("reason", "")
    if not switched(request, form):
        step: dict[str, Any] = {"actor": visitor.actor, "campaign_id": campaign_id, "now": now}
        try:
            participants.add_matching(session, **step, wanted=chosen, reason=reason)
        except InvalidError as error:
            session.rollback()
            mistakes = (_mistake(error, "filter-reason"),)
        else:
            return waking(request, see(f"/campaigns/{campaign_id}/participants?done=added"))
    adding = Adding(chosen=chosen, given=given, reason=reason, errors=mistakes)
    return _page(request, session, visitor.actor, found, adding, now)


@router.post(ONE + "/participants/list", name="add-listed-participants")
def add_listed(
    request: Request, *, session: DbSession, visitor: Administrator, campaign_id: uuid.UUID, form: PostedForm, now: Now
) -> Response:
    """Read a list, pasted or from a file, and show who is meant; once that was seen, add them."""
    found = queries.get(session, actor=visitor.actor, campaign_id=campaign_id)
    reason = _texts(form).get("reason", "")
    entries: tuple[str, ...] = ()
    mistakes: tuple[tuple[str, str], ...] = ()
    try:
        entries = _entries(form)
        if not switched(request, form) and "add" in form:
            step: dict[str, Any] = {"actor": visitor.actor, "campaign_id": campaign_id, "now": now}
            participants.add_listed(session, **step, entries=entries, reason=reason)
            return waking(request, see(f"/campaigns/{campaign_id}/participants?done=added"))
    except InvalidError as error:
        session.rollback()
        mistakes = (_mistake(error, "list-reason"),)
    resolved = selection.resolve(session, found, entries) if entries else None
    adding = Adding(listed="\n".join(entries), resolved=resolved, reason=reason, errors=mistakes)
    return _page(request, session, visitor.actor, found, adding, now)


def _texts(form: FormData) -> dict[str, str]:
    return {name: value for name, value in form.items() if isinstance(value, str)}


def _mistake(error: InvalidError, reason: str) -> tuple[str, str]:
    """Say what is wrong, and at which field of the page: it has two forms with a reason each."""
    at = {"reason": reason, "filter": "filter-title"}.get(error.field or "", error.field or "list")
    return at, say(error.message, error.params, i18n.current())


def _entries(form: FormData) -> tuple[str, ...]:
    """Read the list; InvalidError where there is none."""
    found = selection.entries(_list_text(form))
    if not found:
        raise InvalidError("campaign.list-empty", field="list")
    return found


def _list_text(form: FormData) -> str:
    """Give the list as text: what was pasted, and what the file holds."""
    sent, pasted = form.get("file"), str(form.get("list") or "")
    if not isinstance(sent, UploadFile) or not sent.filename:
        return pasted
    return f"{pasted}\n{lines_of(sent.file.read())}"


MEMBER = ONE + "/participants/{organisation_id}"


@router.get(MEMBER + "/{change}", name="ask-about-participant")
def ask_about(
    request: Request,
    *,
    session: DbSession,
    visitor: Administrator,
    campaign_id: uuid.UUID,
    organisation_id: uuid.UUID,
    change: views.MemberChange,
    now: Now,
) -> Response:
    """Ask for the reason of taking an organisation out, or of giving it more time."""
    found = queries.get(session, actor=visitor.actor, campaign_id=campaign_id)
    return _member(request, session, found, organisation_id, change, now=now)


@router.post(MEMBER + "/{change}", name="change-participant")
def change_member(
    request: Request,
    *,
    session: DbSession,
    visitor: Administrator,
    campaign_id: uuid.UUID,
    organisation_id: uuid.UUID,
    change: views.MemberChange,
    form: PostedForm,
    now: Now,
) -> Response:
    """Take an organisation out, or give it more time."""
    found = queries.get(session, actor=visitor.actor, campaign_id=campaign_id)
    given = step_form(form, dated=change is views.MemberChange.TIME)
    if switched(request, form) or not given.validate():
        return _member(request, session, found, organisation_id, change, form=given, now=now)
    try:
        _CHANGES[change](session, visitor.actor, campaign_id, organisation_id, given, now)
    except (InvalidError, ConflictError) as error:
        session.rollback()
        explain(given, error)
        return _member(request, session, found, organisation_id, change, form=given, now=now)
    done = "given" if change is views.MemberChange.TIME else "removed"
    return waking(request, see(f"/campaigns/{campaign_id}/participants?done={done}"))


def _remove(  # noqa: PLR0917 - as all changes are called
    session: Session, actor: Actor, campaign_id: uuid.UUID, organisation_id: uuid.UUID, form: StepForm, now: datetime
) -> None:
    leaving.remove(
        session,
        actor=actor,
        campaign_id=campaign_id,
        organisation_id=organisation_id,
        reason=form.reason.data or "",
        confirmed=bool(form.confirmed.data),
        now=now,
    )


def _give_time(  # noqa: PLR0917 - as all changes are called
    session: Session, actor: Actor, campaign_id: uuid.UUID, organisation_id: uuid.UUID, form: StepForm, now: datetime
) -> None:
    deadlines.extend(
        session,
        actor=actor,
        campaign_id=campaign_id,
        organisation_id=organisation_id,
        closes_on=form.day(),
        reason=form.reason.data or "",
        now=now,
    )


_CHANGES: Final = {views.MemberChange.REMOVE: _remove, views.MemberChange.TIME: _give_time}


def _member(
    request: Request,
    session: Session,
    found: Campaign,
    organisation_id: uuid.UUID,
    change: views.MemberChange,
    *,
    form: StepForm | None = None,
    now: datetime,
) -> Response:
    event = CampaignEvent.EXTENDED if change is views.MemberChange.TIME else CampaignEvent.REMOVED
    operations.require_step(found, event, now)
    part = queries.participant(session, found.id, organisation_id, lock=False)
    return draw(
        request,
        "member.html",
        form or step_form(None, dated=False),
        campaign=found,
        organisation=session.get_one(Organisation, organisation_id),
        change=change.value,
        begun=leaving.begun(session, found.id, organisation_id),
        needs_reason=queries.phase_of(found, now) is not Phase.DRAFT,
        closes_at=queries.deadline_of(found, part),
        views=views,
    )
