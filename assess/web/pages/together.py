"""Sections given to people and departments: the page of who has what, given and taken back by the lead."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session

from assess.access.roles import Action
from assess.accounts import departments
from assess.accounts.sessions import Visit
from assess.assessments import duties
from assess.assessments.together_models import Part
from assess.errors import ConflictError, InvalidError, NotFoundError
from assess.web.deps import DbSession, Needs, Now, PostedForm, see
from assess.web.pages.opening import ToView, desk_for
from assess.web.templating import render
from assess.web.views import duties as views
from assess.web.views.desk import Desk
from assess.wording.sentences import say

router = APIRouter(prefix="/assessments/{assessment_id}/duties")
ToAssign = Annotated[Desk, Depends(desk_for(Action.ASSIGN))]
Lead = Annotated[Visit, Depends(Needs(Action.ASSIGN))]
DONE = ("given", "taken", "kept")


@router.get("", name="duties")
def show(request: Request, session: DbSession, desk: ToView, done: str = "") -> Response:
    """Show who has which section, and how far everybody is."""
    return _page(request, session, desk, done=done if done in DONE else "")


@router.post("", name="assign")
def assign(request: Request, *, session: DbSession, desk: ToAssign, posted: PostedForm, now: Now) -> Response:
    """Give a section to a member or a department."""
    section, whom = str(posted.get("section") or ""), str(posted.get("whom") or "")
    part = Part.ASSIST if posted.get("part") == Part.ASSIST else Part.LEAD
    account_id, department_id = _whom(whom)
    try:
        duties.assign(
            session,
            actor=desk.actor,
            assessment_id=desk.id,
            section=section,
            part=part,
            account_id=account_id,
            department_id=department_id,
            now=now,
        )
    except (InvalidError, ConflictError) as error:
        return _page(request, session, desk, error=error, section=section)
    return see(f"{desk.base}/duties?done=given#s-{section}")


@router.post("/take-over", name="take-over-duties")
def take_over(request: Request, session: DbSession, desk: ToAssign, now: Now) -> Response:
    """Give the sections to whom they were given last time."""
    try:
        duties.take_over(session, actor=desk.actor, assessment_id=desk.id, now=now)
    except ConflictError as error:
        return _page(request, session, desk, error=error)
    return see(f"{desk.base}/duties?done=kept")


@router.post("/{duty_id}/remove", name="unassign")
def unassign(session: DbSession, visitor: Lead, assessment_id: uuid.UUID, duty_id: uuid.UUID, now: Now) -> Response:
    """Take a section from somebody."""
    duties.unassign(session, actor=visitor.actor, assessment_id=assessment_id, duty_id=duty_id, now=now)
    return see(f"/assessments/{assessment_id}/duties?done=taken")


def _whom(text: str) -> tuple[uuid.UUID | None, uuid.UUID | None]:
    """Read the choice of a form: a member or a department."""
    kind, _colon, number = text.partition(":")
    try:
        found = uuid.UUID(number)
    except ValueError:
        return None, None
    return (found, None) if kind == "a" else (None, found)


def _page(
    request: Request,
    session: Session,
    desk: Desk,
    *,
    error: InvalidError | ConflictError | None = None,
    section: str = "",
    done: str = "",
) -> Response:
    organisation_id = desk.loaded.assessment.organisation_id
    if organisation_id is None:  # a trial has nobody to give anything to
        raise NotFoundError
    found = duties.of(session, assessment_id=desk.id, account_id=desk.actor.account_id, gone=True)
    table, leads = views.rows(desk, found), desk.may(Action.ASSIGN)
    place = f"whom-{section}" if any(row.key == section for row in table) else "main"
    return render(
        request,
        "pages/assessments/duties.html",
        status=error.status if error else 200,
        desk=desk,
        rows=table,
        loads=views.loads(table),
        people=views.people(departments.people(session, organisation_id)),
        units=views.units(departments.units(session, organisation_id)) if leads else (),
        heads=departments.leads(session, organisation_id),
        may_assign=leads,
        offer=duties.offered(session, desk.loaded.assessment, desk.loaded.published) if leads and not found else None,
        errors=[(place, say(error.message, error.params, desk.locale))] if error else [],
        wrong=section if error else "",
        done=done,
        most=duties.MOST,
    )
