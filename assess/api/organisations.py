"""The tree of organisations for administrators: searched, described, moved, closed; nothing beyond their reach."""

import uuid
from typing import Annotated

from fastapi import Query, Response

from assess.access.actor import Actor
from assess.access.roles import Action
from assess.accounts import directory, members, organising
from assess.accounts.directory import Wanted
from assess.accounts.models import OrganisationKind, Size
from assess.api.deps import DbSession, Now, by_token
from assess.api.once import Made, MaybeOnce
from assess.api.paging import Page, Pages
from assess.api.reads import Reads
from assess.api.routing import make_router
from assess.api.schemas.organisations import (
    MemberOut,
    MoveIn,
    OrganisationChange,
    OrganisationIn,
    OrganisationOut,
    member_out,
    organisation_out,
)

router = make_router("organisations")
ONE = "/organisations/{organisation_id}"
Manager = Annotated[Actor, by_token(Action.MANAGE_ORGANISATIONS)]


@router.get(
    "/organisations",
    name="api-organisations",
    summary="列出管辖范围内的单位",
    dependencies=[Reads("organisations", "listed")],
)
def listed(  # noqa: PLR0917 - a route's parameters are its contract
    session: DbSession,
    actor: Manager,
    paging: Pages,
    text: Annotated[
        str, Query(max_length=200, description="名称的一部分，或代码的开头。 Part of a name, or a code.")
    ] = "",
    kind: OrganisationKind | None = None,
    region: Annotated[str, Query(pattern=r"^([0-9]{6})?$")] = "",
    below: uuid.UUID | None = None,
    size: Size | None = None,
    role: Annotated[str, Query(pattern=r"^([a-z][a-z0-9-]{0,59})?$")] = "",
    closed: bool | None = None,  # noqa: FBT001 - a query parameter
) -> Page[OrganisationOut]:
    """List the organisations the token's owner manages, by name."""
    wanted = Wanted(text=text, kind=kind, region=region, below=below, size=size, role=role, closed=closed)
    page = paging.start() // paging.limit + 1
    found = directory.listing(session, actor=actor, wanted=wanted, page=page, size=paging.limit)
    rows = found.rows if found.page == page else ()  # beyond the end the list gives its last page
    more = [*rows, *rows[-1:]] if page < found.pages else rows
    return paging.page(more, place=lambda _: (page * paging.limit,), show=organisation_out)


@router.post(
    "/organisations",
    name="api-create-organisation",
    summary="新建单位",
    status_code=201,
    response_model=OrganisationOut,
)
def create(body: OrganisationIn, session: DbSession, actor: Manager, once: MaybeOnce, now: Now) -> Response:
    """Make an organisation below another one."""

    def make() -> Made:
        made = organising.create(session, actor=actor, described=body.fields(), parent_id=body.parent_id, now=now)
        return Made(_card(session, actor, made.id), headers={"location": f"/api/v1/organisations/{made.id}"})

    return once.answer(session, asked=body.model_dump(mode="json"), make=make, now=now)


def _card(session: DbSession, actor: Actor, organisation_id: uuid.UUID) -> OrganisationOut:
    session.flush()
    return organisation_out(directory.card(session, actor=actor, organisation_id=organisation_id))


@router.get(ONE, name="api-organisation", summary="一个单位", dependencies=[Reads("organisation", "read")])
def one(session: DbSession, actor: Manager, organisation_id: uuid.UUID) -> OrganisationOut:
    """Give one organisation with its place in the tree."""
    return _card(session, actor, organisation_id)


@router.patch(ONE, name="api-change-organisation", summary="修改单位信息")
def change(
    session: DbSession, actor: Manager, organisation_id: uuid.UUID, body: OrganisationChange, now: Now
) -> OrganisationOut:
    """Change what an organisation says of itself. What is not sent stays."""
    found = organising.reach(session, actor, organisation_id)
    organising.edit(session, actor=actor, organisation_id=organisation_id, changes=body.over(found), now=now)
    return _card(session, actor, organisation_id)


@router.post(f"{ONE}/move", name="api-move-organisation", summary="调整上级单位")
def move(session: DbSession, actor: Manager, organisation_id: uuid.UUID, body: MoveIn, now: Now) -> OrganisationOut:
    """Put an organisation, with what lies below it, under another one."""
    organising.move(session, actor=actor, organisation_id=organisation_id, parent_id=body.parent_id, now=now)
    return _card(session, actor, organisation_id)


@router.post(f"{ONE}/close", name="api-close-organisation", summary="停用单位")
def close(session: DbSession, actor: Manager, organisation_id: uuid.UUID, now: Now) -> OrganisationOut:
    """Close an organisation: nothing begins in it and nobody joins; what there is stays."""
    organising.close(session, actor=actor, organisation_id=organisation_id, now=now)
    return _card(session, actor, organisation_id)


@router.post(f"{ONE}/reopen", name="api-reopen-organisation", summary="恢复单位")
def reopen(session: DbSession, actor: Manager, organisation_id: uuid.UUID, now: Now) -> OrganisationOut:
    """Undo the closing."""
    organising.reopen(session, actor=actor, organisation_id=organisation_id, now=now)
    return _card(session, actor, organisation_id)


@router.get(
    f"{ONE}/members",
    name="api-members",
    summary="单位成员",
    dependencies=[Reads("organisation", "members-read")],
)
def people(session: DbSession, actor: Manager, organisation_id: uuid.UUID, paging: Pages) -> Page[MemberOut]:
    """List who belongs to an organisation and as what; changing that, and inviting people, is done on its page."""
    found = sorted(
        members.known(session, actor=actor, organisation_id=organisation_id), key=lambda one: one.account_id.hex
    )
    return paging.cut(found, place=lambda one: (one.account_id.hex,), show=member_out)
