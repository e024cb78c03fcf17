"""Campaigns, for the administrators who run them: the list, one of them, its description, its steps.

To everybody else these addresses do not exist; a campaign out of reach is as good as missing.
"""

import enum
import math
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session
from wtforms import Form

from assess.access.actor import Actor
from assess.access.roles import Action
from assess.accounts.sessions import Visit
from assess.assessments import campaign_queries, deadlines, reminding
from assess.campaigns import operations, queries
from assess.campaigns.definition import CampaignFields, Phase
from assess.campaigns.models import Campaign
from assess.checklists import queries as checklists
from assess.errors import AssessError, ConflictError, InvalidError
from assess.reviews import operations as reviews
from assess.reviews import queries as reviewed
from assess.web.deps import DbSession, Now, PostedForm, UnseenNeeds, see
from assess.web.errors import sentence
from assess.web.forms.base import errors
from assess.web.forms.campaigns import CampaignForm, LaterForm, StepForm, campaign_form, later_form, step_form
from assess.web.language import switched
from assess.web.pages.account import refuse
from assess.web.pages.report import waking
from assess.web.templating import render
from assess.web.views import campaigns as views

router = APIRouter(prefix="/campaigns")
Administrator = Annotated[Visit, Depends(UnseenNeeds(Action.RUN_CAMPAIGN))]
ONE = "/{campaign_id}"
FOLDER = "pages/campaigns"
SIZE: Final = 50
DONE = ("saved", "opened", "extended", "closed", "reopened", "published", "reminded", "added", "removed", "given")


class CampaignStep(enum.StrEnum):
    """What has a page of its own that asks first."""

    OPEN = "open"
    EXTEND = "extend"
    CLOSE = "close"
    REOPEN = "reopen"
    PUBLISH = "publish"
    REMIND = "remind"


DATED: Final = frozenset({CampaignStep.EXTEND, CampaignStep.REOPEN})
REASONED: Final = DATED | {CampaignStep.CLOSE}
_AFTER: Final[Mapping[CampaignStep, str]] = {
    CampaignStep.OPEN: "opened",
    CampaignStep.EXTEND: "extended",
    CampaignStep.CLOSE: "closed",
    CampaignStep.REOPEN: "reopened",
    CampaignStep.PUBLISH: "published",
    CampaignStep.REMIND: "reminded",
}


@router.get("", name="campaigns")
def listing(request: Request, *, session: DbSession, visitor: Administrator, now: Now, page: str = "1") -> Response:
    """List the campaigns the administrator runs, with how far they are."""
    number = views.page_number(page)
    lines, total = queries.listing(session, actor=visitor.actor, page=number, size=SIZE)
    return render(
        request,
        f"{FOLDER}/list.html",
        lines=lines,
        submitted=campaign_queries.submitted(session, [line.campaign.id for line in lines]),
        total=total,
        page=number,
        pages=max(math.ceil(total / SIZE), 1),
        now=now,
        views=views,
        phase_of=queries.phase_of,
    )


@router.get("/new", name="new-campaign")
def new(request: Request, session: DbSession, visitor: Administrator) -> Response:
    """Ask for the description of a new campaign."""
    return _form(request, _full_form(session, visitor.actor, None))


@router.post("/new", name="create-campaign")
def create(request: Request, session: DbSession, visitor: Administrator, form: PostedForm, now: Now) -> Response:
    """Prepare a campaign; participants come next."""
    given = _full_form(session, visitor.actor, form)
    if switched(request, form):
        return _form(request, _full_form(session, visitor.actor, form))
    if not given.validate():
        return _form(request, given)
    try:
        made = operations.create(session, actor=visitor.actor, fields=given.fields(), now=now)
    except InvalidError as error:
        session.rollback()
        refuse(given, error)
        return _form(request, given)
    return see(f"/campaigns/{made.id}/participants/add")


