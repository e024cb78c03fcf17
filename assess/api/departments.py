"""The departments of one's own organisation: read by everybody who fills in, changed by its lead."""

import uuid

from fastapi import Response
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.accounts import departments
from assess.api.deps import Assigner, DbSession, Now, Viewer
from assess.api.once import Made, MaybeOnce
from assess.api.paging import Page, Pages
from assess.api.routing import make_router
from assess.api.schemas.organisations import DepartmentChange, DepartmentIn, DepartmentOut, department_out
from assess.errors import NotFoundError

router = make_router("organisations")
ALL = "/organisations/{organisation_id}/departments"
EACH = ALL + "/{department_id}"


@router.get(ALL, name="api-departments", summary="本单位的部门")
def listed(session: DbSession, actor: Viewer, organisation_id: uuid.UUID, paging: Pages) -> Page[DepartmentOut]:
    """List the departments with who works in them, the closed ones too."""
    found = departments.listed(session, actor=actor, organisation_id=organisation_id)
    rows = sorted(found, key=lambda one: one.id.hex)
    return paging.cut(rows, place=lambda one: (one.id.hex,), show=department_out)


@router.post(ALL, name="api-create-department", summary="新建部门", status_code=201, response_model=DepartmentOut)
def create(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession, actor: Assigner, organisation_id: uuid.UUID, body: DepartmentIn, once: MaybeOnce, now: Now
) -> Response:
    """Make a department."""

    def make() -> Made:
        made = departments.create(session, actor=actor, organisation_id=organisation_id, name=body.name, now=now)
        address = f"/api/v1/organisations/{organisation_id}/departments/{made.id}"
        return Made(_shown(session, organisation_id, made.id), headers={"location": address})

    return once.answer(session, asked=body.model_dump(mode="json"), make=make, now=now)


@router.get(EACH, name="api-department", summary="一个部门")
def one(session: DbSession, actor: Viewer, organisation_id: uuid.UUID, department_id: uuid.UUID) -> DepartmentOut:
    """Give one department."""
    departments.listed(session, actor=actor, organisation_id=organisation_id)
    return _shown(session, organisation_id, department_id)


@router.patch(EACH, name="api-change-department", summary="改名、安排人员、停用或恢复")
def change(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession,
    actor: Assigner,
    organisation_id: uuid.UUID,
    department_id: uuid.UUID,
    body: DepartmentChange,
    now: Now,
) -> DepartmentOut:
    """Change a department: all that was sent, or nothing of it."""
    departments.listed(
        session, actor=actor, organisation_id=organisation_id
    )  # a change of nothing tells nothing either
    _shown(session, organisation_id, department_id)
    _change(session, actor, department_id, body, now)
    return _shown(session, organisation_id, department_id)


def _change(session: Session, actor: Actor, department_id: uuid.UUID, body: DepartmentChange, now: Now) -> None:
    if body.closed is not None:
        turn = departments.close if body.closed else departments.reopen
        turn(session, actor=actor, department_id=department_id, now=now)
    if body.name is not None:
        departments.rename(session, actor=actor, department_id=department_id, name=body.name, now=now)
    if body.people is not None:
        departments.staff(session, actor=actor, department_id=department_id, account_ids=body.people, now=now)


def _shown(session: Session, organisation_id: uuid.UUID, department_id: uuid.UUID) -> DepartmentOut:
    session.flush()
    for one in departments.units(session, organisation_id, closed=True):
        if one.id == department_id:
            return department_out(one)
    raise NotFoundError
