"""A respondent's side of campaigns: what the own organisation takes part in, starting, leaving again."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from assess.access.actor import allowed
from assess.access.roles import Action
from assess.accounts.sessions import Visit
from assess.assessments import campaign_queries, joining, operations
from assess.assessments.campaign_queries import Mine
from assess.campaigns.definition import Phase
from assess.checklists import documents
from assess.errors import InvalidError, NotFoundError, SignedOutError
from assess.web.deps import DbSession, Needs, Now, PostedForm, get_agreed, see
from assess.web.errors import sentence
from assess.web.forms.campaigns import identity
from assess.web.pages.opening import ToView
from assess.web.templating import render
from assess.web.views import campaigns as views

router = APIRouter()
leaving = APIRouter(prefix="/assessments/{assessment_id}")
FOLDER = "pages/campaigns"
Respondent = Annotated[Visit, Depends(Needs(Action.START))]


@router.get("/campaigns/{campaign_id}/start", name="campaign-start")
def briefing(
    request: Request,
    *,
    session: DbSession,
    visitor: Respondent,
    campaign_id: uuid.UUID,
    now: Now,
    organisation: str = "",
) -> Response:
    """Say what the campaign is, until when, and who will read the answers, before the first question."""
    mine = _mine(session, visitor, campaign_id, organisation)
    return _start(request, session, visitor, mine, now)


@router.post("/campaigns/{campaign_id}/start", name="join-campaign", dependencies=[Depends(get_agreed)])
def join(
    request: Request, *, session: DbSession, visitor: Respondent, campaign_id: uuid.UUID, form: PostedForm, now: Now
) -> Response:
    """Start the campaign's assessment, bringing along what was begun outside it where that was asked for."""
    mine = _mine(session, visitor, campaign_id, str(form.get("organisation") or ""))
    try:
        made = joining.join(
            session,
            actor=visitor.actor,
            campaign_id=campaign_id,
            organisation_id=mine.part.organisation_id,
            draft_id=identity(str(form.get("draft") or "")),
            now=now,
        )
    except InvalidError as error:
        session.rollback()
        return _start(request, session, visitor, mine, now, error=error)
    return see(f"/assessments/{made.assessment.id}/start" if made.new else f"/assessments/{made.assessment.id}")


def _mine(session: DbSession, visitor: Visit, campaign_id: uuid.UUID, organisation: str) -> Mine:
    """Find the own organisation's part; who belongs to several says for which. A guest is asked to sign in first."""
    if not visitor.actor.signed_in:
        raise SignedOutError
    found = campaign_queries.mine(session, actor=visitor.actor, campaign_id=campaign_id)
    chosen = [one for one in found if not organisation or str(one.part.organisation_id) == organisation]
    if not chosen:
        raise NotFoundError
    return chosen[0]


def _start(
    request: Request,
    session: DbSession,
    visitor: Visit,
    mine: Mine,
    now: Now,
    *,
    error: InvalidError | None = None,
) -> Response:
    part = mine.part
    may = allowed(visitor.actor, Action.START, part.organisation_id)
    fresh = mine.assessment_id is None and part.phase(now) is Phase.OPEN and may
    drafts = joining.drafts(
        session,
        actor=visitor.actor,
        organisation_id=part.organisation_id,
        version_id=part.campaign.checklist_version_id,
    )
    return render(
        request,
        f"{FOLDER}/start.html",
        status=error.status if error else 200,
        mine=mine,
        part=part,
        document=documents.document(part.version),
        phase=part.phase(now),
        drafts=drafts if fresh else (),
        may_start=fresh,
        errors=[("draft", sentence(error) or "")] if error else [],
        views=views,
        now=now,
    )


@leaving.get("/withdraw", name="ask-withdraw")
def ask_withdraw(request: Request, desk: ToView) -> Response:
    """Say what withdrawing means, and ask."""
    _check_withdraw(desk)
    return render(request, f"{FOLDER}/withdraw.html", desk=desk)


@leaving.post("/withdraw", name="withdraw")
def withdraw(
    session: DbSession, visitor: Annotated[Visit, Depends(Needs(Action.WITHDRAW))], assessment_id: uuid.UUID, now: Now
) -> Response:
    """Take an assessment out of the process."""
    operations.withdraw(session, actor=visitor.actor, assessment_id=assessment_id, now=now)
    return see(f"/assessments/{assessment_id}")


def _check_withdraw(desk: ToView) -> None:
    """Let nobody see the question who cannot answer it; NotFoundError then."""
    if not desk.may_withdraw:
        raise NotFoundError