@router.get(ONE, name="campaign")
def one(
    request: Request, *, session: DbSession, visitor: Administrator, campaign_id: uuid.UUID, now: Now, done: str = ""
) -> Response:
    """Show a campaign: what was settled, how far everybody is, what can be done, what happened."""
    found = queries.get(session, actor=visitor.actor, campaign_id=campaign_id)
    records = queries.records(session, found)
    bodies = {found.organiser_id, found.reviewing_body_id, found.second_body_id}
    return render(
        request,
        f"{FOLDER}/campaign.html",
        campaign=found,
        version=checklists.get(session, found.checklist_version_id),
        names=(names := queries.names(session, bodies | views.named(records))),
        states=(states := campaign_queries.states(session, found.id)),
        total=sum(states.values()),
        told=views.told(records, names),
        phase=queries.phase_of(found, now),
        may=views.may(found, now),
        now=now,
        views=views,
        done=done if done in DONE else "",
        publishing=reviewed.publishing(session, campaign=found),
    )


@router.get(ONE + "/edit", name="describe-campaign")
def describe(
    request: Request, *, session: DbSession, visitor: Administrator, campaign_id: uuid.UUID, now: Now
) -> Response:
    """Show the description as a form: all of it, or what may still change."""
    found = queries.get(session, actor=visitor.actor, campaign_id=campaign_id)
    return _form(request, _edit_form(session, visitor.actor, found, None, now), found)


@router.post(ONE + "/edit", name="edit-campaign")
def edit(
    request: Request, *, session: DbSession, visitor: Administrator, campaign_id: uuid.UUID, form: PostedForm, now: Now
) -> Response:
    """Take the changes."""
    found = queries.get(session, actor=visitor.actor, campaign_id=campaign_id)
    given = _edit_form(session, visitor.actor, found, form, now)
    if switched(request, form):
        return _form(request, _edit_form(session, visitor.actor, found, form, now), found)
    if not given.validate():
        return _form(request, given, found)
    try:
        wanted, expected = _wanted(given, found), given.expected()
        operations.edit(
            session, actor=visitor.actor, campaign_id=campaign_id, fields=wanted, expected=expected, now=now
        )
    except (InvalidError, ConflictError) as error:
        session.rollback()
        explain(given, error)
        given.revision.data = str(found.revision)
        return _form(request, given, found)
    return see(f"/campaigns/{campaign_id}?done=saved")


def _wanted(form: LaterForm, campaign: Campaign) -> CampaignFields:
    return form.fields() if isinstance(form, CampaignForm) else form.merged(queries.fields_of(campaign))


def _full_form(session: Session, actor: Actor, data: Any, found: Campaign | None = None) -> CampaignForm:  # noqa: ANN401 - posted or None
    versions = [one for one in checklists.versions(session) if one.retired_at is None]
    return campaign_form(
        data,
        versions=versions[::-1],
        bodies=queries.bodies(session, actor=actor),
        before=queries.fields_of(found) if found else None,
        revision=found.revision if found else 0,
    )


def _edit_form(session: Session, actor: Actor, found: Campaign, data: Any, now: datetime) -> LaterForm:  # noqa: ANN401 - posted or None
    if queries.phase_of(found, now) is Phase.DRAFT:
        return _full_form(session, actor, data, found)
    return later_form(data, before=queries.fields_of(found), revision=found.revision)


def _form(request: Request, form: LaterForm, campaign: Campaign | None = None) -> Response:
    return draw(request, "form.html", form, campaign=campaign)


def draw(request: Request, name: str, form: Form, **context: object) -> Response:
    """Draw a page with a form, and what is wrong with it."""
    found = errors(form)
    context |= {"form": form, "errors": found, "language_form": "page-form"}
    return render(request, f"{FOLDER}/{name}", context, status=422 if found else 200)


@router.get(ONE + "/steps/{step}", name="campaign-step")
def ask_step(
    request: Request,
    *,
    session: DbSession,
    visitor: Administrator,
    campaign_id: uuid.UUID,
    step: CampaignStep,
    now: Now,
) -> Response:
    """Say what a step does, and ask for the day and the reason it needs."""
    found = queries.get(session, actor=visitor.actor, campaign_id=campaign_id)
    return _step(request, session, visitor.actor, found, step, now=now)


