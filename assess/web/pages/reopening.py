"""Opening one organisation's form again: asked for with a reason, by whoever runs the campaign."""

import uuid
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Action
from assess.accounts.models import Organisation
from assess.accounts.sessions import Visit
from assess.assessments import campaign_queries
from assess.assessments.models import Assessment
from assess.assessments.workflow import Step, open_to
from assess.campaigns import queries
from assess.campaigns.models import Campaign
from assess.errors import ForbiddenError, InvalidError
from assess.reviews import operations
from assess.web.deps import DbSession, Now, PostedForm, UnseenNeeds, see
from assess.web.forms.campaigns import StepForm, step_form
from assess.web.language import switched
from assess.web.pages.campaigns import draw, explain
from assess.web.reads import Reads
from assess.web.views import campaigns as views

HERE = "/campaigns/{campaign_id}/participants/{organisation_id}/open-again"
Opener = Annotated[Visit, Depends(UnseenNeeds(Action.REOPEN))]
router = APIRouter()


@router.get(HERE, name="ask-open-again", dependencies=[Reads("campaign", "participants-read")])
def ask(
    request: Request,
    *,
    session: DbSession,
    visitor: Opener,
    campaign_id: uuid.UUID,
    organisation_id: uuid.UUID,
) -> Response:
    """Say what opening again does, and ask why."""
    found = queries.get(session, actor=visitor.actor, campaign_id=campaign_id)
    return _page(request, session, found, _form_of(session, found, organisation_id), step_form(None, dated=False))


@router.post(HERE, name="open-again")
def open_again(
    request: Request,
    *,
    session: DbSession,
    visitor: Opener,
    campaign_id: uuid.UUID,
    organisation_id: uuid.UUID,
    form: PostedForm,
    now: Now,
) -> Response:
    """Open the form again."""
    found = queries.get(session, actor=visitor.actor, campaign_id=campaign_id)
    assessment = _form_of(session, found, organisation_id)
    given = step_form(form, dated=False)
    if switched(request, form) or not given.validate() or not _opened(session, visitor.actor, assessment, given, now):
        return _page(request, session, found, assessment, given)
    return see(f"/campaigns/{campaign_id}/participants?done=reopened")


def _opened(session: Session, actor: Actor, assessment: Assessment, given: StepForm, now: datetime) -> bool:
    """Open it, or say beside the field why not."""
    try:
        operations.reopen(session, actor=actor, assessment_id=assessment.id, reason=given.reason.data or "", now=now)
    except InvalidError as error:
        session.rollback()
        explain(given, error)
        return False
    return True


def _form_of(session: Session, campaign: Campaign, organisation_id: uuid.UUID) -> Assessment:
    """Give the organisation's form in the campaign; the campaign is within the actor's reach.

    Raises:
        NotFoundError: It has none there.
        ForbiddenError: Its state is none that is opened again.
    """
    found = campaign_queries.form_of(session, campaign_id=campaign.id, organisation_id=organisation_id)
    if not open_to(found.status, Step.REOPEN):
        raise ForbiddenError
    return found


def _page(request: Request, session: Session, campaign: Campaign, assessment: Assessment, form: StepForm) -> Response:
    return draw(
        request,
        "reopen.html",
        form,
        campaign=campaign,
        organisation=session.get_one(Organisation, assessment.organisation_id),
        state=views.member_tag(assessment.status, campaign.levels),
        days=campaign.mend_days,
    )
