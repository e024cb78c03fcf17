"""The departments of one's own organisation: seen by everybody who fills in, made and staffed by its lead."""

import uuid
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session

from assess.access.actor import allowed
from assess.access.roles import Action
from assess.accounts import departments, queries
from assess.accounts.departments import MOST, NAME_MAXIMUM, Unit
from assess.accounts.models import Organisation
from assess.accounts.sessions import Visit
from assess.errors import AssessError, ConflictError, InvalidError, NotFoundError, SignedOutError
from assess.web import i18n
from assess.web.deps import DbSession, Needs, Now, PostedForm, see
from assess.web.forms.base import Fields, errors
from assess.web.forms.departments import DepartmentForm
from assess.web.language import switched
from assess.web.templating import render
from assess.wording.sentences import say

router = APIRouter(prefix="/organisation/departments")
Reader = Annotated[Visit, Depends(Needs(Action.VIEW))]
Lead = Annotated[Visit, Depends(Needs(Action.ASSIGN))]
DONE = ("created", "changed", "closed", "reopened")


@router.get("", name="departments")
def listing(request: Request, session: DbSession, visitor: Reader, of: str = "", done: str = "") -> Response:
    """List the departments of the organisation one fills in for."""
    return _list(request, session, visitor, _chosen(session, visitor, of), done=done if done in DONE else "")


@router.post("", name="new-department")
def create(request: Request, session: DbSession, visitor: Lead, posted: PostedForm, now: Now) -> Response:
    """Make a department."""
    place, form = _chosen(session, visitor, str(posted.get("of") or "")), DepartmentForm(Fields(posted))
    if switched(request, posted) or not form.validate():
        return _list(request, session, visitor, place, form=form)
    try:
        made = departments.create(
            session, actor=visitor.actor, organisation_id=place.id, name=form.name.data or "", now=now
        )
    except (InvalidError, ConflictError) as error:
        form.name.errors = [_say(error)]
        return _list(request, session, visitor, place, form=form)
    return see(f"/organisation/departments/{made.id}?done=created")


@router.get("/{department_id}", name="department")
def one(request: Request, session: DbSession, visitor: Lead, department_id: uuid.UUID, done: str = "") -> Response:
    """Show a department with its people, as a form."""
    return _one(request, session, visitor, department_id, done=done if done in DONE else "")


@router.post("/{department_id}", name="change-department")
def change(
    request: Request, *, session: DbSession, visitor: Lead, department_id: uuid.UUID, posted: PostedForm, now: Now
) -> Response:
    """Take the name and the people of a department."""
    form, chosen = DepartmentForm(Fields(posted)), _ids(posted.getlist("people"))
    if switched(request, posted) or not form.validate():
        return _one(request, session, visitor, department_id, form=form, chosen=chosen)
    actor, name = visitor.actor, form.name.data or ""
    try:
        departments.rename(session, actor=actor, department_id=department_id, name=name, now=now)
        departments.staff(session, actor=actor, department_id=department_id, account_ids=chosen, now=now)
    except (InvalidError, ConflictError) as error:
        session.rollback()
        if getattr(error, "field", None) == "people" or error.message == "department.is-closed":
            return _one(request, session, visitor, department_id, form=form, chosen=chosen, why=_say(error))
        form.name.errors = [_say(error)]
        return _one(request, session, visitor, department_id, form=form, chosen=chosen)
    return see("/organisation/departments?done=changed" + _of(session, visitor, department_id))


@router.post("/{department_id}/close", name="close-department")
def close(session: DbSession, visitor: Lead, department_id: uuid.UUID, now: Now) -> Response:
    """Close a department."""
    departments.close(session, actor=visitor.actor, department_id=department_id, now=now)
    return see("/organisation/departments?done=closed" + _of(session, visitor, department_id))


@router.post("/{department_id}/reopen", name="reopen-department")
def reopen(request: Request, session: DbSession, visitor: Lead, department_id: uuid.UUID, now: Now) -> Response:
    """Open a closed department again."""
    try:
        departments.reopen(session, actor=visitor.actor, department_id=department_id, now=now)
    except ConflictError as error:
        return _one(request, session, visitor, department_id, why=_say(error))
    return see("/organisation/departments?done=reopened" + _of(session, visitor, department_id))


def _own(session: Session, visitor: Visit) -> Sequence[Organisation]:
    mine = set(visitor.actor.organisations(Action.VIEW))
    return [one for one in queries.organisations(session, actor=visitor.actor) if one.id in mine]


def _chosen(session: Session, visitor: Visit, of: str) -> Organisation:
    """Give the organisation that was asked for; without one, the first of one's own."""
    mine = _own(session, visitor)
    found = next((one for one in mine if str(one.id) == of), None) if of else next(iter(mine), None)
    if found is None:
        raise NotFoundError if visitor.actor.signed_in else SignedOutError
    return found


def _of(session: Session, visitor: Visit, department_id: uuid.UUID) -> str:
    """Name the organisation in an address where somebody has several."""
    place, _unit = _found(session, visitor, department_id)
    return f"&of={place.id}" if len(_own(session, visitor)) > 1 else ""


def _found(session: Session, visitor: Visit, department_id: uuid.UUID) -> tuple[Organisation, Unit]:
    for place in _own(session, visitor):
        for unit in departments.units(session, place.id, closed=True):
            if unit.id == department_id:
                return place, unit
    raise NotFoundError


def _ids(given: Sequence[object]) -> list[uuid.UUID]:
    found = []
    for text in given:
        try:
            found.append(uuid.UUID(str(text)))
        except ValueError:
            found.append(uuid.UUID(int=0))  # nobody's: refused with the rest
    return found


def _say(error: AssessError) -> str:
    return say(error.message, error.params, i18n.current())


def _list(
    request: Request,
    session: Session,
    visitor: Visit,
    place: Organisation,
    *,
    form: DepartmentForm | None = None,
    done: str = "",
) -> Response:
    form = form or DepartmentForm()
    found, leads = errors(form), allowed(visitor.actor, Action.ASSIGN, place.id)
    all_of = departments.units(session, place.id, closed=True)
    inside = {person.account_id for unit in all_of if unit.closed_at is None for person in unit.people}
    return render(
        request,
        "pages/organisations/departments.html",
        status=422 if found else 200,
        organisation=place,
        others=[one for one in _own(session, visitor) if one.id != place.id],
        open=[one for one in all_of if one.closed_at is None],
        closed=[one for one in all_of if one.closed_at is not None],
        nowhere=[one for one in departments.people(session, place.id) if one.account_id not in inside],
        leads=leads,
        form=form,
        errors=found,
        done=done,
        most=MOST,
        longest=NAME_MAXIMUM,
        language_form="page-form" if leads else None,
    )


def _one(
    request: Request,
    session: Session,
    visitor: Visit,
    department_id: uuid.UUID,
    *,
    form: DepartmentForm | None = None,
    chosen: Sequence[uuid.UUID] | None = None,
    done: str = "",
    why: str = "",
) -> Response:
    place, unit = _found(session, visitor, department_id)
    departments.own(session, visitor.actor, place.id, Action.ASSIGN)
    form = form or DepartmentForm(data={"name": unit.name})
    found = errors(form) + ([("people", why)] if why else [])
    return render(
        request,
        "pages/organisations/department.html",
        status=422 if found else 200,
        organisation=place,
        unit=unit,
        people=departments.people(session, place.id),
        chosen=set(chosen) if chosen is not None else {one.account_id for one in unit.people},
        form=form,
        errors=found,
        why=why,
        done=done,
        longest=NAME_MAXIMUM,
        language_form="page-form",
    )