@router.post(ONE + "/steps/{step}", name="take-campaign-step")
def take_step(
    request: Request,
    *,
    session: DbSession,
    visitor: Administrator,
    campaign_id: uuid.UUID,
    step: CampaignStep,
    form: PostedForm,
    now: Now,
) -> Response:
    """Do it."""
    actor = visitor.actor
    found = queries.get(session, actor=actor, campaign_id=campaign_id)
    given = step_form(form, dated=step in DATED)
    if switched(request, form):
        return _step(request, session, actor, found, step, form=step_form(form, dated=False), now=now)
    if not given.validate():
        return _step(request, session, actor, found, step, form=given, now=now)
    try:
        _DO[step](session, actor, campaign_id, given, now)
    except (InvalidError, ConflictError) as error:
        session.rollback()
        explain(given, error)
        return _step(request, session, actor, found, step, form=given, now=now)
    return waking(request, see(f"/campaigns/{campaign_id}?done={_AFTER[step]}"))


def explain(form: Form, error: AssessError) -> None:
    """Put a refusal beside its field; one that is about no field of the form stands above it."""
    if isinstance(error, InvalidError) and error.field is not None and error.field in form:
        refuse(form, error)
    else:
        form.form_errors = [*form.form_errors, sentence(error) or ""]


def _step(
    request: Request,
    session: Session,
    actor: Actor,
    found: Campaign,
    step: CampaignStep,
    *,
    form: StepForm | None = None,
    now: datetime,
) -> Response:
    if step.value not in views.may(found, now):
        raise operations.not_now(found, now)
    asks = step is CampaignStep.REMIND
    outstanding = reminding.outstanding(session, actor=actor, campaign_id=found.id) if asks else None
    return draw(
        request,
        "step.html",
        form or step_form(None, dated=step in DATED),
        campaign=found,
        step=step.value,
        dated=step in DATED,
        reasoned=step in REASONED,
        participants=operations.participants_of(session, found),
        outstanding=outstanding,
        views=views,
    )


def _open(session: Session, actor: Actor, campaign_id: uuid.UUID, _form: StepForm, now: datetime) -> None:
    operations.open_campaign(session, actor=actor, campaign_id=campaign_id, now=now)


def _extend(session: Session, actor: Actor, campaign_id: uuid.UUID, form: StepForm, now: datetime) -> None:
    day, why = form.day(), form.reason.data or ""
    deadlines.extend(session, actor=actor, campaign_id=campaign_id, closes_on=day, reason=why, now=now)


def _close(session: Session, actor: Actor, campaign_id: uuid.UUID, form: StepForm, now: datetime) -> None:
    deadlines.close(session, actor=actor, campaign_id=campaign_id, reason=form.reason.data or "", now=now)


def _reopen(session: Session, actor: Actor, campaign_id: uuid.UUID, form: StepForm, now: datetime) -> None:
    day, why = form.day(), form.reason.data or ""
    deadlines.reopen(session, actor=actor, campaign_id=campaign_id, closes_on=day, reason=why, now=now)


def _publish(session: Session, actor: Actor, campaign_id: uuid.UUID, _form: StepForm, now: datetime) -> None:
    operations.publish(session, actor=actor, campaign_id=campaign_id, now=now)
    reviews.publish_all(session, actor=actor, campaign_id=campaign_id, now=now)


def _remind(session: Session, actor: Actor, campaign_id: uuid.UUID, _form: StepForm, now: datetime) -> None:
    reminding.remind(session, actor=actor, campaign_id=campaign_id, now=now)


_DO: Final[Mapping[CampaignStep, Callable[[Session, Actor, uuid.UUID, StepForm, datetime], None]]] = {
    CampaignStep.OPEN: _open,
    CampaignStep.EXTEND: _extend,
    CampaignStep.CLOSE: _close,
    CampaignStep.REOPEN: _reopen,
    CampaignStep.PUBLISH: _publish,
    CampaignStep.REMIND: _remind,
}
